// One entry of the log -> what the reader sees of it. Every text is set as text; see dom.js.

/** @import {AnswerMessage, Card, ChoicesMessage, Context, Entry} from "./types.js" */
/** @import {MessageEntry, Reason, SaidEntry, Shown} from "./types.js" */
import { h, icon, inLanguage, webAddress } from "./dom.js";
import { ltr, paragraphs, prose } from "./text.js";

/** @param {Entry} entry @param {Context} c @returns {Shown} */
export function show(entry, c) {
  if (entry.kind === "said") return said(entry, c);
  if (entry.kind === "note") return { node: h("p", { class: "note" }, ...prose(c.say(entry.word))) };
  const { message, language } = entry;
  if (message.type === "choices") return choices(entry, message, c);
  if (message.type === "answer") return answer(entry, message, c);
  if (message.type === "help") {
    const node = h("section", { class: message.crisis ? "bot help crisis" : "bot help" },
      h("h3", inLanguage(language), ...prose(message.title)), helpCards(message.cards, c, message.crisis !== null));
    return { node };
  }
  // A type that this widget does not know yet is shown by its text, if it has one.
  return { node: h("div", { class: "bot", ...inLanguage(language) }, ...paragraphs(String(message.text ?? ""))) };
}

/** @param {SaidEntry} entry @param {Context} c @returns {Shown} */
function said(entry, c) {
  const state = h("div", { class: "state" });
  const node = h("div", { class: "said" });
  if (entry.text) node.append(h("span", { class: "unseen" }, c.say("you")), h("p", { dir: "auto" }, entry.text));
  node.append(state);
  return {
    node,
    update(now) {
      state.replaceChildren();
      if (now.kind !== "said" || now.status !== "failed") return;
      const again = () => c.actions.resend(entry.key);
      state.append(h("p", {}, now.detail || c.say("failed")), pill({ click: again }, c.say("resend")));
    },
  };
}

/** @param {MessageEntry} entry @param {ChoicesMessage} message @param {Context} c @returns {Shown} */
function choices(entry, message, c) {
  let open = true;
  const buttons = message.options.map(({ id, label }) =>
    pill({ "data-choice": id, click: () => open && c.actions.choose(id, label, entry.key) }, ...prose(label)));
  const node = h("section", { class: "bot choices", ...inLanguage(entry.language) },
    h("p", {}, ...prose(message.prompt)), h("div", { class: "pills" }, ...buttons));
  return {
    node,
    update(now) {
      if (now.kind !== "message" || now.picked === null) return;
      open = false;
      // Not `disabled`: that would throw the keyboard's place away just before the answer arrives below.
      for (const button of buttons) {
        const mine = button.dataset.choice === now.picked;
        button.setAttribute("aria-disabled", "true");
        button.setAttribute("aria-pressed", String(mine));
        if (!mine || button.querySelector("svg")) continue;
        button.prepend(icon("true"), h("span", { class: "unseen" }, c.say("chosen")));
      }
    },
  };
}

/** @param {MessageEntry} entry @param {AnswerMessage} m @param {Context} c @returns {Shown} */
function answer(entry, m, c) {
  const own = inLanguage(m.translation.language);
  const node = h("article", { class: "bot answer" });
  if (m.verdict) {
    const words = h("strong", {}, c.say(`verdict.${m.verdict}`));
    node.append(h("p", { class: `verdict ${m.verdict}` }, icon(m.verdict), words));
  }
  node.append(h("h3", own, ...prose(m.title)), h("div", { class: "short", ...own }, ...paragraphs(m.short)));
  if (m.what_is_true) {
    const texts = h("div", own, ...paragraphs(m.what_is_true));
    node.append(h("div", { class: "fact" }, h("h4", {}, c.say("what_is_true")), texts));
  }
  if (m.long) node.append(h("details", {}, h("summary", {}, c.say("read_more")), h("div", own, ...paragraphs(m.long))));
  if (m.words?.length) node.append(glossary(m.words, own, c));
  node.append(origin(entry, m, c));
  if (m.help.length) node.append(h("h4", {}, c.say("help")), helpCards(m.help.slice(0, 2), c));
  if (m.help.length > 2)
    node.append(h("details", {}, h("summary", {}, c.say("more_help")), helpCards(m.help.slice(2), c)));
  if (m.related.length) {
    const buttons = m.related.map(({ slug, title }) =>
      pill({ click: () => c.actions.choose(`article:${slug}`, title) }, ...prose(title)));
    node.append(h("h4", {}, c.say("related")), h("div", { class: "pills", ...own }, ...buttons));
  }
  const rating = rate(entry, c);
  node.append(rating.node);
  return { node, update: rating.update };
}

/** @param {Record<string, any>} attributes @param {...(Node | string)} children */
const pill = (attributes, ...children) => h("button", { type: "button", class: "pill", ...attributes }, ...children);

/** Hard words of the text. @param {NonNullable<AnswerMessage["words"]>} words @param {Record<string, any>} own @param {Context} c */
const glossary = (words, own, c) => h("details", { class: "words" }, h("summary", {}, c.say("words")),
  h("dl", own, ...words.flatMap(({ term, explanation }) => [h("dt", {}, term), h("dd", {}, ...prose(explanation))])));

/**
 * Where the facts come from, how old they are, who has read the text.
 * @param {MessageEntry} entry @param {AnswerMessage} m @param {Context} c
 */
function origin(entry, m, c) {
  const sources = m.sources.map((source) => {
    const url = webAddress(source.url);
    const swedish = { lang: "sv", dir: "ltr" };
    const title = url ? link(url, c, h("span", swedish, source.title)) : h("span", swedish, source.title);
    const sections = source.sections.flatMap((section, i) => [i ? ", " : "", ltr(section)]);
    const publisher = h("bdi", { lang: "sv" }, source.publisher);
    return h("li", {}, title, h("span", { class: "small" }, publisher, sections.length ? " · " : "", ...sections));
  });
  const publishers = [...new Set(m.sources.map((source) => source.publisher))];
  const notices = [];
  const { language, status } = m.translation;
  if (language !== entry.language)
    notices.push(c.say("translation.other_language").replace("{language}", languageName(language, c.language)));
  if (status !== "reviewed") notices.push(c.say(`translation.${status}`));
  const [before, after = ""] = c.say("answer.as_of").split("{date}");
  return h("div", { class: "origin" },
    sources.length ? h("details", {},
      h("summary", {}, `${c.say("sources")}: `, h("bdi", { class: "small", lang: "sv" }, publishers.join(", "))),
      h("ul", { class: "sources" }, ...sources)) : null,
    h("p", { class: "small" }, before, h("time", { datetime: m.as_of }, longDate(m.as_of, c.language)), after),
    ...notices.map((notice) => h("p", { class: "small" }, notice)));
}

/** In a crisis the number comes first. @param {Card[]} cards @param {Context} c @param {boolean} [crisis] */
function helpCards(cards, c, crisis = false) {
  return h("ul", { class: "cards" }, ...cards.map((card) => {
    const own = inLanguage(card.language);
    const about = h("div", own, h("strong", {}, ...prose(card.name)), h("p", {}, ...prose(card.note)));
    const [before, after = ""] = c.say("call").split("{phone}");
    const call = card.phone && h("a", { class: "call", href: `tel:${card.phone.replace(/[^\d+]/g, "")}` },
      icon("phone"), h("span", {}, before, ltr(card.phone), after));
    const url = webAddress(card.url);
    const site = url && link(url, c, c.say("website"), h("span", { class: "unseen", ...own }, ` ${card.name}`));
    return crisis ? h("li", {}, call || null, about, site || null)
      : h("li", {}, about, call || site ? h("div", { class: "ways" }, call || null, site || null) : null);
  }));
}

/** @param {string} url @param {Context} c @param {...(Node | string)} children */
const link = (url, c, ...children) =>
  h("a", { href: url, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, ...children,
    h("span", { class: "unseen" }, ` (${c.say("new_tab")})`));

/** @type {(Reason | "skip")[]} */
const REASONS = ["not_my_question", "hard_to_understand", "not_true", "other", "skip"];

/** Was it helpful? @param {MessageEntry} entry @param {Context} c */
function rate(entry, c) {
  const node = h("div", { class: "rate", role: "group", tabindex: "-1", "aria-label": c.say("helpful") });
  /** @param {string} word @param {boolean} helpful @param {Reason | "skip"} [reason] */
  const button = (word, helpful, reason) => pill({ click: () => c.actions.rate(entry, helpful, reason) }, c.say(word));
  const fill = (/** @type {MessageEntry["rated"]} */ rated) => {
    if (rated === "done") return node.replaceChildren(h("p", {}, c.say("thanks")));
    const buttons = rated === null ? [button("yes", true), button("no", false)]
      : REASONS.map((reason) => button(`reason.${reason}`, false, reason));
    node.replaceChildren(h("p", {}, c.say(rated === null ? "helpful" : "why")), h("div", { class: "pills" }, ...buttons));
  };
  fill(entry.rated);
  let shown = entry.rated;
  return {
    node,
    update(/** @type {Entry} */ now) {
      if (now.kind !== "message" || now.rated === shown) return;
      const root = /** @type {ShadowRoot} */ (node.getRootNode());
      const inside = node.contains(root.activeElement);
      fill((shown = now.rated));
      if (inside) node.focus({ preventScroll: true });
    },
  };
}

// Western digits and calendar, as in the texts and in the authorities' letters.
const FORM = /** @type {const} */ ({ numberingSystem: "latn", calendar: "gregory" });

/** Else the browser would fall back on the language of its own menus. @param {string} language */
const browserSpeaks = (language) => Intl.DateTimeFormat.supportedLocalesOf([language]).length > 0;

/** @param {string} day YYYY-MM-DD @param {string} language */
function longDate(day, language) {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || !browserSpeaks(language)) return day;
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC", ...FORM }).format(date);
}

/** @param {string} code @param {string} language */
function languageName(code, language) {
  try {
    return new Intl.DisplayNames([browserSpeaks(language) ? language : code], { type: "language" }).of(code) ?? code;
  } catch {
    return code; // not a language tag
  }
}
