"""Languages as people name them."""

import re

from greenroom.imports.core.lists import parse_list
from greenroom.imports.core.reading import plain

_NAMES = """
af afrikaans|sq albanian shqip|am amharic|ar arabic arabisch arabe العربية|hy armenian|az azerbaijani|eu basque euskara
be belarusian|bn bengali bangla|bs bosnian bosanski|bg bulgarian bulgarski български|my burmese|ca catalan catala
zh chinese mandarin cantonese chinesisch chinois chino 中文 普通话 汉语|hr croatian hrvatski kroatisch|cs czech cesky cestina tschechisch
da danish dansk danisch|nl dutch nederlands niederlandisch neerlandais holandes|en english englisch anglais ingles inglese engels angielski
et estonian eesti|fa persian farsi|fi finnish suomi finnisch|fr french francais franzosisch frances francese frans
gl galician galego|ka georgian|de german deutsch allemand aleman tedesco duits|el greek griechisch ellinika ελληνικα
gu gujarati|ht haitian creole|ha hausa|he hebrew ivrit עברית|hi hindi हिन्दी|hu hungarian magyar ungarisch
is icelandic islenska|ig igbo|id indonesian bahasa|ga irish gaeilge|it italian italiano italienisch italien
ja japanese nihongo japanisch 日本語|kn kannada|kk kazakh|km khmer|ko korean 한국어|ku kurdish|lo lao|lv latvian latviesu
lt lithuanian lietuviu|lb luxembourgish|mk macedonian|ms malay|ml malayalam|mt maltese|mr marathi|mn mongolian
ne nepali|no norwegian norsk norwegisch|ps pashto|pl polish polski polnisch polonais|pt portuguese portugues portugiesisch portugais
pa punjabi|ro romanian romana rumanisch|ru russian russkij russisch русский russe|sr serbian srpski|si sinhala
sk slovak slovencina|sl slovenian slovenscina|so somali|es spanish espanol castellano spanisch espagnol spagnolo spaans
sw swahili kiswahili|sv swedish svenska schwedisch|tl tagalog filipino|ta tamil|te telugu|th thai|tr turkish turkce turkisch turk
uk ukrainian ukrainska українська ukrainisch|ur urdu|uz uzbek|vi vietnamese|cy welsh cymraeg|wo wolof|xh xhosa|yo yoruba|zu zulu
"""
CODES: dict[str, str] = {
    name: words.split()[0]
    for words in re.split(r"[|\n]", _NAMES)
    if words.strip()
    for name in map(plain, words.split())
}
"""Plain name in several languages, or the code itself, to ISO 639-1."""

_LEVEL = re.compile(
    r"\s*(\(.*\)|[-–:]\s.*|\b(native|fluent|basic|conversational|mother tongue|[abc][12])\b.*)$",
    re.IGNORECASE,
)


def parse_languages(text: str) -> list[str]:
    """ISO 639-1 codes where the language is known ("Deutsch" is "de"), else the words as they stand."""
    found: dict[str, None] = {}
    for item in parse_list(text):
        for part in re.split(r"\s*/\s*", item):
            name = _LEVEL.sub("", part).strip() or part
            found.setdefault(_code(name))
    return list(found)


def _code(name: str) -> str:
    said = plain(name)
    if said in CODES:
        return CODES[said]
    region = re.fullmatch(r"([a-z]{2})[-_][a-z]{2,4}", said)
    if region and region[1] in CODES:
        return region[1]
    known = [CODES[word] for word in said.split() if word in CODES and len(word) > len("xx")]
    return known[0] if len(known) == 1 else name
