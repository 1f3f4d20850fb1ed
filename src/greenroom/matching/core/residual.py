"""A solution as a residual network: which rearrangements are open, and what each costs over the best.

Under optimal prices every step costs nothing or more (Ahuja, Magnanti, Orlin, *Network Flows*, 1993, chapter 9).
Nodes are mentees, mentors, and the outside, where free places are.
"""

from collections.abc import Iterator

import numpy as np

from greenroom.matching.core.features import Floats, Ints
from greenroom.matching.core.problem import Problem
from greenroom.matching.core.solution import Solution

Pair = tuple[int, int]
Changes = tuple[set[Pair], set[Pair]]
"""Pairs gained and pairs lost."""


class Residual:
    """What stands, and the reduced cost of each step away from it, in units."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        if solution.fingerprint != problem.fingerprint:
            raise ValueError("The solution belongs to another problem: people or rules have changed since.")
        self.problem = problem
        blocks, proof = problem.blocks, solution.proof
        left, low_left, right, low_right = blocks.free()
        self.places, self.low = (left, right), (low_left, low_right)
        self.pinned = {(int(i), int(j)) for i, j in zip(*blocks.pins, strict=True)}
        self.chosen: set[Pair] = {
            problem.place(one.mentee, one.mentor) for one in solution.pairings if not one.is_pinned
        }
        self.prices = np.array(proof.left, dtype=np.int64), np.array(proof.right, dtype=np.int64)
        self.left_out, self.promise = proof.left_out, proof.promise
        self.load = np.zeros(blocks.n, dtype=np.int64), np.zeros(blocks.m, dtype=np.int64)
        self.partners: dict[int, list[int]] = {}
        self.mentees_of: dict[int, list[int]] = {}
        for i, j in sorted(self.chosen):
            self.load[0][i] += 1
            self.load[1][j] += 1
            self.partners.setdefault(i, []).append(j)
            self.mentees_of.setdefault(j, []).append(i)

    def parting(self, rows: Ints, columns: Ints) -> Ints:
        """Return the cost of a step from mentor to mentee: a chosen pair parts."""
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
                for j in self.partners.get(row, ()):
                    if columns.start <= j < columns.stop:
                        costs[place, j - columns.start] = np.inf
            yield chosen, columns, costs

    def giving_back(self, side: int, people: Ints) -> Floats:
        """Return the cost of a partner less: a mentee's (side 0) step out, a mentor's (1) step from outside."""
        load, low = self.load[side][people], self.low[side][people]
        costs = self.prices[side][people] + np.where(load <= low, self.promise, 0)
        return np.where(load > 0, costs, np.inf)

    def taking(self, side: int, people: Ints) -> Floats:
        """Return the cost of a partner more: a mentee's (side 0) step from outside, a mentor's (1) step out."""
        load, low = self.load[side][people], self.low[side][people]
        costs = -self.prices[side][people] - np.where(load < low, self.promise, 0)
        return np.where(load < self.places[side][people], costs, np.inf)

    def changes_counts(self, gained: set[Pair], lost: set[Pair]) -> bool:
        """Tell whether another number of places is filled or of promises kept."""
        if len(gained) != len(lost):
            return True
        for side in (0, 1):
            load = self.load[side].copy()
            for pair in gained:
                load[pair[side]] += 1
            for pair in lost:
                load[pair[side]] -= 1
            if np.minimum(load, self.low[side]).sum() != np.minimum(self.load[side], self.low[side]).sum():
                return True
        return False
