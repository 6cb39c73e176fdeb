# SPDX-License-Identifier: Apache-2.0
"""TransformTree: poses between named frames over time, as tf2 keeps them, without ROS."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import RLock

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation, Slerp

Float64 = npt.NDArray[np.float64]

NANOSECONDS = 1_000_000_000
MOST_NAMED = 20  # frames in a message: a humanoid has hundreds
QUATERNION_TOLERANCE = 0.01  # of the squared length, as in tf2: more is a bug of the sender


class TransformError(Exception):
    """A transform is missing; the message says which frame or which time, and what to do.

    Args:
        message: what is missing.
        final: later data cannot supply it, so that waiting is of no use.
    """

    def __init__(self, message: str, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


@dataclass
class _Frame:
    """What is known of one frame: its parent, and its poses there by rising stamp."""

    parent: str
    static: bool
    stamps: list[int] = field(default_factory=list)
    translations: list[Float64] = field(default_factory=list)
    quaternions: list[Float64] = field(default_factory=list)

    def insert(self, stamp: int, translation: Float64, quaternion: Float64) -> None:
        """Keep a pose; a second one of the same stamp replaces the first."""
        place = bisect_left(self.stamps, stamp)
        end = place + (place < len(self.stamps) and self.stamps[place] == stamp)
        self.stamps[place:end] = [stamp]
        self.translations[place:end] = [translation]
        self.quaternions[place:end] = [quaternion]

    def forget(self, before: int) -> None:
        """Drop the poses older than a stamp."""
        old = bisect_left(self.stamps, before)
        for values in (self.stamps, self.translations, self.quaternions):
            del values[:old]

    def pose(self, stamp: int) -> Float64:
        """(4, 4) parent_from_frame: linear between the neighbours, spherical for the rotation."""
        place = 0 if self.static else bisect_left(self.stamps, stamp)
        matrix = np.eye(4)
        if self.static or self.stamps[place] == stamp:
            matrix[:3, :3] = Rotation.from_quat(self.quaternions[place]).as_matrix()
            matrix[:3, 3] = self.translations[place]
            return matrix
        before, after = self.stamps[place - 1], self.stamps[place]
        share = (stamp - before) / (after - before)
        ends = Rotation.from_quat(np.stack(self.quaternions[place - 1 : place + 1]))
        matrix[:3, :3] = Slerp([0.0, 1.0], ends)([share]).as_matrix()[0]
        start, end = self.translations[place - 1 : place + 1]
        matrix[:3, 3] = start + share * (end - start)
        return matrix


class TransformTree:
    """Frames with their parents; any thread may insert and look up.

    Args:
        cache_time: seconds of poses that are kept of a moving frame (tf2 keeps 10).
    """

    def __init__(self, cache_time: float = 10.0) -> None:
        self._cache = int(cache_time * NANOSECONDS)
        self._frames: dict[str, _Frame] = {}
        self._lock = RLock()

    def insert(
        self,
        parent: str,
        child: str,
        stamp: int,
        translation: Sequence[float],
        quaternion: Sequence[float],
        static: bool = False,
    ) -> None:
        """Take in parent_from_child at a stamp.

        A stamp older than the newest of the same frame by more than the cache means that time has
        jumped back (a recording that starts again): all moving frames start anew.

        Args:
            stamp: nanoseconds; of no meaning for a static frame.
            translation, quaternion: metres, and x y z w of unit length.

        Raises:
            ValueError: names that are empty or equal, numbers that are no pose.
        """
        parent, child = _plain(parent), _plain(child)
        if not parent or not child or parent == child:
            raise ValueError(
                f"a transform needs two different frames, got '{parent}' and '{child}'"
            )
        position, rotation = np.array(translation, np.float64), np.array(quaternion, np.float64)
        squared = float(rotation @ rotation)
        if not np.isfinite(position).all() or not abs(squared - 1.0) <= QUATERNION_TOLERANCE:
            raise ValueError(
                f"the transform from '{child}' to '{parent}' is no pose: translation "
                f"{position.tolist()}, quaternion {rotation.tolist()} (x y z w) must be finite and "
                "of unit length; correct its publisher"
            )
        with self._lock:
            frame = self._frames.get(child)
            moving = frame is not None and not frame.static and not static
            if moving and frame is not None and stamp < frame.stamps[-1] - self._cache:
                self.clear()
                frame = None
            if frame is None or frame.static or static or frame.parent != parent:
                frame = self._frames[child] = _Frame(parent, static)
            frame.insert(stamp, position, rotation / np.sqrt(squared))
            frame.forget(frame.stamps[-1] - self._cache)

    def clear(self) -> None:
        """Forget the moving frames; static ones hold for any time."""
        with self._lock:
            self._frames = {name: frame for name, frame in self._frames.items() if frame.static}

    def connected(self, target: str, source: str) -> bool:
        """Whether a chain of parents joins the two frames, at whatever time.

        Raises:
            TransformError: the parents form a loop.
        """
        target, source = _plain(target), _plain(source)
        with self._lock:
            if target == source:
                return True
            return self._chain(target)[-1] == self._chain(source)[-1]

    def lookup(self, target: str, source: str, stamp: int) -> Float64:
        """(4, 4) target_from_source at a stamp in nanoseconds.

        Raises:
            TransformError: a frame is unknown, the two hang in different trees, or the stamp lies
                outside of what is kept of a frame between them.
        """
        target, source = _plain(target), _plain(source)
        if target == source and target:
            return np.eye(4)
        with self._lock:
            self._check_known(target)
            self._check_known(source)
            above_target, above_source = self._chain(target), self._chain(source)
            common = next((name for name in above_source if name in above_target), None)
            if common is None:
                raise TransformError(
                    f"'{source}' and '{target}' are not connected: one hangs below "
                    f"'{above_source[-1]}', the other below '{above_target[-1]}'; publish a "
                    "transform between the two trees"
                )
            common_from_target = self._climb(above_target, common, stamp)
            common_from_source = self._climb(above_source, common, stamp)
        return inverse(common_from_target) @ common_from_source

    def _climb(self, chain: Sequence[str], top: str, stamp: int) -> Float64:
        """(4, 4) top_from_frame, for the frame that the chain of parents starts with."""
        matrix = np.eye(4)
        for name in chain[: chain.index(top)]:
            self._check_covers(name, stamp)
            matrix = self._frames[name].pose(stamp) @ matrix
        return matrix

    def _chain(self, name: str) -> list[str]:
        """The frame, its parent, and so on up to the root.

        Raises:
            TransformError: the parents form a loop.
        """
        chain = [name]
        while chain[-1] in self._frames:
            parent = self._frames[chain[-1]].parent
            if parent in chain:
                loop = " -> ".join([*chain[chain.index(parent) :], parent])
                raise TransformError(
                    f"the frames form a loop, {loop}: two publishers disagree about a parent; "
                    "stop one of them"
                )
            chain.append(parent)
        return chain

    def _check_known(self, name: str) -> None:
        known = set(self._frames) | {frame.parent for frame in self._frames.values()}
        if not name:
            raise TransformError("a frame has no name: its message carries no frame_id", True)
        if not known:
            raise TransformError(
                f"no transform has arrived at all, so '{name}' is unknown: start what publishes "
                "/tf and /tf_static, or check the namespace they are remapped to"
            )
        if name not in known:
            some = ", ".join(sorted(known)[:MOST_NAMED]) + ", ..." * (len(known) > MOST_NAMED)
            raise TransformError(
                f"TF knows no frame '{name}', only {some}; publish it "
                "(robot_state_publisher, static_transform_publisher) or correct the name"
            )

    def _check_covers(self, name: str, stamp: int) -> None:
        frame = self._frames[name]
        if frame.static or frame.stamps[0] <= stamp <= frame.stamps[-1]:
            return
        first, last = frame.stamps[0], frame.stamps[-1]
        what = f"the transform from '{name}' to '{frame.parent}' at {_seconds(stamp)} s is missing"
        if stamp > last:
            raise TransformError(
                f"{what}: the newest is of {_seconds(last)} s, {_seconds(stamp - last)} s before "
                "it; allow more time for it to arrive, or compare the clocks of the two publishers"
            )
        raise TransformError(
            f"{what}: the oldest that is kept is of {_seconds(first)} s, {_seconds(first - stamp)} "
            "s after it; the measurement comes late, or the clocks of the two publishers differ",
            final=True,
        )


def inverse(matrix: Float64) -> Float64:
    """(4, 4) inverse of a rigid transform."""
    result = np.eye(4)
    result[:3, :3] = matrix[:3, :3].T
    result[:3, 3] = -matrix[:3, :3].T @ matrix[:3, 3]
    return result


def _plain(name: str) -> str:
    """Frame names of ROS 1 carry a leading slash, which ROS 2 does not know."""
    return name.lstrip("/")


def _seconds(nanoseconds: int) -> str:
    return f"{nanoseconds / NANOSECONDS:.3f}"
