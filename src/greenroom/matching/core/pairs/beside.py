"""What a tile of pairs needs besides one matrix product: terms that bend, and rulings that no product says.

Each part stands for one side as rows and the other as columns, and can be sent to another process. A term adds
to a whole tile. A ruling takes ``far`` from the pairs of a tile that are out, or tells of single pairs whether
they are, in whole numbers: where few pairs are asked for, that saves the work of a tile.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.pairs.blocks import Closeness
from greenroom.matching.core.pairs.spans import ranges

Tile = npt.NDArray[np.floating[Any]]
Some = slice | Ints
"""Rows or columns of a tile: a slice, or their numbers in order."""


class Adds(Protocol):
    """A term that is added to a tile."""

    def add(self, rows: Some, columns: Some, tile: Tile) -> None: ...


class RulesOut(Protocol):
    """A ruling on pairs."""

    def rule_out(self, rows: Some, columns: Some, tile: Tile, far: float) -> None: ...

    def is_out(self, rows: Ints, columns: Ints) -> Bools: ...


@dataclass(frozen=True)
class Alike:
    """``value`` units where codes are equal."""

    left: Ints
    right: Ints
    value: int

    def add(self, rows: Some, columns: Some, tile: Tile) -> None:
        alike = (self.left[rows, None] == self.right[None, columns]) & (self.left[rows, None] >= 0)
        tile += alike * tile.dtype.type(self.value)


@dataclass(frozen=True)
class Clipped:
    """A product that stops at ``cap``. In float32 sums beyond 2**24 round, and are over the cap either way."""

    left: Tile
    right: Tile
    cap: int

    def add(self, rows: Some, columns: Some, tile: Tile) -> None:
        dots = self.left[rows] @ self.right[:, columns]
        np.minimum(dots, self.cap, out=dots)
        tile += dots.astype(tile.dtype, copy=False)


@dataclass(frozen=True)
class Close:
    """The units of `Closeness`. Exact: a row's length times a column's stays under 2**24, and 0 ≤ floor < 2**24."""

    left: Tile
    right: Tile
    term: Closeness

    def add(self, rows: Some, columns: Some, tile: Tile) -> None:
        kind = self.left.dtype.type
        dots = self.left[rows] @ self.right[:, columns]
        dots -= kind(self.term.floor)
        np.maximum(dots, 0, out=dots)
        dots *= kind(2.0**-self.term.shift)
        np.floor(dots, out=dots)
        np.minimum(dots, self.term.cap, out=dots)
        tile += dots.astype(tile.dtype, copy=False)


@dataclass(frozen=True)
class TooFew:
    """Out where a product of whole numbers stays under ``least``."""

    left: Tile
    right: Tile
    least: int

    def rule_out(self, rows: Some, columns: Some, tile: Tile, far: float) -> None:
        tile[self.left[rows] @ self.right[:, columns] < self.least] -= far

    def is_out(self, rows: Ints, columns: Ints) -> Bools:
        out = np.empty(len(rows), dtype=np.bool_)
        for start in range(0, len(rows), 65536):
            part = slice(start, start + 65536)
            dots = np.einsum("ij,ji->i", self.left[rows[part]], self.right[:, columns[part]])
            out[part] = dots < self.least
        return out


@dataclass(frozen=True)
class Coded:
    """Out where two codes are equal, or where they differ; -1 is nobody's code."""

    left: Ints
    right: Ints
    equal: bool

    def _compared(self, one: Ints, two: Ints) -> Bools:
        out: Bools = (one == two) if self.equal else (one != two)
        return out & (one >= 0) & (two >= 0)

    def rule_out(self, rows: Some, columns: Some, tile: Tile, far: float) -> None:
        tile[self._compared(self.left[rows, None], self.right[None, columns])] -= far

    def is_out(self, rows: Ints, columns: Ints) -> Bools:
        return self._compared(self.left[rows], self.right[columns])


@dataclass(frozen=True)
class LookedUp:
    """Out where a table of the two categories says so."""

    table: Bools
    left: Ints
    right: Ints

    def rule_out(self, rows: Some, columns: Some, tile: Tile, far: float) -> None:
        tile[self.table[self.left[rows]][:, self.right[columns]]] -= far

    def is_out(self, rows: Ints, columns: Ints) -> Bools:
        out: Bools = self.table[self.left[rows], self.right[columns]]
        return out


@dataclass(frozen=True)
class Scattered:
    """Single pairs, sorted by row and column: ``values`` to add to them; or they are out, or all but they are."""

    rows: Ints
    columns: Ints
    values: Ints | None = None
    all_but: bool = False

    @classmethod
    def sorted(
        cls, rows: Ints, columns: Ints, values: Ints | None = None, *, all_but: bool = False
    ) -> "Scattered":
        order = np.lexsort((columns, rows))
        return cls(rows[order], columns[order], None if values is None else values[order], all_but)

    def _inside(self, rows: Some, columns: Some) -> tuple[Ints, Ints, Ints]:
        """Return which of the pairs lie in a tile: their rows and columns there, and their own numbers."""
        numbers = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
        low, high = np.searchsorted(self.rows, numbers), np.searchsorted(self.rows, numbers, side="right")
        spots = ranges(low, high)
        i, j = np.repeat(np.arange(len(numbers)), high - low), self.columns[spots]
        if isinstance(columns, slice):
            keep = np.flatnonzero((j >= columns.start) & (j < columns.stop))
            return i[keep], j[keep] - columns.start, spots[keep]
        place = np.minimum(np.searchsorted(columns, j), len(columns) - 1)
        keep = np.flatnonzero(columns[place] == j)
        return i[keep], place[keep], spots[keep]

    def add(self, rows: Some, columns: Some, tile: Tile) -> None:
        if self.values is not None:
            i, j, spots = self._inside(rows, columns)
            tile[i, j] += self.values[spots].astype(tile.dtype)

    def rule_out(self, rows: Some, columns: Some, tile: Tile, far: float) -> None:
        i, j, _ = self._inside(rows, columns)
        if self.all_but:
            out = np.ones(tile.shape, dtype=np.bool_)
            out[i, j] = False
            tile[out] -= far
        else:
            tile[i, j] -= far

    def is_out(self, rows: Ints, columns: Ints) -> Bools:
        width = int(max(self.columns.max(initial=0), columns.max(initial=0))) + 1
        known, wanted = self.rows * width + self.columns, rows * width + columns
        if not len(known):
            return np.full(len(wanted), self.all_but)
        place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        out: Bools = (known[place] == wanted) != self.all_but
        return out
