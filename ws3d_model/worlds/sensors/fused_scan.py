# SPDX-License-Identifier: Apache-2.0
"""Fused scan: many views of a depth camera, brought together as a mapping system would."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.cell_average import CELL, cells_of, mean_of
from ws3d_model.worlds.sensors.depth_camera import look, truth_of
from ws3d_model.worlds.sensors.depth_faults import DEPTH_NOISE, DepthFaults
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.sensors.view_points import viewpoints
from ws3d_model.worlds.shapes.palette import Families

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Range = tuple[float, float]


@dataclass(frozen=True)
class FusionNoise:
    """Ranges that the faults of the poses and of the map are drawn from."""

    drift: Range  # metres that the poses are off, at most, slowly varying
    turn: Range  # the same for their rotation, degrees
    sparse: Range  # chance that a cell seen once only is left out
    holes: tuple[int, int]  # how many blobs are missing


FUSION_NOISE: dict[Families, FusionNoise] = {
    "train": FusionNoise((0.0, 0.012), (0.0, 0.25), (0.1, 0.6), (2, 14)),
    "held_out": FusionNoise((0.012, 0.016), (0.25, 0.35), (0.6, 0.7), (14, 20)),
}


def fused_scan(scene: Scene, caster: RayCaster, seed: int) -> LabelledCloud:
    """10 to 50 views of a depth camera fused at 2.5 cm; world frame.

    Args:
        scene: the scene.
        caster: built on the same scene.
        seed: the same scene and seed give the same scan.

    Returns:
        Points averaged in cells of 2.5 cm, with colours, labels, instances, and the centres and
        boxes of the complete objects.

    Raises:
        ValueError: the scene has no free floor.
    """
    rng = np.random.default_rng((seed, 0, 77))
    noise = FUSION_NOISE[scene.families]
    if len(scene.triangles) == 0:
        return _nothing(scene)
    camera = PinholeCamera.of_view(160, 120, float(rng.uniform(58, 72)))
    # A hand-held scan takes longer in larger rooms: 0.7 to 1.8 views a square metre of free floor
    # and furniture, as long as no one loses patience.
    ground = float(np.prod(scene.high[:2] - scene.low[:2]))
    views = int(np.clip(ground * rng.uniform(0.7, 1.8), 10, 50))
    faults = DepthFaults(DEPTH_NOISE[scene.families], rng)
    faults.reach = float(rng.uniform(3.0, 5.0))
    poses = viewpoints(scene, rng, views, (1.0, 1.8))
    jitter = ((rng.random((views, 2)) - 0.5) / camera.fx).astype(np.float32)
    hits, depth = look(caster, camera, poses, jitter)
    shape = (views, camera.height, camera.width)
    held = faults.held(caster.paints, hits, depth)
    measured = faults.measured(depth.reshape(shape), held.reshape(shape)).reshape(-1)
    rows = np.flatnonzero(np.isfinite(measured))
    along = hits.distance[rows] * (measured[rows] / depth[rows])
    ways = np.ascontiguousarray(hits.directions.take(rows, axis=0).T)
    view = rows // (camera.height * camera.width)
    xyz = _drifted(ways * along, view, poses, noise, rng)
    cells = cells_of(xyz, CELL)
    kept = cells.count > 1
    kept |= rng.random(len(cells)) >= rng.uniform(*noise.sparse)
    middle = mean_of(xyz, cells)
    kept &= ~_blobs(middle, int(rng.integers(*noise.holes)), rng)
    chosen = hits.select(rows[cells.example[kept]])
    rgb = caster.colours(chosen).astype(np.float32)
    rgb += rng.standard_normal(rgb.shape, np.float32) * np.float32(255 * faults.colour)
    labels, instances = truth_of(caster, chosen)
    return LabelledCloud(
        PointCloud(middle[kept], np.clip(rgb, 0, 255).astype(np.uint8)),
        scene.names,
        labels,
        instances,
        scene.centres,
        scene.boxes,
    )


def _nothing(scene: Scene) -> LabelledCloud:
    none = np.zeros(0, np.int32)
    cloud = PointCloud(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.uint8))
    return LabelledCloud(cloud, scene.names, none, none.copy(), scene.centres, scene.boxes)


def _drifted(
    arm: Float32,  # (3, N) from the camera to each point, contiguous by axis
    view: npt.NDArray[np.int64],  # (N,)
    poses: Float64,  # (F, 4, 4)
    noise: FusionNoise,
    rng: np.random.Generator,
) -> Float32:
    """Points (N, 3) where they lie for the poses that are believed, a little off the true ones."""
    views = len(poses)
    amplitude, angle = rng.uniform(*noise.drift), np.radians(rng.uniform(*noise.turn))
    walk = rng.normal(size=(views, 6)).cumsum(0)
    walk -= walk.mean(0)
    walk /= np.maximum(np.abs(walk).max(0), 1e-9)
    shift = (walk[:, :3] * amplitude).astype(np.float32)
    turn = (walk[:, 3:] * angle).astype(np.float32)  # small: (1 + [turn]x) is rotation enough
    eye = poses[:, :3, 3].astype(np.float32)
    xyz = np.stack([eye[:, axis][view] + arm[axis] for axis in range(3)])
    arm = np.stack([xyz[axis] - eye[:, axis][view] for axis in range(3)])
    for axis in range(3):
        after, last = (axis + 1) % 3, (axis + 2) % 3
        cross = turn[:, after][view] * arm[last] - turn[:, last][view] * arm[after]
        xyz[axis] += shift[:, axis][view]
        xyz[axis] += cross
    moved: Float32 = xyz.T
    return moved


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
