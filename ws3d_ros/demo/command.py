# SPDX-License-Identifier: Apache-2.0
"""`ws3d-demo`: record or open frames, run the node on them, show what came out."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ws3d_model.language import Vocabulary, VocabularyError
from ws3d_model.up_axis import LEVEL_AXES
from ws3d_ros.demo.graph import choose_domain
from ws3d_ros.demo.stage_error import Interrupted, StageError
from ws3d_ros.demo.words import FIRST_WORDS, OTHER_WORDS, SAME_THINGS
from ws3d_ros.stopping import stop_flag

ROOM_SEED, ROOM_FRAMES, ROOM_RATE = 52, 48, 5.0
OURS = ("input", "result", "node.log", "node.yaml", "picture.png", "page.html", "summary.txt")


@dataclass(frozen=True)
class Words:
    """The two vocabularies: titles, values, and what the node's parameter is set to."""

    first: Vocabulary
    parameter: list[str]
    second: Vocabulary | None

    @property
    def titles(self) -> list[tuple[str, tuple[str, ...]]]:
        """Title and names of each."""
        if self.second is None:
            return [("Labels", self.first.names)]
        return [
            ("First words", self.first.names),
            ("Other words, asked for on the way", self.second.names),
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 when everything worked, 1 when a stage failed, 130 after Ctrl-C."""
    options = _parser().parse_args(arguments)
    with stop_flag() as stopping:
        try:
            _run(options, stopping.is_set)
        except Interrupted:
            print("\nstopped", file=sys.stderr)
            return 130
        except StageError as error:
            print(f"\nws3d-demo: {error}", file=sys.stderr)
            return 1
    return 0


def _run(options: argparse.Namespace, stop: Callable[[], bool]) -> None:
    began = time.monotonic()

    def say(stage: int, text: str) -> None:
        print(f"[{time.monotonic() - began:5.1f} s] {stage}/5  {text}", flush=True)

    words = _words(options)
    folder = _empty_folder(options.output)
    domain = choose_domain()
    # After the transport is chosen: these import the middleware, which reads the environment.
    from ws3d_ros.bags.message_types import UnknownMessageType
    from ws3d_ros.demo.graph import graph_node
    from ws3d_ros.demo.node_process import NodeProcess
    from ws3d_ros.demo.outcome import read_outcome
    from ws3d_ros.demo.room_recording import TOPICS, record_room
    from ws3d_ros.demo.session import Session
    from ws3d_ros.demo.show import show_outcome
    from ws3d_ros.demo.summary import summary_lines
    from ws3d_ros.sources.open_source import open_source
    from ws3d_ros.sources.source import SourceError

    truth, topics, remap = None, (), {}
    if options.source is None:
        say(1, "recording a room that the network has never seen")

        with _bar(2 * options.frames) as bar:

            def go_on(frame: int) -> None:
                bar.update()
                if stop():
                    raise Interrupted

            rate = options.hz or ROOM_RATE
            try:
                room = record_room(folder / "input", options.seed, options.frames, rate, go_on)
            except ValueError as error:
                raise StageError(str(error)) from error
        truth, title, where = room.truth, f"A {room.description}", folder / "input"
        topics, remap = TOPICS, {"points": TOPICS[0]}
    else:
        title, where = options.source.resolve().name, options.source
    try:
        source = open_source(where, options.hz or 1.0, topics, options.pose_up)
        count = 2 * options.frames if truth is not None else _measurements(source)
    except (SourceError, UnknownMessageType) as error:
        raise StageError(str(error)) from error
    say(1, f"{title}: {source.description}")
    parameters = _parameters(options, words)
    with graph_node("ws3d_demo") as node, NodeProcess(folder, parameters, remap) as process:
        say(2, f"starting the node (ROS_DOMAIN_ID={domain}, its output in {process.log})")
        session = Session(node, process, stop)
        session.wait_until_active()
        say(3, f"replaying into the graph, looking for {len(words.first)} names")
        second = None if words.second is None else words.second.entries
        try:
            with _bar(count) as bar:
                half = max(count // 2, 1)
                report = session.run(source, folder / "result", second, half, bar.update)
        except SourceError as error:
            raise StageError(str(error)) from error
    say(4, f"reading the recording of {report.measurements} measurements")
    outcome = read_outcome(folder / "result", report, words.titles, truth)
    if not outcome.results:
        raise StageError(
            f"the node labelled none of {report.measurements} measurements; what it says: "
            f"{outcome.warnings or 'nothing'}; its output is in {folder / 'node.log'}"
        )
    say(5, "drawing")
    subtitle = f"{outcome.results} of {report.measurements} clouds labelled by the node"
    same = SAME_THINGS if words.second and not options.then else {}
    shown = show_outcome(outcome, title, subtitle, folder, same)
    lines = summary_lines(report, outcome)
    (folder / "summary.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    print(f"\ndone in {time.monotonic() - began:.0f} s")
    for path in [*shown, folder / "result"]:
        print(f"    {path}")


def _words(options: argparse.Namespace) -> Words:
    try:
        if options.vocabulary is None:
            first = Vocabulary.of(FIRST_WORDS)
            parameter = list(FIRST_WORDS)
        else:
            first = Vocabulary.parse(options.vocabulary)
            is_file = "," not in options.vocabulary and Path(options.vocabulary).is_file()
            parameter = [str(Path(options.vocabulary).resolve())] if is_file else list(first.names)
        if options.then is not None:
            return Words(first, parameter, Vocabulary.parse(options.then))
        plain = options.source is None and options.vocabulary is None
        return Words(first, parameter, Vocabulary.of(OTHER_WORDS) if plain else None)
    except (OSError, VocabularyError) as error:
        raise StageError(str(error)) from error


def _parameters(options: argparse.Namespace, words: Words) -> dict[str, Any]:
    return {
        "vocabulary": words.parameter,
        "model": options.model or "",
        "device": options.device,
        # The recording then holds the sensor's own colours beside the labels.
        "color": "input",
    }


def _measurements(source: Any) -> int:
    """How many clouds or depth images a source will send; reads it once.

    Raises:
        StageError: it has neither.
    """
    from sensor_msgs.msg import Image, PointCloud2

    kinds = [t.name for t in source.topics if t.message_type in (PointCloud2, Image)]
    if not kinds:
        held = ", ".join(topic.name for topic in source.topics)
        raise StageError(
            f"the source has no PointCloud2 and no Image, only {held}: give a recorded sensor"
        )
    return sum(sample.topic == kinds[0] for sample in source.samples())


def _bar(total: int) -> Any:
    """A progress bar on a terminal, nothing elsewhere."""
    return tqdm(total=total, unit=" frames", leave=False, disable=None)


def _empty_folder(folder: Path) -> Path:
    """The folder without the results of an earlier run; other files in it stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in OURS:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return folder


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ws3d-demo",
        description="Run the perception node on a recorded room, or on real frames, and show what "
        "it finds: a table, a picture, and a page to turn with the mouse.",
    )
    parser.add_argument(
        "--source", type=Path, help="a bag or a folder of frames instead of a made room"
    )
    parser.add_argument("--vocabulary", help="names with commas, or a .txt or .yaml file")
    parser.add_argument("--then", help="a second vocabulary, asked for half-way by the service")
    parser.add_argument("--output", type=Path, default=Path("build/demo"), help="(%(default)s)")
    parser.add_argument("--hz", type=float, help="frames a second (5; of a folder 1)")
    parser.add_argument("--model", help="rooms, streets, or a checkpoint's path (rooms)")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--seed", type=int, default=ROOM_SEED, help="of the room (%(default)s)")
    parser.add_argument(
        "--frames", type=int, default=ROOM_FRAMES, help="of one walk through it (%(default)s)"
    )
    parser.add_argument(
        "--pose-up",
        choices=("auto", *LEVEL_AXES),
        default="auto",
        help="axis that points up in the world of RGB-D poses (z: ScanNet, robots); auto looks for "
        "it in the frames (%(default)s)",
    )
    return parser
