// "What happened": the raw traffic between the app and this small Slack, newest first.

import { get } from './api.js';
import { faults } from './faults.js';
import { clear, h } from './dom.js';
import { timeOf } from './dates.js';
import { state, toast } from './state.js';

const keep = 400;
let entries = [];
let drawer = null;
let list = null;
let filter = 'all';
let last = 0;
let cleared = 0; // entries up to this one have been put away

const slow = (entry) => Number(entry.ms) > 3000;
const passes = {
  all: () => true,
  in: (entry) => entry.direction === 'in',
  out: (entry) => entry.direction === 'out',
  bad: (entry) => entry.ok === false || slow(entry),
};

function copy(entry) {
  const text = JSON.stringify(entry, null, 2);
  const done = () => toast('Copied as JSON.');
  const byHand = () => {
    // Without the clipboard's permission the old way still works from a click.
    const area = h('textarea', { class: 'sr', value: text });
    document.body.append(area);
    area.select();
    const worked = document.execCommand('copy');
    area.remove();
    if (worked) done();
    else toast('The browser does not let the page copy.', 'bad');
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand);
  else byHand();
}

const json = (value) => {
  if (typeof value === 'string') return value;
  return JSON.stringify(value, null, 2);
};

function row(entry) {
  const incoming = entry.direction === 'in';
  const body = h('div', { class: 'entry-body' });
  const node = h(
    'details',
    {
      class: `entry${entry.ok === false ? ' bad' : ''}`,
      ontoggle: () => {
        if (!node.open || body.firstChild) return;
        body.append(
          h('button', { type: 'button', class: 'button', onclick: () => copy(entry) }, 'Copy as JSON'),
          h('div', { class: 'entry-label' }, incoming ? 'The app sent' : 'Sent to the app'),
          h('pre', { tabindex: 0 }, json(entry.payload) ?? 'nothing'),
          entry.response !== undefined && entry.response !== null
            ? h('div', {}, h('div', { class: 'entry-label' }, 'The answer'), h('pre', { tabindex: 0 }, json(entry.response)))
            : '',
        );
      },
    },
    h(
      'summary',
      {},
      h(
        'span',
        { class: `way way-${entry.direction}`, title: incoming ? 'from the app' : 'to the app' },
        incoming ? '→' : '←',
        h('span', { class: 'sr' }, incoming ? ' from the app ' : ' to the app '),
      ),
      h('span', { class: 'entry-kind' }, entry.kind),
      h('span', { class: 'entry-name' }, entry.name),
      entry.ok === false && h('span', { class: 'entry-bad' }, entry.response?.error || 'failed'),
      h(
        'span',
        {
          class: `entry-ms${slow(entry) ? ' slow' : ''}`,
          title: slow(entry) ? 'More than three seconds: Slack would have given up' : undefined,
        },
        entry.ms === null || entry.ms === undefined ? '…' : `${Math.round(entry.ms)} ms`,
      ),
      h('span', { class: 'entry-at' }, entry.at ? timeOf(Number(entry.at) || Date.parse(entry.at) / 1000, state.zone) : ''),
    ),
    body,
  );
  node._n = entry.n;
  return node;
}

function draw() {
  if (drawer.hidden) return;
  const open = new Set([...list.querySelectorAll('details[open]')].map((node) => node._n));
  const shown = entries.filter((entry) => entry.n > cleared && passes[filter](entry)).reverse();
  clear(list);
  if (!shown.length)
    list.append(
      h('div', { class: 'empty' }, entries.some((entry) => entry.n > cleared) ? 'Nothing of that kind.' : 'Nothing has happened yet.'),
    );
  for (const entry of shown) {
    const node = row(entry);
    list.append(node);
    if (open.has(entry.n)) node.open = true;
  }
}

/** A new entry, or an entry that has got its answer. */
export function saw(entry) {
  const at = entries.findIndex((one) => one.n === entry.n);
  if (at >= 0) entries[at] = entry;
  else entries.push(entry);
  entries = entries.slice(-keep);
  last = Math.max(last, Number(entry.n) || 0);
  if (drawer.hidden) return;
  if (at >= 0 || !passes[filter](entry)) {
    if (at >= 0) draw();
    return;
  }
  list.querySelector('.empty')?.remove();
  list.prepend(row(entry));
  while (list.children.length > keep) list.lastChild.remove();
}

/** What was missed while the live connection was away. */
export async function catchUp() {
  // The last one known is asked for again: a server that has been started anew counts from the beginning and does not have it.
  let missed = await since(Math.max(0, last - 1));
  if (last && !missed.some((entry) => entry.n === last)) {
    entries = [];
    last = cleared = 0;
    missed = await since(0);
    draw();
  }
  for (const entry of missed) if (entry.n > last || !entries.some((one) => one.n === entry.n)) saw(entry);
}

const since = async (n) => (await get('traffic', { after: n })).entries || [];

export function start() {
  drawer = document.getElementById('drawer');
  const button = document.getElementById('drawer-button');
  const show = (open) => {
    drawer.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    document.body.classList.toggle('has-drawer', open);
    if (open) {
      draw();
      drawer.querySelector('select').focus();
    } else button.focus();
  };
  button.addEventListener('click', () => show(drawer.hidden));
  const wrong = faults();
  list = h('div', { class: 'entries', tabindex: 0, role: 'region', 'aria-label': 'Entries, newest first' });
  drawer.append(
    h(
      'header',
      { class: 'drawer-head' },
      h('h2', {}, 'What happened'),
      h(
        'label',
        {},
        h('span', { class: 'sr' }, 'Show'),
        h(
          'select',
          {
            onchange: (event) => {
              filter = event.target.value;
              draw();
            },
          },
          h('option', { value: 'all' }, 'Everything'),
          h('option', { value: 'in' }, 'From the app →'),
          h('option', { value: 'out' }, 'To the app ←'),
          h('option', { value: 'bad' }, 'Slow or failed'),
        ),
      ),
      wrong.button,
      h(
        'button',
        {
          type: 'button',
          class: 'button',
          onclick: () => {
            cleared = last;
            draw();
          },
        },
        'Clear',
      ),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => show(false) }, '×'),
    ),
    wrong.panel,
    list,
  );
  drawer.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      show(false);
    }
  });
}
