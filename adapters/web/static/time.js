// The simulated clock as this tab knows it, and how moments are written.

let zone = "UTC";
let serverNow = Date.now();
let heardAt = performance.now();

export function setClock(iso, newZone = zone) {
  zone = newZone;
  serverNow = Date.parse(iso);
  heardAt = performance.now();
}

/** The simulated instant in milliseconds. */
export const now = () => serverNow + (performance.now() - heardAt);

const formats = new Map();

function write(instant, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key).format(instant);
}

export const clockTime = (instant) => write(instant, { hour: "2-digit", minute: "2-digit", hour12: false });
export const longDay = (instant) =>
  write(instant, { weekday: "long", day: "numeric", month: "long" }).replace(",", "");
export const shortDay = (instant) =>
  write(instant, { weekday: "short", day: "numeric", month: "short" }).replace(",", "");
export const dayKey = (instant) => write(instant, { year: "numeric", month: "2-digit", day: "2-digit" });

function span(distance) {
  const minutes = Math.max(1, Math.floor(distance / 60000));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1440)} days`;
}

/** "in 6 h", "now", "5 min ago": the same rule as on the server. */
export function relative(instant) {
  const distance = instant - now();
  if (Math.abs(distance) < 60000) return "now";
  return distance < 0 ? `${span(-distance)} ago` : `in ${span(distance)}`;
}

export function redrawRelative(within = document) {
  for (const time of within.querySelectorAll("time[data-relative]")) {
    const text = relative(Date.parse(time.dateTime));
    if (time.textContent !== text) time.textContent = text;
  }
}
