"""Whole rows of pairs, some people at a time, whatever the shape of the tiles beneath."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.pairs.tiles import Tiles

Units = npt.NDArray[np.floating[Any]]

AT_ONCE: Final = 4_000_000
"""So many pairs are held at once."""

Look = Callable[[float], None]


def whole_rows(tiles: Tiles, rows: Ints) -> Iterator[tuple[Ints, Units, Bools]]:
    """Yield (row numbers, units, allowed), each len(rows) × all columns; units of a pair ruled out mean nothing."""
    step = max(1, min(256, AT_ONCE // max(1, tiles.m)))
    for start in range(0, len(rows), step):
        chosen = rows[start : start + step]
        units: Any = None
        allowed = np.zeros((len(chosen), tiles.m), dtype=np.bool_)
        seen = 0
        for some, columns, tile in tiles.scan(rows=chosen):
            if units is None:
                units = np.empty((len(chosen), tiles.m), dtype=tile.dtype)
            place = slice(seen, seen + len(some))
            units[place, columns] = tile
            allowed[place, columns] = tiles.is_allowed(tile)
            seen += len(some) if columns.stop == tiles.m else 0
        yield chosen, units, allowed


def best_of_rows(tiles: Tiles, most: int, look: Look) -> tuple[Ints, Ints]:
    """Return rows and columns of up to ``most`` pairs for each row, the ones with most units."""
    found: list[tuple[Ints, Ints]] = []
    for rows, units, allowed in whole_rows(tiles, np.arange(tiles.n)):
        look(int(rows[0]) / tiles.n)
        values = np.where(allowed, units, -1)
        if most < tiles.m:
            columns = np.argpartition(values, tiles.m - most, axis=1)[:, tiles.m - most :]
        else:
            columns = np.broadcast_to(np.arange(tiles.m), values.shape)
        i, k = np.nonzero(np.take_along_axis(values, columns, axis=1) >= 0)
        found.append((rows[i], columns[i, k]))
    nobody = np.zeros(0, dtype=np.int64)
    return (
        np.concatenate([i for i, _ in found] or [nobody]),
        np.concatenate([j for _, j in found] or [nobody]).astype(np.int64),
    )
