// A select with type-ahead, single or multi. All of Slack's selects are this one with another source of options.

import { clear, h, layerOf, placeNear, uid } from './dom.js';

/**
 * options(query) -> groups [{label, options: [{key, text, description, raw}]}], now or as a promise
 * selected       -> options chosen at first
 * onChange(list) -> told each time
 */
export function picker({
  options,
  selected = [],
  multi = false,
  max = Infinity,
  minQuery = 0,
  wait = 0,
  hint,
  labelledby,
  label,
  describedby,
  focusKey,
  clearable = false,
  autofocus = false,
  onChange,
}) {
  let chosen = [...selected];
  let shown = []; // the options in the open list, in order
  let active = -1;
  let list = null;
  let asked = 0;
  let timer = 0;
  let typing = false;
  const listId = uid('list');

  const input = h('input', {
    type: 'text',
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': listId,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-labelledby': labelledby,
    'aria-label': labelledby ? undefined : label,
    'aria-describedby': describedby,
    placeholder: hint,
    autofocus,
    dataset: { focus: focusKey || '' },
    onclick: () => show(true),
    oninput: () => {
      typing = true;
      show(false);
    },
    onblur: () => {
      setTimeout(() => {
        if (document.activeElement !== input) {
          hide();
          settle();
        }
      }, 0);
    },
    onkeydown: key,
  });
  const chips = h('span', { class: 'chips' });
  const wipe = h(
    'button',
    {
      type: 'button',
      class: 'combo-clear',
      'aria-label': 'Clear the choice',
      onclick: () => {
        set([]);
        input.focus();
      },
    },
    '×',
  );
  const box = h(
    'div',
    {
      class: `combo${multi ? ' combo-multi' : ''}`,
      onclick: (event) => {
        if (event.target === box || event.target === chips) {
          input.focus();
          show(true);
        }
      },
    },
    chips,
    input,
    wipe,
    h('span', { class: 'combo-arrow', 'aria-hidden': 'true' }, '▾'),
  );

  function draw() {
    clear(chips);
    if (multi) {
      for (const option of chosen) {
        chips.append(
          h(
            'span',
            { class: 'chip' },
            h('span', {}, option.text),
            h(
              'button',
              {
                type: 'button',
                'aria-label': `Remove ${option.text}`,
                onclick: (event) => {
                  event.stopPropagation();
                  set(chosen.filter((one) => one.key !== option.key));
                  input.focus();
                },
              },
              '×',
            ),
          ),
        );
      }
      input.placeholder = chosen.length ? '' : hint || '';
    }
    wipe.hidden = multi || !clearable || !chosen.length;
    settle();
  }
  function settle() {
    typing = false;
    input.value = multi ? '' : chosen[0]?.text || '';
  }
  function set(next) {
    chosen = next;
    draw();
    onChange(chosen);
  }

  function say(text) {
    const open = list;
    clear(open);
    shown = [];
    active = -1;
    input.removeAttribute('aria-activedescendant');
    open.append(h('div', { class: 'combo-empty', role: 'presentation' }, text));
    placeNear(open, box);
  }

  async function show(fromStart) {
    if (!list) {
      list = h('div', {
        class: 'listbox',
        role: 'listbox',
        id: listId,
        popover: 'manual',
        'aria-multiselectable': multi ? 'true' : undefined,
        'aria-labelledby': labelledby,
        'aria-label': labelledby ? undefined : label || 'Choices',
        onpointerdown: (event) => event.preventDefault(),
      });
      layerOf(box).append(list);
      list.showPopover();
      input.setAttribute('aria-expanded', 'true');
      document.addEventListener('scroll', follow, true);
      window.addEventListener('resize', hide);
      if (fromStart && !multi) input.select();
    }
    const query = typing ? input.value.trim() : '';
    if (query.length < minQuery) {
      say(`Type at least ${minQuery} character${minQuery === 1 ? '' : 's'}.`);
      return;
    }
    const mine = (asked += 1);
    clearTimeout(timer);
    const ask = async () => {
      let groups;
      try {
        groups = await options(query);
      } catch (error) {
        groups = { error: String(error.message || error) };
      }
      if (mine !== asked || !list) return;
      if (groups.error) say(groups.error);
      else fill(groups);
    };
    if (wait) {
      say('Looking…');
      timer = setTimeout(ask, wait);
    } else await ask();
  }

  function fill(groups) {
    clear(list);
    shown = [];
    for (const group of groups) {
      if (!group.options.length) continue;
      const holder = group.label
        ? h('div', { role: 'group', 'aria-label': group.label }, h('div', { class: 'listbox-group', 'aria-hidden': 'true' }, group.label))
        : list;
      for (const option of group.options) {
        const at = shown.length;
        const taken = chosen.some((one) => one.key === option.key);
        const node = h(
          'div',
          {
            role: 'option',
            id: `${listId}-${at}`,
            'aria-selected': String(taken),
            class: 'option',
            onclick: () => pick(at),
            onpointermove: () => point(at),
          },
          h('span', { class: 'option-text' }, option.text),
          option.description && h('span', { class: 'option-more' }, option.description),
        );
        shown.push({ option, node });
        holder.append(node);
      }
      if (holder !== list) list.append(holder);
    }
    if (!shown.length) {
      say('Nothing found.');
      return;
    }
    placeNear(list, box);
    const first = typing ? 0 : shown.findIndex(({ option }) => chosen.some((one) => one.key === option.key));
    point(Math.max(0, first), true);
  }
  function point(at, scroll = false) {
    shown[active]?.node.classList.remove('active');
    active = at;
    const node = shown[at]?.node;
    node?.classList.add('active');
    if (node) input.setAttribute('aria-activedescendant', node.id);
    else input.removeAttribute('aria-activedescendant');
    if (scroll) node?.scrollIntoView({ block: 'nearest' });
  }
  function pick(at) {
    const option = shown[at]?.option;
    if (!option) return;
    if (!multi) {
      hide();
      set([option]);
      return;
    }
    if (chosen.some((one) => one.key === option.key)) set(chosen.filter((one) => one.key !== option.key));
    else if (chosen.length < max) set([...chosen, option]);
    else {
      say(`No more than ${max}.`);
      return;
    }
    show(false);
  }
  function hide() {
    asked += 1;
    clearTimeout(timer);
    if (!list) return;
    list.remove();
    list = null;
    shown = [];
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    document.removeEventListener('scroll', follow, true);
    window.removeEventListener('resize', hide);
  }
  function follow(event) {
    if (list && event.target !== list) placeNear(list, box);
  }

  function key(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!list) {
        show(true);
        return;
      }
      if (shown.length) point((active + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % shown.length, true);
    } else if (event.key === 'Enter' && list) {
      event.preventDefault();
      pick(active);
    } else if (event.key === 'Escape' && list) {
      event.preventDefault();
      event.stopPropagation();
      hide();
      settle();
    } else if (event.key === 'Backspace' && multi && !input.value && chosen.length) set(chosen.slice(0, -1));
    else if (event.key === 'Tab') hide();
  }
  draw();
  return box;
}
