// Modals: up to three on a stack, the top one shown. What has been typed is kept by block_id and action_id for as long as the view lives,
// so an update by the app, or a view that comes back from under another, finds it again.

import { post } from './api.js';
import { clear, h } from './dom.js';
import { renderBlocks, showErrors } from './blocks.js';
import { Form } from './elements.js';
import { trap } from './menu.js';
import { textObject } from './mrkdwn.js';
import { changed, on, state } from './state.js';

const forms = new Map(); // view id -> Form
let dialog = null;
let shown = null; // id of the view in the dialog
let drawn = null;
let returnTo = null;

const form = (id) => {
  if (!forms.has(id)) forms.set(id, new Form());
  return forms.get(id);
};
const top = () => state.views.at(-1);
const live = (id) => state.views.find((view) => view.id === id);

async function closeView(view) {
  // The page does not wait for the server: a window that closes late feels broken.
  state.views = state.views.filter((one) => one.id !== view.id);
  changed('views');
  await post('close', { as: state.me, view_id: view.id });
}

function showProblem(text) {
  const slot = dialog?.querySelector('.modal-problem');
  if (slot) {
    slot.textContent = text || '';
    slot.hidden = !text;
  }
}

async function submit() {
  const view = top();
  if (!view || dialog.dataset.busy || view.submit_disabled) return;
  const own = form(view.id);
  const body = dialog.querySelector('.modal-body');
  own.errors = own.check(view.blocks);
  showProblem('');
  if (Object.keys(own.errors).length) {
    showErrors(body, own.errors);
    return;
  }
  showErrors(body, {});
  dialog.dataset.busy = '1';
  const button = dialog.querySelector('.submit');
  button?.setAttribute('aria-busy', 'true');
  const answer = await post('submit', { as: state.me, view_id: view.id, values: own.values(view.blocks) });
  if (dialog) delete dialog.dataset.busy;
  button?.removeAttribute('aria-busy');
  if (answer.ok || !dialog || shown !== view.id) return;
  own.errors = answer.errors || {};
  const left = showErrors(dialog.querySelector('.modal-body'), own.errors);
  const rest = [
    answer.errors ? '' : answer.error || 'The app did not take it.',
    ...Object.entries(left).map(([block, text]) => `${block}: ${text}`),
  ].filter(Boolean);
  showProblem(rest.join(' '));
}

function context(view) {
  const own = form(view.id);
  return {
    container: { view_id: view.id },
    form: own,
    blocks: () => live(view.id)?.blocks || [],
    submit: () => submit(),
    touched: (block) => {
      if (!own.errors[block.block_id]) return;
      delete own.errors[block.block_id];
      const field = [...dialog.querySelectorAll('[data-block]')].find((one) => one.dataset.block === block.block_id);
      field?.classList.remove('wrong');
      if (field) field.querySelector('.field-error').textContent = '';
    },
    redraw: () => {
      clear(dialog.querySelector('.modal-body'));
      draw(true);
    },
  };
}

function shell() {
  returnTo = document.activeElement;
  dialog = h('dialog', { class: 'modal', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'modal-title' });
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    const view = top();
    if (view) closeView(view);
  });
  trap(dialog);
  document.body.append(dialog);
  dialog.showModal();
}

function focusFirst() {
  const body = dialog.querySelector('.modal-body');
  const wanted =
    body.querySelector('[autofocus]') ||
    body.querySelector('.field-block input, .field-block textarea') ||
    body.querySelector('input, textarea, button') ||
    dialog.querySelector('.submit, .cancel');
  wanted?.focus({ preventScroll: true });
}

function draw(force = false) {
  const view = top();
  if (!view) {
    if (!dialog) return;
    dialog.close();
    dialog.remove();
    dialog = null;
    shown = drawn = null;
    if (returnTo?.isConnected) returnTo.focus();
    else document.getElementById('composer-text')?.focus();
    return;
  }
  if (!dialog) shell();
  const signature = JSON.stringify([view.title, view.submit, view.close, view.submit_disabled, state.views.length]);
  if (shown !== view.id || drawn !== signature) {
    const same = shown === view.id;
    const body = same ? dialog.querySelector('.modal-body') : h('div', { class: 'modal-body', tabindex: -1 });
    const focused = same && dialog.contains(document.activeElement) ? document.activeElement : null;
    const head = h(
      'div',
      { class: 'modal-head' },
      state.views.length > 1 &&
        h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Back', onclick: () => closeView(top()) }, '‹'),
      h('h2', { id: 'modal-title' }, textObject(view.title, { block: false })),
      state.views.length > 1 && h('span', { class: 'modal-depth' }, `${state.views.length} of 3`),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => closeView(top()) }, '×'),
    );
    const foot = h(
      'div',
      { class: 'modal-buttons' },
      h(
        'button',
        { type: 'button', class: 'button cancel', onclick: () => closeView(top()) },
        textObject(view.close, { block: false }) || (view.submit ? 'Cancel' : 'Close'),
      ),
      view.submit &&
        h(
          'button',
          { type: 'submit', class: 'button primary submit', disabled: Boolean(view.submit_disabled) },
          textObject(view.submit, { block: false }),
        ),
    );
    if (same) {
      dialog.querySelector('.modal-head').replaceWith(head);
      dialog.querySelector('.modal-buttons').replaceWith(foot);
      if (focused?.isConnected && document.activeElement !== focused) focused.focus();
    } else {
      const problem = h('div', { class: 'modal-problem', role: 'alert', hidden: true });
      clear(dialog).append(
        h(
          'form',
          {
            novalidate: true,
            autocomplete: 'off',
            onsubmit: (event) => {
              event.preventDefault();
              if (top()?.submit) submit();
            },
          },
          head,
          problem,
          body,
          foot,
        ),
      );
    }
    const fresh = !same;
    shown = view.id;
    drawn = signature;
    renderBlocks(body, view.blocks, context(view));
    if (fresh) focusFirst();
    return;
  }
  renderBlocks(dialog.querySelector('.modal-body'), view.blocks, context(view));
  if (force) focusFirst();
}

export function start() {
  on('views', () => {
    const ids = new Set(state.views.map((view) => view.id));
    for (const id of forms.keys()) if (!ids.has(id)) forms.delete(id);
    draw();
  });
}
