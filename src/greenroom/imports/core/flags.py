"""Columns that say yes or no to one part: “Mentor?”, “I would like a mentor”."""

import re
from collections.abc import Sequence

from greenroom.imports.core.reading import NOTHING, BadValue, plain, words_of
from greenroom.imports.core.values import Part, parse_part, parse_yes_no


def all_say_yes_or_no(cells: Sequence[str]) -> bool:
    """Tell whether every cell that is not empty says yes or no, in whatever words."""
    said = [cell for cell in cells if plain(cell) not in NOTHING]
    try:
        return bool(said) and all(parse_yes_no(cell) is not None for cell in said)
    except BadValue:
        return False


def flag_of(title: str) -> Part | None:
    """Return the part that a column such as “Mentor?” or “I would like a mentor” is about, if it is about one.

    >>> flag_of("Mentor?"), flag_of("Do you want a mentor?"), flag_of("Both mentor and mentee"), flag_of("City")
    (<Part.MENTOR: 'mentor'>, <Part.MENTEE: 'mentee'>, None, None)
    """
    words = words_of(title)
    if re.search(
        r"\b(identity|gender|similar|same|prefer\w*|experience|before|previous\w*|trained)\b", words
    ):
        return None
    try:
        part = parse_part(words)
    except BadValue:
        return None
    return None if part is Part.BOTH else part
