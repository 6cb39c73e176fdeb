# SPDX-License-Identifier: Apache-2.0
"""What an evaluation finds in all, and what of it goes into summary.json."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from ws3d_model.evaluation.average_precision import AveragePrecision
from ws3d_model.evaluation.boxes import BoxPrecision
from ws3d_model.evaluation.calibration import Calibration
from ws3d_model.evaluation.instances import InstancePrecision
from ws3d_model.evaluation.semantic import SemanticScore
from ws3d_model.evaluation.stability import Change
from ws3d_ros.bag_evaluation.frame_log import FrameLog
from ws3d_ros.bag_evaluation.frame_result import FrameResult, plain

BANDS = ((0.0, 5.0), (5.0, 15.0), (15.0, 30.0), (30.0, math.inf))
"""Bands of range, metres, that points and boxes are judged in."""


@dataclass
class RunResult:
    """A whole run.

    Args:
        names: the vocabulary.
        frames: in the order of the recording.
        semantic: over all clouds with truth; None where there was none.
        semantic_by_band: likewise by band of range, with `BANDS`.
        instances: average precision of objects at overlap 0.5, None without truth.
        boxes: average precision of boxes by (overlap, band), the whole range as None.
        calibration: of the confidences.
        change: between overlapping frames.
        named_others: points whose true name is not asked for, and how many of them got a name.
        confusion_with: names of a compared vocabulary and int64 (K + 1, J + 1) counts, the last
            row and column unlabelled; None where none is compared.
        truth_problems: why the truth of frames could not be used, with how often.
        message_faults: what is wrong with messages that are no measurements, with how often and
            the number of the first.
        facts: what was evaluated: bag, topics, checkpoint, vocabulary.
        ended: why the run ended before the bag did; empty where it did not.
    """

    names: tuple[str, ...]
    frames: FrameLog = field(default_factory=FrameLog)
    semantic: SemanticScore | None = None
    semantic_by_band: dict[tuple[float, float], SemanticScore] = field(default_factory=dict)
    instances: InstancePrecision | None = None
    boxes: dict[tuple[float, tuple[float, float] | None], BoxPrecision] = field(
        default_factory=dict
    )
    calibration: Calibration | None = None
    change: Change = field(default_factory=Change)
    named_others: tuple[int, int] = (0, 0)
    confusion_with: tuple[tuple[str, ...], Any] | None = None
    truth_problems: dict[str, int] = field(default_factory=dict)
    message_faults: dict[str, tuple[int, int]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    ended: str = ""

    @property
    def used(self) -> list[FrameResult]:
        """Frames that were not skipped."""
        return [frame for frame in self.frames if not frame.problem]

    @property
    def skipped(self) -> dict[str, int]:
        """Why frames were skipped, with how often."""
        return {cause: len(messages) for cause, messages in self.skipped_messages.items()}

    @property
    def skipped_messages(self) -> dict[str, list[int]]:
        """Why frames were skipped, with the numbers of their messages."""
        messages: dict[str, list[int]] = {}
        for frame in self.frames:
            if frame.problem:
                messages.setdefault(frame.problem, []).append(frame.index)
        return messages

    @property
    def noted_messages(self) -> dict[str, list[int]]:
        """What was assumed of frames that were used, with the numbers of their messages."""
        messages: dict[str, list[int]] = {}
        for frame in self.used:
            for note in frame.notes:
                messages.setdefault(note, []).append(frame.index)
        return messages

    @property
    def coverage(self) -> float:
        """Mean share of the points that got a label; NaN where no frame has points."""
        shares = [frame.labelled for frame in self.used if not math.isnan(frame.labelled)]
        return sum(shares) / len(shares) if shares else math.nan

    def summary(self) -> dict[str, Any]:
        """For summary.json: the same for the same bag and checkpoint; no times of computing."""
        used, coverage = self.used, self.coverage
        summary: dict[str, Any] = {
            "facts": self.facts,
            "frames": {
                "read": len(self.frames),
                "used": len(used),
                "skipped": self.skipped,
                "ended_early": self.ended,
            },
            "coverage": {
                "points": sum(frame.points for frame in used),
                "labelled": None if math.isnan(coverage) else coverage,
                "boxes_per_frame": sum(f.boxes for f in used) / len(used) if used else None,
            },
            "stability": {
                "shared_cells": self.change.shared,
                "label_flicker": plain(self.change.flicker),
                "instance_persistence": plain(self.change.persistence),
            },
        }
        if self.semantic is not None:
            summary["semantic"] = self._semantic(self.semantic)
        if self.instances is not None:
            summary["instances_ap50"] = _table(self.instances)
        if self.boxes:
            summary["boxes"] = {
                f"ap{round(100 * overlap)}"
                + ("" if band is None else f" {band_text(band)}"): _table(ap)
                for (overlap, band), ap in self.boxes.items()
            }
        if self.truth_problems:
            summary["truth_not_used"] = self.truth_problems
        if self.message_faults:
            summary["message_faults"] = {
                what: {"count": count, "first_message": first}
                for what, (count, first) in self.message_faults.items()
            }
        if self.confusion_with is not None:
            names, counts = self.confusion_with
            summary["compared"] = {"names": names, "counts": counts.tolist()}
        return summary

    def _semantic(self, score: SemanticScore) -> dict[str, Any]:
        others, named = self.named_others
        return {
            "mean_iou": plain(score.mean_iou),
            "accuracy": plain(score.accuracy),
            "iou": {n: plain(v) for n, v in zip(self.names, score.iou, strict=True)},
            "mean_iou_by_range": {
                band_text(band): plain(score.mean_iou)
                for band, score in self.semantic_by_band.items()
            },
            "calibration_error": plain(self.calibration.expected_error)
            if self.calibration is not None
            else None,
            "points_of_other_names": others,
            "of_these_named": named,
        }


def _table(precision: AveragePrecision) -> dict[str, Any]:
    values = zip(precision.names, precision.average_precision, strict=True)
    return {"mean": plain(precision.mean), "by_name": {n: plain(v) for n, v in values}}


def band_text(band: tuple[float, float]) -> str:
    """A band of range in words."""
    return f"{band[0]:g}-{band[1]:g} m" if math.isfinite(band[1]) else f"above {band[0]:g} m"
