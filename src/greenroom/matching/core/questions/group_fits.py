"""Fit by group: whether some people are served worse than others, without showing any one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.solving.solution import Solution

LEAST: Final = 8
FLOOR: Final = 5
"""No group of fewer people than this is ever shown."""


@dataclass(frozen=True, kw_only=True)
class GroupFit:
    """One group of mentees: how many, how many have a mentor, and their pairs' average and lowest fit.

    A group that is hidden has None for all numbers. Averages are over pairs; None too where nobody is matched.
    """

    group: str
    people: int | None
    matched: int | None
    average: float | None
    lowest: float | None
    is_hidden: bool = False


def fits_by_group(
    problem: Problem, solution: Solution, groups: Mapping[str, str], *, least: int = LEAST
) -> list[GroupFit]:
    """Return the fits of each group of mentees, by label; ``groups`` maps a mentee's key to a label.

    Mentees without a label are no group and are not shown. Groups of fewer than ``least`` people are hidden; where
    that would hide fewer than ``least`` people in all, so that the numbers of the hidden could be told by taking the
    others from the total, the next smallest group is hidden too. Raises ValueError for ``least`` under 5.
    """
    if least < FLOOR:
        raise ValueError(f"`least` must be {FLOOR} or more, so that nobody can be told apart. Got {least}.")
    members: dict[str, list[str]] = {}
    for person in problem.mentees:
        if person.key in groups:
            members.setdefault(groups[person.key], []).append(person.key)
    unlabeled = len(problem.mentees) - sum(len(keys) for keys in members.values())
    hidden = _hidden({group: len(keys) for group, keys in members.items()}, unlabeled, least)
    fits: dict[str, list[float]] = {}
    for pairing in solution.pairings:
        fits.setdefault(pairing.mentee, []).append(pairing.fit)
    return [
        GroupFit(group=group, people=None, matched=None, average=None, lowest=None, is_hidden=True)
        if group in hidden
        else _shown(group, members[group], fits)
        for group in sorted(members)
    ]


def _hidden(sizes: Mapping[str, int], unlabeled: int, least: int) -> set[str]:
    """Return the groups to hide: the small ones, and more of the smallest while the hidden are too few together.

    >>> sorted(_hidden({"a": 40, "b": 12, "c": 3}, 0, 8))
    ['b', 'c']
    >>> _hidden({"a": 40, "b": 12}, 0, 8), sorted(_hidden({"a": 9, "b": 6, "c": 6}, 0, 8))
    (set(), ['b', 'c'])
    >>> sorted(_hidden({"a": 40, "b": 12}, 2, 8))
    ['b']
    """
    order = sorted(sizes, key=lambda group: (sizes[group], group))
    hidden = {group for group in order if sizes[group] < least}
    for group in order:
        together = unlabeled + sum(sizes[one] for one in hidden)
        if not together or together >= least:
            break
        hidden.add(group)
    return hidden


def _shown(group: str, keys: list[str], fits: Mapping[str, list[float]]) -> GroupFit:
    values = [fit for key in keys for fit in fits.get(key, ())]
    return GroupFit(
        group=group,
        people=len(keys),
        matched=sum(key in fits for key in keys),
        average=sum(values) / len(values) if values else None,
        lowest=min(values, default=None),
    )
