# SPDX-License-Identifier: Apache-2.0
"""`ros2 run ws3d_ros evaluate_bag BAG --out DIR`: how good is it here, and does it keep up?"""

from __future__ import annotations

import argparse
import dataclasses
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ws3d_model.kept_memory import keep_memory
from ws3d_model.openmp_waiting import wait_briefly
from ws3d_ros.bag_evaluation.scenario import Scenario, ScenarioError, words_of
from ws3d_ros.bag_evaluation.topic_choice import TopicRequest
from ws3d_ros.bag_evaluation.verdict import Finding
from ws3d_ros.shared_interpreter import settle_loaded
from ws3d_ros.transport import use_shared_memory_profile

TOPIC_OPTIONS = {
    "points": "cloud topic (found by its type where the bag has one)",
    "image": "colour image topic, Image or CompressedImage",
    "depth": "depth image topic",
    "camera-info": "camera_info of the depth image",
    "truth-labels": "vision_msgs/LabelInfo that names the numbers in the clouds' field gt_label",
    "truth-boxes": "vision_msgs/Detection3DArray with the true objects",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 when every limit is kept, 1 when one is missed or nothing could be judged,
    2 for input that cannot be used."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    use_shared_memory_profile()
    keep_memory()
    wait_briefly()
    # After the profile is named: the middleware reads it when it is loaded.
    from ws3d_ros.bag_evaluation.evaluation import EvaluationError, evaluate

    settle_loaded()
    parser = _parser()
    options = parser.parse_args(_without_ros_args(given))
    if options.frames is not None and options.frames < 1:
        parser.error(f"--frames must be 1 or more, got {options.frames}")
    if not 0 < options.rate < math.inf:
        parser.error(f"--rate must be above 0, got {options.rate:g}")
    if options.out.exists() and not options.out.is_dir():
        parser.error(f"--out {options.out} is a file: name a folder")
    try:
        scenario = _scenario(options)
        if scenario.bag is None and scenario.recipe is None:
            parser.error("name a bag, or a scenario that names one")
        outcome = evaluate(
            scenario,
            options.out,
            labels=options.labels,
            label_names=_label_names(options.label_names),
            compare_model=options.compare_model,
            compare_vocabulary=options.compare_vocabulary,
            record=options.record,
            live_rate=options.rate if options.live else None,
            live_node=options.node,
            limit=options.frames,
            quiet=options.quiet,
        )
    except (EvaluationError, ScenarioError) as error:
        print(f"evaluate_bag: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("evaluate_bag: stopped before the first frame: there is no report", file=sys.stderr)
        return 1
    _print(outcome.findings, outcome.lines)
    print(f"report: {outcome.report}")
    return 0 if outcome.passed else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="evaluate_bag",
        description="Run the node's own perception over a recorded bag, and report how right, how "
        "steady and how fast it is. The bag may be mcap, sqlite3 or ROS 1. The same bag and "
        "checkpoint give the same summary.json and frames.jsonl.",
        epilog="example: evaluate_bag my_bag --out build/report --vocabulary 'chair, table, door'; "
        "with limits: evaluate_bag --scenario config/scenarios/home.yaml --out build/home",
    )
    parser.add_argument("bag", nargs="?", type=Path, help="folder or file of the bag")
    parser.add_argument("--out", type=Path, required=True, help="folder for the report")
    parser.add_argument(
        "--scenario", type=Path, help="YAML: bag or what to generate, vocabulary, topics, limits"
    )
    parser.add_argument("--vocabulary", help="names with commas between, or a .txt or .yaml file")
    parser.add_argument("--model", help="rooms, streets, or a checkpoint's path (rooms)")
    parser.add_argument("--params", type=Path, help="the node's parameters, as for ros2 launch")
    for name, text in TOPIC_OPTIONS.items():
        parser.add_argument(f"--{name}", default="", metavar="TOPIC", help=text)
    parser.add_argument(
        "--labels",
        type=Path,
        metavar="DIR",
        help="SemanticKITTI *.label files, or KITTI's label_2; one a cloud, by stamp or in order",
    )
    parser.add_argument(
        "--label-names",
        type=Path,
        metavar="YAML",
        help="what they mean: {40: road}",
    )
    parser.add_argument("--compare-model", metavar="FILE", help="compare another checkpoint")
    parser.add_argument("--compare-vocabulary", metavar="NAMES", help="or another vocabulary")
    parser.add_argument("--record", action="store_true", help="write the outputs as a bag")
    parser.add_argument("--live", action="store_true", help="replay into the graph as well")
    parser.add_argument("--rate", type=float, default=1.0, help="of the replay (%(default)s)")
    parser.add_argument(
        "--node", metavar="NAME", help="a running node, as /perception, instead of one of our own"
    )
    parser.add_argument("--frames", type=int, help="only so many measurements")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser


def _scenario(options: argparse.Namespace) -> Scenario:
    """The scenario's file with what the command line says instead."""
    scenario = Scenario.read(options.scenario) if options.scenario else Scenario()
    topics = {
        name.replace("-", "_"): getattr(options, name.replace("-", "_")) for name in TOPIC_OPTIONS
    }
    chosen = {**vars(scenario.topics), **{k: v for k, v in topics.items() if v}}
    parameters: dict[str, Any] = {**scenario.parameters}
    if options.params:
        parameters |= _parameters(options.params)
    if options.model:
        parameters["model"] = options.model
    return dataclasses.replace(
        scenario,
        bag=options.bag or scenario.bag,
        recipe=None if options.bag else scenario.recipe,
        vocabulary=words_of(options.vocabulary) if options.vocabulary else scenario.vocabulary,
        topics=TopicRequest(**chosen),
        parameters=parameters,
    )


def _parameters(path: Path) -> dict[str, Any]:
    """The parameters of a file as `ros2 launch` reads it: NODE: ros__parameters: {...}."""
    content = _yaml(path)
    found: dict[str, Any] = {}
    for entry in content.values():
        if isinstance(entry, dict) and isinstance(entry.get("ros__parameters"), dict):
            found |= entry["ros__parameters"]
    if not found:
        raise ScenarioError(f"{path} holds no parameters: write /**: ros__parameters: ...")
    return found


def _label_names(path: Path | None) -> dict[int | str, str] | None:
    if path is None:
        return None
    content = _yaml(path)
    if not all(isinstance(k, int | str) and isinstance(v, str) for k, v in content.items()):
        raise ScenarioError(f"{path} must map numbers or types to names: {{40: road}}")
    return {key: str(name) for key, name in content.items()}


def _yaml(path: Path) -> Mapping[Any, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ScenarioError(f"{path} cannot be read as YAML: {error}") from error
    if not isinstance(content, dict):
        raise ScenarioError(f"{path} must hold entries with names")
    return content


def _without_ros_args(given: Sequence[str]) -> list[str]:
    from rclpy.utilities import remove_ros_args

    found: list[str] = remove_ros_args(["evaluate_bag", *given])[1:]
    return found


def _print(findings: Sequence[Finding], lines: Sequence[str]) -> None:
    for line in lines:
        print(line)
    for finding in findings:
        said = "kept  " if finding.kept else "MISSED"
        found = "not measured" if math.isnan(finding.measured) else f"{finding.measured:.4g}"
        print(f"{said} {finding.what} {finding.limit:g}: {found}")


if __name__ == "__main__":
    sys.exit(main())
