// Building blocks. Everything is made node by node, so that no text can ever become markup.

/**
 * An element with attributes (null, undefined, false: left out; a function: a listener) and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | null | undefined | ((event: any) => void)>} [attributes]
 * @param {...(Node | string | null)} children
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value != null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

const PATHS = {
  mark: "M12 3 3 10v8a2 2 0 0 0 2 2h1v3l4-3h9a2 2 0 0 0 2-2v-8zM8 13.5h0m4 0h0m4 0h0",
  close: "M6 6l12 12M18 6 6 18",
  exit: "M13 4h6v16h-6M9 8l-4 4 4 4m-4-4h9",
  send: "M5 12h14m-6-6 6 6-6 6",
  phone: "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1z",
  true: "M6 12.5l4 4 8-9",
  false: "M7 7l10 10M17 7 7 17",
  misleading: "M12 6v8m0 4v0",
  partly_true: "M5 13c2-4 5-4 7-1s5 3 7-1",
};

/** @param {string} name */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["class", `icon icon-${name}`]])
    svg.setAttribute(key, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[/** @type {keyof PATHS} */ (name)] ?? "");
  svg.append(path);
  return svg;
}

/** The address, if it is one that a link may lead to. @param {string | null} value @param {string} [base] */
export function webAddress(value, base) {
  try {
    const url = new URL(value ?? "", base);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const RIGHT_TO_LEFT = ["ar", "ckb", "fa"];

/** @param {string} language */
export const direction = (language) => (RIGHT_TO_LEFT.includes(language.split("-")[0]) ? "rtl" : "ltr");

/** Attributes for a text in `language`. @param {string} language */
export const inLanguage = (language) => ({ lang: language, dir: direction(language) });
