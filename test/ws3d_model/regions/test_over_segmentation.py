# SPDX-License-Identifier: Apache-2.0
"""Over-segmentation of shapes whose faces are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model import PointCloud
from ws3d_model.regions import EDGE_FEATURES, Regions, RegionSettings, over_segment

STEP = 0.02


def patch(corner, along, across, step: float = STEP) -> np.ndarray:
    """Points on a parallelogram, at the middle of its cells."""
    corner, along, across = (np.asarray(v, float) for v in (corner, along, across))
    a = np.arange(step / 2, np.linalg.norm(along), step) / np.linalg.norm(along)
    b = np.arange(step / 2, np.linalg.norm(across), step) / np.linalg.norm(across)
    u, v = (grid.reshape(-1, 1) for grid in np.meshgrid(a, b))
    return corner + u * along + v * across


def box(low, high, bottom: bool = False) -> list[np.ndarray]:
    """Top and four sides of a box, and its bottom when asked for."""
    x0, y0, z0 = low
    size = np.asarray(high, float) - low
    x, y, z = np.diag(size)
    faces = [
        patch((x0, y0, z0 + size[2]), x, y),
        patch((x0, y0, z0), x, z),
        patch((x0, y0 + size[1], z0), x, z),
        patch((x0, y0, z0), y, z),
        patch((x0 + size[0], y0, z0), y, z),
    ]
    return [*faces, patch((x0, y0, z0), x, y)] if bottom else faces


def cloud_of(faces: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """xyz float32 (N, 3), and the face (N,) of every point."""
    xyz = np.concatenate(faces).astype(np.float32)
    return xyz, np.repeat(np.arange(len(faces)), [len(face) for face in faces])


def purity(found: Regions, face: np.ndarray) -> float:
    """Share of the points that lie on the face which most of their region lies on."""
    counts = np.zeros((len(found), face.max() + 1))
    np.add.at(counts, (found.of_point, face), 1)
    return float(counts.max(1).sum() / len(face))


def main_region(found: Regions, on_face: np.ndarray) -> int:
    """The region that holds most points of a face."""
    return int(np.bincount(found.of_point[on_face]).argmax())


@pytest.mark.parametrize("rows", [[], [[np.nan, 0, 0]], [[np.inf, 0, 0], [0, -np.inf, 0]]])
def test_no_usable_points_make_no_regions(rows):
    found = over_segment(PointCloud(np.array(rows, np.float32).reshape(-1, 3)))
    assert len(found) == 0
    assert found.of_point.tolist() == [-1] * len(rows)
    assert found.graph.edges.shape == (0, 2)
    assert found.graph.features.shape == (0, len(EDGE_FEATURES))


def test_one_point_is_one_region_and_rows_that_are_not_finite_are_none():
    found = over_segment(PointCloud(np.array([[np.nan, 0, 0], [1, 2, 3]], np.float32)))
    assert found.of_point.tolist() == [-1, 0]
    assert found.graph.sizes.tolist() == [1]


def test_faces_of_a_cube_are_six_regions():
    xyz, face = cloud_of(box((0, 0, 0), (1, 1, 1), bottom=True))
    found = over_segment(PointCloud(xyz), RegionSettings(k=0.3))
    large = np.flatnonzero(found.graph.sizes >= 200)
    assert len(large) == 6
    assert {main_region(found, face == number) for number in range(6)} == set(large)
    assert purity(found, face) > 0.85  # voxels on an edge hold points of two faces


def test_two_boxes_on_a_plane_are_told_from_it_and_from_each_other():
    floor = patch((0, 0, 0), (3, 0, 0), (0, 2, 0))
    boxes = [box((0.5, 0.5, 0), (1.1, 1.1, 0.5)), box((1.8, 0.7, 0), (2.4, 1.3, 0.9))]
    xyz, face = cloud_of([floor, *boxes[0], *boxes[1]])
    thing = np.array([0] + [1] * 5 + [2] * 5)[face]
    found = over_segment(PointCloud(xyz))
    tops = [main_region(found, face == 1), main_region(found, face == 6)]
    assert len({main_region(found, face == 0), *tops}) == 3
    assert purity(found, thing) > 0.95


def test_steps_of_stairs_are_regions_of_their_own():
    steps = [patch((0, 0.3 * n, 0.25 * n), (1.2, 0, 0), (0, 0.3, 0)) for n in range(5)]
    rises = [patch((0, 0.3 * n, 0.25 * (n - 1)), (1.2, 0, 0), (0, 0, 0.25)) for n in range(1, 5)]
    xyz, face = cloud_of(steps + rises)
    found = over_segment(PointCloud(xyz))
    assert len({main_region(found, face == n) for n in range(5)}) == 5


def test_colours_part_a_plane_unless_they_do_not_count():
    xyz, face = cloud_of(
        [patch((0, 0, 0), (1, 0, 0), (0, 2, 0)), patch((1, 0, 0), (1, 0, 0), (0, 2, 0))]
    )
    rgb = np.array([[200, 30, 30], [30, 30, 200]], np.uint8)[face]
    colored = over_segment(PointCloud(xyz, rgb=rgb))
    assert purity(colored, face) > 0.95
    assert len(over_segment(PointCloud(xyz, rgb=rgb), RegionSettings(color_weight=0.0))) == 1
    assert len(over_segment(PointCloud(xyz))) == 1
    # Red (44, 64, 49) and blue (27, 54, -82) in L*a*b*.
    color = colored.graph.features[:, EDGE_FEATURES.index("color_distance")]
    assert color.max() == pytest.approx(1.3, abs=0.1)


def test_small_regions_join_a_neighbour_where_they_have_one():
    plane = patch((0, 0, 0), (1, 0, 0), (0, 1, 0))
    speck = patch((3, 3, 3), (0.1, 0, 0), (0, 0.1, 0))
    bump = box((0.4, 0.4, 0), (0.5, 0.5, 0.1))
    xyz, face = cloud_of([plane, speck, *bump])
    found = over_segment(PointCloud(xyz), RegionSettings(min_size=40))
    assert len(found) == 2  # the bump is no region, the speck touches nothing
    assert set(found.of_point[face == 1]) == {1}


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**16), count=st.integers(2, 400), spread=st.floats(0.05, 3))
def test_regions_of_scattered_points_are_a_partition_whatever_their_order(seed, count, spread):
    rng = np.random.default_rng(seed)
    xyz = rng.normal(0, spread, (count, 3)).astype(np.float32)
    xyz[rng.random(count) < 0.1] = np.nan
    rgb = rng.integers(0, 256, (count, 3)).astype(np.uint8)
    found = over_segment(PointCloud(xyz, rgb=rgb))
    finite = np.isfinite(xyz).all(1)
    assert ((found.of_point >= 0) == finite).all()
    assert set(found.of_point[finite]) == set(range(len(found)))
    edges, features = found.graph.edges, found.graph.features
    assert (edges[:, 0] < edges[:, 1]).all() and np.isfinite(features).all()
    low = np.array([0, -1, 0, 0, 0, 0, 0, 0, 0]) - 1e-6
    assert (features >= low).all()
    assert (features[:, [0, 1, 5, 7]] <= 1 + 1e-6).all()
    order = rng.permutation(count)
    again = over_segment(PointCloud(xyz[order], rgb=rgb[order]))
    # Sums in another order differ in the last digits, and so may which of two equals goes first.
    assert len(again) == pytest.approx(len(found), abs=1 + 0.02 * count)


def test_wrong_settings_and_far_points_are_refused():
    for bad in ({"voxel_size": 0.0}, {"k": -1.0}, {"color_weight": np.nan}, {"min_size": 0}):
        with pytest.raises(ValueError, match=next(iter(bad))):
            RegionSettings(**bad)
    with pytest.raises(ValueError, match="crop the cloud"):
        over_segment(PointCloud(np.array([[1e9, 0, 0]], np.float32)))
