"""The pairs to begin with: the best of each mentee and some of each mentor, by thresholds from a sample."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from greenroom.matching.core.features import Ints
from greenroom.matching.core.tiles import Tiles

ALL_PAIRS: Final = 60_000
"""Up to so many pairs all of them are candidates."""
FOR_MENTEE: Final = 24
FOR_MENTOR: Final = 8
SAMPLE: Final = 1024

Look = Callable[[float], None]


def candidate_pairs(tiles: Tiles, by_mentor: Tiles, *, seed: int, look: Look) -> tuple[Ints, Ints]:
    """Return rows and columns of pairs among which most of the best answer is; ``look`` hears the share done."""
    n, m = tiles.n, tiles.m
    if n * m <= ALL_PAIRS:
        return all_allowed(tiles)
    draw = np.random.default_rng(seed)
    by_row = _threshold(tiles, by_mentor, FOR_MENTEE, draw=draw, look=look)
    by_column = _threshold(by_mentor, tiles, FOR_MENTOR, draw=draw, look=look)
    found: list[tuple[Ints, Ints]] = []
    for rows, columns, tile in tiles.scan():
        look(int(rows[0]) / n)
        allowed_from = np.maximum(by_row[rows], -2.0**24)[:, None].astype(tile.dtype)
        keep = tile >= np.minimum(allowed_from, by_column[None, columns].astype(tile.dtype))
        i, j = np.divmod(np.flatnonzero(keep), keep.shape[1])
        i, j = _thinned(tile, i, j, most=4 * FOR_MENTEE * keep.shape[0], draw=draw)
        found.append((rows[i], j + columns.start))
    return np.concatenate([i for i, _ in found]), np.concatenate([j for _, j in found])


def all_allowed(tiles: Tiles) -> tuple[Ints, Ints]:
    """Return every pair that is not ruled out."""
    found = []
    for rows, columns, tile in tiles.scan():
        i, j = np.nonzero(tiles.is_allowed(tile))
        found.append((rows[i], j + columns.start))
    return np.concatenate([i for i, _ in found]), np.concatenate([j for _, j in found])


def _threshold(tiles: Tiles, other: Tiles, wanted: int, *, draw: np.random.Generator, look: Look) -> Any:
    """Return for each row of ``tiles`` a value that about ``wanted`` of its columns reach."""
    size = min(tiles.m, SAMPLE)
    sample = np.sort(draw.choice(tiles.m, size, replace=False))
    rank = max(2, round(wanted * size / tiles.m))
    values = np.empty((tiles.n, size), dtype=np.float32)
    seen = 0
    for rows, columns, tile in other.scan(rows=sample):
        look(0.0)
        values[columns, seen : seen + len(rows)] = tile.T
        if columns.stop == tiles.n:
            seen += len(rows)
    if rank >= size:
        return values.min(axis=1)
    return np.partition(values, size - rank, axis=1)[:, size - rank]


def _thinned(tile: Any, i: Ints, j: Ints, *, most: int, draw: np.random.Generator) -> tuple[Ints, Ints]:
    """Drop pairs that are ruled out; where ties make far too many pairs, keep a random part of them."""
    allowed = tile[i, j] >= 0
    i, j = i[allowed], j[allowed]
    if len(i) > most:
        keep = np.sort(draw.choice(len(i), most, replace=False))
        i, j = i[keep], j[keep]
    return i, j
