# SPDX-License-Identifier: Apache-2.0
"""What a picture shows of a scene: one cloud of all of it, and a photograph."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera, look_at
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.depth_camera import color_image, look, truth_of
from ws3d_model.worlds.sensors.paths import drive_path, sensor_path
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.sensors.scan import scan

CAMERA = PinholeCamera.of_view(960, 750, 80.0)
POINTS = 900_000  # rays that a street is drawn with
EYES = 1.6  # metres above the ground
VIEWS = 20  # places that the photograph may be taken from
REACH = 32.0  # metres of a street that are drawn


def overview(scene: Scene, seed: int) -> tuple[LabelledCloud, npt.NDArray[np.uint8]]:
    """A cloud of the scene in its colours with the truth, and a photograph (H, W, 3).

    A room is scanned as the network gets it; a street, which no sensor sees whole and in colour, is
    sampled by rays from above and from its lanes.
    """
    caster = RayCaster(scene)
    if scene.outdoors:
        path = drive_path(scene, seed, VIEWS, EYES)
        photograph = color_image(caster, CAMERA, _fullest_view(caster, path[::4]), seed)
        return _sampled(caster, path[VIEWS // 2], seed), photograph
    pose = _widest_view(caster, sensor_path(scene, seed, VIEWS))
    return scan(scene, 1000 * seed, "fused", caster), color_image(caster, CAMERA, pose, seed)


def _fullest_view(caster: RayCaster, path: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The pose (4, 4) that shows most things, of those ahead and back along a drive (F, 4, 4)."""
    ways = [
        look_at(pose[:3, 3], pose[:3, 3] + side * pose[:3, 0])
        for pose in path
        for side in (10, -10)
    ]
    hits, _ = look(caster, PinholeCamera.of_view(64, 50, 80.0), np.stack(ways))
    _, instances = truth_of(caster, hits)
    things = [len(np.unique(seen[seen >= 0])) for seen in instances.reshape(len(ways), -1)]
    return ways[int(np.argmax(things))]


def _widest_view(caster: RayCaster, poses: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The pose (4, 4) that looks farthest, of some (F, 4, 4)."""
    _, depth = look(caster, PinholeCamera.of_view(32, 25, 80.0), poses)
    reach = np.median(np.where(np.isfinite(depth), depth, 0).reshape(len(poses), -1), axis=1)
    pose: npt.NDArray[np.float64] = poses[int(reach.argmax())]
    return pose


def _sampled(caster: RayCaster, pose: npt.NDArray[np.float64], seed: int) -> LabelledCloud:
    """First surfaces below even rays from above, and around five places of the street."""
    rng = np.random.default_rng((seed, 31))
    half = POINTS // 2
    above = np.empty((half, 3), np.float32)
    above[:, :2] = pose[:2, 3] + rng.uniform(-REACH, REACH, (half, 2))
    above[:, 2] = caster.scene.high[2] + 1
    down = np.tile(np.array([0, 0, -1], np.float32), (half, 1))
    steps = np.linspace(-0.8 * REACH, 0.8 * REACH, 5)[rng.integers(5, size=half)]
    around = (pose[:3, 3] + steps[:, None] * pose[:3, 0]).astype(np.float32)
    ways = rng.normal(size=(half, 3)) * [1, 1, 0.5]
    ways = (ways / np.linalg.norm(ways, axis=1, keepdims=True)).astype(np.float32)
    hits = caster.cast(np.concatenate([above, around]), np.concatenate([down, ways]))
    near = np.isfinite(hits.distance)
    near &= np.linalg.norm(np.nan_to_num(hits.points)[:, :2] - pose[:2, 3], axis=1) < REACH
    hits = hits.select(near)
    labels, instances = truth_of(caster, hits)
    scene = caster.scene
    seen = LabelledCloud(
        PointCloud(hits.points, caster.colours(hits)), scene.names, labels, instances
    )
    return replace(seen, centres=scene.centres, boxes=scene.boxes)
