from __future__ import annotations

import pytest

from knowledge.answering.claims import states_claim
from knowledge.types import PassageKind

RUMOURS = [
    "soc kidnappar muslimska barn",
    "dom säger att soc rövar bort muslimska barn, är det sant?",
    "jag har hört att dom säljer barnen",
    "stämmer det att soc tjänar pengar på barn",
    "they say social services steal children",
    "is it true that they get paid per child?",
    "السوسيال يخطف اطفال المسلمين",
    "هل صحيح انهم ياخذون الاطفال؟",
    "سمعت انو السوسيال بياخد الولاد",
    "soc waxay afduubtaa carruurta muslimka ah, ma run baa?",
    "waxaan maqlay in soc ay lacag ku hesho carruurta",
    "میگن سوسیال بچه های مسلمونا رو میدزده راسته؟",
    "می‌گویند سوسیال اطفال را می‌فروشد",
    "ሶሻል ደቂ ኣስላም ይጨውዩ ኣለዉ ይብሉ፡ ሓቂ ድዩ?",
    "кажуть, що соцслужба краде дітей, це правда?",
    "говорят соцслужба ворует детей?",
    "sosyal müslüman çocukları kaçırıyor diyorlar doğru mu?",
    "دەڵێن سۆسیال منداڵی موسڵمان دەڕفێنێت، ڕاستە؟",
    "czy to prawda że soc porywa dzieci?",
    "dicen que soc secuestra niños, ¿es verdad?",
    "onko totta että sossu kaappaa lapsia?",
]
QUESTIONS = [
    "hur lång tid tar en utredning",
    "kan soc ta mina barn?",
    "får jag tolk",
    "Vem betalar advokaten?",
    "can they take my children",
    "what is a report of concern",
    "كيف اطلب مترجم",
    "هل يحق لي مترجم",
    "ma heli karaa turjubaan",
    "sidee baan u helaa qareen",
    "چطور میتونم مترجم بگیرم",
    "چی قسم شکایت کنم",
    "ከመይ ጌረ ኣስተርጓሚ ይረክብ",
    "як мені отримати перекладача",
    "как подать жалобу на соцслужбу",
    "nasıl tercüman alabilirim",
    "چۆن وەرگێڕ وەربگرم",
    "jak dostać tłumacza",
    "cómo consigo un intérprete",
    "miten saan tulkin",
]


@pytest.mark.parametrize("text", RUMOURS)
def test_rumours(text: str) -> None:
    assert states_claim(text, PassageKind.CLAIM)


@pytest.mark.parametrize("text", QUESTIONS)
def test_plain_questions(text: str) -> None:
    assert not states_claim(text, PassageKind.VARIANT)


def test_keywords_go_by_what_they_are_nearest_to() -> None:
    assert states_claim("kidnappade barn", PassageKind.CLAIM)
    assert not states_claim("muslimska barn", PassageKind.VARIANT)
