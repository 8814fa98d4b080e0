"""The last component of the pipeline: lets an intent stand only when the message is nothing but small talk.

The classifier is sure of itself even on gibberish ("asdf qwer" became `goodbye` at .99) and would swallow a real
question that begins with a greeting. Whatever is demoted here becomes `nlu_fallback` and goes to the answer path.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME as FALLBACK
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.commands import harmless
from bot.components.small_talk import Example, Lexicon, folded, judge, learn

FILE = "lexicon.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SmallTalkGuard(GraphComponent, IntentClassifier):
    """Settings: `max_words`, `known_share`, `open_intents` (go to the answer path anyway) and `polite_intents`
    (their one-word examples may stand beside any small talk); see config.yml."""

    def __init__(
        self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource, lexicon: Lexicon
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._lexicon = lexicon

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"max_words": 8, "known_share": 1.0, "open_intents": [], "polite_intents": []}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SmallTalkGuard:
        return cls(config, model_storage, resource, Lexicon())

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> SmallTalkGuard:
        with model_storage.read_from(resource) as folder:
            lexicon = Lexicon(**json.loads((folder / FILE).read_text(encoding="utf-8")))
        return cls(config, model_storage, resource, lexicon)

    def train(self, training_data: TrainingData) -> Resource:
        """Keeps the words of every example whose intent has a `language` in its metadata."""
        examples = [
            Example(message.get(TEXT), message.get(INTENT), metadata["language"])
            for message in training_data.intent_examples
            if (metadata := message.get(METADATA, {}).get(METADATA_INTENT)) and message.get(TEXT)
        ]
        self._lexicon = learn(examples, self._config["polite_intents"])
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(
                json.dumps(asdict(self._lexicon), ensure_ascii=False), encoding="utf-8"
            )
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            self._judge(message)
            # Behind this component Rasa obeys texts that begin with a slash, and logs those it cannot read.
            message.set(TEXT, harmless(message.get(TEXT)))
        return messages

    def _judge(self, message: Message) -> None:
        text = message.get(TEXT)
        # What is an example word for word needs no guessing: on single digits the classifier is unsure.
        intent = self._lexicon.whole.get(folded(text)) or message.get(INTENT, {}).get(INTENT_NAME_KEY)
        if intent in (None, FALLBACK):
            return
        if intent not in self._config["open_intents"]:
            verdict = judge(
                text, intent, self._lexicon, self._config["max_words"], self._config["known_share"]
            )
            if not verdict.small_talk:
                intent = FALLBACK
            elif verdict.language:
                # Beside the intent, not as an entity: entities would have to be marked in every story.
                message.set("spoken", verdict.language, add_to_output=True)
        if intent != message.get(INTENT, {}).get(INTENT_NAME_KEY):
            message.set(INTENT, {INTENT_NAME_KEY: intent, "confidence": 1.0}, add_to_output=True)
