"""Several things in one cell."""

import re

from greenroom.imports.core.reading import NOTHING, plain

_BULLET = re.compile(r"^\s*(?:[-–*•·‣▪●○►✓✔]|\d{1,2}[.)])\s+|^\s*[•‣▪●►✓✔]\s*")
_LAST_TWO = re.compile(r"\s*,?\s+(?:and|und|et|y)\s+", re.IGNORECASE)
_LEADING_AND = re.compile(r"^(?:and|und|et|y)\s+", re.IGNORECASE)


def parse_list(text: str) -> list[str]:
    """The things in their order, each once. The strongest separator that occurs splits and leaves the weaker alone:
    line breaks and bullets, semicolons, vertical bars, commas outside of brackets with "and" before the last.
    """
    items: dict[str, str] = {}
    for part in _split(text):
        item = _BULLET.sub("", part).strip(" \t,;|")
        if plain(item) not in NOTHING:
            items.setdefault(plain(item), item)
    return list(items.values())


def _split(text: str) -> list[str]:
    for separator in (r"[\n•‣▪●►]", ";", r"\|"):
        parts = [part for part in re.split(separator, text) if part.strip()]
        if len(parts) > 1:
            return parts
    parts = _split_outside_brackets(text)
    last = (
        [part for part in _LAST_TWO.split(parts[-1]) if part.strip()] if "(" not in parts[-1] else parts[-1:]
    )
    return [_LEADING_AND.sub("", part.strip()) for part in (*parts[:-1], *last)]


def _split_outside_brackets(text: str) -> list[str]:
    parts = [""]
    depth = 0
    for character in text:
        depth = max(0, depth + (character in "([") - (character in ")]"))
        if character in ",，、" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    filled = [part for part in parts if part.strip()]
    return filled or [""]
