// The page as a whole: who one is and where, kept in the address; what the server tells, put into the state.

import { get, live, post } from './api.js';
import * as clock from './clock.js';
import * as conversation from './conversation.js';
import * as drawer from './drawer.js';
import * as modal from './modal.js';
import * as sidebar from './sidebar.js';
import * as tour from './tour.js';
import { botId, changed, channel, notice, setNow, state, toast } from './state.js';

let hangUp = () => {};
let session = 0; // rises with every change of person; answers to an older one are dropped

const address = () => {
  const query = new URLSearchParams({ as: state.me });
  query.set('channel', state.place.kind === 'home' ? 'home' : state.place.id || '');
  return `?${query}`;
};

function takeState(answer) {
  for (const name of ['team', 'zone', 'users', 'channels', 'commands', 'shortcuts', 'home', 'app'])
    if (answer[name] !== undefined) state[name] = answer[name];
  state.me = typeof answer.me === 'object' && answer.me ? answer.me.id : answer.me;
  state.zone = answer.zone || 'UTC';
  state.views = answer.views || [];
  state.app ||= {};
  state.team ||= {};
  setNow(answer.now);
}

async function loadMessages(id) {
  const mine = session;
  const answer = await get('messages', { as: state.me, channel: id });
  if (mine !== session) return;
  if (!answer.messages) {
    if (answer.error) toast(answer.error, 'bad');
    return;
  }
  state.messages.set(id, answer.messages);
  changed('messages');
}

async function markRead(id) {
  const one = channel(id);
  if (!one || document.visibilityState !== 'visible') return;
  if (one.unread) {
    one.unread = 0;
    changed('channels');
  }
  await post('read', { as: state.me, channel: id });
}

async function enter(place) {
  state.place = place;
  if (state.thread && state.thread.channel !== place.id) state.thread = null;
  changed('place', 'messages', 'home');
  if (place.kind === 'home') {
    await post('home', { as: state.me });
    return;
  }
  if (!channel(place.id)) return;
  await loadMessages(place.id);
  markRead(place.id);
}

/** Goes to a conversation or to Home. */
async function go(place) {
  // A direct message that was opened a moment ago may not be in the list yet.
  if (place.kind === 'channel' && !channel(place.id)) {
    const answer = await get('state', { as: state.me });
    if (answer.channels) {
      takeState(answer);
      changed('channels');
    }
  }
  state.place = place;
  history.pushState(null, '', address());
  await enter(place);
  if (!document.querySelector('dialog[open]')) document.getElementById('composer-text')?.focus({ preventScroll: true });
}

function firstPlace(wanted) {
  if (wanted === 'home') return { kind: 'home' };
  if (wanted && channel(wanted)) return { kind: 'channel', id: wanted };
  const first = state.channels.find((one) => one.type === 'channel') || state.channels[0];
  return { kind: 'channel', id: first?.id || wanted || null };
}

function put(channelId, message) {
  const list = state.messages.get(channelId);
  if (!list || !message) return;
  const at = list.findIndex((one) => one.ts === message.ts);
  if (at >= 0) list[at] = message;
  else list.push(message);
}

function onEvent(event) {
  switch (event.type) {
    case 'message':
    case 'message_changed':
      put(event.channel, event.message);
      changed('messages');
      if (event.type === 'message' && state.place.kind === 'channel' && event.channel === state.place.id) markRead(event.channel);
      break;
    case 'message_deleted': {
      const ts = event.message?.ts || event.message?.deleted_ts || event.ts;
      const list = state.messages.get(event.channel);
      if (list)
        state.messages.set(
          event.channel,
          list.filter((one) => one.ts !== ts),
        );
      if (state.thread?.ts === ts && !state.messages.get(event.channel)?.some((one) => one.thread_ts === ts)) state.thread = null;
      changed('messages');
      break;
    }
    case 'views':
      state.views = event.views || [];
      changed('views');
      break;
    case 'home':
      state.home = event.view;
      changed('home');
      break;
    case 'channels':
      state.channels = event.channels || [];
      for (const one of state.channels)
        if (state.place.kind === 'channel' && one.id === state.place.id && document.visibilityState === 'visible') one.unread = 0;
      changed('channels');
      break;
    case 'clock':
      setNow(event.now);
      changed('clock');
      tour.saw({ kind: 'clock' });
      break;
    case 'notice':
      notice(
        event.text,
        event.channel || (state.place.kind === 'channel' ? state.place.id : null) || state.channels.find((one) => one.user === botId())?.id,
      );
      if (state.place.kind === 'home') toast(event.text, 'bad');
      break;
    case 'traffic':
      drawer.saw(event.entry);
      clock.saw(event.entry);
      tour.saw(event.entry);
      break;
    default:
      break; // something that a later server may tell
  }
}

function banner(text) {
  const el = document.getElementById('banner');
  el.hidden = !text;
  el.textContent = text || '';
}

/** Becomes somebody: everything of the one before is put away. */
async function become(as, wanted, { push = true } = {}) {
  const mine = (session += 1);
  hangUp();
  const answer = await get('state', as ? { as } : {});
  if (mine !== session) return;
  if (answer.ok === false && !answer.users) {
    // An address that names nobody here still leads somewhere.
    if (as && !answer.unreachable) {
      toast(answer.error || 'Nobody here is that.', 'bad');
      become(undefined, wanted, { push });
      return;
    }
    banner(answer.error || 'The playground does not answer.');
    setTimeout(() => {
      if (mine === session) become(as, wanted, { push });
    }, 1500);
    return;
  }
  banner('');
  state.messages.clear();
  state.notices.clear();
  conversation.forget();
  takeState(answer);
  sidebar.waiting.delete(state.me);
  state.place = firstPlace(wanted);
  if (push) history.pushState(null, '', address());
  else history.replaceState(null, '', address());
  changed('me', 'app', 'users', 'channels', 'clock', 'views');
  let first = true;
  hangUp = live(state.me, {
    onEvent: (event) => {
      if (mine === session) onEvent(event);
    },
    onLost: () => {
      if (mine === session) {
        banner('The connection is lost. Trying again…');
      }
    },
    onOpen: async () => {
      banner('');
      drawer.catchUp();
      if (first) {
        first = false;
        return;
      }
      // What was said meanwhile is fetched anew; what is typed stays.
      const again = await get('state', { as: state.me });
      if (mine !== session || !again.users) return;
      takeState(again);
      changed('me', 'app', 'users', 'channels', 'clock', 'views', 'home');
      if (state.place.kind === 'channel' && channel(state.place.id)) await loadMessages(state.place.id);
      tour.saw({ kind: 'restart' });
    },
  });
  await enter(state.place);
}

function fromAddress() {
  const query = new URLSearchParams(location.search);
  const mark = new URLSearchParams(location.hash.slice(1)); // a permalink of a message
  return {
    as: query.get('as') || undefined,
    wanted: mark.get('channel') || query.get('channel') || undefined,
    message: mark.get('message') || undefined,
  };
}

// An address opened before can name another person or another place.
window.addEventListener('popstate', () => {
  const { as, wanted } = fromAddress();
  if (as && as !== state.me) become(as, wanted, { push: false });
  else enter(firstPlace(wanted));
});
document.addEventListener('visibilitychange', () => {
  if (state.place.kind === 'channel' && state.place.id) markRead(state.place.id);
});

const switchTo = (as) =>
  become(as, state.place.kind === 'home' ? 'home' : channel(state.place.id)?.type === 'channel' ? state.place.id : undefined);
conversation.start(go);
sidebar.start(go, switchTo);
modal.start();
clock.start();
drawer.start();
tour.start(go, switchTo);
const { as, wanted, message } = fromAddress();
await become(as, wanted, { push: false });
if (message) conversation.pointTo(message);
