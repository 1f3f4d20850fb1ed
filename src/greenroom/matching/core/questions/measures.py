"""What any answer is worth, by the same yardstick for every policy: people, fits, and pairs that would rather."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.compiled.two_views import TwoViews
from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.pairs.blocks import Blocks
from greenroom.matching.core.solving.answers import besides_pins, places_of
from greenroom.matching.core.solving.solution import Solution

EXAMPLES: Final = 5
CONTENT: Final = 2**62
"""What a person who can leave nobody would have to be offered: more than there is."""


@dataclass(frozen=True, kw_only=True)
class BlockingPair:
    """Two people who are not paired and would each rather have the other than what they have.

    ``instead_of_mentor`` is whom the mentee would leave, ``instead_of_mentee`` whom the mentor would; None is an
    empty place.
    """

    mentee: str
    mentor: str
    fit: float
    instead_of_mentor: str | None
    instead_of_mentee: str | None


@dataclass(frozen=True, kw_only=True)
class Measures:
    """How good an answer is. Fits are in people's terms.

    ``matched`` counts mentees with a mentor, ``filled`` pairs. ``average`` and ``lowest`` are over all pairs, None
    where there is none. ``blocking_pairs`` counts the pairs of the whole problem that would rather have each other,
    each side by its own ranking, exactly; up to five ``examples`` are the ones with the best fit.
    """

    matched: int
    filled: int
    total: float
    average: float | None
    lowest: float | None
    blocking_pairs: int
    examples: tuple[BlockingPair, ...]


def measure(problem: Problem, solution: Solution) -> Measures:
    """Measure an answer of any policy. Raises KeyError for people who are not in the problem."""
    filled = len(solution.pairings)
    count, examples = blocking_pairs(problem, solution)
    return Measures(
        matched=len({pairing.mentee for pairing in solution.pairings}),
        filled=filled,
        total=solution.total,
        average=solution.total / filled if filled else None,
        lowest=solution.lowest,
        blocking_pairs=count,
        examples=examples,
    )


def blocking_pairs(problem: Problem, solution: Solution) -> tuple[int, tuple[BlockingPair, ...]]:
    """Count the pairs that would rather have each other, in one pass over all pairs; up to five examples.

    Pinned and living pairs hold their places: nobody leaves them, and what they fill is not empty.
    """
    blocks = problem.blocks
    chosen = besides_pins(problem, solution)
    every = places_of(problem, solution)
    rivals = rivals_of(blocks, problem.sides, chosen, every)
    count = 0
    best: list[tuple[int, int, int]] = []
    keys = np.unique(every[0] * blocks.m + every[1])
    for rows, mine, theirs, allowed in TwoViews(problem).rows(np.arange(blocks.n)):
        mask: Bools = allowed & (mine > rivals[0][rows][:, None]) & (theirs > rivals[1][None, :])
        place, j = np.nonzero(mask)
        if not len(place):
            continue
        i: Ints = rows[place]
        loose = ~np.isin(i * blocks.m + j, keys)
        count += int(loose.sum())
        best = _five_best(blocks, best, i[loose], j[loose])
    return count, tuple(_example(problem, chosen, i, j) for _, i, j in best)


def rivals_of(
    blocks: Blocks, views: tuple[Blocks, Blocks], chosen: tuple[Ints, Ints], every: tuple[Ints, Ints]
) -> tuple[Ints, Ints]:
    """Return what a newcomer must exceed for each mentee and each mentor, in the units of their own view.

    It is the worst partner's units, or −1 for an empty place; ``chosen`` are pairs that may be left, ``every`` all
    pairs, with those that stand.
    """
    found = []
    for side, size in ((0, blocks.n), (1, blocks.m)):
        worst = np.full(size, CONTENT, dtype=np.int64)
        np.minimum.at(worst, chosen[side], views[side].units(*chosen))
        worst[np.bincount(every[side], minlength=size) < blocks.places[side]] = -1
        found.append(worst)
    return found[0], found[1]


def _five_best(
    blocks: Blocks, best: list[tuple[int, int, int]], rows: Ints, columns: Ints
) -> list[tuple[int, int, int]]:
    units = blocks.units(rows, columns)
    order = np.argsort(-units, kind="stable")[:EXAMPLES]
    found = [(-int(units[k]), int(rows[k]), int(columns[k])) for k in order]
    return sorted(best + found)[:EXAMPLES]


def _example(problem: Problem, chosen: tuple[Ints, Ints], i: int, j: int) -> BlockingPair:
    left = _left(problem, chosen, 0, i)
    right = _left(problem, chosen, 1, j)
    mentee, mentor = problem.mentees[i].key, problem.mentors[j].key
    return BlockingPair(
        mentee=mentee,
        mentor=mentor,
        fit=problem.fit(mentee, mentor),
        instead_of_mentor=None if left is None else problem.mentors[left].key,
        instead_of_mentee=None if right is None else problem.mentees[right].key,
    )


def _left(problem: Problem, chosen: tuple[Ints, Ints], side: int, number: int) -> int | None:
    """Return whom a person would leave: the partner ranked lowest, or None for an empty place."""
    blocks = problem.blocks
    mine = chosen[side] == number
    pinned = int((blocks.pins[side] == number).sum())
    if mine.sum() + pinned < blocks.places[side][number]:
        return None
    pairs = chosen[0][mine], chosen[1][mine]
    return int(pairs[1 - side][problem.sides[side].units(*pairs).argmin()])
