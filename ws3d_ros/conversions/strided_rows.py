# SPDX-License-Identifier: Apache-2.0
"""Rows of equally spaced records in a message's bytes, seen without a copy and within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ws3d_ros.conversions.cloud_error import CloudError

Bytes = Any  # array.array('B') from rclpy, ndarray from a bag reader, bytes from a test


def strided_rows(
    data: Bytes, record: npt.DTypeLike, height: int, width: int, row_step: int, step_names: str
) -> npt.NDArray[Any]:
    """View `data` as height x width records, each row `row_step` bytes after the one before.

    The view shares the message's memory: nothing is allocated, whatever sizes the message claims.

    Args:
        data: the message's bytes.
        record: dtype of one record (a point, a pixel); its itemsize is the step inside a row.
        step_names: the message's fields that give the steps, for the error messages.

    Raises:
        CloudError: the bytes do not hold that many rows, or hold more than the steps account for.
    """
    dtype = np.dtype(record)
    raw = np.frombuffer(data, np.uint8)
    packed = width * dtype.itemsize
    if row_step < packed:
        raise CloudError(
            f"{step_names} is wrong: a row takes {row_step} bytes but holds {width} records of "
            f"{dtype.itemsize} bytes = {packed}; the publisher must set row_step >= width x step"
        )
    if height == 1 and row_step >= packed + dtype.itemsize:
        raise CloudError(
            f"{step_names} is wrong: the only row takes {row_step} bytes but its {width} records "
            f"of {dtype.itemsize} bytes fill {packed}; the publisher must set width and both steps"
        )
    needed, announced = (height - 1) * row_step + packed, height * row_step
    if raw.size < needed:
        raise CloudError(
            f"data is truncated: {height} x {width} records need {needed} bytes, got {raw.size}; "
            f"the publisher must send them all, or correct height, width and {step_names}"
        )
    if raw.size > announced:
        raise CloudError(
            f"data holds {raw.size} bytes but height x row step is {announced}; the publisher "
            f"must correct height, width or {step_names}"
        )
    steps = (row_step, dtype.itemsize)
    rows: npt.NDArray[Any] = np.ndarray((height, width), dtype, buffer=raw, strides=steps)
    return rows


def joined(names: Sequence[str]) -> str:
    """Names in quotes for an error message, "none" when there are none."""
    return ", ".join(f"'{name}'" for name in names) or "none"
