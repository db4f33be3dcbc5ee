// The channel: days, messages, and threads that hang beneath the message they belong to.

import { el, find, icon, ICONS } from "./dom.js";
import { announcement, messageElement } from "./message.js";
import { state } from "./state.js";
import { dayKey, longDay, redrawRelative } from "./time.js";

const list = find("#messages");
const view = find("#timeline");
const announcer = find("#announcer");
const opened = new Map(); // parent id → whether its thread stands open, where that was decided
let acts;

export const setActs = (given) => (acts = given);
export const elementOf = (id) => document.getElementById(`m${id}`);

/** Draw everything anew; stand at the newest message, or where ``place`` (a message and its height) was. */
export function drawAll(place = null) {
  list.replaceChildren();
  delete list.dataset.day;
  if (state.earlier !== null) list.append(earlierButton());
  for (const message of sorted()) insert(message);
  closeOldThreads();
  showEmpty();
  const element = place === null ? null : elementOf(place.id);
  if (element) view.scrollTop += element.getBoundingClientRect().top - place.top;
  else view.scrollTop = view.scrollHeight;
}

function earlierButton() {
  const button = el("button", { type: "button", class: "button" }, "Earlier messages");
  button.addEventListener("click", () => acts.earlier(button));
  return el("li", { class: "earlier" }, button);
}

const placeOf = (element) => (element ? { id: element.id.slice(1), top: element.getBoundingClientRect().top } : null);

export const firstMessage = () => placeOf(find(".message", list));

/** What the reader has before their eyes; null for whoever follows the newest. */
export function inView() {
  if (nearEnd()) return null;
  const top = view.getBoundingClientRect().top;
  return placeOf([...list.querySelectorAll(".message")].find((each) => each.getBoundingClientRect().bottom > top));
}

const sorted = () => [...state.messages.values()].sort((one, other) => one.id - other.id);

/** A message that came or changed. */
export function upsert(message, isNew) {
  const atEnd = nearEnd();
  if (isNew) {
    showEmpty();
    insert(message);
    announcer.textContent = announcement(message);
    if (atEnd && message.thread === null) reach(elementOf(message.id));
  } else {
    redraw(message);
  }
}

/** Swap what the element holds; the element itself and its thread stay where they are. The button that was
 * pressed stays under the finger; where it is gone, the message has gone on and is shown from its beginning. */
export function redraw(message) {
  const element = elementOf(message.id);
  if (!element) return;
  const atEnd = nearEnd();
  const old = find(":scope > article", element);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const held = focused ?? (pressed?.id === message.id ? same(old, pressed.data) : null);
  const top = held?.getBoundingClientRect().top;
  const article = find(":scope > article", messageElement(message, acts));
  old.replaceWith(article);
  redrawRelative(article);
  const again = held && same(article, held.dataset);
  if (focused) (again ?? find(".buttons button", article) ?? element).focus({ preventScroll: true });
  if (again) view.scrollTop += again.getBoundingClientRect().top - top;
  else if (held && message.private) goOn(message, element);
  else if (atEnd) view.scrollTop = view.scrollHeight;
}

function goOn(message, element) {
  announcer.textContent = announcement(message);
  reach(element);
}

let pressed = null; // the message and the button that were pressed last, which a form may hide meanwhile

export function rememberPressed(message, button) {
  pressed = { id: message.id, data: { ...button.dataset } };
  button.focus({ preventScroll: true }); // not every browser focuses what is clicked
}

/** After a dialog: the button that opened it may have been drawn anew. */
export function focusPressed() {
  const element = pressed && elementOf(pressed.id);
  if (element && document.activeElement === document.body) same(element, pressed.data)?.focus({ preventScroll: true });
}

/** The button that does the same, or the same switch, or the same reaction. */
function same(within, { action, switch: words, symbol }) {
  const by = (name, value) => (value ? find(`[data-${name}="${CSS.escape(value)}"]`, within) : null);
  return by("action", action) ?? by("switch", words) ?? by("symbol", symbol);
}

function insert(message) {
  const parent = message.thread === null ? null : elementOf(message.thread);
  if (message.thread !== null && !parent) return; // it comes with the message it stands under
  const element = messageElement(message, acts);
  if (parent) {
    threadOf(parent, message.thread).append(element);
    labelThread(parent);
  } else {
    dayBefore(message);
    list.append(element);
  }
  redrawRelative(element);
}

function dayBefore(message) {
  const at = Date.parse(message.at);
  const key = dayKey(at);
  if (list.dataset.day === key && list.childElementCount) return;
  list.dataset.day = key;
  list.append(el("li", { class: "day" }, el("h2", {}, longDay(at))));
}

function threadOf(parent, id) {
  const known = find(":scope > .thread", parent);
  if (known) return find("ol", known);
  const replies = el("ol", { id: `t${id}` });
  const toggle = el("button", { type: "button", class: "thread-toggle", "aria-controls": `t${id}` });
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-expanded") !== "true";
    opened.set(id, open);
    setOpen(parent, open);
  });
  parent.append(el("section", { class: "thread", "aria-label": "Thread" }, toggle, replies));
  setOpen(parent, true);
  return replies;
}

function setOpen(parent, open) {
  find(".thread-toggle", parent).setAttribute("aria-expanded", String(open));
  find(".thread ol", parent).hidden = !open;
}

function labelThread(parent) {
  const count = find(".thread ol", parent).childElementCount;
  const words = count === 1 ? "1 message in the thread" : `${count} messages in the thread`;
  find(".thread-toggle", parent).replaceChildren(icon(ICONS.chevron), words);
}

/** On a page just loaded only the newest thread stands open, and those a person opened. */
function closeOldThreads() {
  const parents = [...list.children].filter((child) => find(":scope > .thread", child));
  parents.forEach((parent, place) => {
    const id = Number(parent.id.slice(1));
    setOpen(parent, opened.get(id) ?? place === parents.length - 1);
  });
}

function showEmpty() {
  const empty = find(".empty", list);
  if (state.messages.size) empty?.remove();
  else if (!empty) list.append(el("li", { class: "empty" }, "Nothing here yet. An organiser starts with /daily setup."));
}

/** Whoever reads the newest message keeps it in view when the space for it changes. */
let end = true;
view.addEventListener("scroll", () => (end = nearEnd()), { passive: true });
new ResizeObserver(() => end && (view.scrollTop = view.scrollHeight)).observe(view);

const nearEnd = () => view.scrollHeight - view.scrollTop - view.clientHeight < 80;

/** Bring a message into view: its end if it fits, else its beginning. */
export function reach(element, smooth = false) {
  if (!element) return;
  const fits = element.offsetHeight < view.clientHeight - 40;
  element.scrollIntoView({ block: fits ? "end" : "start", behavior: smooth && calm() ? "smooth" : "instant" });
}

const calm = () => matchMedia("(prefers-reduced-motion: no-preference)").matches;

/** Show a message even if it stands in a closed thread, and mark it for a moment. */
export function show(id) {
  const message = state.messages.get(id);
  const element = elementOf(id);
  if (!message || !element) return;
  const parent = message.thread === null ? null : elementOf(message.thread);
  if (parent) {
    opened.set(message.thread, true);
    setOpen(parent, true);
  }
  reach(element, true);
  element.classList.add("fresh");
  setTimeout(() => element.classList.remove("fresh"), 1600);
}

export const newest = () => Math.max(0, ...state.messages.keys());
