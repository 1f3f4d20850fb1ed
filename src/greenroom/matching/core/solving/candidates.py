"""The pairs to begin with: the best of each mentee, at what mentors would roughly cost.

Rough prices come from a sample of people that is solved exactly: a mentor's is what the sample's mentees would gain
with that mentor over what they have. Each mentee's best candidates at these prices are then sought in a random half of
the mentors only: the first exact prices come from them, and the pass that follows visits every pair anyway.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np

from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.pairs.executors import Workers
from greenroom.matching.core.pairs.passes import Found, Search, ask_for, find_best, highest_over
from greenroom.matching.core.pairs.pool import Pool
from greenroom.matching.core.pairs.tiles import Tiles
from greenroom.matching.core.solving.flow import Network, best_flow, prices_of

ALL_PAIRS: Final = 60_000
"""Up to so many pairs all of them are candidates."""
FEW_PAIRS: Final = 4_000_000
"""Up to so many pairs no sample is drawn, and candidates are sought among all mentors."""
FOR_MENTEE: Final = 8
IN_SAMPLE: Final = 12
SAMPLE: Final = 1000
TOGETHER: Final = 1024
"""So many mentees are shown the same half of the mentors."""
GROUPS: Final = 20
"""Each mentor's best mentees are sought in so many groups of them."""


def all_allowed(tiles: Tiles) -> tuple[Ints, Ints, Ints]:
    """Return every pair that is not ruled out: rows, columns, units."""
    found = []
    for rows, columns, tile in tiles.scan():
        i, j = np.nonzero(tiles.is_allowed(tile))
        found.append((rows[i], j + columns.start, tile[i, j].astype(np.int64)))
    return (
        np.concatenate([i for i, _, _ in found]),
        np.concatenate([j for _, j, _ in found]),
        np.concatenate([units for _, _, units in found]),
    )


def rough_prices(workers: Workers, tiles: Tiles, shared: Any, network: Network, *, seed: int) -> Ints:
    """Return a guess at what each mentor costs, from a sample of both sides in proportion."""
    draw = np.random.default_rng(seed)
    left, right = network.places
    count = min(SAMPLE, tiles.n // 4)
    rows = np.sort(draw.choice(tiles.n, count, replace=False))
    columns = np.sort(draw.choice(tiles.m, max(1, round(count * tiles.m / tiles.n)), replace=False))
    ask = workers.share(ask_for(tiles, np.zeros(tiles.m, dtype=np.int64), seed=seed))
    parts = _parts(count, max(1, count // GROUPS))
    jobs = (Search(rows=rows[part], columns=columns, most=IN_SAMPLE, of_both=True) for part in parts)
    pool = Pool(tiles.m)
    pool.add(*gathered(workers.run(find_best, ((shared, ask, job) for job in jobs))))
    sample = replace(
        network,
        places=(left[rows], right[columns]),
        promised=(network.promised[0][rows], network.promised[1][columns]),
    )
    i, j = np.searchsorted(rows, pool.rows), np.searchsorted(columns, pool.columns)
    prices = prices_of(sample, i, j, pool.units, best_flow(sample, i, j, pool.units, seed=seed))
    usual = prices.left < network.left_out + network.top
    less = (prices.left - network.left_out)[usual]
    kind = tiles.kind_for(less)
    asked = ((shared, kind, rows[usual][part], less[part]) for part in _parts(len(less), 256))
    best = np.zeros(tiles.m, dtype=np.int64)
    for one in workers.run(highest_over, asked):
        best = np.maximum(best, one)
    guess: Ints = np.clip(best, 0, network.left_out + network.top)
    return guess


def first_pairs(
    workers: Workers, tiles: Tiles, shared: Any, prices: Ints, *, seed: int
) -> Iterator[tuple[float, Found]]:
    """Yield (share done, pairs): the best of each mentee among half of the mentors, at the given prices."""
    ask = workers.share(ask_for(tiles, prices, seed=seed))
    draw = np.random.default_rng(seed)
    parts = list(_parts(tiles.n, max(1, min(TOGETHER, tiles.n // GROUPS))))
    often = max(1, len(parts) // GROUPS)

    def asked() -> Iterator[tuple[Any, ...]]:
        for number, part in enumerate(parts):
            columns = None
            if tiles.n * tiles.m > FEW_PAIRS:
                columns = np.sort(draw.choice(tiles.m, tiles.m // 2, replace=False))
            is_chosen = number % often == 0
            rows = np.arange(tiles.n)[part]
            yield shared, ask, Search(rows=rows, columns=columns, most=FOR_MENTEE, of_both=is_chosen)

    for number, found in enumerate(workers.run(find_best, asked())):
        yield (number + 1) / len(parts), found


def gathered(found: Any) -> tuple[Ints, Ints, Ints]:
    """Return rows, columns and units of all that was found."""
    parts = list(found)
    return (
        np.concatenate([one.rows for one in parts]),
        np.concatenate([one.columns for one in parts]),
        np.concatenate([one.units for one in parts]),
    )


def _parts(count: int, step: int) -> Iterator[slice]:
    return (slice(start, start + step) for start in range(0, count, step))
