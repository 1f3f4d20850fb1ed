"""A solution as a residual network: which rearrangements are open, and what each costs over the best.

Under optimal prices every step costs nothing or more (Ahuja, Magnanti, Orlin, *Network Flows*, 1993, chapter 9).
Nodes are mentees, mentors, and the outside, where free places are.

The prices kept with a solution prove it for its own worths of a filled place and of a kept promise. A
rearrangement may change both counts, so here these worths are raised until no chain of fits outweighs a promise and
no promises a place. The prices rise with them along the cuts that are kept with the solution: a cut is itself a set
of prices, for the count that it proves greatest (Kőnig, 1931), and prices of two aims add up to prices of both.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Floats, Ints
from greenroom.matching.core.pairs.blocks import Blocks
from greenroom.matching.core.solving.solution import Proof, Solution

Pair = tuple[int, int]
Changes = tuple[set[Pair], set[Pair]]
"""Pairs gained and pairs lost."""

PLACE_IN_PROMISES: Final = 6
"""A filled place outweighs so many promises: one rearrangement makes or breaks two at most, and two differ by four."""


class Residual:
    """What stands, and the reduced cost of each step away from it, in units.

    ``rows`` and ``columns`` are the chosen pairs, in order, pins left out; ``load`` counts them for each person
    and ``held`` counts pins too. ``prices``, ``left_out`` and ``promise`` are the raised ones, ``proof`` has those
    of the solve.
    """

    def __init__(self, problem: Problem, solution: Solution) -> None:
        if solution.fingerprint != problem.fingerprint:
            raise ValueError("The solution belongs to another problem: people or rules have changed since.")
        self.problem, self.proof = problem, solution.proof
        blocks = problem.blocks
        left, low_left, right, low_right = blocks.free()
        self.places, self.low = (left, right), (low_left, low_right)
        self.pinned = {(int(i), int(j)) for i, j in zip(*blocks.pins, strict=True)}
        self.chosen: set[Pair] = {
            problem.place(one.mentee, one.mentor) for one in solution.pairings if not one.is_pinned
        }
        placed = np.array(sorted(self.chosen), dtype=np.int64).reshape(-1, 2)
        self.rows, self.columns = placed[:, 0], placed[:, 1]
        self.load = (
            np.bincount(self.rows, minlength=blocks.n),
            np.bincount(self.columns, minlength=blocks.m),
        )
        self.held = (
            self.load[0] + np.bincount(blocks.pins[0], minlength=blocks.n),
            self.load[1] + np.bincount(blocks.pins[1], minlength=blocks.m),
        )
        self.left_out, self.promise = _worths(blocks, solution.proof)
        if solution.policy != "best_total" or blocks.opens_with is not None:
            return
        self.prices = _raised(blocks, solution.proof, self.left_out, self.promise)
        for side in (0, 1):  # nothing but free places bounds the price of someone without a partner
            lonely = (self.load[side] == 0) & (self.low[side] == 0)
            self.prices[side][lonely] = np.maximum(self.prices[side][lonely], 0)

    def parting(self, rows: Ints, columns: Ints) -> Ints:
        """Return the cost of a step from mentor to mentee: a chosen (or pinned) pair parts."""
        worth = self.problem.blocks.units(rows, columns) + self.left_out
        return worth - self.prices[0][rows] - self.prices[1][columns]

    def joining(self, rows: Ints) -> Iterator[tuple[Ints, slice, Floats]]:
        """Yield the cost of steps from mentees to mentors: an open pair joins; infinite where it may not."""
        tiles = self.problem.tiles
        for chosen, columns, tile in tiles.scan(rows=rows):
            both = self.prices[0][chosen, None] + self.prices[1][None, columns] - self.left_out
            costs: Floats = both.astype(np.float64) - tile
            costs[~tiles.is_allowed(tile)] = np.inf
            for place, row in enumerate(chosen.tolist()):
                taken = self.columns[slice(*np.searchsorted(self.rows, [row, row + 1]))]
                inside = taken[(taken >= columns.start) & (taken < columns.stop)]
                costs[place, inside - columns.start] = np.inf
            yield chosen, columns, costs

    def giving_back(self, side: int, people: Ints) -> Floats:
        """Return the cost of a partner less: a mentee's (side 0) step out, a mentor's (1) step from outside.

        Someone whose only partners are pinned gives one back when their pin is lifted; no other step leads there.
        """
        costs = self.giving_back_at(side, people, self.load[side])
        promised, held = self.problem.blocks.promised[side][people], self.held[side][people]
        for_pins = self.prices[side][people] + np.where(held <= promised, self.promise, 0)
        return np.where((self.load[side][people] == 0) & (held > 0), for_pins, costs)

    def giving_back_at(self, side: int, people: Ints, loads: Ints) -> Floats:
        """Return the same where everyone of the side has so many partners besides pinned ones."""
        load, low = loads[people], self.low[side][people]
        costs = self.prices[side][people] + np.where(load <= low, self.promise, 0)
        return np.where(load > 0, costs, np.inf)

    def taking(self, side: int, people: Ints, loads: Ints | None = None) -> Floats:
        """Return the cost of a partner more: a mentee's (side 0) step from outside, a mentor's (1) step out."""
        load, low = (self.load[side] if loads is None else loads)[people], self.low[side][people]
        costs = -self.prices[side][people] - np.where(load < low, self.promise, 0)
        return np.where(load < self.places[side][people], costs, np.inf)

    def promises_more(self, gained: set[Pair], lost: set[Pair]) -> int:
        """Return how many more promises are kept after a change."""
        more = 0
        for side in (0, 1):
            change: dict[int, int] = {}
            for pairs, step in ((gained, 1), (lost, -1)):
                for pair in pairs:
                    change[pair[side]] = change.get(pair[side], 0) + step
            people = np.array(list(change), dtype=np.int64)
            promised, held = self.problem.blocks.promised[side][people], self.held[side][people]
            after = held + np.array(list(change.values()), dtype=np.int64)
            more += int((np.minimum(after, promised) - np.minimum(held, promised)).sum())
        return more

    def in_counts(self, cost: int) -> tuple[int, int, int]:
        """Return what a rearrangement of that cost changes: places filled, promises kept, and the total in units."""
        places = -round(cost / self.left_out)
        rest = cost + places * self.left_out
        promises = -round(rest / self.promise) if self.promise else 0
        return places, promises, -(rest + promises * self.promise)


def _worths(blocks: Blocks, proof: Proof) -> tuple[int, int]:
    """Return what a place and a promise must be worth, so that counts go before fits in any rearrangement."""
    beyond_any_chain = 2 * min(blocks.n, blocks.m) * blocks.top + 1
    if not any(side.any() for side in blocks.promised):
        return max(proof.left_out, beyond_any_chain), 0
    promise = max(proof.promise, beyond_any_chain)
    return max(proof.left_out, PLACE_IN_PROMISES * promise), promise


def _raised(blocks: Blocks, proof: Proof, left_out: int, promise: int) -> tuple[Ints, Ints]:
    """Return the prices that prove the same answer best under greater worths."""
    left, right = np.array(proof.left, dtype=np.int64), np.array(proof.right, dtype=np.int64)
    more = left_out - proof.left_out
    if more:
        rows, columns = _cut(blocks, proof, "places")
        left, right = left + more * (1 - rows), right + more * columns
    more = promise - proof.promise
    if more and "promised_mentors" in proof.cuts:
        columns, rows = _cut(blocks, proof, "promised_mentors")
        left, right = left + more * rows, right - more * columns
    if more and "promised_mentees" in proof.cuts:
        rows, columns = _cut(blocks, proof, "promised_mentees")
        left, right = left - more * rows, right + more * columns
    return left, right


def _cut(blocks: Blocks, proof: Proof, name: str) -> tuple[Ints, Ints]:
    """Return who is reached on the side that the cut starts from and on the other, as 0 and 1."""
    if name not in proof.cuts:
        raise ValueError("The solution was kept without the cuts that prove it: solve it again.")
    sizes = (blocks.m, blocks.n) if name == "promised_mentors" else (blocks.n, blocks.m)
    found = [np.zeros(size, dtype=np.int64) for size in sizes]
    for side, reached in zip(found, proof.cuts[name], strict=True):
        side[list(reached)] = 1
    return found[0], found[1]
