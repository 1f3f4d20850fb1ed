"""The check of a leximin answer: prices in an ordered group bound every answer, level by level.

The levels are the values v that the answer's own fits take. Of any answer, count the pairs under v₁, those at or under
v₁, those under v₂, and so on: an answer whose counts are the least in lexicographic order is leximin. (If another
were better, the first place where its sorted fits differ would be a level at which it has fewer pairs, and equal
counts before.) With the levels as digits of one large whole number, each pair's cost is a number, each answer's cost
a sum, and weak duality gives a bound as for plain fits. Everything is computed in whole numbers of any size.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.pairs.blocks import Blocks
from greenroom.matching.core.proofs.examination import all_pairs
from greenroom.matching.core.solving.flow import profits
from greenroom.matching.core.solving.solution import LevelPrices

MOST_PAIRS: Final = 250_000
"""More pairs than this are not looked at in this way."""


def level_costs(units: Ints, bar: int, most: int) -> Ints:
    """Return what each pair costs at a level, where an answer has ``most`` pairs at most.

    Under the bar outweighs everything at it.

    >>> level_costs(np.array([3, 5, 8]), 5, 10).tolist()
    [12, 1, 0]
    """
    costs: Ints = (units < bar) * np.int64(most + 1) + (units <= bar)
    return costs


def is_leximin(blocks: Blocks, chosen: tuple[Ints, Ints], kept: int, levels: Sequence[LevelPrices]) -> bool:
    """Tell whether prices prove that no answer with as many places and promises is leximin-better.

    ``chosen`` are the pairs besides pins, ``kept`` the promises kept by them; ``levels`` has first the prices of
    places and promises, then those of each level. Raises ValueError for numbers that make no sense.
    """
    n, m, filled = blocks.n, blocks.m, len(chosen[0])
    values = np.unique(blocks.units(*chosen))
    if len(levels) != len(values) + 1:
        return False
    if n * m > MOST_PAIRS:
        raise ValueError("there are too many pairs for levels")
    if any(len(one.left) != n or len(one.right) != m for one in levels):
        raise ValueError("the prices of the levels do not fit the problem")
    largest = max(abs(price) for one in levels for price in (0, *one.left, *one.right))
    digit = max(8 * largest, (filled + 1) * (filled + 2)).bit_length() + 2
    weight = [1 << (digit * (len(values) - t)) for t in range(len(values) + 1)]
    left, right = (_whole(levels, side, weight) for side in ("left", "right"))
    worths = _worths(values, filled, weight)
    places, low_left, others, low_right = (side.astype(object) for side in blocks.free())
    over = 0
    pins = {(int(i), int(j)) for i, j in zip(*blocks.pins, strict=True)}
    for rows, units, allowed in all_pairs(blocks):
        i, j = np.nonzero(allowed)
        worth = worths[
            np.searchsorted(values, units[i, j]) + np.searchsorted(values, units[i, j], side="right")
        ]
        slack = worth + weight[0] - left[rows[i]] - right[j]
        for k in np.flatnonzero(slack > 0):
            row, column = int(rows[i[k]]), int(j[k])
            if (row, column) not in pins and places[row] and others[column]:
                over += slack[k]
    bound = over + profits(left, places, low_left, weight[0]) + profits(right, others, low_right, weight[0])
    own = blocks.units(*chosen)
    mine = worths[np.searchsorted(values, own) + np.searchsorted(values, own, side="right")]
    return bool(bound == sum(mine.tolist()) + weight[0] * (filled + kept))


def _whole(levels: Sequence[LevelPrices], side: str, weight: Sequence[int]) -> Any:
    prices = zip(*(getattr(one, side) for one in levels), strict=True)
    whole = [sum(price * one for price, one in zip(each, weight, strict=True)) for each in prices]
    return np.array(whole, dtype=object)


def _worths(values: Ints, most: int, weight: Sequence[int]) -> Any:
    """Return what a pair is worth by where it lies: under the lowest value, at it, between it and the next, …"""
    found = []
    for place in range(2 * len(values) + 1):
        costs = 0
        for t in range(len(values)):
            is_under, is_at_most = place < 2 * t + 1, place <= 2 * t + 1
            costs += weight[t + 1] * ((most + 1) * is_under + is_at_most)
        found.append(-costs)
    return np.array(found, dtype=object)
