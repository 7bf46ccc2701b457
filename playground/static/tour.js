// The guided tour: six steps that show the main job. It is offered where the app has the commands it speaks of.

import { post } from './api.js';
import { append, clear, h } from './dom.js';
import { botId, channel, on, people, state, userName, userTitle } from './state.js';

const stored = (name, value) => {
  try {
    if (value === undefined) return localStorage.getItem(`playground-tour-${name}`);
    localStorage.setItem(`playground-tour-${name}`, value);
  } catch {
    /* a browser that keeps nothing shows the tour each time */
  }
  return null;
};

let go = () => {};
let become = () => {};
let box = null;
let at = 0;
const done = new Set();

function write(text) {
  document.querySelector('#main .composer')?.write(text);
}

async function toChannel() {
  const here = state.place.kind === 'channel' && channel(state.place.id)?.type === 'channel';
  if (here) return;
  const first = state.channels.find((one) => one.type === 'channel');
  if (first) await go({ kind: 'channel', id: first.id });
}

async function toApp() {
  const answer = await post('open', { as: state.me, user: botId() });
  const id = typeof answer.channel === 'string' ? answer.channel : answer.channel?.id;
  if (id) await go({ kind: 'channel', id });
}

const role = (pattern) => people().find((one) => pattern.test(userTitle(one.id)));
const officer = () => role(/officer|secretariat/i);
const panellist = () => role(/focal point|panellist/i) || people()[0];
const isOfficer = (id) => /officer|secretariat/i.test(userTitle(id));

async function asPanellist() {
  if (isOfficer(state.me) && panellist()) await become(panellist().id);
}

const steps = [
  {
    title: 'Ask about the roadmap',
    text: ['Anybody can ask. The answer names the date, the place and the entry it comes from, and only you see it.'],
    action: [
      'Write it for me',
      async () => {
        await toChannel();
        write('/roadmap When is the fourth thematic session?');
      },
    ],
    then: 'Press Enter to send.',
    seen: (entry) => entry.kind === 'command' && entry.name?.includes('/roadmap'),
  },
  {
    title: 'Ask in a direct message',
    text: [
      'The same in your own words, in a direct message to the app. Ask also something that no roadmap holds: it says so, and gives what is nearest.',
    ],
    action: [
      'Write it for me',
      async () => {
        await toApp();
        write('where will the refugee compact be discussed in July 2017?');
      },
    ],
    then: 'Press Enter to send.',
    seen: (entry) => entry.kind === 'event' && /message/.test(entry.name || ''),
  },
  {
    title: 'Contribute an event',
    text: [
      'As a panellist, choose Event, fill in the form, and let it end before it starts: the error stands beside the field, and nothing you typed is lost. Correct it and send.',
    ],
    action: [
      'Write it for me',
      async () => {
        await asPanellist();
        await toChannel();
        write('/contribute');
      },
    ],
    then: 'Press Enter to open the form.',
    seen: (entry) => entry.kind === 'view' && entry.ok !== false,
  },
  {
    title: 'Move the clock',
    text: [
      'The others have not answered. Move the clock on, a day at a time or to 3 February: each silent focal point gets one direct message, in the office hours of that person. Those who have answered get none. Be somebody else to read theirs: the list of people marks who has something new.',
    ],
    action: ['Move on by one day', () => document.querySelector('#clock button')?.nextElementSibling?.click()],
    seen: (entry) => entry.kind === 'clock',
  },
  {
    title: 'See who has answered',
    text: ['As an officer of the secretariat, look at the panel, entity by entity. Then /panel export gives the matrix as a file.'],
    action: [
      'Be the officer and write it',
      async () => {
        const one = officer();
        if (one && state.me !== one.id) await become(one.id);
        await toChannel();
        write('/panel status');
      },
    ],
    then: () => `${isOfficer(state.me) ? `You are ${userName(state.me)}. ` : ''}Press Enter to send; then try /panel export.`,
    seen: (entry) => entry.kind === 'command' && entry.name?.includes('/panel'),
  },
  {
    title: 'Stop it the hard way',
    text: [
      'In another terminal, stop the bot with kill -9 and start it again with the same command. Nothing is lost, and nobody is reminded twice: move the clock on and count.',
    ],
    seen: (entry) => entry.kind === 'restart',
  },
];

function show(open) {
  box.hidden = !open;
  stored('closed', open ? '' : '1');
  document.getElementById('tour-button').setAttribute('aria-expanded', String(open));
  if (open) draw();
}

function to(step) {
  at = Math.max(0, Math.min(steps.length - 1, step));
  stored('step', String(at));
  draw();
  box.querySelector('h2').focus();
}

function draw() {
  if (!box || box.hidden) return;
  const step = steps[at];
  const then = typeof step.then === 'function' ? step.then() : step.then;
  append(clear(box), [
    h(
      'header',
      {},
      h('span', { class: 'tour-count' }, `Step ${at + 1} of ${steps.length}`),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': 'Close the tour',
          onclick: () => {
            show(false);
            document.getElementById('tour-button').focus();
          },
        },
        '×',
      ),
    ),
    h(
      'ol',
      { class: 'tour-dots', 'aria-label': 'Steps' },
      steps.map((one, index) =>
        h(
          'li',
          {},
          h(
            'button',
            {
              type: 'button',
              class: `${index === at ? 'now' : ''}${done.has(index) ? ' done' : ''}`,
              'aria-current': index === at ? 'step' : undefined,
              'aria-label': `Step ${index + 1}: ${one.title}${done.has(index) ? ', done' : ''}`,
              onclick: () => to(index),
            },
            done.has(index) ? '✓' : index + 1,
          ),
        ),
      ),
    ),
    h('h2', { tabindex: -1 }, step.title),
    step.text.map((text) => h('p', {}, text)),
    step.action && h('p', {}, h('button', { type: 'button', class: 'button primary', onclick: step.action[1] }, step.action[0])),
    then && h('p', { class: 'tour-then' }, then),
    h(
      'footer',
      {},
      h('button', { type: 'button', class: 'button', onclick: () => to(0), 'aria-label': 'Start the tour over' }, 'Start over'),
      h('span', { class: 'spring' }),
      at > 0 ? h('button', { type: 'button', class: 'button', onclick: () => to(at - 1) }, 'Back') : '',
      at < steps.length - 1
        ? h('button', { type: 'button', class: 'button primary', onclick: () => to(at + 1) }, 'Next')
        : h('button', { type: 'button', class: 'button primary', onclick: () => show(false) }, 'Finish'),
    ),
  ]);
}

/** Marks a step as done when its request is seen; one goes on oneself, so that there is time to look. */
export function saw(entry) {
  const before = done.size;
  if (steps[at].seen(entry)) done.add(at);
  if (done.size !== before) draw();
}

export function start(goTo, becomeSomebody) {
  go = goTo;
  become = becomeSomebody;
  box = document.getElementById('tour');
  at = Math.min(steps.length - 1, Number(stored('step')) || 0);
  const button = document.getElementById('tour-button');
  button.setAttribute('aria-controls', 'tour');
  button.addEventListener('click', () => {
    show(box.hidden);
    if (!box.hidden) box.querySelector('h2').focus();
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      show(false);
      button.focus();
    }
  });
  let offered = false;
  on('app', () => {
    const fits = ['/roadmap', '/contribute', '/panel'].every((name) => state.commands.some((one) => one.command === name));
    button.hidden = !fits;
    if (fits && !offered) {
      offered = true;
      // On a phone it would cover the page, so there it waits to be asked for.
      if (!stored('closed') && window.matchMedia('(min-width: 56rem)').matches) show(true);
    }
    if (!fits) box.hidden = true;
  });
  on('me', draw);
}
