"""Environment variables `TRYGGSVAR_*` -> one frozen `Settings`, read once by whoever builds the services."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge.errors import SettingsError

REPOSITORY = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Every field is documented, so that the configuration reference can be generated from here."""

    model_config = SettingsConfigDict(env_prefix="TRYGGSVAR_", frozen=True, extra="ignore")

    data: Path = Field(REPOSITORY / "var", description="Folder for the database, snapshots and secrets.")
    database_url: str | None = Field(
        None,
        description="SQLAlchemy address, e.g. postgresql+psycopg://…; default: SQLite in the data folder.",
    )
    web_host: str = Field("127.0.0.1", description="Address the web server listens on; 0.0.0.0 for all.")
    web_port: int = Field(8000, ge=1, le=65535, description="Port of the web server.")
    web_threads: int = Field(16, ge=1, le=256, description="Requests the web server works on at once.")
    rasa_port: int = Field(5005, ge=1, le=65535, description="Port of Rasa, on loopback.")
    actions_port: int = Field(5055, ge=1, le=65535, description="Port of the action server, on loopback.")
    rasa_url: str | None = Field(None, description="Address of Rasa; default: http://127.0.0.1:<rasa_port>.")
    rasa_timeout_seconds: float = Field(8.0, gt=0, description="How long the gateway waits for Rasa.")
    encoder: str = Field(
        "embedded", description="`embedded`, a local sentence-transformers folder, or a model id on a hub."
    )
    encoder_query_prefix: str = Field("", description="Text that the model wants before a question.")
    encoder_passage_prefix: str = Field("", description="Text that the model wants before a passage.")
    allow_hub: bool = Field(False, description="Let the encoder be fetched from a model hub.")
    default_language: str = Field("sv", description="Language when nothing else tells.")
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins, separated by spaces, that may embed the widget; `*` for all."
    )
    conversation_minutes: int = Field(30, ge=1, description="Idle time after which a conversation is gone.")
    text_max_characters: int = Field(1000, ge=50, description="Longest text of one message.")
    rate_messages_per_minute: int = Field(30, ge=1, description="Messages a minute from one address.")
    rate_conversations_per_hour: int = Field(60, ge=1, description="Conversations an hour from one address.")
    trusted_proxies: int = Field(0, ge=0, description="Proxies in front whose X-Forwarded-For is believed.")
    exit_url: str = Field("https://www.1177.se", description="Where quick exit goes.")
    third_party_channels: bool = Field(
        False, description="Open Rasa's REST and SocketIO channels on loopback."
    )
    libretranslate_url: str | None = Field(
        None, description="LibreTranslate server for drafts; none by default."
    )
    libretranslate_key: str | None = Field(None, description="Its key, where it wants one.")
    translate_timeout_seconds: float = Field(20.0, gt=0, description="How long a translation may take.")
    clock_starts_at: datetime | None = Field(
        None, description="For rehearsals: the clock starts at this time (ISO 8601 with zone) and runs on."
    )

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("clock_starts_at")
    @classmethod
    def _zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("needs a zone, for example 2026-12-31T23:59:50+01:00")
        return value

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'tryggsvar.db'}"

    @property
    def snapshots(self) -> Path:
        return self.data / "snapshots"

    @property
    def rasa_address(self) -> str:
        return (self.rasa_url or f"http://127.0.0.1:{self.rasa_port}").rstrip("/")

    def secret(self, name: str) -> str:
        """The secret `name`, made at first use and readable by the owner only; `TRYGGSVAR_<NAME>` overrides it."""
        given = os.environ.get(f"TRYGGSVAR_{name.upper()}")
        if given:
            return given
        folder = self.data / "secrets"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / name
        if not path.exists():
            draft = folder / f".{name}.{os.getpid()}"
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(32))
            try:
                os.link(draft, path)  # fails when another process was first: its secret stands
            except FileExistsError:
                pass
            draft.unlink()
        return path.read_text().strip()


def load_settings(**overrides: object) -> Settings:
    """Reads the environment. Raises `SettingsError` naming each variable, what it held and what would be right."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [
            f"TRYGGSVAR_{'_'.join(str(p) for p in e['loc']).upper()}: {e['msg']} (found {e['input']!r})"
            for e in error.errors()
        ]
        raise SettingsError("\n".join(lines)) from None
