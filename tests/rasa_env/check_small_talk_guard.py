"""The guard as a component of Rasa's pipeline: what it learns is kept, and what it does to a message."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.small_talk_guard import SmallTalkGuard

CONFIG = {**SmallTalkGuard.get_default_config(), "open_intents": ["ask"], "polite_intents": ["greet"]}
EXAMPLES = [
    ("hej", "greet", "sv"),
    ("vad kan du", "help", "sv"),
    ("1", "pick_first", "sv"),
    ("what can you do", "help", "en"),
]


def said(text: str, intent: str) -> Message:
    return Message({"text": text, "intent": {"name": intent, "confidence": 0.9}})


class Guard(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        storage, resource = LocalModelStorage(Path(folder.name)), Resource("guard")
        messages = [Message.build(t, i, intent_metadata={"language": lang}) for t, i, lang in EXAMPLES]
        trained = SmallTalkGuard.create(CONFIG, storage, resource, mock.Mock())
        trained.train(TrainingData([*messages, Message.build("utan språk", "greet")]))
        self.guard = SmallTalkGuard.load(CONFIG, storage, resource, mock.Mock())

    def after(self, text: str, intent: str) -> Message:
        return self.guard.process([said(text, intent)])[0]

    def test_small_talk_stands_and_tells_its_language(self) -> None:
        message = self.after("Hej, vad kan du?", "help")
        self.assertEqual((message.get("intent")["name"], message.get("spoken")), ("help", "sv"))
        self.assertIn("spoken", message.as_dict(only_output_properties=True))

    def test_what_is_more_than_small_talk_is_demoted(self) -> None:
        message = self.after("hej kan soc ta mina barn", "greet")
        self.assertEqual((message.get("intent")["name"], message.get("spoken")), ("nlu_fallback", None))

    def test_open_intents_are_let_through(self) -> None:
        self.assertEqual(self.after("kan soc ta mina barn", "ask").get("intent")["name"], "ask")

    def test_a_whole_example_needs_no_guessing(self) -> None:
        self.assertEqual(self.after("1", "nlu_fallback").get("intent")["name"], "pick_first")

    def test_an_example_without_a_language_teaches_nothing(self) -> None:
        self.assertEqual(self.after("utan språk", "greet").get("intent")["name"], "nlu_fallback")

    def test_no_text_that_begins_with_a_slash_gets_past(self) -> None:
        self.assertEqual(self.after("/restart", "greet").get("text"), "restart")
        self.assertEqual(self.after('/choose{"id": "x"}', "greet").get("text"), '/choose{"id": "x"}')


if __name__ == "__main__":
    unittest.main()
