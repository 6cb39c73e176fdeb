# SPDX-License-Identifier: Apache-2.0
"""Felzenszwalb's segmentation of a weighted graph, exactly, with few steps of an interpreted loop.

Felzenszwalb and Huttenlocher, "Efficient Graph-Based Image Segmentation", IJCV 2004, section 4: go
through the edges by increasing weight w, and join two components C1, C2 where w is at most
Int(C) + k / |C| for both, Int being the largest weight joined inside. One edge at a time is slow in
Python. But a component cannot change before its lightest edge is decided. So rounds on whole arrays
join every two components that are each other's lightest neighbour, and freeze those whose lightest
edge is too heavy for them (the heavier ones are so all the more). What is left, between a third and
half of the edges, goes through the loop.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

# Every round costs about as much as the one before and joins less.
_ROUNDS = 5


def segment_graph(nodes: int, edges: Int64, weights: Float64, k: float, min_size: int) -> Int64:
    """Component of every node, numbered 0.. by their first node.

    Args:
        nodes: M, how many there are.
        edges: int64 (E, 2), without loops; of edges of one weight the earlier row goes first.
        weights: (E,), finite, at least 0; they count as `rounded`.
        k: how much larger than the differences inside a difference must be to part small
            components; larger k, larger components.
        min_size: nodes; smaller components join the neighbour that they are most like, where they
            have one; see `_join_small`.

    Raises:
        ValueError: a shape, a node's number, a weight, k or min_size is out of range.
    """
    edges = np.asarray(edges, np.int64)
    weights = np.asarray(weights, np.float64)
    if edges.ndim != 2 or edges.shape[1:] != (2,) or weights.shape != edges.shape[:1]:
        raise ValueError(
            f"edges must be (E, 2) and weights (E,), got {edges.shape} and {weights.shape}"
        )
    if len(edges) and not (edges.min() >= 0 and edges.max() < nodes):
        raise ValueError(f"edges must name nodes 0..{nodes - 1}")
    if not (weights >= 0).all() or not np.isfinite(weights).all():
        raise ValueError("weights must be finite numbers, 0 or more: leave other edges out")
    if not (np.isfinite(k) and k >= 0) or min_size < 1:
        raise ValueError(f"k must be at least 0 and min_size at least 1, got {k} and {min_size}")
    order = np.argsort(_key(weights), kind="stable")  # a radix sort, as keys have 16 bits
    a, b = np.ascontiguousarray(edges[order].T)
    rounded_weights = rounded(weights[order])
    components = _Components(nodes, k)
    components.rounds(a, b, rounded_weights)
    components.loop()
    return _numbered(_join_small(components.of_node, a, b, min_size))


def rounded(weights: Float64) -> Float64:
    """Weights as the order knows them: three digits or so (the upper half of a float32)."""
    high = _key(np.asarray(weights, np.float64)).astype(np.uint32) << 16
    return high.view(np.float32).astype(np.float64)


def _key(weights: Float64) -> npt.NDArray[np.uint16]:
    """Numbers of 16 bits in the order of the weights: floats from 0 on sort like their bits."""
    bits = np.abs(weights).astype(np.float32).view(np.uint32)
    return (bits >> 16).astype(np.uint16)


class _Components:
    """The components while edges are gone through, with the edges that are still undecided."""

    def __init__(self, nodes: int, k: float) -> None:
        self.k = k
        self.of_node = np.arange(nodes)
        self.size = np.ones(nodes)
        self.limit = np.full(nodes, k, np.float64)  # Int(C) + k / |C|

    def rounds(self, a: Int64, b: Int64, w: Float64) -> None:
        """Decide all edges that are the lightest on both sides, several times."""
        for _ in range(_ROUNDS):
            if len(a) == 0:
                break
            first = _first_edge(len(self.size), a, b)
            # A component without edges has none that is too heavy.
            frozen = np.append(w, 0.0)[first] > self.limit
            place = np.arange(len(a))
            joined = np.flatnonzero((first[a] == place) & (first[b] == place))
            joined = joined[~frozen[a[joined]] & ~frozen[b[joined]]]
            kept, gone = a[joined], b[joined]
            self.size[kept] += self.size[gone]
            self.limit[kept] = w[joined] + self.k / self.size[kept]
            stays = np.ones(len(self.size), np.bool_)
            stays[gone] = False
            number = np.cumsum(stays) - 1
            number[gone] = number[kept]
            self.of_node = number[self.of_node]
            self.size, self.limit, frozen = self.size[stays], self.limit[stays], frozen[stays]
            a, b = number[a], number[b]
            open_edges = (a != b) & ~frozen[a] & ~frozen[b]
            a, b, w = a[open_edges], b[open_edges], w[open_edges]
        self.a, self.b, self.w = a, b, w

    def loop(self) -> None:
        """The paper's loop over the edges that are left, with a union-find by size."""
        # Of several edges between the same two only the lightest decides: it joins or freezes.
        pairs = np.minimum(self.a, self.b) * len(self.size) + np.maximum(self.a, self.b)
        first = np.sort(np.unique(pairs, return_index=True)[1])
        a, b, w = self.a[first], self.b[first], self.w[first]
        k = self.k
        # Lists: reading one number from an array takes several times as long.
        parent = list(range(len(self.size)))
        size, limit = self.size.tolist(), self.limit.tolist()
        for i, j, weight in zip(a.tolist(), b.tolist(), w.tolist(), strict=True):
            while parent[i] != i:
                parent[i] = i = parent[parent[i]]
            while parent[j] != j:
                parent[j] = j = parent[parent[j]]
            if i != j and weight <= limit[i] and weight <= limit[j]:
                if size[i] < size[j]:
                    i, j = j, i
                parent[j] = i
                size[i] += size[j]
                limit[i] = weight + k / size[i]
        self.of_node = _roots(parent)[self.of_node]


def _join_small(component: Int64, a: Int64, b: Int64, min_size: int) -> Int64:
    """Join every component below `min_size` along its lightest edge, until none has an edge.

    The paper goes through the edges once more instead and joins two components where one is small.
    On scans, chains of small ones then decide how many regions there are, and k hardly does.
    """
    a, b = component[a], component[b]
    while True:
        between = a != b
        a, b = a[between], b[between]
        count = int(component.max(initial=-1)) + 1
        first = _first_edge(count, a, b)
        small = np.bincount(component, minlength=count) < min_size
        joins = first[small & (first < len(a))]
        if len(joins) == 0:
            return component
        graph = coo_matrix((np.ones(len(joins), np.int8), (a[joins], b[joins])), (count, count))
        number = connected_components(graph, directed=False)[1].astype(np.int64)
        component, a, b = number[component], number[a], number[b]


def _roots(parent: list[int]) -> Int64:
    """The root above every node of a forest."""
    roots = np.array(parent, np.int64)
    while (roots != roots[roots]).any():
        roots = roots[roots]
    return roots


def _first_edge(components: int, a: Int64, b: Int64) -> Int64:
    """The first edge of every component, E where it has none."""
    first = np.full(components, len(a))
    backwards = np.arange(len(a) - 1, -1, -1)
    # Of values written to one place the last one stays: the first edge, written from the end.
    first[a[::-1]] = backwards
    other = np.full(components, len(a))
    other[b[::-1]] = backwards
    lightest: Int64 = np.minimum(first, other)
    return lightest


def _numbered(component: Int64) -> Int64:
    """The same components, numbered 0.. by their first node."""
    _, first, of_node = np.unique(component, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    numbered: Int64 = rank[of_node.reshape(-1)]
    return numbered
