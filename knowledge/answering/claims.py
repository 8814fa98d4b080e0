"""Does the reader state (or pass on) a rumour, or just ask? Only a rumour gets a verdict."""

from __future__ import annotations

import re

from knowledge.types import PassageKind

# "is it true", "they say", "I heard": the reader holds a rumour in hand.
_HEARSAY = re.compile(
    r"är de(t)? sant|stämmer de(t)?\b|\b(dom|de|folk|alla) (säger|påstår)|jag har hört|hörde att|såg en video|på tiktok|rykte"
    r"|is (it|this|that) (true|a lie)|\b(they|people|everyone) (say|says|claim)|i (have )?heard|i saw a video|on tiktok|rumou?r"
    r"|هل (هذا |هو )?صحيح|صحيح (ان|أن|انه|إنه|أنه)|هل (هذا )?حقيق|بيقولو|يقولون|عم يقولو"
    r"|سمعت (ان|أن|انو|إنه)|شفت فيديو|تيك توك|اشاع|إشاع"
    r"|\b(ma run baa|run ma tahay|ma run tahay|waxay (dhahaan|yidhaahdaan|leeyihiin)|la (yiri|leeyahay|sheegay)|waxaan maqlay)\b"
    r"|راسته|راست است|حقیقت دار|واقعیت دار|(می|مي)[ \u200c]?(گن|گویند|گوین|گويند|گفتن)|شنید"
    r"|شايعه|شایعه|(تیک|تيك)[ \u200c]?(تاک|تاك)"
    r"|ሓቂ ?(ድዩ|ዶ)|ይብሉ|ሰሚዐ|ሰሚዔ|ቲክቶክ"
    r"|\bчи (це )?правда|це правда|\bкажуть|\bчу(в|ла) що|\bчу(в|ла),"
    r"|правда ли|это правда|\bговорят|\bслышал|слухи|чутки|тикток|тікток"
    r"|doğru mu|diyorlar|duydum|söyleniyor|söylenti"
    r"|ڕاستە|دەڵێن|ئەڵێن|بیستم|بیستوومە|تیکتۆک"
    r"|czy to prawda|\bmówią|\bsłysza|plotk"
    r"|es (verdad|cierto)|\bdicen que|he oído|\boí que|me (han dicho|dijeron)"
    r"|onko (se |tämä )?totta|\bsanotaan|\bväitetään|\bkuulin|\bhuhu",
    re.IGNORECASE,
)
# A text that begins like this asks.
_ASKS = re.compile(
    r"^\W*(får|kan|tar|hur|vad|va|varför|är|e|blir|ska|måste|finns|vem|vilka|vilken|när|var|har|behöver|vågar|riskerar|om"
    r"|can|could|do|does|did|is|are|will|would|should|what|why|how|who|when|where|may|must|am|if"
    r"|هل|كيف|لماذا|ليش|شو|ما|ماذا|متى|من|مين|اين|أين|وين|كم|ممكن|لو|اذا|إذا"
    r"|ma|maxay|maxaa|sidee|goorma|kee|xaggee|immisa|miyay|miyaa|miyaan|haddii|yaa"
    r"|آیا|ايا|چرا|چطور|چگونه|چی|چي|چه|کی|کجا|كجا|کدام|چند|چقدر|میشه|می‌شود|ميشه|اگر|اگه|مگه|چی قسم"
    r"|ከመይ|ስለምንታይ|ንምንታይ|እንታይ|መዓስ|ኣበይ|መን|ክንደይ"
    r"|чи|як|чому|що|хто|коли|де|скільки|якщо|можна|как|почему|что|кто|когда|где|сколько|можно|может|если|зачем"
    r"|nasıl|neden|niçin|niye|ne|kim|nerede|kaç|eğer|hangi"
    r"|ئایا|چۆن|بۆچی|چی|کەی|کێ|لەکوێ|چەند|ئەگەر"
    r"|czy|jak|dlaczego|co|kto|kiedy|gdzie|ile|jeśli"
    r"|puede|pueden|puedo|cómo|por qué|qué|quién|cuándo|dónde|cuánto|si"
    r"|voiko|voinko|saako|saanko|miten|miksi|mitä|kuka|milloin|missä|onko|jos|mikä|täytyykö)\b",
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
