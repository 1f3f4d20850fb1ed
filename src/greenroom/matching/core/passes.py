"""Passes over all pairs, cut into jobs for the workers of any executor (see `executors`).

A job is a function of this module. It takes what every job of the pass needs, handed over once by
``Workers.share`` (the `Tiles` of a problem and an `Ask`), and what it alone looks at (some rows, perhaps only some
columns), and returns small arrays. Everything is in whole numbers that the tiles' type holds exactly, so neither the
size of a tile nor the number of workers nor their order changes an answer.

    with workers_on(executor, look) as workers:
        tiles = workers.share(problem.tiles)
        found = best_of_rows(workers, tiles, ask, rows=..., floor=..., most=20)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from greenroom.matching.core.executors import Workers
from greenroom.matching.core.features import Bools, Ints
from greenroom.matching.core.one_thread import one_thread
from greenroom.matching.core.tiles import Tile, Tiles

TILE_ROWS: Final = 256
TILE_COLUMNS: Final = 1024
FIRST_COLUMNS: Final = 512
"""So many columns tell where the best of a row begin."""
JOB_ROWS: Final = 1024
JOB_PAIRS: Final = 2**24
"""A job visits at most so many pairs (a fraction of a second)."""
KEPT_AT_ONCE: Final = 64
"""A job keeps at most so many pairs a row while it looks at the next columns."""
MANY: Final = 16
"""Where more than one in so many pairs of a tile is wanted, rulings are applied to the whole tile."""


@dataclass(frozen=True)
class Ask:
    """What all jobs of a pass have in common.

    ``less`` has a number for each column, taken from its units; the difference is the *value* of a pair.
    ``nudges`` (two whole numbers a row, two a column) let equals differ a little, each row in its own way: their
    products are added to values while the best are sought, and are at most ``slack`` up or down.
    """

    kind: Any
    less: Ints
    nudges: tuple[Ints, Ints]
    slack: int


@dataclass(frozen=True)
class Found:
    """Pairs, their exact units, and for each row asked for the value that no other allowed pair of it exceeds."""

    rows: Ints
    columns: Ints
    units: Ints
    level: Ints


def ask_for(tiles: Tiles, less: Ints, *, seed: int, nudge: bool = True) -> Ask:
    """Prepare a pass. Raises ValueError if the numbers are too large to be exact."""
    size = int(np.sqrt(tiles.top / 4096)) if nudge else 0
    draw = np.random.default_rng(seed)
    turns = [2 * np.pi * draw.random(count) for count in (tiles.n, tiles.m)]
    left, right = (
        np.rint(size * np.column_stack([np.cos(turn), np.sin(turn)])).astype(np.int64) for turn in turns
    )
    slack = 2 * size * size
    most = int(np.abs(less).max(initial=0))
    lowest = np.array([2 * most + tiles.top + slack + 2])
    return Ask(tiles.kind_for(less, lowest, np.array([slack])), less, (left, right.T), slack)


def best_of_rows(
    workers: Workers,
    tiles: Any,
    ask: Any,
    *,
    rows: Ints,
    width: int,
    most: int,
    floor: Ints | None = None,
    columns: Ints | None = None,
) -> Iterator[tuple[Ints, Found]]:
    """Yield (rows, what was found) for all ``rows``: pairs with a value above ``floor``, at most the ``most`` best.

    ``tiles`` and ``ask`` are as `Workers.share` returned them, ``width`` is how many columns there are to visit.
    Without ``floor`` the best pairs are returned whatever their value; without ``columns`` all are visited.
    """
    step = max(TILE_ROWS, min(JOB_ROWS, JOB_PAIRS // max(1, width)))
    parts = [slice(start, start + step) for start in range(0, len(rows), step)]
    asked = (
        (tiles, ask, rows[part], columns, None if floor is None else floor[part], most) for part in parts
    )
    for part, found in zip(parts, workers.run(find_best, asked), strict=True):
        yield rows[part], found


def find_best(  # noqa: PLR0917 - executors pass arguments by place
    tiles: Tiles, ask: Ask, rows: Ints, columns: Ints | None, floor: Ints | None, most: int
) -> Found:
    """Do one job of `best_of_rows`."""
    with one_thread():
        return _Best(tiles, ask, rows, most).run(columns, floor)


class _Best:
    """The best pairs so far of some rows; a pair enters if its value is above its row's level."""

    def __init__(self, tiles: Tiles, ask: Ask, rows: Ints, most: int) -> None:
        self.tiles, self.ask, self.rows, self.most = tiles, ask, rows, most
        self.left, self.right = tiles.features(ask.kind)
        self.level = np.zeros(len(rows), dtype=np.int64)
        self.places = self.columns = self.values = np.zeros(0, dtype=np.int64)
        size = self.left.shape[1]
        self.block = np.empty((len(rows), size + 4), ask.kind)
        self.block[:, :size] = self.left[rows]
        self.block[:, size] = 1
        self.block[:, size + 2 :] = ask.nudges[0][rows]
        self.buffer = np.empty(TILE_ROWS * TILE_COLUMNS, ask.kind)

    def run(self, columns: Ints | None, floor: Ints | None) -> Found:
        ask, count = self.ask, self.tiles.m if columns is None else len(columns)
        if floor is None:
            self.level[:] = -int(ask.less.max(initial=0)) - ask.slack - 1
        else:
            self.level[:] = floor - ask.slack
        start = 0
        while start < count:
            is_first = floor is None and start == 0
            stop = min(count, start + (FIRST_COLUMNS if is_first else TILE_COLUMNS))
            strip = slice(start, stop) if columns is None else columns[start:stop]
            self.visit(strip, is_first=is_first)
            if len(self.places) > KEPT_AT_ONCE * len(self.rows):
                self.trim()
            start = stop
        self.trim()
        rows = self.rows[self.places]
        nudges = (ask.nudges[0][rows] * ask.nudges[1][:, self.columns].T).sum(axis=1)
        units = self.values + ask.less[self.columns] - nudges
        return Found(rows, self.columns, units, self.level + ask.slack)

    def visit(self, strip: slice | Ints, *, is_first: bool) -> None:
        """Take in what some columns have to offer."""
        ask, size = self.ask, self.left.shape[1]
        less = -ask.less[strip].astype(ask.kind)
        nudges = ask.nudges[1][:, strip].astype(ask.kind)
        part = np.concatenate([self.right[:, strip], [less], [np.ones_like(less)], nudges])
        self.block[:, size + 1] = -self.level
        found = []
        for start in range(0, len(self.rows), TILE_ROWS):
            some = slice(start, min(len(self.rows), start + TILE_ROWS))
            height, width = some.stop - start, part.shape[1]
            tile = self.buffer[: height * width].reshape(height, width)
            np.matmul(self.block[some], part, out=tile)
            self.tiles.bend(self.rows[some], strip, tile)
            if is_first:
                self.tiles.rule_out(self.rows[some], strip, tile)
                self.raise_level(some, tile)
            spots = self.spots(tile, some, strip, is_ruled=is_first)
            i, j = np.divmod(spots, width)
            found.append((i + start, j, tile.ravel()[spots].astype(np.int64) + self.level[some][i]))
        places, inside, values = (np.concatenate(one) for one in zip(*found, strict=True))
        numbers = inside + strip.start if isinstance(strip, slice) else strip[inside]
        keep = np.flatnonzero(self.is_open(places, numbers, values))
        self.places = np.concatenate([self.places, places[keep]])
        self.columns = np.concatenate([self.columns, numbers[keep]])
        self.values = np.concatenate([self.values, values[keep]])

    def raise_level(self, some: slice, tile: Tile) -> None:
        """Let only the best of the first columns in."""
        width = tile.shape[1]
        if width > self.most:
            last = np.partition(tile, width - self.most, axis=1)[:, width - self.most]
            rise = np.maximum(last.astype(np.int64) - 1, 0)
            tile -= rise[:, None].astype(tile.dtype)
            self.level[some] += rise

    def spots(self, tile: Tile, some: slice, strip: slice | Ints, *, is_ruled: bool) -> Ints:
        spots = np.flatnonzero(tile > 0)
        if not is_ruled and len(spots) * MANY > tile.size and self.tiles.ruled:
            self.tiles.rule_out(self.rows[some], strip, tile)
            spots = np.flatnonzero(tile > 0)
        return spots

    def is_open(self, places: Ints, columns: Ints, values: Ints) -> Bools:
        rows = self.rows[places]
        is_open = ~self.tiles.is_out(rows, columns)
        if self.tiles.minimum is not None:
            nudges = (self.ask.nudges[0][rows] * self.ask.nudges[1][:, columns].T).sum(axis=1)
            is_open &= values + self.ask.less[columns] - nudges >= self.tiles.minimum
        return is_open

    def trim(self) -> None:
        """Keep the best of each row, equals in the order of their columns, and remember what the rest stays under."""
        count = np.bincount(self.places, minlength=len(self.rows))
        if not (count > self.most).any():
            return
        order = np.argsort(-self.values, kind="stable")
        order = order[np.argsort(self.places[order].astype(np.int16), kind="stable")]
        first = np.cumsum(count) - count
        rank = np.arange(len(order)) - np.repeat(first, count)
        full = np.flatnonzero(count > self.most)
        last = order[first[full] + self.most - 1]
        self.level[full] = np.maximum(self.level[full], self.values[last])
        kept = np.sort(order[rank < self.most])
        self.places, self.columns, self.values = self.places[kept], self.columns[kept], self.values[kept]


def highest_over(tiles: Tiles, kind: Any, rows: Ints, less: Ints) -> Ints:
    """Return for each column the greatest units less the row's number among some rows; a guess, not all rulings heard."""
    with one_thread():
        left, right = tiles.features(kind)
        block = left[rows]
        best = np.empty(tiles.m, dtype=kind)
        for start in range(0, tiles.m, TILE_COLUMNS):
            strip = slice(start, min(tiles.m, start + TILE_COLUMNS))
            tile = block @ right[:, strip]
            tiles.bend(rows, strip, tile)
            tile -= less[:, None].astype(kind)
            best[strip] = tile.max(axis=0)
        return best.astype(np.int64)
