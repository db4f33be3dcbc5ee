// The composer: plain messages, slash commands, and what could be typed next.

import { el, find, icon, ICONS, named } from "./dom.js";
import { get } from "./net.js";
import { person, state } from "./state.js";
import { shortDay } from "./time.js";

const input = find("#say");
const offers = find("#offers");
const list = find("#suggestions");
const hint = find("#hint");
const narrow = matchMedia("(max-width: 560px)");
const sent = []; // what was typed before, newest last
let recalled = 0; // how far back in it the arrow key has gone
let active = -1;
let asking = null;
let replyTo = null;

export function startComposer(send) {
  input.addEventListener("input", ask);
  input.addEventListener("focus", ask);
  input.addEventListener("blur", () => setTimeout(close, 120));
  input.addEventListener("keydown", onKey);
  find("#say-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    close();
    input.value = "";
    if (sent.at(-1) !== text) sent.push(text);
    recalled = 0;
    const taken = await send(text, replyTo?.id ?? null);
    if (!taken && !input.value) input.value = text;
    if (taken) stopReplying();
  });
}

export function fill(text) {
  input.value = text;
  input.focus();
  input.setSelectionRange(text.length, text.length);
  ask();
}

export function drawComposer() {
  const name = person(state.me)?.name ?? "";
  input.placeholder = narrow.matches ? "Message, or / for commands" : `Message as ${name}, or / for commands`;
  input.setAttribute("aria-label", `Message as ${name}, or a command that begins with a slash`);
}

export function replyIn(message) {
  replyTo = message;
  const stop = el("button", { type: "button", class: "tool", "aria-label": "Do not reply in the thread" }, icon(ICONS.close));
  stop.addEventListener("click", stopReplying);
  find("#reply-to").replaceChildren("Replying in the thread of ", el("b", {}, shortDay(Date.parse(message.at))), stop);
  find("#reply-to").hidden = false;
  input.focus();
}

export function stopReplying() {
  replyTo = null;
  find("#reply-to").hidden = true;
}

async function ask() {
  asking?.abort();
  if (!input.value.startsWith("/")) return close();
  dropStale();
  asking = new AbortController();
  try {
    const found = await get("/api/suggest", { as: state.me, text: input.value }, asking.signal);
    if (document.activeElement === input) draw(found);
  } catch {
    // Typing goes on without suggestions; sending will say what is wrong.
  }
}

/** What was offered for an earlier text must not be taken for this one while the answer is on its way. */
function dropStale() {
  const typed = input.value.toLowerCase();
  const kept = [...list.children].filter((each) => each.dataset.insert.toLowerCase().startsWith(typed));
  if (kept.length < list.childElementCount) show(kept);
}

function draw({ suggestions, hint: said }) {
  const typed = input.value;
  const [name, ...rest] = said.split(": ");
  hint.replaceChildren(...(said ? [el("b", {}, name), ` ${rest.join(": ")}`] : []));
  show(suggestions.filter(({ insert }) => insert.trimEnd() !== typed).map(option));
}

function show(options) {
  active = -1;
  input.removeAttribute("aria-activedescendant");
  list.replaceChildren(...options);
  list.scrollTop = 0;
  list.hidden = !options.length;
  offers.hidden = list.hidden && !hint.textContent;
  input.setAttribute("aria-expanded", String(!list.hidden));
}

function option({ insert, label, help }, place) {
  const element = el(
    "li",
    { role: "option", id: `s${place}`, "aria-selected": "false", "data-insert": insert },
    el("b", {}, named(label)),
    el("span", {}, help),
  );
  element.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
  element.addEventListener("click", () => fill(element.dataset.insert));
  return element;
}

function close() {
  asking?.abort();
  hint.replaceChildren();
  show([]);
}

function onKey(event) {
  if (event.isComposing) return;
  if (event.key === "Escape" && replyTo && list.hidden) return stopReplying();
  if (event.key === "Escape") return close();
  if (list.hidden) return recall(event);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) mark(active + step);
  else if (event.key === "Enter" && active >= 0) fill(list.children[active].dataset.insert);
  else if (event.key === "Tab" && !event.shiftKey) fill(list.children[Math.max(active, 0)].dataset.insert);
  else return;
  event.preventDefault();
}

/** The arrow up brings back what was sent, to mend a slip; it does not touch what is being typed. */
function recall(event) {
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  const shown = recalled ? sent.at(-recalled) : "";
  if (!step || input.value !== shown) return;
  recalled = Math.min(Math.max(recalled + step, 0), sent.length);
  input.value = recalled ? sent.at(-recalled) : "";
  event.preventDefault();
}

function mark(place) {
  const options = [...list.children];
  active = place < -1 ? options.length - 1 : place >= options.length ? -1 : place;
  options.forEach((each, index) => each.setAttribute("aria-selected", String(index === active)));
  if (active < 0) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", options[active].id);
  options[active].scrollIntoView({ block: "nearest" });
}
