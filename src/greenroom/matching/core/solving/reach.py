"""Why no more people can be matched: König's argument over all pairs.

From everyone who lacks a partner, follow open pairs to mentors and chosen pairs back to mentees. Either that
reaches a free place (then one more can be matched, along the way taken), or the people reached and the people
not reached form a cut that proves that nobody more can. (D. Kőnig, 1931; for promised places the same walk
from the other side, after Mendelsohn and Dulmage, 1958.)
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.pairs.tiles import Tiles


@dataclass(frozen=True)
class Reached:
    """Who was reached on both sides; ``extra`` are pairs (rows, columns) of a way that leads on, if there is one."""

    left: Bools
    right: Bools
    extra: tuple[Ints, Ints] | None


def reach(
    tiles: Tiles,
    chosen: tuple[Ints, Ints],
    *,
    start: Bools,
    free: Bools,
    spare: Bools,
    blocked: tuple[Bools, Bools],
    look: Callable[[], None] | None = None,
) -> Reached:
    """Walk from the people at ``start`` (rows of the tiles) along open pairs and back along chosen ones.

    ``free`` are the columns at which the walk succeeds, ``spare`` the rows at which it does; ``blocked`` are
    people without any place.
    """
    rows, columns = chosen
    left, right = start & ~blocked[0], np.zeros(tiles.m, dtype=np.bool_)
    parent = np.full(tiles.m, -1, dtype=np.int64)
    frontier = np.flatnonzero(left)
    if not len(frontier):
        return Reached(left, right | blocked[1], None)
    order = np.argsort(columns, kind="stable")
    by_column, owners = columns[order], rows[order]
    partner_of: dict[int, list[int]] = {}
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        partner_of.setdefault(i, []).append(j)
    while len(frontier):
        if look is not None:
            look()
        fresh = _neighbors(tiles, frontier, partner_of, right | blocked[1], parent)
        right[fresh] = True
        low, high = np.searchsorted(by_column, fresh), np.searchsorted(by_column, fresh, side="right")
        nearby = [owners[a:b] for a, b in zip(low, high, strict=True)]
        owned = np.unique(np.concatenate(nearby)) if nearby else np.zeros(0, dtype=np.int64)
        new = owned[~left[owned]]
        left[new] = True
        if free[fresh].any() or spare[new].any():
            ways = np.flatnonzero(parent >= 0)
            return Reached(left, right | blocked[1], (parent[ways], ways))
        frontier = new
    return Reached(left, right | blocked[1], None)


def _neighbors(
    tiles: Tiles, frontier: Ints, partner_of: dict[int, list[int]], seen: Bools, parent: Ints
) -> Ints:
    """Return columns that open pairs lead to for the first time, and note from where in ``parent``."""
    fresh = np.zeros(len(seen), dtype=np.bool_)
    for rows, columns, tile in tiles.scan(rows=frontier):
        allowed = tiles.is_allowed(tile)
        for k, row in enumerate(rows):
            for column in partner_of.get(int(row), ()):
                if columns.start <= column < columns.stop:
                    allowed[k, column - columns.start] = False
        hit = np.flatnonzero(allowed.any(axis=0) & ~seen[columns] & ~fresh[columns])
        parent[hit + columns.start] = rows[allowed[:, hit].argmax(axis=0)]
        fresh[hit + columns.start] = True
    return np.flatnonzero(fresh)
