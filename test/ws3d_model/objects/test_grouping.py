# SPDX-License-Identifier: Apache-2.0
"""Grouping of voxels into instances: what touches after the shift is one object."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.spatial import cKDTree

from ws3d_model.objects import GroupingSettings, group_instances

VOXEL = 0.05
SMALL = GroupingSettings(min_voxels=1, absorb_distance=0.0, merge_distance=0.0)


def block(centre: tuple[float, float, float], side: int = 6) -> np.ndarray:
    """A solid cube of side**3 voxels."""
    steps = (np.arange(side) - (side - 1) / 2) * VOXEL
    grid = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    return (grid + centre).astype(np.float32)


def group(xyz, labels=0, offsets=None, objectness=0.9, options=None):
    count = len(xyz)
    return group_instances(
        np.asarray(xyz, np.float32),
        np.broadcast_to(np.asarray(labels, np.int32), count).copy(),
        np.zeros((count, 3), np.float32) if offsets is None else offsets.astype(np.float32),
        np.broadcast_to(np.asarray(objectness, np.float32), count).copy(),
        VOXEL,
        options,
    )


@pytest.mark.parametrize("count", [0, 1])
def test_cloud_of_no_or_one_voxel(count):
    assert group(np.zeros((count, 3)), options=SMALL).tolist() == [0] * count


def test_two_objects_apart_are_two_instances_larger_first():
    small, large = block((0, 0, 0), 4), block((2, 0, 0), 6)
    found = group(np.concatenate([small, large]))
    assert (found[: len(small)] == 1).all()
    assert (found[len(small) :] == 0).all()


def test_touching_objects_of_two_labels_are_two_instances():
    xyz = np.concatenate([block((0, 0, 0)), block((6 * VOXEL, 0, 0))])
    labels = np.repeat([0, 1], len(xyz) // 2)
    found = group(xyz, labels)
    assert set(found[labels == 0]) == {0}
    assert set(found[labels == 1]) == {1}


def test_offsets_part_touching_objects_of_one_label():
    centres = [(0, 0, 0), (6 * VOXEL, 0, 0)]
    xyz = np.concatenate([block(c) for c in centres])
    towards = np.repeat(centres, len(xyz) // 2, axis=0) - xyz
    assert set(group(xyz)) == {0}
    found = group(xyz, offsets=0.8 * towards)
    assert set(found[: len(xyz) // 2]) == {0}
    assert set(found[len(xyz) // 2 :]) == {1}


def test_background_and_unlabelled_voxels_belong_to_no_object():
    xyz = block((0, 0, 0))
    assert set(group(xyz, objectness=0.49)) == {-1}
    assert set(group(xyz, labels=-1)) == {-1}
    assert set(group(xyz, objectness=np.nan)) == {-1}


def test_fragments_join_the_near_instance_of_their_label_or_none():
    body, crumb, far = block((0, 0, 0)), block((0, 0, 0.25), 2), block((3, 0, 0), 2)
    xyz = np.concatenate([body, crumb, far])
    sizes = np.cumsum([len(body), len(crumb)])
    of_body, of_crumb, of_far = np.split(group(xyz), sizes)
    assert set(of_body) == set(of_crumb) == {0}
    assert set(of_far) == {-1}
    alone = np.split(group(xyz, options=GroupingSettings(absorb_distance=0.0)), sizes)
    assert set(alone[1]) == {-1}
    other = np.concatenate([np.zeros(len(body)), np.ones(len(crumb) + len(far))])
    assert set(np.split(group(xyz, labels=other), sizes)[1]) == {-1}


def test_parts_of_two_names_that_point_at_one_centre_are_one_instance_of_the_larger():
    seat, back, other = block((0, 0, 0)), block((0, 0, 0.32), 4), block((0, 0.6, 0), 4)
    xyz = np.concatenate([seat, back, other])
    labels = np.repeat([0, 1, 1], [len(seat), len(back), len(other)])
    offsets = np.zeros_like(xyz)
    offsets[216:280, 2] = -0.2  # 12 cm to the seat's centre are left
    found = np.split(group(xyz, labels, offsets), [216, 280])
    assert [set(part) for part in found] == [{0}, {0}, {1}]
    apart = group(xyz, labels, offsets, options=GroupingSettings(merge_distance=0.05))
    assert [set(part) for part in np.split(apart, [216, 280])] == [{0}, {1}, {2}]


def test_merging_is_no_chain_that_swallows_a_row_of_objects():
    xyz = np.concatenate([block((0.2 * k, 0, 0), side) for k, side in enumerate((4, 6, 4, 4))])
    labels = np.repeat([0, 1, 2, 3], [64, 216, 64, 64])
    # Centres at 0, 0.2, 0.4, 0.6: both small neighbours join the large one, the last is too far.
    found = [set(part) for part in np.split(group(xyz, labels), [64, 280, 344])]
    assert found == [{0}, {0}, {0}, {1}]


def test_an_instance_without_support_is_dropped_whole():
    firm, weak = block((0, 0, 0)), block((2, 0, 0))
    found = group(np.concatenate([firm, weak]), objectness=np.repeat([0.9, 0.6], 216))
    assert [set(part) for part in np.split(found, [216])] == [{0}, {-1}]


def test_rows_that_are_not_finite_or_absurdly_far_do_no_harm():
    xyz = np.concatenate([block((0, 0, 0)), np.full((4, 3), np.nan), [[np.inf, 0, 0]]])
    xyz = np.concatenate([xyz, [[3e38, -3e38, 0]], np.full((1, 3), 1e9)]).astype(np.float32)
    found = group(xyz)
    assert set(found[:216]) == {0}
    assert set(found[216:]) == {-1}
    nan_offsets = np.zeros_like(xyz)
    nan_offsets[:10] = np.nan
    assert set(group(xyz, offsets=nan_offsets)[:10]) == {-1}


def test_clouds_too_wide_for_one_key_are_grouped_all_the_same():
    # A metre is far above float32's resolution at 4e7 m only when voxels are coarse.
    far = np.array([[4e7, 4e7, 4e7], [-4e7, -4e7, -4e7]])
    xyz = np.concatenate([block((0, 0, 0)), np.repeat(far, 30, axis=0)])
    found = group(xyz, labels=np.concatenate([np.full(216, 1999), np.repeat([3, 0], 30)]))
    assert [set(part) for part in np.split(found, [216, 246])] == [{0}, {1}, {2}]


@settings(max_examples=40, deadline=None)
@given(
    cells=arrays.arrays(
        np.int64, st.tuples(st.integers(1, 60), st.just(3)), elements=st.integers(-3, 3)
    ),
    seed=st.integers(0, 2**16),
)
def test_same_components_as_the_obvious_search(cells, seed):
    rng = np.random.default_rng(seed)
    xyz = ((cells + 0.5) * VOXEL).astype(np.float32)
    labels = rng.integers(0, 3, len(xyz)).astype(np.int32)
    found = group(xyz, labels, options=SMALL)

    # Flood fill over all pairs that touch and share a label.
    expected = np.arange(len(cells))
    pairs = cKDTree(cells).query_pairs(1.01, p=np.inf)
    changed = True
    while changed:
        changed = False
        for i, j in pairs:
            if labels[i] == labels[j] and expected[i] != expected[j]:
                expected[[i, j]] = min(expected[i], expected[j])
                changed = True
    assert ((found[:, None] == found[None]) == (expected[:, None] == expected[None])).all()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**16))
def test_order_of_voxels_changes_numbers_of_equal_sizes_at_most(seed):
    rng = np.random.default_rng(seed)
    xyz = np.concatenate([block((0, 0, 0), 5), block((1, 0, 0), 4), block((0, 1, 0), 3)])
    order = rng.permutation(len(xyz))
    np.testing.assert_array_equal(group(xyz[order]), group(xyz)[order])


def test_wrong_input_is_refused_with_what_was_expected():
    xyz = block((0, 0, 0))
    with pytest.raises(ValueError, match="labels must be int32"):
        group_instances(xyz, np.zeros(3, np.int32), xyz, np.ones(216, np.float32), VOXEL)
    with pytest.raises(TypeError, match="offsets must be float32"):
        group_instances(
            xyz, np.zeros(216, np.int32), xyz.astype(float), np.ones(216, np.float32), VOXEL
        )
    with pytest.raises(ValueError, match="voxel_size must be above 0"):
        group_instances(xyz, np.zeros(216, np.int32), xyz, np.ones(216, np.float32), np.nan)
    for bad in (
        {"reach": 0.0},
        {"min_objectness": 2.0},
        {"min_voxels": 0},
        {"absorb_distance": -1.0},
        {"merge_distance": np.nan},
        {"min_support": 1.5},
    ):
        with pytest.raises(ValueError, match=next(iter(bad))):
            GroupingSettings(**bad)
