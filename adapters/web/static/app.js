// The page: events of the server go into the state, acts of the person go to the server.

import { drawClock, startClock } from "./clock.js";
import { drawComposer, fill, replyIn, startComposer, stopReplying } from "./composer.js";
import { el, find, icon, ICONS } from "./dom.js";
import { openForm } from "./form.js";
import { get, listen, post } from "./net.js";
import { openPicker } from "./reactions.js";
import { load, prepend, state, take } from "./state.js";
import { drawStrip } from "./strip.js";
import { drawTeam, startTeam } from "./team.js";
import { drawAll, elementOf, firstMessage, focusPressed, inView, newest, reach, redraw, rememberPressed, setActs, show, upsert } from "./timeline.js";
import { setClock } from "./time.js";

const notice = find("#notice");
let awaited = 0; // the message that answers what the person just did: it comes by socket, early or late
let drawnFor = null;
let shownBefore = null; // the newest message when the person moved the clock

/** Do something on the server; its sentence is shown if it says no. */
async function attempt(path, data, how = post) {
  notice.textContent = "";
  try {
    return await how(path, data);
  } catch (error) {
    notice.textContent = error.message;
    return null;
  }
}

function receive(outcome, message) {
  if (outcome?.form) {
    const { action } = outcome.form;
    const send = (values) => post("/api/form", { as: state.me, action, values, message: message?.id ?? null });
    const submit = async (values) => {
      const answer = await send(values);
      if (answer.problem) throw new Error(answer.problem);
      receive(answer, message);
    };
    openForm(outcome.form, submit, focusPressed);
  } else if (outcome?.message && outcome.message.id !== message?.id) {
    awaited = outcome.message.id;
    reach(elementOf(awaited), true);
  }
  return outcome;
}

const acts = {
  fill,
  pick: (message, anchor) => openPicker(message, anchor, acts),
  reply: replyIn,
  react: (message, symbol, on) => attempt("/api/reaction", { as: state.me, message: message.id, symbol, on }),
  press: async (message, button) => {
    rememberPressed(message, button);
    const { action } = button.dataset;
    receive(await attempt("/api/button", { as: state.me, message: message.id, action }), message);
  },
  earlier: async (button) => {
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    const asked = { as: state.me, before: state.earlier };
    const page = await attempt("/api/messages", asked, get);
    button.removeAttribute("aria-busy");
    if (!page || asked.as !== state.me || asked.before !== state.earlier) return;
    const focused = button === document.activeElement;
    prepend(page);
    drawAll(firstMessage());
    if (focused) (find(".earlier button") ?? find("#timeline")).focus({ preventScroll: true });
  },
};

async function move(id) {
  shownBefore = newest();
  if (!(await attempt("/api/clock", { move: id }))) shownBefore = null;
}

/** The clock has arrived where the person moved it: show what came on the way. */
function arrive() {
  if (shownBefore !== null && newest() > shownBefore) show(newest());
  shownBefore = null;
}

function actAs(account) {
  state.me = account;
  history.replaceState(null, "", `?as=${encodeURIComponent(account)}`);
  notice.textContent = "";
  stopReplying();
  again();
}

/** Show where a first step is done. */
function guide(step) {
  const last = (selector) => [...document.querySelectorAll(selector)].at(-1);
  const target = {
    tap: () => last('[data-action^="v1:answer:"], [data-action^="v1:form:"]')?.parentNode.firstChild,
    reveal: () => find('[data-move="reveal"]'),
    result: () => last('[data-action^="v1:result:"]'),
    next: () => find('[data-move="next"]'),
  }[step];
  if (step === "quiz") return fill("/quiz mlflow");
  const element = target?.();
  element?.scrollIntoView({ block: "center" });
  element?.focus();
}

function drawFaults() {
  const lines = state.faults.map((fault) => el("li", {}, fault));
  find("#faults").replaceChildren(el("b", {}, state.faults_head), el("ul", {}, ...lines));
  find("#faults").hidden = !lines.length;
}

function drawEverything(stay) {
  document.title = `${state.channel.name} · Dailydrill playground`;
  find("#channel").textContent = state.channel.name;
  drawTeam();
  drawComposer();
  drawClock();
  drawStrip(guide);
  drawFaults();
  drawAll(stay ? inView() : null);
}

const onEvent = {
  state(event) {
    const stay = event.me === drawnFor; // connected anew, not somebody else
    drawnFor = event.me;
    load(event);
    setClock(event.now, event.zone);
    drawEverything(stay);
  },
  message(event) {
    setClock(event.now);
    const { message, isNew } = take(event.message);
    upsert(message, isNew);
    if (isNew && message.id === awaited) reach(elementOf(awaited), true);
  },
  reactions(event) {
    const message = state.messages.get(event.message);
    if (!message) return;
    message.reactions = event.reactions;
    redraw(message);
  },
  clock(event) {
    setClock(event.now);
    Object.assign(state, { moves: event.moves, down: event.down, walking: event.walking });
    drawClock();
    drawTeam();
    if (!event.walking) arrive();
  },
  people(event) {
    state.people = event.people;
    drawTeam();
  },
  strip(event) {
    state.strip = event.strip;
    drawStrip(guide);
  },
  faults(event) {
    Object.assign(state, { faults: event.faults, faults_head: event.faults_head });
    drawFaults();
  },
  reload: () => again(),
};

function drawTheme() {
  const chosen = document.documentElement.dataset.theme;
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  find("#theme").replaceChildren(icon(dark ? ICONS.sun : ICONS.moon));
  find("#theme").setAttribute("aria-label", `Switch to ${dark ? "light" : "dark"} colours`);
  return dark;
}

find("#theme").addEventListener("click", () => {
  const next = drawTheme() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem("theme", next);
  drawTheme();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawTheme);

setActs(acts);
drawTheme();
startTeam(actAs);
startComposer(async (text, thread) => {
  const outcome = await attempt("/api/command", { as: state.me, text, thread });
  return receive(outcome, null) !== null;
});
const again = listen(
  () => state.me,
  (event) => onEvent[event.type]?.(event),
  (up) => {
    const said = up ? "" : "Connection lost. Trying again…";
    if (find("#connection").textContent !== said) find("#connection").textContent = said;
  },
);
startClock(move, (down) => attempt("/api/down", { down }), again);
