"""Replies of actions are still checked, and take what Rasa's own check takes, only faster."""

from __future__ import annotations

import time
import unittest
from typing import Any

from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.components.action_replies import check_schema_once

# Taken when this module is imported, before any other check has put ours in its place.
RASAS = RemoteAction._validate_action_result

GOOD: list[Any] = [
    {"events": [], "responses": []},
    {
        "events": [{"event": "slot", "name": "form", "value": None, "timestamp": None}],
        "responses": [{"custom": {"a": 1}}],
    },
]
BAD: list[Any] = [
    [],
    "x",
    {"events": {}},
    {"events": [{"event": 1}]},
    {"responses": ["x"]},
    {"events": [{"name": "form"}]},
]


class Replies(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(
            setattr, RemoteAction, "_validate_action_result", RemoteAction._validate_action_result
        )
        RemoteAction._validate_action_result = RASAS
        self.action = RemoteAction("action_answer", None)

    def verdicts(self) -> list[bool]:
        found = []
        for reply in (*GOOD, *BAD):
            try:
                found.append(self.action._validate_action_result(reply))
            except ValidationError:
                found.append(False)
        return found

    def test_the_same_replies_pass(self) -> None:
        rasas = self.verdicts()
        check_schema_once()
        self.assertEqual(self.verdicts(), rasas)
        self.assertEqual(rasas[: len(GOOD)], [True, True])
        self.assertIn(False, rasas)

    def test_it_is_faster(self) -> None:
        def seconds() -> float:
            begun = time.process_time()
            for _ in range(20):
                self.action._validate_action_result(GOOD[1])
            return time.process_time() - begun

        slow = seconds()
        check_schema_once()
        self.assertLess(seconds(), slow / 3)


if __name__ == "__main__":
    unittest.main()
