# SPDX-License-Identifier: Apache-2.0
"""From the columns of a file to a PointCloud: dtypes, ranges, and what is said about them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.cloud_files.errors import CloudFileError
from ws3d_model.point_cloud import PointCloud

Number = npt.NDArray[np.generic]

FULL_SCALE = (0.0, 1.0)
# Metres beyond which float32 steps are wider than 4 mm: surveyed coordinates lose their detail.
_FAR = 65_536.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class CloudFields:
    """Columns of N points as a file holds them.

    Args:
        xyz: (N, 3), any real dtype.
        rgb: uint8 (N, 3), or None.
        intensity: (N,), any real dtype, or None.
    """

    xyz: Number
    rgb: npt.NDArray[np.uint8] | None = None
    intensity: Number | None = None


def cloud_from_fields(
    path: Path, fields: CloudFields, intensity_range: tuple[float, float]
) -> PointCloud:
    """The cloud of a file's columns; intensity is scaled by its range and clipped to 0..1.

    Raises:
        CloudFileError: what the columns hold is no cloud.
    """
    intensity = None
    if fields.intensity is not None:
        intensity = _scaled(path, fields.intensity, intensity_range)
    if fields.xyz.dtype.itemsize > 4 and len(fields.xyz):
        reach = np.abs(fields.xyz[np.isfinite(fields.xyz)]).max(initial=0.0)
        if reach > _FAR:
            logger.warning(
                "%s: coordinates reach %.0f m, where float32 is coarser than 4 mm: "
                "subtract an offset from them before",
                path,
                reach,
            )
    with np.errstate(
        over="ignore", invalid="ignore"
    ):  # what float32 cannot hold becomes infinite: an unusable point
        xyz = np.ascontiguousarray(fields.xyz, dtype=np.float32)
    rgb = None if fields.rgb is None else np.ascontiguousarray(fields.rgb)
    try:
        return PointCloud(xyz, rgb, intensity)
    except (TypeError, ValueError) as error:
        raise CloudFileError(path, f"{error}: write the arrays like that") from error


def _scaled(
    path: Path, intensity: Number, intensity_range: tuple[float, float]
) -> npt.NDArray[np.float32]:
    """Intensity float32 (N,) in 0..1; NaN (no return) becomes 0."""
    low, high = intensity_range
    with np.errstate(invalid="ignore"):  # signalling NaN is as good as any
        scaled = (np.asarray(intensity, np.float64) - low) / (high - low)
    scaled[np.isnan(scaled)] = 0.0
    if len(scaled) and (scaled.min() < 0.0 or scaled.max() > 1.0):
        logger.warning(
            "%s: intensities %g to %g are clipped to %g..%g: give the sensor's range "
            "(--intensity-range), and for .bin the right number of columns (--columns)",
            path,
            scaled.min() * (high - low) + low,
            scaled.max() * (high - low) + low,
            low,
            high,
        )
    return np.clip(scaled, 0.0, 1.0).astype(np.float32)
