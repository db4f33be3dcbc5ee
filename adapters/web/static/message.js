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
  const link = (each) => el("a", { href: each.url, download: each.name }, each.name);
  const item = (each) => el("li", {}, link(each), ` ${Math.max(1, Math.round(each.size / 1024))} KB`);
  return el("ul", { class: "files", "aria-label": "Files" }, ...all.map(item));
}

const botAvatar = () => el("img", { class: "avatar", src: "/static/mark.svg", alt: "", width: 36, height: 36 });

function head(message, bot, acts) {
  const at = Date.parse(message.at);
  const by = el("b", { id: `m${message.id}-by`, class: "by" }, named(nameOf(message.author)));
  const parts = [by];
  if (bot && !message.private) parts.push(el("span", { class: "badge" }, "bot"));
  if (message.via) parts.push(el("span", { class: "badge" }, `via ${message.via}`));
  parts.push(el("time", { datetime: message.at }, clockTime(at)));
  if (message.sample) parts.push(el("span", { class: "badge faint" }, "sample"));
  if (message.private) parts.push(el("span", { class: "only" }, icon(ICONS.eye), "Only you see this"));
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

function button(message, { action, label, style, spoken }, acts) {
  const letter = [...label].length === 1 ? " letter-button" : "";
  const element = el(
    "button",
    { type: "button", class: `button ${style}${letter}`, "data-action": action, "aria-label": spoken || null },
    label,
  );
  element.addEventListener("click", async () => {
    if (element.getAttribute("aria-busy")) return;
    element.setAttribute("aria-busy", "true");
    await acts.press(message, action);
    element.removeAttribute("aria-busy");
  });
  return element;
}

/** What a screen reader is told when the message arrives. */
export function announcement(message) {
  const who = nameOf(message.author) + (message.private ? ", only to you" : "");
  return `${who}: ${message.text.slice(0, 600)}`;
}
