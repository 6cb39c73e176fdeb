# SPDX-License-Identifier: Apache-2.0
"""The benchmark: truth in other names, every figure from the right counter, the table and JSON."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.evaluation.benchmark import Benchmark, SceneFigures, worst
from ws3d_model.evaluation.benchmark_report import as_json, table
from ws3d_model.evaluation.true_labels import true_boxes, true_labels
from ws3d_model.objects import fit_boxes, instance_labels
from ws3d_model.scene_labels import SceneLabels

ROOM = ("wall", "floor", "chair", "table", "sofa")


def answer(cloud: LabelledCloud, names: tuple[str, ...], labels: np.ndarray) -> SceneLabels:
    """What a network says that has these labels and the true objects, and is half sure."""
    boxes, ids = fit_boxes(cloud.cloud.xyz, cloud.instances)
    return SceneLabels(
        names,
        labels,
        np.where(labels >= 0, np.float32(0.5), np.float32(0)),
        cloud.instances,
        boxes,
        instance_labels(labels, cloud.instances, ids),
        np.full(len(ids), 0.5, np.float32),
        ids,
    )


def named(labels: np.ndarray, names: tuple[str, ...]) -> list[str | None]:
    return [names[label] if label >= 0 else None for label in labels[::200].tolist()]


def test_truth_in_coarser_names(a_room: LabelledCloud) -> None:
    wanted = ["floor", "wall", "chair", "chair", None, "table", None]
    # A stool is no chair by the catalog, but it is seating.
    assert named(true_labels(a_room, ROOM), ROOM) == wanted
    groups = ("floor", "wall", "seating")
    assert named(true_labels(a_room, groups), groups)[4] == "seating"
    empty = a_room.select(np.zeros(0, np.int64))
    assert true_labels(empty, ROOM).shape == (0,)


def test_truth_of_a_benchmark_s_own_names_and_of_plain_english(a_street: LabelledCloud) -> None:
    names = ("road", "car", "cyclist", "tree trunk", "traffic sign")
    wanted = ["road", "car", "car", "cyclist", "tree trunk", "traffic sign"]
    assert named(true_labels(a_street, names), names) == wanted
    assert named(true_labels(a_street, a_street.names), a_street.names)[3] == "bicyclist"


def test_boxes_are_those_of_objects_in_view(a_room: LabelledCloud) -> None:
    labels = true_labels(a_room, ROOM)
    boxes, most = true_boxes(a_room, labels)
    assert named(np.repeat(most, 200), ROOM) == ["chair", "chair", None, "table"]
    np.testing.assert_array_equal(boxes, a_room.boxes)
    few = a_room.select(a_room.instances != 1)
    assert len(true_boxes(few, true_labels(few, ROOM))[0]) == 3
    assert true_boxes(dataclasses.replace(a_room, boxes=None), labels)[0].shape == (0, 7)


def test_nothing_counted_is_no_figure() -> None:
    benchmark = Benchmark(ROOM, novel=("chair",), panoptic=True)
    figures = as_json(benchmark)
    assert figures["mean_iou"] is None and figures["panoptic"]["PQ"] is None
    json.dumps(figures, allow_nan=False)
    assert "mIoU, 0 names, 0 scans" in table(benchmark)


def test_the_truth_scores_one_everywhere(a_room: LabelledCloud) -> None:
    benchmark = Benchmark(ROOM, ("wall", "floor"), ("table",), ("wall", "floor"), panoptic=True)
    benchmark.add("room", a_room, answer(a_room, ROOM, true_labels(a_room, ROOM)))
    figures = as_json(benchmark)
    for key in ("mean_iou", "foreground_mean_iou", "harmonic_mean_iou", "accuracy"):
        assert figures[key] == 1, key
    assert figures["names"]["sofa"] is None
    assert [figures["instances"][key] for key in ("AP", "AP50", "AP25")] == [1, 1, 1]
    assert figures["panoptic"]["PQ"] == figures["panoptic"]["PQ_dagger"] == 1
    assert figures["expected_calibration_error"] == 0.5  # half sure, always right
    assert figures["foreground_leaves_out"] == ["wall", "floor"]


def test_figures_of_a_wrong_chair(a_room: LabelledCloud) -> None:
    labels = true_labels(a_room, ROOM)
    labels[a_room.instances == 1] = ROOM.index("table")  # the second of two chairs
    benchmark = Benchmark(ROOM, ("wall", "floor"), ("table",))
    scene = benchmark.add("room", a_room, answer(a_room, ROOM, labels))
    figures = as_json(benchmark)
    assert figures["names"]["chair"] == 0.5 and figures["names"]["table"] == 0.5
    assert figures["mean_iou"] == scene.mean_iou == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert figures["foreground_mean_iou"] == 0.5
    base = (1 + 1 + 0.5) / 3
    assert figures["base_mean_iou"] == pytest.approx(base)
    assert figures["harmonic_mean_iou"] == pytest.approx(2 * base * 0.5 / (base + 0.5))
    # Chair: one of two found. Table: a hit and a false alarm of one score.
    by_name = figures["instances"]["names"]
    assert by_name["chair"]["AP50"] < 1 and by_name["sofa"]["AP50"] is None
    assert figures["boxes"]["AP50"]["names"]["chair"] == 0.5
    text = table(benchmark)
    assert "chair    50.0" in text and "harmonic mIoU" in text and "without wall, floor" in text


def test_boxes_along_the_axes(a_room: LabelledCloud) -> None:
    """A turned bar has the truth's bounds, and an oriented box that overlaps them little."""
    along = np.linspace(0, 2, 300)
    xyz = np.column_stack([along, along, np.zeros(300)]).astype(np.float32)
    bar = dataclasses.replace(
        a_room.select(np.arange(300)),
        cloud=dataclasses.replace(a_room.cloud, xyz=xyz, rgb=None),
        labels=np.full(300, 4, np.int32),
        instances=np.zeros(300, np.int32),
        centres=np.array([[1, 1, 0]], np.float32),
        boxes=np.array([[1, 1, 0, 2, 2, 0.05, 0]], np.float32),
    )
    xyz[::2, 2] = 0.05
    for aligned, expected in ((True, 1.0), (False, 0.0)):
        benchmark = Benchmark(ROOM, aligned_boxes=aligned)
        benchmark.add("bar", bar, answer(bar, ROOM, np.full(300, 3, np.int32)))
        assert benchmark.boxes[1].mean == expected


def test_other_names_or_points_are_refused(a_room: LabelledCloud) -> None:
    said = answer(a_room, ROOM, true_labels(a_room, ROOM))
    with pytest.raises(ValueError, match="other names"):
        Benchmark(("wall",)).add("room", a_room, said)
    with pytest.raises(ValueError, match="not asked for: bed"):
        Benchmark(ROOM, novel=("bed",))
    with pytest.raises(ValueError, match="every name is novel"):
        Benchmark(("wall",), novel=("wall",))


def test_worst_scenes_come_first() -> None:
    scenes = [SceneFigures(str(v), 1, v) for v in (0.5, float("nan"), 0.1, 0.9)]
    assert [scene.mean_iou for scene in worst(scenes, 2)] == [0.1, 0.5]
    assert worst([], 3) == []
