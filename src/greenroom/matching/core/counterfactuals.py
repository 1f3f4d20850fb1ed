"""Why not that one: the exact price of pairing two people, or of parting them.

With optimal prices every step of a rearrangement costs nothing or something, never less than nothing. What it
costs to force a pair is its own reduced cost and a shortest path back through the rearrangements that are open
(Ahuja, Magnanti, Orlin, *Network Flows*, 1993, chapter 9): from the mentor, who may have to part with someone,
to the mentee, who leaves someone. The path says who moves where. It runs over all pairs; rows of the matrix are
computed when it reaches them. Where the number of people matched or of promises kept would change, the prices
of the first solve do not rank answers any more, and the problem is solved again with the pair pinned.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from greenroom.matching.core.blocks import Blocks
from greenroom.matching.core.constraints import Pairs
from greenroom.matching.core.features import Floats, Ints
from greenroom.matching.core.problem import Problem
from greenroom.matching.core.solution import Solution
from greenroom.matching.core.solver import solve

FAR: Final = np.inf


@dataclass(frozen=True, kw_only=True)
class Move:
    """One mentee’s part in a rearrangement; None is nobody."""

    mentee: str
    before: str | None
    after: str | None
    fit_before: float | None
    fit_after: float | None


@dataclass(frozen=True, kw_only=True)
class Counterfactual:
    """What happens to the whole if two people are paired, or parted.

    ``drop`` is how much the total falls (below 0 it rises, which a forced pair that is ruled out can do),
    exact in ``drop_units``; for a forced pair it is also how much its fit would have to rise. ``matched_change``
    is the change in places filled. ``ruled_out_by`` are keys of constraints that the pair breaks. If
    ``is_possible`` is false, ``obstacle`` says why and the rest means nothing.
    """

    mentee: str
    mentor: str
    fit: float
    drop: float
    drop_units: int
    total_before: float
    total_after: float
    matched_change: int
    moves: tuple[Move, ...]
    ruled_out_by: tuple[str, ...]
    is_possible: bool = True
    obstacle: str = ""


def price_of_forcing(problem: Problem, solution: Solution, mentee: str, mentor: str) -> Counterfactual:
    """Return what the whole loses if these two are paired and everyone else is matched as well as possible."""
    i, j = problem.place(mentee, mentor)
    state = _State(problem, solution)
    pair = np.array([i]), np.array([j])
    out = tuple(key for key, mask in problem.blocks.ruled_out(*pair).items() if mask[0])
    if (i, j) in state.chosen or (i, j) in state.pinned:
        return state.answer(i, j, gained=set(), lost=set(), ruled_out_by=out)
    if "self" in out or state.places[0][i] == 0 or state.places[1][j] == 0:
        who = problem.mentees[i].called if state.places[0][i] == 0 else problem.mentors[j].called
        obstacle = (
            "They are the same person."
            if "self" in out
            else f"{who} has no place that is not pinned or paused."
        )
        nothing = state.answer(i, j, gained=set(), lost=set(), ruled_out_by=out)
        return replace(nothing, is_possible=False, obstacle=obstacle)
    path = state.path(("mentor", j), ("mentee", i))
    if path is None:
        return state.solved_again(i, j, pin=True, ruled_out_by=out)
    gained, lost = path
    counterfactual = state.answer(i, j, gained=gained | {(i, j)}, lost=lost, ruled_out_by=out)
    if state.changes_counts(gained | {(i, j)}, lost):
        return state.solved_again(i, j, pin=True, ruled_out_by=out)
    return counterfactual


def price_of_parting(problem: Problem, solution: Solution, mentee: str, mentor: str) -> Counterfactual:
    """Return what the whole loses if these two are kept apart; 0 is a tie. For a pair that stands or not."""
    i, j = problem.place(mentee, mentor)
    state = _State(problem, solution)
    if (i, j) in state.pinned:
        return state.solved_again(i, j, pin=False, ruled_out_by=())
    if (i, j) not in state.chosen:
        return state.answer(i, j, gained=set(), lost=set(), ruled_out_by=())
    path = state.path(("mentee", i), ("mentor", j))
    if path is None:
        return state.solved_again(i, j, pin=False, ruled_out_by=())
    gained, lost = path
    if state.changes_counts(gained, lost | {(i, j)}):
        return state.solved_again(i, j, pin=False, ruled_out_by=())
    return state.answer(i, j, gained=gained, lost=lost | {(i, j)}, ruled_out_by=())


Pair = tuple[int, int]


class _State:
    """A solution as a residual network: which rearrangements are open, and what each costs over the best."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        if solution.fingerprint != problem.fingerprint:
            raise ValueError("The solution belongs to another problem: people or rules have changed since.")
        self.problem, self.solution = problem, solution
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

    def path(self, start: tuple[str, int], goal: tuple[str, int]) -> tuple[set[Pair], set[Pair]] | None:
        """Return the pairs gained and lost on a shortest path, None if there is no path (Dijkstra, 1959)."""
        walk = _Walk(self, start, goal)
        return walk.run()

    def answer(
        self, i: int, j: int, *, gained: set[Pair], lost: set[Pair], ruled_out_by: tuple[str, ...]
    ) -> Counterfactual:
        both = gained & lost
        gained, lost = gained - both, lost - both
        plus, minus = self.units_of(gained), self.units_of(lost)
        drop = sum(minus.values()) - sum(plus.values())
        change = len(gained) - len(lost)
        moves = []
        for mentee in sorted({pair[0] for pair in gained | lost}, key=lambda one: (one != i, one)):
            news = sorted(pair[1] for pair in gained if pair[0] == mentee)
            olds = sorted(pair[1] for pair in lost if pair[0] == mentee)
            for k in range(max(len(news), len(olds))):
                old = olds[k] if k < len(olds) else None
                new = news[k] if k < len(news) else None
                moves.append(self.move(mentee, old, new, minus, plus))
        problem, before = self.problem, self.solution.total_units
        count = len(self.solution.pairings)
        return Counterfactual(
            mentee=problem.mentees[i].key,
            mentor=problem.mentors[j].key,
            fit=problem.fit(problem.mentees[i].key, problem.mentors[j].key),
            drop=problem.number_of(drop, -change),
            drop_units=drop,
            total_before=self.solution.total,
            total_after=problem.number_of(before - drop, count + change),
            matched_change=change,
            moves=tuple(moves),
            ruled_out_by=ruled_out_by,
        )

    def move(
        self, mentee: int, old: int | None, new: int | None, minus: dict[Pair, int], plus: dict[Pair, int]
    ) -> Move:
        problem = self.problem
        return Move(
            mentee=problem.mentees[mentee].key,
            before=None if old is None else problem.mentors[old].key,
            after=None if new is None else problem.mentors[new].key,
            fit_before=None if old is None else problem.number_of(minus[mentee, old]),
            fit_after=None if new is None else problem.number_of(plus[mentee, new]),
        )

    def units_of(self, pairs: set[Pair]) -> dict[Pair, int]:
        placed = sorted(pairs)
        rows = np.array([i for i, _ in placed], dtype=np.int64)
        columns = np.array([j for _, j in placed], dtype=np.int64)
        return dict(zip(placed, self.problem.blocks.units(rows, columns).tolist(), strict=True))

    def solved_again(self, i: int, j: int, *, pin: bool, ruled_out_by: tuple[str, ...]) -> Counterfactual:
        """Solve with the pair pinned (or forbidden) and compare."""
        changed = replace(self.problem, blocks=with_pair(self.problem.blocks, i, j, pin=pin))
        other = solve(changed, seed=self.solution.seed)
        after = {self.problem.place(one.mentee, one.mentor) for one in other.pairings}
        before = self.chosen | self.pinned
        return self.answer(i, j, gained=after - before, lost=before - after, ruled_out_by=ruled_out_by)


def with_pair(blocks: Blocks, i: int, j: int, *, pin: bool) -> Blocks:
    """Return the problem with one more pair pinned, or with the pair forbidden and unpinned."""
    rows, columns = blocks.pins
    keep = np.flatnonzero((rows != i) | (columns != j))
    rows, columns = rows[keep], columns[keep]
    if pin:
        return replace(blocks, pins=(np.append(rows, i), np.append(columns, j)))
    ruling = ("forbidden", Pairs(np.array([i], dtype=np.int64), np.array([j], dtype=np.int64)))
    return replace(blocks, pins=(rows, columns), rulings=(*blocks.rulings, ruling))


class _Walk:
    """A shortest path over the residual network, everyone at the same distance settled at once."""

    def __init__(self, state: _State, start: tuple[str, int], goal: tuple[str, int]) -> None:
        self.state, self.goal = state, goal
        n, m = state.problem.blocks.n, state.problem.blocks.m
        self.dist: dict[str, Floats] = {
            "mentee": np.full(n, FAR),
            "mentor": np.full(m, FAR),
            "outside": np.full(1, FAR),
        }
        self.is_open = {side: np.ones(len(dist), dtype=np.bool_) for side, dist in self.dist.items()}
        self.parent: dict[tuple[str, int], tuple[str, int]] = {}
        self.dist[start[0]][start[1]] = 0
        self.start = start

    def run(self) -> tuple[set[Pair], set[Pair]] | None:
        while True:
            nearest = min(
                float(dist[self.is_open[side]].min(initial=FAR)) for side, dist in self.dist.items()
            )
            goal_dist = float(self.dist[self.goal[0]][self.goal[1]])
            if goal_dist <= nearest:
                return None if goal_dist == FAR else self.changes()
            for side, expand in (
                ("mentor", self.from_mentors),
                ("mentee", self.from_mentees),
                ("outside", self.from_outside),
            ):
                batch = np.flatnonzero(self.is_open[side] & (self.dist[side] == nearest))
                if len(batch):
                    self.is_open[side][batch] = False
                    expand(batch, nearest)

    def reach(self, side: str, places: Ints, distances: Floats, parents: Sequence[tuple[str, int]]) -> None:
        for place, distance, parent in zip(places.tolist(), distances.tolist(), parents, strict=True):
            if distance < self.dist[side][place] and self.is_open[side][place]:
                self.dist[side][place] = distance
                self.parent[side, place] = parent

    def from_mentors(self, batch: Ints, nearest: float) -> None:
        """A mentor uses a free place, or parts with a mentee."""
        state = self.state
        left, right = state.prices
        for j in batch.tolist():
            if state.load[1][j] < state.places[1][j]:
                cost = -int(right[j]) - (state.promise if state.load[1][j] < state.low[1][j] else 0)
                self.reach("outside", np.array([0]), np.array([nearest + cost]), [("mentor", j)])
            mentees = state.mentees_of.get(j, [])
            if mentees:
                rows = np.array(mentees, dtype=np.int64)
                worth = state.problem.blocks.units(rows, np.full(len(rows), j)) + state.left_out
                costs = worth - left[rows] - right[j]
                self.reach("mentee", rows, nearest + costs.astype(np.float64), [("mentor", j)] * len(rows))

    def from_mentees(self, batch: Ints, nearest: float) -> None:
        """A mentee goes without, or gains a mentor."""
        state = self.state
        left, right = state.prices
        for i in batch.tolist():
            if state.load[0][i] > 0:
                cost = int(left[i]) + (state.promise if state.load[0][i] <= state.low[0][i] else 0)
                self.reach("outside", np.array([0]), np.array([nearest + cost]), [("mentee", i)])
        tiles = state.problem.tiles
        for rows, columns, tile in tiles.scan(rows=batch):
            costs = left[rows, None] + right[None, columns] - state.left_out - tile.astype(np.float64)
            costs[~tiles.is_allowed(tile)] = FAR
            for k, row in enumerate(rows.tolist()):
                for j in state.partners.get(row, ()):
                    if columns.start <= j < columns.stop:
                        costs[k, j - columns.start] = FAR
            best = costs.argmin(axis=0)
            values = nearest + costs[best, np.arange(costs.shape[1])]
            closer = np.flatnonzero(values < self.dist["mentor"][columns])
            parents = [("mentee", int(rows[best[k]])) for k in closer]
            self.reach("mentor", closer + columns.start, values[closer], parents)

    def from_outside(self, _batch: Ints, nearest: float) -> None:
        """A mentor gives a place back, or a mentee fills an empty one."""
        state = self.state
        for side, name in ((1, "mentor"), (0, "mentee")):
            load, low, price = state.load[side], state.low[side], state.prices[side]
            if side == 1:
                some = np.flatnonzero(load > 0)
                costs = price[some] + np.where(load[some] <= low[some], state.promise, 0)
            else:
                some = np.flatnonzero(load < state.places[0])
                costs = -price[some] - np.where(load[some] < low[some], state.promise, 0)
            self.reach(name, some, nearest + costs.astype(np.float64), [("outside", 0)] * len(some))

    def changes(self) -> tuple[set[Pair], set[Pair]]:
        """Follow the parents back: steps from mentee to mentor are pairs gained, the others pairs lost."""
        gained: set[Pair] = set()
        lost: set[Pair] = set()
        node = self.goal
        while node != self.start:
            before = self.parent[node]
            if before[0] == "mentee" and node[0] == "mentor":
                gained.add((before[1], node[1]))
            elif before[0] == "mentor" and node[0] == "mentee":
                lost.add((node[1], before[1]))
            node = before
        return gained, lost
