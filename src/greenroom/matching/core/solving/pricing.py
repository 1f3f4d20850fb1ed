"""The proof over all pairs: find the pairs that are worth more than their two prices, or know that there are none.

The first pass keeps every pair that comes near its prices, and a `Cover` of the rest. When new pairs have moved the
prices a little, the cover still proves most of the rest, and only some people are visited again.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.pairs.cover import Cover
from greenroom.matching.core.pairs.executors import Workers
from greenroom.matching.core.pairs.passes import Found, ask_for, best_of_rows
from greenroom.matching.core.pairs.pool import Pool
from greenroom.matching.core.pairs.tiles import Tiles
from greenroom.matching.core.solving.candidates import gathered

NEAR: Final = 20
"""At most so many pairs of a row are kept when all are visited."""
NEAR_AGAIN: Final = (120, 1000)
"""At most so many when some people are visited again: the fewer they are the more, or equals would hide the rest."""
KEPT_AGAIN: Final = 1_000_000


class Pricing:
    """Tests prices against all pairs of a problem; ``left`` and ``right`` are what a pair's units may reach."""

    def __init__(
        self,
        workers: Workers,
        tiles: Tiles,
        shared: Any,
        pool: Pool,
        *,
        seed: int,
        say: Callable[[float], None],
    ) -> None:
        self.workers, self.tiles, self.shared, self.pool = workers, tiles, shared, pool
        self.seed, self.say = seed, say
        self.cover = Cover(tiles.n, tiles.m)
        self.margin = 0

    def find_better(self, left: Ints, right: Ints) -> bool:
        """Add pairs that are worth more than their prices to the pool; return False if there is none at all."""
        is_exact = False
        while not self.cover.proves(left, right):
            if is_exact or self.cover.left is None:
                self.visit_all(left, right, is_exact=is_exact)
            else:
                self.visit_some(left, right)
            if self.pool.better(left, right).any():
                return True
            is_exact = True
        return bool(self.pool.better(left, right).any())

    def visit_all(self, left: Ints, right: Ints, *, is_exact: bool) -> None:
        rows = np.arange(self.tiles.n)
        floor = left if is_exact else left - self.margins(left, right)
        level = self.visit(right, rows=rows, floor=floor, columns=None, nudge=not is_exact, share=(0.0, 1.0))
        if not is_exact:
            self.margin = max(0, int(np.median(left - level)))
        self.cover.everything(level, right.copy())

    def visit_some(self, left: Ints, right: Ints) -> None:
        again = self.cover.again(left, right)
        if again.is_whole or self.cover.left is None:
            self.visit_all(left, right, is_exact=False)
            return
        known, less = self.cover.left.copy(), self.cover.right.copy()
        margin = self.margin // 4
        less[again.columns] = right[again.columns] + again.split - margin
        done = len(again.rows) / self.tiles.n
        if len(again.rows):
            floor = left[again.rows] - again.split - margin
            most = int(np.clip(KEPT_AGAIN // len(again.rows), *NEAR_AGAIN))
            known[again.rows] = self.visit(
                less, rows=again.rows, floor=floor, columns=None, most=most, share=(0.0, done)
            )
        if len(again.columns):
            rest = np.setdiff1d(np.arange(self.tiles.n), again.rows)
            known[rest] = self.visit(
                less,
                rows=rest,
                floor=known[rest],
                columns=again.columns,
                most=NEAR_AGAIN[0],
                share=(done, 1.0),
            )
        self.cover.everything(known, less)

    def margins(self, left: Ints, right: Ints) -> Ints:
        """Return how far under its price each mentee's pairs are kept: as far as the candidates reach."""
        lowest = left.copy()
        np.minimum.at(lowest, self.pool.rows, self.pool.values(right))
        margins = left - lowest
        usual = int(np.median(margins))
        clipped: Ints = np.clip(margins, usual // 2, 2 * usual)
        return clipped

    def visit(
        self,
        less: Ints,
        *,
        rows: Ints,
        floor: Ints,
        columns: Ints | None,
        nudge: bool = True,
        most: int = NEAR,
        share: tuple[float, float],
    ) -> Ints:
        """Take pairs above the floor into the pool; return each row's level."""
        ask = self.workers.share(ask_for(self.tiles, less, seed=self.seed, nudge=nudge))
        width = self.tiles.m if columns is None else len(columns)
        jobs = best_of_rows(
            self.workers,
            self.shared,
            ask,
            rows=rows,
            width=width,
            most=most,
            floor=floor,
            columns=columns,
        )
        level: list[Ints] = []
        found: list[Found] = []
        done = 0
        for some, one in jobs:
            done += len(some)
            level.append(one.level)
            found.append(one)
            self.say(share[0] + (share[1] - share[0]) * done / len(rows))
        if found:
            self.pool.add(*gathered(found))
        return np.concatenate([*level, np.zeros(0, dtype=np.int64)])
