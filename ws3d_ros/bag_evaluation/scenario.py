# SPDX-License-Identifier: Apache-2.0
"""Scenario: a bag, the words to look for, and the limits that a robot's owner sets, in one file."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ws3d_ros.bag_evaluation.generated_bag import Recipe
from ws3d_ros.bag_evaluation.topic_choice import TopicRequest

MAX_BYTES = 1 << 20  # of a scenario file
FILES = (".txt", ".yaml", ".yml")  # of vocabularies


class ScenarioError(ValueError):
    """A scenario that cannot be used; the message names the entry and what may stand there."""


@dataclass(frozen=True)
class Thresholds:
    """Limits; what is left out is not judged. Shares are 0..1, times milliseconds.

    A limit `min_` is missed below it, a limit `max_` above it; a figure that could not be measured
    misses its limit.
    """

    min_mean_iou: float | None = None
    min_iou: Mapping[str, float] = field(default_factory=dict)
    min_accuracy: float | None = None
    min_instance_ap50: float | None = None
    min_box_ap25: float | None = None
    min_box_ap50: float | None = None
    max_calibration_error: float | None = None
    max_label_flicker: float | None = None
    min_instance_persistence: float | None = None
    min_coverage: float | None = None
    max_skipped_share: float | None = None
    max_process_ms_p95: float | None = None
    max_latency_ms_p95: float | None = None
    min_rate_hz: float | None = None
    max_drop_share: float | None = None
    max_memory_mb: float | None = None


@dataclass(frozen=True)
class Scenario:
    """What to evaluate, and against which limits.

    Args:
        bag: path of the bag, relative to the scenario's file; None where the command names it.
        vocabulary: names, or one path of a vocabulary file relative to the scenario's.
        topics: by name, see `TopicRequest`.
        parameters: of the node, by name.
        thresholds: see `Thresholds`.
        recipe: the file's entry `generate`: a bag to make in place of one that lies there.
    """

    bag: Path | None = None
    vocabulary: tuple[str, ...] = ()
    topics: TopicRequest = field(default_factory=TopicRequest)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)
    recipe: Recipe | None = None

    @staticmethod
    def read(path: Path) -> Scenario:
        """Read a scenario's YAML file.

        Raises:
            ScenarioError: no such file, no YAML, an unknown entry, or a value of the wrong kind.
        """
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ScenarioError(f"{path} is larger than {MAX_BYTES} bytes: no scenario")
            content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise ScenarioError(f"{path} cannot be read as YAML: {error}") from error
        known = {"bag", "vocabulary", "topics", "parameters", "thresholds", "generate"}
        _check_entries(path, "the scenario", content, known)
        bag, words = content.get("bag"), content.get("vocabulary", [])
        words = [words] if isinstance(words, str) else words
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ScenarioError(f"{path}: vocabulary must be a list of names, or one file")
        if bag is not None and not isinstance(bag, str):
            raise ScenarioError(f"{path}: bag must be a path, got {bag!r}")
        if bag is not None and content.get("generate") is not None:
            raise ScenarioError(f"{path}: name a bag or generate one, not both")
        if len(words) == 1 and words[0].endswith(FILES):
            words = [str(path.parent / words[0])]
        parameters = content.get("parameters") or {}
        _check_entries(path, "parameters", parameters, None)
        return Scenario(
            None if bag is None else path.parent / bag,
            tuple(words),
            _topics(path, content.get("topics") or {}),
            parameters,
            _thresholds(path, content.get("thresholds") or {}),
            _recipe(path, content.get("generate")),
        )


def words_of(text: str) -> tuple[str, ...]:
    """A vocabulary of the command line: a file's path, or names with commas between."""
    return (text,) if text.endswith(FILES) else tuple(name.strip() for name in text.split(","))


def _check_entries(path: Path, where: str, content: Any, known: set[str] | None) -> None:
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise ScenarioError(f"{path}: {where} must hold entries with names")
    unknown = sorted(set(content) - known) if known is not None else []
    if unknown:
        raise ScenarioError(f"{path}: {unknown[0]} is not among {sorted(known or ())} of {where}")


def _topics(path: Path, content: Any) -> TopicRequest:
    _check_entries(path, "topics", content, {f.name for f in dataclasses.fields(TopicRequest)})
    for name, value in content.items():
        if not isinstance(value, str):
            raise ScenarioError(f"{path}: topics: {name} must be a topic's name, got {value!r}")
    return TopicRequest(**content)


def _recipe(path: Path, content: Any) -> Recipe | None:
    if content is None:
        return None
    _check_entries(path, "generate", content, {f.name for f in dataclasses.fields(Recipe)})
    try:
        return Recipe(**content)
    except (TypeError, ValueError) as error:
        raise ScenarioError(f"{path}: generate: {error}") from error


def _thresholds(path: Path, content: Any) -> Thresholds:
    _check_entries(path, "thresholds", content, {f.name for f in dataclasses.fields(Thresholds)})
    checked: dict[str, Any] = {}
    for name, value in content.items():
        if name == "min_iou":
            _check_entries(path, "min_iou", value, None)
            checked[name] = {word: _number(path, word, limit) for word, limit in value.items()}
        else:
            checked[name] = _number(path, name, value)
    return Thresholds(**checked)


def _number(path: Path, name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ScenarioError(f"{path}: {name} must be a number, got {value!r}")
    return float(value)
