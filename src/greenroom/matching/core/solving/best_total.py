"""The best assignment over all pairs: candidates, flow, prices, and a pass over all pairs until none is better."""

from concurrent.futures import Executor
from dataclasses import replace
from typing import Final

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.given.progress import UNWATCHED, Progress, Watch
from greenroom.matching.core.pairs.executors import Workers, workers_on
from greenroom.matching.core.pairs.pool import Pool
from greenroom.matching.core.pairs.tiles import Tiles
from greenroom.matching.core.solving.answers import answer_of
from greenroom.matching.core.solving.candidates import (
    ALL_PAIRS,
    FEW_PAIRS,
    all_allowed,
    first_pairs,
    gathered,
    rough_prices,
)
from greenroom.matching.core.solving.flow import Network, Prices, best_flow, bound_of, prices_of
from greenroom.matching.core.solving.pricing import Pricing
from greenroom.matching.core.solving.reach import Reached, reach
from greenroom.matching.core.solving.solution import Proof, Solution

NEAR: Final = 12
"""With prices known, a flow is first sought among so many pairs a mentee."""
ROUGH: Final = 2
"""In so many rounds prices will move much, and are good enough if they hold for those pairs."""
NOTHING_LEFT: Final = -(2**40)
"""The cover of someone all of whose pairs are candidates."""


class BestTotal:
    """One solve for the best total: `run` it, then ask for the `solution`."""

    def __init__(
        self,
        problem: Problem,
        seed: int,
        watch: Watch = UNWATCHED,
        *,
        executor: Executor | None = None,
    ) -> None:
        """Prepare. Passes over all pairs run on ``executor``, else on threads; progress is told from here alone."""
        self.problem, self.seed, self.executor = problem, seed, executor
        self.watch = watch
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
        self.pool = Pool(self.tiles.m)
        self.prices = Prices(left, right)
        self.rounds = 0
        self.cuts: dict[str, Reached] = {}

    def tell(self, phase: str, share: float, *, bound: int | None = None) -> None:
        self.watch.look()
        if self.watch.on_progress is None:
            return
        taken = int(self.pool.chosen.sum())
        pins = self.problem.blocks.pins
        total = None
        if self.rounds:
            units = int(self.pool.units[self.pool.chosen].sum()) + int(self.problem.blocks.units(*pins).sum())
            total = self.problem.number_of(units, taken + len(pins[0]))
        matched = taken + len(pins[0]) if self.rounds else None
        limit = None
        if bound is not None and total is not None:
            gap = bound - self.worth_of_choice()
            limit = total + float(gap * self.problem.unit)
        self.watch.on_progress(
            Progress(phase=phase, share=share, round=self.rounds, matched=matched, total=total, bound=limit)
        )

    def run(self) -> None:
        """Find the best answer. Raises `Cancelled`, and what an executor raises that loses its workers."""
        with workers_on(self.executor, self.watch.look) as workers:
            self.tell("candidates", 0.0)
            pricing = self.begin(workers)
            while True:
                self.rounds += 1
                self.tell("flow", 0.0)
                self.flow()
                self.tell("proof", 0.0)
                is_better = pricing.find_better(self.prices.left - self.network.left_out, self.prices.right)
                self.tell("proof", 1.0, bound=self.bound(pricing))
                if not is_better and not self.must_match_more():
                    break
        self.tell("done", 1.0, bound=self.worth_of_choice())

    def begin(self, workers: Workers) -> Pricing:
        """Fill the pool with candidates."""
        tiles, seed = self.tiles, self.seed
        shared = workers.share(tiles)
        pricing = Pricing(
            workers, tiles, shared, self.pool, seed=seed, say=lambda share: self.tell("proof", share)
        )
        if tiles.n * tiles.m <= ALL_PAIRS:
            self.pool.add(*all_allowed(tiles))
            pricing.cover.everything(np.full(tiles.n, NOTHING_LEFT), np.zeros(tiles.m, dtype=np.int64))
            return pricing
        prices: Ints = np.zeros(tiles.m, dtype=np.int64)
        if tiles.n * tiles.m > FEW_PAIRS:
            prices = rough_prices(workers, tiles, shared, self.network, seed=seed)
        found = []
        for share, some in first_pairs(workers, tiles, shared, prices, seed=seed):
            self.tell("candidates", share)
            found.append(some)
        self.pool.add(*gathered(found))
        return pricing

    def flow(self) -> None:
        """Choose the best of the pool and price everyone by it: first among the pairs near the present prices."""
        pool, network = self.pool, self.network
        near = np.ones(len(pool), dtype=np.bool_)
        if self.rounds > 1:
            near = pool.nearest(self.prices.left - network.left_out, self.prices.right, NEAR)
        while True:
            some = np.flatnonzero(near)
            rows, columns, units = pool.rows[some], pool.columns[some], pool.units[some]
            chosen = best_flow(network, rows, columns, units, seed=self.seed)
            self.watch.look()
            self.prices = prices_of(network, rows, columns, units, chosen)
            pool.chosen = np.zeros(len(pool), dtype=np.bool_)
            pool.chosen[some[chosen]] = True
            left, right = self.prices.left - network.left_out, self.prices.right
            if self.rounds <= ROUGH or not pool.better(left, right).any():
                return
            near |= pool.nearest(left, right, NEAR)

    def bound(self, pricing: Pricing) -> int:
        """Return what no choice can exceed in worth: each mentee's price raised until it covers every pair."""
        left = self.prices.left - self.network.left_out
        over = pricing.cover.most_over(left, self.prices.right)
        better = np.flatnonzero(self.pool.better(left, self.prices.right))
        rows = self.pool.rows[better]
        np.maximum.at(over, rows, self.pool.values(self.prices.right)[better] - left[rows])
        return bound_of(self.network, Prices(self.prices.left + over, self.prices.right))

    def worth_of_choice(self) -> int:
        """Return what the present choice is worth, promises included."""
        left, right = self.pool.loads(self.tiles.n)
        kept = (
            np.minimum(left, self.network.promised[0]).sum()
            + np.minimum(right, self.network.promised[1]).sum()
        )
        chosen = self.pool.chosen
        worth = self.pool.units[chosen].sum() + self.network.left_out * chosen.sum()
        return int(worth + self.network.promise * kept)

    def extend(self, rows: Ints, columns: Ints) -> None:
        """Take single pairs into the pool."""
        self.pool.add(rows, columns, self.problem.blocks.units(rows, columns))

    def must_match_more(self) -> bool:
        """Prove that no more places can be filled nor promises kept; where they can, raise what it is worth."""
        left, right = self.pool.loads(self.tiles.n)
        (places_left, places_right), (low_left, low_right) = self.network.places, self.network.promised
        none_left = np.zeros(self.tiles.n, dtype=np.bool_)
        cut = self.cut(self.tiles, left < places_left, right < places_right, none_left)
        if cut.extra is not None:
            self.network = replace(self.network, left_out=self.network.left_out * 8)
            self.extend(*cut.extra)
            return True
        self.cuts = {"places": cut}
        sides = (
            ("promised_mentors", low_right, True, right, left, places_left),
            ("promised_mentees", low_left, False, left, right, places_right),
        )
        for name, low, is_swapped, load, other, other_places in sides:
            if not low.any():
                continue
            tiles = self.problem.tiles_by_mentor if is_swapped else self.tiles
            cut = self.cut(tiles, load < low, other < other_places, load > low)
            if cut.extra is not None:
                self.network = replace(self.network, promise=self.network.promise * 8)
                self.extend(*(cut.extra if tiles is self.tiles else cut.extra[::-1]))
                return True
            self.cuts[name] = cut
        return False

    def cut(self, tiles: Tiles, start: Bools, free: Bools, spare: Bools) -> Reached:
        swapped = tiles is not self.tiles
        places = self.network.places[::-1] if swapped else self.network.places
        pairs = self.pool.rows[self.pool.chosen], self.pool.columns[self.pool.chosen]
        if not free.any() and not spare.any():
            return Reached(places[0] > 0, np.ones(tiles.m, dtype=np.bool_), None)
        return reach(
            tiles,
            pairs[::-1] if swapped else pairs,
            start=start,
            free=free,
            spare=spare,
            blocked=(places[0] == 0, places[1] == 0),
            look=self.watch.look,
        )

    def solution(self, policy: str) -> Solution:
        """Return the answer in people's terms."""
        chosen = self.pool.rows[self.pool.chosen], self.pool.columns[self.pool.chosen]
        proof = Proof(
            left_out=self.network.left_out,
            promise=self.network.promise,
            left=tuple(self.prices.left.tolist()),
            right=tuple(self.prices.right.tolist()),
            cuts={
                name: (tuple(np.flatnonzero(cut.left).tolist()), tuple(np.flatnonzero(cut.right).tolist()))
                for name, cut in self.cuts.items()
            },
        )
        return answer_of(
            self.problem,
            chosen,
            policy=policy,
            seed=self.seed,
            rounds=self.rounds,
            proof=proof,
            cuts=self.cuts,
        )
