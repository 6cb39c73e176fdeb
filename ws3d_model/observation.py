# SPDX-License-Identifier: Apache-2.0
"""Observation: what the network sees in one cloud, before any word is asked for."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ws3d_model import sparse
from ws3d_model.neighbourhood import Neighbourhood
from ws3d_model.network import VisionLanguageNet, by_slices, lowest_height, voxel_features
from ws3d_model.point_cloud import PointCloud

Float32 = npt.NDArray[np.float32]
Int64 = npt.NDArray[np.int64]
Value = TypeVar("Value", np.int32, np.float32)


@dataclass(frozen=True, eq=False)
class Observation:
    """M voxels of a cloud of N points.

    Args:
        features: (M, C) on the network's device; the language head turns them into vectors.
        xyz: float32 (M, 3), mean of a voxel's points, metres.
        centres: float32 (M, 3), middle of a voxel on the grid that stands on the ground, metres:
            voxels that touch are one edge apart, which the means of their points are not.
        offsets: float32 (M, 3), from a voxel to the centre of its object, metres.
        objectness: float32 (M,) in 0..1, whether a voxel belongs to an object.
        neighbourhood: of the voxels, on that device.
        voxel_of_point: int64 (N,), -1 where a point has no voxel.
        seconds: time spent by stage.
    """

    features: Tensor
    xyz: Float32
    centres: Float32
    offsets: Float32
    objectness: Float32
    neighbourhood: Neighbourhood
    voxel_of_point: Int64
    seconds: Mapping[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.xyz)

    def spread(self, values: npt.NDArray[Value], missing: int) -> npt.NDArray[Value]:
        """From voxels (M,) to points (N,); `missing` where a point has no voxel."""
        kind = values.dtype.type
        return np.append(values, kind(missing))[self.voxel_of_point]


def observe(
    cloud: PointCloud,
    network: VisionLanguageNet,
    max_points: int,
    max_range: float,
    ground: float | None = None,
) -> Observation:
    """Voxelize a cloud (z up) and run the network.

    Args:
        max_points: of a larger cloud, so many evenly spread points go through the network; the
            others belong to the voxel they fall into where it is there.
        max_range: points farther than this from the origin have no voxel, metres.
        ground: z of the ground, metres, where it is known.

    Raises:
        ValueError: the ground is not finite, or out of range.
    """
    if ground is not None and not abs(ground) <= max_range:
        raise ValueError(f"the ground must be a height within {max_range:g} m, got {ground}")
    device = network.log_scale.device
    size = network.shape.voxel_size
    clock = Stopwatch({})
    with torch.inference_mode():
        with clock("voxelize"):
            usable = _usable(cloud, max_range)
            chosen = usable[:: max(1, -(-len(usable) // max_points))]
            if len(chosen) == 0:
                return _nothing(len(cloud), network)
            known = ground is not None
            xyz = torch.from_numpy(cloud.xyz[chosen]).to(device)
            base = xyz.new_tensor(ground) if known else lowest_height(xyz[:, 2])
            standing = _on_grid(xyz, base, size)
            rgb = None
            if cloud.rgb is not None:
                rgb = torch.from_numpy(cloud.rgb[chosen]).to(device).float() / 255
            voxels = sparse.voxelize(standing, size)
            told = xyz.new_full((len(xyz),), float(known))
            inputs = voxel_features(standing, rgb, voxels, size, size / 2, ground_known=told)
            plan = sparse.build_plan(voxels.keys, network.levels)
        with clock("network"):
            features = network.features(inputs, plan)
            offsets, objectness = by_slices(network.object, features, network.shape.hidden)
            # Waiting for the results here makes the time that of the network on a GPU too.
            host_offsets = offsets.float().cpu().numpy()
        with clock("points of voxels"):
            row = np.full(len(cloud), -1, np.int64)
            row[chosen] = voxels.inverse.cpu().numpy()
            if len(chosen) < len(usable):
                rest = np.setdiff1d(usable, chosen, assume_unique=True)
                others = torch.from_numpy(cloud.xyz[rest]).to(device)
                row[rest] = _look_up(_on_grid(others, base, size), voxels, size)
        return Observation(
            features,
            voxels.mean(xyz).cpu().numpy(),
            sparse.centres(voxels.keys, size).cpu().numpy(),
            host_offsets,
            torch.sigmoid(objectness.float()).cpu().numpy(),
            Neighbourhood(plan.levels[0].neighbours),
            row,
            clock.seconds,
        )


def _usable(cloud: PointCloud, max_range: float) -> Int64:
    """Row numbers of the finite points in range."""
    with np.errstate(over="ignore", invalid="ignore"):
        near = np.einsum("ij,ij->i", cloud.xyz, cloud.xyz) <= max_range**2
    return np.flatnonzero(near & cloud.finite)


def _on_grid(xyz: Tensor, ground: Tensor, size: float) -> Tensor:
    """The points (N, 3) moved so that the ground lies in the middle of the grid's lowest layer.

    The coarse levels' cells (0.8 m at the fifth) then cut a scene at the same heights wherever the
    sensor is. The network learns from scans that stand so; on a grid that starts at the sensor,
    half of the floor of a room was called bed.
    """
    moved = xyz.clone()
    moved[:, 2] += size / 2 - ground
    return moved


def _look_up(xyz: Tensor, voxels: sparse.Voxels, size: float) -> Int64:
    """The voxel that each of other points falls into, -1 where there is none."""
    others = sparse.voxelize(xyz, size)
    found = torch.searchsorted(voxels.keys, others.keys).clamp(max=len(voxels) - 1)
    found = torch.where(voxels.keys[found] == others.keys, found, -1)
    rows: Int64 = found[others.inverse].cpu().numpy()
    return rows


def _nothing(points: int, network: VisionLanguageNet) -> Observation:
    none = np.zeros((0, 3), np.float32)
    features = torch.zeros(0, network.width, device=network.log_scale.device)
    nowhere = Neighbourhood(torch.zeros(0, 27, dtype=torch.int32, device=features.device))
    return Observation(
        features, none, none, none, np.zeros(0, np.float32), nowhere, np.full(points, -1, np.int64)
    )


class Stopwatch:
    """Seconds spent by stage, added to those of earlier stages."""

    def __init__(self, before: Mapping[str, float]) -> None:
        self.seconds: dict[str, float] = dict(before)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start
