"""deep-translator's LibreTranslate client, with the server's own list of languages, a time-out, and clear errors.

deep-translator 1.11.4 refuses pairs such as sv→ar by an old list of its own and sets no time-out; both are mended here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import requests
from deep_translator import LibreTranslator
from deep_translator.exceptions import AuthorizationException, ServerException
from deep_translator.validate import request_failed

from knowledge.errors import TranslationError
from knowledge.settings import Settings
from knowledge.translation import Translator


class LibreTranslateTranslator:
    """Implements `Translator` against one LibreTranslate server."""

    def __init__(self, url: str, key: str | None = None, timeout_seconds: float = 20.0) -> None:
        self._url, self._key, self._timeout = url.rstrip("/"), key, timeout_seconds

    def languages(self) -> frozenset[str]:
        return frozenset(self._pairs.get("sv", ()))

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        if target not in self._pairs.get(source, ()):
            known = ", ".join(sorted(self._pairs.get(source, ()))) or "none"
            raise TranslationError(
                f"the translation service does not offer {source}→{target}; from {source} it offers: {known}"
            )
        client = _Client(source, target, self._url, self._key, self._timeout)
        results = []
        for text in texts:
            try:
                result = client.translate(text)
            except AuthorizationException as error:
                raise TranslationError(
                    "the translation service refused TRYGGSVAR_LIBRETRANSLATE_KEY"
                ) from error
            except (requests.RequestException, ServerException, ValueError, KeyError, TypeError) as error:
                raise TranslationError(f"the translation service failed: {_reason(error)}") from error
            if not isinstance(result, str) or (text.strip() and not result.strip()):
                raise TranslationError(
                    "the translation service answered without a text; expected `translatedText`"
                )
            results.append(result)
        return results

    @cached_property
    def _pairs(self) -> dict[str, frozenset[str]]:
        try:
            answer = requests.get(f"{self._url}/languages", timeout=self._timeout)
            answer.raise_for_status()
            return {row["code"]: frozenset(row.get("targets") or ()) for row in answer.json()}
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise TranslationError(
                f"TRYGGSVAR_LIBRETRANSLATE_URL ({self._url}) gives no list of languages ({type(error).__name__}); "
                "right would be the address of a LibreTranslate server"
            ) from error


class _Client(LibreTranslator):
    """The library's client, mended: codes that the server named, a time-out, and the text in the body, not the address
    (addresses end up in logs)."""

    def __init__(self, source: str, target: str, url: str, key: str | None, timeout_seconds: float) -> None:
        self._timeout_seconds = timeout_seconds
        super().__init__(source, target, api_key=key or "none", custom_url=f"{url}/")

    def _map_language_to_code(self, *languages: str) -> Iterator[str]:
        yield from languages  # checked against the server's list already

    def translate(self, text: str, **kwargs: object) -> str:
        if not text.strip():
            return text
        body = {"q": text, "source": self._source, "target": self._target, "format": "text"}
        if self.api_key != "none":
            body["api_key"] = self.api_key
        response = requests.post(f"{self._base_url}translate", json=body, timeout=self._timeout_seconds)
        if response.status_code == 403:
            raise AuthorizationException(self.api_key)
        if request_failed(status_code=response.status_code):
            raise ServerException(response.status_code)
        return response.json()["translatedText"]  # type: ignore[no-any-return]


def translator_from(settings: Settings) -> Translator | None:
    """The operator's translator, or None: by default nothing is translated by machine."""
    if not settings.libretranslate_url:
        return None
    return LibreTranslateTranslator(
        settings.libretranslate_url, settings.libretranslate_key, settings.translate_timeout_seconds
    )


def _reason(error: Exception) -> str:
    """Why, without what was sent."""
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    if isinstance(error, ServerException):
        return str(error)
    return "its answer is not of the expected form"
