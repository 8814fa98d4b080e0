"""Every intent in every form has exactly one action and then listens: there is no fallback policy to catch a gap.

Wants the model's path in TRYGGSVAR_TEST_MODEL.
"""

from __future__ import annotations

import os
import unittest

from rasa.core.agent import Agent
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

FREE_TEXT = ("nlu_fallback", "ask")
ACTIONS = {
    **dict.fromkeys(("greet", "thanks", "goodbye", "help", "ask_person"), "action_small_talk"),
    **dict.fromkeys(("affirm", "deny", "unsure", "cancel"), "action_pick"),
    **dict.fromkeys(("pick_first", "pick_second", "pick_third", "pick_last"), "action_pick"),
    **dict.fromkeys(("ask", "nlu_fallback", "follow_up"), "action_answer"),
    "start_over": "action_start_over",
    "choose_language": "action_choose_language",
    "choose_audience": "action_choose_audience",
    "start_worried": "action_worried",
    "find_municipality": "action_municipality",
    "choose": "action_choose",
}
IN_FORMS = {
    "worried": dict.fromkeys((*FREE_TEXT, "choose_audience"), "action_worried"),
    "municipality": dict.fromkeys(FREE_TEXT, "action_municipality"),
}


class Rules(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.agent = Agent.load(os.environ["TRYGGSVAR_TEST_MODEL"])

    def predicted(self, tracker: DialogueStateTracker) -> str:
        prediction = self.agent.processor._predict_next_with_tracker(tracker)
        self.assertGreater(prediction.max_confidence, 0.9, tracker.latest_message)
        return self.agent.domain.action_names_or_texts[prediction.max_confidence_index]

    def test_the_table_names_every_intent(self) -> None:
        defaults = {"back", "restart", "session_start", "out_of_scope"}
        self.assertEqual(set(self.agent.domain.intents) - defaults, set(ACTIONS))

    def test_every_intent_in_every_form(self) -> None:
        for form in (None, "worried", "municipality"):
            for intent, usual in ACTIONS.items():
                with self.subTest(form=form, intent=intent):
                    expected = IN_FORMS.get(form, {}).get(intent, usual)
                    tracker = self.tracker_of(form, intent)
                    self.assertEqual(self.predicted(tracker), expected)
                    tracker.update(ActionExecuted(expected))
                    self.assertEqual(self.predicted(tracker), "action_listen")

    def tracker_of(self, form: str | None, intent: str) -> DialogueStateTracker:
        before = [ActionExecuted("action_listen"), UserUttered("x", {"name": "ask", "confidence": 1.0})]
        before += [ActionExecuted("action_answer"), SlotSet("form", form), SlotSet("last_slug", "soc-what")]
        now = [ActionExecuted("action_listen"), UserUttered("x", {"name": intent, "confidence": 1.0})]
        return DialogueStateTracker.from_events(
            "a", [*before, *now], self.agent.domain.slots, domain=self.agent.domain
        )


if __name__ == "__main__":
    unittest.main()
