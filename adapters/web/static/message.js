// One message as an element. What it does when pressed is handed in.

import { avatar, el, icon, ICONS, named } from "./dom.js";
import { reactionRow } from "./reactions.js";
import { nameOf, state } from "./state.js";
import { clockTime } from "./time.js";

/** ``acts``: {press(message, action), fill(text), react(message, symbol, on), pick(message, anchor), reply(message)} */
export function messageElement(message, acts) {
  const bot = message.author === state.bot.account;
  const kind = ["message", bot ? "bot" : "", message.private ? "private" : "", message.sample ? "sample" : ""];
  const body = el("div", { class: "body" });
  body.innerHTML = message.html; // escaped by the server, which alone makes it
  showPictures(body, message.pictures ?? []);
  body.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-fill]");
    if (chip) acts.fill(chip.dataset.fill);
  });
  const article = el("article", { "aria-labelledby": `m${message.id}-by` }, head(message, bot, acts), body);
  if (message.files?.length) article.append(files(message.files));
  if (message.buttons.length) article.append(buttons(message, acts));
  if (!message.private) article.append(reactionRow(message, acts));
  return el(
    "li",
    { class: kind.filter(Boolean).join(" "), id: `m${message.id}`, tabindex: "-1" },
    bot ? botAvatar() : avatar(message.author, nameOf(message.author)),
    article,
  );
}

/** The frames stand in the HTML, in the order of the pictures. */
function showPictures(body, pictures) {
  body.querySelectorAll("figure.picture img").forEach((frame, place) => {
    const picture = pictures[place];
    if (picture) Object.assign(frame, { width: picture.width, height: picture.height, src: picture.url });
  });
}

function files(all) {
  const size = (each) => `${Math.max(1, Math.round(each.size / 1024))} KB`;
  const link = (each) => el("a", { href: each.url, download: each.name }, icon(ICONS.file), each.name, el("span", {}, size(each)));
  return el("ul", { class: "files", "aria-label": "Files" }, ...all.map((each) => el("li", {}, link(each))));
}

const ONLY_YOU = "Only you see this";
const DIRECT = "Direct message: only you see this";

const botAvatar = () => el("img", { class: "avatar", src: "/static/mark.svg", alt: "", width: 36, height: 36 });

function head(message, bot, acts) {
  const at = Date.parse(message.at);
  const by = el("b", { id: `m${message.id}-by`, class: "by" }, named(nameOf(message.author)));
  const parts = [by];
  if (bot && !message.private) parts.push(el("span", { class: "badge" }, "bot"));
  if (message.via) parts.push(el("span", { class: "badge" }, `via ${message.via}`));
  parts.push(el("time", { datetime: message.at }, clockTime(at)));
  if (message.sample) parts.push(el("span", { class: "badge faint" }, "sample"));
  if (message.private) parts.push(el("span", { class: "only" }, icon(ICONS.eye), message.direct ? DIRECT : ONLY_YOU));
  else parts.push(tools(message, acts));
  return el("header", {}, ...parts);
}

function tools(message, acts) {
  const add = el("button", { type: "button", class: "tool", "aria-label": "Add a reaction" }, icon(ICONS.smile));
  add.addEventListener("click", () => acts.pick(message, add));
  const holder = el("span", { class: "tools" }, add);
  if (message.thread === null) {
    const reply = el("button", { type: "button", class: "tool", "aria-label": "Reply in thread" }, icon(ICONS.reply));
    reply.addEventListener("click", () => acts.reply(message));
    holder.append(reply);
  }
  return holder;
}

function buttons(message, acts) {
  const rows = message.buttons.map((row) => el("div", { class: "row" }, ...row.map((each) => button(message, each, acts))));
  return el("div", { class: "buttons", role: "group", "aria-label": "Buttons of this message" }, ...rows);
}

function button(message, spec, acts) {
  const { action, label, style, spoken } = spec;
  const letter = [...label].length === 1 ? " letter-button" : "";
  const known = { type: "button", "data-action": action, "aria-label": spoken || null };
  const element = BOX.test(label)
    ? toggle(known, label, style)
    : el("button", { ...known, class: `button ${style}${letter}${label.startsWith("✓ ") ? " on" : ""}` }, label);
  element.addEventListener("click", async () => {
    if (element.getAttribute("aria-busy")) return;
    element.setAttribute("aria-busy", "true");
    await acts.press(message, element);
    element.removeAttribute("aria-busy");
  });
  return element;
}

const BOX = /^[☐☑] /;

/** A label that begins with a box is a switch. What is spoken says already what pressing it does. */
function toggle(known, label, style) {
  const words = label.slice(2);
  const on = label.startsWith("☑");
  const pressed = known["aria-label"] ? null : String(on);
  const props = { ...known, class: `button toggle ${style}${on ? " on" : ""}${words.length < 3 ? " short" : ""}`, "data-switch": words, "aria-pressed": pressed };
  return el("button", props, el("span", { class: "box", "aria-hidden": "true" }, on ? icon(ICONS.tick) : ""), words);
}

/** What a screen reader is told when the message arrives. */
export function announcement(message) {
  const who = nameOf(message.author) + (message.private ? ", only to you" : "");
  return `${who}: ${message.text.slice(0, 600)}`;
}
