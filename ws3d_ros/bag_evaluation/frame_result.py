# SPDX-License-Identifier: Apache-2.0
"""What an evaluation finds in one frame, and what of it goes into frames.jsonl."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class FrameResult:
    """One measurement.

    Args:
        index: of its message on its topic.
        stamp: nanoseconds.
        points: of the cloud.
        labelled: share of the finite points with a label; NaN where there is none.
        boxes: found.
        mean_iou: over the names present; NaN without truth.
        flicker: share of cells whose label changed since the frame before; NaN where unknown.
        notes: what was assumed.
        problem: why it was skipped; empty where it was not.
        seconds: by stage; not part of `line`, because it differs from run to run.
        agreement: share of points that a compared network labels alike; NaN where none is.
    """

    index: int
    stamp: int = 0
    points: int = 0
    labelled: float = math.nan
    boxes: int = 0
    mean_iou: float = math.nan
    flicker: float = math.nan
    notes: tuple[str, ...] = ()
    problem: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)
    agreement: float = math.nan

    def line(self) -> dict[str, Any]:
        """For frames.jsonl: the same for the same bag and checkpoint."""
        values = {name: value for name, value in vars(self).items() if name != "seconds"}
        return {name: plain(value) for name, value in values.items()}


def plain(value: Any) -> Any:
    """For JSON: NaN becomes null, numpy's numbers Python's, numbers of six digits."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    number = float(value)
    return None if math.isnan(number) else round(number, 6)
