// Block Kit's layout blocks.

import { fileAddress } from './api.js';
import { h, reconcile, rememberFocus, uid } from './dom.js';
import { element } from './elements.js';
import { markdown, notShown, plainText, richText, textObject, link } from './mrkdwn.js';
import { state } from './state.js';

const ownImage = (address) => {
  try {
    return address && (address.startsWith('data:image/') || new URL(address, location.href).origin === location.origin);
  } catch {
    return false;
  }
};

/** An image of our own is shown; one of another host is named but not fetched: the page asks nobody else for anything. */
function image(object, className) {
  const alt = object.alt_text || '';
  const address = object.slack_file?.id ? fileAddress(object.slack_file.id, state.me) : object.image_url || object.slack_file?.url;
  if (ownImage(address)) return h('img', { class: className, src: address, alt });
  let host = '';
  try {
    host = new URL(address).host;
  } catch {
    host = 'another place';
  }
  return h(
    'span',
    { class: `image-box ${className}`, role: 'img', 'aria-label': alt, title: address },
    h('span', { 'aria-hidden': 'true' }, '🖼 '),
    alt || 'Image',
    className === 'image-large' && h('span', { class: 'image-host' }, ' (at ', link(address || '', host), ', not loaded here)'),
  );
}

function section(block, ctx) {
  const texts = [
    block.text && textObject(block.text),
    block.fields &&
      h(
        'div',
        { class: 'fields' },
        block.fields.map((field) => h('div', { class: 'field' }, textObject(field))),
      ),
  ];
  if (!block.accessory) return h('div', { class: 'section' }, texts);
  const side = block.accessory.type === 'image' ? image(block.accessory, 'image-side') : element(block.accessory, block, ctx);
  return h('div', { class: 'section with-accessory' }, h('div', { class: 'section-text' }, texts), h('div', { class: 'accessory' }, side));
}

function input(block, ctx) {
  const label = uid('label');
  const hint = uid('hint');
  const error = uid('error');
  const wrong = ctx.form.errors[block.block_id];
  const named = block.element?.type === 'checkboxes' || block.element?.type === 'radio_buttons';
  const node = h(
    'div',
    { class: `field-block${wrong ? ' wrong' : ''}`, dataset: { block: block.block_id } },
    h(
      named ? 'div' : 'label',
      { class: 'label', id: label },
      textObject(block.label, { block: false }),
      block.optional && h('span', { class: 'optional' }, ' (optional)'),
    ),
    element(block.element, block, ctx, { labelledby: label, describedby: `${error} ${hint}` }),
    h('div', { class: 'field-error', id: error, role: 'alert' }, wrong),
    block.hint && h('div', { class: 'hint', id: hint }, textObject(block.hint, { block: false })),
  );
  const control = node.querySelector('input, textarea');
  if (!named && control) {
    control.id ||= uid('field');
    node.querySelector('.label').htmlFor = control.id;
  }
  if (wrong) control?.setAttribute('aria-invalid', 'true');
  return node;
}

function cell(object) {
  if (!object) return '';
  if (object.type === 'rich_text') return richText(object);
  return String(object.text ?? object.value ?? '');
}

function table(block) {
  const rows = block.rows || [];
  const settings = block.column_settings || [];
  const made = (tag) => (object, index) =>
    h(
      tag,
      {
        class: `${settings[index]?.align ? `align-${settings[index].align}` : ''}${settings[index]?.is_wrapped ? ' wrapped' : ''}`,
        scope: tag === 'th' ? 'col' : undefined,
      },
      cell(object),
    );
  return h(
    'div',
    { class: 'table-wrap', role: 'region', tabindex: 0, 'aria-label': 'Table' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, (rows[0] || []).map(made('th')))),
      h(
        'tbody',
        {},
        rows.slice(1).map((row) => h('tr', {}, row.map(made('td')))),
      ),
    ),
  );
}

const makers = {
  section,
  input,
  table,
  actions: (block, ctx) =>
    h(
      'div',
      { class: 'actions' },
      (block.elements || []).map((one) => element(one, block, ctx)),
    ),
  context: (block) =>
    h(
      'div',
      { class: 'context' },
      (block.elements || []).map((one) => (one.type === 'image' ? image(one, 'image-small') : textObject(one))),
    ),
  context_actions: (block, ctx) =>
    h(
      'div',
      { class: 'actions small' },
      (block.elements || []).map((one) => element(one, block, ctx)),
    ),
  header: (block) => h('div', { class: 'header', role: 'heading', 'aria-level': 3 }, plainText(block.text)),
  divider: () => h('hr', {}),
  image: (block) =>
    h(
      'figure',
      { class: 'image-block' },
      block.title && h('figcaption', {}, textObject(block.title, { block: false })),
      image(block, 'image-large'),
    ),
  rich_text: (block) => richText(block),
  markdown: (block) => markdown(block.text),
  video: (block) =>
    h(
      'div',
      { class: 'box' },
      h('strong', {}, '▶ ', textObject(block.title, { block: false })),
      block.description && h('div', {}, textObject(block.description)),
      h('div', {}, link(block.title_url || block.video_url || '', 'Open the video')),
    ),
  file: (block) => h('div', { class: 'box' }, `File ${block.external_id || ''} (${block.source || 'remote'})`),
};

export function renderBlock(block, ctx) {
  const make = makers[block?.type];
  return h('div', { class: `block block-${make ? block.type : 'unknown'}` }, make ? make(block, ctx) : notShown(block?.type));
}

/** Draws blocks into `root`; what has not changed is left as it is, with the caret in it. */
export function renderBlocks(root, blocks, ctx) {
  const back = rememberFocus(root);
  const seen = new Map();
  const items = (blocks || []).map((block, index) => {
    const id = block.block_id || `#${index}`;
    seen.set(id, (seen.get(id) || 0) + 1);
    return { block, key: seen.get(id) > 1 ? `${id}#${seen.get(id)}` : id };
  });
  reconcile(root, items, {
    key: (item) => item.key,
    signature: (item) => JSON.stringify(item.block),
    render: (item) => renderBlock(item.block, ctx),
  });
  back();
  return root;
}

/** Puts errors beside their fields without drawing the fields again; gives back those that belong to no field here. */
export function showErrors(root, errors) {
  const left = { ...errors };
  let first = null;
  for (const field of root.querySelectorAll('[data-block]')) {
    const text = errors[field.dataset.block] || '';
    delete left[field.dataset.block];
    const slot = field.querySelector('.field-error');
    const control = field.querySelector('input, textarea, button');
    if (slot.textContent !== text) slot.textContent = text;
    field.classList.toggle('wrong', Boolean(text));
    for (const one of field.querySelectorAll('input, textarea')) {
      if (text) one.setAttribute('aria-invalid', 'true');
      else one.removeAttribute('aria-invalid');
    }
    if (text && !first) first = control;
  }
  first?.focus();
  first?.closest('.field-block')?.scrollIntoView({ block: 'nearest' });
  return left;
}
