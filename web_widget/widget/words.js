// What the element needs beside its modules: its words, one file a language from the server's catalogue, and its style.

/** @import {Words} from "./types.js" */

/** @type {Map<string, Promise<Words>>} */
const loaded = new Map();

/**
 * The words of `language`; those of Swedish where the server has none, and their `language` says so.
 * Rejects when the server cannot be reached; a later call then tries again.
 * @param {string} language
 * @returns {Promise<Words>}
 */
export function loadWords(language) {
  const known = loaded.get(language);
  if (known) return known;
  const promise = load(language);
  loaded.set(language, promise);
  promise.catch(() => loaded.delete(language));
  return promise;
}

/** @param {string} language @returns {Promise<Words>} */
async function load(language) {
  const response = await fetch(new URL(`words/${encodeURIComponent(language)}.json`, import.meta.url), {
    credentials: "omit",
  });
  if (!response.ok) throw new Error(`words/${language}.json: HTTP ${response.status}, expected 200`);
  return response.json();
}

export const STYLE = new URL("style.css", import.meta.url).href;

/** One sheet for every chat on the page. @type {Promise<CSSStyleSheet | null> | null} */
let sheet = null;

/** Built from text, so that the host page's `style-src` has no say. Null where the browser is too old for that. */
export function loadStyle() {
  return (sheet ??= build().catch((error) => {
    sheet = null;
    throw error;
  }));
}

async function build() {
  if (!("adoptedStyleSheets" in ShadowRoot.prototype) || !("replaceSync" in CSSStyleSheet.prototype)) return null;
  const response = await fetch(STYLE, { credentials: "omit" });
  if (!response.ok) throw new Error(`style.css: HTTP ${response.status}, expected 200`);
  const style = new CSSStyleSheet();
  style.replaceSync(await response.text());
  return style;
}
