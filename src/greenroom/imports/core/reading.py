"""What all readers of cells share: the refusal, and text made comparable."""

import re
import unicodedata


class BadValue(ValueError):
    """A cell that cannot be read as what its column means."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


NOTHING = frozenset(
    {"", "-", "--", "–", "—", "n/a", "na", "n.a.", "?", "tbd", "tbc", "null", "nan", "k. a.", "k.a."}
)
"""What people write into a cell to say that they leave it empty."""

_SHOWN = 60


def plain(text: str) -> str:
    """Lower case, without accents, single blanks, plain dashes and apostrophes: for comparing, never for keeping."""
    text = text.casefold()
    if text.isascii():
        return " ".join(text.split())
    text = text.replace("’", "'").replace("‘", "'")
    for dash in "‐‑‒–—−":
        text = text.replace(dash, "-")
    decomposed = unicodedata.normalize("NFKD", text)
    text = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(text.split())


def words_of(text: str) -> str:
    """Plain text with nothing but letters, digits and single blanks."""
    return " ".join(re.sub(r"[\W_]+", " ", plain(text)).split())


def shown(text: str) -> str:
    """The cell as a message quotes it."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[:_SHOWN]}…”"


def vocabulary(words: str) -> frozenset[str]:
    """The words between the blanks."""
    return frozenset(words.split())
