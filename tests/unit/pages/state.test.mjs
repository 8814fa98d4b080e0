// The reducer: pure, shows each reply once, puts help in a crisis first, forgets what was erased.
import assert from "node:assert/strict";
import { test } from "node:test";
import { initial, progress, reduce } from "../../../web_widget/widget/state.js";

const frozen = (value) => (value && typeof value === "object" ? Object.freeze(Object.values(value).forEach(frozen) ?? value) : value);
const after = (...changes) => changes.reduce((state, change) => reduce(frozen(state), frozen(change)), initial);
const said = (key) => ({ type: "said", key, text: "?", sent: { text: "?" } });
const text = (id) => ({ id, type: "text", text: id });
const help = (id, crisis) => ({ id, type: "help", title: "", cards: [], crisis });
const replied = (key, messages, outcome = "answered") => ({ type: "replied", key, reply: { outcome, crisis: null, language: "sv", messages } });
const ids = (state) => state.entries.filter((e) => e.kind === "message").map((e) => e.message.id);

test("a reply that comes twice is shown once", () => {
  const state = after(said("a"), replied("a", [text("1")]), replied("a", [text("1")]));
  assert.deepEqual(ids(state), ["1"]);
  assert.equal(state.entries[0].status, "sent");
});

test("help in a crisis comes first, other help where it stood", () => {
  const state = after(said("a"), replied("a", [text("1"), help("2", null), help("3", "violence"), text("4")]));
  assert.deepEqual(ids(state), ["3", "1", "2", "4"]);
});

test("a reply to what was erased is not shown", () => {
  assert.deepEqual(after(said("a"), { type: "cleared" }, replied("a", [text("1")])), initial);
});

test("after an error the same message may be answered again", () => {
  const failed = after(said("a"), replied("a", [text("1")], "error"));
  assert.equal(failed.entries[0].status, "failed");
  const state = after(said("a"), replied("a", [text("1")], "error"), replied("a", [text("2")]));
  assert.deepEqual(ids(state), ["1", "2"]);
  assert.equal(new Set(state.entries.map((e) => e.key)).size, 3);
  assert.equal(state.entries[0].status, "sent");
});

test("a reply stands below its own question", () => {
  const state = after(said("a"), said("b"), replied("b", [text("2")]), replied("a", [text("1")]), said("c"));
  assert.deepEqual(state.entries.map((e) => e.message?.id ?? e.key), ["a", "1", "b", "2", "c"]);
});

test("starting over is answered by the welcome alone", () => {
  const over = { type: "said", key: "a", text: "", sent: { choice: "start_over" } };
  assert.deepEqual(ids(after(over, replied("a", [text("1")]))), []);
  assert.equal(after(over, replied("a", [text("1")])).entries[0].status, "sent");
});

test("what goes on", () => {
  assert.equal(progress(initial), "");
  assert.equal(progress(after(said("a"))), "typing");
  assert.equal(progress(after(said("a"), said("b"), { type: "status", key: "a", status: "waiting" })), "waiting");
  assert.equal(progress(after(said("a"), { type: "status", key: "a", status: "failed", detail: "no" })), "");
});

test("picks and opinions change their own entry only", () => {
  const state = after(said("a"), replied("a", [text("1"), text("2")]), { type: "picked", key: "a/1", option: "x" }, { type: "rated", key: "a/2", rated: "no" });
  assert.deepEqual(state.entries.slice(1).map((e) => [e.picked, e.rated]), [["x", null], [null, "no"]]);
});
