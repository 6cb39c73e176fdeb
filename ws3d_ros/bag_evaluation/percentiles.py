# SPDX-License-Identifier: Apache-2.0
"""Percentiles that every report of times gives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SHARES = {"p50": 50, "p95": 95, "p99": 99, "max": 100}


def percentiles(values: Sequence[float]) -> dict[str, float | None]:
    """p50, p95, p99 and max; None without values."""
    if not len(values):
        return dict.fromkeys(SHARES)
    found = np.percentile(np.asarray(values, np.float64), list(SHARES.values()))
    return {name: round(float(value), 3) for name, value in zip(SHARES, found, strict=True)}
