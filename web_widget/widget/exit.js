// Leaving in a hurry: the page is gone at once, and so is the conversation on the server.

/** Every chat on the page forgets, whichever was asked to leave. @type {Set<{forget(): void}>} */
export const present = new Set();

/** @param {string} url */
export function leave(url) {
  document.documentElement.style.setProperty("display", "none", "important");
  document.title = "";
  for (const chat of present) chat.forget();
  try {
    // In a frame the whole page must go, not only the frame. `replace` leaves nothing for Back to return to.
    (window.top ?? window).location.replace(url);
  } catch {
    location.replace(url);
  }
}

/**
 * A listener that calls `act` at the third Esc within two seconds, if `armed` at the first.
 * @param {() => boolean} armed
 * @param {() => void} act
 */
export function threeEscapes(armed, act) {
  /** @type {number[]} */
  let times = [];
  return (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || event.repeat || event.isComposing) return;
    times = times.filter((time) => event.timeStamp - time < 2000);
    if (times.length || armed()) times.push(event.timeStamp);
    if (times.length >= 3) act();
  };
}
