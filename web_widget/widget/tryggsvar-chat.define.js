// Registers the element, nothing else. The modules are all named here, so that the browser fetches them in one round.
import "./dom.js";
import "./exit.js";
import "./view.js";
import "./words.js";
import { TryggsvarChat } from "./tryggsvar-chat.js";

if (!customElements.get("tryggsvar-chat")) customElements.define("tryggsvar-chat", TryggsvarChat);
