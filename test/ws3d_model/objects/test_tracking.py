# SPDX-License-Identifier: Apache-2.0
"""Tracking: an object keeps its number through motion, occlusion and a moving sensor."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pytest

from ws3d_model import SceneLabels
from ws3d_model.objects import Tracker, TrackerSettings

NAMES = ("chair", "table")
HERE = np.eye(4)


def scene_of(
    centres: Sequence[Sequence[float]], labels: Sequence[int] | None = None, yaw: float = 0.0
) -> SceneLabels:
    """One box a centre, 0.6 x 0.5 x 1 m, two points in each and one outside."""
    count = len(centres)
    boxes = np.zeros((count, 7), np.float32)
    boxes[:, 3:] = [0.6, 0.5, 1.0, yaw]
    boxes[:, :3] = np.reshape(centres, (count, 3))
    kinds = np.array([0] * count if labels is None else labels, np.int32)
    ids = np.arange(count, dtype=np.int32)
    instances = np.append(np.repeat(ids, 2), -1).astype(np.int32)
    return SceneLabels(
        names=NAMES,
        labels=np.append(np.repeat(kinds, 2), -1).astype(np.int32),
        confidences=np.zeros(2 * count + 1, np.float32),
        instances=instances,
        boxes=boxes,
        box_labels=kinds,
        box_scores=np.ones(count, np.float32),
        box_instances=ids,
    )


def pose(x: float = 0.0, y: float = 0.0, yaw: float = 0.0) -> np.ndarray:
    cosine, sine = np.cos(yaw), np.sin(yaw)
    return np.array([[cosine, -sine, 0, x], [sine, cosine, 0, y], [0, 0, 1, 0], [0, 0, 0, 1.0]])


def seen_from(centres: np.ndarray, sensor: np.ndarray) -> np.ndarray:
    return (centres - sensor[:3, 3]) @ sensor[:3, :3]


def numbers(tracker: Tracker, centres, stamp: float, sensor=HERE, **options) -> list[int]:
    return tracker.update(scene_of(centres, **options), stamp, sensor).box_instances.tolist()


@pytest.mark.parametrize("points", [0, 3])
def test_scenes_without_boxes(points):
    tracker = Tracker()
    for stamp in (0.0, 0.1):
        tracked = tracker.update(SceneLabels.empty(NAMES, points), stamp, HERE)
        assert tracked.instances.tolist() == [-1] * points
        assert len(tracked.boxes) == 0


def test_points_and_boxes_carry_the_same_numbers_from_one_up():
    scene = scene_of([(0, 0, 0), (3, 0, 0)])
    tracked = Tracker().update(scene, 5.0, HERE)
    assert tracked.box_instances.tolist() == [1, 2]
    assert tracked.instances.tolist() == [1, 1, 2, 2, -1]
    assert tracked.instances.dtype == tracked.box_instances.dtype == np.int32
    for field in ("labels", "boxes", "box_scores", "confidences"):
        np.testing.assert_array_equal(getattr(tracked, field), getattr(scene, field))
    assert scene.box_instances.tolist() == [0, 1]  # the input stays as it was


def test_numbers_follow_the_objects_when_the_scene_lists_them_otherwise():
    tracker = Tracker()
    tracker.update(scene_of([(0, 0, 0), (3, 0, 0)]), 0.0, HERE)
    tracked = tracker.update(scene_of([(3.02, 0, 0), (0.01, 0, 0), (0, 4, 0)]), 0.1, HERE)
    assert tracked.box_instances.tolist() == [2, 1, 3]
    assert tracked.instances.tolist() == [2, 2, 1, 1, 3, 3, -1]


def test_still_objects_keep_their_numbers_before_a_moving_sensor():
    rng = np.random.default_rng(0)
    objects = np.array([(2, 0, 0), (2, 1.2, 0), (-1, 3, 0.2), (4, -2, 0)], float)
    tracker = Tracker()
    for step in range(60):
        sensor = pose(0.08 * step, 0.5 * np.sin(step / 5), step / 8)  # nearly a turn a second
        visible = seen_from(objects + rng.normal(0, 0.03, objects.shape), sensor)
        assert numbers(tracker, visible, step / 10, sensor, yaw=-step / 8) == [1, 2, 3, 4]


def test_without_the_sensors_pose_the_same_scenes_are_not_followed():
    objects = np.array([(2, 0, 0), (-2, 0, 0)], float)
    tracker = Tracker()
    tracker.update(scene_of(objects), 0.0, HERE)
    turned = seen_from(objects, pose(yaw=np.pi))
    assert numbers(tracker, turned, 0.1, HERE) == [2, 1]  # taken for each other
    tracker = Tracker()
    tracker.update(scene_of(objects), 0.0, HERE)
    assert numbers(tracker, turned, 0.1, pose(yaw=np.pi)) == [1, 2]


def test_an_object_that_was_hidden_comes_back_with_its_number():
    tracker = Tracker(TrackerSettings(max_age=1.0))
    walk = [(0.1 * step, 0, 0) for step in range(40)]  # a metre a second
    for step in range(15):
        assert numbers(tracker, [walk[step], (5, 5, 0)], step / 10) == [1, 2]
    for step in range(15, 22):
        assert numbers(tracker, [(5, 5, 0)], step / 10) == [2]
    assert numbers(tracker, [walk[22], (5, 5, 0)], 2.2) == [1, 2]


def test_an_object_unseen_for_too_long_gets_a_new_number_never_an_old_one():
    tracker = Tracker(TrackerSettings(max_age=1.0))
    assert numbers(tracker, [(0, 0, 0)], 0.0) == [1]
    assert numbers(tracker, [(5, 0, 0)], 0.5) == [2]
    assert numbers(tracker, [(0, 0, 0)], 1.2) == [3]
    assert numbers(tracker, [(5, 0, 0)], 1.5) == [2]
    assert numbers(tracker, [(5, 0, 0)], 100.0) == [4]


def test_two_objects_that_cross_keep_their_numbers():
    tracker = Tracker()
    rng = np.random.default_rng(1)
    for step in range(41):
        along = -2 + 0.1 * step  # a metre a second each, passing 0.3 m beside one another
        centres = np.array([(along, 0.15, 0), (-along, -0.15, 0)]) + rng.normal(0, 0.01, (2, 3))
        order = [0, 1] if step % 2 else [1, 0]
        found = numbers(tracker, centres[order], step / 10)
        if step == 0:
            first = dict(zip(order, found, strict=True))
        assert found == [first[k] for k in order], step


def test_another_name_is_another_object():
    tracker = Tracker()
    assert numbers(tracker, [(0, 0, 0)], 0.0, labels=[0]) == [1]
    assert numbers(tracker, [(0, 0, 0)], 0.1, labels=[1]) == [2]
    assert numbers(tracker, [(0, 0, 0)], 0.2, labels=[0]) == [1]


def test_a_changed_vocabulary_does_not_change_what_a_name_is():
    tracker = Tracker()
    assert numbers(tracker, [(0, 0, 0), (3, 0, 0)], 0.0, labels=[0, 1]) == [1, 2]
    renamed = dataclasses.replace(scene_of([(0, 0, 0), (3, 0, 0)], [1, 0]), names=NAMES[::-1])
    assert tracker.update(renamed, 0.1, HERE).box_instances.tolist() == [1, 2]


def test_a_large_object_is_known_by_its_overlap_when_more_of_it_shows():
    tracker = Tracker()
    part, whole = scene_of([(0, 0, 0)], [1]), scene_of([(1.2, 0, 0)], [1])
    part.boxes[0, 3:5], whole.boxes[0, 3:5] = (2.0, 1.5), (4.4, 1.5)
    assert tracker.update(part, 0.0, HERE).box_instances.tolist() == [1]
    assert tracker.update(whole, 0.1, HERE).box_instances.tolist() == [1]


def test_a_jump_back_in_time_forgets_the_tracks_but_not_the_numbers():
    tracker = Tracker()
    assert numbers(tracker, [(0, 0, 0)], 50.0) == [1]
    assert numbers(tracker, [(0, 0, 0)], 50.0) == [1]  # the same stamp is no jump
    assert numbers(tracker, [(0, 0, 0)], 3.0) == [2]
    assert numbers(tracker, [(0, 0, 0)], 3.1) == [2]
    tracker.reset()
    assert numbers(tracker, [(0, 0, 0)], 3.2) == [3]


def test_two_trackers_know_nothing_of_each_other():
    first, second = Tracker(), Tracker()
    assert numbers(first, [(0, 0, 0), (4, 0, 0)], 0.0) == [1, 2]
    assert numbers(second, [(4, 0, 0)], 0.0) == [1]


def test_a_box_that_is_not_finite_is_not_followed():
    tracker = Tracker()
    scene = scene_of([(0, 0, 0), (np.nan, 0, 0)])
    for stamp in (0.0, 0.1):
        tracked = tracker.update(scene, stamp, HERE)
        assert tracked.box_instances.tolist() == [1, -1]
        assert tracked.instances.tolist() == [1, 1, -1, -1, -1]


@pytest.mark.parametrize(
    ("transform", "message"),
    [
        (np.full((4, 4), np.nan), "not finite"),
        (np.diag([1, 1, np.inf, 1]), "not finite"),
        (np.eye(3), r"must be \(4, 4\)"),
        (np.diag([2.0, 2, 2, 1]), "not a rotation"),
        (np.diag([1.0, 1, -1, 1]), "not a rotation"),
        (np.zeros((4, 4)), "not a rotation"),
    ],
)
def test_a_transform_without_sense_is_refused_and_changes_nothing(transform, message):
    tracker = Tracker()
    assert numbers(tracker, [(0, 0, 0)], 9.0) == [1]
    with pytest.raises(ValueError, match=message):
        numbers(tracker, [(0, 0, 0)], 1.0, transform)
    with pytest.raises(ValueError, match="stamp must be finite"):
        numbers(tracker, [(0, 0, 0)], float("nan"))
    assert numbers(tracker, [(0, 0, 0)], 9.1) == [1]


def test_settings_out_of_range_are_refused():
    for bad in ({"max_age": 0.0}, {"gate": np.inf}, {"acceleration": -1.0}, {"min_iou": 0.0}):
        with pytest.raises(ValueError, match=next(iter(bad))):
            TrackerSettings(**bad)
