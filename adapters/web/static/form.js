// Forms that the core asks for, as a dialog.

import { el, find } from "./dom.js";

const dialog = find("#form-dialog");

/** Open the form; ``submit(values)`` rejects with the sentence to show. */
export function openForm(form, submit) {
  const problem = el("p", { class: "problem", role: "alert" });
  const send = el("button", { type: "submit", class: "button primary" }, form.submit);
  const cancel = el("button", { type: "button", class: "button" }, "Cancel");
  cancel.addEventListener("click", () => dialog.close());
  const element = el(
    "form",
    { method: "dialog" },
    el("h2", { id: "form-title" }, form.title),
    ...form.fields.map(field),
    problem,
    el("div", { class: "row" }, send, cancel),
  );
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      await submit(Object.fromEntries(new FormData(element)));
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
    }
    send.disabled = false;
  });
  dialog.replaceChildren(element);
  dialog.showModal();
}

dialog.addEventListener("pointerdown", (event) => {
  if (event.target === dialog) dialog.close();
});

function field(spec) {
  const shared = { name: spec.name, id: `f-${spec.name}`, required: spec.required };
  const typed = { ...shared, maxlength: spec.max_length, placeholder: spec.hint || null };
  let control;
  if (spec.choices.length) control = el("select", shared, ...spec.choices.map((each) => choice(each, spec.value)));
  else if (spec.multiline) control = el("textarea", { ...typed, rows: 5 }, spec.value);
  else control = el("input", { ...typed, type: "text", value: spec.value, autocomplete: "off" });
  const optional = spec.required ? null : el("span", {}, " (optional)");
  return el("div", { class: "form-field" }, el("label", { for: shared.id }, spec.label, optional), control);
}

function choice([value, label], chosen) {
  return el("option", { value, selected: value === chosen }, label);
}
