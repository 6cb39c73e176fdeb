# SPDX-License-Identifier: Apache-2.0
"""PerceptionNode: the lifecycle node. Clouds in, labelled clouds and boxes out; see docs/node.md.

    input -> mailbox -> worker: convert, level, perceive, track, publish
                                          ^ vocabulary, from services and parameters

The executor's thread takes messages and serves; the worker's thread computes; the vocabulary's
thread encodes words; the diagnostics' thread says how all of them are.
"""

from __future__ import annotations

import traceback

from rclpy.clock import Clock, ClockType
from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn

from ws3d_ros.conversions.cloud_error import CloudError
from ws3d_ros.diagnostics import DiagnosticsThread, Level, Status, StatusBoard
from ws3d_ros.frames import Frames
from ws3d_ros.input_monitor import InputMonitor
from ws3d_ros.label_registry import LabelRegistry
from ws3d_ros.measurement import Measurement
from ws3d_ros.node_parameters import NodeParameters
from ws3d_ros.outputs import Outputs
from ws3d_ros.parameters import Settings
from ws3d_ros.passing_thread import in_passing_thread
from ws3d_ros.perception_loader import load_perception, summary
from ws3d_ros.pipeline import Pipeline
from ws3d_ros.shared_interpreter import settle_loaded
from ws3d_ros.throttled_log import ThrottledLog
from ws3d_ros.transforms import TransformBuffer, TransformError
from ws3d_ros.vocabulary_desk import VocabularyDesk
from ws3d_ros.vocabulary_services import VocabularyServices
from ws3d_ros.work_report import WorkReport
from ws3d_ros.worker import Worker

PARTS = ("lifecycle", "input", "inference", "drops", "vocabulary", "device", "transform")
STOP_PATIENCE = 3.0  # seconds that a thread has to end its work in hand

SUCCESS, FAILURE = TransitionCallbackReturn.SUCCESS, TransitionCallbackReturn.FAILURE


class PerceptionNode(LifecycleNode):
    """See the module. rclpy has no composition: the node is a process of its own."""

    def __init__(self) -> None:
        super().__init__("perception")
        self._board = StatusBoard(PARTS, Status(Level.OK, "not configured"))
        self._pipeline: Pipeline | None = None
        self._monitor: InputMonitor | None = None
        self._node_parameters = NodeParameters(
            self,
            on_change=lambda before, after: self._vocabulary.on_parameters(before, after),
            configured=lambda: self._pipeline is not None,
        )
        registry = LabelRegistry()
        self._outputs = Outputs(self, registry)
        self._desk = VocabularyDesk(registry, self._outputs.announce)
        self._vocabulary = VocabularyServices(self, self._desk, self._node_parameters, self._board)
        self._frames = Frames(TransformBuffer(self))
        self._log = ThrottledLog(self.get_logger().warning)
        self._worker: Worker[Measurement] = Worker(self._work, self._on_work_error, "perception")
        self._report = WorkReport(self._board, self._worker.mailbox)
        self._set_phase("unconfigured")
        self._diagnostics = DiagnosticsThread(
            self, self._board, self._report.refresh, lambda: self.settings.diagnostics_period
        )
        self._start_timer = self.create_timer(
            0.0, self._autostart, clock=Clock(clock_type=ClockType.STEADY_TIME)
        )

    @property
    def settings(self) -> Settings:
        """The parameters in force."""
        return self._node_parameters.settings

    def close(self) -> bool:
        """End all threads; True if every one ended within `STOP_PATIENCE`."""
        self._diagnostics.stop()
        if self._monitor is not None:
            self._monitor.stop()
        worker_ended = self._worker.stop(STOP_PATIENCE)
        return self._desk.stop(STOP_PATIENCE) and worker_ended

    # Lifecycle: configure loads, activate opens the input, and back.

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Load the network and encode the first vocabulary; on failure say what to do."""
        self._set_phase("configuring")
        try:
            if self._node_parameters.faults:
                raise ValueError("; ".join(self._node_parameters.faults.values()))
            self._load()
        # Whatever is wrong with files, packages and devices: the node stays and says so.
        except Exception as error:
            self.get_logger().error(f"cannot configure: {error}")
            self._board.post("device", Status(Level.ERROR, str(error)))
            self._set_phase("unconfigured", Level.ERROR, f"configuring failed: {error}")
            self._unload()
            return FAILURE
        self._set_phase("inactive")
        return SUCCESS

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Enable the publishers, say what the label ids mean, and open the input."""
        result = super().on_activate(state)
        if self._desk.current is not None:
            self._outputs.announce(self._desk.current)
        self._monitor = InputMonitor(
            self, self._worker.mailbox.put, lambda: self.settings, self._board
        )
        self._set_phase("active")
        return result

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Close the input and disable the publishers; the network stays loaded."""
        self._close_input()
        self._set_phase("inactive")
        return super().on_deactivate(state)

    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Forget the network; label ids and versions stay for the life of the node."""
        self._unload()
        self._set_phase("unconfigured")
        return super().on_cleanup(state)

    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """From any state to finalized: nothing but diagnostics and services is left."""
        self._close_input()
        self._unload()
        self._set_phase("finalized")
        return super().on_shutdown(state)

    def on_error(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Back to unconfigured after a transition that raised."""
        self._close_input()
        self._unload()
        self._set_phase("unconfigured", Level.ERROR, f"a transition from {state.label} failed")
        return SUCCESS

    def _autostart(self) -> None:
        self.destroy_timer(self._start_timer)
        if self.settings.autostart and self.trigger_configure() == SUCCESS:
            self.trigger_activate()

    def _load(self) -> None:
        first = self._vocabulary.first(self.settings)
        perception = in_passing_thread(lambda: load_perception(self.settings))
        self._desk.open(perception, first)
        self._vocabulary.show()
        self._pipeline = Pipeline(
            perception, self._desk, self._frames, self._outputs, lambda: self.settings
        )
        settle_loaded()
        self._board.post(
            "device", Status(Level.OK, f"network on {perception.device}", summary(perception))
        )
        self.get_logger().info(f"network on {perception.device}: {summary(perception)}")

    def _unload(self) -> None:
        self._pipeline = None
        self._desk.close()

    def _close_input(self) -> None:
        if self._monitor is not None:
            self._monitor.stop()
            self._monitor = None
        self._worker.mailbox.clear()
        self._board.post("input", Status(Level.OK, "closed: the node is not active"))

    # In the worker's thread.

    def _work(self, measurement: Measurement) -> None:
        pipeline, monitor = self._pipeline, self._monitor
        if pipeline is None or monitor is None:
            return
        if not self._outputs.wanted:
            monitor.usable()
            self._report.idle()
            return
        try:
            outcome = pipeline.run(measurement, monitor.accepted)
        except (CloudError, TransformError) as error:
            monitor.unusable(str(error))
            self._report.unusable(error)
            self._log(f"measurement dropped: {error}")
            return
        monitor.usable()
        self._report.done(outcome)
        for note in outcome.notes:
            self._log(note)

    def _on_work_error(self, error: Exception) -> None:
        """Something that no measurement should cause: say it with its trace, and go on."""
        self._report.failed(error)
        if (monitor := self._monitor) is not None:
            monitor.unusable(f"inference failed: {error}")
        trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        self._log(f"inference failed, the measurement is dropped: {error}\n{trace}")

    def _set_phase(self, phase: str, level: Level = Level.OK, message: str = "") -> None:
        self._board.post("lifecycle", Status(level, message or phase, {"state": phase}))
