# SPDX-License-Identifier: Apache-2.0
"""FrameLog: the results of many frames in about 150 bytes each, so that hours of a bag fit."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import Any, overload

from ws3d_ros.bag_evaluation.frame_result import FrameResult

INTEGERS = ("index", "stamp", "points", "boxes")
SHARES = ("labelled", "mean_iou", "flicker", "agreement")


class FrameLog(Sequence[FrameResult]):
    """Frames in columns of numbers; a FrameResult is made when one is asked for."""

    def __init__(self) -> None:
        self._integers = {name: array("q") for name in INTEGERS}
        self._shares = {name: array("d") for name in SHARES}
        self._seconds: dict[str, array[float]] = {}
        # Most frames have nothing to say, and most of the others say the same.
        self._said: dict[int, tuple[tuple[str, ...], str]] = {}
        self._texts: dict[tuple[tuple[str, ...], str], tuple[tuple[str, ...], str]] = {}

    def append(self, frame: FrameResult) -> None:
        """Take in the next frame."""
        number = len(self)
        for stage in frame.seconds:
            if stage not in self._seconds:
                self._seconds[stage] = array("d", [math.nan]) * number
        for stage, column in self._seconds.items():
            column.append(frame.seconds.get(stage, math.nan))
        if frame.notes or frame.problem:
            said = frame.notes, frame.problem
            self._said[number] = self._texts.setdefault(said, said)
        for name, shares in self._shares.items():
            shares.append(getattr(frame, name))
        for name, integers in self._integers.items():
            integers.append(getattr(frame, name))

    def __len__(self) -> int:
        return len(self._integers["index"])

    @overload
    def __getitem__(self, number: int) -> FrameResult: ...

    @overload
    def __getitem__(self, number: slice) -> list[FrameResult]: ...

    def __getitem__(self, number: int | slice) -> FrameResult | list[FrameResult]:
        if isinstance(number, slice):
            return [self[k] for k in range(*number.indices(len(self)))]
        row = range(len(self))[number]
        values: dict[str, Any] = {name: column[row] for name, column in self._integers.items()}
        values |= {name: column[row] for name, column in self._shares.items()}
        seconds = {
            stage: column[row]
            for stage, column in self._seconds.items()
            if not math.isnan(column[row])
        }
        notes, problem = self._said.get(row, ((), ""))
        return FrameResult(**values, notes=notes, problem=problem, seconds=seconds)
