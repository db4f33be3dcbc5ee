// Speaking to the server: JSON requests, and a WebSocket that comes back by itself.

async function answer(response) {
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(data.error ?? "The playground did not answer. Is it still running?");
  return data;
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (problem) {
    if (problem.name === "AbortError") throw problem;
    throw new Error("The playground does not answer. Is it still running?");
  }
  return answer(response);
}

export const post = (path, data) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) });

export const get = (path, query, signal) => ask(`${path}?${new URLSearchParams(query)}`, { signal });

/** Keeps a socket open; ``account()`` says whom this tab acts as. The first event is the whole state. */
export function listen(account, onEvent, onConnection) {
  let socket = null;
  let wait = 300;
  let timer = null;

  function open() {
    clearTimeout(timer);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const mine = new WebSocket(`${scheme}://${location.host}/ws?as=${encodeURIComponent(account())}`);
    socket = mine;
    mine.onmessage = (message) => {
      if (mine !== socket) return;
      wait = 300;
      onConnection(true);
      onEvent(JSON.parse(message.data));
    };
    mine.onclose = () => {
      if (mine !== socket) return;
      onConnection(false);
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, 5000);
    };
  }

  /** Begin again with the whole state, for example as somebody else. */
  function again() {
    const old = socket;
    open();
    old?.close();
  }

  window.addEventListener("online", again);
  open();
  return again;
}
