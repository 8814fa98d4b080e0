// The conversation as the reader sees it: one node an entry, added once, so that a screen reader announces it once.

/** @import {Actions, Context, Entry, Shown, State} from "./types.js" */
/** @import {View} from "./view.js" */
import { show } from "./cards.js";
import { progress } from "./state.js";

export class Log {
  /** @type {Map<string, {entry: Entry, shown: Shown}>} */
  #nodes = new Map();

  /** @param {View} view @param {Actions} actions */
  constructor(view, actions) {
    this.view = view;
    this.actions = actions;
  }

  /** New entries are added, changed ones follow, erased ones go. @param {State} state */
  show({ entries }) {
    const { view } = this;
    const held = view.focused !== null;
    const keys = new Set(entries.map((entry) => entry.key));
    for (const [key, { shown }] of this.#nodes) {
      if (keys.has(key)) continue;
      shown.node.remove();
      this.#nodes.delete(key);
    }
    view.greeting = entries.every((entry) => entry.kind === "said" && !entry.text);
    /** @type {Element | null} */
    let last = view.log.firstElementChild;
    /** @type {HTMLElement | undefined} */
    let reply;
    for (const entry of entries) {
      const known = this.#nodes.get(entry.key);
      const shown = known?.shown ?? show(entry, this.#context());
      if (!known) {
        last?.after(shown.node);
        if (entry.kind !== "said") reply ??= shown.node;
      }
      last = shown.node;
      if (known?.entry === entry) continue;
      shown.update?.(entry);
      this.#nodes.set(entry.key, { entry, shown });
    }
    const doing = progress({ entries });
    view.report(doing);
    // Of what came the beginning is shown, with the end of the question above; what the reader waits for stays in sight.
    if (reply) view.log.scrollTop = reply.offsetTop - 40;
    else if (doing) view.log.scrollTop = view.log.scrollHeight;
    if (held && view.focused === null) view.log.focus({ preventScroll: true });
  }

  /** The words of now: what is shown already keeps those it was shown with. @returns {Context} */
  #context() {
    const { view, actions } = this;
    return { language: view.language, audience: view.audience, actions, say: (key) => view.say(key) };
  }
}
