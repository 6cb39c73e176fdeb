# SPDX-License-Identifier: Apache-2.0
"""evaluate(): a bag through the perception, into a folder with the report."""

from __future__ import annotations

import contextlib
import dataclasses
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ws3d_model.worlds.words import COARSE
from ws3d_ros.bag_evaluation.generated_bag import generated_bag
from ws3d_ros.bag_evaluation.kitti_labels import MORE_GENERAL, KittiLabels
from ws3d_ros.bag_evaluation.label_folder import LabelFolder
from ws3d_ros.bag_evaluation.live import LiveRun
from ws3d_ros.bag_evaluation.live_result import LiveResult
from ws3d_ros.bag_evaluation.network import Network
from ws3d_ros.bag_evaluation.offline import OfflineRun
from ws3d_ros.bag_evaluation.recording import Recording
from ws3d_ros.bag_evaluation.report import write_report
from ws3d_ros.bag_evaluation.result_files import write_files
from ws3d_ros.bag_evaluation.result_writer import ResultWriter
from ws3d_ros.bag_evaluation.results import RunResult
from ws3d_ros.bag_evaluation.scenario import Scenario, words_of
from ws3d_ros.bag_evaluation.shown_frames import ShownFrames
from ws3d_ros.bag_evaluation.terminal_lines import terminal_lines
from ws3d_ros.bag_evaluation.verdict import Finding, verdict
from ws3d_ros.bags.message_types import UnknownMessageType
from ws3d_ros.demo.stage_error import StageError
from ws3d_ros.parameters import Settings
from ws3d_ros.stopping import stop_flag


class EvaluationError(ValueError):
    """Nothing can be evaluated; the message says what to do."""


@dataclass(frozen=True)
class Outcome:
    """What an evaluation came to.

    Args:
        passed: something was judged, and every limit is kept.
        findings: limit by limit.
        lines: for the terminal.
        report: the page.
        result: everything.
        stopped: the user ended it early.
    """

    passed: bool
    findings: tuple[Finding, ...]
    lines: tuple[str, ...]
    report: Path
    result: RunResult
    stopped: bool = False


def evaluate(
    scenario: Scenario,
    out: Path,
    labels: Path | None = None,
    label_names: Mapping[int | str, str] | None = None,
    compare_model: str | None = None,
    compare_vocabulary: str | None = None,
    record: bool = False,
    live_rate: float | None = None,
    live_node: str | None = None,
    limit: int | None = None,
    quiet: bool = False,
) -> Outcome:
    """Evaluate a bag; Ctrl-C ends it with the report of what was done.

    Args:
        scenario: bag, words, topics, parameters and limits.
        out: folder for summary.json, timings.json, frames.jsonl and report.html.
        labels, label_names: a folder of SemanticKITTI's *.label files, and what their numbers
            mean; or KITTI's label_2, and what its types are called where that differs.
        compare_model, compare_vocabulary: a second network or vocabulary to compare with.
        record: write the outputs as a bag, `out`/results.
        live_rate: replay into the graph too, at this rate; None does not.
        live_node: a running node instead of one of our own.
        limit: evaluate so many measurements at most.
        quiet: no progress bar.

    Raises:
        EvaluationError: the bag, the words, the parameters or the labels cannot be used.
    """
    try:
        if scenario.bag is None and scenario.recipe is not None:
            bag = generated_bag(scenario.recipe, quiet=quiet)
            scenario = dataclasses.replace(scenario, bag=bag)
        if scenario.bag is None:
            raise EvaluationError(
                "the scenario names no bag: name one beside it, or in its entry bag"
            )
        settings = _settings(scenario)
        recording = Recording(scenario.bag, scenario.topics, settings)
        folder = _labels(labels, label_names)
        network = Network.of(settings)
        words = words_of(compare_vocabulary) if compare_vocabulary else ()
        other = network.compared(settings, compare_model or "", words)
        run = OfflineRun(recording, network, settings, {**MORE_GENERAL, **COARSE}, folder, other)
        out.mkdir(parents=True, exist_ok=True)
        results = out / "results"
        if record and results.exists():
            raise EvaluationError(f"{results} exists: remove it, or name another --out")
    except (ValueError, OSError, ImportError, UnknownMessageType) as error:
        raise EvaluationError(str(error)) from error
    shown = ShownFrames()
    with contextlib.ExitStack() as stack:
        stopping = stack.enter_context(stop_flag())
        lines = stack.enter_context((out / "frames.jsonl").open("w", encoding="utf-8"))
        writer = None
        if record:
            names = network.vocabulary.vocabulary.names
            writer = stack.enter_context(ResultWriter(results, scenario.bag, names, settings))
        bar = tqdm(total=min(recording.count, limit or math.inf), unit="frame", disable=quiet)
        watchers = [shown.watch] if writer is None else [shown.watch, writer.watch]

        def watch(*frame: Any) -> None:
            for watcher in watchers:
                watcher(*frame)

        for _ in stack.enter_context(contextlib.closing(run.run(lines, watch, limit))):
            bar.update()
            if stopping.is_set():
                run.result.ended = "stopped by the user"
                break
        bar.close()
        result = run.result
        _tell(result, scenario, recording, labels, network, other)
        live = None
        if live_rate is not None and not stopping.is_set():
            live = _live(scenario, recording, out, live_rate, live_node, stopping.is_set)
    findings = verdict(scenario.thresholds, result, None if live is None else live.figures())
    write_files(out, result, findings, live)
    title = f"Evaluation of {_name(scenario)}"
    page = write_report(out / "report.html", title, result, findings, shown.worst_first, live)
    passed = bool(result.used) and all(finding.kept for finding in findings)
    lines_said = tuple(terminal_lines(result, live))
    return Outcome(passed, tuple(findings), lines_said, page, result, stopping.is_set())


def _settings(scenario: Scenario) -> Settings:
    known = {**scenario.parameters}
    if scenario.vocabulary:
        known["vocabulary"] = list(scenario.vocabulary)
    # use_sim_time belongs to every node, not to the table of this one.
    known.pop("use_sim_time", None)
    return Settings().changed(known)


def _labels(
    folder: Path | None, names: Mapping[int | str, str] | None
) -> LabelFolder | KittiLabels | None:
    if folder is None:
        return None
    numbers = {key: name for key, name in (names or {}).items() if isinstance(key, int)}
    if not any(folder.glob("*.label")) and any(folder.glob("*.txt")):
        types = {key: name for key, name in (names or {}).items() if isinstance(key, str)}
        return KittiLabels(folder, types)
    if not numbers:
        raise EvaluationError(
            "--labels needs --label-names with an entry for each number, {40: road}: what do the "
            "numbers in the files mean?"
        )
    return LabelFolder(folder, numbers)


def _live(
    scenario: Scenario,
    recording: Recording,
    out: Path,
    rate: float,
    node: str | None,
    stop: Callable[[], bool],
) -> LiveResult:
    run = LiveRun(recording.path, recording.topics, rate, node or "/perception", stop)
    try:
        if node is not None:
            return run.run()
        words = {"vocabulary": list(scenario.vocabulary)} if scenario.vocabulary else {}
        return run.run_own(out, {**scenario.parameters, **words})
    except StageError as error:
        raise EvaluationError(str(error)) from error


def _name(scenario: Scenario) -> str:
    if scenario.recipe is not None:
        return scenario.recipe.name
    return "" if scenario.bag is None else scenario.bag.name


def _tell(
    result: RunResult,
    scenario: Scenario,
    recording: Recording,
    labels: Path | None,
    network: Network,
    other: Network | None,
) -> None:
    truth = [*recording.topics.truth] + ([] if labels is None else [f"files in {labels.name}"])
    result.facts = {
        "bag": _name(scenario),
        "length": f"{recording.seconds:.1f} s",
        "topics": ", ".join(recording.topics.sensor),
        "truth": ", ".join(truth) or "none",
        "checkpoint": network.perception.checkpoint.content_hash[:16],
        "text encoder": network.perception.encoder.identity,
        "vocabulary": ", ".join(result.names),
    }
    if other is not None:
        result.facts["compared with"] = other.perception.checkpoint.content_hash[:16]
        names = other.vocabulary.vocabulary.names
        if names != result.names:
            result.facts["its vocabulary"] = ", ".join(names)
