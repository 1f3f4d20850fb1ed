"""The open pairs that any rearrangement can need: a few for each person, and proof that no other is needed.

A step from a mentee to a mentor that costs more than the way round over some third node, the *hub*, is on no
shortest way. So one pass over all pairs keeps the cheap ones; on them the ways to and from a few hubs are
measured; and a second pass, over the mentees for whom a dearer step could still be of use, keeps those too. The
shortest ways among the kept pairs are then the shortest among all pairs, to the unit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from greenroom.matching.core.criteria.features import Floats, Ints
from greenroom.matching.core.questions.residual import Residual
from greenroom.matching.core.questions.shortest import Graph, distances, graph_from

ALL_KEPT: Final = 60_000
"""Up to so many pairs all are kept."""
FOR_EACH: Final = 24
"""So many pairs a mentee are kept by the first pass, on average."""
MOST: Final = 40_000_000
HUBS: Final = 5
SAMPLED: Final = 1_000_000
FEW: Final = 0.02
"""No further hub is sought once so small a part of the mentees needs a second look."""

Look = Callable[[float], None]
Found = tuple[Ints, Ints, Ints]
"""Rows, columns and costs of open pairs, each pair once."""


class TooManyPairs(Exception):
    """More pairs would have to be kept than memory should hold."""


@dataclass(frozen=True)
class Hub:
    """Costs of the ways from everyone to one node, and from it to everyone; infinite where there is none."""

    node: int
    to: Floats
    back: Floats


@dataclass(frozen=True)
class Kept:
    """All steps that are needed, as a graph, and what is known of the pairs among them.

    Nodes of ``graph`` are the mentees, then the mentors, then the outside. ``cheap`` are open pairs; none that
    costs up to ``limit`` is missing from them.
    """

    graph: Graph
    hubs: list[Hub]
    cheap: Found
    limit: float


def keep_pairs(residual: Residual, look: Look) -> Kept:
    """Find the pairs; ``look`` hears the share done. Raises `TooManyPairs`."""
    blocks = residual.problem.blocks
    if blocks.n * blocks.m <= ALL_KEPT:
        most = np.full(blocks.n, beyond(residual))
        found = _scan(residual, most, np.zeros(blocks.m, dtype=np.int64), None, look)
        graph = _graph(residual, found)
        return Kept(graph, [_ways(graph, blocks.n + blocks.m)], found, np.inf)
    limit = _cheap_limit(residual)
    cheap = _cheap(residual, limit, look)
    graph = _graph(residual, cheap)
    hubs, again = _hubs(residual, graph, limit)
    found = _merged(blocks.m, cheap, *_second_look(residual, hubs, again, look))
    graph = _graph(residual, _needed(residual, hubs, found))
    return Kept(graph, [_ways(graph, hub.node) for hub in hubs], cheap, limit)


def pairs_up_to(residual: Residual, kept: Kept, limit: int) -> Found:
    """Return all open pairs that cost at most ``limit``, by another pass if it is more than was kept."""
    if limit <= kept.limit:
        rows, columns, costs = kept.cheap
        keep = np.flatnonzero(costs <= limit)
        return rows[keep], columns[keep], costs[keep]
    n, m = residual.problem.blocks.n, residual.problem.blocks.m
    return _scan(residual, np.full(n, limit), np.zeros(m, dtype=np.int64), None, lambda _share: None)


def beyond(residual: Residual) -> int:
    """Return more than any step can cost."""
    left, right = residual.prices
    most = int(np.abs(left).max(initial=0)) + int(np.abs(right).max(initial=0))
    return most + residual.left_out + 2 * residual.promise + residual.problem.blocks.top


def _cheap_limit(residual: Residual) -> int:
    """Return a cost that about `FOR_EACH` open pairs a mentee do not exceed, from a sample of the mentees."""
    blocks, proof = residual.problem.blocks, residual.proof
    draw = np.random.default_rng(0)
    sample = np.sort(draw.choice(blocks.n, min(blocks.n, max(16, SAMPLED // blocks.m)), replace=False))
    left = np.array(proof.left, dtype=np.int64) - proof.left_out
    right = np.array(proof.right, dtype=np.int64)
    tiles, costs = residual.problem.tiles, []
    for rows, columns, tile in tiles.scan(rows=sample):
        allowed = tiles.is_allowed(tile)
        costs.append((left[rows, None] + right[None, columns] - tile)[allowed])
    values = np.concatenate(costs)
    wanted = FOR_EACH * len(sample)
    if wanted >= len(values):
        return int(values.max(initial=0))
    return max(0, int(np.partition(values, wanted)[wanted]))


def _cheap(residual: Residual, limit: int, look: Look) -> Found:
    """Return the open pairs whose cost under the prices of the solve is at most ``limit``: all that raised ones keep."""
    proof = residual.proof
    left = np.array(proof.left, dtype=np.int64) - proof.left_out - limit
    return _passed(residual, left, np.array(proof.right, dtype=np.int64), None, look)


def _scan(residual: Residual, to: Floats | Ints, back: Floats | Ints, rows: Ints | None, look: Look) -> Found:
    """Return open pairs that cost at most ``to[i] + back[j]``."""
    most = beyond(residual)
    left: Ints = residual.prices[0] - residual.left_out - np.clip(to, -most, most).astype(np.int64)
    right: Ints = residual.prices[1] - np.clip(back, -most, most).astype(np.int64)
    if rows is not None:
        others = np.ones(len(left), dtype=np.bool_)
        others[rows] = False
        left[others] = left[rows[0]]
    middle = int(np.median(right)) if len(right) else 0
    return _passed(residual, left + middle, right - middle, rows, look)


def _passed(residual: Residual, left: Ints, right: Ints, rows: Ints | None, look: Look) -> Found:
    """Return open pairs whose units are at least ``left[i] + right[j]``."""
    m = residual.problem.blocks.m
    found: list[tuple[Ints, Ints, Ints]] = []
    count = 0
    total = len(left) if rows is None else len(rows)
    done = 0
    for chosen, columns, tile in residual.problem.tiles.scan(less_left=left, less_right=right, rows=rows):
        if columns.stop == m:
            done += len(chosen)
            look(done / total)
        inside = np.nonzero(tile >= 0)
        i, j = chosen[inside[0]], inside[1] + columns.start
        found.append((i, j, tile[inside].astype(np.int64) + left[i] + right[j]))
        count += len(i)
        if count > MOST:
            raise TooManyPairs
    none = np.zeros(0, dtype=np.int64)
    rows_: Ints = np.concatenate([none, *(one[0] for one in found)])
    columns_: Ints = np.concatenate([none, *(one[1] for one in found)])
    units: Ints = np.concatenate([none, *(one[2] for one in found)])
    is_open = ~np.isin(rows_ * m + columns_, residual.rows * m + residual.columns)
    rows_, columns_, units = rows_[is_open], columns_[is_open], units[is_open]
    costs = residual.prices[0][rows_] + residual.prices[1][columns_] - residual.left_out - units
    return rows_, columns_, costs


def _graph(residual: Residual, found: Found) -> Graph:
    n, m = residual.problem.blocks.n, residual.problem.blocks.m
    mentees, mentors, outside = np.arange(n), np.arange(m), n + m
    rows, columns = residual.rows, residual.columns
    steps = [
        (found[0], n + found[1], found[2].astype(np.float64)),
        (n + columns, rows, residual.parting(rows, columns).astype(np.float64)),
        (mentees, np.full(n, outside), residual.giving_back(0, mentees)),
        (np.full(n, outside), mentees, residual.taking(0, mentees)),
        (np.full(m, outside), n + mentors, residual.giving_back(1, mentors)),
        (n + mentors, np.full(m, outside), residual.taking(1, mentors)),
    ]
    tails, heads, costs = (np.concatenate(part) for part in zip(*steps, strict=True))
    return graph_from(tails, heads, costs, outside + 1)


def _ways(graph: Graph, node: int) -> Hub:
    source = np.array([node])
    return Hub(node, distances(graph.T.tocsr(), source)[0], distances(graph, source)[0])


def _bounds(residual: Residual, hub: Hub) -> tuple[Floats, Floats]:
    """Return for mentees and mentors what sums to the most that a useful step between two of them costs.

    To a mentee without a partner leads but a step from outside, and from a mentor without one but a step there.
    """
    n, m = residual.problem.blocks.n, residual.problem.blocks.m
    to, back = hub.to[:n].copy(), hub.back[n : n + m].copy()
    for side, values, through in ((0, to, hub.to[n + m]), (1, back, hub.back[n + m])):
        people = np.flatnonzero((residual.held[side] == 0) & (residual.places[side] > 0))
        values[people] = np.minimum(values[people], through - residual.taking(side, people))
    return to, back


def _hubs(residual: Residual, graph: Graph, limit: int) -> tuple[list[Hub], list[Ints]]:
    """Return hubs, and for each the mentees who need a second look by it."""
    n, m = residual.problem.blocks.n, residual.problem.blocks.m
    hubs = [_ways(graph, n + m)]
    often = np.bincount(graph.indices, minlength=n + m + 1)
    while True:
        needs = np.array([_most(residual, hub) for hub in hubs])
        best = needs.argmin(axis=0)
        again = np.flatnonzero((needs.min(axis=0) > limit) & (residual.problem.blocks.places[0] > 0))
        known = {hub.node for hub in hubs}
        partners = np.unique(residual.columns[np.isin(residual.rows, again)])
        fresh = [
            int(j) for j in partners[np.argsort(-often[n + partners], kind="stable")] if n + j not in known
        ]
        if len(again) <= FEW * n or len(hubs) == HUBS or not fresh:
            return hubs, [again[best[again] == place] for place in range(len(hubs))]
        hubs.append(_ways(graph, n + fresh[0]))


def _most(residual: Residual, hub: Hub) -> Floats:
    to, back = _bounds(residual, hub)
    most: Floats = to + back[residual.problem.blocks.places[1] > 0].max(initial=-np.inf)
    return most


def _second_look(residual: Residual, hubs: list[Hub], again: list[Ints], look: Look) -> list[Found]:
    return [
        _scan(residual, *_bounds(residual, hub), rows, look)
        for hub, rows in zip(hubs, again, strict=True)
        if len(rows)
    ]


def _merged(m: int, *found: Found) -> Found:
    rows, columns, costs = (np.concatenate(part) for part in zip(*found, strict=True))
    keys, first = np.unique(rows * m + columns, return_index=True)
    return keys // m, keys % m, costs[first]


def _needed(residual: Residual, hubs: list[Hub], found: Found) -> Found:
    """Drop what a way over a hub undercuts."""
    rows, columns, costs = found
    keep = np.ones(len(rows), dtype=np.bool_)
    for hub in hubs:
        to, back = _bounds(residual, hub)
        keep &= ~(costs > to[rows] + back[columns])
    return rows[keep], columns[keep], costs[keep]
