// The middle of the page: a conversation with its messages, the thread beside it, and the app's Home.

import { fileAddress, post } from './api.js';
import { clear, h, reconcile } from './dom.js';
import { renderBlocks } from './blocks.js';
import { composer } from './composer.js';
import { dayKey, fullText, longDay, timeOf } from './dates.js';
import { Form } from './elements.js';
import { openMenu } from './menu.js';
import { inline, link, mrkdwn } from './mrkdwn.js';
import { allMessages, botId, changed, channel, channelName, on, state, toast, user, userName, userTitle } from './state.js';

const forms = new Map(); // what has been chosen in a message or in Home, by container
const formOf = (key) => {
  if (!forms.has(key)) forms.set(key, new Form());
  return forms.get(key);
};

// --- one message -------------------------------------------------------------------------------------------------------------------

const isApp = (message) => Boolean(message.bot_id) || Boolean(user(message.user)?.is_bot);
function author(message) {
  if (message.user === 'USLACKBOT') return 'Slackbot';
  return (
    message.username ||
    (message.user && user(message.user) ? userName(message.user) : message.bot_profile?.name) ||
    state.app?.name ||
    message.user ||
    'App'
  );
}

/** A picture of somebody without a picture: two letters on a colour that is always theirs. */
export function avatar(id, name) {
  let sum = 0;
  for (const char of String(id || name)) sum = (sum * 31 + char.charCodeAt(0)) % 360;
  const letters = name
    .split(/[\s.-]+/)
    .filter(Boolean)
    .map((word) => [...word][0])
    .slice(0, 2)
    .join('')
    .toUpperCase();
  const el = h('span', { class: 'avatar', 'aria-hidden': 'true' }, letters || '?');
  el.style.setProperty('--hue', sum);
  return el;
}

function size(bytes) {
  if (!bytes) return '';
  return bytes < 1024
    ? `${bytes} bytes`
    : bytes < 1024 * 1024
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function fileCard(file) {
  const name = file.name || file.title || file.id;
  if (file.mode === 'tombstone') return h('div', { class: 'file-card' }, 'This file was deleted.');
  const address = fileAddress(file.id, state.me);
  const picture = /^image\/(png|jpe?g|gif|webp)$/.test(file.mimetype || '');
  return h(
    'a',
    { class: 'file-card', href: address, download: name, 'aria-label': `Download ${name}` },
    picture
      ? h('img', { src: address, alt: file.alt_txt || file.title || name, class: 'file-image' })
      : h('span', { class: 'file-type', 'aria-hidden': 'true' }, (name.split('.').pop() || 'file').slice(0, 4).toUpperCase()),
    h(
      'span',
      { class: 'file-words' },
      h('strong', {}, file.title || name),
      h('span', {}, [name !== file.title && file.title ? name : '', size(file.size)].filter(Boolean).join(', ') || 'Download'),
    ),
  );
}

function attachment(one, ctx) {
  const node = h(
    'div',
    { class: 'attachment' },
    one.pretext && mrkdwn(one.pretext),
    one.author_name && h('div', { class: 'context' }, one.author_name),
    one.title && h('div', {}, h('strong', {}, one.title_link ? link(one.title_link, one.title) : one.title)),
    one.text && mrkdwn(one.text),
    one.fields &&
      h(
        'div',
        { class: 'fields' },
        one.fields.map((field) => h('div', { class: 'field' }, h('strong', {}, field.title), mrkdwn(field.value))),
      ),
    one.blocks && renderBlocks(h('div', {}), one.blocks, ctx),
    one.footer && h('div', { class: 'context' }, one.footer),
  );
  if (/^#?[0-9a-f]{6}$/i.test(one.color || '')) node.style.borderLeftColor = `#${one.color.replace('#', '')}`;
  return node;
}

function shortcutMenu(anchor, message, channelId) {
  const own = state.shortcuts.filter((one) => one.type === 'message');
  openMenu(
    anchor,
    [
      ...(own.length ? [{ heading: state.app?.name || 'App' }] : []),
      ...own.map((one) => ({
        label: one.name,
        description: one.description,
        run: async () => {
          const answer = await post('shortcut', { as: state.me, callback_id: one.callback_id, channel: channelId, ts: message.ts });
          if (answer.ok === false && !answer.noticed) toast(answer.error, 'bad');
        },
      })),
      {
        label: 'Copy text',
        run: () =>
          navigator.clipboard?.writeText(message.text || '').then(
            () => toast('Copied.'),
            () => toast('The browser does not let the page copy.', 'bad'),
          ),
      },
    ],
    { label: 'More actions' },
  );
}

function body(message, channelId) {
  const key = `${channelId}/${message.ts}`;
  const ctx = { container: { channel: channelId, ts: message.ts }, form: formOf(key), blocks: () => message.blocks || [] };
  const out = [];
  const blocks = message.blocks?.length ? message.blocks : null;
  if (blocks) out.push(renderBlocks(h('div', { class: 'blocks' }), blocks, ctx));
  else if (message.text) {
    const text = mrkdwn(message.text);
    if (message.subtype === 'me_message') text.classList.add('me');
    out.push(text);
  }
  if (message.edited)
    out.push(
      h('span', { class: 'edited', title: message.edited.ts ? fullText(Number(message.edited.ts), state.zone) : undefined }, '(edited)'),
    );
  for (const one of message.attachments || []) out.push(attachment(one, { ...ctx, blocks: () => one.blocks || [] }));
  if (message.files?.length) out.push(h('div', { class: 'files' }, message.files.map(fileCard)));
  if (message.reactions?.length)
    out.push(
      h(
        'div',
        { class: 'reactions' },
        message.reactions.map((one) => h('span', { class: 'reaction' }, inline(`:${one.name}:`), ` ${one.count}`)),
      ),
    );
  return out;
}

/** One message; `compact` when the same person goes on speaking. */
function messageNode(message, channelId, { compact, replies, lastReply, inThread }) {
  const seconds = Number(message.ts);
  const name = author(message);
  const small = ['channel_join', 'channel_leave', 'channel_topic', 'channel_purpose', 'channel_name'].includes(message.subtype);
  const label = `${name}, ${timeOf(seconds, state.zone)}${message.is_ephemeral ? ', only visible to you' : ''}`;
  return h(
    'article',
    {
      class: `message${compact ? ' compact' : ''}${message.is_ephemeral ? ' ephemeral' : ''}${small ? ' small' : ''}`,
      'aria-label': label,
      dataset: { ts: message.ts },
    },
    compact
      ? h(
          'time',
          { class: 'side-time', datetime: new Date(seconds * 1000).toISOString(), title: fullText(seconds, state.zone) },
          timeOf(seconds, state.zone),
        )
      : message.user === 'USLACKBOT'
        ? h('span', { class: 'avatar slackbot', 'aria-hidden': 'true' }, 'i')
        : avatar(message.user || message.bot_id, name),
    h(
      'div',
      { class: 'message-main' },
      message.is_ephemeral && h('div', { class: 'only-you' }, h('span', { 'aria-hidden': 'true' }, '◉ '), 'Only visible to you'),
      !inThread && message.subtype === 'thread_broadcast' && h('div', { class: 'only-you' }, 'Replied in a thread'),
      !compact &&
        h(
          'div',
          { class: 'message-head' },
          h('span', { class: 'author' }, name),
          isApp(message) && h('span', { class: 'badge' }, 'APP'),
          !isApp(message) && userTitle(message.user) && h('span', { class: 'author-title' }, userTitle(message.user)),
          h(
            'time',
            { datetime: new Date(seconds * 1000).toISOString(), title: fullText(seconds, state.zone) },
            timeOf(seconds, state.zone),
          ),
        ),
      h('div', { class: 'message-body' }, body(message, channelId)),
      replies > 0 &&
        h(
          'button',
          { type: 'button', class: 'replies', onclick: () => openThread(channelId, message.ts) },
          `${replies} ${replies === 1 ? 'reply' : 'replies'}`,
          h('span', {}, ` last at ${timeOf(Number(lastReply), state.zone)}`),
        ),
    ),
    !message.own &&
      h(
        'div',
        { class: 'tools', role: 'group', 'aria-label': 'Message actions' },
        !inThread &&
          !message.is_ephemeral &&
          h(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': 'Reply in thread',
              title: 'Reply in thread',
              onclick: () => openThread(channelId, message.thread_ts || message.ts),
            },
            '↩',
          ),
        h(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            'aria-label': 'More actions',
            title: 'More actions',
            'aria-haspopup': 'menu',
            'aria-expanded': 'false',
            onclick: (event) => shortcutMenu(event.currentTarget, message, channelId),
          },
          '⋮',
        ),
      ),
  );
}

// --- a list of messages ------------------------------------------------------------------------------------------------------------

const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

/** Messages with the lines between the days, as items for reconcile. */
function rows(messages, channelId, all, inThread) {
  const out = [];
  let before = null;
  for (const message of messages) {
    const seconds = Number(message.ts);
    const day = dayKey(seconds, state.zone);
    if (!before || dayKey(Number(before.ts), state.zone) !== day) {
      out.push({ key: `day ${day}`, day: longDay(seconds, state.zone) });
      before = null;
    }
    const compact =
      Boolean(before) &&
      author(before) === author(message) &&
      before.user === message.user &&
      seconds - Number(before.ts) < 300 &&
      !message.is_ephemeral &&
      !before.is_ephemeral &&
      !before.subtype &&
      !message.subtype;
    const replies = inThread || message.is_ephemeral ? [] : all.filter((one) => one.thread_ts === message.ts && one.ts !== message.ts);
    out.push({
      key: message.ts + (message.own ? ' own' : ''),
      message,
      compact,
      replies: replies.length,
      lastReply: replies.at(-1)?.ts,
      inThread,
    });
    before = message;
  }
  return out;
}

function fillLog(log, messages, channelId, all, inThread = false) {
  const near = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  // A change of names or zone changes how a message looks, so both belong to its signature.
  const about = `${state.zone} ${state.me} ${state.users.length} ${state.channels.length}`;
  reconcile(log, rows(messages, channelId, all, inThread), {
    key: (item) => item.key,
    signature: (item) =>
      item.day ? item.day : `${about} ${item.compact} ${item.replies} ${item.lastReply} ${JSON.stringify(item.message)}`,
    render: (item) =>
      item.day ? h('div', { class: 'day', role: 'separator' }, h('span', {}, item.day)) : messageNode(item.message, channelId, item),
  });
  if (near || !log.dataset.placed) {
    log.scrollTop = log.scrollHeight;
    if (messages.length) log.dataset.placed = '1';
  }
}

// --- the channel -------------------------------------------------------------------------------------------------------------------

let main = null;
let shownPlace = '';
let log = null;

function channelHead(one) {
  const isIm = one.type === 'im';
  const members = one.members?.length || one.num_members;
  return h(
    'header',
    { class: 'main-head' },
    h('h1', {}, isIm ? channelName(one.id) : h('span', {}, h('span', { class: 'hash', 'aria-hidden': 'true' }, '#'), one.name)),
    h(
      'span',
      { class: 'main-sub' },
      isIm
        ? one.user === botId()
          ? 'App'
          : userTitle(one.user)
        : [one.topic?.value || one.topic || '', members ? `${members} people` : '']
            .filter((part) => typeof part === 'string' && part)
            .join(' · '),
    ),
  );
}

function appTabs(current) {
  const im = state.channels.find((one) => one.type === 'im' && one.user === botId());
  const tab = (name, label, run) =>
    h('button', { type: 'button', class: 'tab', 'aria-current': current === name ? 'page' : undefined, onclick: run }, label);
  if (state.app?.home_tab === false) return h('div', { hidden: true });
  return h(
    'div',
    { class: 'tabs', role: 'group', 'aria-label': state.app?.name || 'App' },
    tab('home', 'Home', () => go({ kind: 'home' })),
    tab('messages', 'Messages', async () => {
      const id = im?.id || (await post('open', { as: state.me, user: botId() })).channel;
      if (id) go({ kind: 'channel', id: typeof id === 'string' ? id : id.id });
      else toast('The app takes no messages.', 'bad');
    }),
  );
}

let go = () => {};

function drawPlace() {
  const { place } = state;
  const key = `${state.me} ${place.kind} ${place.id || ''} ${place.kind === 'channel' && channel(place.id) ? 'known' : ''}`;
  if (key !== shownPlace) {
    shownPlace = key;
    log = null;
    clear(main);
    if (place.kind === 'home')
      main.append(
        h('header', { class: 'main-head' }, h('h1', {}, state.app?.name || 'App'), h('span', { class: 'badge' }, 'APP')),
        appTabs('home'),
        h('div', { class: 'home', id: 'home' }),
      );
    else if (channel(place.id)) {
      const one = channel(place.id);
      log = h('div', { class: 'log', role: 'log', 'aria-label': `Messages, ${channelName(one.id)}`, tabindex: 0 });
      main.append(channelHead(one));
      if (one.type === 'im' && one.user === botId()) main.append(appTabs('messages'));
      main.append(
        log,
        composer({ channelId: one.id, label: one.type === 'im' ? `Message ${channelName(one.id)}` : `Message #${one.name}` }),
      );
    } else
      main.append(
        h(
          'div',
          { class: 'empty' },
          state.channels.length
            ? 'This conversation is not yours, or it does not exist. Choose one on the left.'
            : 'There is no channel here yet.',
        ),
      );
  }
  if (place.kind === 'home') drawHome();
  else drawMessages();
  const name =
    place.kind === 'home'
      ? state.app?.name || 'App'
      : channel(place.id)
        ? `${channel(place.id).type === 'im' ? '' : '#'}${channelName(place.id)}`
        : '';
  document.title = [name, state.me && userName(state.me), state.team?.name || 'Playground'].filter(Boolean).join(' · ');
}

function drawMessages() {
  if (log && state.place.kind === 'channel') {
    const id = state.place.id;
    const all = allMessages(id);
    const tops = all.filter((one) => !isReply(one) || one.subtype === 'thread_broadcast');
    fillLog(log, tops, id, all);
    if (!tops.length && state.messages.has(id)) {
      log.append(
        h(
          'div',
          { class: 'empty' },
          channel(id)?.type === 'im'
            ? `This is the beginning of your direct messages with ${channelName(id)}.`
            : `This is the beginning of #${channelName(id)}.`,
        ),
      );
    }
  }
  drawThread();
}

function drawHome() {
  const root = document.getElementById('home');
  if (!root) return;
  const view = state.home;
  if (!view?.blocks) {
    clear(root).append(h('div', { class: 'empty' }, `${state.app?.name || 'The app'} has not published a Home for you yet.`));
    return;
  }
  root.querySelector('.empty')?.remove();
  renderBlocks(root, view.blocks, {
    container: { view_id: view.id },
    form: formOf(`home ${state.me}`),
    blocks: () => state.home?.blocks || [],
  });
}

// --- the thread --------------------------------------------------------------------------------------------------------------------

let pane = null;
let shownThread = '';

export function openThread(channelId, ts) {
  state.thread = { channel: channelId, ts };
  shownThread = '';
  drawThread();
  pane.querySelector('textarea')?.focus();
}

export function closeThread() {
  if (!state.thread) return;
  const { ts } = state.thread;
  state.thread = null;
  drawThread();
  (
    main.querySelector(`[data-ts="${CSS.escape(ts)}"] .replies, [data-ts="${CSS.escape(ts)}"] .tools button`) ||
    document.getElementById('composer-text')
  )?.focus();
}

function drawThread() {
  const { thread } = state;
  const key = thread ? `${state.me} ${thread.channel} ${thread.ts}` : '';
  pane.hidden = !thread;
  document.body.classList.toggle('has-thread', Boolean(thread));
  if (!thread) {
    shownThread = '';
    clear(pane);
    return;
  }
  if (key !== shownThread) {
    shownThread = key;
    const one = channel(thread.channel);
    clear(pane).append(
      h(
        'header',
        { class: 'main-head' },
        h('h2', {}, 'Thread'),
        h('span', { class: 'main-sub' }, one ? `${one.type === 'im' ? '' : '#'}${channelName(one.id)}` : ''),
        h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close the thread', onclick: closeThread }, '×'),
      ),
      h('div', { class: 'log', role: 'log', 'aria-label': 'Thread', tabindex: 0 }),
      composer({ channelId: thread.channel, threadTs: thread.ts, label: 'Reply' }),
    );
  }
  const all = allMessages(thread.channel);
  fillLog(
    pane.querySelector('.log'),
    all.filter((one) => one.ts === thread.ts || one.thread_ts === thread.ts),
    thread.channel,
    all,
    true,
  );
}

export function start(goTo) {
  go = goTo;
  main = document.getElementById('main');
  pane = document.getElementById('thread');
  pane.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      closeThread();
    }
  });
  // A mention of a channel is a link inside the page; with a modifier it opens a window as any link does.
  document.addEventListener('click', (event) => {
    const mention = event.target.closest?.('a[data-channel]');
    if (!mention || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go({ kind: 'channel', id: mention.dataset.channel });
  });
  on('place channels users app', drawPlace);
  on('messages', () => {
    if (state.place.kind === 'channel') drawMessages();
    else drawThread();
  });
  on('home', () => {
    if (state.place.kind === 'home') drawHome();
  });
}

/** Shows one message: an address of a message leads here. */
export function pointTo(ts) {
  const message = (state.messages.get(state.place.id) || []).find((one) => one.ts === ts);
  if (!message) return;
  if (isReply(message)) openThread(state.place.id, message.thread_ts);
  const node = document.querySelector(`${isReply(message) ? '#thread' : '#main'} [data-ts="${CSS.escape(ts)}"]`);
  node?.scrollIntoView({ block: 'center' });
  node?.classList.add('pointed');
}

export const forget = () => {
  forms.clear();
  state.thread = null;
  changed('place');
};
