// What has been said, as a value: `reduce` makes the next state of the last one and a change, and touches nothing else.

/** @import {Change, Entry, Message, Reply, State} from "./types.js" */

/** @type {State} */
export const initial = { entries: [] };

/** Is the reader waiting for something, and does it stand still? @param {State} state */
export function progress(state) {
  const open = state.entries.filter((entry) => entry.kind === "said");
  if (open.some((entry) => entry.status === "waiting")) return "waiting";
  return open.some((entry) => entry.status === "sending") ? "typing" : "";
}

/** @param {State} state @param {Change} change @returns {State} */
export function reduce(state, change) {
  switch (change.type) {
    case "said": {
      const { key, text, sent } = change;
      return add(state, { key, kind: "said", text, sent, status: "sending", detail: "" });
    }
    case "status":
      return patch(state, change.key, { status: change.status, detail: change.detail ?? "" });
    case "replied": {
      const question = state.entries.find((entry) => entry.key === change.key);
      // Erased meanwhile, or answered already by an earlier try: nothing to show.
      if (question?.kind !== "said" || question.status === "sent") return state;
      // The server keeps no reply that is an error: the same message may be sent again.
      const status = change.reply.outcome === "error" ? "failed" : "sent";
      // Starting over is said without words, and the welcome is its answer.
      if (!question.text) return patch(state, change.key, { status });
      return answered(patch(state, change.key, { status }), question.key, change.reply);
    }
    case "picked":
      return patch(state, change.key, { picked: change.option });
    case "rated":
      return patch(state, change.key, { rated: change.rated });
    case "note":
      return add(state, { key: change.key, kind: "note", word: change.word });
    case "cleared":
      return initial;
  }
}

/** @param {State} state @param {...Entry} entries @returns {State} */
const add = (state, ...entries) => ({ entries: [...state.entries, ...entries] });

/** @param {State} state @param {string} key @param {object} change @returns {State} */
const patch = (state, key, change) => ({
  entries: state.entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)),
});

/**
 * The reply stands below its own question, even where the next one has been asked already; help in a crisis comes first.
 * @param {State} state @param {string} key @param {Reply} reply @returns {State}
 */
function answered({ entries }, key, { messages, language }) {
  const place = entries.findIndex((entry) => entry.key === key);
  const next = entries.findIndex((entry, i) => i > place && entry.kind === "said");
  const end = next < 0 ? entries.length : next;
  /** @param {Message} message */
  const rank = (message) => (message.type === "help" && message.crisis ? 0 : 1);
  const added = [...messages]
    .sort((a, b) => rank(a) - rank(b))
    .map((message, i) => /** @type {Entry} */ ({
      key: `${key}/${entries.length + i}`, kind: "message", message, language, picked: null, rated: null,
    }));
  return { entries: [...entries.slice(0, end), ...added, ...entries.slice(end)] };
}
