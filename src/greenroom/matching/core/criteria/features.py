"""Feature blocks: the shapes in which a criterion says its scores for all pairs at once."""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from greenroom.matching.core.criteria.likeness import Likeness
from greenroom.matching.core.given.people import HOURS_IN_A_WEEK, MAX_LEVEL, Answer, Participant, is_missing

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer[Any]]
Bools = npt.NDArray[np.bool_]

MAX_LEVELS: Final = 64
"""Numbers with more distinct values than this on both sides are rounded to as many equal steps."""

Value = TypeVar("Value", bound=Hashable)


class BadAnswer(ValueError):
    """An answer that a criterion or constraint cannot use."""

    def __init__(self, who: Participant, what: str, remedy: str) -> None:
        self.who, self.what, self.remedy = who, what, remedy
        super().__init__(f"{who.called}: {what} {remedy}")


class BadOption(ValueError):
    """An option of a criterion or constraint that cannot be used; the message names it."""


@dataclass(frozen=True)
class Features:
    """Scores of all pairs: ``mentees @ mentors.T`` (clipped at 1 where ``clipped``), plus single ``pairs``.

    ``mentees`` is n × r with the score's parts in [0, 1]; ``mentors`` is m × r with 0 and 1. ``pairs``
    are (rows, columns, scores) of a sparse matrix, whose other places score ``rest``. ``codes`` are categories
    of the two sides (-1 for none); a pair with equal codes scores 1 more. What ``likeness`` scores is added.
    """

    mentees: Floats
    mentors: Ints
    clipped: bool = False
    pairs: tuple[Ints, Ints, Floats] | None = None
    codes: tuple[Ints, Ints] | None = None
    rest: float = 0.0
    likeness: Likeness | None = None

    def scores(self) -> Floats:
        """Return the whole n × m matrix of scores; for tests, doctests and small problems."""
        dense: Floats = self.mentees @ self.mentors.T
        if self.codes is not None:
            left, right = self.codes
            dense = dense + ((left[:, None] == right[None, :]) & (left[:, None] >= 0))
        if self.pairs is not None:
            np.add.at(dense, self.pairs[:2], self.pairs[2] - self.rest)
            dense += self.rest
        if self.likeness is not None:
            dense = dense + self.likeness.scores()
        return np.minimum(dense, 1.0) if self.clipped else dense


def tidy(text: str) -> str:
    """Return a text as it is compared: case and spaces do not matter.

    >>> tidy("  Line  Producing ")
    'line producing'
    """
    return re.sub(r"\s+", " ", text).strip().casefold()


def words_of(person: Participant, name: str) -> frozenset[str]:
    """Read an answer as a set of words: a choice of several, a category, or the names of skills."""
    answer = person.answers.get(name)
    if answer is None or is_missing(answer):
        return frozenset()
    if isinstance(answer, str):
        return frozenset([tidy(answer)])
    if isinstance(answer, (bool, int, float)):
        return frozenset([tidy(str(answer))])
    return frozenset(tidy(str(word)) for word in answer)


def word_of(person: Participant, name: str) -> str | None:
    """Read an answer as one category, None if there is none."""
    answer = person.answers.get(name)
    if answer is None or is_missing(answer):
        return None
    if isinstance(answer, (str, bool, int, float)):
        return tidy(str(answer))
    if len(answer) == 1:
        return tidy(str(next(iter(answer))))
    raise BadAnswer(person, f"“{name}” has several answers where one is compared.", "Keep one of them.")


def hours_of(person: Participant, name: str) -> frozenset[int]:
    """Read an answer as free hours of the week in UTC."""
    answer = person.answers.get(name)
    if answer is None or is_missing(answer):
        return frozenset()
    if isinstance(answer, (str, bool, int, float)) or not all(
        isinstance(hour, int) and 0 <= hour < HOURS_IN_A_WEEK for hour in answer
    ):
        raise BadAnswer(person, f"“{name}” must be a set of hours 0 to 167.", "Mark the free hours again.")
    return frozenset(int(hour) for hour in answer)


def levels_of(person: Participant, name: str, *, default: int) -> dict[str, int]:
    """Read an answer as skills with levels 1..5; skills named without one have the level ``default``."""
    answer: Answer | None = person.answers.get(name)
    if answer is None or is_missing(answer):
        return {}
    if hasattr(answer, "items"):
        levels: dict[str, int] = {}
        for skill, level in answer.items():
            if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= MAX_LEVEL:
                raise BadAnswer(
                    person,
                    f"the level of “{skill}” must be an int in [1, 5]. Got {level!r}.",
                    "Correct the level.",
                )
            levels[tidy(skill)] = max(level, levels.get(tidy(skill), 0))
        return levels
    return dict.fromkeys(words_of(person, name), default)


def one_hot(index: Ints, width: int) -> Ints:
    """Return the m × width matrix with a 1 at each row's index (no 1 where the index is -1).

    >>> one_hot(np.array([1, -1]), 2).tolist()
    [[0, 1], [0, 0]]
    """
    hot = np.zeros((len(index), width), dtype=np.int64)
    rows = np.flatnonzero(index >= 0)
    hot[rows, index[rows]] = 1
    return hot


def numbered(values: Sequence[Value | None], *, among: dict[Value, int]) -> Ints:
    """Return each value's number, -1 for None and for values that have none."""
    return np.array([-1 if value is None else among.get(value, -1) for value in values], dtype=np.int64)


def distinct(values: Sequence[Value | None]) -> dict[Value, int]:
    """Number the distinct values in their order, None left out."""
    return {value: n for n, value in enumerate(sorted({v for v in values if v is not None}, key=_order))}


def _order(value: Any) -> tuple[str, Any]:
    return type(value).__name__, value


def by_table(
    mentees: Sequence[Value | None],
    mentors: Sequence[Value | None],
    score: Callable[[Value, Value], float],
    *,
    missing: float,
) -> Features:
    """Look the score up by category: a row of the table for each mentee, a one-hot for each mentor.

    ``score(mentee's value, mentor's value)``; where one of them is None the score is ``missing``.

    >>> by_table([1, None], [3, 4], lambda a, b: 1.0 if b - a == 2 else 0.0, missing=0.5).scores().tolist()
    [[1.0, 0.0], [0.5, 0.5]]
    """
    rows, columns = distinct(mentees), distinct(mentors)
    table = np.full((len(rows) + 1, len(columns) + 1), missing)
    for value, row in rows.items():
        for other, column in columns.items():
            table[row, column] = score(value, other)
    left = numbered(mentees, among=rows)
    right = numbered(mentors, among=columns)
    return Features(table[left], one_hot(np.where(right < 0, len(columns), right), len(columns) + 1))


def with_missing(block: Features, *, mentees: Bools, mentors: Bools, missing: float) -> Features:
    """Add two columns that give ``missing`` to each pair in which one of the two has not answered.

    The block must score 0 for those pairs.

    >>> block = Features(np.array([[0.0], [1.0]]), np.array([[1], [0]]))
    >>> with_missing(block, mentees=np.array([True, False]), mentors=np.array([False, True]),
    ...              missing=0.5).scores().tolist()
    [[0.5, 0.5], [1.0, 0.5]]
    """
    left = np.column_stack([block.mentees, missing * mentees, missing * ~mentees])
    right = np.column_stack([block.mentors, np.ones(len(mentors), dtype=np.int64), mentors.astype(np.int64)])
    return replace(block, mentees=left, mentors=right)


def rounded_to_levels(*sides: list[float | None]) -> list[list[float | None]]:
    """Round numbers to `MAX_LEVELS` equal steps if both sides have more distinct values than that.

    >>> rounded_to_levels([1.0, None], [2.5])
    [[1.0, None], [2.5]]
    """
    if min(len({value for value in side if value is not None}) for side in sides) <= MAX_LEVELS:
        return list(sides)
    known = [value for side in sides for value in side if value is not None]
    low, step = min(known), (max(known) - min(known)) / (MAX_LEVELS - 1)
    return [[None if v is None else low + round((v - low) / step) * step for v in side] for side in sides]
