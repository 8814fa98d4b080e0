// Buttons of a page that open the chat. They stay hidden where this does not run.

const chat = /** @type {(HTMLElement & {open: boolean}) | null} */ (document.querySelector("tryggsvar-chat"));

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-opens-chat]"))) {
  if (!chat) break;
  button.hidden = false;
  button.addEventListener("click", () => (chat.open = true));
}
