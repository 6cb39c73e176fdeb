# SPDX-License-Identifier: Apache-2.0
"""Simulated scans of a room: fused from many views, a single view, or a small spinning lidar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.datasets.rooms.depth_camera import depth_frame
from ws3d_model.datasets.rooms.palette import Families
from ws3d_model.datasets.rooms.poses import viewpoint
from ws3d_model.datasets.rooms.room import Room
from ws3d_model.datasets.rooms.visibility import Blocks, facing, in_front
from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera

Float32 = npt.NDArray[np.float32]
Int64 = npt.NDArray[np.int64]
Style = Literal["fused", "view", "lidar"]

STYLES: tuple[Style, ...] = ("fused", "view", "lidar")
CELL = 0.025  # metres; scans are averaged in cells of this size


@dataclass(frozen=True)
class ScanNoise:
    """Ranges that the noise of fused scans is drawn from; lengths in metres."""

    base: tuple[float, float]  # deviation close by
    quadratic: tuple[float, float]  # and its growth with depth squared, 1 / m
    drift: tuple[float, float]  # amplitude of the slow warp
    colour: tuple[float, float]  # deviation of colours, 0..1
    holes: tuple[int, int]  # how many blobs are missing


SCAN_NOISE: dict[Families, ScanNoise] = {
    "train": ScanNoise((0.001, 0.004), (0.0006, 0.0018), (0.0, 0.015), (0.01, 0.04), (2, 14)),
    "held_out": ScanNoise((0.004, 0.006), (0.0018, 0.0024), (0.015, 0.02), (0.04, 0.06), (14, 20)),
}


def scan_room(room: Room, seed: int, style: Style = "fused") -> LabelledCloud:
    """What a sensor would deliver of the room; z up, floor at z = 0, metres.

    Args:
        room: the room.
        seed: the same room, seed and style give the same scan.
        style: "fused": 10 to 50 poses of a depth camera brought together; "view": one frame of a
            depth camera; "lidar": one turn of a low spinning lidar with few rings, no colour.

    Returns:
        Points averaged in cells of 2.5 cm ("lidar": single returns) with labels, instances and the
        centres of the complete objects.

    Raises:
        ValueError: unknown style.
    """
    rng = np.random.default_rng((seed, STYLES.index(style) if style in STYLES else 9, 77))
    if len(room) == 0 and style in STYLES:
        colours = None if style == "lidar" else room.rgb
        cloud = PointCloud(room.xyz, colours)
        return LabelledCloud(cloud, room.names, room.labels, room.instances, room.centres)
    if style == "fused":
        return _fused(room, rng)
    if style == "view":
        return _view(room, rng)
    if style == "lidar":
        return _lidar(room, rng)
    raise ValueError(f"style must be one of {', '.join(STYLES)}; got {style!r}")


def _fused(room: Room, rng: np.random.Generator) -> LabelledCloud:
    noise = SCAN_NOISE[room.families]
    count, nearest = _look_around(room, rng)
    chance = np.clip(0.3 + 0.5 * count, 0, 1) * (1 - room.gloss)
    seen = (count > 0) & (rng.random(len(room)) < chance)
    seen &= ~_blobs(room.xyz, int(rng.integers(*noise.holes)), rng)
    rows = np.flatnonzero(seen)
    deviation = rng.uniform(*noise.base) + rng.uniform(*noise.quadratic) * nearest[rows] ** 2
    deviation = (deviation / np.sqrt(np.clip(count[rows], 1, 6)) + 0.001).astype(np.float32)
    along = rng.standard_normal(len(rows), np.float32) * deviation
    sideways = rng.standard_normal((len(rows), 3), np.float32) * (0.5 * deviation[:, None])
    xyz = room.xyz[rows] + room.normals[rows] * along[:, None] + sideways
    xyz = _drifted(xyz, float(rng.uniform(*noise.drift)), rng)
    return averaged(_labelled(room, rows, xyz, float(rng.uniform(*noise.colour)), rng))


def _look_around(room: Room, rng: np.random.Generator) -> tuple[npt.NDArray[np.int32], Float32]:
    """How many poses see each point, and the least depth it is seen from."""
    area = room.size[0] * room.size[1]
    poses = int(np.clip(area * rng.uniform(0.7, 1.8), 10, 50))
    camera = PinholeCamera.of_view(160, 120, 65.0)
    reach = float(rng.uniform(3.0, 5.0))
    blocks = Blocks(room)
    count = np.zeros(len(room), np.int32)
    nearest = np.full(len(room), 9.0, np.float32)
    for _ in range(poses):
        pose = viewpoint(room, rng, (1.0, 1.8))
        rows, depth = blocks.visible(camera, pose, reach)
        count[rows] += 1
        nearest[rows] = np.minimum(nearest[rows], depth)
    return count, nearest


def _view(room: Room, rng: np.random.Generator) -> LabelledCloud:
    width = int(rng.choice((192, 256, 320)))
    camera = PinholeCamera.of_view(width, width * 3 // 4, float(rng.uniform(55, 85)))
    pose = viewpoint(room, rng, (0.3, 1.8))
    frame = depth_frame(room, camera, pose, int(rng.integers(2**31)))
    frame = frame.select(frame.cloud.finite)
    xyz = frame.cloud.xyz @ pose[:3, :3].T + pose[:3, 3]
    cloud = PointCloud(xyz.astype(np.float32), frame.cloud.rgb)
    return averaged(LabelledCloud(cloud, frame.names, frame.labels, frame.instances, room.centres))


def _lidar(room: Room, rng: np.random.Generator) -> LabelledCloud:
    rings, span = int(rng.choice((16, 24, 32, 48))), rng.uniform(25, 50)
    origin = np.append(room.free_floor[rng.integers(len(room.free_floor))], rng.uniform(0.25, 1.5))
    view = room.xyz - origin.astype(np.float32)
    distance = np.linalg.norm(view, axis=1)
    azimuth = np.degrees(np.arctan2(view[:, 1], view[:, 0])) + 180
    elevation = np.degrees(np.arcsin(view[:, 2] / np.maximum(distance, 1e-6)))
    rows = np.flatnonzero((np.abs(elevation) < span / 2 + 1) & (distance > 0.3))
    cosine = facing(room.normals[rows], room.two_sided[rows], view[rows])
    rows, cosine = rows[cosine > 0.05], cosine[cosine > 0.05]
    a_degree = 2.5  # pixels
    u = np.minimum(azimuth[rows] * a_degree, 360 * a_degree - 1)
    v = (elevation[rows] + span / 2 + 1) * a_degree
    high = int((span + 2) * a_degree) + 1
    focal = float(np.degrees(1) * a_degree)
    rows = rows[in_front(u, v, distance[rows], cosine, int(360 * a_degree), high, focal)]
    # One return for each ring and step of azimuth: the point nearest to the ring's cone.
    spacing, step = span / (rings - 1), rng.choice((0.2, 0.35, 0.5))
    ring = np.round((elevation[rows] + span / 2) / spacing)
    off = np.abs(elevation[rows] + span / 2 - ring * spacing)
    width = np.maximum(0.15, np.degrees(0.012 / distance[rows]))
    kept = (off < width) & (ring >= 0) & (ring < rings)
    rows, off, ring = rows[kept], off[kept], ring[kept]
    cell = ring.astype(np.int64) * 100000 + (azimuth[rows] / step).astype(np.int64)
    order = np.lexsort((off, cell))
    _, first = np.unique(cell[order], return_index=True)
    rows = rows[order[first]]
    rows = rows[rng.random(len(rows)) >= 0.05 + 0.9 * room.gloss[rows]]
    ray = (room.xyz[rows] - origin.astype(np.float32)) / distance[rows, None]
    jitter = rng.normal(0, rng.uniform(0.005, 0.02), len(rows)).astype(np.float32)
    cloud = PointCloud(room.xyz[rows] + ray * jitter[:, None])
    return LabelledCloud(cloud, room.names, room.labels[rows], room.instances[rows], room.centres)


def averaged(scan: LabelledCloud, cell: float = CELL) -> LabelledCloud:
    """One point for each occupied cell: mean position and colour, the label of its first point."""
    if len(scan) == 0:
        return scan
    x, y, z = (np.floor(column / cell).astype(np.int64) for column in scan.cloud.xyz.T)
    x, y, z = x - x.min(), y - y.min(), z - z.min()
    flat = (x * (y.max() + 1) + y) * (z.max() + 1) + z
    _, first, cells, count = np.unique(
        flat, return_index=True, return_inverse=True, return_counts=True
    )
    cells = cells.reshape(-1)

    def mean(values: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
        sums = [np.bincount(cells, values[:, axis]) for axis in range(3)]
        result: npt.NDArray[np.float64] = np.stack(sums, axis=1) / count[:, None]
        return result

    rgb = scan.cloud.rgb
    cloud = PointCloud(
        mean(scan.cloud.xyz).astype(np.float32),
        None if rgb is None else np.round(mean(rgb)).astype(np.uint8),
    )
    return LabelledCloud(cloud, scan.names, scan.labels[first], scan.instances[first], scan.centres)


def _labelled(
    room: Room, rows: Int64, xyz: Float32, colour_noise: float, rng: np.random.Generator
) -> LabelledCloud:
    shift = rng.standard_normal((len(rows), 3), np.float32) * (255 * colour_noise)
    rgb = np.clip(room.rgb[rows] + shift, 0, 255).astype(np.uint8)
    cloud = PointCloud(np.ascontiguousarray(xyz, np.float32), rgb)
    return LabelledCloud(cloud, room.names, room.labels[rows], room.instances[rows], room.centres)


def _blobs(xyz: Float32, number: int, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Points in round places that the scan missed or half missed."""
    missing = np.zeros(len(xyz), np.bool_)
    if len(xyz) == 0:
        return missing
    for _ in range(number):
        centre, radius = xyz[rng.integers(len(xyz))], rng.uniform(0.08, 0.4)
        near = np.flatnonzero(np.abs(xyz[:, 0] - centre[0]) < radius)
        near = near[np.abs(xyz[near, 1] - centre[1]) < radius]
        near = near[((xyz[near] - centre) ** 2).sum(axis=1) < radius**2]
        missing[near[rng.random(len(near)) < rng.uniform(0.5, 1.0)]] = True
    return missing


def _drifted(xyz: Float32, amplitude: float, rng: np.random.Generator) -> Float32:
    """A smooth warp, as slow drift of the poses leaves it."""
    waves = rng.uniform(0.8, 2.5, (3, 3)).astype(np.float32)
    phase = rng.uniform(0, 2 * np.pi, 3).astype(np.float32)
    warped: Float32 = xyz + np.float32(amplitude) * np.sin(xyz @ waves + phase)
    return warped
