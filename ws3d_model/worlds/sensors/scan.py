# SPDX-License-Identifier: Apache-2.0
"""Simulated scans of a scene in the world frame: fused, a single view, or one turn of a lidar."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.cell_average import CELL, cells_of, mean_of
from ws3d_model.worlds.sensors.depth_camera import depth_frame
from ws3d_model.worlds.sensors.fused_scan import fused_scan
from ws3d_model.worlds.sensors.ground import ground_under
from ws3d_model.worlds.sensors.lidar_patterns import draw_pattern
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.sensors.spinning_lidar import sweep
from ws3d_model.worlds.sensors.view_points import standing_room, viewpoints

Style = Literal["fused", "view", "lidar"]
STYLES: tuple[Style, ...] = ("fused", "view", "lidar")


def scan(
    scene: Scene, seed: int, style: Style = "fused", caster: RayCaster | None = None
) -> LabelledCloud:
    """What a sensor would deliver of the scene; z up, floor or ground near z = 0, metres.

    Args:
        scene: the scene.
        seed: the same scene, seed and style give the same scan.
        style: "fused": 10 to 50 views of a depth camera brought together at 2.5 cm; "view": one
            frame of a depth camera, averaged at 2.5 cm; "lidar": the returns of one turn of a
            spinning lidar, with intensity and no colour.
        caster: built on the scene before; None builds one.

    Returns:
        Points with labels, instances, and the centres and boxes of the complete objects.

    Raises:
        ValueError: unknown style, or a scene without free floor.
    """
    if style not in STYLES:
        raise ValueError(f"style must be one of {', '.join(STYLES)}; got {style!r}")
    caster = caster or RayCaster(scene)
    if style == "fused":
        return fused_scan(scene, caster, seed)
    if style == "view":
        return view_scan(scene, caster, seed)
    return lidar_scan(scene, caster, seed)


def view_scan(scene: Scene, caster: RayCaster, seed: int) -> LabelledCloud:
    """One frame of a depth camera somewhere on free floor, brought into the world frame."""
    rng = np.random.default_rng((seed, 1, 77))
    if len(scene.triangles) == 0:
        return fused_scan(scene, caster, seed)
    width = int(rng.choice((192, 256, 320)))
    camera = PinholeCamera.of_view(width, width * 3 // 4, float(rng.uniform(55, 85)))
    pose = viewpoints(scene, rng, 1, (0.3, 1.8))[0]
    frame = depth_frame(caster, camera, pose, int(rng.integers(2**31)))
    frame = frame.select(frame.cloud.finite)
    turn, shift = pose[:3, :3].T.astype(np.float32), pose[:3, 3].astype(np.float32)
    xyz = frame.cloud.xyz @ turn + shift
    cells = cells_of(xyz, CELL)
    chosen = frame.select(cells.example)
    colours = frame.cloud.rgb
    rgb = None if colours is None else np.round(mean_of(colours, cells)).astype(np.uint8)
    return replace(
        chosen,
        cloud=PointCloud(mean_of(xyz, cells), rgb),
        centres=scene.centres,
        boxes=scene.boxes,
    )


def lidar_scan(scene: Scene, caster: RayCaster, seed: int) -> LabelledCloud:
    """One turn of some lidar, standing or moving, in the world frame."""
    rng = np.random.default_rng((seed, 2, 77))
    pattern = draw_pattern(rng)
    if len(scene.triangles) == 0:
        eye, height = np.zeros(2), 1.0
    else:
        floor = standing_room(scene)
        eye = floor[rng.integers(len(floor))]
        height = rng.uniform(0.3, 2.2) if scene.outdoors else rng.uniform(0.25, 1.5)
        height += float(ground_under(scene, eye[None])[0])
    heading = rng.uniform(0, 2 * np.pi)
    speed = rng.uniform(0, 10) if scene.outdoors else rng.uniform(0, 0.8)
    lean = np.radians(rng.normal(0, 1.5, 2))
    start = _standing(eye, height, heading, lean)
    ahead = np.array([np.cos(heading), np.sin(heading)]) * speed * pattern.period
    end = _standing(eye + ahead, height, heading + rng.normal(0, 0.02), lean)
    turn = sweep(caster, pattern, start, end, int(rng.integers(2**31)))
    return replace(
        turn.cloud,
        cloud=PointCloud(turn.world_xyz, None, turn.cloud.cloud.intensity),
        centres=scene.centres,
        boxes=scene.boxes,
    )


def _standing(
    at: npt.NDArray[np.float64],
    height: float,
    heading: float,
    lean: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """(4, 4) world_from_sensor: x forward along the heading, z up but for the leans (2,)."""
    cos, sin = np.cos(heading), np.sin(heading)
    level = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    roll, pitch = lean
    tip = np.array([[1.0, 0.0, pitch], [0.0, 1.0, -roll], [-pitch, roll, 1.0]])
    columns, _ = np.linalg.qr(level @ tip)
    columns *= np.sign((columns * level).sum(0))
    pose = np.eye(4)
    pose[:3, :3], pose[:3, 3] = columns, (*at, height)
    return pose
