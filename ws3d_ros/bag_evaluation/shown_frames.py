# SPDX-License-Identifier: Apache-2.0
"""ShownFrames: the worst frames of a run, thinned out, for the page."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field

import numpy as np

from ws3d_model.visualization import Frame
from ws3d_ros.bag_evaluation.frame_result import FrameResult
from ws3d_ros.bag_evaluation.taken import Taken
from ws3d_ros.perceiver import Perceived

MOST_FRAMES = 60
MOST_POINTS = 15_000  # of a frame


@dataclass(order=True)
class _Kept:
    goodness: float
    order: int
    result: FrameResult = field(compare=False)
    frame: Frame = field(compare=False)


class ShownFrames:
    """Holds at most `MOST_FRAMES`: those with the lowest mIoU, or without truth those that differ
    most from the frame before, or cover least."""

    def __init__(self, most: int = MOST_FRAMES) -> None:
        self._most = most
        # The best of the kept ones on top: the first to go.
        self._heap: list[_Kept] = []

    def watch(self, result: FrameResult, taken: Taken, perceived: Perceived) -> None:
        """Look at a frame; a `Watcher` of the run."""
        goodness = goodness_of(result)
        if len(self._heap) == self._most and goodness >= -self._heap[0].goodness:
            return
        level = perceived.level  # what the boxes are in
        frame = Frame(_title(result), level, perceived.scene)
        rows = np.flatnonzero(level.finite)
        step = max(1, -(-len(rows) // MOST_POINTS))
        kept = _Kept(-goodness, -result.index, result, frame.select(rows[::step]))
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, kept)
        else:
            heapq.heapreplace(self._heap, kept)

    @property
    def worst_first(self) -> list[tuple[FrameResult, Frame]]:
        """The kept frames."""
        return [(kept.result, kept.frame) for kept in sorted(self._heap, reverse=True)]


def goodness_of(result: FrameResult) -> float:
    """mIoU; without truth one minus flicker; else the share of labelled points."""
    for value in (result.mean_iou, 1 - result.flicker, result.labelled):
        if not math.isnan(value):
            return value
    return 1.0


def _title(result: FrameResult) -> str:
    parts = [f"frame {result.index}"]
    if not math.isnan(result.mean_iou):
        parts.append(f"mIoU {100 * result.mean_iou:.0f} %")
    if not math.isnan(result.flicker):
        parts.append(f"flicker {100 * result.flicker:.0f} %")
    return ", ".join(parts)
