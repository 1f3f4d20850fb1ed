"""All pairs, tile by tile, without ever storing them.

The fit of a tile of pairs is one matrix product. Units are whole numbers, every partial sum of a pair that is
not ruled out stays under 2**24 (float32) or 2**53 (float64), and the type is chosen so: the product is exact
in whatever order the machine adds. A pair that is ruled out comes out far below zero.

Terms that are not linear (a clipped number of common hours, a least number of common languages) become linear
when one side has few kinds of people: then one side looks them up in a table and the other is a one-hot. Where
there are too many kinds, the term is computed on the side and added to the tile.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from greenroom.matching.core.blocks import Blocks, Closeness, Extras, Listed, Product, SameCode
from greenroom.matching.core.constraints import Codes, Least, Pairs, Table
from greenroom.matching.core.features import Bools, Floats, Ints

Tile = npt.NDArray[np.floating[Any]]

ROWS: Final = 512
COLUMNS: Final = 4096
FEW_KINDS: Final = 64
EXACT_32: Final = 2**24
EXACT_64: Final = 2**53


@dataclass(frozen=True)
class Scattered:
    """Single pairs sorted by row: ``add`` values to them, or rule them out where there are no values."""

    rows: Ints
    columns: Ints
    values: Ints | None

    def inside(self, start: int, stop: int, left: int, right: int) -> tuple[Ints, Ints, Ints | None]:
        low, high = np.searchsorted(self.rows, [start, stop])
        rows, columns = self.rows[low:high], self.columns[low:high]
        if left > 0 or (len(columns) and int(columns.max()) >= right):
            keep = np.flatnonzero((columns >= left) & (columns < right))
        else:
            keep = np.arange(len(rows))
        values = None if self.values is None else self.values[low:high][keep]
        return rows[keep] - start, columns[keep] - left, values

    def spots(
        self, rows: Ints, columns: slice, *, contiguous: bool
    ) -> Iterator[tuple[Ints, Ints, Ints | None]]:
        """Yield places inside a tile, and values, of the pairs that lie in it."""
        if contiguous:
            yield self.inside(int(rows[0]), int(rows[-1]) + 1, columns.start, columns.stop)
            return
        for place, row in enumerate(rows.tolist()):
            _, inside, values = self.inside(row, row + 1, columns.start, columns.stop)
            yield np.full(len(inside), place), inside, values


class Tiles:
    """The pairs of a problem, ready to be computed by blocks of rows and columns."""

    def __init__(self, blocks: Blocks, *, swapped: bool = False, with_pins: bool = False) -> None:
        """Prepare; ``swapped`` makes rows of the mentors and columns of the mentees.

        Pinned pairs are taken and so ruled out like others, unless ``with_pins``.
        """
        self.blocks = blocks
        self.n, self.m = (blocks.m, blocks.n) if swapped else (blocks.n, blocks.m)
        self.swapped = swapped
        self.left: list[Floats] = [np.zeros((self.n, 0))]
        self.right: list[Floats] = [np.zeros((self.m, 0))]
        self.out_left: list[Floats] = [np.zeros((self.n, 0))]
        self.out_right: list[Floats] = [np.zeros((self.m, 0))]
        self.beside: list[Callable[[slice, slice, Tile, float], None]] = []
        self.scattered: list[Scattered] = []
        self.listed: list[Scattered] = []
        for term in blocks.terms:
            self._add_term(term)
        for _, ruling in blocks.rulings:
            self._add_ruling(ruling)
        if len(blocks.pins[0]) and not with_pins:
            self.scattered.append(_sorted(*self._sides(*blocks.pins), None))
        self._plain: tuple[str, Tile, Tile] | None = None

    def _sides(self, left: Any, right: Any) -> tuple[Any, Any]:
        return (right, left) if self.swapped else (left, right)

    def _add_term(self, term: Product | SameCode | Extras | Closeness) -> None:
        if isinstance(term, Extras):
            rows, columns = self._sides(term.rows, term.columns)
            self.scattered.append(_sorted(rows, columns, term.values - term.rest))
            if term.rest:
                self.left.append(np.full((self.n, 1), float(term.rest)))
                self.right.append(np.ones((self.m, 1)))
            return
        left, right = self._sides(term.mentees, term.mentors)
        if isinstance(term, Closeness):
            self.beside.append(_close(left, right, term))
        elif isinstance(term, SameCode):
            self.beside.append(_same_code(left, right, term.value))
        elif term.cap is None:
            keep = np.flatnonzero(left.any(axis=0) & right.any(axis=0))
            self.left.append(left[:, keep].astype(np.float64))
            self.right.append(right[:, keep].astype(np.float64))
        else:
            cap = term.cap
            if not self._fold(left, right, lambda dots: np.minimum(dots, cap), self.left, self.right):
                self.beside.append(_clipped(left, right, cap))

    def _add_ruling(self, ruling: Table | Least | Codes | Pairs | Listed) -> None:
        if isinstance(ruling, Pairs | Listed):
            rows, columns = self._sides(ruling.rows, ruling.columns)
            chosen = self.listed if isinstance(ruling, Listed) else self.scattered
            chosen.append(_sorted(rows, columns, None))
        elif isinstance(ruling, Table):
            table = ruling.table.T if self.swapped else ruling.table
            rows, columns = self._sides(ruling.rows, ruling.columns)
            if min(table.shape) <= FEW_KINDS:
                self._look_up(table.astype(np.float64), rows, columns, self.out_left, self.out_right)
            else:
                self.beside.append(_table_out(table, rows, columns))
        elif isinstance(ruling, Codes):
            left, right = self._sides(ruling.mentees, ruling.mentors)
            kinds = int(max(left.max(initial=-1), right.max(initial=-1))) + 1
            if kinds <= FEW_KINDS:
                out = np.eye(kinds + 1) if ruling.equal else 1.0 - np.eye(kinds + 1)
                out[kinds, :] = out[:, kinds] = 0
                self._look_up(out, left, right, self.out_left, self.out_right)
            else:
                self.beside.append(_codes_out(left, right, ruling.equal))
        else:
            least = ruling.least
            left, right = self._sides(ruling.mentees, ruling.mentors)
            if not self._fold(
                left, right, lambda dots: (dots < least).astype(np.float64), self.out_left, self.out_right
            ):
                self.beside.append(_least_out(left, right, least))

    def _fold(
        self,
        left: Ints,
        right: Ints,
        bend: Callable[[Floats], Floats],
        lefts: list[Floats],
        rights: list[Floats],
    ) -> bool:
        """Make a bent product straight if one side has few kinds of people."""
        for side, other in ((right, left), (left, right)):
            if len(side) > 4 * FEW_KINDS and len(np.unique(side[: 4 * FEW_KINDS], axis=0)) > FEW_KINDS:
                continue
            kinds, number = np.unique(side, axis=0, return_inverse=True)
            if len(kinds) <= FEW_KINDS:
                table = bend(other.astype(np.float64) @ kinds.T.astype(np.float64))
                hot = np.eye(len(kinds))[number.reshape(-1)]
                lefts.append(table if side is right else hot)
                rights.append(hot if side is right else table)
                return True
        return False

    def _look_up(
        self, table: Floats, rows: Ints, columns: Ints, lefts: list[Floats], rights: list[Floats]
    ) -> None:
        if table.shape[1] <= table.shape[0]:
            lefts.append(table[rows])
            rights.append(np.eye(table.shape[1])[columns])
        else:
            lefts.append(np.eye(table.shape[0])[rows])
            rights.append(table.T[columns])

    def scan(
        self,
        *,
        less_left: Ints | None = None,
        less_right: Ints | None = None,
        rows: Ints | None = None,
    ) -> Iterator[tuple[Ints, slice, Tile]]:
        """Yield (row numbers, columns, tile): units − less_left − less_right of each pair, exactly.

        Pairs that are ruled out are below ``−far`` (see `is_allowed`). With ``rows`` only those are visited.
        """
        bound = self.blocks.top
        if less_left is not None and less_right is not None:
            bound += int(np.abs(less_left).max(initial=0)) + int(np.abs(less_right).max(initial=0))
        kind: Any = np.float32 if bound < EXACT_32 else np.float64
        limit = EXACT_32 if bound < EXACT_32 else EXACT_64
        if bound >= limit:
            raise ValueError("The numbers of the problem are too large to be exact.")
        self.far = float(2 * limit)
        left, right = self._whole(kind)
        if less_left is not None and less_right is not None:
            left = np.column_stack([left, np.ones(self.n, kind), -less_left.astype(kind)])
            right = np.vstack([right, -less_right.astype(kind)[None, :], np.ones((1, self.m), kind)])
        starts = range(0, self.n if rows is None else len(rows), ROWS)
        for start in starts:
            if rows is None:
                stop = min(self.n, start + ROWS)
                chosen: Ints = np.arange(start, stop)
                block = left[start:stop]
            else:
                chosen = rows[start : start + ROWS]
                block = left[chosen]
            for from_ in range(0, self.m, COLUMNS):
                columns = slice(from_, min(self.m, from_ + COLUMNS))
                tile = block @ right[:, columns]
                self._finish(tile, chosen, columns, less_left, less_right, contiguous=rows is None)
                yield chosen, columns, tile

    def is_allowed(self, tile: Tile) -> Bools:
        """Return which pairs of a tile without prices are not ruled out."""
        return tile > -self.far / 2

    def _whole(self, kind: Any) -> tuple[Tile, Tile]:
        name = np.dtype(kind).name
        if self._plain is None or self._plain[0] != name:
            far = self.far
            left = np.concatenate([*self.left, *(-far * part for part in self.out_left)], axis=1)
            right = np.concatenate([*self.right, *self.out_right], axis=1)
            self._plain = name, left.astype(kind), np.ascontiguousarray(right.T.astype(kind))
        return self._plain[1], self._plain[2]

    def _finish(
        self,
        tile: Tile,
        rows: Ints,
        columns: slice,
        less_left: Ints | None,
        less_right: Ints | None,
        *,
        contiguous: bool,
    ) -> None:
        """Add to a tile what no product says: bent terms, single pairs, the minimum fit."""
        if not (self.beside or self.scattered or self.listed or self.blocks.minimum is not None):
            return
        picked: Any = slice(int(rows[0]), int(rows[-1]) + 1) if contiguous else rows
        for add in self.beside:
            add(picked, columns, tile, self.far)
        for one in self.scattered:
            for i, j, values in one.spots(rows, columns, contiguous=contiguous):
                tile[i, j] += -self.far if values is None else values.astype(tile.dtype)
        for one in self.listed:
            out = np.ones(tile.shape, dtype=np.bool_)
            for i, j, _ in one.spots(rows, columns, contiguous=contiguous):
                out[i, j] = False
            tile[out] -= self.far
        if self.blocks.minimum is not None:
            least: Any = np.full((len(rows), 1), self.blocks.minimum, dtype=tile.dtype)
            if less_left is not None and less_right is not None:
                least = (
                    least
                    - less_left[rows, None].astype(tile.dtype)
                    - less_right[None, columns].astype(tile.dtype)
                )
            tile[tile < least] -= self.far


def _sorted(rows: Ints, columns: Ints, values: Ints | None) -> Scattered:
    order = np.lexsort((columns, rows))
    return Scattered(rows[order], columns[order], None if values is None else values[order])


def _same_code(left: Ints, right: Ints, value: int) -> Callable[[slice, slice, Tile, float], None]:
    one, two = left.astype(np.int32), np.where(right < 0, -2, right).astype(np.int32)

    def add(rows: slice, columns: slice, tile: Tile, _far: float) -> None:
        tile += (one[rows, None] == two[None, columns]) * tile.dtype.type(value)

    return add


def _clipped(left: Ints, right: Ints, cap: int) -> Callable[[slice, slice, Tile, float], None]:
    # in float32 sums beyond 2**24 round, and are over the cap either way
    kind: Any = np.float32 if 2 * cap < EXACT_32 else np.float64
    one, two = left.astype(kind), np.ascontiguousarray(right.T.astype(kind))

    def add(rows: slice, columns: slice, tile: Tile, _far: float) -> None:
        tile += np.minimum(one[rows] @ two[:, columns], cap).astype(tile.dtype, copy=False)

    return add


def _close(left: Ints, right: Ints, term: Closeness) -> Callable[[slice, slice, Tile, float], None]:
    kind = np.float32  # exact: a row's length times a column's stays under 2**24, and 0 ≤ floor < 2**24
    one, two = left.astype(kind), np.ascontiguousarray(right.T.astype(kind))
    step = kind(2.0**-term.shift)

    def add(rows: slice, columns: slice, tile: Tile, _far: float) -> None:
        dots = one[rows] @ two[:, columns]
        dots -= kind(term.floor)
        np.maximum(dots, 0, out=dots)
        dots *= step
        np.floor(dots, out=dots)
        np.minimum(dots, term.cap, out=dots)
        tile += dots.astype(tile.dtype, copy=False)

    return add


def _least_out(left: Ints, right: Ints, least: int) -> Callable[[slice, slice, Tile, float], None]:
    one, two = left.astype(np.float64), np.ascontiguousarray(right.T.astype(np.float64))

    def rule_out(rows: slice, columns: slice, tile: Tile, far: float) -> None:
        tile[one[rows] @ two[:, columns] < least] -= far

    return rule_out


def _codes_out(left: Ints, right: Ints, equal: bool) -> Callable[[slice, slice, Tile, float], None]:  # noqa: FBT001 - a private maker
    def rule_out(rows: slice, columns: slice, tile: Tile, far: float) -> None:
        one, two = left[rows, None], right[None, columns]
        out = (one == two) if equal else (one != two)
        tile[out & (one >= 0) & (two >= 0)] -= far

    return rule_out


def _table_out(table: Bools, left: Ints, right: Ints) -> Callable[[slice, slice, Tile, float], None]:
    def rule_out(rows: slice, columns: slice, tile: Tile, far: float) -> None:
        tile[table[left[rows]][:, right[columns]]] -= far

    return rule_out
