// What this tab knows. Everything else draws from it and is told when it changed.

export const state = {
  me: new URLSearchParams(location.search).get("as") ?? "",
  organiser: false,
  bot: { account: "dailydrill", name: "Dailydrill" },
  channel: { id: "", name: "" },
  people: [],
  messages: new Map(),
  moves: [],
  strip: [],
  earlier: null, // the id to ask from for what came before these messages
  faults: [],
  faults_head: "",
  down: false,
  walking: false,
};

export const person = (account) => state.people.find((each) => each.account === account);

export const nameOf = (account) =>
  account === state.bot.account ? state.bot.name : (person(account)?.name ?? account);

/** Take over the whole state as the server sent it. */
export function load(data) {
  const { messages, ...rest } = data;
  Object.assign(state, rest);
  state.messages = new Map(messages.map((message) => [message.id, message]));
}

/** Messages that came before all that are known. */
export function prepend({ messages, earlier }) {
  state.earlier = earlier;
  for (const message of messages) if (!state.messages.has(message.id)) state.messages.set(message.id, message);
}

/** A new or changed message; its reactions are told apart, so the known ones stay. */
export function take(message) {
  const known = state.messages.get(message.id);
  const merged = { reactions: known?.reactions ?? [], ...message };
  state.messages.set(message.id, merged);
  return { message: merged, isNew: !known };
}
