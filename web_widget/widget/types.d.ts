// The shapes that the modules hand to each other; docs/contract.md says what they mean. Read by the type check only.

export type Audience = "parent" | "child";
export type Verdict = "false" | "misleading" | "partly_true" | "true";
export type Reason = "not_my_question" | "hard_to_understand" | "not_true" | "other";

export interface Card {
  name: string;
  note: string;
  phone: string | null;
  url: string | null;
  language: string;
}

export interface Source {
  title: string;
  publisher: string;
  url: string | null;
  sections: string[];
}

export interface TextMessage {
  id: string;
  type: "text";
  text: string;
}

export interface AnswerMessage {
  id: string;
  type: "answer";
  slug: string;
  kind: string;
  title: string;
  verdict: Verdict | null;
  short: string;
  what_is_true: string | null;
  long: string;
  as_of: string;
  sources: Source[];
  translation: { language: string; status: "reviewed" | "unreviewed" | "machine" | "stale" };
  help: Card[];
  related: { slug: string; title: string }[];
  words?: { term: string; explanation: string }[];
}

export interface ChoicesMessage {
  id: string;
  type: "choices";
  prompt: string;
  options: { id: string; label: string }[];
}

export interface HelpMessage {
  id: string;
  type: "help";
  title: string;
  cards: Card[];
  crisis: string | null;
}

export type Message = TextMessage | AnswerMessage | ChoicesMessage | HelpMessage;

export interface Reply {
  outcome: string;
  crisis: string | null;
  language: string;
  messages: Message[];
}

/** What the reader sends: typed text or a pick, never both. */
export type Outgoing = { text: string } | { choice: string };

export interface Words {
  language: string;
  languages: { code: string; name: string }[];
  words: Record<string, string>;
}

export type Status = "sending" | "waiting" | "failed" | "sent";

export interface SaidEntry {
  key: string;
  kind: "said";
  text: string;
  sent: Outgoing;
  status: Status;
  detail: string;
}

export interface MessageEntry {
  key: string;
  kind: "message";
  message: Message;
  language: string;
  picked: string | null;
  rated: "no" | "done" | null;
}

export interface NoteEntry {
  key: string;
  kind: "note";
  word: string;
}

export type Entry = SaidEntry | MessageEntry | NoteEntry;

export interface State {
  entries: Entry[];
}

export type Change =
  | { type: "said"; key: string; text: string; sent: Outgoing }
  | { type: "status"; key: string; status: Status; detail?: string }
  | { type: "replied"; key: string; reply: Reply }
  | { type: "picked"; key: string; option: string }
  | { type: "rated"; key: string; rated: MessageEntry["rated"] }
  | { type: "note"; key: string; word: string }
  | { type: "cleared" };

/** What the reader can do; the view and the cards call these. */
export interface Actions {
  ask(text: string): void;
  choose(choice: string, label: string, from?: string): void;
  resend(key: string): void;
  rate(entry: MessageEntry, helpful: boolean, reason?: Reason | "skip"): void;
  restart(): void;
  erase(): void;
}

/** What the frame asks of the element: the language that was picked, and the ways in and out. */
export interface Doors {
  ready(): void;
  ask(text: string): void;
  choose(choice: string, label: string): void;
  speak(language: string): void;
  restart(): void;
  erase(): void;
  exit(): void;
  open(): void;
  close(): void;
}

/** What the conversation asks of the element. `chosen`: the reader picked the language; until then it may follow. */
export interface Host {
  readonly server: string;
  readonly audience: Audience;
  readonly spoken: { language: string; chosen: boolean };
  follow(language: string): Promise<void>;
  tell(what: "reply" | "erase"): void;
}

/** What a card needs to know beside its own content. */
export interface Context {
  language: string;
  audience: Audience;
  actions: Actions;
  say(key: string): string;
}

/** A node in the log, and how it follows its entry's changes. */
export interface Shown {
  node: HTMLElement;
  update?(entry: Entry): void;
}
