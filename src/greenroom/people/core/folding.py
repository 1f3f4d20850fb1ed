import re
import unicodedata

_BLANKS = re.compile(r"\s+")


def tidied(text: str) -> str:
    """Composed (NFC), one blank between words, none around, no control characters."""
    if text.isascii() and text.isprintable():
        return " ".join(
            text.split()
        )  # the same, without looking at each letter: imports tidy millions of words
    plain = "".join(letter for letter in unicodedata.normalize("NFC", text) if not _is_control(letter))
    return _BLANKS.sub(" ", plain).strip()


def folded(text: str) -> str:
    """The text for comparing and searching: no case, no accents, compatible forms made one.

    "Łukasz Weiß" keeps its ł, since that is a letter of its own; "É" is found by "e", "ﬁ" by "fi".
    """
    if text.isascii():
        return tidied(text.lower())
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return tidied("".join(letter for letter in spread if not unicodedata.combining(letter)))


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and letter not in "\t\n\r"
