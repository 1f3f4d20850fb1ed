"""What is said of two people, and who may read it.

A `Fact` is a code with values, so that it can be said in any language, and a sentence in English for each
audience that may read it. The coordinator reads all. A mentee and a mentor read what concerns them both, and
never the other's wishes, the other's missing answers, or where the other falls short.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from greenroom.matching.core.given.rules import Criterion

Audience = Literal["coordinator", "mentee", "mentor"]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something true of a pair: a code, the values it speaks of, and a sentence for each who may read it."""

    code: str
    values: Mapping[str, Any]
    texts: Mapping[Audience, str]


def subject(criterion: Criterion) -> str:
    """Return what a criterion is about, inside a sentence."""
    return (criterion.label or criterion.mentee_answer).strip()


def listed(words: Sequence[str]) -> str:
    """Join words for a sentence.

    >>> listed(["budgeting"]), listed(["budgeting", "crewing", "law"])
    ('budgeting', 'budgeting, crewing and law')
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
