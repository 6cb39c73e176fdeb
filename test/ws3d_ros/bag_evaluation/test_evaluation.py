# SPDX-License-Identifier: Apache-2.0
"""Evaluation of small bags: figures worked by hand, the same bytes twice, and bad input."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ws3d_ros.bag_evaluation import evaluation, offline
from ws3d_ros.bag_evaluation.command import main
from ws3d_ros.bag_evaluation.evaluation import EvaluationError, Outcome, evaluate
from ws3d_ros.bag_evaluation.scenario import Scenario, Thresholds
from ws3d_ros.bag_evaluation.terminal_lines import terminal_lines
from ws3d_ros.bag_evaluation.topic_choice import TopicRequest

WORDS = ("floor", "chair")
# ROS 1 has no vision_msgs of the same shape.
CHOSEN = ("/lidar/points", "/tf", "/tf_static")


def run(bag: Path, out: Path, parameters: dict[str, Any], **options: Any) -> Outcome:
    thresholds = options.pop("thresholds", Thresholds())
    topics = options.pop("topics", TopicRequest())
    scenario = Scenario(bag, options.pop("words", WORDS), topics, parameters, thresholds)
    return evaluate(scenario, out, quiet=True, **options)


def test_a_network_that_says_chair_everywhere(
    small: SimpleNamespace, small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    outcome = run(small_bag, tmp_path, parameters)
    score = outcome.result.semantic
    assert score is not None
    chairs, floor = 2 * small.chair, small.floor
    np.testing.assert_array_equal(score.confusion, [[0, 4 * floor, 0], [0, 4 * chairs, 0]])
    # "office chair" of the truth counts as the "chair" that is asked for.
    assert score.iou.tolist() == [0.0, chairs / (chairs + floor)]
    assert len(outcome.result.used) == 4
    assert outcome.result.change.flicker == 0.0
    assert outcome.result.change.shared > 100
    # The third true box has no point in view.
    everywhere = outcome.result.boxes[0.25, None]
    assert everywhere.true_counts.tolist() == [0, 8]
    assert outcome.passed
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["semantic"]["accuracy"] == round(chairs / (chairs + floor), 6)
    assert summary["frames"] == {"read": 4, "used": 4, "skipped": {}, "ended_early": ""}
    lines = (tmp_path / "frames.jsonl").read_text().splitlines()
    assert [json.loads(line)["index"] for line in lines] == [0, 1, 2, 3]


def test_the_same_bag_gives_the_same_bytes(
    small_bag: Path,
    parameters: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, beside in (("one", False), ("two", True)):
        # Judged in the same thread, and beside the network.
        monkeypatch.setattr(offline, "core_left_by", lambda device, beside=beside: beside)
        run(small_bag, tmp_path / name, parameters, compare_vocabulary="sofa, chair")
    for file in ("summary.json", "frames.jsonl"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    assert json.loads((tmp_path / "one" / "timings.json").read_text())["offline_ms"]["process"]


def test_limits_decide(small_bag: Path, parameters: dict[str, Any], tmp_path: Path) -> None:
    limits = Thresholds(min_iou={"chair": 0.4, "floor": 0.1}, max_label_flicker=0.1, min_rate_hz=1)
    outcome = run(small_bag, tmp_path, parameters, thresholds=limits)
    assert [finding.kept for finding in outcome.findings] == [True, False, True, False]
    assert not outcome.passed
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "2 of 4 limits are missed" in page
    assert len(page) < 15 << 20


def test_the_command_ends_with_1_where_a_limit_is_missed(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "limits.yaml"
    file.write_text(
        json.dumps(
            {
                "bag": str(small_bag),
                "vocabulary": list(WORDS),
                "parameters": parameters,
                "thresholds": {"min_mean_iou": 0.9},
            }
        )
    )
    arguments = ["--scenario", str(file), "--out", str(tmp_path / "out"), "--quiet"]
    assert main(arguments) == 1
    said = capsys.readouterr().out
    assert "MISSED mean iou, at least 0.9" in said
    file.write_text(file.read_text().replace("min_mean_iou", "max_mean_iou_typo"))
    assert main(arguments) == 2
    assert "max_mean_iou_typo is not among" in capsys.readouterr().err


def test_stopped_while_it_loads(
    small_bag: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(*_: Any, **__: Any) -> Outcome:
        raise KeyboardInterrupt

    monkeypatch.setattr(evaluation, "evaluate", interrupted)
    assert main([str(small_bag), "--out", str(tmp_path)]) == 1
    assert "stopped before the first frame" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--frames", "0"], "--frames must be 1 or more"),
        (["--rate", "0"], "--rate must be above 0"),
        (["--out", __file__], "name a folder"),
    ],
)
def test_options_that_cannot_be_are_refused(
    options: list[str],
    said: str,
    small_bag: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as refused:
        main([str(small_bag), "--out", str(tmp_path), *options])
    assert refused.value.code == 2
    assert said in capsys.readouterr().err


def test_two_vocabularies_are_compared(
    small: SimpleNamespace, small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    outcome = run(small_bag, tmp_path, parameters, compare_vocabulary="chair, sofa")
    assert outcome.result.confusion_with is not None
    names, counts = outcome.result.confusion_with
    assert names == ("chair", "sofa")
    assert counts[1, 0] == counts.sum() == 4 * (small.floor + 2 * small.chair)
    assert all(frame.agreement == 1.0 for frame in outcome.result.used)


def test_outputs_are_recorded_as_a_bag(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    from ws3d_ros.bags.bag_reader import bag_topics

    run(small_bag, tmp_path, parameters, record=True)
    counts = {topic.name: topic.count for topic in bag_topics(tmp_path / "results")[0]}
    assert counts["/perception/labelled_points"] == counts["/perception/detections"] == 4
    assert counts["/perception/label_info"] == 1
    assert counts["/tf"] == 5
    with pytest.raises(EvaluationError, match="remove it"):
        run(small_bag, tmp_path, parameters, record=True)


def test_spoiled_clouds_are_skipped_and_counted(
    small: SimpleNamespace, parameters: dict[str, Any], tmp_path: Path
) -> None:
    def spoil(number: int, message: Any) -> Any:
        if number == 1:
            message.fields = message.fields[1:]
        if number == 2:
            message.data = message.data[: len(message.data) // 2]
        if number == 3:
            message.header.stamp.sec -= 100
        return message

    bag = small.write_bag(tmp_path / "bag", 5, spoil)
    result = run(bag, tmp_path / "out", parameters).result
    problems = {frame.index: frame.problem for frame in result.frames if frame.problem}
    assert set(problems) == {1, 2, 3}
    assert "no field 'x'" in problems[1]
    assert "truncated" in problems[2]
    assert len(result.used) == 2
    assert "truncated" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_stamps_that_go_back_start_anew(
    small: SimpleNamespace, parameters: dict[str, Any], tmp_path: Path
) -> None:
    def back(number: int, message: Any) -> Any:
        return small.cloud_message(0) if number == 2 else message

    bag = small.write_bag(tmp_path / "bag", 3, back)
    result = run(bag, tmp_path / "out", parameters).result
    assert "jumped back" in " ".join(result.frames[2].notes)
    assert np.isnan(result.frames[2].flicker)
    assert [line for line in terminal_lines(result, None) if "(message 2): stamps jumped" in line]


def test_a_recording_that_was_cut_off_says_how_to_mend_it(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag = tmp_path / "cut"
    shutil.copytree(small_bag, bag)
    file = next(bag.glob("*.mcap"))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(EvaluationError, match="reindex"):
        run(bag, tmp_path / "out", parameters)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda bag: shutil.rmtree(bag), "does not exist"),
        (lambda bag: (bag / "metadata.yaml").write_text("nonsense: ["), "cannot be read as a bag"),
    ],
)
def test_what_is_no_bag_is_refused(
    spoil: Any, said: str, small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag = tmp_path / "bag"
    shutil.copytree(small_bag, bag)
    spoil(bag)
    with pytest.raises(EvaluationError, match=said):
        run(bag, tmp_path / "out", parameters)


def test_a_recorder_that_left_no_metadata(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag = tmp_path / "bag"
    shutil.copytree(small_bag, bag)
    (bag / "metadata.yaml").unlink()
    assert len(run(bag, tmp_path / "out", parameters).result.used) == 4


def test_no_message_at_all(
    small: SimpleNamespace, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag = small.write_bag(tmp_path / "bag", 0)
    with pytest.raises(EvaluationError, match="no message on /lidar/points"):
        run(bag, tmp_path / "out", parameters)


def test_topics_and_words_that_are_not_there(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(EvaluationError, match=r"no topic /nowhere; it holds .*/lidar/points"):
        run(small_bag, tmp_path, parameters, topics=TopicRequest(points="/nowhere"))
    with pytest.raises(EvaluationError, match="vocabulary"):
        run(small_bag, tmp_path, parameters, words=("  ",))


def test_label_files_of_another_length_are_named(
    small: SimpleNamespace, small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    count = small.floor + 2 * small.chair
    folder = tmp_path / "labels"
    folder.mkdir()
    for number, size in enumerate((count, count - 1, count)):
        np.full(size, 40, np.uint32).tofile(folder / f"{number:06d}.label")
    outcome = run(small_bag, tmp_path / "out", parameters, labels=folder, label_names={40: "floor"})
    assert "files in labels" in outcome.result.facts["truth"]
    problems = outcome.result.truth_problems
    assert sum(problems.values()) == 2
    assert any("000001.label has 699 labels" in problem for problem in problems)
    assert any("no label file for cloud 3" in problem for problem in problems)
    assert outcome.result.semantic is not None
    assert outcome.result.semantic.confusion.sum() == 2 * count


def test_a_truth_without_names(
    small: SimpleNamespace, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag = small.write_bag(tmp_path / "bag", 1, with_names=False)
    with pytest.raises(EvaluationError, match="cannot serve as truth labels: it is tf2_msgs"):
        run(bag, tmp_path / "a", parameters, topics=TopicRequest(truth_labels="/tf"))
    outcome = run(bag, tmp_path / "a", parameters)
    assert outcome.result.semantic is None
    (problem,) = outcome.result.truth_problems
    assert "says what the numbers mean" in problem


def test_a_ros1_bag_gives_the_same_figures(
    small_bag: Path, parameters: dict[str, Any], tmp_path: Path
) -> None:
    from rosbags.convert import convert
    from rosbags.typesys import Stores, get_typestore

    old = tmp_path / "old.bag"
    store = get_typestore(Stores.ROS1_NOETIC)
    convert([small_bag], old, "", 0, None, "", None, store, (), CHOSEN, (), ())
    first = run(small_bag, tmp_path / "a", parameters).result
    again = run(old, tmp_path / "b", parameters).result
    assert len(again.used) == len(first.used) == 4
    assert [f.boxes for f in again.frames] == [f.boxes for f in first.frames]
    assert again.change == first.change
