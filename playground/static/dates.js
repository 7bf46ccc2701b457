// Dates in somebody's zone. Intl knows the zones; nothing here keeps tables of its own.

const formats = new Map();
function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) {
    let made;
    try {
      made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
    } catch {
      made = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
    }
    formats.set(key, made);
  }
  return formats.get(key);
}

export function parts(seconds, zone) {
  const out = {};
  const made = format(zone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  for (const part of made.formatToParts(new Date(seconds * 1000))) out[part.type] = part.value;
  return out;
}

export const dayKey = (seconds, zone) => {
  const p = parts(seconds, zone);
  return `${p.year}-${p.month}-${p.day}`;
};
export const timeOf = (seconds, zone) => {
  const p = parts(seconds, zone);
  return `${p.hour}:${p.minute}`;
};
export const longDay = (seconds, zone) =>
  format(zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .format(new Date(seconds * 1000))
    .replace(',', '');
export const clockText = (seconds, zone) =>
  `${format(zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
    .format(new Date(seconds * 1000))
    .replace(',', '')}, ` + timeOf(seconds, zone);
export const fullText = (seconds, zone) => `${longDay(seconds, zone)}, ${timeOf(seconds, zone)} (${zone})`;

/** "America/New_York" as people say it. */
export const zoneName = (zone) => (zone || 'UTC').split('/').pop().replace(/_/g, ' ');

/** Minutes that the zone is ahead of UTC at that moment. */
function offset(seconds, zone) {
  const p = parts(seconds, zone);
  return Math.round((Date.UTC(+p.year, +p.month - 1, +p.day, +p.hour, +p.minute, +p.second) / 1000 - Math.floor(seconds)) / 60);
}

/** "2017-02-10T18:00" in a zone, as seconds; asked twice because the offset itself depends on the answer. */
export function fromLocal(text, zone) {
  const utc = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`) / 1000;
  if (Number.isNaN(utc)) return null;
  let guess = utc - offset(utc, zone) * 60;
  guess = utc - offset(guess, zone) * 60;
  return guess;
}

export function toLocal(seconds, zone) {
  const p = parts(seconds, zone);
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}

function relativeDay(seconds, zone, now) {
  const day = dayKey(seconds, zone);
  if (day === dayKey(now, zone)) return 'today';
  if (day === dayKey(now - 86400, zone)) return 'yesterday';
  if (day === dayKey(now + 86400, zone)) return 'tomorrow';
  return null;
}

function ago(seconds, now) {
  const gap = Math.round(seconds - now);
  const size = Math.abs(gap);
  const [n, unit] =
    size < 60
      ? [size, 'second']
      : size < 3600
        ? [Math.round(size / 60), 'minute']
        : size < 86400
          ? [Math.round(size / 3600), 'hour']
          : [Math.round(size / 86400), 'day'];
  const said = `${n} ${unit}${n === 1 ? '' : 's'}`;
  return gap <= 0 ? `${said} ago` : `in ${said}`;
}

function ordinal(n) {
  const last = n % 10;
  const suffix = n % 100 >= 11 && n % 100 <= 13 ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th';
  return `${n}${suffix}`;
}

/** The tokens of <!date^...>: {date}, {date_num}, {date_short}, {date_long}, their _pretty forms, {time}, {time_secs}, {ago}. */
export function dateTemplate(template, seconds, zone, now) {
  const p = parts(seconds, zone);
  const date = new Date(seconds * 1000);
  const month = (style) => format(zone, { month: style }).format(date);
  const long = `${month('long')} ${ordinal(+p.day)}, ${p.year}`;
  const plain = {
    date: long,
    date_num: `${p.year}-${p.month}-${p.day}`,
    date_slash: `${p.day}/${p.month}/${p.year}`,
    date_short: `${+p.day} ${month('short')} ${p.year}`,
    date_long: `${format(zone, { weekday: 'long' }).format(date)}, ${long}`,
    day_divider_pretty: longDay(seconds, zone),
    time: `${p.hour}:${p.minute}`,
    time_secs: `${p.hour}:${p.minute}:${p.second}`,
    ago: ago(seconds, now),
  };
  return template.replace(/\{([a-z_]+)\}/g, (whole, name) => {
    if (name in plain && name !== 'day_divider_pretty') return plain[name];
    const base = name.replace(/_pretty$/, '');
    if (base !== name) return relativeDay(seconds, zone, now) || plain[base] || plain[name] || whole;
    return whole;
  });
}
