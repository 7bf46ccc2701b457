// The only module that talks with the server. Everything goes through /_/ (docs/playground.md).

async function read(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    body = null;
  }
  if (body === null) return { ok: false, error: `The playground answered ${response.status} without saying why.` };
  if (!response.ok && body.ok === undefined) body.ok = false;
  return body;
}

const unreachable = { ok: false, unreachable: true, error: 'The playground does not answer. Is it still running?' };

export async function get(path, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== undefined && value !== null));
  try {
    return await read(await fetch(`/_/${path}?${query}`, { cache: 'no-store' }));
  } catch {
    return { ...unreachable };
  }
}

export async function post(path, body) {
  try {
    return await read(
      await fetch(`/_/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    );
  } catch {
    return { ...unreachable };
  }
}

export async function upload(as, channel, file) {
  const form = new FormData();
  form.append('as', as);
  if (channel) form.append('channel', channel);
  form.append('file', file, file.name);
  try {
    return await read(await fetch('/_/upload', { method: 'POST', body: form }));
  } catch {
    return { ...unreachable };
  }
}

export const fileAddress = (id, as) => `/_/file/${encodeURIComponent(id)}?as=${encodeURIComponent(as)}`;

/**
 * The live connection of one person. It comes back by itself; `onOpen` is told each time, because what was said
 * while it was away has to be fetched.
 */
export function live(as, { onEvent, onOpen, onLost }) {
  let socket = null;
  let wait = 400;
  let over = false;
  let timer = 0;
  const connect = () => {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    socket = new WebSocket(`${scheme}://${location.host}/_/live?as=${encodeURIComponent(as)}`);
    socket.onopen = () => {
      wait = 400;
      onOpen();
    };
    socket.onmessage = (message) => {
      let event;
      try {
        event = JSON.parse(message.data);
      } catch {
        return;
      }
      onEvent(event);
    };
    socket.onclose = () => {
      if (over) return;
      onLost();
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 1.7, 5000);
    };
  };
  connect();
  return () => {
    over = true;
    clearTimeout(timer);
    socket.close();
  };
}
