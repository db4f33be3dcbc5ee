// The clock: what time it is, where it can be moved, and the switch "the bot is down".

import { el, find } from "./dom.js";
import { state } from "./state.js";
import { clockTime, longDay, now, redrawRelative, shortDay } from "./time.js";

const moves = find("#moves");
const down = find("#down");
const narrow = matchMedia("(max-width: 899px)");

export function startClock(move, setDown, pastMove) {
  moves.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.getAttribute("aria-disabled") !== "true") move(button.dataset.move);
  });
  down.addEventListener("change", () => setDown(down.checked));
  setInterval(() => {
    drawNow();
    if (state.moves.some(({ to }) => Date.parse(to) < now() - 1500) && !state.walking) pastMove();
  }, 1000);
  setInterval(redrawRelative, 15000, document);
}

function drawNow() {
  const instant = now();
  put("#now-time", clockTime(instant));
  put("#now-day", narrow.matches ? shortDay(instant) : longDay(instant));
}

function put(selector, text) {
  const element = find(selector);
  if (element.textContent !== text) element.textContent = text;
}

export function drawClock() {
  drawNow();
  redrawRelative();
  down.checked = state.down;
  find("#clock").classList.toggle("walking", state.walking);
  const focused = moves.contains(document.activeElement);
  const shown = state.moves.map(button);
  for (const old of [...moves.children]) if (!shown.includes(old)) old.remove();
  shown.forEach((each, place) => {
    if (moves.children[place] !== each) moves.insertBefore(each, moves.children[place] ?? null);
  });
  if (focused && !moves.contains(document.activeElement)) moves.firstElementChild?.focus();
}

/** The same button stays the same element, so the keyboard does not lose its place. */
function button({ id, label }, place) {
  const known = find(`[data-move="${CSS.escape(id)}"]`, moves);
  const element = known ?? el("button", { type: "button", class: "button", "data-move": id });
  element.classList.toggle("primary", place === 0);
  element.textContent = label;
  element.setAttribute("aria-disabled", String(state.walking));
  return element;
}
