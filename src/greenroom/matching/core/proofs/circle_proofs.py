"""The check of an answer with circles: every leaf of its tree by a pass of its own over all pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from greenroom.matching.core.compiled.circle_trees import (
    LARGEST,
    Decisions,
    Weights,
    goals_of,
    leaves,
    most_members,
    most_worth,
    needed,
    open_by_pins,
    weights_of,
    worth_of,
)
from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.pairs.blocks import Blocks, unpack
from greenroom.matching.core.proofs.examination import Findings, all_pairs, examine
from greenroom.matching.core.solving.solution import Proof

Leaf = tuple[bool, tuple[Ints, Ints], Decisions]


def examine_circles(blocks: Blocks, rows: Ints, columns: Ints, tree: Sequence[Mapping[str, Any]]) -> Findings:
    """Recompute everything about an answer to a problem with circles, and what its tree proves.

    Every answer keeps the decisions of one leaf, and each leaf's prices bound what an answer there can be worth, so
    the greatest of these bounds holds for all. Raises ValueError for numbers that make no sense.
    """
    ready, weights = open_by_pins(blocks), weights_of(blocks)
    if weights.place > LARGEST:
        raise ValueError("the numbers are too large to be exact")
    nothing = Proof(left_out=0, promise=0, left=(0,) * blocks.n, right=(0,) * blocks.m, cuts={})
    findings = examine(ready, rows, columns, nothing)
    keys = rows * blocks.m + columns
    loose = ~np.isin(keys, blocks.pins[0] * blocks.m + blocks.pins[1])
    worth = worth_of(ready, weights, rows[loose], columns[loose])
    bound = max(worth, *(_bounds(ready, weights, [_leaf(*one) for one in leaves(tree, ready)])))
    pinned = int(blocks.units(*blocks.pins).sum())
    filled = findings.filled - len(blocks.pins[0])
    places, promises, units = goals_of(bound, weights)
    most_kept = promises if places == filled else ready.n * ready.m
    is_alike = (places, promises) == (filled, findings.kept)
    return replace(
        findings,
        broken=(*findings.broken, *_undersized(ready, columns)),
        most_filled=places + len(blocks.pins[0]),
        most_kept=most_kept,
        bound_units=pinned + (units if is_alike else filled * blocks.top),
    )


def _leaf(plain: Mapping[str, Any], decisions: Decisions) -> Leaf:
    return bool(plain["cannot"]), (unpack(plain["left"]), unpack(plain["right"])), decisions


def _undersized(blocks: Blocks, columns: Ints) -> list[str]:
    load = np.bincount(columns, minlength=blocks.m)
    if blocks.opens_with is None:
        return []
    sizes = blocks.opens_with
    return [
        f"Mentor {j} has {load[j]} partners and opens with {sizes[j]}."
        for j in blocks.circles
        if 0 < load[j] < sizes[j]
    ]


def _bounds(blocks: Blocks, weights: Weights, found: Sequence[Leaf]) -> list[int]:
    """Return what an answer at each leaf can be worth at most; 0 where there is none (nobody is always an answer)."""
    over = [0] * len(found)
    left, _, right, _ = blocks.free()
    for _, prices, _ in found:
        if (len(prices[0]), len(prices[1])) != (blocks.n, blocks.m):
            raise ValueError("the prices do not fit the problem")
        if max(abs(int(one)) for price in prices for one in (price.max(), price.min())) > 8 * LARGEST:
            raise ValueError("the numbers are too large to be exact")
    for rows, units, pairs in all_pairs(blocks):
        inside = np.flatnonzero((blocks.pins[0] >= rows[0]) & (blocks.pins[0] <= rows[-1]))
        allowed = pairs & (left[rows] > 0)[:, None] & (right > 0)
        allowed[blocks.pins[0][inside] - rows[0], blocks.pins[1][inside]] = False
        for number, (cannot, prices, decisions) in enumerate(found):
            worth = 0.0 if cannot else units + float(weights.place)
            slack = worth - prices[0][rows, None] - prices[1][None, :]
            counted = allowed & ~decisions.shut & (slack > 0)
            over[number] += int(slack[counted].astype(np.int64).sum())
    bounds = []
    for (cannot, prices, decisions), extra in zip(found, over, strict=True):
        if not cannot:
            bounds.append(most_worth(blocks, weights, decisions, prices, extra))
        elif most_members(blocks, decisions, prices, extra) >= int(needed(blocks, decisions).sum()):
            raise ValueError("a leaf says that its circles cannot be filled, and does not prove it")
        else:
            bounds.append(0)
    return bounds
