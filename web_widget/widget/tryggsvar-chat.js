// <tryggsvar-chat>: attributes, languages, opening and leaving. The page /embed says how it is used.

/** @import {Doors} from "./types.js" */
/** @import {Conversation} from "./conversation.js" */
import { webAddress } from "./dom.js";
import { leave, present, threeEscapes } from "./exit.js";
import { View } from "./view.js";
import { loadStyle, loadWords, STYLE } from "./words.js";

const HOME = new URL("../", import.meta.url).href;
const EXIT = "https://www.1177.se/";

export class TryggsvarChat extends HTMLElement {
  static observedAttributes = ["server", "language", "audience", "exit-url", "open", "position"];

  /** @type {View | null} */
  #view = null;
  /** @type {Promise<Conversation> | null} */
  #coming = null;
  /** @type {Conversation | null} */
  #conversation = null;
  #ears = new AbortController();
  /** What was asked for last; `chosen` by the reader, not by the page or by what was written. */
  spoken = { language: "", chosen: false };

  get server() { return webAddress(this.getAttribute("server")?.replace(/\/?$/, "/") ?? HOME, document.baseURI) ?? HOME; }
  set server(value) { this.setAttribute("server", value); }
  get language() { return this.getAttribute("language") || this.closest("[lang]")?.getAttribute("lang") || "sv"; }
  set language(value) { this.setAttribute("language", value); }
  get audience() { return this.getAttribute("audience") === "child" ? "child" : "parent"; }
  set audience(value) { this.setAttribute("audience", value); }
  get exitUrl() { return webAddress(this.getAttribute("exit-url") || EXIT, document.baseURI) ?? EXIT; }
  set exitUrl(value) { this.setAttribute("exit-url", value); }
  get position() { return this.getAttribute("position") ?? "end"; }
  set position(value) { this.setAttribute("position", value); }
  get open() { return this.hasAttribute("open"); }
  set open(value) { this.toggleAttribute("open", value); }

  connectedCallback() {
    // Properties that were set before the module had come hide the accessors: set them anew.
    for (const name of /** @type {const} */ (["server", "language", "audience", "exitUrl", "open", "position"])) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
    this.#ears = new AbortController();
    const { signal } = this.#ears;
    const armed = () => this.open || this.position === "inline" || !!this.#conversation?.transport.live;
    addEventListener("keydown", threeEscapes(armed, () => this.exit()), { capture: true, signal });
    this.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && this.#close(), { signal });
    // A page that is closed for good can never come back to its conversation.
    addEventListener("pagehide", (event) => event.persisted || this.forget(), { signal });
    present.add(this);
    this.#view?.connect(signal);
    this.#speak(this.spoken.language || this.language);
  }

  disconnectedCallback() {
    this.#ears.abort();
    present.delete(this);
    this.#conversation?.transport.stop();
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (before === now || !this.isConnected) return;
    if (name === "language") this.#speak(this.language);
    if (name !== "open" || !this.#view) return;
    this.#view.toggle(this.open);
    if (this.open) this.#view.focus();
    this.tell(this.open ? "open" : "close");
  }

  /** Leaves the page at once, and erases every conversation on it. */
  exit() {
    leave(this.exitUrl);
  }

  /** Erases on the server as the page goes away; see exit.js. */
  forget() {
    this.#conversation?.transport.beacon();
  }

  /** Erases here and on the server; true when the server confirmed it. */
  async erase() {
    return (await this.#begin()).erase();
  }

  /** Tells the page that something happened, never what was said. @param {"open" | "close" | "reply" | "erase"} what */
  tell(what) {
    this.dispatchEvent(new CustomEvent(`tryggsvar-${what}`, { bubbles: true, composed: true }));
  }

  /** Who writes Arabic on a Swedish page gets Arabic buttons too, unless a language was chosen. @param {string} language */
  async follow(language) {
    if (!this.spoken.chosen && language !== this.spoken.language && this.#view?.languages?.includes(language))
      await this.#speak(language);
  }

  /** @param {string} language @param {boolean} [chosen] */
  async #speak(language, chosen = false) {
    const wanted = (this.spoken = { language, chosen });
    try {
      const [words, style] = await Promise.all([loadWords(language), loadStyle()]);
      if (this.spoken !== wanted || !this.isConnected) return;
      const view = (this.#view ??= this.#build(style));
      view.speak(words);
      if (this.open && !view.isOpen) {
        view.toggle(true);
        view.focus();
      }
    } catch {
      // Until it succeeds the page shows what stands inside the tag, or the chat what it showed before.
      setTimeout(() => this.spoken === wanted && this.isConnected && this.#speak(language, chosen), 5000);
    }
  }

  /** @param {CSSStyleSheet | null} style */
  #build(style) {
    const shadow = this.attachShadow({ mode: "open" });
    if (style) shadow.adoptedStyleSheets = [style];
    else shadow.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: STYLE }));
    const view = new View(shadow, this.#doors(), { audience: this.audience, inline: this.position === "inline" });
    view.root.classList.toggle("page-rtl", this.closest("[dir]")?.getAttribute("dir") === "rtl");
    view.connect(this.#ears.signal);
    return view;
  }

  /** @returns {Doors} */
  #doors() {
    return {
      ready: () => void this.#begin(),
      ask: async (text) => (await this.#begin()).ask(text),
      choose: async (choice, label) => (await this.#begin()).choose(choice, label),
      speak: (language) => void this.#speak(language, true),
      restart: async () => (await this.#begin()).restart(),
      erase: () => void this.erase(),
      exit: () => this.exit(),
      open: () => (this.open = true),
      close: () => this.#close(),
    };
  }

  /** The modules of the conversation come when the reader first touches the chat. @returns {Promise<Conversation>} */
  #begin() {
    return (this.#coming ??= this.#fetchConversation());
  }

  async #fetchConversation() {
    const view = /** @type {View} */ (this.#view);
    for (;;) {
      try {
        // All asked for at once, so that the deep ones need no round of their own.
        const deep = [
          import("./log.js"), import("./cards.js"), import("./text.js"), import("./state.js"), import("./transport.js"),
        ];
        const [{ Conversation }] = await Promise.all([import("./conversation.js"), ...deep]);
        view.report("");
        return (this.#conversation = new Conversation(this, view));
      } catch {
        view.report("waiting");
        await new Promise((resolve) => setTimeout(resolve, 2000));
      }
    }
  }

  #close() {
    if (!this.open) return;
    this.open = false;
    this.#view?.launcher.focus({ preventScroll: true });
  }
}
