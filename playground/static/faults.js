// Switches for what shall go wrong, in the drawer: to see how the app bears it.

import { get, post } from './api.js';
import { clear, h } from './dom.js';
import { toast } from './state.js';

const kinds = {
  ratelimited: 'Too many requests (429), not carried out',
  http_error: 'HTTP error 503, not carried out',
  http_error_after: 'HTTP error 503, carried out',
  drop_before: 'Connection breaks, not carried out',
  drop_after: 'Connection breaks, carried out',
  internal_error: 'internal_error, not carried out',
  fatal_error: 'fatal_error, carried out',
  slow: 'Slow answer',
  history_lag: 'History lags behind',
  events_twice: 'An event comes twice',
  socket_disconnect: 'All connections of the app break now',
  socket_refresh: 'The app is asked to connect anew now',
};
const timed = new Set(['ratelimited', 'slow', 'history_lag']);

/** The button for the drawer's head, and the panel that it opens. */
export function faults() {
  const panel = h('form', {
    class: 'faults',
    hidden: true,
    'aria-label': 'Faults',
    onsubmit: (event) => {
      event.preventDefault();
      add();
    },
  });
  const button = h(
    'button',
    {
      type: 'button',
      class: 'button',
      'aria-expanded': 'false',
      onclick: async () => {
        panel.hidden = !panel.hidden;
        button.setAttribute('aria-expanded', String(!panel.hidden));
        if (!panel.hidden) {
          show(await get('faults'));
          kind.focus();
        }
      },
    },
    'Faults',
  );
  const kind = h(
    'select',
    { onchange: fit },
    Object.entries(kinds).map(([value, text]) => h('option', { value }, text)),
  );
  const method = h('input', { class: 'method', value: '*', list: 'fault-methods', spellcheck: 'false' });
  const times = h('input', { class: 'figure', type: 'number', min: -1, value: '1' });
  const seconds = h('input', { class: 'figure', type: 'number', min: 0, step: 'any', value: '5' });
  const limits = h('input', { type: 'checkbox', onchange: async () => show(await post('faults', { rate_limits: limits.checked })) });
  const secondsLabel = h('label', {}, 'Seconds', seconds);
  const methodLabel = h('label', {}, 'Method (* is all)', method);
  const timesLabel = h('label', {}, 'Times (-1: until off)', times);
  const list = h('ul', { 'aria-label': 'Switched on', 'aria-live': 'polite' });
  panel.append(
    h('label', {}, 'What goes wrong', kind),
    methodLabel,
    timesLabel,
    secondsLabel,
    h(
      'datalist',
      { id: 'fault-methods' },
      ['*', 'chat.postMessage', 'chat.update', 'chat.postEphemeral', 'views.open', 'views.publish', 'conversations.history', 'message'].map(
        (value) => h('option', { value }),
      ),
    ),
    h('button', { type: 'submit', class: 'button primary' }, 'Switch on'),
    h('button', { type: 'button', class: 'button', onclick: async () => show(await post('faults', { clear: true })) }, 'All off'),
    h('label', { class: 'check' }, limits, 'Rate limits as in Slack'),
    list,
  );

  function fit() {
    const now = kind.value.startsWith('socket_');
    methodLabel.hidden = timesLabel.hidden = now;
    secondsLabel.hidden = !timed.has(kind.value);
  }
  async function add() {
    const body = { kind: kind.value };
    if (!kind.value.startsWith('socket_')) Object.assign(body, { method: method.value.trim() || '*', times: Number(times.value) || 1 });
    if (timed.has(kind.value)) body.seconds = Number(seconds.value) || 0;
    const answer = await post('faults', body);
    show(answer);
    if (answer.ok && kind.value.startsWith('socket_')) toast('Done.');
  }
  function show(answer) {
    if (answer.ok === false) {
      toast(answer.error, 'bad');
      return;
    }
    limits.checked = Boolean(answer.rate_limits);
    const on = answer.faults || [];
    clear(list).append(
      ...on.map((one) =>
        h(
          'li',
          {},
          `${kinds[one.kind] || one.kind}: ${one.method === '*' ? 'every method' : one.method}, ` +
            `${one.times < 0 ? 'until switched off' : `${one.times} time${one.times === 1 ? '' : 's'}`}${timed.has(one.kind) ? `, ${one.seconds} s` : ''}`,
        ),
      ),
    );
    button.textContent = on.length ? `Faults (${on.length})` : 'Faults';
  }
  fit();
  return { button, panel };
}
