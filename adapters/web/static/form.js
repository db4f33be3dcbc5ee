// Forms that the core asks for, as a dialog. What was typed outlives a refusal and a slip of the finger.

import { el, find } from "./dom.js";

const dialog = find("#form-dialog");
const drafts = new Map(); // action → what was typed into a form that was left without being sent
const FEW = 5; // choices that are seen at once

/** Open the form; ``submit(values)`` rejects with the sentence to show. ``closed()``: the dialog is gone. */
export function openForm(form, submit, closed) {
  const problem = el("p", { class: "problem", role: "alert" });
  const send = el("button", { type: "submit", class: "button primary" }, form.submit);
  const cancel = el("button", { type: "button", class: "button" }, "Cancel");
  const draft = drafts.get(form.action) ?? {};
  const element = el(
    "form",
    { method: "dialog" },
    el("h2", { id: "form-title" }, form.title),
    ...form.fields.map((spec) => field({ ...spec, value: draft[spec.name] ?? spec.value })),
    problem,
    el("div", { class: "row" }, send, cancel),
  );
  const values = () => Object.fromEntries(new FormData(element));
  const before = JSON.stringify(values());
  let finished = false;
  cancel.addEventListener("click", () => {
    finished = true;
    dialog.close();
  });
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    problem.textContent = "";
    try {
      await submit(values());
      finished = true;
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
      problem.scrollIntoView({ block: "nearest" });
    }
    send.disabled = false;
  });
  dialog.onclose = () => {
    if (finished) drafts.delete(form.action);
    else if (JSON.stringify(values()) !== before) drafts.set(form.action, values());
    closed();
  };
  dialog.replaceChildren(element);
  dialog.showModal();
}

dialog.addEventListener("pointerdown", (event) => {
  if (event.target === dialog) dialog.close();
});

function field(spec) {
  if (spec.choices.length && spec.choices.length <= FEW) return radios(spec);
  const shared = { name: spec.name, id: `f-${spec.name}`, required: spec.required };
  const label = el("label", { for: shared.id }, spec.label, optional(spec));
  if (spec.choices.length) return el("div", { class: "form-field" }, label, select(spec, shared));
  const typed = { ...shared, maxlength: spec.max_length, placeholder: spec.hint || null };
  if (!spec.multiline) {
    return el("div", { class: "form-field" }, label, el("input", { ...typed, type: "text", value: spec.value, autocomplete: "off" }));
  }
  const area = el("textarea", { ...typed, rows: spec.max_length > 500 ? 8 : 3 }, spec.value);
  return el("div", { class: "form-field" }, label, area, counter(area, spec.max_length));
}

const optional = (spec) => (spec.required ? null : el("span", {}, " (optional)"));

/** How much room is left; read aloud only when a reader comes to it. */
function counter(area, most) {
  const output = el("output", { class: "counter", for: area.id });
  const count = () => (output.textContent = `${area.value.length.toLocaleString("en")} of ${most.toLocaleString("en")}`);
  area.addEventListener("input", count);
  output.setAttribute("aria-live", "off");
  count();
  return output;
}

function select(spec, shared) {
  const empty = spec.required ? [] : [["", "–"]];
  const option = ([value, label]) => el("option", { value, selected: value === spec.value }, label);
  return el("select", shared, ...[...empty, ...spec.choices].map(option));
}

function radios(spec) {
  const one = ([value, label]) => {
    const input = el("input", { type: "radio", name: spec.name, value, required: spec.required });
    input.defaultChecked = value === spec.value;
    return el("label", { class: "choice" }, input, el("span", {}, label));
  };
  const legend = el("legend", {}, spec.label, optional(spec));
  return el("fieldset", { class: "form-field" }, legend, ...spec.choices.map(one));
}
