// The API client. A message keeps its id through every try, so that the server answers it once however often it arrives.

/** @import {Audience, Outgoing, Reason, Reply} from "./types.js" */

const PAUSES = [1000, 2000, 4000, 8000]; // between tries; after the last one the reader decides
const PATIENCE = 20000; // ms for one request; the server itself gives up on the bot after 8 s

/** The server answered, and the answer was no. `message` is in the reader's language, or empty. */
export class Refused extends Error {
  /** @param {number} status @param {string} detail */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** The reader erased the conversation, or the element left the page. */
export class Stopped extends Error {}

const OVER = [401, 403, 404, 410]; // the server no longer has this conversation
const TRY_AGAIN = [409, 425, 500, 502, 503, 504];

/** Works on plain http too, where `crypto.randomUUID` is missing. */
export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export class Transport {
  /** @type {{id: string, token: string} | null} */
  #current = null;
  /** Conversations that the server may still hold. @type {Set<{id: string, token: string}>} */
  #held = new Set();
  #life = new AbortController();
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();

  /** @param {() => {base: string, audience: Audience, language: string}} context */
  constructor(context) {
    this.context = context;
  }

  /** Has anything been said that the server may still hold? */
  get live() {
    return this.#held.size > 0;
  }

  /**
   * One message after the other. `renewed`: the earlier conversation was over, and this opened a new one.
   * @param {Outgoing} message
   * @param {{id: string, language: string | null, waiting(): void}} options
   * @returns {Promise<Reply & {renewed: boolean}>} rejects with `Refused`, `Stopped`, or what the last try met
   */
  send(message, { id, language, waiting }) {
    const life = this.#life.signal;
    const body = { ...message, client_message_id: id, ...(language && { language }) };
    const turn = this.#queue.then(() => this.#deliver(body, life, waiting));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  /** @param {object} body @param {AbortSignal} life @param {() => void} waiting */
  async #deliver(body, life, waiting) {
    let renewed = false;
    for (let tries = 0; ; ) {
      try {
        this.#current ??= await this.#begin(life);
        const reply = await this.#post(`conversations/${this.#current.id}/messages`, body, life, this.#current.token);
        if (reply.outcome === "closed") this.#current = null;
        return { ...reply, renewed };
      } catch (error) {
        const status = error instanceof Refused ? error.status : 0;
        if (this.#current && OVER.includes(status) && !renewed) {
          this.#held.delete(this.#current);
          this.#current = null;
          renewed = true;
          continue;
        }
        if (life.aborted) throw new Stopped();
        if (status && !TRY_AGAIN.includes(status)) throw error;
        const offline = !navigator.onLine;
        if (!offline && tries >= PAUSES.length) throw error;
        waiting();
        await pause(offline ? Infinity : PAUSES[tries++], life);
      }
    }
  }

  /** @param {AbortSignal} life */
  async #begin(life) {
    const { audience, language } = this.context();
    // The greeting that comes with it is not shown: the reader has been welcomed before anything was sent.
    const { conversation_id: id, token } = await this.#post("conversations", { audience, language }, life);
    const conversation = { id, token };
    this.#held.add(conversation);
    return conversation;
  }

  /** @param {string} messageId @param {boolean} helpful @param {Reason} [reason] */
  async rate(messageId, helpful, reason) {
    if (!this.#current) return;
    const { id, token } = this.#current;
    await this.#post(`conversations/${id}/feedback`, { message_id: messageId, helpful, reason }, this.#life.signal, token);
  }

  /** Erases everything held; false while the bot has not confirmed it yet. Rejects when the server cannot be reached. */
  async erase() {
    this.stop();
    this.#current = null;
    let done = true;
    for (const conversation of this.#held) {
      try {
        const { token } = conversation;
        const reply = await this.#post(`conversations/${conversation.id}/erase`, undefined, this.#life.signal, token);
        done &&= reply.erased === true;
      } catch (error) {
        if (!(error instanceof Refused && OVER.includes(error.status))) throw error;
      }
      this.#held.delete(conversation);
    }
    return done;
  }

  /** The same as the page closes: the browser sends these after it is gone. */
  beacon() {
    this.stop();
    this.#current = null;
    for (const { id, token } of this.#held)
      navigator.sendBeacon(this.#address(`conversations/${id}/erase`), new Blob([token], { type: "text/plain" }));
    this.#held.clear();
  }

  /** Gives up what is under way. */
  stop() {
    this.#life.abort();
    this.#life = new AbortController();
  }

  /** @param {string} path */
  #address(path) {
    return new URL(`api/v1/${path}`, this.context().base).href;
  }

  /** @param {string} path @param {object | undefined} body @param {AbortSignal} life @param {string} [token] */
  async #post(path, body, life, token) {
    const ended = new AbortController();
    const end = () => ended.abort();
    const timer = setTimeout(end, PATIENCE);
    life.addEventListener("abort", end);
    if (life.aborted) end();
    try {
      const response = await fetch(this.#address(path), {
        method: "POST",
        body: body && JSON.stringify(body),
        headers: {
          "Accept-Language": this.context().language,
          ...(body && { "Content-Type": "application/json" }),
          ...(token && { Authorization: `Bearer ${token}` }),
        },
        cache: "no-store",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: ended.signal,
      });
      if (response.status === 204) return null;
      if (response.ok) return await response.json();
      const problem = await response.json().catch(() => ({}));
      throw new Refused(response.status, String(problem.detail ?? ""));
    } finally {
      clearTimeout(timer);
      life.removeEventListener("abort", end);
    }
  }
}

/** Until the time is up or the connection is back; rejects when `life` ends. @param {number} ms @param {AbortSignal} life */
function pause(ms, life) {
  return new Promise((resolve, reject) => {
    const timer = ms === Infinity ? 0 : setTimeout(go, ms);
    function go() {
      clearTimeout(timer);
      removeEventListener("online", go);
      life.removeEventListener("abort", go);
      if (life.aborted) reject(new Stopped());
      else resolve(null);
    }
    addEventListener("online", go);
    life.addEventListener("abort", go);
    if (life.aborted) go();
  });
}
