# SPDX-License-Identifier: Apache-2.0
"""PointCloud: the one value that everything takes, checked when it is made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]
Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PointCloud:
    """Points of one measurement, in the order of the sensor.

    Rows that hold NaN or infinity are allowed (a depth camera's holes) and keep their place;
    `finite` tells which rows are usable.

    Args:
        xyz: float32 (N, 3), metres, z up for the network.
        rgb: uint8 (N, 3), or None when the sensor sees no colour.
        intensity: float32 (N,) in 0..1, or None.

    Raises:
        TypeError: a field has another dtype than the one above.
        ValueError: a field has another shape, or another length than `xyz`.
    """

    xyz: Float32
    rgb: npt.NDArray[np.uint8] | None = None
    intensity: Float32 | None = None

    def __post_init__(self) -> None:
        check_array("xyz", self.xyz, np.float32, (None, 3))
        count = len(self.xyz)
        if self.rgb is not None:
            check_array("rgb", self.rgb, np.uint8, (count, 3))
        if self.intensity is not None:
            check_array("intensity", self.intensity, np.float32, (count,))

    def __len__(self) -> int:
        return len(self.xyz)

    @property
    def finite(self) -> Bool:
        """bool (N,): rows whose three coordinates are finite."""
        return finite_rows(self.xyz)

    def select(self, rows: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> PointCloud:
        """The cloud of the chosen rows: a mask (N,) or row numbers (K,)."""
        return PointCloud(
            self.xyz[rows],
            None if self.rgb is None else self.rgb[rows],
            None if self.intensity is None else self.intensity[rows],
        )

    def rotated(self, rotation: npt.NDArray[np.floating]) -> PointCloud:
        """The same points in another frame: `rotation` (3, 3) takes this frame's vectors there."""
        rotation = np.asarray(rotation, dtype=np.float32)
        check_array("rotation", rotation, np.float32, (3, 3))
        # Infinity times a zero entry gives NaN, which is as unusable: no warning for that.
        with np.errstate(invalid="ignore"):
            xyz = turned(self.xyz, rotation)
        return PointCloud(xyz, self.rgb, self.intensity)


def turned(xyz: Float32, rotation: npt.NDArray[np.floating]) -> Float32:
    """`xyz @ rotation.T` of (N, 3) and (3, 3), contiguous.

    Without BLAS: a product of so few columns gains nothing by its threads, and these then wait
    awake for the next one and slow down the network by a quarter.
    """
    x, y, z = xyz.T
    moved = np.empty_like(xyz)
    for row, (a, b, c) in enumerate(np.asarray(rotation, np.float32)):
        moved[:, row] = a * x + b * y + c * z
    return moved


def finite_rows(xyz: npt.NDArray[np.floating]) -> Bool:
    """bool (N,): rows of (N, 3) whose three coordinates are finite."""
    x, y, z = xyz.T
    # Column by column: numpy takes sixty times as long to reduce rows of three.
    finite: Bool = np.isfinite(x) & np.isfinite(y) & np.isfinite(z)
    return finite


def check_array(
    name: str, array: object, dtype: type[np.generic], shape: tuple[int | None, ...]
) -> None:
    """Refuse an array of another dtype or shape (None: any length) and say what came instead."""
    if isinstance(array, np.ndarray):
        fits = array.ndim == len(shape) and all(
            n is None or n == m for n, m in zip(shape, array.shape, strict=True)
        )
        if fits and array.dtype == dtype:
            return
        got = f"{array.dtype.name} ({', '.join(str(n) for n in array.shape)})"
    else:
        fits, got = True, type(array).__name__
    wanted = f"{np.dtype(dtype).name} ({', '.join('N' if n is None else str(n) for n in shape)})"
    raise (TypeError if fits else ValueError)(f"{name} must be {wanted}, got {got}")
