"""The check behind a certificate: a pass of its own over all pairs, in plain products of whole numbers.

Everything is exact below 2**53, and apart from the tiles that the solver uses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from greenroom.matching.core.criteria.constraints import Codes, Least, Pairs, Table
from greenroom.matching.core.criteria.features import Bools, Floats, Ints
from greenroom.matching.core.pairs.blocks import Blocks, Closeness, Extras, Listed, Product, SameCode, Term
from greenroom.matching.core.solving.flow import profits
from greenroom.matching.core.solving.solution import Proof

ROWS_AT_ONCE: Final = 512
EXACT: Final = 2**52
SWAPPED: Final = "promised_mentors"
"""The cut whose source is on the mentors' side."""
BARRIER: Final = "barrier"


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What the pass over all pairs found, in units.

    ``broken`` are constraints that the answer breaks, in plain words; an answer that breaks none is feasible.
    ``most_filled`` and ``most_kept`` are proven upper bounds on places filled and promises kept; ``bound_units``
    is one on the total of any answer with as many of both.

    ``lowest_units`` is the lowest fit of the pairs that are no pins. Where the proof states a minimum, the bound is
    one on the total of answers whose pairs all reach it, and ``no_higher`` tells whether a cut shows that no answer
    with as many places and promises reaches one unit more.
    """

    broken: tuple[str, ...]
    pairs: int
    ruled_out: int
    filled: int
    most_filled: int
    kept: int
    most_kept: int
    total_units: int
    bound_units: int
    lowest_units: int | None = None
    no_higher: bool = False

    @property
    def is_feasible(self) -> bool:
        return not self.broken

    @property
    def gap_units(self) -> int:
        return self.bound_units - self.total_units

    @property
    def is_best(self) -> bool:
        """Whether the answer is proven to be the best there is."""
        return (
            self.is_feasible
            and self.gap_units == 0
            and self.filled == self.most_filled
            and self.kept == self.most_kept
        )


def examine(blocks: Blocks, rows: Ints, columns: Ints, proof: Proof) -> Findings:
    """Recompute everything about an answer. Raises ValueError for numbers that make no sense at all."""
    prices = np.array(proof.left, dtype=np.int64), np.array(proof.right, dtype=np.int64)
    if (
        (len(prices[0]), len(prices[1])) != (blocks.n, blocks.m)
        or rows.shape != columns.shape
        or rows.ndim != 1
    ):
        raise ValueError("the prices or the answer do not fit the problem")
    largest = max(
        abs(int(one))
        for one in (
            proof.left_out,
            proof.promise,
            blocks.top,
            *(p.max(initial=0) for p in prices),
            *(p.min(initial=0) for p in prices),
        )
    )
    if largest * 8 > EXACT or proof.left_out < 0 or proof.promise < 0:
        raise ValueError("the numbers are too large to be exact")
    if len(rows) and (
        rows.min() < 0 or columns.min() < 0 or rows.max() >= blocks.n or columns.max() >= blocks.m
    ):
        raise ValueError("the answer speaks of people who are not in the problem")
    broken, chosen = _broken(blocks, rows, columns)
    left, low_left, right, low_right = blocks.free()
    cuts = {name: _members(cut, blocks, name) for name, cut in proof.cuts.items()}
    barrier = None if proof.barrier is None else _members(proof.barrier[1:], blocks, proof.barrier[0])
    over, across, allowed = _pass(blocks, prices, proof, cuts, barrier)
    filled = len(chosen[0])
    loads = np.bincount(chosen[0], minlength=blocks.n), np.bincount(chosen[1], minlength=blocks.m)
    kept = np.minimum(loads[0], low_left).sum(), np.minimum(loads[1], low_right).sum()
    ends = {
        "places": (left, right),
        "promised_mentees": (low_left, right),
        "promised_mentors": (left, low_right),
    }
    most = {
        name: _cut_size(cuts.get(name), *ends[name], across.get(name, 0), swapped=name == SWAPPED)
        for name in ends
    }
    each = blocks.units(*chosen)
    units = int(each.sum())
    no_higher = False
    if proof.barrier is not None:
        name = proof.barrier[0]
        here = {"places": filled, "promised_mentees": kept[0], "promised_mentors": kept[1]}[name]
        size = _cut_size(barrier, *ends[name], across[BARRIER], swapped=name == SWAPPED)
        no_higher = size < int(here)
    pinned = int(blocks.units(*blocks.pins).sum())
    worth = units + proof.left_out * filled + proof.promise * int(kept[0] + kept[1])
    bound = (
        over
        + profits(prices[0], left, low_left, proof.promise)
        + profits(prices[1], right, low_right, proof.promise)
    )
    return Findings(
        broken=tuple(broken),
        pairs=blocks.n * blocks.m,
        ruled_out=blocks.n * blocks.m - allowed,
        filled=filled + len(blocks.pins[0]),
        most_filled=most["places"] + len(blocks.pins[0]),
        kept=int(kept[0] + kept[1]),
        most_kept=most["promised_mentees"] + most["promised_mentors"],
        total_units=units + pinned,
        bound_units=units + pinned + bound - worth,
        lowest_units=int(each.min()) if len(each) else None,
        no_higher=no_higher,
    )


def _broken(blocks: Blocks, rows: Ints, columns: Ints) -> tuple[list[str], tuple[Ints, Ints]]:
    """Return what the answer breaks, and its pairs besides the pins."""
    broken: list[str] = []
    keys = rows * blocks.m + columns
    pins = blocks.pins[0] * blocks.m + blocks.pins[1]
    if len(np.unique(keys)) < len(keys):
        broken.append("A pair is in the answer twice.")
    broken += [
        f"Pinned pair {divmod(int(key), blocks.m)} is not in the answer." for key in np.setdiff1d(pins, keys)
    ]
    for side, name, people in ((0, "Mentee", rows), (1, "Mentor", columns)):
        load = np.bincount(people, minlength=len(blocks.places[side]))
        broken += [
            f"{name} {one} has {load[one]} partners and {blocks.places[side][one]} places."
            for one in np.flatnonzero(load > blocks.places[side])
        ]
    loose = np.flatnonzero(~np.isin(keys, pins))
    for key, mask in blocks.ruled_out(rows[loose], columns[loose]).items():
        broken += [
            f"Pair {int(rows[loose[place]]), int(columns[loose[place]])} is ruled out by “{key}”."
            for place in np.flatnonzero(mask)
        ]
    return broken, (rows[loose], columns[loose])


def _members(cut: Sequence[tuple[int, ...]], blocks: Blocks, name: str) -> tuple[Bools, Bools]:
    """Return who is on the source's side of the cut: mentees, mentors."""
    sides = []
    for people, size in zip(
        cut, (blocks.m, blocks.n) if name == SWAPPED else (blocks.n, blocks.m), strict=True
    ):
        if people and (min(people) < 0 or max(people) >= size):
            raise ValueError("a cut speaks of people who are not in the problem")
        mask = np.zeros(size, dtype=np.bool_)
        mask[list(people)] = True
        sides.append(mask)
    return (sides[1], sides[0]) if name == SWAPPED else (sides[0], sides[1])


def _cut_size(cut: tuple[Bools, Bools] | None, left: Ints, right: Ints, across: int, *, swapped: bool) -> int:
    """Return the size of a cut: an upper bound on how many places can be filled (max-flow, min-cut)."""
    if cut is None:
        return int((right if swapped else left).sum())
    reached_left, reached_right = cut
    if swapped:
        return int(left[reached_left].sum() + right[~reached_right].sum()) + across
    return int(left[~reached_left].sum() + right[reached_right].sum()) + across


def _pass(
    blocks: Blocks,
    prices: tuple[Ints, Ints],
    proof: Proof,
    cuts: Mapping[str, tuple[Bools, Bools]],
    barrier: tuple[Bools, Bools] | None,
) -> tuple[int, dict[str, int], int]:
    """Visit all pairs: the sum of what open pairs exceed their prices by, pairs across each cut, pairs allowed."""
    over, allowed_pairs = 0, 0
    across = dict.fromkeys([*cuts, BARRIER], 0)
    pinned = np.zeros(blocks.n, dtype=np.bool_)
    pinned[blocks.pins[0]] = True
    left, _, right, _ = blocks.free()
    less = (prices[0] - proof.left_out).astype(np.float64), prices[1].astype(np.float64)
    for rows, units, allowed in all_pairs(blocks):
        allowed_pairs += int(allowed.sum())
        for row in np.flatnonzero(pinned[rows]):  # a pinned pair is taken
            allowed[row, blocks.pins[1][blocks.pins[0] == rows[row]]] = False
        slack = units - less[0][rows, None] - less[1][None, :]
        priced = allowed & (slack > 0)
        if proof.minimum is not None:
            priced &= units >= proof.minimum
        if priced.any():
            priced &= (left[rows] > 0)[:, None] & (right > 0)[None, :]
            over += int(slack[priced].astype(np.int64).sum())
        for name, cut in cuts.items():
            across[name] += _crossing(allowed, rows, cut, swapped=name == SWAPPED)
        if proof.barrier is not None and barrier is not None and proof.minimum is not None:
            higher = allowed & (units > proof.minimum)
            across[BARRIER] += _crossing(higher, rows, barrier, swapped=proof.barrier[0] == SWAPPED)
    return over, across, allowed_pairs


def _crossing(allowed: Bools, rows: Ints, cut: tuple[Bools, Bools], *, swapped: bool) -> int:
    """Count the pairs that lead from the source's side of a cut to the other."""
    left, right = cut[0][rows], cut[1]
    if swapped:
        return int(allowed[np.ix_(np.flatnonzero(~left), np.flatnonzero(right))].sum())
    return int(allowed[np.ix_(np.flatnonzero(left), np.flatnonzero(~right))].sum())


def all_pairs(blocks: Blocks) -> Iterator[tuple[Ints, Floats, Bools]]:
    """Yield (rows, units, allowed) for all mentors at once, some mentees at a time; plain and exact."""
    rights = [
        term.mentors.T.astype(np.float64) if isinstance(term, Product | Closeness) else None
        for term in blocks.terms
    ]
    offers = [
        ruling.mentors.T.astype(np.float64) if isinstance(ruling, Least) else None
        for _, ruling in blocks.rulings
    ]
    step = max(1, min(ROWS_AT_ONCE, 4_000_000 // max(1, blocks.m)))
    for start in range(0, blocks.n, step):
        rows = np.arange(start, min(blocks.n, start + step))
        units = np.zeros((len(rows), blocks.m))
        for term, right in zip(blocks.terms, rights, strict=True):
            units += _term_tile(term, right, rows, blocks.m)
        allowed = np.ones(units.shape, dtype=np.bool_)
        for (_, ruling), right in zip(blocks.rulings, offers, strict=True):
            if isinstance(ruling, Least):
                allowed &= ruling.mentees[rows].astype(np.float64) @ right >= ruling.least  # type: ignore[operator]  # offers are there for each Least
            elif isinstance(ruling, Table):
                allowed &= ~ruling.table[ruling.rows[rows]][:, ruling.columns]
            elif isinstance(ruling, Codes):
                left, other = ruling.mentees[rows, None], ruling.mentors[None, :]
                allowed &= ((left != other) if ruling.equal else (left == other)) | (left < 0) | (other < 0)
            else:
                allowed &= _single_tile(ruling, rows, blocks.m)
        if blocks.minimum is not None:
            allowed &= units >= blocks.minimum
        yield rows, units, allowed


def _term_tile(term: Term, right: Any, rows: Ints, m: int) -> Floats:
    if isinstance(term, Extras):
        tile = np.full((len(rows), m), float(term.rest))
        inside = np.flatnonzero((term.rows >= rows[0]) & (term.rows <= rows[-1]))
        tile[term.rows[inside] - rows[0], term.columns[inside]] = term.values[inside]
        return tile
    if isinstance(term, SameCode):
        left, other = term.mentees[rows, None], term.mentors[None, :]
        alike: Bools = (left == other) & (left >= 0)
        return alike.astype(np.float64) * term.value
    product: Floats = term.mentees[rows].astype(np.float64) @ right
    if isinstance(term, Closeness):
        steps: Floats = np.floor_divide(np.maximum(product - term.floor, 0), float(2**term.shift))
        return np.minimum(steps, term.cap)
    return product if term.cap is None else np.minimum(product, term.cap)


def _single_tile(ruling: Pairs | Listed, rows: Ints, m: int) -> Bools:
    """Return where single pairs allow: everywhere but at them, or only at them."""
    tile = np.zeros((len(rows), m), dtype=np.bool_)
    inside = np.flatnonzero((ruling.rows >= rows[0]) & (ruling.rows <= rows[-1]))
    tile[ruling.rows[inside] - rows[0], ruling.columns[inside]] = True
    return tile if isinstance(ruling, Listed) else ~tile
