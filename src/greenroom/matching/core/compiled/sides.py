"""Each side's own view of every pair: what a mentee would rank mentors by, and a mentor mentees.

The two differ where a criterion counts for something else on the mentor's side (``mentor_weight``), and where people
named whom they wish for: a mentee's wish counts for the mentee's ranking, a mentor's for the mentor's. Musts are
the same for both, and so is the fit, which is the mean of the two.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from greenroom.matching.core.given.people import Participant
from greenroom.matching.core.given.rules import Criterion
from greenroom.matching.core.pairs.blocks import Blocks, Term

WISHES: Final = "wishes"

People = Sequence[Participant]


def mean_weights(criteria: Sequence[Criterion]) -> list[Fraction]:
    """Return each criterion's mean share of the two sides' weights; the plain weights where the sides agree.

    >>> one = Criterion(key="a", kind="same", weight=1, mentor_weight=3)
    >>> mean_weights([one, Criterion(key="b", kind="same", weight=1)])
    [Fraction(5, 8), Fraction(3, 8)]
    """
    weights = [[Fraction(criterion.weights[side]) for criterion in criteria] for side in (0, 1)]
    totals = [sum(side) for side in weights]
    if weights[0] == weights[1] or not all(totals):
        return weights[0]
    return [(left / totals[0] + right / totals[1]) / 2 for left, right in zip(*weights, strict=True)]


def weights_differ(criteria: Sequence[Criterion]) -> bool:
    """Tell whether the two sides weigh any criterion differently."""
    return any(criterion.weights[0] != criterion.weights[1] for criterion in criteria)


def own_wishes(
    mentees: People, mentors: People, criterion: Criterion, *, side: int
) -> tuple[People, People, Criterion]:
    """Return the people with the wishes of one side alone, each worth what it is worth among all."""
    longest = max((len(person.wishes) for person in (*mentees, *mentors)), default=1)
    alone = replace(criterion, options={"count": max(1, longest)} | dict(criterion.options))
    if side == 0:
        return mentees, [replace(person, wishes=()) for person in mentors], alone
    return [replace(person, wishes=()) for person in mentees], mentors, alone


def sees_otherwise(people: tuple[People, People], criterion: Criterion, *, side: int) -> bool:
    """Tell whether a side's own view of a criterion is another than that of the fit, besides its weight."""
    return criterion.kind == WISHES and any(person.wishes for person in people[1 - side])


def view_of(blocks: Blocks, terms: Sequence[Term]) -> Blocks:
    """Return the blocks of one side's view. A minimum fit is of the fit itself, so the view has none."""
    return replace(blocks, terms=tuple(terms), minimum=None)
