"""Living pairs that may end: what holds for them, as numbers.

A living pair counts for its fit and, while it stays, for a bonus: the least number of units above the price. So it ends
only where the whole gains more than the price for each pair that ends (and does end where it gains a unit more than
that; a unit is a millionth of fit). And whatever ends, each mentee has at least as many partners
as if none ended, each mentor as many as in living pairs, or as promised where the promise would be kept.
"""

from dataclasses import replace
from fractions import Fraction
from typing import Final

import numpy as np

from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.pairs.blocks import Blocks, Extras

BONUS: Final = -1
"""The number of the criterion that the bonus has: none of the rules'."""

FINEST: Final = 10**9


def bonus_of(price: float, unit: Fraction) -> int:
    """Return what staying counts for: the least number of units above the price.

    >>> bonus_of(0.3, Fraction(1, 1000)), bonus_of(0.0, Fraction(1, 1000))
    (301, 1)
    """
    return int(Fraction(price).limit_denominator(FINEST) / unit) + 1


def movable_of(blocks: Blocks, standing: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Return the living pairs that may end: those that no rule forbids today. Others stay until someone ends them."""
    allowed = ~blocks.is_out(*standing)
    return standing[0][allowed], standing[1][allowed]


def loosened(blocks: Blocks, movable: tuple[Ints, Ints], bonus: int) -> Blocks:
    """Return the problem in which these pairs are no pins, but count for the bonus more.

    Raises ValueError if one of them is no pin or there twice.
    """
    keys = movable[0] * blocks.m + movable[1]
    pins = blocks.pins[0] * blocks.m + blocks.pins[1]
    if len(np.unique(keys)) < len(keys) or not np.isin(keys, pins).all() or bonus < 0:
        raise ValueError("the living pairs do not fit the problem")
    stay = ~np.isin(pins, keys)
    order = np.argsort(keys)
    extra = Extras(BONUS, movable[0][order], movable[1][order], np.full(len(keys), bonus, dtype=np.int64))
    return replace(
        blocks,
        pins=(blocks.pins[0][stay], blocks.pins[1][stay]),
        terms=(*blocks.terms, extra) if len(keys) else blocks.terms,
        top=blocks.top + bonus,
    )


def floors_of(blocks: Blocks, movable: tuple[Ints, Ints], still: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Return the least numbers of partners of mentees and mentors besides pins that stay.

    ``blocks`` are the loosened ones; ``still`` are the pairs that are made if no living pair ends.
    """
    loads = [
        np.bincount(np.concatenate([still[side], movable[side]]), minlength=len(blocks.places[side]))
        for side in (0, 1)
    ]
    _, _, _, promised = blocks.free()
    living = np.bincount(movable[1], minlength=blocks.m)
    return loads[0], np.maximum(living, np.minimum(loads[1], promised))


def most_within(prices: Ints, least: Ints, most: Ints) -> int:
    """Return the most that people earn who sell from ``least`` to ``most`` places at a price.

    >>> most_within(np.array([5, -2]), np.array([0, 1]), np.array([2, 3]))
    8
    """
    return int(np.maximum(prices * least, prices * most).sum())
