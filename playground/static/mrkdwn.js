// Text as Slack shows it: mrkdwn, plain_text, rich_text and the markdown block, all into DOM nodes.

import { h } from './dom.js';
import { dateTemplate, fullText } from './dates.js';
import { emoji } from './emoji.js';
import { channel, channelName, now, state, user, userName } from './state.js';

const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const plain = (text) => text.replace(/&(?:amp|lt|gt);/g, (found) => entities[found]);

/** A link that only goes where a link may go; anything else stays text. */
export function link(address, label) {
  if (!/^(https?:|mailto:|tel:)/i.test(address)) return document.createTextNode(label ?? address);
  return h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, label ?? address.replace(/^mailto:/i, ''));
}

function emojiNode(name, unicode) {
  const picture = unicode
    ? unicode
        .split('-')
        .map((code) => String.fromCodePoint(parseInt(code, 16)))
        .join('')
    : emoji(name);
  return picture
    ? h('span', { class: 'emoji', role: 'img', 'aria-label': name.replace(/_/g, ' '), title: `:${name}:` }, picture)
    : document.createTextNode(`:${name}:`);
}

function userNode(id, label) {
  const known = user(id) ? userName(id) : label || id;
  return h('span', { class: `mention${id === state.me ? ' mention-me' : ''}` }, `@${known}`);
}

function channelNode(id, label) {
  const known = channel(id);
  if (!known) return h('span', { class: 'mention' }, label ? `#${label}` : '#private channel');
  return h(
    'a',
    { class: 'mention', href: `?as=${encodeURIComponent(state.me)}&channel=${encodeURIComponent(id)}`, 'data-channel': id },
    `${known.type === 'im' ? '@' : '#'}${channelName(id)}`,
  );
}

function dateNode(seconds, template, address, fallback) {
  if (!Number.isFinite(seconds)) return document.createTextNode(fallback || '');
  const said = dateTemplate(template, seconds, state.zone, now());
  const node = h('time', { datetime: new Date(seconds * 1000).toISOString(), title: fullText(seconds, state.zone) }, said);
  return address ? h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, node) : node;
}

/** What stands between < and >. */
function special(inner) {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : plain(inner.slice(bar + 1));
  if (target.startsWith('@')) return userNode(target.slice(1), label);
  if (target.startsWith('#')) return channelNode(target.slice(1), label);
  if (target.startsWith('!date^')) {
    const [, seconds, template, address] = target.split('^');
    return dateNode(Number(seconds), plain(template || ''), address && plain(address), label);
  }
  if (target.startsWith('!subteam^')) return h('span', { class: 'mention' }, label || '@group');
  if (target.startsWith('!')) return h('span', { class: 'mention mention-me' }, `@${label?.replace(/^@/, '') || target.slice(1)}`);
  return link(plain(target), label);
}

const wraps = { '*': 'strong', _: 'em', '~': 's' };
const isWord = (char) => char !== undefined && /[\p{L}\p{N}]/u.test(char);
const isSpace = (char) => char === undefined || /\s/.test(char);

/** The end of a *bold* run that starts at `start`, or -1. Code and <...> inside are stepped over. */
function closing(text, start, mark) {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\n') return -1;
    if (char === '<' || char === '`') {
      const end = text.indexOf(char === '<' ? '>' : '`', at + 1);
      if (end > 0 && !text.slice(at, end).includes('\n')) at = end;
    } else if (char === mark && at > start + 1 && !isSpace(text[at - 1]) && !isWord(text[at + 1]) && text[at + 1] !== mark) return at;
  }
  return -1;
}

/** One line's worth of mrkdwn. */
export function inline(text, options = {}) {
  const out = [];
  let buffer = '';
  const flush = () => {
    if (buffer) out.push(document.createTextNode(plain(buffer)));
    buffer = '';
  };
  for (let at = 0; at < text.length;) {
    const char = text[at];
    if (char === '`') {
      const end = text.indexOf('`', at + 1);
      if (end > at + 1 && !text.slice(at, end).includes('\n')) {
        flush();
        out.push(h('code', {}, plain(text.slice(at + 1, end))));
        at = end + 1;
        continue;
      }
    } else if (char === '<') {
      const end = text.indexOf('>', at);
      const inner = end > 0 ? text.slice(at + 1, end) : '';
      if (inner && !inner.includes('\n') && !inner.includes('<')) {
        flush();
        out.push(special(inner));
        at = end + 1;
        continue;
      }
    } else if (char === ':') {
      const found = /^:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/.exec(text.slice(at, at + 64));
      if (found && emoji(found[1])) {
        flush();
        out.push(emojiNode(found[1]));
        at += found[0].length;
        continue;
      }
    } else if (char in wraps && !isWord(text[at - 1]) && !isSpace(text[at + 1]) && text[at + 1] !== char) {
      const end = closing(text, at, char);
      if (end > 0) {
        flush();
        out.push(h(wraps[char], {}, inline(text.slice(at + 1, end), options)));
        at = end + 1;
        continue;
      }
    } else if (char === 'h' && !options.verbatim && !isWord(text[at - 1])) {
      const found = /^https?:\/\/[^\s<>|]+/.exec(text.slice(at));
      if (found) {
        const address = found[0].replace(/[.,;:!?)'"\]*_~]+$/, '');
        flush();
        out.push(link(plain(address)));
        at += address.length;
        continue;
      }
    }
    buffer += char;
    at += 1;
  }
  flush();
  return out;
}

const quoteMark = /^(?:&gt;|>)(?!(?:&gt;|>)) ?/;
const wholeQuote = /^(?:&gt;&gt;&gt;|>>>)\s?/;
const listMark = /^(\s*)([•◦▪‣-]|\d{1,3}[.)])\s+(?=\S)/;

function lines(text, options) {
  const out = [];
  const rows = text.split('\n');
  for (let at = 0; at < rows.length; at += 1) {
    if (wholeQuote.test(rows[at])) {
      out.push(h('blockquote', {}, lines([rows[at].replace(wholeQuote, ''), ...rows.slice(at + 1)].join('\n'), options)));
      break;
    }
    if (quoteMark.test(rows[at])) {
      const quoted = [];
      while (at < rows.length && quoteMark.test(rows[at])) {
        quoted.push(rows[at].replace(quoteMark, ''));
        at += 1;
      }
      at -= 1;
      out.push(h('blockquote', {}, lines(quoted.join('\n'), options)));
      continue;
    }
    const item = listMark.exec(rows[at]);
    if (item) {
      // Slack leaves the mark as it was typed; the hanging indent is all that makes it a list.
      out.push(
        h(
          'div',
          { class: 'line item', dataset: { depth: Math.min(3, Math.floor(item[1].length / 2)) } },
          h('span', { class: 'item-mark' }, `${item[2]} `),
          h('span', {}, inline(rows[at].slice(item[0].length), options)),
        ),
      );
      continue;
    }
    out.push(rows[at] === '' ? h('div', { class: 'line gap' }) : h('div', { class: 'line' }, inline(rows[at], options)));
  }
  return out;
}

/** mrkdwn with its paragraphs, quotes and code. */
export function mrkdwn(text, options = {}) {
  const out = [];
  const parts = String(text ?? '').split('```');
  parts.forEach((part, index) => {
    const isCode = index % 2 === 1 && index < parts.length - 1;
    if (isCode) out.push(h('pre', {}, plain(part.replace(/^\n/, '').replace(/\n$/, ''))));
    else {
      let rest = index % 2 === 1 ? `\`\`\`${part}` : part;
      if (index > 0) rest = rest.replace(/^\n/, '');
      if (index < parts.length - 1 && index % 2 === 0) rest = rest.replace(/\n$/, '');
      if (rest) out.push(...lines(rest, options));
    }
  });
  return h('div', { class: 'text' }, out);
}

/** plain_text: emoji if it asks for them, nothing else. */
export function plainText(object) {
  const text = String(object?.text ?? '');
  if (object?.emoji === false) return [document.createTextNode(text)];
  const out = [];
  let from = 0;
  for (const found of text.matchAll(/:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/g)) {
    if (!emoji(found[1])) continue;
    out.push(document.createTextNode(text.slice(from, found.index)), emojiNode(found[1]));
    from = found.index + found[0].length;
  }
  out.push(document.createTextNode(text.slice(from)));
  return out;
}

/** A text object of either kind. */
export function textObject(object, { block = true } = {}) {
  if (!object) return null;
  if (typeof object === 'string') return document.createTextNode(object);
  if (object.type === 'mrkdwn') {
    return block
      ? mrkdwn(object.text, { verbatim: object.verbatim })
      : h('span', {}, inline(object.text || '', { verbatim: object.verbatim }));
  }
  return h(block ? 'div' : 'span', { class: 'plain' }, plainText(object));
}

// --- rich_text ---------------------------------------------------------------------------------------------------------------

function styled(node, style = {}) {
  let made = node;
  if (style.code) made = h('code', {}, made);
  if (style.bold) made = h('strong', {}, made);
  if (style.italic) made = h('em', {}, made);
  if (style.strike) made = h('s', {}, made);
  if (style.underline) made = h('u', {}, made);
  return made;
}

function richInline(element) {
  switch (element.type) {
    case 'text':
      return styled(h('span', { class: 'keep' }, element.text), element.style);
    case 'link':
      return styled(link(element.url, element.text || element.url), element.style);
    case 'user':
      return styled(userNode(element.user_id), element.style);
    case 'channel':
      return styled(channelNode(element.channel_id), element.style);
    case 'usergroup':
      return h('span', { class: 'mention' }, '@group');
    case 'broadcast':
      return h('span', { class: 'mention mention-me' }, `@${element.range}`);
    case 'emoji':
      return emojiNode(element.name, element.unicode);
    case 'date':
      return dateNode(Number(element.timestamp), element.format || '{date_num}', element.url, element.fallback);
    case 'color':
      return h('span', {}, element.value);
    default:
      return notShown(element.type);
  }
}

function richPart(part) {
  const inner = () => (part.elements || []).map(richInline);
  switch (part.type) {
    case 'rich_text_section':
      return h('div', { class: 'line keep' }, inner());
    case 'rich_text_preformatted':
      return h('pre', {}, inner());
    case 'rich_text_quote':
      return h('blockquote', { class: 'keep' }, inner());
    case 'rich_text_list': {
      const list = h(
        part.style === 'ordered' ? 'ol' : 'ul',
        { class: `rich-list depth-${Math.min(4, part.indent || 0)}` },
        (part.elements || []).map((item) => h('li', {}, richPart(item))),
      );
      if (part.style === 'ordered' && part.offset) list.start = part.offset + 1;
      return list;
    }
    default:
      return notShown(part.type);
  }
}

export const richText = (block) => h('div', { class: 'text rich' }, (block.elements || []).map(richPart));

/** What this page cannot draw is said, never left out. */
export const notShown = (type) => h('div', { class: 'not-shown', role: 'note' }, `Not shown here: ${type || 'something without a type'}`);

// --- the markdown block ------------------------------------------------------------------------------------------------------

const mdPatterns = [
  [/^\\([\\`*_~[\]()#>.!-])/, (m) => document.createTextNode(m[1])],
  [/^`([^`\n]+)`/, (m) => h('code', {}, m[1])],
  [/^!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/, (m) => link(m[2], m[1] || m[2])],
  [/^\[([^\]]+)\]\(([^)\s]+)[^)]*\)/, (m) => link(m[2], m[1])],
  [/^\*\*(?=\S)([^\n]+?)\*\*/, (m) => h('strong', {}, mdInline(m[1]))],
  [/^__(?=\S)([^\n]+?)__/, (m) => h('strong', {}, mdInline(m[1]))],
  [/^~~(?=\S)([^\n]+?)~~/, (m) => h('s', {}, mdInline(m[1]))],
  [/^\*(?=\S)([^*\n]+)\*/, (m) => h('em', {}, mdInline(m[1]))],
  [/^<((?:https?:|mailto:)[^>\s]+)>/, (m) => link(m[1])],
  [/^<([@#!][^>\n]+)>/, (m) => special(m[1])],
  [/^https?:\/\/[^\s<>)]+[^\s<>).,;:!?]/, (m) => link(m[0])],
];

function mdInline(text) {
  const out = [];
  let buffer = '';
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    let hit = null;
    if (/[\\`!*_~[<h]/.test(rest[0])) {
      for (const [pattern, make] of mdPatterns) {
        const m = pattern.exec(rest);
        if (m) {
          hit = [m, make];
          break;
        }
      }
      if (!hit && rest[0] === '_' && !isWord(text[at - 1])) {
        const m = /^_(?=\S)([^_\n]+)_(?![\p{L}\p{N}])/u.exec(rest);
        if (m) hit = [m, () => h('em', {}, mdInline(m[1]))];
      }
    } else if (rest[0] === ':') {
      const m = /^:([a-z0-9_+'-]+):/.exec(rest);
      if (m && emoji(m[1])) hit = [m, () => emojiNode(m[1])];
    }
    if (hit) {
      if (buffer) out.push(document.createTextNode(plain(buffer)));
      buffer = '';
      out.push(hit[1](hit[0]));
      at += hit[0][0].length;
    } else {
      buffer += text[at];
      at += 1;
    }
  }
  if (buffer) out.push(document.createTextNode(plain(buffer)));
  return out;
}

const mdItem = /^(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$/;
const cells = (row) =>
  row
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

function mdList(rows) {
  const [, indent, mark] = mdItem.exec(rows[0]);
  const depth = indent.length;
  const list = h(/\d/.test(mark) ? 'ol' : 'ul', {});
  if (parseInt(mark, 10) > 1) list.start = parseInt(mark, 10);
  let item = null;
  for (let at = 0; at < rows.length; at += 1) {
    const found = mdItem.exec(rows[at]);
    if (found && found[1].length <= depth) {
      item = h('li', {}, mdTask(found[3]));
      list.append(item);
    } else if (found) {
      const nested = [];
      while (at < rows.length && (mdItem.exec(rows[at])?.[1].length ?? depth + 1) > depth) {
        nested.push(rows[at]);
        at += 1;
      }
      at -= 1;
      item.append(mdList(nested));
    } else item?.append(' ', ...mdInline(rows[at].trim()));
  }
  return list;
}

function mdTask(text) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  return task ? [task[1] === ' ' ? '☐ ' : '☑ ', ...mdInline(task[2])] : mdInline(text);
}

export function markdown(text) {
  const rows = String(text ?? '').split('\n');
  const out = [];
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at];
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(row);
    if (/^\s*```/.test(row)) {
      const code = [];
      for (at += 1; at < rows.length && !/^\s*```/.test(rows[at]); at += 1) code.push(rows[at]);
      out.push(h('pre', {}, code.join('\n')));
    } else if (heading) {
      out.push(
        h(
          'div',
          { class: `md-heading md-${heading[1].length}`, role: 'heading', 'aria-level': Math.min(6, heading[1].length + 2) },
          mdInline(heading[2]),
        ),
      );
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(row)) out.push(h('hr', {}));
    else if (/^\s*>/.test(row)) {
      const quoted = [];
      while (at < rows.length && /^\s*>/.test(rows[at])) {
        quoted.push(rows[at].replace(/^\s*> ?/, ''));
        at += 1;
      }
      at -= 1;
      out.push(h('blockquote', {}, markdown(quoted.join('\n'))));
    } else if (row.includes('|') && /^[\s|:-]+$/.test(rows[at + 1] || '') && /-/.test(rows[at + 1])) {
      const table = [row];
      for (at += 2; at < rows.length && rows[at].includes('|'); at += 1) table.push(rows[at]);
      at -= 1;
      out.push(
        h(
          'div',
          { class: 'table-wrap', tabindex: 0, role: 'region', 'aria-label': 'Table' },
          h(
            'table',
            {},
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                cells(table[0]).map((cell) => h('th', { scope: 'col' }, mdInline(cell))),
              ),
            ),
            h(
              'tbody',
              {},
              table.slice(1).map((line) =>
                h(
                  'tr',
                  {},
                  cells(line).map((cell) => h('td', {}, mdInline(cell))),
                ),
              ),
            ),
          ),
        ),
      );
    } else if (mdItem.test(row)) {
      const list = [];
      // Figures after dashes, on the same level, begin another list.
      const other = (line) => {
        const found = mdItem.exec(line);
        return found && !found[1] && list.length && /\d/.test(found[2]) !== /\d/.test(mdItem.exec(list[0])[2]);
      };
      while (at < rows.length && !other(rows[at]) && (mdItem.test(rows[at]) || /^\s{2,}\S/.test(rows[at]))) {
        list.push(rows[at]);
        at += 1;
      }
      at -= 1;
      out.push(mdList(list));
    } else if (row.trim() === '') {
      if (out.length && at < rows.length - 1) out.push(h('div', { class: 'line gap' }));
    } else out.push(h('div', { class: 'line' }, mdInline(row)));
  }
  return h('div', { class: 'text md' }, out);
}

/** The same text without any form, for a notification or a name. */
export function bare(text) {
  const made = mrkdwn(text);
  return made.textContent;
}
