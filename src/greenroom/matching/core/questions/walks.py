"""A shortest rearrangement found without keeping the steps between all mentors, for the largest problems.

Dijkstra's search (1959) over all pairs: rows of the matrix are computed when it reaches them.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from greenroom.matching.core.criteria.features import Floats, Ints
from greenroom.matching.core.questions.residual import Changes, Pair, Residual

FAR: Final = np.inf


class Walk:
    """A shortest path over the residual network, everyone at the same distance settled at once."""

    def __init__(self, state: Residual, start: tuple[str, int], goal: tuple[str, int]) -> None:
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

    def run(self) -> Changes:
        while True:
            nearest = min(
                float(dist[self.is_open[side]].min(initial=FAR)) for side, dist in self.dist.items()
            )
            goal_dist = float(self.dist[self.goal[0]][self.goal[1]])
            if goal_dist <= nearest:
                return self.changes()
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
        for j, cost in zip(batch.tolist(), self.state.taking(1, batch).tolist(), strict=True):
            self.reach("outside", np.array([0]), np.array([nearest + cost]), [("mentor", j)])
            rows = self.state.rows[self.state.columns == j]
            costs = self.state.parting(rows, np.full(len(rows), j)).astype(np.float64)
            self.reach("mentee", rows, nearest + costs, [("mentor", j)] * len(rows))

    def from_mentees(self, batch: Ints, nearest: float) -> None:
        """A mentee goes without, or gains a mentor."""
        for i, cost in zip(batch.tolist(), self.state.giving_back(0, batch).tolist(), strict=True):
            self.reach("outside", np.array([0]), np.array([nearest + cost]), [("mentee", i)])
        for rows, columns, costs in self.state.joining(batch):
            best = costs.argmin(axis=0)
            values = nearest + costs[best, np.arange(costs.shape[1])]
            closer = np.flatnonzero(values < self.dist["mentor"][columns])
            parents = [("mentee", int(rows[best[k]])) for k in closer]
            self.reach("mentor", closer + columns.start, values[closer], parents)

    def from_outside(self, _batch: Ints, nearest: float) -> None:
        """A mentor gives a place back, or a mentee fills an empty one."""
        mentors, mentees = np.arange(len(self.dist["mentor"])), np.arange(len(self.dist["mentee"]))
        outside = ("outside", 0)
        self.reach("mentor", mentors, nearest + self.state.giving_back(1, mentors), [outside] * len(mentors))
        self.reach("mentee", mentees, nearest + self.state.taking(0, mentees), [outside] * len(mentees))

    def changes(self) -> Changes:
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
