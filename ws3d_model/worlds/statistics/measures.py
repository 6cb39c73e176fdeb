# SPDX-License-Identifier: Apache-2.0
"""What is measured of clouds: density by range, occupied neighbours, classes and sizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch
from scipy.spatial import cKDTree

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.sparse import build_plan, voxelize

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

VOXEL = 0.05  # metres, the network's
RANGES: Float64 = np.array([0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 7, 10, 14, 20, 28, 40, 56, 80])
NEIGHBOURS = 27  # of a voxel, itself among them
_SAMPLE = 4000  # points of a frame that the density is measured at
_NEAREST = 8
_LEAST = 20  # points a range has to hold


@dataclass
class Measured:
    """What was found in the frames of one source.

    Args:
        frames, points: how many.
        density: for each of the ranges, the medians of the frames, points per square metre.
        missing: share of pixels without depth of each frame, organised frames only.
        neighbours: int64 (28,), how many voxels have so many of 27 occupied.
        classes: points of each name.
        sizes: length, width, height (metres) of each box of each name.
    """

    frames: int = 0
    points: int = 0
    density: list[list[float]] = field(default_factory=lambda: [[] for _ in RANGES[1:]])
    missing: list[float] = field(default_factory=list)
    neighbours: npt.NDArray[np.int64] = field(
        default_factory=lambda: np.zeros(NEIGHBOURS + 1, np.int64)
    )
    classes: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, list[tuple[float, float, float]]] = field(default_factory=dict)

    def add_frame(self, xyz: Float32, organised: bool = False, has_ranges: bool = True) -> None:
        """Measure a cloud.

        Args:
            xyz: (N, 3) metres, NaN rows where there is no return.
            organised: a row of NaN is a pixel without depth.
            has_ranges: the origin is the sensor.
        """
        finite = np.isfinite(xyz).all(axis=1)
        self.frames += 1
        self.points += int(finite.sum())
        if organised and len(xyz):
            self.missing.append(1 - float(finite.mean()))
        self.neighbours += neighbour_histogram(xyz[finite])
        if has_ranges:
            for column, value in zip(self.density, density_by_range(xyz[finite]), strict=True):
                if np.isfinite(value):
                    column.append(float(value))

    def add_truth(self, cloud: LabelledCloud) -> None:
        """Count the classes of the points, and take the sizes of the objects that they show."""
        counts = np.bincount(cloud.labels[cloud.labels >= 0], minlength=len(cloud.names))
        for row in np.flatnonzero(counts).tolist():
            name = cloud.names[row]
            self.classes[name] = self.classes.get(name, 0) + int(counts[row])
        if cloud.boxes is None:
            return
        shown, first = np.unique(cloud.instances, return_index=True)
        for instance, row in zip(shown.tolist(), first.tolist(), strict=True):
            if instance >= 0 and cloud.labels[row] >= 0:
                length, width, height = cloud.boxes[instance, 3:6].tolist()
                self.add_size(cloud.names[cloud.labels[row]], length, width, height)

    def add_size(self, name: str, length: float, width: float, height: float) -> None:
        """Take the size of an object."""
        self.sizes.setdefault(name, []).append((length, width, height))

    def median_density(self) -> list[float]:
        """Of each of the ranges; NaN where no frame reached."""
        return [float(np.median(values)) if values else float("nan") for values in self.density]

    def mean_neighbours(self) -> float:
        """Occupied of 27, over all voxels; NaN without any."""
        total = int(self.neighbours.sum())
        return float(self.neighbours @ np.arange(NEIGHBOURS + 1)) / total if total else float("nan")


def density_by_range(xyz: Float32) -> Float64:
    """float64 (R,): median density of the points in each of the ranges, NaN where too few lie.

    A point's density is that of its 8 nearest neighbours on a disc: 8 / (pi d^2), d the distance
    of the 8th, points per square metre of surface.

    Args:
        xyz: (N, 3) finite, metres, from the sensor.
    """
    result = np.full(len(RANGES) - 1, np.nan)
    if len(xyz) <= _NEAREST:
        return result
    rows = np.linspace(0, len(xyz) - 1, min(_SAMPLE, len(xyz))).astype(np.int64)
    distance, _ = cKDTree(xyz).query(xyz[rows], [_NEAREST + 1])
    density = _NEAREST / (np.pi * np.maximum(distance[:, 0], 1e-4) ** 2)
    column = np.digitize(np.linalg.norm(xyz[rows], axis=1), RANGES) - 1
    for number in range(len(result)):
        inside = density[column == number]
        if len(inside) >= _LEAST:
            result[number] = np.median(inside)
    return result


def neighbour_histogram(xyz: Float32, voxel_size: float = VOXEL) -> npt.NDArray[np.int64]:
    """int64 (28,): voxels by the number of occupied ones among their 27 (themselves included)."""
    if len(xyz) == 0:
        return np.zeros(NEIGHBOURS + 1, np.int64)
    voxels = voxelize(torch.from_numpy(np.ascontiguousarray(xyz)), voxel_size)
    neighbours = build_plan(voxels.keys, 1).levels[0].neighbours
    occupied = (neighbours < len(neighbours)).sum(dim=1).numpy()
    histogram: npt.NDArray[np.int64] = np.bincount(occupied, minlength=NEIGHBOURS + 1)
    return histogram.astype(np.int64)


def shares(counts: dict[str, int], names: Sequence[str]) -> list[float]:
    """Of the points, for each of the names."""
    total = max(sum(counts.values()), 1)
    return [counts.get(name, 0) / total for name in names]


def commonest(measured: Iterable[Measured], most: int) -> list[str]:
    """The names that hold most points over all sources."""
    totals: dict[str, float] = {}
    for source in measured:
        for name, share in zip(
            source.classes, shares(source.classes, [*source.classes]), strict=True
        ):
            totals[name] = totals.get(name, 0.0) + share
    return sorted(totals, key=lambda name: -totals[name])[:most]
