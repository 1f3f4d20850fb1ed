"""People as the matcher sees them: a key, a name, how many partners, and answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

MAX_CAPACITY: Final = 50
MAX_LEVEL: Final = 5
HOURS_IN_A_WEEK: Final = 168

Answer = str | float | bool | tuple[str, ...] | frozenset[str] | Mapping[str, int] | frozenset[int]
"""One answer. A number is a float (years, an offset from UTC in hours), a category is a str, a choice of
several is a set of str, skills are a mapping from skill to level 1..5, and availability is the set of
free hours of the week in UTC (Monday 00:00 is 0, Sunday 23:00 is 167)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Participant:
    """One person on one side of a cohort.

    ``key`` is unique on its side; a person who is on both sides has the same key on both and is never
    paired with themselves. ``capacity`` is how many partners the person takes (for a mentee: how many
    mentors), an int in [0, 50]; 0 is someone who pauses. ``minimum`` is how many they were promised, at
    most ``capacity``. ``opens_with`` makes a mentor's places a circle: so many partners or none, at most
    ``capacity``; 0 and 1 ask for nothing, and a mentee has none. ``already`` is how many
    partners the person has besides ``capacity``, who are no part of the problem. ``wishes`` are keys of the other side, first
    choice first; ``unwanted`` are keys of the other side that this person will not be paired with. What ranges
    allow is checked by `compile_problem`, which lists all faults at once.
    """

    key: str
    name: str = ""
    capacity: int = 1
    minimum: int = 0
    opens_with: int = 0
    already: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    wishes: Sequence[str] = ()
    unwanted: Sequence[str] = ()

    @property
    def called(self) -> str:
        """The name, or the key of someone without one."""
        return self.name or self.key


def is_missing(answer: Answer | None) -> bool:
    """Tell whether nothing was answered: no answer, an empty text or an empty set.

    >>> is_missing(None), is_missing("  "), is_missing(frozenset()), is_missing(0.0), is_missing("no")
    (True, True, True, False, False)
    """
    if answer is None:
        return True
    if isinstance(answer, str):
        return not answer.strip()
    if isinstance(answer, (bool, int, float)):
        return False
    return len(answer) == 0
