"""Who knows whom already."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from greenroom.matching.core.criteria.features import BadOption, Features, Ints, tidy, words_of
from greenroom.matching.core.given.people import Participant
from greenroom.matching.core.given.rules import Criterion

People = Sequence[Participant]


def prior_ties(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score 1 for two people who do not know each other yet, 0 for those who do; ``prefer = "known"`` turns it.

    An answer holds keys or names of people of the other side; it is enough that one of the two named the other.

    >>> ben = Participant(key="ben", answers={"knows": frozenset({"Ada"})})
    >>> mentors = [Participant(key="ada"), Participant(key="eve")]
    >>> rule = Criterion(key="t", kind="prior_ties", weight=1, mentee_answer="knows", mentor_answer="knows")
    >>> prior_ties([ben], mentors, rule).scores().tolist()
    [[0.0, 1.0]]
    """
    prefer = criterion.options.get("prefer", "new")
    if prefer not in {"new", "known"}:
        raise BadOption(f"`prefer` must be “new” or “known”. Got {prefer!r}.")
    rows, columns = tied(mentees, mentors, criterion)
    score = 1.0 if prefer == "known" else 0.0
    return Features(
        np.zeros((len(mentees), 0)),
        np.zeros((len(mentors), 0), dtype=np.int64),
        pairs=(rows, columns, np.full(len(rows), score)),
        rest=1.0 - score,
    )


def tied(mentees: People, mentors: People, rule: Any) -> tuple[Ints, Ints]:
    """Return rows and columns of the pairs in which one named the other; ``rule`` is a criterion or constraint."""
    placed = sorted(
        {
            *named(mentees, rule.mentee_answer, mentors),
            *((i, j) for j, i in named(mentors, rule.mentor_answer, mentees)),
        }
    )
    return (
        np.array([i for i, _ in placed], dtype=np.int64),
        np.array([j for _, j in placed], dtype=np.int64),
    )


def named(people: People, name: str, others: People) -> list[tuple[int, int]]:
    """Return (place in people, place in others) wherever an answer holds the key or the name of another."""
    known: dict[str, list[int]] = {}
    for n, other in enumerate(others):
        for called in {tidy(other.key), tidy(other.called)}:
            known.setdefault(called, []).append(n)
    return [
        (n, m)
        for n, person in enumerate(people)
        for word in words_of(person, name)
        for m in known.get(word, ())
    ]
