// The left column: the app's Home, channels, direct messages; and at the top who one is.

import { post } from './api.js';
import { clear, h, rememberFocus } from './dom.js';
import { avatar } from './conversation.js';
import { zoneName } from './dates.js';
import { openMenu } from './menu.js';
import { botId, channelName, on, people, state, toast, user, userName, userTitle } from './state.js';

const count = (one) => (one.unread === true ? 1 : Number(one.unread) || 0);
export const waiting = new Map(); // person -> unread direct messages, as last asked; shown in the list of people

let go = () => {};
let become = () => {};

function entry(one) {
  const here = state.place.kind === 'channel' && state.place.id === one.id;
  const unread = here ? 0 : count(one);
  const isIm = one.type === 'im';
  return h(
    'li',
    {},
    h(
      'a',
      {
        href: `?as=${encodeURIComponent(state.me)}&channel=${encodeURIComponent(one.id)}`,
        class: `place${unread ? ' unread' : ''}`,
        'aria-current': here ? 'page' : undefined,
        dataset: { focus: one.id },
        onclick: (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          go({ kind: 'channel', id: one.id });
        },
      },
      isIm ? avatar(one.user, channelName(one.id)) : h('span', { class: 'hash', 'aria-hidden': 'true' }, one.is_private ? '🔒' : '#'),
      h('span', { class: 'place-name' }, channelName(one.id)),
      isIm && user(one.user)?.is_bot && h('span', { class: 'badge' }, 'APP'),
      unread > 0 && h('span', { class: 'unread-count' }, unread, h('span', { class: 'sr' }, ' unread')),
    ),
  );
}

function newMessage(event) {
  const known = new Set(state.channels.filter((one) => one.type === 'im').map((one) => one.user));
  const others = [user(botId()), ...people()].filter((one) => one && one.id !== state.me && !known.has(one.id));
  openMenu(
    event.currentTarget,
    others.length
      ? others.map((one) => ({
          label: userName(one.id),
          description: userTitle(one.id),
          run: async () => {
            const answer = await post('open', { as: state.me, user: one.id });
            const id = typeof answer.channel === 'string' ? answer.channel : answer.channel?.id;
            if (id) go({ kind: 'channel', id });
            else toast(answer.error || 'It cannot be opened.', 'bad');
          },
        }))
      : [{ heading: 'You already write with everybody.' }],
    { label: 'Write to' },
  );
}

function draw() {
  const nav = document.getElementById('sidebar');
  const back = rememberFocus(nav);
  const of = (type) => state.channels.filter((one) => (one.type === 'im') === (type === 'im'));
  const ims = of('im').sort(
    (a, b) => (user(b.user)?.is_bot || 0) - (user(a.user)?.is_bot || 0) || channelName(a.id).localeCompare(channelName(b.id)),
  );
  const group = (name, list, extra) => {
    const id = `side-${name.split(' ')[0]}`;
    return h('section', { 'aria-labelledby': id }, h('div', { class: 'side-head' }, h('h2', { id }, name), extra), h('ul', {}, list));
  };
  clear(nav).append(
    ...(state.app?.home_tab === false
      ? []
      : [
          group('Apps', [
            h(
              'li',
              {},
              h(
                'a',
                {
                  class: 'place',
                  href: `?as=${encodeURIComponent(state.me)}&channel=home`,
                  dataset: { focus: 'home' },
                  'aria-current': state.place.kind === 'home' ? 'page' : undefined,
                  onclick: (event) => {
                    if (event.ctrlKey || event.metaKey) return;
                    event.preventDefault();
                    go({ kind: 'home' });
                  },
                },
                h('span', { class: 'hash', 'aria-hidden': 'true' }, '⌂'),
                h('span', { class: 'place-name' }, `${state.app?.name || 'App'} Home`),
              ),
            ),
          ]),
        ]),
    group('Channels', of('channel').map(entry)),
    group(
      'Direct messages',
      ims.map(entry),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': 'Write to somebody',
          title: 'Write to somebody',
          'aria-haspopup': 'menu',
          'aria-expanded': 'false',
          dataset: { focus: 'new' },
          onclick: newMessage,
        },
        '+',
      ),
    ),
    h('p', { class: 'side-note' }, 'A stand-in for Slack, for trying. Open a second window and be somebody else there.'),
  );
  back();
}

/** "UNHCR, focal point": people of one entity stand together. */
function groups() {
  const out = new Map();
  for (const one of people()) {
    const name = userTitle(one.id).split(',')[0].trim() || 'People';
    if (!out.has(name)) out.set(name, []);
    out.get(name).push(one);
  }
  return out;
}

function drawWho() {
  const select = document.getElementById('who');
  const all = groups();
  const ids = [...all.values()]
    .flat()
    .map((one) => one.id)
    .join();
  // An open list must not be built anew under the pointer, so afterwards only its words change.
  if (select.dataset.ids !== ids) {
    select.dataset.ids = ids;
    clear(select).append(
      ...[...all].map(([name, list]) =>
        h(
          'optgroup',
          { label: name },
          list.map((one) => h('option', { value: one.id })),
        ),
      ),
    );
  }
  for (const option of select.options) {
    const marks = waiting.get(option.value);
    const title = userTitle(option.value);
    const label = `${marks ? `● ${marks} new: ` : ''}${userName(option.value)}${title ? ` (${title})` : ''}`;
    if (option.textContent !== label) option.textContent = label;
  }
  select.value = state.me;
  select.title = [userName(state.me), userTitle(state.me), zoneName(state.zone)].filter(Boolean).join(', ');
  document.getElementById('team-name').textContent = state.team?.name || 'Playground';
}

export function start(goTo, becomeSomebody) {
  go = goTo;
  become = becomeSomebody;
  const select = document.getElementById('who');
  select.addEventListener('change', () => become(select.value));
  on('channels place users app', draw);
  on('users me waiting', drawWho);

  const button = document.getElementById('menu-button');
  const show = (open) => {
    document.body.classList.toggle('menu-open', open);
    button.setAttribute('aria-expanded', String(open));
  };
  button.addEventListener('click', () => {
    const open = !document.body.classList.contains('menu-open');
    show(open);
    if (open) (document.querySelector('#sidebar [aria-current]') || document.querySelector('#sidebar a'))?.focus();
  });
  document.getElementById('sidebar').addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && document.body.classList.contains('menu-open')) {
      show(false);
      button.focus();
    }
    const places = [...document.querySelectorAll('#sidebar a.place')];
    const at = places.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at >= 0 && step) {
      event.preventDefault();
      places[(at + step + places.length) % places.length].focus();
    }
  });
  on('place', () => show(false));
}
