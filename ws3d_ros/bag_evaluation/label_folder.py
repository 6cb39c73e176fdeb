# SPDX-License-Identifier: Apache-2.0
"""A folder of label files beside a recording: which file belongs to which cloud, and labels."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ws3d_ros.bag_evaluation.ground_truth import GroundTruthError, PointTruth
from ws3d_ros.bag_evaluation.numbered_names import NumberedNames
from ws3d_ros.transform_tree import NANOSECONDS

SLACK = 1_000_000  # nanoseconds between a file's name and the stamp: names may be rounded
_PARTS = re.compile(r"(\d+)\.(\d{1,9})")  # seconds.fraction
_DIGITS = {16: 1000, 19: 1}  # digits of microseconds and of nanoseconds since 1970


class LabelFiles:
    """One file a cloud. Where every name is a time (1700000000.25, or 16 digits of microseconds or
    19 of nanoseconds) files are found by the cloud's stamp, else by their order.

    Args:
        folder: holds them.
        suffix: of their names.

    Raises:
        GroundTruthError: there is no such folder, or it holds none.
    """

    def __init__(self, folder: Path, suffix: str) -> None:
        if not folder.is_dir():
            raise GroundTruthError(f"{folder} does not exist: name the folder of the label files")
        paths = sorted(folder.glob(f"*{suffix}"))
        if not paths:
            raise GroundTruthError(f"{folder} holds no *{suffix} files")
        stamps = [_stamp(path.name[: -len(suffix)]) for path in paths]
        known = [(stamp, path) for stamp, path in zip(stamps, paths, strict=True) if stamp >= 0]
        self.by_stamp = len(known) == len(paths)
        if self.by_stamp:
            known.sort()
        self._stamps = [stamp for stamp, _ in known]
        self._paths = [path for _, path in known] if self.by_stamp else paths

    def of(self, index: int, stamp: int) -> Path:
        """The file of the cloud with that number and stamp, nanoseconds.

        Raises:
            GroundTruthError: there is none.
        """
        if not self.by_stamp:
            if index >= len(self._paths):
                raise GroundTruthError(f"no label file for cloud {index}: {len(self._paths)} files")
            return self._paths[index]
        after = bisect_left(self._stamps, stamp)
        near = [k for k in (after - 1, after) if 0 <= k < len(self._stamps)]
        best = min(near, key=lambda k: abs(self._stamps[k] - stamp))
        if abs(self._stamps[best] - stamp) > SLACK:
            raise GroundTruthError(
                f"no label file within {SLACK / 1e6:g} ms of stamp {stamp / NANOSECONDS:.6f}: the "
                f"nearest is {self._paths[best].name}"
            )
        return self._paths[best]


class LabelFolder:
    """SemanticKITTI label files (*.label, instance << 16 | class), one a cloud.

    Args:
        folder: holds 000000.label and so on, or files named by stamps, see `LabelFiles`.
        names: what the classes are called; a class that is not in it is unknown.

    Raises:
        GroundTruthError: the folder holds no label file.
    """

    def __init__(self, folder: Path, names: Mapping[int, str]) -> None:
        self._files = LabelFiles(folder, ".label")
        self._names = NumberedNames(names)

    def of_cloud(self, index: int, stamp: int, points: int) -> PointTruth:
        """The truth of the cloud with that number in the recording and that stamp, nanoseconds.

        Raises:
            GroundTruthError: there is no such file, or it holds another number of points.
        """
        path = self._files.of(index, stamp)
        if path.stat().st_size != 4 * points:
            raise GroundTruthError(
                f"{path.name} has {path.stat().st_size // 4} labels, the cloud {points} points: "
                "are the files of this recording?"
            )
        values = np.fromfile(path, np.dtype("<u4"))
        labels = self._names.labels((values & 0xFFFF).astype(np.int64))
        instances = (values >> 16).astype(np.int32) - 1
        return PointTruth(labels, instances, self._names.names)


def _stamp(name: str) -> int:
    """Nanoseconds that a file's name says; -1 where it is no time."""
    parts = _PARTS.fullmatch(name)
    if parts is not None:
        return int(parts[1]) * NANOSECONDS + int(parts[2].ljust(9, "0"))
    return int(name) * _DIGITS[len(name)] if name.isdecimal() and len(name) in _DIGITS else -1
