# SPDX-License-Identifier: Apache-2.0
"""One run through the graph: wait for the node, replay, change the words half-way, record."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from lifecycle_msgs.srv import GetState
from rclpy.node import Node
from sensor_msgs.msg import CompressedImage, Image, PointCloud2
from tf2_msgs.msg import TFMessage
from vision_msgs.msg import Detection3DArray, LabelInfo

from ws3d_model.language import VocabularyEntry
from ws3d_msgs.srv import SetVocabulary
from ws3d_ros.bags.bag_writer import BagWriter
from ws3d_ros.conversions.vocabulary import messages_from_entries
from ws3d_ros.demo.node_process import NodeProcess, wait_for
from ws3d_ros.demo.stage_error import Interrupted, StageError
from ws3d_ros.recorder import Recorder
from ws3d_ros.sources.player import Player, PlayReport
from ws3d_ros.sources.restamp import stamp_of
from ws3d_ros.sources.source import Sample, Source

NODE = "/perception"
POINTS, DETECTIONS, LABEL_INFO = (
    f"{NODE}/{name}" for name in ("labelled_points", "detections", "label_info")
)
RECORDED = (
    (POINTS, PointCloud2, False),
    (DETECTIONS, Detection3DArray, False),
    (LABEL_INFO, LabelInfo, True),
    ("/tf", TFMessage, False),
    ("/tf_static", TFMessage, True),
    ("/diagnostics", DiagnosticArray, False),
)
MEASUREMENTS = (PointCloud2, Image, CompressedImage)
START_PATIENCE = 90.0  # seconds until the node is active: loading torch on a slow disk
LAST_PATIENCE = 60.0  # seconds for the result of the last measurement
AFTERWARDS = 1.0  # seconds for what comes with and after it: boxes, diagnostics


@dataclass
class WordChange:
    """The call of ~/set_vocabulary: when it was asked and answered, and what the answer was."""

    asked: int = 0  # wall time, nanoseconds
    answered: int = 0
    version: int = 0
    message: str = ""


@dataclass
class RunReport:
    """What a run did.

    Args:
        sent: the player's report.
        measurements: number of measurements sent (clouds, or depth images).
        source_stamps: the source's time of each measurement by the stamp it was sent with.
        change: of the vocabulary, None where there was none.
        memory: of the node at its largest, MiB.
    """

    sent: PlayReport
    measurements: int
    source_stamps: dict[int, int]
    change: WordChange | None
    memory: float | None


class Session:
    """A node of the demo in the graph together with the perception node.

    Args:
        node: served by an executor in another thread.
        process: the perception node.
        stop: raises Interrupted where the user wants to stop.
    """

    def __init__(self, node: Node, process: NodeProcess, stop: Callable[[], bool]) -> None:
        self._node, self._process, self._stop = node, process, stop
        self._last_result = 0  # stamp, nanoseconds

    def wait_until_active(self) -> None:
        """Return when the node is active.

        Raises:
            StageError: it ended, or is not active in time; with the end of its log.
        """
        client = self._node.create_client(GetState, f"{NODE}/get_state")
        active = threading.Event()
        faults: list[str] = []
        diagnostics = self._node.create_subscription(
            DiagnosticArray, "/diagnostics", lambda message: faults.extend(_faults(message)), 10
        )

        asked: list[Any] = []

        def ask() -> bool:
            if client.service_is_ready() and all(question.done() for question in asked):
                asked[:] = [client.call_async(GetState.Request())]
                asked[0].add_done_callback(
                    lambda done: active.set() if _is_active(done.result()) else None
                )
            return active.wait(0.4)

        def check() -> None:
            self._check()
            if faults:
                raise StageError(f"the node cannot start: {faults[0]}; see {self._process.log}")

        if not wait_for(ask, START_PATIENCE, check):
            raise StageError(
                f"the node was not active after {START_PATIENCE:g} s; the end of "
                f"{self._process.log}:\n{self._process.last_lines()}"
            )
        self._node.destroy_client(client)
        self._node.destroy_subscription(diagnostics)

    def run(
        self,
        source: Source,
        bag: Path,
        words: tuple[VocabularyEntry, ...] | None,
        half: int,
        progress: Callable[[], object],
    ) -> RunReport:
        """Replay the source and record what the node makes of it.

        Args:
            source: what to play.
            bag: the recording, which must not exist.
            words: the second vocabulary, or None.
            half: after so many measurements it is asked for.
            progress: called after every measurement sent.

        Raises:
            StageError: nobody listens, the node ended, or it refused the vocabulary.
        """
        player = Player(self._node, source)
        main_topic = next(t.name for t in source.topics if t.message_type in (PointCloud2, Image))
        report = RunReport(PlayReport(), 0, {}, None, None)
        with BagWriter(bag) as writer:
            recorder = Recorder(self._node, writer, self._heard)
            for topic, message_type, latched in RECORDED:
                recorder.add(topic, message_type, latched)
            if not player.wait_for_listener(15.0, self._stopping):
                raise StageError(
                    f"the node does not listen to {main_topic}: see {self._process.log}"
                )
            time.sleep(0.5)  # the other topics and the recorder are found at about the same time

            def after(sample: Sample, stamp: int) -> None:
                if sample.topic == main_topic:
                    report.measurements += 1
                    progress()
                    report.source_stamps[stamp] = sample.stamp
                    if words is not None and report.measurements == half:
                        report.change = self._change_words(words)

            report.sent = player.play(stop=self._stopping, after=after)
            self._drain(max(report.source_stamps, default=0))
            report.memory = self._process.memory()
            recorder.close()
        player.close()
        if report.change is not None and not report.change.version:
            raise StageError(
                f"the vocabulary was not changed: {report.change.message or 'no answer'}; "
                f"see {self._process.log}"
            )
        return report

    def _change_words(self, words: tuple[VocabularyEntry, ...]) -> WordChange:
        """Ask for other words without waiting: clouds go on meanwhile."""
        change = WordChange(asked=time.time_ns())
        client = self._node.create_client(SetVocabulary, f"{NODE}/set_vocabulary")
        if not client.wait_for_service(5.0):
            change.message = "the service ~/set_vocabulary is not there"
            return change
        request = SetVocabulary.Request(entries=messages_from_entries(words), threshold=-1.0)

        def answered(done: Any) -> None:
            answer = done.result()
            change.answered, change.message = time.time_ns(), answer.message
            change.version = answer.version if answer.success else 0

        client.call_async(request).add_done_callback(answered)
        return change

    def _drain(self, last_stamp: int) -> None:
        """Wait for the last measurement's result: the newest is never replaced by another."""
        wait_for(lambda: self._last_result >= last_stamp, LAST_PATIENCE, self._check)
        time.sleep(AFTERWARDS)

    def _heard(self, topic: str, stamp: int, data: bytes) -> None:
        if topic == POINTS:
            self._last_result = stamp_of(data)

    def _stopping(self) -> bool:
        self._check()
        return False

    def _check(self) -> None:
        if self._stop():
            raise Interrupted
        self._process.check()


def _faults(message: DiagnosticArray) -> list[str]:
    """What the node says of a failure to configure."""
    of_node = [s for s in message.status if s.name == f"{NODE[1:]}: lifecycle"]
    return [s.message for s in of_node if s.level == DiagnosticStatus.ERROR]


def _is_active(answer: GetState.Response | None) -> bool:
    return answer is not None and answer.current_state.label == "active"
