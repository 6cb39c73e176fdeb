# SPDX-License-Identifier: Apache-2.0
"""Label files beside a recording: which is whose, KITTI's axes, and files that are broken."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ws3d_ros.bag_evaluation.evaluation import EvaluationError, evaluate
from ws3d_ros.bag_evaluation.ground_truth import GroundTruthError
from ws3d_ros.bag_evaluation.image_view import ImageView
from ws3d_ros.bag_evaluation.kitti_labels import KittiLabels
from ws3d_ros.bag_evaluation.label_folder import LabelFiles, LabelFolder
from ws3d_ros.bag_evaluation.scenario import Scenario

START, PERIOD = 1_700_000_000_000_000_000, 200_000_000
# The camera stands in the lidar; its x is the lidar's -y, its y -z, its z x.
CALIBRATION = """P2: 700 0 600 0 0 700 180 0 0 0 1 0
R0_rect: 1 0 0 0 1 0 0 0 1
Tr_velo_to_cam: 0 -1 0 0 0 0 -1 0 1 0 0 0
"""
CAR = "Car 0.00 0 0 10 10 20 20 1.5 1.6 4.0 -2.0 1.0 10.0 {yaw}"


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(GroundTruthError, match=r"holds no \*\.label files"):
        LabelFolder(tmp_path, {40: "road"})
    with pytest.raises(GroundTruthError, match="nowhere does not exist"):
        LabelFolder(tmp_path / "nowhere", {40: "road"})


@pytest.mark.parametrize(
    "name", ["1700000000.4.label", "1700000000400000.label", "1700000000400000900.label"]
)
def test_names_that_are_times_are_matched_by_stamp(name: str, tmp_path: Path) -> None:
    for other in ("1600000000.0.label", "1700000000200000000.label", name):
        (tmp_path / other).touch()
    files = LabelFiles(tmp_path, ".label")
    assert files.by_stamp
    assert files.of(0, START + 2 * PERIOD).name == name
    with pytest.raises(GroundTruthError, match="no label file within 1 ms of stamp"):
        files.of(1, START + 3 * PERIOD)


def test_other_names_are_taken_in_their_order(tmp_path: Path) -> None:
    for name in ("000007.label", "000003.label"):
        (tmp_path / name).touch()
    files = LabelFiles(tmp_path, ".label")
    assert not files.by_stamp
    assert files.of(1, START).name == "000007.label"
    with pytest.raises(GroundTruthError, match="no label file for cloud 2: 2 files"):
        files.of(2, START)


def kitti(tmp_path: Path, text: str, calibration: str = CALIBRATION) -> KittiLabels:
    for folder, content in (("label_2", text), ("calib", calibration)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "000000.txt").write_text(content)
    return KittiLabels(tmp_path / "label_2", {"Cyclist": "bicycle"})


@pytest.mark.parametrize(("yaw", "level"), [(-1.5707963, 0.0), (0.0, -np.pi / 2)])
def test_kitti_boxes_in_the_lidar(yaw: float, level: float, tmp_path: Path) -> None:
    labels = kitti(
        tmp_path, CAR.format(yaw=yaw) + "\n\n" + CAR.format(yaw=0).replace("Car", "Cyclist")
    )
    boxes = labels.of_cloud(0, START, "velodyne")
    assert boxes.names == ("Car", "bicycle")
    assert boxes.frame == "velodyne"
    found = boxes.moved(np.eye(4))[0]
    # 10 m ahead, 2 m to the left; the middle of its bottom 1 m below the lidar.
    np.testing.assert_allclose(found[:6], (10, 2, -0.25, 4.0, 1.6, 1.5), atol=1e-5)
    assert np.cos(found[6] - level) == pytest.approx(1)
    np.testing.assert_allclose(boxes.poses[0, :3, 2], (0, 0, 1), atol=1e-9)


def test_only_what_the_camera_saw_is_judged(tmp_path: Path) -> None:
    nobody = "DontCare -1 -1 -10 595 175 605 185 -1 -1 -1 -1000 -1000 -1000 -10"
    boxes = kitti(tmp_path, nobody).of_cloud(0, START, "velodyne")
    assert boxes.names == () and boxes.moved(np.eye(4)).shape == (0, 7)
    assert isinstance(boxes.view, ImageView)
    points = np.array([[10, 2, 0], [-10, 2, 0], [1, 20, 0], [10, 0, 0]])
    assert boxes.view.holds(points).tolist() == [True, False, False, False]
    turn = np.array([[0.0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    turned = points @ turn[:3, :3]
    assert boxes.view.moved(turn).holds(turned).tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    ("text", "calibration", "said"),
    [
        ("Car 1 2 3", CALIBRATION, "line 1 has 4 entries, KITTI's labels have 15"),
        ("Car a b", CALIBRATION, "line 1 must hold numbers"),
        (CAR.format(yaw="nan"), CALIBRATION, "finite"),
        ("", CALIBRATION.replace("P2", "P9"), "must hold P2 with 12 numbers"),
        ("", CALIBRATION.replace(" 1", " 0"), "cannot be inverted"),
        ("", "\u00e9", "must hold R0_rect|cannot be read"),
    ],
)
def test_broken_files_are_named(text: str, calibration: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(GroundTruthError, match=said):
        kitti(tmp_path, text, calibration).of_cloud(0, START, "velodyne")


def test_kitti_labels_judge_a_recording(
    small: SimpleNamespace, small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    """One chair of the scene, 2 m ahead and 1 m to the left of the first cloud."""
    chair = "Chair 0 0 0 0 0 0 0 0.6 0.6 0.6 -1.0 0.5 2.0 0.0"
    kitti(tmp_path, chair)
    scenario = Scenario(small_bag, ("floor", "chair"), parameters=parameters)
    labels = tmp_path / "label_2"
    result = evaluate(scenario, tmp_path / "out", labels=labels, quiet=True).result
    assert result.boxes[0.25, None].true_counts.tolist() == [0, 1]
    # The other three clouds have no file.
    assert sum(result.truth_problems.values()) == 3
    (tmp_path / "calib").rename(tmp_path / "elsewhere")
    with pytest.raises(EvaluationError, match="calibration files must stand beside it"):
        evaluate(scenario, tmp_path / "out", labels=labels, quiet=True)


def test_label_files_by_stamp_judge_a_recording(
    small: SimpleNamespace, small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    count = small.floor + 2 * small.chair
    folder = tmp_path / "labels"
    folder.mkdir()
    np.full(count, 40, np.uint32).tofile(folder / f"{START + 2 * PERIOD}.label")
    scenario = Scenario(small_bag, ("floor", "chair"), parameters=parameters)
    names: dict[int | str, str] = {40: "floor"}
    outcome = evaluate(scenario, tmp_path / "out", labels=folder, label_names=names, quiet=True)
    judged = [frame.index for frame in outcome.result.used if not np.isnan(frame.mean_iou)]
    assert judged == [2]
