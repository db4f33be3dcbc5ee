// Small helpers to build and find elements.

export const find = (selector, within = document) => within.querySelector(selector);

/** el("button", {class: "x", onclick: f, "aria-label": "y"}, "text", child) */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A name that may be long or run from right to left stays within its place. */
export const named = (name) => el("bdi", {}, name);

/** The first letter as a person would count letters. */
export function initial(name) {
  const letters = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);
  return letters.find((each) => /[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(each))?.toUpperCase() ?? "?";
}

/** One of eight calm colours, always the same for the same account. */
export function hue(account) {
  let sum = 0;
  for (const letter of account) sum = (sum * 31 + letter.codePointAt(0)) % 4093;
  return sum % 8;
}

export function avatar(account, name, size = "") {
  return el("span", { class: `avatar ${size}`, "data-hue": hue(account), "aria-hidden": "true" }, initial(name));
}

/** An icon of one stroke. */
export function icon(path) {
  const holder = el("span", { class: "icon", "aria-hidden": "true" });
  holder.innerHTML =
    `<svg viewBox="0 0 24 24" width="18" height="18"><path d="${path}" fill="none" stroke="currentColor" ` +
    'stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>';
  return holder;
}

export const ICONS = {
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5c1.6 2.2 5.4 2.2 7 0M9 9.6v.1M15 9.6v.1",
  reply: "M9 7l-5 5 5 5M4 12h10a6 6 0 0 1 6 6v1",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6z",
  close: "M6 6l12 12M18 6L6 18",
  sun: "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  chevron: "M9 6l6 6-6 6",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  file: "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14",
};
