"""Passes over all pairs, cut into jobs for the workers of any executor (see `executors`).

A job is a function of this module. It takes what every job of the pass needs, handed over once by
``Workers.share`` (the `Tiles` of a problem and an `Ask`), and what it alone looks at (some rows, perhaps only some
columns), and returns small arrays. Everything is in whole numbers that the tiles' type holds exactly, so neither the
size of a tile nor the number of workers nor their order changes an answer.

    with workers_on(executor, look) as workers:
        shared, ask = workers.share(tiles), workers.share(ask_for(tiles, prices, seed=seed))
        found = list(best_of_rows(workers, shared, ask, rows=rows, width=tiles.m, most=20))
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.pairs.executors import Workers
from greenroom.matching.core.pairs.one_thread import one_thread
from greenroom.matching.core.pairs.spans import ordered
from greenroom.matching.core.pairs.tiles import Tile, Tiles

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


@dataclass(frozen=True)
class Search:
    """What one job looks for: pairs of ``rows`` with a value above ``floor``, of each row at most the ``most`` best.

    Without a floor, the best whatever their value. Without ``columns``, in order, all of them are visited. With
    ``of_both`` also the best pair of each column, by how far it is above the value at which its row's best among
    the first columns begin.
    """

    rows: Ints
    most: int
    floor: Ints | None = None
    columns: Ints | None = None
    of_both: bool = False


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
    """Search rows in jobs of a fraction of a second each; yield (rows, what was found) in order.

    ``tiles`` and ``ask`` are as `Workers.share` returned them, ``width`` is how many columns there are to visit; the
    rest is as in `Search`.
    """
    step = max(TILE_ROWS, min(JOB_ROWS, JOB_PAIRS // max(1, width)))
    parts = [slice(start, start + step) for start in range(0, len(rows), step)]
    asked = (Search(rows[part], most, None if floor is None else floor[part], columns) for part in parts)
    jobs = ((tiles, ask, search) for search in asked)
    for part, found in zip(parts, workers.run(find_best, jobs), strict=True):
        yield rows[part], found


def find_best(tiles: Tiles, ask: Ask, search: Search) -> Found:
    """Do one search."""
    with one_thread():
        return (_BestOfBoth if search.of_both else _Best)(tiles, ask, search).run()


class _Best:
    """The best pairs so far of some rows; a pair enters if its value is above its row's level."""

    def __init__(self, tiles: Tiles, ask: Ask, search: Search) -> None:
        self.tiles, self.ask, self.search = tiles, ask, search
        self.rows, self.most = search.rows, search.most
        rows = self.rows
        self.left, self.right = tiles.features(ask.kind)
        lowest = -int(ask.less.max(initial=0)) - 1
        floor = np.full(len(rows), lowest) if search.floor is None else np.maximum(search.floor, lowest)
        self.level = floor - ask.slack
        self.bar = self.level.copy()
        self.places = self.columns = self.values = np.zeros(0, dtype=np.int64)
        size = self.left.shape[1]
        self.block = np.empty((len(rows), size + 4), ask.kind)
        self.block[:, :size] = self.left[rows]
        self.block[:, size] = 1
        self.block[:, size + 2 :] = ask.nudges[0][rows]
        self.buffer = np.empty(TILE_ROWS * max(FIRST_COLUMNS, TILE_COLUMNS), ask.kind)

    def run(self) -> Found:
        ask, columns = self.ask, self.search.columns
        count = self.tiles.m if columns is None else len(columns)
        start = 0
        while start < count:
            is_first = self.search.floor is None and start == 0
            stop = min(count, start + (FIRST_COLUMNS if is_first else TILE_COLUMNS))
            strip = slice(start, stop) if columns is None else columns[start:stop]
            self.visit(strip, is_first=is_first)
            if len(self.places) > KEPT_AT_ONCE * len(self.rows):
                self.trim()
                self.raise_bar()
            start = stop
        self.trim()
        rows = self.rows[self.places]
        units = self.units(rows, self.columns, self.values)
        return Found(rows, self.columns, units, self.level + ask.slack)

    def units(self, rows: Ints, columns: Ints, values: Ints) -> Ints:
        nudges = (self.ask.nudges[0][rows] * self.ask.nudges[1][:, columns].T).sum(axis=1)
        units: Ints = values + self.ask.less[columns] - nudges
        return units

    def visit(self, strip: slice | Ints, *, is_first: bool) -> None:
        """Take in what some columns have to offer."""
        ask, size = self.ask, self.left.shape[1]
        less = -ask.less[strip].astype(ask.kind)
        nudges = ask.nudges[1][:, strip].astype(ask.kind)
        part = np.concatenate([self.right[:, strip], [less], [np.ones_like(less)], nudges])
        self.block[:, size + 1] = -self.bar
        found = []
        for start in range(0, len(self.rows), TILE_ROWS):
            some = slice(start, min(len(self.rows), start + TILE_ROWS))
            height, width = some.stop - start, part.shape[1]
            tile = self.buffer[: height * width].reshape(height, width)
            np.matmul(self.block[some], part, out=tile)
            self.tiles.bend(self.rows[some], strip, tile)
            if is_first:
                self.tiles.rule_out(self.rows[some], strip, tile)
                self.begin_at_best(some, tile)
            spots = self.spots(tile, some, strip, is_ruled=is_first)
            i, j = np.divmod(spots, width)
            found.append((i + start, j, tile.ravel()[spots].astype(np.int64) + self.bar[some][i]))
            self.look_down(some, strip, tile)
        places, inside, values = (np.concatenate(one) for one in zip(*found, strict=True))
        numbers = _numbers(strip)[inside]
        keep = np.flatnonzero(self.is_open(places, numbers, values))
        self.places = np.concatenate([self.places, places[keep]])
        self.columns = np.concatenate([self.columns, numbers[keep]])
        self.values = np.concatenate([self.values, values[keep]])

    def begin_at_best(self, some: slice, tile: Tile) -> None:
        """Let only the best of the first columns in."""
        width = tile.shape[1]
        if width > self.most:
            last = np.partition(tile, width - self.most, axis=1)[:, width - self.most]
            rise = np.maximum(last.astype(np.int64) - 1, 0)
            tile -= rise[:, None].astype(tile.dtype)
            self.bar[some] += rise
            self.level[some] += rise

    def raise_bar(self) -> None:
        """Let only those in that can still be among the best."""
        self.bar = self.level.copy()

    def look_down(self, some: slice, strip: slice | Ints, tile: Tile) -> None:
        """Look at the columns of a tile, if they matter."""

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
            is_open &= self.units(rows, columns, values) >= self.tiles.minimum
        return is_open

    def trim(self) -> None:
        """Keep the best of each row, equals in the order of their columns, and remember what the rest stays under."""
        count = np.bincount(self.places, minlength=len(self.rows))
        if not (count > self.most).any():
            return
        order = ordered(self.places, self.values)
        first = np.cumsum(count) - count
        rank = np.arange(len(order)) - np.repeat(first, count)
        full = np.flatnonzero(count > self.most)
        last = order[first[full] + self.most - 1]
        self.level[full] = np.maximum(self.level[full], self.values[last])
        kept = np.sort(order[rank < self.most])
        self.places, self.columns, self.values = self.places[kept], self.columns[kept], self.values[kept]


class _BestOfBoth(_Best):
    """Besides, the best row of each column, by how far a pair is above its row's bar, which stays where it began."""

    def __init__(self, tiles: Tiles, ask: Ask, search: Search) -> None:
        super().__init__(tiles, ask, search)
        self.best: list[tuple[Ints, Ints, Ints]] = []

    def raise_bar(self) -> None:
        """Leave it."""

    def look_down(self, some: slice, strip: slice | Ints, tile: Tile) -> None:
        top = tile.max(axis=0)
        i, j = np.divmod(np.flatnonzero(tile == top), tile.shape[1])
        _, first = np.unique(j, return_index=True)
        i, j = i[first], j[first]
        over = tile[i, j].astype(np.int64)
        self.best.append((i + some.start, _numbers(strip)[j], over))

    def run(self) -> Found:
        found = super().run()
        places, numbers, over = (np.concatenate(one) for one in zip(*self.best, strict=True))
        order = np.lexsort((places, -over, numbers))
        first = order[np.flatnonzero(np.diff(numbers[order], prepend=-1))]
        values = over[first] + self.bar[places[first]]
        keep = first[self.is_open(places[first], numbers[first], values)]
        rows, values = self.rows[places[keep]], over[keep] + self.bar[places[keep]]
        units = self.units(rows, numbers[keep], values)
        return Found(
            np.concatenate([found.rows, rows]),
            np.concatenate([found.columns, numbers[keep]]),
            np.concatenate([found.units, units]),
            found.level,
        )


def _numbers(strip: slice | Ints) -> Ints:
    return np.arange(strip.start, strip.stop) if isinstance(strip, slice) else strip


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
