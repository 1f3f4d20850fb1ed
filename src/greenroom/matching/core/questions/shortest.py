"""Shortest ways in a sparse graph whose steps cost nothing or more (E. W. Dijkstra, 1959; the search is scipy's)."""

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from greenroom.matching.core.criteria.features import Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Graph: TypeAlias = "csr_array[Any, Any]"


def graph_from(tails: Ints, heads: Ints, costs: Floats, nodes: int) -> Graph:
    """Return the graph of steps with finite costs; a step that costs 0 is a step. At most one from node to node."""
    from scipy.sparse import coo_array, csr_array

    open_ = np.flatnonzero(np.isfinite(costs))
    return csr_array(coo_array((costs[open_], (tails[open_], heads[open_])), shape=(nodes, nodes)))


def distances(graph: Graph, sources: Ints, limit: float = np.inf) -> Floats:
    """Return the costs of the shortest ways, a row a source and a column a node; infinite beyond ``limit``.

    >>> distances(graph_from(np.array([0, 1]), np.array([1, 2]), np.array([0.0, 2.0]), 3), np.array([0])).tolist()
    [[0.0, 0.0, 2.0]]
    """
    from scipy.sparse.csgraph import dijkstra

    found: Floats = dijkstra(graph, indices=sources, limit=limit)
    return found


def path(graph: Graph, source: int, target: int, limit: float = np.inf) -> list[int]:
    """Return the nodes of a shortest way, both ends among them; empty if there is none up to ``limit``.

    >>> path(graph_from(np.array([0, 1]), np.array([1, 2]), np.array([0.0, 2.0]), 3), 0, 2)
    [0, 1, 2]
    """
    from scipy.sparse.csgraph import dijkstra

    _, before = dijkstra(graph, indices=np.array([source]), return_predecessors=True, limit=limit)
    nodes = [target]
    while nodes[-1] != source:
        if before[0, nodes[-1]] < 0:
            return []
        nodes.append(int(before[0, nodes[-1]]))
    return nodes[::-1]


def circuits(graph: Graph) -> Ints:
    """Return a number for each node, the same for nodes that lie on a common circuit.

    >>> a, b, c = circuits(graph_from(np.array([0, 1, 1]), np.array([1, 0, 2]), np.ones(3), 3)).tolist()
    >>> a == b, b == c
    (True, False)
    """
    from scipy.sparse.csgraph import connected_components

    numbers: Ints = connected_components(graph, connection="strong")[1]
    return numbers


def merged(graph: Graph) -> tuple[Ints, Graph]:
    """Return a number for each node and the graph of these numbers: nodes that reach each other for nothing are one.

    Shortest ways between nodes cost what they cost between their numbers; where many pairs are equals the graph is
    far smaller.

    >>> numbers, small = merged(graph_from(np.array([0, 1, 1]), np.array([1, 0, 2]), np.array([0.0, 0.0, 5.0]), 3))
    >>> bool(numbers[0] == numbers[1]), small.shape[0], small.data.tolist()
    (True, 2, [5.0])
    """
    steps = graph.tocoo()
    first_nodes, last_nodes = steps.coords
    free = np.flatnonzero(steps.data == 0)
    numbers = circuits(graph_from(first_nodes[free], last_nodes[free], np.ones(len(free)), graph.shape[0]))
    tails, heads = numbers[first_nodes], numbers[last_nodes]
    apart = np.flatnonzero(tails != heads)
    tails, heads, costs = tails[apart], heads[apart], steps.data[apart]
    order = np.lexsort((costs, heads, tails))
    tails, heads, costs = tails[order], heads[order], costs[order]
    first = np.append(True, (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1]))[: len(tails)]
    return numbers, graph_from(tails[first], heads[first], costs[first], int(numbers.max(initial=-1)) + 1)
