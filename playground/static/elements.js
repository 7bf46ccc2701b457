// The interactive elements of Block Kit. Each shows what the form holds, writes into the form, and tells the app when it has to.

import { fileAddress, post, upload } from './api.js';
import { h, uid } from './dom.js';
import { fromLocal, toLocal, zoneName } from './dates.js';
import { confirmed, openMenu } from './menu.js';
import { notShown, textObject } from './mrkdwn.js';
import { picker } from './picker.js';
import { channel, channelName, state, toast, userName, userTitle } from './state.js';

// --- the form: what has been typed, by block_id and action_id ----------------------------------------------------------------------

const stateful = /_input$|select$|picker$|checkboxes|radio_buttons|number_input/;

/** What an element holds before anybody touches it, in the shape of Slack's view.state.values. */
function initial(element) {
  switch (element.type) {
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { selected_options: element.initial_options || [] };
    case 'radio_buttons':
    case 'static_select':
    case 'external_select':
      return { selected_option: element.initial_option || null };
    case 'users_select':
      return { selected_user: element.initial_user || null };
    case 'multi_users_select':
      return { selected_users: element.initial_users || [] };
    case 'channels_select':
      return { selected_channel: element.initial_channel || null };
    case 'multi_channels_select':
      return { selected_channels: element.initial_channels || [] };
    case 'conversations_select':
      return {
        selected_conversation:
          element.initial_conversation ||
          (element.default_to_current_conversation && state.place.kind === 'channel' ? state.place.id : null),
      };
    case 'multi_conversations_select':
      return {
        selected_conversations:
          element.initial_conversations ||
          (element.default_to_current_conversation && state.place.kind === 'channel' ? [state.place.id] : []),
      };
    case 'datepicker':
      return { selected_date: element.initial_date || null };
    case 'timepicker':
      return { selected_time: element.initial_time || null };
    case 'datetimepicker':
      return { selected_date_time: element.initial_date_time ?? null };
    case 'file_input':
      return { files: [] };
    case 'rich_text_input':
      return { rich_text_value: element.initial_value || null };
    default:
      return { value: element.initial_value === undefined || element.initial_value === '' ? null : String(element.initial_value) };
  }
}

const elementsOf = (block) => [block.element, block.accessory, ...(block.type === 'actions' ? block.elements || [] : [])].filter(Boolean);

export class Form {
  constructor() {
    this.typed = new Map();
    this.errors = {};
  }
  key(block, element) {
    return `${block.block_id} ${element.action_id}`;
  }
  read(block, element) {
    return this.typed.get(this.key(block, element)) || initial(element);
  }
  write(block, element, part) {
    this.typed.set(this.key(block, element), part);
  }
  /** Slack's view.state.values: all that the blocks hold now. */
  values(blocks) {
    const out = {};
    for (const block of blocks || []) {
      for (const element of elementsOf(block)) {
        if (!stateful.test(element.type)) continue;
        out[block.block_id] ||= {};
        out[block.block_id][element.action_id] = { type: element.type, ...this.read(block, element) };
      }
    }
    return out;
  }
  /** What Slack's own client refuses before the app is asked. */
  check(blocks) {
    const errors = {};
    for (const block of blocks || []) {
      if (block.type !== 'input' || !block.element) continue;
      const wrong = problem(block, this.read(block, block.element));
      if (wrong) errors[block.block_id] = wrong;
    }
    return errors;
  }
}

function problem(block, part) {
  const { element } = block;
  const held = Object.values(part)[0];
  const empty =
    held === null ||
    held === undefined ||
    held === '' ||
    (Array.isArray(held) && !held.length) ||
    (typeof held === 'string' && !held.trim());
  if (empty) return block.optional ? null : 'Please complete this required field.';
  if (element.min_length && String(held).length < element.min_length) return `Please write at least ${element.min_length} characters.`;
  if (element.max_length && String(held).length > element.max_length) {
    return `Please write no more than ${element.max_length} characters (there are ${String(held).length}).`;
  }
  if (element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(held)) return 'Please enter a valid e-mail address.';
  if (element.type === 'url_text_input' && !/^https?:\/\/[^\s.]+\.?\S+$/i.test(held)) return 'Please enter a valid URL (https://…).';
  if (element.type === 'number_input') {
    if (!(element.is_decimal_allowed ? /^-?\d+([.]\d+)?$/ : /^-?\d+$/).test(held)) {
      return element.is_decimal_allowed ? 'Please enter a number.' : 'Please enter a whole number.';
    }
    if (element.min_value !== undefined && Number(held) < Number(element.min_value)) return `Please enter ${element.min_value} or more.`;
    if (element.max_value !== undefined && Number(held) > Number(element.max_value)) return `Please enter ${element.max_value} or less.`;
  }
  return null;
}

// --- telling the app ---------------------------------------------------------------------------------------------------------------

export async function act(ctx, block, element, part, from) {
  from?.setAttribute('aria-busy', 'true');
  const answer = await post('click', {
    as: state.me,
    container: ctx.container,
    block_id: block.block_id,
    action_id: element.action_id,
    value: part,
    values: ctx.form.values(ctx.blocks()),
  });
  from?.removeAttribute('aria-busy');
  // What Slackbot has said already is not said twice; over a modal its line would not be seen.
  if (answer.ok === false && (!answer.noticed || ctx.submit)) toast(answer.error || 'The app did not take it.', 'bad');
}

/** A value changed: remember it, and tell the app unless it is an input that does not ask for that. */
async function changed(ctx, block, element, part, from) {
  const before = ctx.form.read(block, element);
  ctx.form.write(block, element, part);
  ctx.touched?.(block);
  if (block.type === 'input' && !block.dispatch_action) return true;
  if (element.confirm && !(await confirmed(element.confirm))) {
    ctx.form.write(block, element, before);
    ctx.redraw?.(block);
    return false;
  }
  await act(ctx, block, element, part, from);
  return true;
}

// --- the elements ------------------------------------------------------------------------------------------------------------------

const optionOf = (raw) => ({ key: raw.value, text: raw.text?.text || raw.value, description: raw.description?.text, raw });
const matches = (option, query) => `${option.text} ${option.description || ''}`.toLowerCase().includes(query.toLowerCase());
const filtered = (groups, query) =>
  query ? groups.map((group) => ({ ...group, options: group.options.filter((one) => matches(one, query)) })) : groups;

const userOption = (id) => ({ key: id, text: userName(id), description: userTitle(id), raw: id });
const channelOption = (id) => ({ key: id, text: channel(id)?.type === 'im' ? channelName(id) : `#${channelName(id)}`, raw: id });

/** For each select: where its options come from and how its value is called. */
const sources = {
  static_select: { name: 'selected_option', option: optionOf, list: staticOptions },
  external_select: { name: 'selected_option', option: optionOf, list: externalOptions, external: true },
  users_select: {
    name: 'selected_user',
    option: userOption,
    list: () => [{ options: state.users.filter((one) => !one.deleted).map((one) => userOption(one.id)) }],
  },
  channels_select: {
    name: 'selected_channel',
    option: channelOption,
    list: () => [{ options: state.channels.filter((one) => one.type !== 'im').map((one) => channelOption(one.id)) }],
  },
  conversations_select: { name: 'selected_conversation', option: channelOption, list: conversationOptions },
};
for (const [type, source] of Object.entries(sources)) sources[`multi_${type}`] = { ...source, name: `${source.name}s`, multi: true };

function staticOptions(element) {
  if (element.option_groups)
    return element.option_groups.map((group) => ({ label: group.label?.text, options: group.options.map(optionOf) }));
  return [{ options: (element.options || []).map(optionOf) }];
}

async function externalOptions(element, query, block, ctx) {
  const answer = await post('suggest', {
    as: state.me,
    container: ctx.container,
    block_id: block.block_id,
    action_id: element.action_id,
    query,
  });
  if (answer.ok === false) throw new Error(answer.error || 'The app did not answer.');
  return staticOptions(answer);
}

function conversationOptions(element) {
  const include = element.filter?.include;
  const wanted = state.channels.filter(
    (one) => !include || include.includes(one.type === 'im' ? 'im' : one.is_private ? 'private' : 'public'),
  );
  const options = (type) => wanted.filter((one) => (one.type === 'im') === (type === 'im')).map((one) => channelOption(one.id));
  return [
    { label: 'Channels', options: options('channel') },
    { label: 'Direct messages', options: options('im') },
  ];
}

function select(element, block, ctx, about) {
  const source = sources[element.type];
  const held = ctx.form.read(block, element)[source.name];
  const chosen = (source.multi ? held : [held]).filter(Boolean).map(source.option);
  return picker({
    multi: source.multi,
    max: element.max_selected_items || Infinity,
    selected: chosen,
    minQuery: source.external ? (element.min_query_length ?? 3) : 0,
    wait: source.external ? 250 : 0,
    hint: element.placeholder?.text || (source.multi ? 'Choose' : 'Choose one'),
    label: element.placeholder?.text,
    ...about,
    clearable: block.type === 'input' && block.optional,
    options: async (query) => {
      const groups = await source.list(element, query, block, ctx);
      return source.external ? groups : filtered(groups, query);
    },
    onChange: (list) => changed(ctx, block, element, { [source.name]: source.multi ? list.map((one) => one.raw) : (list[0]?.raw ?? null) }),
  });
}

function button(element, block, ctx, about) {
  const run = async (event) => {
    const node = event.currentTarget;
    if (!(await confirmed(element.confirm))) return;
    if (element.url && /^https?:/i.test(element.url)) window.open(element.url, '_blank', 'noopener,noreferrer');
    await act(ctx, block, element, {}, node);
  };
  return h(
    'button',
    {
      type: 'button',
      class: `button ${element.style === 'primary' ? 'primary' : element.style === 'danger' ? 'danger' : ''}`,
      'aria-label': element.accessibility_label,
      title: element.url,
      dataset: { focus: about.focusKey },
      onclick: run,
    },
    textObject(element.text, { block: false }),
    element.url && h('span', { 'aria-hidden': 'true', class: 'button-out' }, ' ↗'),
  );
}

function overflow(element, block, ctx, about) {
  return h(
    'button',
    {
      type: 'button',
      class: 'button overflow',
      'aria-label': 'More choices',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      dataset: { focus: about.focusKey },
      onclick: (event) => {
        const anchor = event.currentTarget;
        openMenu(
          anchor,
          (element.options || []).map((option) => ({
            label: textObject(option.text, { block: false }),
            description: option.description?.text,
            run: async () => {
              if (!(await confirmed(element.confirm))) return;
              if (option.url && /^https?:/i.test(option.url)) window.open(option.url, '_blank', 'noopener,noreferrer');
              await act(ctx, block, element, { selected_option: option }, anchor);
            },
          })),
        );
      },
    },
    '⋯',
  );
}

function checks(element, block, ctx, about) {
  const multi = element.type === 'checkboxes';
  const held = ctx.form.read(block, element);
  const on = multi ? held.selected_options : [held.selected_option].filter(Boolean);
  const name = uid('choice');
  const boxes = [];
  const tell = () => {
    const picked = boxes.filter(([box]) => box.checked).map(([, option]) => option);
    changed(ctx, block, element, multi ? { selected_options: picked } : { selected_option: picked[0] || null });
  };
  return h(
    'div',
    {
      class: 'checks',
      role: multi ? 'group' : 'radiogroup',
      'aria-labelledby': about.labelledby,
      'aria-label': about.labelledby ? undefined : 'Choices',
      'aria-describedby': about.describedby,
    },
    (element.options || []).map((option, index) => {
      const box = h('input', {
        type: multi ? 'checkbox' : 'radio',
        name,
        checked: on.some((one) => one.value === option.value),
        onchange: tell,
        dataset: { focus: `${about.focusKey}/${index}` },
      });
      boxes.push([box, option]);
      return h(
        'label',
        { class: 'check' },
        box,
        h(
          'span',
          {},
          textObject(option.text, { block: false }),
          option.description && h('span', { class: 'check-more' }, textObject(option.description, { block: false })),
        ),
      );
    }),
  );
}

function textInput(element, block, ctx, about) {
  const held = ctx.form.read(block, element).value || '';
  const when = element.dispatch_action_config?.trigger_actions_on || ['on_enter_pressed'];
  const part = () => ({ value: node.value === '' ? null : node.value });
  let timer = 0;
  const props = {
    class: 'input',
    value: held,
    placeholder: element.placeholder?.text,
    'aria-labelledby': about.labelledby,
    'aria-describedby': about.describedby,
    'aria-required': block.type === 'input' && !block.optional ? 'true' : undefined,
    dataset: { focus: about.focusKey },
    autofocus: element.focus_on_load,
    autocomplete: 'off',
    oninput: () => {
      ctx.form.write(block, element, part());
      ctx.touched?.(block);
      count?.();
      if (block.dispatch_action && when.includes('on_character_entered')) {
        clearTimeout(timer);
        timer = setTimeout(() => act(ctx, block, element, part()), 300);
      }
    },
    onkeydown: (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      if (element.multiline) {
        if ((event.ctrlKey || event.metaKey) && ctx.submit) {
          event.preventDefault();
          ctx.submit();
        }
      } else if (block.dispatch_action && when.includes('on_enter_pressed')) {
        event.preventDefault();
        act(ctx, block, element, part());
      }
    },
  };
  const types = { email_text_input: 'email', url_text_input: 'url' };
  const node = element.multiline
    ? h('textarea', { ...props, rows: 4 })
    : h('input', { ...props, type: types[element.type] || 'text', inputmode: element.type === 'number_input' ? 'decimal' : undefined });
  // How much room is left is told near the end only.
  let count = null;
  if (!element.max_length) return node;
  const left = h('div', { class: 'count', 'aria-live': 'polite' });
  count = () => {
    const rest = element.max_length - node.value.length;
    left.textContent = rest <= 100 ? String(rest) : '';
    left.classList.toggle('bad', rest < 0);
  };
  count();
  return h('div', { class: 'counted' }, node, left);
}

const natives = {
  datepicker: ['date', 'selected_date', (held) => held || '', (value) => value || null],
  timepicker: ['time', 'selected_time', (held) => held || '', (value) => value || null],
  datetimepicker: [
    'datetime-local',
    'selected_date_time',
    (held) => (held ? toLocal(held, state.zone) : ''),
    (value) => (value ? fromLocal(value, state.zone) : null),
  ],
};

function nativePicker(element, block, ctx, about) {
  const [type, name, show, read] = natives[element.type];
  let lastSent = show(ctx.form.read(block, element)[name]);
  let timer = 0;
  // A date typed by keyboard changes with every figure. The form follows at once; the app hears a moment later, or when the field is left.
  const tell = () => {
    clearTimeout(timer);
    if (node.value === lastSent) return;
    lastSent = node.value;
    changed(ctx, block, element, { [name]: read(node.value) });
  };
  const node = h('input', {
    class: 'input native',
    type,
    value: lastSent,
    'aria-labelledby': about.labelledby,
    'aria-label': about.labelledby ? undefined : element.placeholder?.text || 'Date',
    'aria-describedby': about.describedby,
    dataset: { focus: about.focusKey },
    autofocus: element.focus_on_load,
    oninput: () => {
      ctx.form.write(block, element, { [name]: read(node.value) });
      ctx.touched?.(block);
    },
    onchange: () => {
      clearTimeout(timer);
      timer = setTimeout(tell, 600);
    },
    onblur: tell,
    onkeydown: (event) => {
      if (event.key === 'Enter') tell();
    },
  });
  if (element.type !== 'datetimepicker' && !(element.type === 'timepicker' && element.timezone)) return node;
  return h('div', { class: 'with-zone' }, node, h('span', { class: 'zone' }, zoneName(element.timezone || state.zone)));
}

function fileInput(element, block, ctx, about) {
  const list = h('ul', { class: 'file-list' });
  const draw = () => {
    list.replaceChildren(
      ...ctx.form.read(block, element).files.map((file) =>
        h(
          'li',
          {},
          h('a', { href: fileAddress(file.id, state.me), download: file.name }, file.name),
          h(
            'button',
            {
              type: 'button',
              class: 'link-button',
              'aria-label': `Remove ${file.name}`,
              onclick: () => {
                changed(ctx, block, element, { files: ctx.form.read(block, element).files.filter((one) => one.id !== file.id) });
                draw();
              },
            },
            'Remove',
          ),
        ),
      ),
    );
  };
  const node = h('input', {
    type: 'file',
    multiple: (element.max_files || 10) > 1,
    accept: element.filetypes?.map((type) => `.${type}`).join(','),
    'aria-labelledby': about.labelledby,
    'aria-describedby': about.describedby,
    dataset: { focus: about.focusKey },
    onchange: async () => {
      for (const file of node.files) {
        const answer = await upload(state.me, null, file);
        if (!answer.ok) {
          toast(answer.error || `${file.name} could not be uploaded.`, 'bad');
          continue;
        }
        await changed(ctx, block, element, {
          files: [...ctx.form.read(block, element).files, answer.file].slice(0, element.max_files || 10),
        });
      }
      node.value = '';
      draw();
    },
  });
  draw();
  return h('div', {}, node, list);
}

/** A rich text field is offered as plain lines; the value has the form that Slack sends. */
function richInput(element, block, ctx, about) {
  const held = ctx.form.read(block, element).rich_text_value;
  const lines = (held?.elements || []).map((section) => (section.elements || []).map((one) => one.text || '').join('')).join('\n');
  const node = h('textarea', {
    class: 'input',
    rows: 4,
    value: lines,
    placeholder: element.placeholder?.text,
    'aria-labelledby': about.labelledby,
    'aria-describedby': about.describedby,
    dataset: { focus: about.focusKey },
    oninput: () =>
      changed(ctx, block, element, {
        rich_text_value: node.value
          ? { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: node.value }] }] }
          : null,
      }),
  });
  return node;
}

function feedback(element, block, ctx, about) {
  const one = (part, sign) =>
    part &&
    h(
      'button',
      {
        type: 'button',
        class: 'button',
        'aria-label': part.accessibility_label,
        dataset: { focus: `${about.focusKey}/${sign}` },
        onclick: (event) => act(ctx, block, element, { value: part.value, text: part.text }, event.currentTarget),
      },
      `${sign} `,
      textObject(part.text, { block: false }),
    );
  return h('span', { class: 'button-row' }, one(element.positive_button, '👍'), one(element.negative_button, '👎'));
}

function iconButton(element, block, ctx, about) {
  const signs = { trash: '🗑️' };
  return h(
    'button',
    {
      type: 'button',
      class: 'button',
      'aria-label': element.accessibility_label || element.text?.text,
      dataset: { focus: about.focusKey },
      onclick: async (event) => {
        const node = event.currentTarget;
        if (await confirmed(element.confirm)) await act(ctx, block, element, { value: element.value }, node);
      },
    },
    signs[element.icon] || element.icon,
    ' ',
    textObject(element.text, { block: false }),
  );
}

const makers = {
  button,
  overflow,
  checkboxes: checks,
  radio_buttons: checks,
  file_input: fileInput,
  rich_text_input: richInput,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  datepicker: nativePicker,
  timepicker: nativePicker,
  datetimepicker: nativePicker,
  feedback_buttons: feedback,
  icon_button: iconButton,
};
for (const type of Object.keys(sources)) makers[type] = select;

/** One element; about: {labelledby, describedby}, the ids that name it. */
export function element(object, block, ctx, about = {}) {
  const make = makers[object?.type];
  if (!make) return notShown(object?.type);
  return make(object, block, ctx, { ...about, focusKey: `${block.block_id}/${object.action_id}` });
}
