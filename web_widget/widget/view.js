// The frame around the conversation: launcher, panel, header, log and input.

/** @import {Audience, Doors, Words} from "./types.js" */
import { direction, h, icon } from "./dom.js";

// What the reader can begin with; a choice where the bot leads step by step, else the words are asked as they stand.
const STARTERS = { parent: ["", "", "form:worried", "form:municipality"], child: ["", "", "", ""] };
const SMALL = matchMedia("(max-width: 40em), (max-height: 30em)");
const TOUCH = matchMedia("(hover: none) and (pointer: coarse)");

export class View {
  language = "";
  /** Nodes that say something: [node, key, attribute or ""]. @type {[Element, string, string][]} */
  #spoken = [];
  /** @type {Words["words"]} */
  #words = {};
  #welcome = h("section", { class: "bot welcome" });
  #greeting = true;

  /** @param {ShadowRoot} shadow @param {Doors} doors @param {{audience: Audience, inline: boolean}} options */
  constructor(shadow, doors, { audience, inline }) {
    this.doors = doors;
    this.audience = audience;
    this.inline = inline;
    this.log = this.#labelled(h("div", { class: "log", role: "log", tabindex: "0" }, this.#welcome), "log");
    this.status = h("p", { class: "status", role: "status" });
    this.select = this.#labelled(h("select", { change: () => doors.speak(this.select.value) }), "language");
    this.input = h("textarea", {
      id: "input", rows: "1", maxlength: "1000", dir: "auto", enterkeyhint: "send",
      // No spelling service, no history: what is typed here stays here.
      autocomplete: "off", spellcheck: "false",
      input: () => this.#grow(),
      keydown: (event) => {
        // Enter that ends a composition (Tigrinya, Chinese …) belongs to the input method. Safari says so by 229.
        if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
        event.preventDefault();
        this.#submit();
      },
    });
    this.#spoken.push([this.input, "input", "placeholder"]);
    const close = h("button", { type: "button", class: "close", click: doors.close }, icon("close"));
    const names = { "aria-labelledby": "title", "aria-describedby": inline ? null : "welcome" };
    this.panel = h(inline ? "section" : "dialog", { class: "panel", ...names },
      h("div", { class: "head" },
        h("div", { class: "bar" }, icon("mark"), this.#text("h2", "title", { id: "title" }),
          h("button", { type: "button", class: "exit", click: doors.exit }, icon("exit"), this.#text("span", "exit")),
          inline ? null : this.#labelled(close, "close")),
        h("div", { class: "bar tools" }, this.select,
          this.#text("button", "restart", { type: "button", click: doors.restart }),
          this.#text("button", "erase", { type: "button", click: doors.erase }))),
      this.log,
      this.status,
      h("form", { submit: (event) => (event.preventDefault(), this.#submit()) },
        this.#text("label", "input", { for: "input", class: "unseen" }), this.input,
        this.#labelled(h("button", { class: "send" }, icon("send")), "send")));
    this.launcher = h("button", { type: "button", class: "launcher", "aria-haspopup": "dialog", click: doors.open },
      icon("mark"), this.#text("span", "launch"));
    this.root = h("div", { class: `root ${audience}`, focusin: doors.ready, pointerdown: doors.ready },
      inline ? null : this.launcher, this.panel);
    // Esc, and the back gesture of a phone.
    this.panel.addEventListener("cancel", (event) => (event.preventDefault(), doors.close()));
    this.panel.addEventListener("close", () => this.isOpen || doors.close());
    shadow.append(this.root);
  }

  get isOpen() {
    return this.panel instanceof HTMLDialogElement ? this.panel.open : true;
  }

  /** What in the chat has the focus. */
  get focused() {
    return /** @type {ShadowRoot} */ (this.root.getRootNode()).activeElement;
  }

  /** Whether the welcome stands alone; while it does, it follows the language. @param {boolean} alone */
  set greeting(alone) {
    if (alone && !this.#greeting) this.#greet();
    this.#greeting = alone;
  }

  /** Follows the window while the element is on a page. @param {AbortSignal} signal */
  connect(signal) {
    SMALL.addEventListener("change", () => {
      if (this.inline || !this.isOpen) return;
      this.toggle(false);
      this.toggle(true);
    }, { signal });
    // A phone's keyboard covers the page instead of shrinking it: the panel follows what is left to see.
    const seen = window.visualViewport;
    if (!seen) return;
    const fit = () => {
      if (seen.scale > 1.01) return;
      this.root.style.setProperty("--seen-height", `${seen.height}px`);
      this.root.style.setProperty("--seen-top", `${seen.offsetTop}px`);
    };
    seen.addEventListener("resize", fit, { signal });
    seen.addEventListener("scroll", fit, { signal });
    fit();
  }

  /** @param {boolean} open */
  toggle(open) {
    if (!(this.panel instanceof HTMLDialogElement) || open === this.panel.open) return;
    if (!open) this.panel.close();
    else if (SMALL.matches) this.panel.showModal();
    else this.panel.show();
    this.launcher.hidden = open;
  }

  /** The place to go on from. On a touch screen not the input: its keyboard would cover the conversation. */
  focus() {
    (TOUCH.matches ? this.log : this.input).focus({ preventScroll: true });
  }

  /** The words of `key`, those for a child where there are such. @param {string} key */
  say(key) {
    return this.#words[`${key}.${this.audience}`] ?? this.#words[key] ?? key;
  }

  /** @param {Words} words */
  speak({ language, languages, words }) {
    this.#words = words;
    this.language = language;
    this.languages = languages.map(({ code }) => code);
    this.root.lang = language;
    this.root.dir = direction(language);
    for (const [node, key, attribute] of this.#spoken) {
      if (attribute) node.setAttribute(attribute, this.say(key));
      else node.textContent = this.say(key);
    }
    this.select.replaceChildren(...languages.map(({ code, name }) => h("option", { value: code, lang: code }, name)));
    this.select.value = language;
    if (this.#greeting) this.#greet();
  }

  /** What goes on, to be seen and heard: a key, or "" for nothing. @param {string} key */
  report(key) {
    this.status.className = `status ${key}`;
    const text = key && this.say(key);
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  #greet() {
    const buttons = STARTERS[this.audience].map((choice, i) => {
      const label = this.say(`start.${i + 1}`);
      const click = () => (choice ? this.doors.choose(choice, label) : this.doors.ask(label));
      return h("button", { type: "button", class: "pill", click }, label);
    });
    this.#welcome.replaceChildren(
      h("p", { id: "welcome" }, this.say("welcome")),
      h("p", { class: "small" }, this.say("privacy")),
      h("h3", {}, this.say("start")),
      h("div", { class: "pills" }, ...buttons));
  }

  #submit() {
    const text = this.input.value.trim();
    this.focus();
    if (!text) return;
    this.input.value = "";
    this.#grow();
    this.doors.ask(text);
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
  }

  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag @param {string} key @param {Record<string, any>} [attributes]
   */
  #text(tag, key, attributes) {
    const node = h(tag, attributes);
    this.#spoken.push([node, key, ""]);
    return node;
  }

  /** @template {Element} T @param {T} node @param {string} key */
  #labelled(node, key) {
    this.#spoken.push([node, key, "aria-label"]);
    return node;
  }
}
