"""What changed from one version of an agreement to the next, word by word."""

import dataclasses
import difflib
import re
from collections.abc import Mapping
from typing import Literal

from greenroom.mentorships.core.agreement import HEADINGS, Heading

Kind = Literal["same", "added", "removed"]

_WORDS = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 2000


@dataclasses.dataclass(frozen=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Change:
    """One heading whose text differs. The "same" and "removed" pieces make the old text, "same" and "added" the new."""

    heading: Heading
    pieces: tuple[Piece, ...]


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """The headings whose text differs, in the agreement's order."""
    return [
        Change(heading=heading, pieces=pieces(before.get(heading.key, ""), after.get(heading.key, "")))
        for heading in HEADINGS
        if before.get(heading.key, "") != after.get(heading.key, "")
    ]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """`before` turned into `after` by words. Texts of more than 2,000 words are shown whole: old, then new."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        return _without_empty(Piece("removed", before), Piece("added", after))
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[i1:i2])))
        else:
            found += _without_empty(
                Piece("removed", "".join(old[i1:i2])), Piece("added", "".join(new[j1:j2]))
            )
    return tuple(found)


def _without_empty(*found: Piece) -> tuple[Piece, ...]:
    return tuple(piece for piece in found if piece.text)
