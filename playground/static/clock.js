// The clock at the top. It can be moved on, and then says what the move caused.

import { get, post } from './api.js';
import { clear, h } from './dom.js';
import { clockText, fromLocal, fullText, toLocal, zoneName } from './dates.js';
import { changed, now, on, people, setNow, state, toast } from './state.js';
import { waiting } from './sidebar.js';

let face = null;
let counting = null; // while the consequences of a move are being watched

const posted = new Set(['chat.postMessage', 'files.completeUploadExternal']);

/** Every entry of the traffic passes here: messages to anybody count, not only those that I can see. */
export function saw(entry) {
  if (!counting || entry.direction !== 'in' || entry.kind !== 'api' || !posted.has(entry.name) || entry.ok === false) return;
  counting.sent += 1;
  tell();
  // A long batch goes on as long as messages keep coming.
  clearTimeout(counting.timer);
  counting.timer = setTimeout(done, 4000);
}

function tell(final = false) {
  const { sent } = counting;
  const slot = document.getElementById('clock-said');
  if (slot)
    slot.textContent = sent ? `${sent} message${sent === 1 ? '' : 's'} sent${final ? '' : '…'}` : final ? 'Nothing was sent' : 'Moving…';
}

async function done() {
  tell(true);
  const mine = counting;
  counting = null;
  if (mine.sent) await askWaiting();
  setTimeout(() => {
    const slot = document.getElementById('clock-said');
    if (slot && !counting) slot.textContent = '';
  }, 20000);
}

/** Who has unread direct messages now: shown in the list of people, so that one knows whom to be next. */
export async function askWaiting() {
  const others = people()
    .filter((one) => one.id !== state.me)
    .slice(0, 40);
  const answers = await Promise.all(others.map((one) => get('state', { as: one.id })));
  others.forEach((one, index) => {
    const unread = (answers[index].channels || [])
      .filter((place) => place.type === 'im')
      .reduce((sum, place) => sum + (place.unread === true ? 1 : Number(place.unread) || 0), 0);
    if (unread) waiting.set(one.id, unread);
    else waiting.delete(one.id);
  });
  changed('waiting');
}

async function move(body) {
  // A move while the one before is still watched ends that watch; whom it reached is asked all the same.
  if (counting) {
    clearTimeout(counting.timer);
    if (counting.sent) askWaiting();
  }
  counting = { sent: 0, timer: 0 };
  tell();
  const answer = await post('clock', body);
  if (answer.now === undefined) {
    counting = null;
    document.getElementById('clock-said').textContent = '';
    toast(answer.error || 'The clock did not move.', 'bad');
    return;
  }
  setNow(answer.now);
  changed('clock');
  clearTimeout(counting?.timer);
  if (counting) counting.timer = setTimeout(done, 5000);
}

function draw() {
  if (!face) return;
  const seconds = now();
  const said = clockText(seconds, state.zone);
  if (face.time.textContent !== said) face.time.textContent = said;
  face.time.dateTime = new Date(seconds * 1000).toISOString();
  face.time.title = fullText(seconds, state.zone);
  face.zone.textContent = zoneName(state.zone);
}

function askDate() {
  const open = face.form.hidden;
  face.form.hidden = !open;
  face.toggle.setAttribute('aria-expanded', String(open));
  if (open) {
    face.date.min = face.date.value = toLocal(now(), state.zone);
    face.date.focus();
  }
}

/** A label, and a shorter one for a phone. */
const sized = (long, short) => [h('span', { class: 'long' }, long), h('span', { class: 'short' }, short)];

export function start() {
  const root = document.getElementById('clock');
  const time = h('time', { class: 'clock-time' });
  const zone = h('span', { class: 'clock-zone' });
  const date = h('input', { type: 'datetime-local', class: 'input', 'aria-label': 'Move the clock to', required: true });
  const form = h(
    'form',
    {
      class: 'clock-form',
      hidden: true,
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        const to = date.value ? fromLocal(date.value, state.zone) : null;
        if (to === null) {
          toast('Which day and time?', 'bad');
          return;
        }
        if (to <= now()) {
          toast('The clock goes only forwards.', 'bad');
          return;
        }
        askDate();
        face.toggle.focus();
        move({ to });
      },
      onkeydown: (event) => {
        if (event.key === 'Escape') {
          askDate();
          face.toggle.focus();
        }
      },
    },
    date,
    h('button', { type: 'submit', class: 'button primary' }, 'Move'),
  );
  const toggle = h(
    'button',
    { type: 'button', class: 'bar-button', 'aria-expanded': 'false', onclick: askDate, 'aria-label': 'Move the clock to a date' },
    ...sized('To a date', 'Date'),
  );
  clear(root).append(
    h('span', { class: 'clock-now' }, time, zone),
    h(
      'button',
      { type: 'button', class: 'bar-button', onclick: () => move({ add: 3600 }), 'aria-label': 'Move the clock on by one hour' },
      ...sized('+1 hour', '+1 h'),
    ),
    h(
      'button',
      { type: 'button', class: 'bar-button', onclick: () => move({ add: 86400 }), 'aria-label': 'Move the clock on by one day' },
      ...sized('+1 day', '+1 d'),
    ),
    toggle,
    form,
    h('span', { class: 'clock-said', id: 'clock-said', role: 'status' }),
  );
  face = { time, zone, date, form, toggle };
  on('clock me', draw);
  setInterval(draw, 1000);
}
