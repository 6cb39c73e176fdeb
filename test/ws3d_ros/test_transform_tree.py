# SPDX-License-Identifier: Apache-2.0
"""TransformTree: composition, inverse, interpolation, and what is missing by name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from ws3d_ros.transform_tree import NANOSECONDS, TransformError, TransformTree, inverse

UNIT = (0.0, 0.0, 0.0, 1.0)

quaternions = (
    st.tuples(*[st.floats(-1, 1)] * 4)
    .filter(lambda q: sum(v * v for v in q) > 0.01)
    .map(lambda q: tuple(Rotation.from_quat(q).as_quat()))
)
translations = st.tuples(*[st.floats(-100, 100)] * 3)


def at(seconds: float) -> int:
    return round(seconds * NANOSECONDS)


def matrix(translation: tuple[float, ...], quaternion: tuple[float, ...]) -> np.ndarray:
    result = np.eye(4)
    result[:3, :3] = Rotation.from_quat(quaternion).as_matrix()
    result[:3, 3] = translation
    return result


def turned(degrees: float) -> tuple[float, ...]:
    return tuple(Rotation.from_euler("z", degrees, degrees=True).as_quat())


@st.composite
def trees(draw: st.DrawFn) -> tuple[TransformTree, dict[str, np.ndarray]]:
    """A tree of up to 8 frames at time 5 s, and each frame's pose in the root by plain products."""
    tree, poses = TransformTree(), {"f0": np.eye(4)}
    for n in range(1, draw(st.integers(2, 8))):
        parent = f"f{draw(st.integers(0, n - 1))}"
        translation, quaternion = draw(translations), draw(quaternions)
        tree.insert(parent, f"f{n}", at(5), translation, quaternion, draw(st.booleans()))
        poses[f"f{n}"] = poses[parent] @ matrix(translation, quaternion)
    return tree, poses


@settings(max_examples=60, deadline=None)
@given(trees(), st.data())
def test_lookups_are_the_products_along_the_tree(
    case: tuple[TransformTree, dict[str, np.ndarray]], data: st.DataObject
) -> None:
    tree, poses = case
    a, b, c = (data.draw(st.sampled_from(sorted(poses))) for _ in range(3))
    a_from_b = tree.lookup(a, b, at(5))
    np.testing.assert_allclose(a_from_b, np.linalg.inv(poses[a]) @ poses[b], atol=1e-7)
    np.testing.assert_allclose(a_from_b @ tree.lookup(b, a, at(5)), np.eye(4), atol=1e-7)
    np.testing.assert_allclose(
        a_from_b @ tree.lookup(b, c, at(5)), tree.lookup(a, c, at(5)), atol=1e-7
    )
    assert tree.connected(a, b)


@given(translations, quaternions)
def test_inverse(translation: tuple[float, ...], quaternion: tuple[float, ...]) -> None:
    pose = matrix(translation, quaternion)
    np.testing.assert_allclose(inverse(pose), np.linalg.inv(pose), atol=1e-9)


@settings(deadline=None)
@given(
    st.floats(0, 1), translations, translations, quaternions, quaternions, st.permutations(range(4))
)
def test_between_two_stamps_the_pose_moves_evenly(
    share: float,
    start: tuple[float, ...],
    end: tuple[float, ...],
    first: tuple[float, ...],
    last: tuple[float, ...],
    order: list[int],
) -> None:
    samples = [(1.0, start, first), (2.0, end, last), (0.5, end, UNIT), (2.5, start, UNIT)]
    tree = TransformTree()
    for index in order:  # stamps may arrive in any order
        stamp, translation, quaternion = samples[index]
        tree.insert("odom", "base", at(stamp), translation, quaternion)
    found = tree.lookup("odom", "base", at(1 + share))
    expected = np.array(start) + share * (np.array(end) - np.array(start))
    np.testing.assert_allclose(found[:3, 3], expected, atol=1e-5)
    # Along the shortest arc, the angle to both ends is shared in proportion.
    whole = (Rotation.from_quat(first).inv() * Rotation.from_quat(last)).magnitude()
    part = (Rotation.from_quat(first).inv() * Rotation.from_matrix(found[:3, :3])).magnitude()
    assert part == pytest.approx(share * whole, abs=1e-5)


def test_slerp_turns_at_constant_speed() -> None:
    tree = TransformTree()
    tree.insert("odom", "base", at(0), (0, 0, 0), turned(0))
    tree.insert("odom", "base", at(1), (0, 0, 0), turned(120))
    quarter = Rotation.from_matrix(tree.lookup("odom", "base", at(0.25))[:3, :3])
    assert quarter.as_euler("zyx", degrees=True)[0] == pytest.approx(30)


def test_static_frames_hold_at_any_time() -> None:
    tree = TransformTree()
    tree.insert("base", "lidar", at(100), (1, 0, 0), UNIT, static=True)
    for seconds in (0, 50, 1e6):
        assert tree.lookup("base", "lidar", at(seconds))[0, 3] == 1


def missing(tree: TransformTree, target: str, source: str, seconds: float) -> TransformError:
    with pytest.raises(TransformError) as caught:
        tree.lookup(target, source, at(seconds))
    return caught.value


def test_of_many_frames_the_error_names_some() -> None:
    tree = TransformTree()
    for number in range(300):
        tree.insert("base", f"joint_{number:03d}", 0, (0, 0, 0), UNIT, static=True)
    said = str(missing(tree, "base", "radar", 1))
    assert "joint_000" in said and "joint_299" not in said and "..." in said


def test_the_error_says_what_is_missing() -> None:
    tree = TransformTree()
    assert "no transform has arrived" in str(missing(tree, "odom", "lidar", 1))
    tree.insert("odom", "base", at(10), (0, 0, 0), UNIT)
    tree.insert("odom", "base", at(11), (0, 0, 0), UNIT)
    tree.insert("base", "lidar", 0, (0, 0, 0), UNIT, static=True)
    tree.insert("map2", "camera", 0, (0, 0, 0), UNIT, static=True)

    unknown = str(missing(tree, "odom", "radar", 10))
    assert "no frame 'radar'" in unknown
    assert "base, camera, lidar, map2, odom" in unknown
    assert "no name" in str(missing(tree, "odom", "", 10))

    apart = str(missing(tree, "camera", "lidar", 10))
    assert "not connected" in apart
    assert "'odom'" in apart
    assert "'map2'" in apart
    assert not tree.connected("camera", "lidar")
    assert not tree.connected("radar", "lidar")
    assert tree.connected("odom", "lidar")

    early = missing(tree, "odom", "lidar", 9.5)
    assert "at 9.500 s is missing: the oldest that is kept is of 10.000 s, 0.500 s" in str(early)
    assert early.final
    late = missing(tree, "odom", "lidar", 11.25)
    assert "the newest is of 11.000 s, 0.250 s before it" in str(late)
    assert not late.final


def test_a_frame_in_itself_is_the_identity_even_unknown() -> None:
    np.testing.assert_array_equal(TransformTree().lookup("lidar", "/lidar", 0), np.eye(4))


def test_only_the_common_part_of_the_tree_must_cover_the_stamp() -> None:
    tree = TransformTree()
    tree.insert("map", "odom", at(1), (9, 9, 9), UNIT)  # stale, but above both frames
    tree.insert("odom", "left", at(50), (1, 0, 0), UNIT)
    tree.insert("odom", "right", at(50), (0, 2, 0), UNIT)
    np.testing.assert_allclose(tree.lookup("left", "right", at(50))[:3, 3], [-1, 2, 0])


def test_old_poses_are_forgotten_after_the_cache_time() -> None:
    tree = TransformTree(cache_time=10)
    for seconds in range(31):
        tree.insert("odom", "base", at(seconds), (seconds, 0, 0), UNIT)
    assert tree.lookup("odom", "base", at(20))[0, 3] == 20
    assert missing(tree, "odom", "base", 19.5).final


def test_time_that_jumps_back_starts_moving_frames_anew() -> None:
    tree = TransformTree()
    tree.insert("odom", "base", at(100), (1, 0, 0), UNIT)
    tree.insert("map", "odom", at(100), (1, 0, 0), UNIT)
    tree.insert("base", "lidar", at(100), (5, 0, 0), UNIT, static=True)
    tree.insert("odom", "base", at(3), (2, 0, 0), UNIT)
    assert tree.lookup("odom", "lidar", at(3))[0, 3] == 7
    assert missing(tree, "odom", "base", 100)
    assert "no frame 'map'" in str(missing(tree, "map", "base", 3))


def test_clear_keeps_what_is_static() -> None:
    tree = TransformTree()
    tree.insert("odom", "base", at(1), (1, 0, 0), UNIT)
    tree.insert("base", "lidar", at(1), (5, 0, 0), UNIT, static=True)
    tree.clear()
    assert not tree.connected("odom", "lidar")
    assert tree.lookup("base", "lidar", at(1))[0, 3] == 5


def test_a_frame_may_get_another_parent() -> None:
    tree = TransformTree()
    tree.insert("map", "box", at(1), (1, 0, 0), UNIT)
    tree.insert("map", "gripper", at(1), (7, 0, 0), UNIT, static=True)
    tree.insert("gripper", "box", at(2), (0, 0, 1), UNIT)
    np.testing.assert_allclose(tree.lookup("map", "box", at(2))[:3, 3], [7, 0, 1])


def test_a_loop_of_parents_is_named() -> None:
    tree = TransformTree()
    for parent, child in [("a", "b"), ("b", "c"), ("c", "a")]:
        tree.insert(parent, child, at(1), (0, 0, 0), UNIT)
    assert "loop" in str(missing(tree, "a", "b", 1))


@pytest.mark.parametrize(
    ("parent", "child", "translation", "quaternion"),
    [
        ("", "b", (0, 0, 0), UNIT),
        ("a", "", (0, 0, 0), UNIT),
        ("a", "/a", (0, 0, 0), UNIT),
        ("a", "b", (0, np.nan, 0), UNIT),
        ("a", "b", (0, 0, 0), (0, 0, 0, 0)),
        ("a", "b", (0, 0, 0), (0, 0, 0, 1.1)),
        ("a", "b", (0, 0, 0), (np.nan, 0, 0, 1)),
    ],
)
def test_what_is_no_pose_is_refused(
    parent: str, child: str, translation: tuple[float, ...], quaternion: tuple[float, ...]
) -> None:
    with pytest.raises(ValueError, match=r"different frames|no pose"):
        TransformTree().insert(parent, child, 0, translation, quaternion)
