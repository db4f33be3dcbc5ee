// The composer: plain messages, slash commands, and what could be typed next.

import { el, find, icon, ICONS, named } from "./dom.js";
import { get } from "./net.js";
import { person, state } from "./state.js";
import { shortDay } from "./time.js";

const input = find("#say");
const list = find("#suggestions");
const narrow = matchMedia("(max-width: 560px)");
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
    const sent = await send(text, replyTo?.id ?? null);
    if (!sent && !input.value) input.value = text;
    if (sent) stopReplying();
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
    const { suggestions } = await get("/api/suggest", { as: state.me, text: input.value }, asking.signal);
    if (document.activeElement === input) draw(suggestions);
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

function draw(suggestions) {
  const typed = input.value;
  show(suggestions.filter(({ insert }) => insert !== typed).map(option));
}

function show(options) {
  active = -1;
  input.removeAttribute("aria-activedescendant");
  list.replaceChildren(...options);
  list.scrollTop = 0;
  list.hidden = !options.length;
  input.setAttribute("aria-expanded", String(options.length > 0));
}

function option({ insert, label, help }, place) {
  const element = el(
    "li",
    { role: "option", id: `s${place}`, "aria-selected": "false", "data-insert": insert },
    el("b", {}, named(label)),
    el("span", {}, help),
  );
  element.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(element);
  });
  return element;
}

function close() {
  asking?.abort();
  list.hidden = true;
  active = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function onKey(event) {
  if (event.key === "Escape" && replyTo && list.hidden) return stopReplying();
  if (list.hidden || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) mark(active + step);
  else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
  else if (event.key === "Tab" && !event.shiftKey) choose(list.children[Math.max(active, 0)]);
  else if (event.key === "Escape") close();
  else return;
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

function choose(element) {
  fill(element.dataset.insert);
}
