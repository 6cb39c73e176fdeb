# SPDX-License-Identifier: Apache-2.0
"""The options of evaluate_bag, and the scenario that they make together with its file."""

from __future__ import annotations

import argparse
import dataclasses
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from rclpy.utilities import remove_ros_args

from ws3d_ros.bag_evaluation.scenario import Scenario, ScenarioError, words_of
from ws3d_ros.bag_evaluation.topic_choice import TopicRequest

TOPIC_OPTIONS = {
    "points": "cloud topic (found by its type where the bag has one)",
    "image": "colour image topic, Image or CompressedImage",
    "depth": "depth image topic",
    "camera-info": "camera_info of the depth image",
    "truth-labels": "vision_msgs/LabelInfo that names the numbers in the clouds' field gt_label",
    "truth-boxes": "vision_msgs/Detection3DArray with the true objects",
}


def options_of(given: Sequence[str]) -> argparse.Namespace:
    """The options of a command line, checked; one that is wrong ends the process with status 2."""
    parser = _parser()
    options = parser.parse_args(remove_ros_args(["evaluate_bag", *given])[1:])
    if options.frames is not None and options.frames < 1:
        parser.error(f"--frames must be 1 or more, got {options.frames}")
    if not 0 < options.rate < math.inf:
        parser.error(f"--rate must be above 0, got {options.rate:g}")
    if options.out.exists() and not options.out.is_dir():
        parser.error(f"--out {options.out} is a file: name a folder")
    if options.bag is None and options.scenario is None:
        parser.error("name a bag, or a scenario that names one")
    return options


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


def scenario_of(options: argparse.Namespace) -> Scenario:
    """The scenario's file with what the command line says instead.

    Raises:
        ScenarioError: a file cannot be used.
    """
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


def label_names_of(path: Path | None) -> dict[int | str, str] | None:
    """What the numbers or types of label files mean, from a YAML file.

    Raises:
        ScenarioError: the file cannot be used.
    """
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
