# SPDX-License-Identifier: Apache-2.0
"""The two ways to change the words while the node runs: the services and the parameters."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from concurrent.futures import Future as ThreadFuture

from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node
from rclpy.task import Future

from ws3d_model.language import Review, Vocabulary, review_entries
from ws3d_msgs.srv import GetVocabulary, SetVocabulary
from ws3d_ros.conversions.vocabulary import asked_from_messages, messages_from_entries
from ws3d_ros.diagnostics import Level, Status, StatusBoard
from ws3d_ros.node_parameters import NodeParameters
from ws3d_ros.parameter_row import Value
from ws3d_ros.parameters import Settings
from ws3d_ros.vocabulary_desk import VocabularyChange, VocabularyDesk, VocabularyInUse

FILE_SUFFIXES = (".txt", ".yaml", ".yml")


class VocabularyServices:
    """Serves `~/set_vocabulary` and `~/get_vocabulary`, and follows the parameters.

    Args:
        node: serves.
        desk: carries the changes out.
        parameters: `vocabulary` and `threshold` are made to show what is in use.
        board: gets the status of the part "vocabulary".
    """

    def __init__(
        self, node: Node, desk: VocabularyDesk, parameters: NodeParameters, board: StatusBoard
    ) -> None:
        self._node, self._desk, self._parameters, self._board = node, desk, parameters, board
        # Reentrant: while one request waits for its encoding, everything else goes on.
        group = ReentrantCallbackGroup()
        self._services = (
            node.create_service(
                SetVocabulary, "~/set_vocabulary", self._on_set, callback_group=group
            ),
            node.create_service(
                GetVocabulary, "~/get_vocabulary", self._on_get, callback_group=group
            ),
        )

    def on_parameters(self, before: Settings, after: Settings) -> None:
        """Carry a change of parameters out; returns at once, the version shows when it is done.

        Raises:
            ValueError: no name can be used.
        """
        change = VocabularyChange()
        rejected: tuple[str, ...] = ()
        if after.vocabulary != before.vocabulary or after.background != before.background:
            change, rejected = requested(after)
        if after.vocabulary == before.vocabulary:
            change = dataclasses.replace(change, entries=None)  # with the prompts they have
        if after.threshold != before.threshold:
            change = dataclasses.replace(change, threshold=after.threshold)
        # Before the first vocabulary there is nothing to change: on_configure reads the parameters.
        if self._desk.current is not None and change != VocabularyChange():
            self._desk.change(change).add_done_callback(lambda done: self._finish(done, rejected))

    def first(self, settings: Settings) -> Vocabulary:
        """The vocabulary to start with: the parameters', with the prompts it had before a clean-up.

        Raises:
            ValueError: no name can be used.
        """
        last = self._desk.last
        if last is not None and last.names == settings.vocabulary:
            change, _ = requested(settings)
            change = dataclasses.replace(change, entries=None, threshold=settings.threshold)
            return change.applied_to(last)
        change, _ = requested(settings)
        return change.applied_to(Vocabulary(change.entries or (), threshold=settings.threshold))

    def show(self, rejected: Sequence[str] = ()) -> None:
        """Let the parameters and the diagnostics show what is in use. In the executor's thread."""
        in_use = self._desk.current
        if in_use is None:
            return
        vocabulary = in_use.vocabulary
        shown: dict[str, Value] = {"vocabulary": vocabulary.names}
        shown["threshold"] = vocabulary.threshold
        self._parameters.follow(shown)
        self._board.post("vocabulary", _status(in_use, rejected))

    async def _on_set(
        self, request: SetVocabulary.Request, response: SetVocabulary.Response
    ) -> SetVocabulary.Response:
        review = review_entries(asked_from_messages(request.entries))
        response.rejected, response.reasons = list(review.rejected), list(review.reasons)
        response.version = self._desk.version
        if not review.accepted:
            response.message = "no name can be used, the vocabulary stays: " + (
                review.reasons[0] if review.reasons else "give at least one entry"
            )
            return response
        try:
            threshold = _threshold(request.threshold)
            waiting = self._desk.change(VocabularyChange(review.accepted, threshold=threshold))
            in_use = await self._in_executor(waiting)
        except (ValueError, RuntimeError) as error:
            response.message = f"the vocabulary stays: {error}"
            return response
        self.show(review.rejected)
        response.success, response.version = True, in_use.version
        response.accepted = [entry.name for entry in review.accepted]
        response.message = _message(in_use, review)
        return response

    def _on_get(
        self, _: GetVocabulary.Request, response: GetVocabulary.Response
    ) -> GetVocabulary.Response:
        in_use = self._desk.current
        response.version, response.text_encoder = self._desk.version, self._desk.encoder_identity
        if in_use is not None:
            response.entries = messages_from_entries(in_use.vocabulary.entries)
            response.ids = [int(number) for number in in_use.label_ids]
            response.threshold = in_use.vocabulary.threshold
        return response

    def _in_executor(self, waiting: ThreadFuture[VocabularyInUse]) -> Future:
        """The result of another thread as something that a service callback can await."""
        future = Future(executor=self._node.executor)

        def hand_over(done: ThreadFuture[VocabularyInUse]) -> None:
            error = None if done.cancelled() else done.exception()
            if done.cancelled():
                error = RuntimeError("the node is going down")
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(done.result())

        waiting.add_done_callback(hand_over)
        return future

    def _finish(self, done: ThreadFuture[VocabularyInUse], rejected: Sequence[str]) -> None:
        """After a change by parameter; in the thread that carried it out."""
        error = None if done.cancelled() else done.exception()
        if error is not None:
            text = f"the vocabulary stays: {error}"
            self._node.get_logger().error(text)
        if self._node.executor is not None:
            self._node.executor.create_task(self.show, rejected)


def requested(settings: Settings) -> tuple[VocabularyChange, tuple[str, ...]]:
    """What the parameters `vocabulary` and `background` ask for, and the names that were refused.

    Raises:
        ValueError: the file cannot be read, or no name can be used.
    """
    # ROS has no empty array of strings: one blank string stands for it.
    background = tuple(phrase for phrase in settings.background if phrase.strip())
    names = settings.vocabulary
    if len(names) == 1 and names[0].strip().lower().endswith(FILE_SUFFIXES):
        try:
            file = Vocabulary.from_file(names[0].strip())
        except OSError as error:
            raise ValueError(f"vocabulary file cannot be read: {error}") from error
        # The file's threshold counts where the parameter was left at "none".
        threshold = None if settings.threshold else file.threshold
        return VocabularyChange(file.entries, background or file.background, threshold), ()
    review = review_entries(names)
    if not review.accepted:
        raise ValueError(f"vocabulary: no name can be used: {'; '.join(review.reasons)}")
    return VocabularyChange(review.accepted, background), review.rejected


def _threshold(asked: float) -> float | None:
    """The service's threshold; None keeps the present one."""
    if asked < 0.0:
        return None
    if not asked <= 1.0:
        raise ValueError(
            f"threshold must be 0 to 1, or below 0 to keep the present one, got {asked}"
        )
    return round(float(asked), 6)  # float32 on the way: 0.3 came as 0.30000001192


def _message(in_use: VocabularyInUse, review: Review) -> str:
    parts = [f"looking for {len(in_use.vocabulary)} names"]
    if review.rejected:
        parts.append(f"{len(review.rejected)} refused")
    parts.extend(review.warnings)
    if in_use.encoded.doubtful:
        parts.append(f"these seem to name no visible thing: {', '.join(in_use.encoded.doubtful)}")
    return "; ".join(parts)


def _status(in_use: VocabularyInUse, rejected: Sequence[str]) -> Status:
    vocabulary, doubtful = in_use.vocabulary, in_use.encoded.doubtful
    message = f"version {in_use.version}: {len(vocabulary)} names"
    if rejected:
        message += f"; refused: {', '.join(rejected[:5])}"
    if doubtful:
        message += f"; these seem to name no visible thing: {', '.join(doubtful[:5])}"
    values = {
        "version": str(in_use.version),
        "names": ", ".join(vocabulary.names),
        "background": ", ".join(vocabulary.background),
        "threshold": f"{vocabulary.threshold:g}",
        "refused": ", ".join(rejected),
    }
    return Status(Level.WARN if rejected or doubtful else Level.OK, message, values)
