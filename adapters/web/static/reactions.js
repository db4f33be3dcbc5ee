// Reactions: the row beneath a message, and the picker.

import { el, find } from "./dom.js";
import { nameOf, state } from "./state.js";

export const SYMBOLS = ["🇦", "🇧", "🇨", "🇩", "🇪", "👍", "🎉", "🤔", "👀"];
const WORDS = { "👍": "thumbs up", "🎉": "party", "🤔": "thinking", "👀": "eyes" };
const FIRST_LETTER = 0x1f1e6;

/** Letters are drawn as letters: many systems have no picture for a lone regional indicator. */
function glyph(symbol) {
  const place = symbol.codePointAt(0) - FIRST_LETTER;
  if (place >= 0 && place < 26) return el("span", { class: "glyph" }, String.fromCharCode(65 + place));
  return el("span", {}, symbol);
}

function word(symbol) {
  const place = symbol.codePointAt(0) - FIRST_LETTER;
  return place >= 0 && place < 26 ? `letter ${String.fromCharCode(65 + place)}` : (WORDS[symbol] ?? symbol);
}

export function reactionRow(message, acts) {
  const row = el("div", { class: "reactions", hidden: message.reactions.length === 0 });
  for (const { symbol, accounts } of message.reactions) {
    const mine = accounts.includes(state.me);
    const names = accounts.map(nameOf).join(", ");
    const pill = el(
      "button",
      {
        type: "button",
        class: "reaction",
        "aria-pressed": String(mine),
        "aria-label": `${word(symbol)}, ${accounts.length}: ${names}`,
        title: names,
        "data-symbol": symbol,
      },
      glyph(symbol),
      el("span", { class: "count" }, String(accounts.length)),
    );
    pill.addEventListener("click", () => acts.react(message, symbol, !mine));
    row.append(pill);
  }
  return row;
}

let picking = null;

/** Open the picker at ``anchor``; the choice toggles the reaction of the member acting. */
export function openPicker(message, anchor, acts) {
  const picker = find("#picker");
  picking = { message, acts, anchor };
  if (!picker.childElementCount) fillPicker(picker);
  picker.showPopover();
  const place = anchor.getBoundingClientRect();
  const left = Math.max(8, Math.min(place.right - picker.offsetWidth, innerWidth - picker.offsetWidth - 8));
  const below = place.bottom + 4 + picker.offsetHeight < innerHeight;
  picker.style.left = `${left}px`;
  picker.style.top = `${below ? place.bottom + 4 : place.top - picker.offsetHeight - 4}px`;
  picker.querySelector("button").focus();
}

function fillPicker(picker) {
  for (const symbol of SYMBOLS) {
    const choice = el("button", { type: "button", class: "tool", "aria-label": word(symbol) }, glyph(symbol));
    choice.addEventListener("click", () => choose(picker, symbol));
    picker.append(choice);
  }
  picker.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...picker.children];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  });
}

function choose(picker, symbol) {
  const { message, acts, anchor } = picking;
  const known = state.messages.get(message.id)?.reactions.find((each) => each.symbol === symbol);
  picker.hidePopover();
  anchor.focus();
  acts.react(message, symbol, !known?.accounts.includes(state.me));
}
