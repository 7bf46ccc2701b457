// What the page knows, and who wants to hear of a change. One object, no framework: a part of the page subscribes to the
// names it shows and draws itself again.

export const state = {
  me: null,
  team: {},
  app: {},
  zone: 'UTC',
  users: [],
  channels: [],
  commands: [],
  shortcuts: [],
  home: null,
  views: [],
  now: 0,
  nowAt: 0,
  place: { kind: 'channel', id: null }, // or {kind: 'home'}
  messages: new Map(), // channel id -> messages, oldest first
  notices: new Map(), // channel id -> what Slackbot told only me; the server keeps none of it
  thread: null, // {channel, ts} while the right-hand pane is open
  connected: true,
};

const wanting = new Map();
export function on(names, listener) {
  for (const name of names.split(' ')) {
    if (!wanting.has(name)) wanting.set(name, new Set());
    wanting.get(name).add(listener);
  }
}
export function changed(...names) {
  const listeners = new Set(names.flatMap((name) => [...(wanting.get(name) || [])]));
  for (const listener of listeners) listener();
}

export const now = () => state.now + (performance.now() - state.nowAt) / 1000;
export function setNow(seconds) {
  state.now = Number(seconds);
  state.nowAt = performance.now();
}

export const user = (id) => state.users.find((one) => one.id === id);
export const userName = (id) => {
  if (id === 'USLACKBOT') return 'Slackbot';
  const one = user(id);
  return one ? one.real_name || one.profile?.real_name || one.name || id : id;
};
export const userTitle = (id) => {
  const one = user(id);
  return one?.title || one?.profile?.title || '';
};
export const people = () => state.users.filter((one) => !one.is_bot && !one.deleted && one.id !== 'USLACKBOT');
export const botId = () => state.app?.user || state.app?.user_id || state.app?.bot_user_id || state.users.find((one) => one.is_bot)?.id;
export const channel = (id) => state.channels.find((one) => one.id === id);
export function channelName(id) {
  const one = channel(id);
  if (!one) return id;
  return one.type === 'im' ? userName(one.user) : one.name;
}

export function allMessages(channelId) {
  const own = state.messages.get(channelId) || [];
  const notices = state.notices.get(channelId) || [];
  return [...own, ...notices].sort((a, b) => Number(a.ts) - Number(b.ts));
}

/** A line from Slackbot that only this reader sees. */
export function notice(text, channelId = state.place.id, threadTs = null) {
  if (!channelId) return;
  const list = state.notices.get(channelId) || [];
  const last = (state.messages.get(channelId) || []).at(-1);
  const ts = Math.max(now(), Number(last?.ts || 0) + 0.000001 * (list.length + 1));
  list.push({ ts: ts.toFixed(6), user: 'USLACKBOT', text, is_ephemeral: true, own: true, ...(threadTs ? { thread_ts: threadTs } : {}) });
  state.notices.set(channelId, list);
  changed('messages');
}

let toastBox = null;
/** A short word at the edge of the page, for what concerns no channel. */
export function toast(text, kind = '') {
  toastBox ||= document.getElementById('toasts');
  const el = document.createElement('div');
  el.className = `toast ${kind}`;
  el.textContent = text;
  toastBox.append(el);
  setTimeout(() => el.remove(), 6000);
}
