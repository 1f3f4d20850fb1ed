"""The best assignment over all pairs: candidates, flow, prices, and a pass over all pairs until none is better."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from greenroom.matching.core.candidates import candidate_pairs
from greenroom.matching.core.features import Bools, Ints
from greenroom.matching.core.flow import Network, Prices, best_flow, bound_of, prices_of
from greenroom.matching.core.problem import Problem
from greenroom.matching.core.progress import Cancelled, IsCancelled, OnProgress, Progress
from greenroom.matching.core.reach import Reached, reach
from greenroom.matching.core.solution import Pairing, Proof, Solution, UnmetMinimum
from greenroom.matching.core.tiles import Tiles


class BestTotal:
    """One solve for the best total: `run` it, then ask for the `solution`."""

    def __init__(
        self, problem: Problem, seed: int, on_progress: OnProgress | None, is_cancelled: IsCancelled | None
    ) -> None:
        self.problem, self.seed = problem, seed
        self.on_progress, self.is_cancelled = on_progress, is_cancelled
        self.tiles = problem.tiles
        left, low_left, right, low_right = problem.blocks.free()
        top = problem.blocks.top
        has_promises = bool(low_left.any() or low_right.any())
        self.network = Network(
            places=(left, right),
            promised=(low_left, low_right),
            left_out=2 * top + 2,
            promise=2 * top + 2 if has_promises else 0,
            top=top,
        )
        self.rows = self.columns = self.units = np.zeros(0, dtype=np.int64)
        self.chosen = np.zeros(0, dtype=np.bool_)
        self.prices = Prices(left, right)
        self.rounds = 0
        self.cuts: dict[str, Reached] = {}
        self.several = bool((left > 1).any())

    def look(self) -> None:
        if self.is_cancelled is not None and self.is_cancelled():
            raise Cancelled

    def tell(self, phase: str, share: float, *, bound: int | None = None) -> None:
        self.look()
        if self.on_progress is None:
            return
        taken = int(self.chosen.sum())
        pins = self.problem.blocks.pins
        total = None
        if self.rounds:
            units = int(self.units[self.chosen].sum()) + int(self.problem.blocks.units(*pins).sum())
            total = self.problem.number_of(units, taken + len(pins[0]))
        matched = taken + len(pins[0]) if self.rounds else None
        limit = None
        if bound is not None and total is not None:
            gap = bound - self.worth_of_choice()
            limit = total + float(gap * self.problem.unit)
        progress = Progress(
            phase=phase, share=share, round=self.rounds, matched=matched, total=total, bound=limit
        )
        self.on_progress(progress)

    def run(self) -> None:
        self.tell("candidates", 0.0)
        self.add(
            *candidate_pairs(
                self.tiles,
                self.problem.tiles_by_mentor,
                seed=self.seed,
                look=lambda share: self.tell("candidates", share),
            )
        )
        while True:
            self.rounds += 1
            self.tell("flow", 0.0)
            self.chosen = best_flow(self.network, self.rows, self.columns, self.units, seed=self.seed)
            self.look()
            self.prices = prices_of(self.network, self.rows, self.columns, self.units, self.chosen)
            if self.add(*self.better_pairs()):
                continue
            if not self.must_match_more():
                break
        self.tell("done", 1.0, bound=self.worth_of_choice())

    def worth_of_choice(self) -> int:
        """Return what the present choice is worth, promises included."""
        left, right = self.loads()
        kept = (
            np.minimum(left, self.network.promised[0]).sum()
            + np.minimum(right, self.network.promised[1]).sum()
        )
        worth = self.units[self.chosen].sum() + self.network.left_out * self.chosen.sum()
        return int(worth + self.network.promise * kept)

    def loads(self) -> tuple[Ints, Ints]:
        return (
            np.bincount(self.rows[self.chosen], minlength=self.tiles.n),
            np.bincount(self.columns[self.chosen], minlength=self.tiles.m),
        )

    def add(self, rows: Ints, columns: Ints) -> int:
        """Add pairs that are not among the candidates yet; return how many those were."""
        known = self.rows * self.tiles.m + self.columns
        keys = np.setdiff1d(rows * self.tiles.m + columns, known)
        if len(keys):
            new_rows, new_columns = np.divmod(keys, self.tiles.m)
            units = self.problem.blocks.units(new_rows, new_columns)
            self.rows = np.concatenate([self.rows, new_rows])
            self.columns = np.concatenate([self.columns, new_columns])
            self.units = np.concatenate([self.units, units])
            self.chosen = np.concatenate([self.chosen, np.zeros(len(keys), dtype=np.bool_)])
        return len(keys)

    def better_pairs(self) -> tuple[Ints, Ints]:
        """Return pairs that are worth more than their two prices: none, if the choice is best over all pairs."""
        n, m = self.tiles.n, self.tiles.m
        found: list[tuple[Ints, Ints]] = []
        over = np.zeros(n, dtype=np.int64)
        count = 0
        less = self.prices.left - self.network.left_out
        for rows, columns, tile in self.tiles.scan(less_left=less, less_right=self.prices.right):
            self.tell("proof", int(rows[0]) / n)
            most = tile.max(axis=1)
            hit = np.flatnonzero(most > 0)
            if not len(hit):
                continue
            over[rows[hit]] = np.maximum(over[rows[hit]], most[hit].astype(np.int64))
            part = tile[hit]
            if count > 20 * (n + m):
                i, j = np.arange(len(hit)), part.argmax(axis=1)
                best = part.argmax(axis=0)
                ahead = np.flatnonzero(part[best, np.arange(part.shape[1])] > 0)
                i, j = np.concatenate([i, best[ahead]]), np.concatenate([j, ahead])
            else:
                i, j = np.nonzero(part > 0)
            count += len(i)
            found.append((rows[hit[i]], j + columns.start))
        bound = bound_of(self.network, self.prices) + int((over * self.network.places[0]).sum())
        self.tell("proof", 1.0, bound=bound)
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        return np.concatenate([i for i, _ in found]), np.concatenate([j for _, j in found])

    def must_match_more(self) -> bool:
        """Prove that no more places can be filled nor promises kept; where they can, raise what it is worth."""
        left, right = self.loads()
        (places_left, places_right), (low_left, low_right) = self.network.places, self.network.promised
        none_left = np.zeros(self.tiles.n, dtype=np.bool_)
        cut = self.cut(self.tiles, left < places_left, right < places_right, none_left)
        if cut.extra is not None:
            self.network = replace(self.network, left_out=self.network.left_out * 8)
            self.add(*cut.extra)
            return True
        self.cuts = {"places": cut}
        sides = (
            ("promised_mentors", low_right, self.problem.tiles_by_mentor, right, left, places_left),
            ("promised_mentees", low_left, self.tiles, left, right, places_right),
        )
        for name, low, tiles, load, other, other_places in sides:
            if not low.any():
                continue
            cut = self.cut(tiles, load < low, other < other_places, load > low)
            if cut.extra is not None:
                self.network = replace(self.network, promise=self.network.promise * 8)
                self.add(*(cut.extra if tiles is self.tiles else cut.extra[::-1]))
                return True
            self.cuts[name] = cut
        return False

    def cut(self, tiles: Tiles, start: Bools, free: Bools, spare: Bools) -> Reached:
        swapped = tiles is not self.tiles
        places = self.network.places[::-1] if swapped else self.network.places
        pairs = self.rows[self.chosen], self.columns[self.chosen]
        if not free.any() and not spare.any():
            return Reached(places[0] > 0, np.ones(tiles.m, dtype=np.bool_), None)
        return reach(
            tiles,
            pairs[::-1] if swapped else pairs,
            start=start,
            free=free,
            spare=spare,
            blocked=(places[0] == 0, places[1] == 0),
            look=self.look,
        )

    def solution(self, policy: str) -> Solution:
        problem, blocks = self.problem, self.problem.blocks
        pins = blocks.pins
        rows = np.concatenate([pins[0], self.rows[self.chosen]])
        columns = np.concatenate([pins[1], self.columns[self.chosen]])
        units = blocks.units(rows, columns)
        pairings = [
            Pairing(
                mentee=problem.mentees[int(i)].key,
                mentor=problem.mentors[int(j)].key,
                fit=problem.number_of(int(value)),
                units=int(value),
                is_pinned=place < len(pins[0]),
            )
            for place, (i, j, value) in enumerate(zip(rows, columns, units, strict=True))
        ]
        load, taken = np.bincount(rows, minlength=blocks.n), np.bincount(columns, minlength=blocks.m)
        free = blocks.places[1] - taken
        lonely = np.flatnonzero((load == 0) & (blocks.places[0] > 0))
        total = int(units.sum())
        return Solution(
            fingerprint=problem.fingerprint,
            policy=policy,
            seed=self.seed,
            pairings=tuple(sorted(pairings, key=lambda pairing: (pairing.mentee, pairing.mentor))),
            unmatched=tuple(problem.mentees[int(i)].key for i in lonely),
            free_places={problem.mentors[int(j)].key: int(free[j]) for j in np.flatnonzero(free > 0)},
            unmet_minimums=tuple(self.unmet(load, taken)),
            matched=int((load > 0).sum()),
            total=problem.number_of(total, len(rows)),
            total_units=total,
            rounds=self.rounds,
            proof=Proof(
                left_out=self.network.left_out,
                promise=self.network.promise,
                left=tuple(self.prices.left.tolist()),
                right=tuple(self.prices.right.tolist()),
                cuts={
                    name: (
                        tuple(np.flatnonzero(cut.left).tolist()),
                        tuple(np.flatnonzero(cut.right).tolist()),
                    )
                    for name, cut in self.cuts.items()
                },
            ),
        )

    def unmet(self, load: Ints, taken: Ints) -> list[UnmetMinimum]:
        found: list[UnmetMinimum] = []
        problem = self.problem
        sides = (
            (
                "mentors",
                "promised_mentors",
                taken,
                [one.minimum for one in problem.mentors],
                problem.tiles_by_mentor,
            ),
            ("mentees", "promised_mentees", load, [one.minimum for one in problem.mentees], self.tiles),
        )
        for side, name, got, promised, tiles in sides:
            people: Sequence[Any] = problem.mentors if side == "mentors" else problem.mentees
            short = np.flatnonzero(got < np.array(promised, dtype=np.int64))
            cut = self.cuts.get(name)
            if not len(short) or cut is None:
                continue
            eligible: dict[int, int] = dict.fromkeys(short.tolist(), 0)
            for rows, _, tile in tiles.scan(rows=short):
                for row, count in zip(rows, tiles.is_allowed(tile).sum(axis=1), strict=True):
                    eligible[int(row)] += int(count)
            group = tuple(people[int(j)].key for j in np.flatnonzero(cut.left))
            found += [
                UnmetMinimum(
                    key=people[int(j)].key,
                    side=side,
                    promised=promised[int(j)],
                    got=int(got[j]),
                    eligible=eligible[int(j)],
                    group=group,
                    group_eligible=int(cut.right.sum()),
                )
                for j in short
            ]
        return found
