// Menus (overflow, more actions, +) and a question that wants yes or no.

import { h, layerOf, placeNear, uid } from './dom.js';
import { textObject } from './mrkdwn.js';

let open = null;

export function closeMenu() {
  open?.close();
}

/** items: [{label: node or text, run}] or {heading: text}; arrows move, Escape and a click elsewhere close. */
export function openMenu(anchor, items, { label, width } = {}) {
  if (open) {
    const same = open.anchor === anchor;
    open.close();
    if (same) return;
  }
  const buttons = [];
  const menu = h(
    'div',
    { class: 'menu', role: 'menu', popover: 'manual', 'aria-label': label || anchor.getAttribute('aria-label') || 'Menu' },
    items.map((item) => {
      if (item.heading) return h('div', { class: 'menu-heading', role: 'presentation' }, item.heading);
      const button = h(
        'button',
        {
          type: 'button',
          role: 'menuitem',
          tabindex: -1,
          class: item.style === 'danger' ? 'danger' : '',
          onclick: () => {
            close();
            item.run();
          },
        },
        h('span', { class: 'menu-label' }, item.label),
        item.description && h('span', { class: 'menu-more' }, item.description),
      );
      buttons.push(button);
      return button;
    }),
  );
  const close = () => {
    if (!open || open.menu !== menu) return;
    open = null;
    document.removeEventListener('pointerdown', outside, true);
    window.removeEventListener('resize', close);
    anchor.setAttribute('aria-expanded', 'false');
    const had = menu.contains(document.activeElement);
    menu.remove();
    if (had && anchor.isConnected) anchor.focus();
  };
  const outside = (event) => {
    if (!menu.contains(event.target) && !anchor.contains(event.target)) close();
  };
  menu.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement);
    const go = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (go !== undefined) {
      event.preventDefault();
      buttons.at(go % buttons.length)?.focus();
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
    if (event.key === 'Tab') close();
  });
  layerOf(anchor).append(menu);
  menu.showPopover();
  placeNear(menu, anchor, { width: width || 260 });
  anchor.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', outside, true);
  window.addEventListener('resize', close);
  open = { menu, anchor, close };
  buttons[0]?.focus();
}

/** Keeps Tab inside a dialog; showModal() makes the rest inert, this also keeps the browser's own bars out of the round. */
export function trap(dialog) {
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Tab') return;
    const stops = [...dialog.querySelectorAll('button, input, select, textarea, a[href], [tabindex]')].filter(
      (el) => !el.disabled && el.tabIndex >= 0 && el.getClientRects().length,
    );
    if (!stops.length) {
      event.preventDefault();
      return;
    }
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === edge || document.activeElement === dialog) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0]).focus();
    }
  });
}

/** Slack's confirm object as a dialog; resolves to true or false. */
export function confirmed(object) {
  if (!object) return Promise.resolve(true);
  return new Promise((resolve) => {
    const title = uid('confirm');
    const before = document.activeElement;
    const end = (answer) => {
      dialog.close();
      dialog.remove();
      before?.isConnected && before.focus();
      resolve(answer);
    };
    const dialog = h(
      'dialog',
      { class: 'modal confirm', role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': title },
      h('h2', { id: title }, textObject(object.title, { block: false }) || 'Are you sure?'),
      h('div', { class: 'confirm-text' }, textObject(object.text)),
      h(
        'div',
        { class: 'modal-buttons' },
        h('button', { type: 'button', class: 'button', onclick: () => end(false) }, textObject(object.deny, { block: false }) || 'Cancel'),
        h(
          'button',
          { type: 'button', class: `button ${object.style === 'danger' ? 'danger' : 'primary'}`, onclick: () => end(true) },
          textObject(object.confirm, { block: false }) || 'Yes',
        ),
      ),
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      event.stopPropagation();
      end(false);
    });
    trap(dialog);
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('.modal-buttons button').focus();
  });
}
