// What happens when the reader says something. Fetched when the reader first touches the chat, not with the page.

/** @import {Actions, Change, Host, MessageEntry, Outgoing, Reason} from "./types.js" */
/** @import {View} from "./view.js" */
import { Log } from "./log.js";
import { initial, reduce } from "./state.js";
import { newId, Refused, Transport } from "./transport.js";

/** @implements {Actions} */
export class Conversation {
  #state = initial;

  /** @param {Host} host @param {View} view */
  constructor(host, view) {
    this.host = host;
    this.log = new Log(view, this);
    this.transport = new Transport(() => ({ base: host.server, audience: host.audience, language: host.spoken.language }));
  }

  /** @param {string} text */
  ask(text) {
    this.#say(text, { text });
  }

  /** @param {string} choice @param {string} label @param {string} [from] the entry that offered it, if it is to close */
  choose(choice, label, from) {
    if (from) this.#change({ type: "picked", key: from, option: choice });
    this.#say(label, { choice });
  }

  /** @param {string} key */
  resend(key) {
    const entry = this.#state.entries.find((entry) => entry.key === key);
    if (entry?.kind === "said") this.#deliver(key, entry.sent);
  }

  /** @param {MessageEntry} entry @param {boolean} helpful @param {Reason | "skip"} [reason] */
  async rate({ key, message }, helpful, reason) {
    const asks = !helpful && !reason && this.host.audience === "parent";
    this.#change({ type: "rated", key, rated: asks ? "no" : "done" });
    if (reason === "skip") return;
    // A later opinion on the same message replaces the earlier one, so "no" is told before its reason.
    const again = () => this.#change({ type: "rated", key, rated: null });
    await this.transport.rate(message.id, helpful, reason).catch(again);
  }

  /** From the beginning, in the same conversation: the bot forgets what it was talking about. */
  restart() {
    this.transport.stop();
    this.#change({ type: "cleared" });
    if (this.transport.live) this.#say("", { choice: "start_over" });
  }

  /** Erases here and on the server; true when the server confirmed it. */
  async erase() {
    this.#change({ type: "cleared" });
    const word = await this.transport.erase().then((done) => (done ? "erased" : "erase_pending"), () => "erase_failed");
    this.#change({ type: "note", key: newId(), word });
    if (word === "erased") this.host.tell("erase");
    return word === "erased";
  }

  /** @param {string} text @param {Outgoing} sent */
  #say(text, sent) {
    const key = newId();
    this.#change({ type: "said", key, text, sent });
    this.#deliver(key, sent);
  }

  /** @param {string} key @param {Outgoing} sent */
  async #deliver(key, sent) {
    const { chosen, language } = this.host.spoken;
    this.#change({ type: "status", key, status: "sending" });
    try {
      const waiting = () => this.#change({ type: "status", key, status: "waiting" });
      const reply = await this.transport.send(sent, { id: key, language: chosen ? language : null, waiting });
      await this.host.follow(reply.language);
      if (reply.renewed) this.#change({ type: "note", key: newId(), word: "renewed" });
      this.#change({ type: "replied", key, reply });
      this.host.tell("reply");
    } catch (error) {
      const detail = error instanceof Refused ? error.message : "";
      this.#change({ type: "status", key, status: "failed", detail });
    }
  }

  /** @param {Change} change */
  #change(change) {
    this.#state = reduce(this.#state, change);
    this.log.show(this.#state);
  }
}
