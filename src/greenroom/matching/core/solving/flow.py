"""Minimum-cost flow on a set of pairs, and the prices that prove it best among them.

Source of the method: Ahuja, Magnanti, Orlin, *Network Flows* (1993), chapters 9 to 12; the flow itself is
found by OR-Tools' cost-scaling push-relabel.

A pair is worth ``left_out + units``; the first promised places of a person are worth ``promise`` more each.
"""

from dataclasses import dataclass

import numpy as np

from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.pairs.spans import ranges


@dataclass(frozen=True)
class Network:
    """Places of both sides, and what it costs to leave someone out (all in units)."""

    places: tuple[Ints, Ints]
    promised: tuple[Ints, Ints]
    left_out: int
    promise: int
    top: int


@dataclass(frozen=True)
class Prices:
    """One price a mentee and one a mentor; a pair with more worth than its two prices would be an improvement."""

    left: Ints
    right: Ints


def best_flow(network: Network, rows: Ints, columns: Ints, units: Ints, *, seed: int = 0) -> Bools:
    """Return which of the pairs are chosen: the greatest worth in all. ``seed`` decides between equals."""
    from ortools.graph.python import min_cost_flow

    (left, right), (low_left, low_right) = network.places, network.promised
    n, m, pairs = len(left), len(right), len(rows)
    sink = n + m
    draw = np.random.default_rng(seed)
    mentees, mentors = draw.permutation(n), n + draw.permutation(m)
    flow = min_cost_flow.SimpleMinCostFlow()
    tails = np.concatenate([mentees[rows], mentees, mentees, mentors, mentors]).astype(np.int32)
    heads = np.concatenate([mentors[columns], np.full(2 * n + 2 * m, sink)]).astype(np.int32)
    capacities = np.concatenate(
        [np.ones(pairs, np.int64), left - low_left, low_left, right - low_right, low_right]
    )
    costs = np.concatenate(
        [
            -units,
            np.full(n, network.left_out),
            np.full(n, network.left_out + network.promise),
            np.zeros(m, np.int64),
            np.full(m, -network.promise),
        ]
    )
    useful = capacities > 0
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        tails[useful], heads[useful], capacities[useful].astype(np.int64), costs[useful].astype(np.int64)
    )
    nodes = np.concatenate([mentees, [sink]]).astype(np.int32)
    flow.set_nodes_supplies(nodes, np.concatenate([left, [-int(left.sum())]]).astype(np.int64))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"The flow solver stopped with status {status}.")
    chosen: Bools = flow.flows(arcs[:pairs]) > 0
    return chosen


def prices_of(network: Network, rows: Ints, columns: Ints, units: Ints, chosen: Bools) -> Prices:
    """Return the lowest mentor prices (and highest mentee prices) under which the choice is best.

    They are the shortest distances in the residual network, by Bellman's iteration over all pairs at once;
    the choice must be best among the pairs given. A person without any place has a price above all worth.
    """
    (left, right), (low_left, low_right) = network.places, network.promised
    worth = units + network.left_out
    load_left = np.bincount(rows[chosen], minlength=len(left))
    load_right = np.bincount(columns[chosen], minlength=len(right))
    beyond = network.top + network.left_out + network.promise + 1
    ceiling = np.full(len(left), beyond, dtype=np.int64)
    ceiling[load_left < left] = 0
    ceiling[load_left < low_left] = -network.promise
    price = np.zeros(len(right), dtype=np.int64)
    price[load_right <= low_right] = -network.promise
    price[(load_right == 0) & (low_right == 0)] = 0
    price[right == 0] = beyond
    taken = np.flatnonzero(chosen)
    open_ = np.flatnonzero(~chosen)
    mentee = rows[open_]
    order = np.argsort(mentee, kind="stable")
    open_, mentee = open_[order], mentee[order]
    first = np.searchsorted(mentee, np.arange(len(left) + 1))
    mentor, value = columns[open_], worth[open_]
    highest = np.full(len(left), 2 * beyond, dtype=np.int64)
    for _ in range(len(left) + len(right) + 2):
        new = ceiling.copy()
        np.minimum.at(new, rows[taken], worth[taken] - price[columns[taken]])
        active = np.flatnonzero(new < highest)
        if not len(active):
            return Prices(highest, price)
        highest = new
        spots = ranges(first[active], first[active + 1])
        wanted = value[spots] - highest[mentee[spots]]
        higher = wanted > price[mentor[spots]]
        np.maximum.at(price, mentor[spots[higher]], wanted[higher])
    raise ArithmeticError("The prices do not settle: the flow was not the best.")


def profits(price: Ints, places: Ints, promised: Ints, promise: int) -> int:
    """Return the most that people earn who sell their places at a price, each promised place worth ``promise`` more.

    >>> profits(np.array([5, -1, -9]), np.array([2, 2, 2]), np.array([1, 1, 1]), 3)  # 10 + 3, then 2, then 0
    15
    """
    sold_all = price * places + promise * promised
    sold_promised = (price + promise) * promised
    return int(np.maximum(np.maximum(sold_all, sold_promised), 0).sum())


def bound_of(network: Network, prices: Prices) -> int:
    """Return what no choice can exceed in worth, if no open pair is worth more than its two prices.

    Pairs that are worth more than their prices (someone with several places keeps such a one) come on top.
    """
    return profits(prices.left, network.places[0], network.promised[0], network.promise) + profits(
        prices.right, network.places[1], network.promised[1], network.promise
    )
