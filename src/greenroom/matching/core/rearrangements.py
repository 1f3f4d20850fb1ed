"""Shortest rearrangements among mentors: mentees are steps between them, so that a search has few nodes.

A step from one mentor to another is the cheapest way for one of the first's mentees to move to the second. All of
them are found in one pass over the chosen mentees' rows and kept; a search (Dijkstra, 1959) then takes
milliseconds. Where that matrix would be too large, `walks` searches without it.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from greenroom.matching.core.features import Floats, Ints
from greenroom.matching.core.residual import Changes, Pair, Residual


class MentorGraph:
    """Costs between mentors and the outside (the last node), and the mentee by whom; -1 is nobody."""

    def __init__(self, residual: Residual) -> None:
        self.residual = residual
        m = residual.problem.blocks.m
        self.outside = m
        self.cost = np.full((m + 1, m + 1), np.inf)
        self.via = np.full((m + 1, m + 1), -1, dtype=np.int64)
        mentors = np.arange(m)
        self.cost[:m, m] = residual.taking(1, mentors)
        self.cost[m, :m] = residual.giving_back(1, mentors)
        chosen = sorted(residual.chosen, key=lambda pair: (pair[1], pair[0]))
        rows = np.array([i for i, _ in chosen], dtype=np.int64)
        owners = np.array([j for _, j in chosen], dtype=np.int64)
        back = residual.parting(rows, owners).astype(np.float64)
        self._add(rows, owners, back)
        out = back + residual.giving_back(0, rows)
        for row, owner, cost in zip(rows.tolist(), owners.tolist(), out.tolist(), strict=True):
            if cost < self.cost[owner, m]:
                self.cost[owner, m], self.via[owner, m] = cost, row
        mentees = np.arange(residual.problem.blocks.n)
        filling = residual.taking(0, mentees)
        waiting = np.flatnonzero(np.isfinite(filling))
        self._add(waiting, np.full(len(waiting), m), filling[waiting])

    def _add(self, rows: Ints, owners: Ints, first: Floats) -> None:
        """Keep the cheapest step from each owner by one of the rows, which cost ``first`` to part with."""
        begin = 0
        for chosen, columns, joining in self.residual.joining(rows):
            part = slice(begin, begin + len(chosen))
            costs = joining + first[part, None]
            cuts = np.flatnonzero(np.diff(owners[part])) + 1
            for group in np.split(np.arange(len(chosen)), cuts):
                owner = int(owners[part][group[0]])
                best = costs[group].argmin(axis=0)
                values = costs[group][best, np.arange(costs.shape[1])]
                closer = np.flatnonzero(values < self.cost[owner, columns])
                self.cost[owner, closer + columns.start] = values[closer]
                self.via[owner, closer + columns.start] = chosen[group[best[closer]]]
            if columns.stop == self.outside:
                begin += len(chosen)

    def force(self, i: int, j: int) -> Changes | None:
        """Return what else changes if an open pair joins: from the mentor back to the mentee."""
        start, finish = np.full(self.outside + 1, np.inf), np.full(self.outside + 1, np.inf)
        start[j] = 0
        partners = np.array(self.residual.partners.get(i, []), dtype=np.int64)
        finish[partners] = self.residual.parting(np.full(len(partners), i), partners)
        finish[self.outside] = self.residual.taking(0, np.array([i]))[0]
        path = self._path(start, finish)
        if path is None:
            return None
        ending = [] if path[-1] == self.outside else [(i, path[-1])]
        return self._changes(path, [], ending)

    def part(self, i: int, j: int) -> Changes | None:
        """Return what else changes if a chosen pair parts: from the mentee to the mentor."""
        start, finish = np.full(self.outside + 1, np.inf), np.full(self.outside + 1, np.inf)
        for _, columns, joining in self.residual.joining(np.array([i])):
            start[columns] = joining[0]
        start[self.outside] = self.residual.giving_back(0, np.array([i]))[0]
        finish[j] = 0
        path = self._path(start, finish)
        if path is None:
            return None
        beginning = [] if path[0] == self.outside else [(i, path[0])]
        return self._changes(path, beginning, [])

    def _path(self, start: Floats, finish: Floats) -> list[int] | None:
        dist = start.copy()
        waiting = dist.copy()  # infinite once settled
        parent = np.full(len(dist), -1, dtype=np.int64)
        best, last = np.inf, -1
        while True:
            node = int(waiting.argmin())
            if waiting[node] >= best or waiting[node] == np.inf:
                break
            if dist[node] + finish[node] < best:
                best, last = dist[node] + finish[node], node
            waiting[node] = np.inf
            reached = dist[node] + self.cost[node]
            closer = np.flatnonzero(reached < dist)
            dist[closer] = waiting[closer] = reached[closer]
            parent[closer] = node
        if last < 0:
            return None
        path = [last]
        while parent[path[-1]] >= 0:
            path.append(int(parent[path[-1]]))
        return path[::-1]

    def _changes(self, path: Sequence[int], gained: list[Pair], lost: list[Pair]) -> Changes | None:
        """Read the pairs off a path; None if someone is on it twice, which a solve must sort out."""
        gained, lost = [*gained], [*lost]
        for one, two in pairwise(path):
            mentee = int(self.via[one, two])
            if mentee >= 0 and one != self.outside:
                lost.append((mentee, one))
            if mentee >= 0 and two != self.outside:
                gained.append((mentee, two))
        changes = set(gained), set(lost)
        is_simple = len(changes[0]) == len(gained) and len(changes[1]) == len(lost)
        return changes if is_simple and not changes[0] & changes[1] else None
