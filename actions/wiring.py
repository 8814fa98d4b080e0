"""Which action does what. The services are built once, here, and handed to every action."""

from __future__ import annotations

from rasa_sdk.executor import ActionExecutor

from actions import choose, municipality, pick, preferences, small_talk, worried
from actions.action import Respond, TurnAction
from actions.services import Services
from knowledge import services as library
from knowledge.settings import Settings

ACTIONS: dict[str, Respond] = {
    "action_answer": pick.respond_to_text,
    "action_small_talk": small_talk.respond,
    "action_choose": choose.respond,
    "action_pick": pick.respond,
    "action_choose_language": preferences.choose_language,
    "action_choose_audience": preferences.choose_audience,
    "action_start_over": small_talk.start_over,
    "action_worried": worried.respond,
    "action_municipality": municipality.respond,
}


def build_services(settings: Settings) -> Services:
    return library.build(settings)


def executor_of(services: Services) -> ActionExecutor:
    executor = ActionExecutor()
    for name, respond in ACTIONS.items():
        executor.register_action(TurnAction(name, respond, services))
    return executor
