// The strip of first steps: ticks itself off, and each step shows where it is done.

import { el, find } from "./dom.js";
import { state } from "./state.js";

const strip = find("#strip");
const HIDDEN = "strip-hidden";

export function drawStrip(guide) {
  const done = state.strip.filter((step) => step.done).length;
  const finished = done === state.strip.length;
  strip.hidden = localStorage.getItem(HIDDEN) === "yes" || !state.strip.length;
  const current = state.strip.find((step) => !step.done)?.id;
  const steps = state.strip.map((step, place) => item(step, place, current, guide));
  const hide = el("button", { type: "button", class: "tool", "aria-label": "Hide the first steps" }, "×");
  hide.addEventListener("click", () => {
    localStorage.setItem(HIDDEN, "yes");
    strip.hidden = true;
  });
  const end = finished ? el("p", { class: "finished" }, "That is the whole day. Go on as you like.") : null;
  const count = el("span", { class: "count", "aria-hidden": "true" }, `${done}/${state.strip.length}`);
  strip.replaceChildren(count, ...(end ? [end] : [el("ol", {}, ...steps)]), hide);
}

function item(step, place, current, guide) {
  const state = step.done ? "done" : step.id === current ? "current" : "";
  const number = el("span", { class: "number", "aria-hidden": "true" }, step.done ? "✓" : String(place + 1));
  const spoken = step.done ? el("span", { class: "unseen" }, " (done)") : null;
  const button = el("button", { type: "button", class: "step" }, number, el("span", {}, ...emphasised(step.text)), spoken);
  button.addEventListener("click", () => guide(step.id));
  return el("li", { class: state, "aria-current": state === "current" ? "step" : null }, button);
}

/** "Press *Reveal*" → Press <b>Reveal</b> */
function emphasised(text) {
  return text.split("*").map((part, place) => (place % 2 ? el("b", {}, part) : part));
}
