# SPDX-License-Identifier: Apache-2.0
"""Segmentation of graphs: the same components as the paper's plain loop, and its properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ws3d_model.regions import segment_graph
from ws3d_model.regions.graph_segmentation import rounded


def plain(nodes: int, edges: np.ndarray, weights: np.ndarray, k: float, min_size: int):
    """The paper's loop, line by line, and the joining of small components in the same way."""
    root = list(range(nodes))
    size, inside = [1] * nodes, [0.0] * nodes

    def find(i: int) -> int:
        while root[i] != i:
            i = root[i]
        return i

    order = np.argsort(weights, kind="stable")
    for (a, b), w in zip(edges[order].tolist(), weights[order].tolist(), strict=True):
        i, j = find(a), find(b)
        if i != j and w <= min(inside[i] + k / size[i], inside[j] + k / size[j]):
            root[j], inside[i], size[i] = i, w, size[i] + size[j]
    component = np.array([find(i) for i in range(nodes)], np.int64)
    while True:  # components below the smallest size join along their lightest edge
        lightest: dict[int, tuple[int, int]] = {}
        for a, b in component[edges[order]].tolist():
            for one in (a, b) if a != b else ():
                if np.count_nonzero(component == one) < min_size:
                    lightest.setdefault(one, (a, b))
        if not lightest:
            return component
        names = np.arange(nodes)
        for a, b in lightest.values():
            names[names == names[a]] = names[b]
        component = names[component]


def same_partition(one: np.ndarray, other: np.ndarray) -> bool:
    pairs = np.unique(np.stack([one, other]), axis=1).shape[1]
    return pairs == len(np.unique(one)) == len(np.unique(other))


def grid(side: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Edges of a square grid, and a picture of patches with noise: nodes' values."""
    rows = np.arange(side * side).reshape(side, side)
    edges = [np.stack([rows[:, :-1], rows[:, 1:]], -1), np.stack([rows[:-1], rows[1:]], -1)]
    edges.append(np.stack([rows[:-1, :-1], rows[1:, 1:]], -1))
    patches = np.kron(rng.random((4, 4)), np.ones((side // 4, side // 4)))
    return np.concatenate([e.reshape(-1, 2) for e in edges]), patches.reshape(-1)


def test_no_nodes_one_node_and_nodes_without_edges():
    none = np.zeros((0, 2), np.int64)
    for nodes in (0, 1, 5):
        assert segment_graph(nodes, none, np.zeros(0), 1.0, 20).tolist() == list(range(nodes))


def test_two_nodes_join_up_to_k_and_always_below_the_smallest_size():
    edge = np.array([[0, 1]])
    assert segment_graph(2, edge, np.array([0.5]), 0.5, 1).tolist() == [0, 0]
    assert segment_graph(2, edge, np.array([0.51]), 0.5, 1).tolist() == [0, 1]
    assert segment_graph(2, edge, np.array([0.51]), 0.5, 2).tolist() == [0, 0]


def test_patches_of_one_value_are_found_whole():
    edges, values = grid(32, np.random.default_rng(0))
    weights = np.abs(values[edges[:, 0]] - values[edges[:, 1]])
    found = segment_graph(32 * 32, edges, weights, 0.1, 1)
    assert same_partition(found, np.unique(values, return_inverse=True)[1].reshape(-1))


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    side=st.sampled_from([4, 8, 12]),
    k=st.floats(0, 3),
    noise=st.floats(0, 0.5),
    min_size=st.integers(1, 30),
    levels=st.sampled_from([0, 3, 20]),
)
def test_same_components_as_the_plain_loop(seed, side, k, noise, min_size, levels):
    rng = np.random.default_rng(seed)
    edges, values = grid(side, rng)
    values = values + noise * rng.random(len(values))
    weights = np.abs(values[edges[:, 0]] - values[edges[:, 1]])
    if levels:  # many edges of one weight
        weights = np.round(weights * levels) / levels
    edges = np.where(rng.random(len(edges))[:, None] < 0.5, edges, edges[:, ::-1])
    kept = rng.random(len(edges)) < 0.8
    found = segment_graph(side * side, edges[kept], weights[kept], k, min_size)
    expected = plain(side * side, edges[kept], rounded(weights[kept]), k, min_size)
    assert same_partition(found, expected)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**16), min_size=st.integers(1, 40))
def test_components_hang_together_small_ones_have_no_neighbour_and_numbers_are_in_order(
    seed, min_size
):
    rng = np.random.default_rng(seed)
    edges, _ = grid(16, rng)
    edges = edges[rng.random(len(edges)) < 0.5]
    found = segment_graph(256, edges, rng.random(len(edges)), 0.8, min_size)
    a, b = edges.T
    inside = found[a] == found[b]
    linked = coo_matrix((np.ones(inside.sum()), edges[inside].T), (256, 256))
    assert connected_components(linked, directed=False)[0] == len(np.unique(found))
    sizes = np.bincount(found)
    assert (np.minimum(sizes[found[a]], sizes[found[b]])[~inside] >= min_size).all()
    _, first = np.unique(found, return_index=True)
    assert (np.diff(first) > 0).all()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_larger_k_makes_fewer_components(seed):
    edges, values = grid(20, np.random.default_rng(seed))
    values = values + 0.2 * np.random.default_rng(seed).random(len(values))
    weights = np.abs(values[edges[:, 0]] - values[edges[:, 1]])
    counts = [
        int(segment_graph(400, edges, weights, k, 1).max()) + 1 for k in (0.0, 0.05, 0.4, 3.0, 1e9)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 1


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=30))
def test_rounding_keeps_the_order_and_three_digits(values):
    weights = np.sort(np.array(values))
    near = rounded(weights)
    assert (np.diff(near) >= 0).all()
    assert np.allclose(near, weights, rtol=1 / 128, atol=1e-37)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"edges": np.array([[0, 2]])}, "must name nodes"),
        ({"edges": np.array([0, 1])}, r"must be \(E, 2\)"),
        ({"weights": np.array([np.nan])}, "finite"),
        ({"weights": np.array([-1.0])}, "0 or more"),
        ({"weights": np.zeros(2)}, r"weights \(E,\)"),
        ({"k": -1.0}, "k must be"),
        ({"min_size": 0}, "min_size at least 1"),
    ],
)
def test_wrong_input_is_refused(change, reason):
    given = {"edges": np.array([[0, 1]]), "weights": np.zeros(1), "k": 1.0, "min_size": 1}
    with pytest.raises(ValueError, match=reason):
        segment_graph(2, **{**given, **change})
