"""Does the reader state (or pass on) a rumour, or just ask? Only a rumour gets a verdict."""

from __future__ import annotations

import re

from knowledge.types import PassageKind

# "is it true", "they say", "I heard": the reader holds a rumour in hand.
_HEARSAY = re.compile(
    r"är de(t)? sant|stämmer de(t)?\b|\b(dom|de|folk|alla) (säger|påstår)|jag har hört|hörde att|såg en video|på tiktok|rykte"
    r"|is (it|this|that) (true|a lie)|\b(they|people|everyone) (say|says|claim)|i (have )?heard|i saw a video|on tiktok|rumou?r"
    r"|هل (هذا |هو )?صحيح|صحيح (ان|أن|انه|إنه|أنه)|هل (هذا )?حقيق|بيقولو|يقولون|عم يقولو"
    r"|سمعت (ان|أن|انو|إنه)|شفت فيديو|تيك توك|اشاع|إشاع",
    re.IGNORECASE,
)
# A text that begins like this asks.
_ASKS = re.compile(
    r"^\W*(får|kan|tar|hur|vad|va|varför|är|e|blir|ska|måste|finns|vem|vilka|vilken|när|var|har|behöver|vågar|riskerar|om"
    r"|can|could|do|does|did|is|are|will|would|should|what|why|how|who|when|where|may|must|am|if"
    r"|هل|كيف|لماذا|ليش|شو|ما|ماذا|متى|من|مين|اين|أين|وين|كم|ممكن|لو|اذا|إذا)\b",
    re.IGNORECASE,
)


def states_claim(text: str, matched: PassageKind | None) -> bool:
    """True for "soc steals children" and "they say … is it true?"; False for a plain question.

    `matched`: the kind of the nearest passage; a text that looks like neither goes by it."""
    if _HEARSAY.search(text):
        return True
    if "?" in text or "؟" in text or _ASKS.match(text):
        return False
    return matched is PassageKind.CLAIM or matched is None or len(text.split()) >= 3
