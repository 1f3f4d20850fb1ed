"""All pairs, tile by tile, without ever storing them.

The fit of a tile of pairs is one matrix product. Units are whole numbers, every partial sum of a pair that is
not ruled out stays under 2**24 (float32) or 2**53 (float64), and the type is chosen so: the product is exact
in whatever order the machine adds. A pair that is ruled out comes out far below zero.

Terms that are not linear (a clipped number of common hours, a least number of common languages) become linear
when one side has few kinds of people: then one side looks them up in a table and the other is a one-hot. Where
there are too many kinds, the term stands `beside` the product and is added to the tile.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from greenroom.matching.core.criteria.constraints import Codes, Least, Pairs, Table
from greenroom.matching.core.criteria.features import Bools, Floats, Ints
from greenroom.matching.core.pairs.beside import (
    Adds,
    Alike,
    Clipped,
    Close,
    Coded,
    LookedUp,
    RulesOut,
    Scattered,
    Some,
    Tile,
    TooFew,
)
from greenroom.matching.core.pairs.blocks import Blocks, Closeness, Extras, Listed, Product, SameCode

__all__ = ["Tile", "Tiles"]

ROWS: Final = 512
COLUMNS: Final = 4096
FEW_KINDS: Final = 64
EXACT_32: Final = 2**24
EXACT_64: Final = 2**53


class Tiles:
    """The pairs of a problem, ready to be computed by blocks of rows and columns. Can be pickled."""

    def __init__(self, blocks: Blocks, *, swapped: bool = False, with_pins: bool = False) -> None:
        """Prepare; ``swapped`` makes rows of the mentors and columns of the mentees.

        Pinned pairs are taken and so ruled out like others, unless ``with_pins``.
        """
        self.top, self.minimum = blocks.top, blocks.minimum
        self.n, self.m = (blocks.m, blocks.n) if swapped else (blocks.n, blocks.m)
        self.swapped = swapped
        self.kind: Any = np.float32 if blocks.top < EXACT_32 else np.float64
        self.added: list[Adds] = []
        self.ruled: list[RulesOut] = []
        parts: list[tuple[Tile, Tile]] = [
            (np.zeros((self.n, 0), self.kind), np.zeros((self.m, 0), self.kind))
        ]
        for term in blocks.terms:
            parts += self._term(term)
        self.out_from = sum(left.shape[1] for left, _ in parts)
        for _, ruling in blocks.rulings:
            parts += [(-left, right) for left, right in self._ruling(ruling)]
        if len(blocks.pins[0]) and not with_pins:
            self.ruled.append(Scattered.sorted(*self._sides(*blocks.pins)))
        self._left, self._right = np.hstack([left for left, _ in parts]), np.hstack([r for _, r in parts]).T
        self._left[:, self.out_from :] *= _far(self.kind)
        self._right = np.ascontiguousarray(self._right)
        self._wide: tuple[Tile, Tile] | None = None

    def _sides(self, left: Any, right: Any) -> tuple[Any, Any]:
        return (right, left) if self.swapped else (left, right)

    def _term(self, term: Product | SameCode | Extras | Closeness) -> list[tuple[Tile, Tile]]:
        """Return the blocks of a linear term; one that bends is added beside."""
        if isinstance(term, Extras):
            rows, columns = self._sides(term.rows, term.columns)
            self.added.append(Scattered.sorted(rows, columns, term.values - term.rest))
            rest = np.full((self.n, 1), term.rest, self.kind), np.ones((self.m, 1), self.kind)
            return [rest] if term.rest else []
        left, right = self._sides(term.mentees, term.mentors)
        if isinstance(term, SameCode):
            self.added.append(Alike(left.astype(np.int32), right.astype(np.int32), term.value))
            return []
        if isinstance(term, Closeness):
            self.added.append(Close(left.astype(np.float32), _turned(right, np.float32), term))
            return []
        cap = term.cap
        if cap is None:
            keep = np.flatnonzero(left.any(axis=0) & right.any(axis=0))
            left, right = left[:, keep], right[:, keep]
            few = self._folded(left, right, lambda dots: dots, most=len(keep) - 1)
            return few or [(left.astype(self.kind), right.astype(self.kind))]
        few = self._folded(left, right, lambda dots: np.minimum(dots, cap), most=FEW_KINDS)
        if not few:
            kind = np.float32 if 2 * cap < EXACT_32 else np.float64
            self.added.append(Clipped(left.astype(kind), _turned(right, kind), cap))
        return few

    def _ruling(self, ruling: Table | Least | Codes | Pairs | Listed) -> list[tuple[Tile, Tile]]:
        """Return blocks whose product is 1 where the ruling rules out; one that has none stands beside."""
        if isinstance(ruling, Pairs | Listed):
            rows, columns = self._sides(ruling.rows, ruling.columns)
            self.ruled.append(Scattered.sorted(rows, columns, all_but=isinstance(ruling, Listed)))
            return []
        if isinstance(ruling, Table):
            table = ruling.table.T if self.swapped else ruling.table
            left, right = self._sides(ruling.rows, ruling.columns)
            if min(table.shape) <= FEW_KINDS:
                return [self._looked_up(table.astype(self.kind), left, right)]
            self.ruled.append(LookedUp(table, left, right))
            return []
        left, right = self._sides(ruling.mentees, ruling.mentors)
        if isinstance(ruling, Codes):
            kinds = int(max(left.max(initial=-1), right.max(initial=-1))) + 1
            if kinds <= FEW_KINDS:
                out = np.eye(kinds + 1, dtype=self.kind) if ruling.equal else 1 - np.eye(kinds + 1)
                out[kinds, :] = out[:, kinds] = 0
                return [self._looked_up(out, left, right)]
            self.ruled.append(Coded(left.astype(np.int32), right.astype(np.int32), ruling.equal))
            return []
        least = ruling.least
        few = self._folded(left, right, lambda dots: (dots < least).astype(np.float64), most=FEW_KINDS)
        if not few:
            largest = int(np.abs(left).sum(axis=1).max(initial=0)) * int(np.abs(right).max(initial=0))
            kind = np.float32 if largest < EXACT_32 else np.float64
            self.ruled.append(TooFew(left.astype(kind), _turned(right, kind), least))
        return few

    def _folded(
        self, left: Ints, right: Ints, bend: Callable[[Floats], Floats], *, most: int
    ) -> list[tuple[Tile, Tile]]:
        """Make a bent product straight if one side has at most so many kinds of people."""
        for side, other in ((right, left), (left, right)):
            some = side[: 4 * most + 1]
            if most < 1 or len(np.unique(some, axis=0)) > most:
                continue
            kinds, number = np.unique(side, axis=0, return_inverse=True)
            if len(kinds) <= most:
                table = bend(other.astype(np.float64) @ kinds.T.astype(np.float64)).astype(self.kind)
                hot = np.eye(len(kinds), dtype=self.kind)[number.reshape(-1)]
                return [(table, hot) if side is right else (hot, table)]
        return []

    def _looked_up(self, table: Tile, rows: Ints, columns: Ints) -> tuple[Tile, Tile]:
        if table.shape[1] <= table.shape[0]:
            return table[rows].astype(self.kind), np.eye(table.shape[1], dtype=self.kind)[columns]
        return np.eye(table.shape[0], dtype=self.kind)[rows], table.T[columns].astype(self.kind)

    def kind_for(self, *less: Ints | None) -> Any:
        """Return the type in which units less such numbers are exact. Raises ValueError where there is none."""
        bound = self.top + sum(int(np.abs(one).max(initial=0)) for one in less if one is not None)
        if bound >= EXACT_64:
            raise ValueError("The numbers of the problem are too large to be exact.")
        return np.float32 if bound < EXACT_32 and self.kind is np.float32 else np.float64

    def features(self, kind: Any) -> tuple[Tile, Tile]:
        """Return blocks L (n × k) and R (k × m): ``L @ R`` are units, as far as a product says them."""
        if kind is self.kind:
            return self._left, self._right
        if self._wide is None:
            self._wide = self._left.astype(kind), self._right.astype(kind)
            self._wide[0][:, self.out_from :] *= _far(kind) / _far(self.kind)
        return self._wide

    def bend(self, rows: Some, columns: Some, tile: Tile) -> None:
        """Add to a tile what no product says of the units."""
        for one in self.added:
            one.add(rows, columns, tile)

    def rule_out(self, rows: Some, columns: Some, tile: Tile) -> None:
        """Put far below zero what no product rules out."""
        for one in self.ruled:
            one.rule_out(rows, columns, tile, _far(tile.dtype))

    def is_out(self, rows: Ints, columns: Ints) -> Bools:
        """Return which single pairs a ruling puts out that no product says."""
        out = np.zeros(len(rows), dtype=np.bool_)
        for one in self.ruled:
            out |= one.is_out(rows, columns)
        return out

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
        kind = self.kind_for(less_left, less_right)
        left, right = self.features(kind)
        if less_left is not None and less_right is not None:
            left = np.column_stack([left, np.ones(self.n, kind), -less_left.astype(kind)])
            right = np.vstack([right, -less_right.astype(kind)[None, :], np.ones((1, self.m), kind)])
        for start in range(0, self.n if rows is None else len(rows), ROWS):
            chosen = (
                np.arange(start, min(self.n, start + ROWS)) if rows is None else rows[start : start + ROWS]
            )
            picked = slice(start, start + len(chosen)) if rows is None else chosen
            block = left[picked]
            for from_ in range(0, self.m, COLUMNS):
                columns = slice(from_, min(self.m, from_ + COLUMNS))
                tile = block @ right[:, columns]
                self.bend(picked, columns, tile)
                self.rule_out(picked, columns, tile)
                if self.minimum is not None:
                    least: Any = np.full((len(chosen), 1), self.minimum, dtype=kind)
                    if less_left is not None and less_right is not None:
                        least = least - less_left[chosen, None].astype(kind)
                        least = least - less_right[None, columns].astype(kind)
                    tile[tile < least] -= _far(kind)
                yield chosen, columns, tile

    def is_allowed(self, tile: Tile) -> Bools:
        """Return which pairs of a tile without prices are not ruled out."""
        return tile > -_far(tile.dtype) / 2


def _far(kind: Any) -> float:
    """What a pair that is ruled out is lowered by: more than any number that must be exact."""
    return float(2 * (EXACT_32 if kind == np.float32 else EXACT_64))


def _turned(block: Ints, kind: Any) -> Tile:
    turned: Tile = np.ascontiguousarray(block.T.astype(kind))
    return turned
