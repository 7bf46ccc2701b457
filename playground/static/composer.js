// Where one writes: Enter sends, Shift+Enter makes a line; commands, people and channels are completed while typing.

import { post, upload } from './api.js';
import { clear, h, uid } from './dom.js';
import { openMenu } from './menu.js';
import { botId, notice, people, state, toast, user, userName, userTitle } from './state.js';

const drafts = new Map(); // per person and conversation, so that changing one's place loses nothing

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const sorted = (list) => [...list].sort((a, b) => b[0].length - a[0].length);

/** "@Ana Ruiz" and "#general" as Slack's ids, web addresses as links, the rest escaped. */
export function encode(text, { labels = false } = {}) {
  const names = sorted([
    ...state.users
      .filter((one) => !one.deleted)
      .map((one) => [`@${userName(one.id)}`, labels ? `<@${one.id}|${one.name || userName(one.id)}>` : `<@${one.id}>`]),
    ...state.users
      .filter((one) => !one.deleted && one.name)
      .map((one) => [`@${one.name}`, labels ? `<@${one.id}|${one.name}>` : `<@${one.id}>`]),
    ...state.channels.filter((one) => one.type !== 'im').map((one) => [`#${one.name}`, `<#${one.id}|${one.name}>`]),
    ['@channel', '<!channel>'],
    ['@here', '<!here>'],
    ['@everyone', '<!everyone>'],
  ]);
  let out = '';
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const before = text[at - 1];
    const found =
      (rest[0] === '@' || rest[0] === '#') &&
      (!before || /[\s(,.;:]/.test(before)) &&
      names.find(([name]) => rest.toLowerCase().startsWith(name.toLowerCase()) && !/[\p{L}\p{N}]/u.test(rest[name.length] || ' '));
    if (found) {
      out += found[1];
      at += found[0].length;
      continue;
    }
    const address = /^https?:\/\/[^\s<>|]+/.exec(rest);
    if (address && (!before || /[\s(]/.test(before))) {
      const clean = address[0].replace(/[.,;:!?)'"]+$/, '');
      out += `<${escape(clean)}>`;
      at += clean.length;
      continue;
    }
    out += escape(rest[0]);
    at += 1;
  }
  return out;
}

/** What could be meant at the caret: a command at the very start, or a name after @ or #. */
function suggestions(text, caret, inThread) {
  const before = text.slice(0, caret);
  if (!inThread && /^\/[^\s]*$/.test(before)) {
    const items = state.commands.filter((one) => one.command.startsWith(before.toLowerCase()));
    return {
      from: 0,
      items: items.map((one) => ({ insert: `${one.command} `, main: one.command, more: one.usage_hint, note: one.description })),
    };
  }
  const name = /(^|[\s(])([@#])([\p{L}\p{N}._'-]*(?: [\p{L}\p{N}._'-]*)?)$/u.exec(before);
  if (!name) return null;
  const from = before.length - name[3].length - 1;
  const query = name[3].toLowerCase();
  if (name[2] === '#') {
    const found = state.channels.filter((one) => one.type !== 'im' && one.name.toLowerCase().includes(query));
    if (found.length === 1 && found[0].name.toLowerCase() === query) return null;
    return { from, items: found.map((one) => ({ insert: `#${one.name} `, main: `#${one.name}` })) };
  }
  const who = [...people(), user(botId())].filter(Boolean);
  const hits = who
    .filter((one) => userName(one.id).toLowerCase().includes(query) || (one.name || '').toLowerCase().includes(query))
    .map((one) => ({ insert: `@${userName(one.id)} `, main: userName(one.id), note: userTitle(one.id) || (one.is_bot ? 'App' : '') }));
  // A name that stands there complete needs no list any more.
  if (hits.length === 1 && hits[0].main.toLowerCase() === query) return null;
  return { from, items: hits.slice(0, 8) };
}

export function composer({ channelId, threadTs, label }) {
  const draftKey = `${state.me} ${channelId} ${threadTs || ''}`;
  const listId = uid('complete');
  let offered = null;
  let active = 0;
  let dismissed = '';
  let files = [];

  const area = h('textarea', {
    id: threadTs ? uid('reply') : 'composer-text',
    rows: 1,
    'aria-label': label,
    placeholder: label,
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': listId,
    'aria-multiline': 'true',
    value: drafts.get(draftKey) || '',
    oninput: () => {
      drafts.set(draftKey, area.value);
      dismissed = '';
      grow();
      offer();
    },
    onclick: () => offer(),
    onkeydown: key,
    onblur: () => setTimeout(hide, 120),
    onpaste: (event) => {
      if (event.clipboardData?.files?.length) {
        event.preventDefault();
        attach(event.clipboardData.files);
      }
    },
  });
  const list = h('div', {
    class: 'complete',
    role: 'listbox',
    id: listId,
    'aria-label': 'Suggestions',
    hidden: true,
    onpointerdown: (event) => event.preventDefault(),
  });
  const hint = h('div', { class: 'usage', 'aria-live': 'polite' });
  const chosen = h('div', { class: 'attached', hidden: true });
  const picker = h('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    'aria-label': 'Attach a file',
    onchange: () => {
      attach(picker.files);
      picker.value = '';
    },
  });
  const send = h('button', { type: 'button', class: 'send', 'aria-label': 'Send', title: 'Send (Enter)', onclick: () => submit() }, '➤');
  const plus = h(
    'button',
    {
      type: 'button',
      class: 'icon-button plus',
      'aria-label': 'Attach a file or run a shortcut',
      title: 'Files and shortcuts',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      onclick: () => more(),
    },
    '+',
  );
  const root = h(
    'div',
    {
      class: 'composer',
      role: 'form',
      'aria-label': label,
      ondragover: (event) => {
        event.preventDefault();
        root.classList.add('drop');
      },
      ondragleave: () => root.classList.remove('drop'),
      ondrop: (event) => {
        event.preventDefault();
        root.classList.remove('drop');
        attach(event.dataTransfer.files);
      },
    },
    list,
    chosen,
    h('div', { class: 'composer-row' }, plus, area, send),
    picker,
    hint,
  );

  function grow() {
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, window.innerHeight * 0.35)}px`;
    send.classList.toggle('ready', Boolean(area.value.trim() || files.length));
    const command = /^(\/\S+)\s/.exec(area.value);
    const known = command && state.commands.find((one) => one.command === command[1].toLowerCase());
    hint.textContent = known
      ? [known.usage_hint && `${known.command} ${known.usage_hint}`, known.description].filter(Boolean).join(' — ')
      : '';
  }

  function offer() {
    const found = suggestions(area.value, area.selectionStart, Boolean(threadTs));
    if (!found?.items.length || dismissed === area.value) {
      hide();
      return;
    }
    offered = found;
    active = 0;
    clear(list).append(
      ...found.items.map((item, index) =>
        h(
          'div',
          { class: 'option', role: 'option', id: `${listId}-${index}`, 'aria-selected': 'false', onclick: () => take(index) },
          h('span', { class: 'option-text' }, item.main),
          item.more && h('span', { class: 'option-hint' }, item.more),
          item.note && h('span', { class: 'option-more' }, item.note),
        ),
      ),
    );
    list.hidden = false;
    area.setAttribute('aria-expanded', 'true');
    point(0);
  }
  function point(index) {
    active = (index + offered.items.length) % offered.items.length;
    [...list.children].forEach((node, at) => {
      node.classList.toggle('active', at === active);
      node.setAttribute('aria-selected', String(at === active));
    });
    area.setAttribute('aria-activedescendant', `${listId}-${active}`);
    list.children[active].scrollIntoView({ block: 'nearest' });
  }
  function hide() {
    offered = null;
    list.hidden = true;
    area.setAttribute('aria-expanded', 'false');
    area.removeAttribute('aria-activedescendant');
  }
  function take(index) {
    const item = offered.items[index];
    const caret = area.selectionStart;
    area.setRangeText(item.insert, offered.from, caret, 'end');
    drafts.set(draftKey, area.value);
    dismissed = area.value;
    hide();
    grow();
    area.focus();
  }

  function key(event) {
    if (event.isComposing) return;
    if (offered) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        point(active + (event.key === 'ArrowDown' ? 1 : -1));
        return;
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        dismissed = area.value;
        hide();
        return;
      }
      // Enter on a command that stands there complete sends it; otherwise it takes what is marked.
      const complete = area.value.trim() === offered.items[active].insert.trim();
      if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey && !complete)) {
        event.preventDefault();
        take(active);
        return;
      }
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  }

  function drawFiles() {
    chosen.hidden = !files.length;
    clear(chosen).append(
      ...files.map((file) =>
        h(
          'span',
          { class: 'chip' },
          h('span', {}, file.name),
          h(
            'button',
            {
              type: 'button',
              'aria-label': `Remove ${file.name}`,
              onclick: () => {
                files = files.filter((one) => one !== file);
                drawFiles();
              },
            },
            '×',
          ),
        ),
      ),
    );
    grow();
  }
  function attach(more) {
    files = [...files, ...more];
    drawFiles();
    area.focus();
  }

  function more() {
    const own = threadTs ? [] : state.shortcuts.filter((one) => one.type === 'global');
    openMenu(
      plus,
      [
        { label: 'Upload a file…', run: () => picker.click() },
        {
          label: 'A slash command…',
          run: () => {
            area.value = '/';
            area.focus();
            area.setSelectionRange(1, 1);
            dismissed = '';
            grow();
            offer();
          },
        },
        ...(own.length ? [{ heading: `Shortcuts of ${state.app?.name || 'the app'}` }] : []),
        ...own.map((one) => ({
          label: one.name,
          description: one.description,
          run: async () => {
            const answer = await post('shortcut', { as: state.me, callback_id: one.callback_id });
            if (answer.ok === false && !answer.noticed) toast(answer.error, 'bad');
          },
        })),
      ],
      { label: 'Files and shortcuts' },
    );
  }

  async function submit() {
    const text = area.value.trim();
    if (!text && !files.length) return;
    const given = area.value;
    const sending = files;
    area.value = '';
    files = [];
    drafts.delete(draftKey);
    hide();
    drawFiles();
    const failed = (why) => {
      notice(why, channelId, threadTs);
      if (!area.value) {
        area.value = given;
        files = sending;
        drafts.set(draftKey, given);
        drawFiles();
      }
    };
    const command = /^(\/[^\s/]+)(?:\s+([\s\S]*))?$/.exec(text);
    if (command && !sending.length) {
      const known = state.commands.find((one) => one.command === command[1].toLowerCase());
      if (threadTs) {
        failed(`Slash commands do not work in threads: ${command[1]}`);
        return;
      }
      if (!known) {
        failed(`${command[1]} is not a command that an app here knows.`);
        return;
      }
      const answer = await post('command', {
        as: state.me,
        channel: channelId,
        command: known.command,
        text: known.should_escape ? encode(command[2] || '', { labels: true }) : command[2] || '',
      });
      if (answer.ok === false && !answer.noticed) failed(answer.error || 'The command did not work.');
      return;
    }
    const ids = [];
    for (const file of sending) {
      const answer = await upload(state.me, channelId, file);
      if (!answer.ok) {
        failed(answer.error || `${file.name} could not be uploaded.`);
        return;
      }
      ids.push(answer.file.id);
    }
    const answer = await post('say', {
      as: state.me,
      channel: channelId,
      text: encode(text),
      ...(threadTs ? { thread_ts: threadTs } : {}),
      ...(ids.length ? { files: ids } : {}),
    });
    if (answer.ok === false) failed(answer.error || 'The message was not sent.');
  }

  /** For the tour: puts words here without sending them. */
  root.write = (text) => {
    area.value = text;
    drafts.set(draftKey, text);
    grow();
    area.focus();
    area.setSelectionRange(text.length, text.length);
  };
  requestAnimationFrame(grow);
  return root;
}
