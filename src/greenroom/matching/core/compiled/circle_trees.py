"""Circles: mentors who take so many partners or none; what an answer is worth, and what prices say it can be at most.

Which circles open is decided by branching (A. H. Land, A. G. Doig, 1960): a tree whose inner nodes open or shut one
circle, and at each leaf prices of all people. By weak duality any prices bound what an answer under the leaf's
decisions can be worth.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.pairs.blocks import Blocks

LARGEST: Final = 2**47
"""Up to so much a place may be worth: sums of a few prices are then exact in float64."""


@dataclass(frozen=True)
class Weights:
    """One number for three goals: a ``place`` filled outweighs all ``promise``s kept, and one of these all units."""

    place: int
    promise: int


@dataclass(frozen=True)
class Decisions:
    """Which mentors’ circles are to open and which are to stay shut (masks over the mentors)."""

    opened: Bools
    shut: Bools


@dataclass(frozen=True, kw_only=True)
class CircleTree:
    """Which circles open, and the tree that proves it. People are named by key.

    ``short`` are circles that stand with fewer people than they open with: a pinned pair opens its circle whatever
    the rest, and other policies than the best total only keep to which circles open. ``nodes`` counts the nodes
    solved. ``is_best`` tells whether the tree is complete; if not, ``most_places``, ``most_promises`` and
    ``most_units`` say what no answer can exceed (each beside equal numbers of the goals before). ``tree`` is plain
    JSON: inner nodes {circle, shut, open} with numbers of nodes, leaves {left, right, cannot} with packed prices.
    """

    opened: tuple[str, ...]
    closed: tuple[str, ...]
    short: tuple[str, ...]
    nodes: int
    is_best: bool
    most_places: int
    most_promises: int
    most_units: int
    tree: tuple[Mapping[str, Any], ...]


def open_by_pins(blocks: Blocks, *, besides: int | None = None) -> Blocks:
    """Return the problem with the circles of pinned pairs open: their size is a promise now, and no condition.

    The circle of the mentor ``besides`` keeps its condition: its pinned people count, and the rest has to be found.
    """
    if blocks.opens_with is None:
        return blocks
    members = np.bincount(blocks.pins[1], minlength=blocks.m)
    pinned = members > 0
    kept = 0
    if besides is not None:
        pinned[besides] = False
        kept = max(0, int(blocks.opens_with[besides] - members[besides]))
    size = np.minimum(np.where(pinned, blocks.opens_with, 0), blocks.places[1])
    opens_with = np.where(pinned, 0, blocks.opens_with)
    if besides is not None:
        opens_with[besides] = kept
    return replace(
        blocks,
        promised=(blocks.promised[0], np.maximum(blocks.promised[1], size)),
        opens_with=opens_with,
    )


def weights_of(blocks: Blocks) -> Weights:
    """Return weights under which a greater worth is a better answer: places, then promises, then units."""
    left, low_left, right, low_right = open_by_pins(blocks).free()
    most_filled = int(min(left.sum(), right.sum()))
    most_kept = int(min(low_left.sum() + low_right.sum(), 2 * most_filled))
    units = most_filled * blocks.top
    promise = units + 1 if most_kept else 0
    return Weights(place=most_kept * promise + units + 1, promise=promise)


def worth_of(blocks: Blocks, weights: Weights, rows: Ints, columns: Ints) -> int:
    """Return what pairs (pins apart) are worth."""
    _, low_left, _, low_right = blocks.free()
    kept = np.minimum(np.bincount(rows, minlength=blocks.n), low_left).sum()
    kept += np.minimum(np.bincount(columns, minlength=blocks.m), low_right).sum()
    units = blocks.units(rows, columns).sum()
    return int(weights.place * len(rows) + weights.promise * int(kept) + int(units))


def goals_of(worth: int, weights: Weights) -> tuple[int, int, int]:
    """Return places, promises and units of a worth.

    >>> goals_of(2 * 100 + 3 * 10 + 7, Weights(100, 10))
    (2, 3, 7)
    """
    places, rest = divmod(worth, weights.place)
    promises, units = divmod(rest, weights.promise) if weights.promise else (0, rest)
    return places, promises, units


def most_earned(
    price: Ints, least: Ints, most: Ints, promised: Ints, promise: int, *, or_none: Bools | None = None
) -> int:
    """Return the most that people earn who sell from ``least`` to ``most`` places at a price (or none, where allowed).

    >>> one = lambda value: np.array([value])
    >>> most_earned(one(-2), one(3), one(5), one(0), 0), most_earned(one(-2), one(0), one(5), one(2), 3)
    (-6, 2)
    """
    best: Ints = price * least + promise * np.minimum(least, promised)
    for sold in (np.clip(promised, least, most), most):
        best = np.maximum(best, price * sold + promise * np.minimum(sold, promised))
    if or_none is not None:
        best = np.where(or_none, np.maximum(best, 0), best)
    return int(best.sum())


def most_worth(
    blocks: Blocks, weights: Weights, decisions: Decisions, prices: tuple[Ints, Ints], over: int
) -> int:
    """Return what no answer under the decisions can exceed; ``over`` is what open pairs exceed their prices by."""
    left, low_left, right, low_right = blocks.free()
    circles = np.zeros(blocks.m, dtype=np.bool_)
    circles[blocks.circles] = True
    sizes = np.zeros(blocks.m, dtype=np.int64) if blocks.opens_with is None else blocks.opens_with
    undecided = circles & ~decisions.opened & ~decisions.shut
    least = np.where((decisions.opened | undecided), np.minimum(sizes, right), 0)
    most = np.where(decisions.shut, 0, right)
    none = np.zeros(blocks.n, dtype=np.int64)
    return (
        over
        + most_earned(prices[0], none, left, low_left, weights.promise)
        + most_earned(prices[1], least, most, low_right, weights.promise, or_none=undecided)
    )


def most_members(blocks: Blocks, decisions: Decisions, prices: tuple[Ints, Ints], over: int) -> int:
    """Return how many of the places that circles open with can be filled at most; prices are of one such place."""
    left, _, right, _ = blocks.free()
    sizes = needed(blocks, decisions)
    nobody = np.zeros(blocks.n, dtype=np.int64)
    most = np.where(decisions.shut, 0, right)
    return (
        over
        + most_earned(prices[0], nobody, left, nobody, 0)
        + most_earned(prices[1], np.zeros(blocks.m, dtype=np.int64), most, sizes, 1)
    )


def needed(blocks: Blocks, decisions: Decisions) -> Ints:
    """Return how many each of the circles that are to open needs."""
    if blocks.opens_with is None:
        return np.zeros(blocks.m, dtype=np.int64)
    return np.where(decisions.opened, blocks.opens_with, 0)


def leaves(
    tree: Sequence[Mapping[str, Any]], blocks: Blocks
) -> Iterator[tuple[Mapping[str, Any], Decisions]]:
    """Yield each leaf with its decisions. Raises ValueError for what is no tree over the circles."""
    circles = set(blocks.circles.tolist())
    nothing = np.zeros(blocks.m, dtype=np.bool_)
    waiting = [(0, Decisions(nothing, nothing))]
    seen: set[int] = set()
    while waiting:
        number, decisions = waiting.pop()
        if number in seen or not 0 <= number < len(tree):
            raise ValueError("the circles make no tree")
        seen.add(number)
        node = tree[number]
        if "circle" not in node:
            yield node, decisions
            continue
        circle = int(node["circle"])
        if circle not in circles or decisions.opened[circle] or decisions.shut[circle]:
            raise ValueError("the tree decides on something that is no open circle")
        waiting.append((int(node["shut"]), decided(decisions, circle, is_open=False)))
        waiting.append((int(node["open"]), decided(decisions, circle, is_open=True)))


def decided(decisions: Decisions, circle: int, *, is_open: bool) -> Decisions:
    """Return the decisions with one more."""
    opened, shut = decisions.opened.copy(), decisions.shut.copy()
    (opened if is_open else shut)[circle] = True
    return Decisions(opened, shut)
