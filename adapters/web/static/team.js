// The members: whom to act as, their streaks and points.

import { avatar, el, find, hue, initial, named } from "./dom.js";
import { person, state } from "./state.js";

const people = find("#people");

export function startTeam(actAs) {
  people.addEventListener("change", (event) => actAs(event.target.value));
  people.addEventListener("click", (event) => {
    const sheet = find("#team");
    if (event.target.matches("input") && sheet.matches(":popover-open")) sheet.hidePopover();
  });
}

export function drawTeam() {
  const focused = people.contains(document.activeElement) ? document.activeElement.value : null;
  people.replaceChildren(...state.people.map(row));
  if (focused) find(`input[value="${CSS.escape(focused)}"]`, people)?.focus({ preventScroll: true });
  for (const id of ["#me-avatar", "#acting-avatar"]) drawMe(find(id));
}

function drawMe(element) {
  const me = person(state.me);
  if (!me) return;
  element.textContent = initial(me.name);
  element.dataset.hue = hue(me.account);
}

function row(each) {
  const radio = el("input", { type: "radio", name: "as", value: each.account, class: "unseen" });
  radio.checked = each.account === state.me;
  const facts = [`streak ${each.streak}`, `${each.points} points`];
  return el(
    "label",
    { class: "person" },
    radio,
    avatar(each.account, each.name),
    el(
      "span",
      { class: "who" },
      el("span", { class: "name" }, named(each.name), each.organiser ? el("span", { class: "badge" }, "organiser") : null),
      el("span", { class: "facts" }, facts.join(" · ")),
    ),
    el("span", { class: `today ${each.answered_today ? "yes" : ""}` }, today(each)),
  );
}

/** Whether the member has answered, while there is a question to answer. */
function today(each) {
  if (each.answered_today) return "✓ answered";
  return state.moves.some((move) => move.id === "reveal") ? "not yet" : "";
}
