// Building and keeping DOM nodes. Message text only ever becomes a text node: there is no innerHTML in these modules,
// so nothing that a person or an app writes can turn into markup.

/** h('button', {class: 'x', onclick: f, 'aria-label': 'y'}, 'text', node, [more]) */
export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) el.addEventListener(key.slice(2), value);
    else if (key === 'class') el.className = value;
    else if (key === 'dataset') Object.assign(el.dataset, value);
    else if (key === 'value' || key === 'checked' || key === 'selected') el[key] = value;
    else el.setAttribute(key, value === true ? '' : String(value));
  }
  append(el, children);
  return el;
}

export function append(el, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === '') continue;
    el.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return el;
}

export const clear = (el) => {
  while (el.firstChild) el.firstChild.remove();
  return el;
};

/**
 * Makes `parent` hold one node for each of `items`, keeping the nodes whose content is the same. What somebody is typing in,
 * or has focused, therefore stays untouched when something else on the page changes.
 */
export function reconcile(parent, items, { key, signature, render }) {
  const old = new Map();
  for (const node of [...parent.children]) {
    if (node._key !== undefined && !old.has(node._key)) old.set(node._key, node);
    else node.remove();
  }
  let place = parent.firstChild;
  for (const item of items) {
    const itemKey = key(item);
    const itemSignature = signature(item);
    let node = old.get(itemKey);
    old.delete(itemKey);
    if (node && node._signature !== itemSignature) {
      const fresh = render(item);
      if (place === node) place = fresh;
      node.replaceWith(fresh);
      node = fresh;
    } else if (!node) {
      node = render(item);
    }
    node._key = itemKey;
    node._signature = itemSignature;
    if (place === node) place = node.nextSibling;
    else {
      // Items that have gone are removed first, so that the ones that stay need not move (moving loses the focus).
      while (place && old.has(place._key) && !items.some((other) => key(other) === place._key)) {
        const next = place.nextSibling;
        old.delete(place._key);
        place.remove();
        place = next;
      }
      if (place === node) place = node.nextSibling;
      else parent.insertBefore(node, place);
    }
  }
  for (const node of old.values()) node.remove();
}

let counter = 0;
/** An id for aria-labelledby and its like. */
export const uid = (prefix) => `${prefix}-${(counter += 1)}`;

/** Where the focus is, in words that outlive a new rendering; and back to it. */
export function rememberFocus(root) {
  const el = document.activeElement;
  if (!el || !root.contains(el)) return () => {};
  const path = el.closest('[data-focus]')?.dataset.focus;
  if (!path) return () => {};
  const typed = 'value' in el ? el.value : null;
  let range = null;
  try {
    range = el.selectionStart === undefined ? null : [el.selectionStart, el.selectionEnd];
  } catch {
    range = null;
  }
  return () => {
    if (root.contains(document.activeElement) && document.activeElement !== root) return;
    const again = [...root.querySelectorAll('[data-focus]')].find((node) => node.dataset.focus === path);
    if (!again) return;
    again.focus({ preventScroll: true });
    if (range && typed === again.value) {
      try {
        again.setSelectionRange(...range);
      } catch {
        /* dates have no caret */
      }
    }
  };
}

/** Puts a popover under (or above) its anchor, inside the window. */
export function placeNear(pop, anchor, { width } = {}) {
  const box = anchor.getBoundingClientRect();
  const wide = Math.min(width || Math.max(box.width, 220), window.innerWidth - 16);
  pop.style.width = `${wide}px`;
  pop.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - wide - 8))}px`;
  const below = window.innerHeight - box.bottom - 12;
  const above = box.top - 12;
  const room = below >= Math.min(220, pop.scrollHeight) || below >= above ? below : above;
  pop.style.maxHeight = `${Math.max(96, Math.min(320, room))}px`;
  const height = Math.min(pop.scrollHeight + 2, 320, room);
  pop.style.top = room === below ? `${box.bottom + 4}px` : `${Math.max(8, box.top - height - 4)}px`;
}

/** The dialog or body an anchor stands in: what is outside an open modal dialog cannot be reached. */
export const layerOf = (anchor) => anchor.closest('dialog') || document.body;
