"""Texts that sound like danger and are none: general questions, figures of speech, fiction, denials."""

from __future__ import annotations

import pytest

from knowledge.crisis import CrisisDetector

HARMLESS = """
sv får man slå barn i sverige
sv vad gör soc om någon blir slagen
sv är det farligt att ringa soc
sv vad händer om ett barn blir slaget hemma
sv kan man anmäla om ett barn far illa
sv är det olagligt att aga sina barn
sv hur många barn blir slagna varje år
sv pappa slår mig inte
sv han har aldrig slagit mig
sv jag dör av skratt åt dina svar
sv höll på att dö av pinsamhet i skolan
sv vi såg en film där en man mördar sin fru
sv i spelet kan man döda monster med kniv
sv skriver en uppsats om självmord bland unga
sv vad är hedersvåld
sv vad menas med tvångsäktenskap
sv får soc ta barn för att föräldrarna slår dem
sv jag vill inte dö
sv min dotter ska gifta sig i sommar
sv vi ska åka till irak på semester, får vi det
sv måste man ha pass för barnen när man reser till turkiet
sv från vilken ålder får barn vara ensamma hemma
sv barnet vaknar inte på natten längre, skönt
sv min son är ensam hemma en timme efter skolan, är det ok
sv mamma sover och jag har en fråga om soc
sv det slog mig att vi borde ringa kommunen
sv vad kostar det att skilja sig
sv jag är rädd att soc ska ta mina barn
sv kan soc hota med att ta barnen
sv vad är straffet för våldtäkt
sv pappa slog mig i schack
sv min lillebror slår mig i alla spel
sv jag skar mig i fingret när jag lagade mat
sv ska vi slå vad om att du inte vet
sv hur får jag kontakt med socialtjänsten i Malmö
sv vem kan hjälpa en kvinna som utsätts för våld
sv jag är så trött på att vänta på svar från soc
sv vad är skillnaden mellan LVU och SoL
sv min mobil har dött
sv vart ringer man om man misstänker att ett barn blir slaget
sv vilket telefonnummer har kvinnofridslinjen
sv får jag ta med min egen tolk
sv jag jobbar på förskola och undrar hur man gör en orosanmälan om misshandel
en is it legal to spank children in sweden
en what does social services do if someone is beaten
en what happens if a child is hit at home
en can social services take children if parents hit them
en is it dangerous to call social services
en my dad does not hit me
en he never hits me
en this exam is killing me
en i was dying of laughter
en i could kill for a coffee
en we watched a movie where a man kills his wife
en writing a school essay about suicide
en what is honour based violence
en how old must a child be to stay home alone
en my daughter is getting married in june and i need to change her name
en we are going to pakistan for a holiday, do we need to tell the school
en i am afraid that social services will take my kids
en what is the punishment for rape in sweden
en my brother beat me at chess
en how do i report domestic violence that a neighbour suffers
en do i need a lawyer in an LVU case
en my baby wont sleep at night
en my phone died
en do they take children away from muslim families
en what is a forced marriage
en i dont want to kill anyone, just asking what the law says
en how many children die from abuse every year
en it hurts me that nobody answers my letters
en hit me up with the number please
en the news said a man stabbed his wife
ar هل ضرب الأطفال ممنوع في السويد
ar ماذا يفعل السوسيال إذا كان شخص يتعرض للضرب
ar ماذا يحدث إذا ضرب أحد الوالدين طفله
ar هل الاتصال بالسوسيال خطير
ar هل يأخذون الأطفال المسلمين
ar ابي لا يضربني
ar بابا ما بيضربني
ar متت من الضحك
ar رح موت من الجوع
ar شفت فيلم عن رجل يقتل زوجته
ar ما هي عقوبة الاغتصاب في السويد
ar شو يعني عنف الشرف
ar كم عمر الطفل ليبقى وحده في البيت
ar بنتي رح تتزوج بالصيف وبدنا نعرف القانون
ar بدنا نسافر عالعراق بالعطلة مع الاولاد
ar أخاف أن يأخذ السوسيال أولادي
ar ما هو زواج الإجبار
ar طفلي لا ينام في الليل
ar كيف اقدم بلاغ عن طفل يتعرض للعنف
ar اخي يغلبني في اللعبة دائما
so maxaa dhacaya haddii ilmo la garaaco
so carruurta ma la garaaci karaa iswiidhan
so aabahay ima garaaco
fa آیا زدن بچه در سوئد ممنوع است
fa پدرم مرا نمیزند
fa از خنده مردم
ti ህጻን ክትወቅዕ ኣብ ስወድን ይፍቀድ ድዩ
tr isveçte çocuk dövmek yasak mı
tr babam beni dövmüyor
tr gülmekten öldüm
ru можно ли бить детей в швеции
ru папа меня не бьёт
ru умираю со смеху
uk чи можна бити дітей у швеції
uk тато мене не б'є
uk помираю від сміху
"""

CASES = [line.split(maxsplit=1) for line in HARMLESS.strip().splitlines()]


@pytest.fixture(scope="module")
def detector() -> CrisisDetector:
    return CrisisDetector()


@pytest.mark.parametrize(("language", "text"), CASES)
def test_harmless_texts_stay_harmless(detector: CrisisDetector, language: str, text: str) -> None:
    assert detector.check(text) is None
