// Running text: numbers that must not be turned round, paragraphs and lists.
import { h } from "./dom.js";

/** Kept from being turned round in a right-to-left line. @param {string} text */
export const ltr = (text) => h("bdi", { dir: "ltr" }, text);

// Phone numbers with gaps and sections of law: the parts that a right-to-left line would show in the wrong order.
const FIXED = /((?:\d+\s*kap\.?\s*)?\d+(?:[–-]\d+)?\s*(?:[a-z]\s*)?§+|\+?\d+(?:[ \u00a0-]\d+)+)/;

/** Text with those parts held together. @param {string} text @returns {(Node | string)[]} */
export const prose = (text) => text.split(FIXED).map((part, i) => (i % 2 ? ltr(part) : part));

/** Paragraphs, and lists of the lines that begin with "- ". @param {string} text */
export function paragraphs(text) {
  /** @type {HTMLElement[]} */
  const blocks = [];
  for (const block of text.split(/\n\s*\n/)) {
    let kind = "";
    for (const line of block.split("\n").filter((line) => line.trim())) {
      const tag = line.startsWith("- ") ? "ul" : "p";
      if (kind !== tag) blocks.push(h(tag));
      const last = blocks[blocks.length - 1];
      if (tag === "ul") last.append(h("li", {}, ...prose(line.slice(2))));
      else last.append(kind === tag ? " " : "", ...prose(line));
      kind = tag;
    }
  }
  return blocks;
}
