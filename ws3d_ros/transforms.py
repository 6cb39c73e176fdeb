# SPDX-License-Identifier: Apache-2.0
"""TransformBuffer: transforms at a stamp from /tf and /tf_static, by tf2_ros or by our own tree."""

from __future__ import annotations

import importlib.util
import time
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt
from builtin_interfaces.msg import Time
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.clock import JumpThreshold
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile
from rclpy.time import Time as RclpyTime
from scipy.spatial.transform import Rotation

from ws3d_ros.transform_messages import components, insert_transforms
from ws3d_ros.transform_tree import NANOSECONDS, TransformError, TransformTree

if TYPE_CHECKING:
    from tf2_msgs.msg import TFMessage

__all__ = ["TransformBuffer", "TransformError", "own_source", "tf2_source"]

Float64 = npt.NDArray[np.float64]

POLL = 0.005  # seconds between two looks for a transform that is waited for
QUEUE = 100  # messages, as tf2_ros listens


class TransformSource(Protocol):
    """Where transforms come from; stamps in nanoseconds."""

    def lookup(self, target: str, source: str, stamp: int) -> Float64:
        """(4, 4) target_from_source at the stamp, or a TransformError, without waiting."""

    def connected(self, target: str, source: str) -> bool:
        """Whether the two frames hang in one tree at all."""

    def clear(self) -> None:
        """Forget what moves."""

    def close(self) -> None:
        """Listen no more."""


class TransformBuffer:
    """Listens to /tf and /tf_static and answers from any thread.

    While a lookup waits, the executor of `node` must be spinning in another thread. A jump back of
    the node's clock forgets all moving frames.

    Args:
        node: listens on its behalf.
        cache_time: seconds that are kept.
        source: where the transforms come from; None takes tf2_ros where it is installed, else
            TFMessage and our own tree.
    """

    def __init__(
        self, node: Node, cache_time: float = 10.0, source: TransformSource | None = None
    ) -> None:
        self._source = source or _installed_source(node, cache_time)
        backwards = JumpThreshold(
            min_forward=None, min_backward=Duration(nanoseconds=-1), on_clock_change=False
        )
        self._jumps = node.get_clock().create_jump_callback(
            backwards, post_callback=lambda _: self.clear()
        )

    def connected(self, target: str, source: str) -> bool:
        """Whether TF joins the two frames at whatever time; a frame is always joined to itself."""
        return target == source or self._source.connected(target, source)

    def lookup(self, target: str, source: str, stamp: Time, timeout: float = 0.0) -> Float64:
        """(4, 4) float64 target_from_source at the stamp of a measurement.

        Args:
            stamp: never "the latest": a stamp of zero finds static transforms alone.
            timeout: seconds to wait for it to arrive.

        Raises:
            TransformError: what is missing (a frame, a connection, or the time), after the timeout.
        """
        if target == source and target:
            return np.eye(4)
        nanoseconds = stamp.sec * NANOSECONDS + stamp.nanosec
        deadline = time.monotonic() + timeout
        while True:
            try:
                return self._source.lookup(target, source, nanoseconds)
            except TransformError as error:
                if error.final or time.monotonic() >= deadline:
                    raise
            time.sleep(POLL)

    def clear(self) -> None:
        """Forget all moving frames; for a recording that starts again."""
        self._source.clear()

    def close(self) -> None:
        """Stop listening."""
        self._jumps.unregister()
        self._source.close()


def _installed_source(node: Node, cache_time: float) -> TransformSource:
    if importlib.util.find_spec("tf2_ros") is not None:
        return tf2_source(node, cache_time)
    if importlib.util.find_spec("tf2_msgs") is not None:
        return own_source(node, cache_time)
    return _NoSource()


def own_source(node: Node, cache_time: float = 10.0) -> TransformSource:
    """Transforms by our own tree; needs the message type of tf2_msgs alone."""
    return _OwnSource(node, cache_time)


def tf2_source(node: Node, cache_time: float = 10.0) -> TransformSource:
    """Transforms by tf2_ros, as installed with ROS."""
    return _Tf2Source(node, cache_time)


class _OwnSource(TransformTree):
    """The tree, fed from the two topics."""

    def __init__(self, node: Node, cache_time: float) -> None:
        from tf2_msgs.msg import TFMessage  # absent where neither ROS nor the set-up provides it

        super().__init__(cache_time)
        self._node = node
        group = MutuallyExclusiveCallbackGroup()
        latched = QoSProfile(depth=QUEUE, durability=DurabilityPolicy.TRANSIENT_LOCAL)
        self._subscriptions = [
            node.create_subscription(
                TFMessage, "/tf", self._take_moving, QUEUE, callback_group=group
            ),
            node.create_subscription(
                TFMessage, "/tf_static", self._take_static, latched, callback_group=group
            ),
        ]

    def close(self) -> None:
        for subscription in self._subscriptions:
            self._node.destroy_subscription(subscription)

    def _take_moving(self, message: TFMessage) -> None:
        insert_transforms(self, message, False, self._warn)

    def _take_static(self, message: TFMessage) -> None:
        insert_transforms(self, message, True, self._warn)

    def _warn(self, reason: str) -> None:
        self._node.get_logger().warning(
            f"transform passed over: {reason}", throttle_duration_sec=5.0
        )


class _Tf2Source:
    """tf2_ros behind the same questions."""

    def __init__(self, node: Node, cache_time: float) -> None:
        import tf2_ros  # comes with ROS alone

        self._errors: Any = tf2_ros.TransformException
        # Without the node: it would only add a service, and a jump callback beside ours.
        self._buffer = tf2_ros.Buffer(cache_time=Duration(nanoseconds=int(cache_time * 1e9)))
        self._listener = tf2_ros.TransformListener(self._buffer, node)

    def lookup(self, target: str, source: str, stamp: int) -> Float64:
        target, source = target.lstrip("/"), source.lstrip("/")
        if not target or not source:
            raise TransformError("a frame has no name: its message carries no frame_id", True)
        try:
            found = self._buffer.lookup_transform(target, source, RclpyTime(nanoseconds=stamp))
        except self._errors as error:
            raise TransformError(
                f"no transform from '{source}' to '{target}' at {stamp / NANOSECONDS:.3f} s: "
                f"{error}; publish it, allow more time for it to arrive, or compare the clocks",
                final="into the past" in str(error),
            ) from error
        latest = found.header.stamp
        if stamp == 0 and (latest.sec, latest.nanosec) != (0, 0):
            raise TransformError(  # tf2 reads zero as "the latest", which nobody asked for
                f"the transform from '{source}' to '{target}' at 0.000 s is missing; the "
                "measurement carries no stamp: have its publisher set header.stamp",
                final=True,
            )
        translation, quaternion = components(found.transform)
        matrix = np.eye(4)
        matrix[:3, :3] = Rotation.from_quat(quaternion).as_matrix()
        matrix[:3, 3] = translation
        return matrix

    def connected(self, target: str, source: str) -> bool:
        # Time zero asks for any time at which the whole chain is known.
        joined: bool = self._buffer.can_transform(
            target.lstrip("/"), source.lstrip("/"), RclpyTime()
        )
        return joined

    def clear(self) -> None:
        self._buffer.clear()

    def close(self) -> None:
        self._listener.unregister()


class _NoSource:
    """No message type to listen with: every lookup says so."""

    def lookup(self, target: str, source: str, stamp: int) -> Float64:
        raise TransformError(
            f"no transform from '{source}' to '{target}': neither tf2_ros nor tf2_msgs is "
            "installed; run `make setup`, or apt install ros-$ROS_DISTRO-tf2-ros",
            final=True,
        )

    def connected(self, target: str, source: str) -> bool:
        return False

    def clear(self) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing listens."""
