"""The shapes of the API (docs/contract.md). The OpenAPI document is made from them; Rasa's words must have them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictBool, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from knowledge.types import CrisisKind, Kind, Outcome, TranslationStatus, Verdict

CHOICE = r"^[a-z0-9_:.-]{1,100}$"
CLIENT_MESSAGE_ID = r"^[A-Za-z0-9_-]{8,64}$"
ONE_OF_BOTH = "send either a text or a choice"
MESSAGE_ID = r"^[0-9a-f]{16}-[0-9]{1,3}$"

AudienceName = Literal["parent", "child"]
# A browser's tag such as `ar-EG` is as welcome as our own codes; one that we do not offer counts as none.
LanguageTag = Annotated[str, Field(max_length=35, description="BCP 47, e.g. `ar` or `sv-SE`")]


class Card(BaseModel):
    name: str
    note: str
    phone: str | None
    url: str | None
    language: str


class SourceOut(BaseModel):
    title: str
    publisher: str
    url: str | None
    sections: list[str]


class TranslationOut(BaseModel):
    """In which language the text stands, and who has read it."""

    language: str
    status: TranslationStatus


class Related(BaseModel):
    slug: str
    title: str


class ExplainedWord(BaseModel):
    term: str
    explanation: str


class TextMessage(BaseModel):
    id: str
    type: Literal["text"]
    text: str


class AnswerMessage(BaseModel):
    id: str
    type: Literal["answer"]
    slug: str
    kind: Kind
    title: str
    verdict: Verdict | None = Field(description="null unless the article is a myth")
    short: str
    what_is_true: str | None
    long: str = Field(description="Paragraphs separated by blank lines; lists of lines that begin with `- `")
    as_of: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    sources: list[SourceOut]
    translation: TranslationOut
    help: list[Card]
    related: list[Related]
    words: list[ExplainedWord] = Field(description="Hard words of the text, for the reader to open")


class Option(BaseModel):
    id: str = Field(pattern=CHOICE)
    label: str


class ChoicesMessage(BaseModel):
    id: str
    type: Literal["choices"]
    prompt: str
    options: list[Option]


class HelpMessage(BaseModel):
    id: str
    type: Literal["help"]
    title: str
    cards: list[Card]
    crisis: CrisisKind | None


Message = Annotated[TextMessage | AnswerMessage | ChoicesMessage | HelpMessage, Field(discriminator="type")]
MESSAGE: TypeAdapter[TextMessage | AnswerMessage | ChoicesMessage | HelpMessage] = TypeAdapter(Message)


class NewConversation(BaseModel):
    audience: AudienceName
    language: LanguageTag | None = None


class OpenedConversation(BaseModel):
    conversation_id: str
    token: str = Field(description="For `Authorization: Bearer`; shown this once")
    language: str
    messages: list[Message]


class NewMessage(BaseModel):
    """Exactly one of `text` and `choice`. `language` only when the reader chose it."""

    text: str | None = None
    choice: Annotated[str, Field(pattern=CHOICE)] | None = None
    client_message_id: str = Field(
        pattern=CLIENT_MESSAGE_ID, description="Repeat it to get the same reply again"
    )
    language: LanguageTag | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> NewMessage:
        if (self.text is None) == (self.choice is None):
            raise PydanticCustomError("text_or_choice", ONE_OF_BOTH)
        return self


class ReplyOut(BaseModel):
    outcome: Outcome
    crisis: CrisisKind | None
    language: str
    messages: list[Message]


class NewFeedback(BaseModel):
    message_id: str = Field(pattern=MESSAGE_ID)
    helpful: StrictBool
    reason: Literal["not_my_question", "hard_to_understand", "not_true", "other"] | None = None


class Erased(BaseModel):
    erased: bool


class ArticleQuery(BaseModel):
    language: LanguageTag | None = None
    audience: AudienceName = "parent"


class LanguageOut(BaseModel):
    code: str
    name: str = Field(description="The language's own name")
    direction: Literal["ltr", "rtl"]
    complete: bool = Field(description="Whether every published article stands in it")


class LanguagesOut(BaseModel):
    languages: list[LanguageOut]


class Alive(BaseModel):
    alive: bool


class Readiness(BaseModel):
    ready: bool
    missing: list[Literal["rasa", "snapshot", "database"]]


class FieldError(BaseModel):
    field: str
    problem: str


class ProblemDetails(BaseModel):
    """RFC 9457. `detail` is in the reader's language; programs tell problems apart by `type`."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = Field(None, description="For programmers, in English")
