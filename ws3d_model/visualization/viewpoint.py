# SPDX-License-Identifier: Apache-2.0
"""Where to look from: three-quarter from above, with the ceiling and the nearest walls cut away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import finite_rows
from ws3d_model.rendering import PinholeCamera, look_at

Bool = npt.NDArray[np.bool_]
Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
ANGLE_OF_VIEW = 26.0  # degrees: long lens, so that parallel walls stay nearly parallel
OUTDOOR_EXTENT = 25.0  # metres; a wider cloud is a street, with no ceiling to cut
LAYER = 0.30  # metres: thickness within which a wall or ceiling, noise included, lies
LAYER_SHARE = 0.025  # of all points: a layer at the cloud's border that holds more is a wall
CEILING = 2.1  # metres; a lower cloud is no room with a ceiling


@dataclass(frozen=True, eq=False)
class Viewpoint:
    """A camera and its pose; `keep` says which points it shows (the rest is cut away).

    `azimuth` is where the viewer stands, radians about z from x.
    """

    camera: PinholeCamera
    world_from_camera: Float64  # (4, 4)
    keep: Bool  # (N,)
    azimuth: float

    def project(self, xyz: Float64) -> Float64:
        """float64 (M, 3): pixel u, pixel v and depth in metres of points (M, 3)."""
        pose = self.world_from_camera
        local = (xyz - pose[:3, 3]) @ pose[:3, :3]
        depth = np.maximum(local[:, 2], 1e-6)
        u = local[:, 0] / depth * self.camera.fx + self.camera.cx
        v = local[:, 1] / depth * self.camera.fy + self.camera.cy
        return np.stack([u, v, local[:, 2]], axis=1)


def three_quarter_view(
    xyz: Float32,  # (N, 3)
    width: int,
    height: int,
    azimuth: float | None = None,
    cut: bool = True,
) -> Viewpoint:
    """A view of the whole cloud from above its corner, filling the picture.

    Args:
        xyz: metres, z up; rows that are not finite are never kept.
        width, height: pixels.
        azimuth: where the viewer stands, radians about z from x. None: before the corner that looks
            onto most points indoors, behind the sensor (which looks along x) outdoors.
        cut: take the ceiling and the walls between viewer and room away.
    """
    keep: Bool = finite_rows(xyz)
    points = xyz[keep].astype(np.float64)
    if len(points) == 0:
        points = np.zeros((1, 3))
    low, high = np.percentile(points, 0.5, axis=0), np.percentile(points, 99.5, axis=0)
    outdoor = float((high - low)[:2].max()) > OUTDOOR_EXTENT
    if outdoor:
        centre = np.median(points, axis=0)
        reach = np.minimum(np.percentile(np.abs(points - centre)[:, :2], 90), 32.0)
        low[:2], high[:2] = centre[:2] - reach, centre[:2] + reach
        high[2] = min(high[2], np.median(points[:, 2]) + 8.0)
        keep &= ((xyz >= low - 0.5) & (xyz <= high + 4.0)).all(axis=1)
        azimuth = np.pi * 0.86 if azimuth is None else azimuth
    else:
        heading = _room_heading(points)
        azimuth = _best_corner(points, heading) if azimuth is None else azimuth
        if cut:
            keep &= cutaway(xyz, azimuth, heading)
    elevation = np.radians(33.0 if outdoor else 50.0)
    shown = xyz[keep].astype(np.float64) if keep.any() else points
    return _framed(shown, keep, azimuth, elevation, width, height)


def cutaway(xyz: Float32, azimuth: float, heading: float) -> Bool:
    """bool (N,): points left when the ceiling and the walls on the viewer's side are taken away.

    Only what is high enough for a room is cut. The ceiling is its top; a wall is cut where a layer
    at the border holds a surface's share of the points.
    """
    keep: Bool = finite_rows(xyz)
    points = np.where(keep[:, None], xyz, np.nan).astype(np.float64)
    if keep.sum() < 100:
        return keep
    low_z, top = np.nanpercentile(points[:, 2], (0.5, 99.5))
    if top - low_z < CEILING:
        return keep
    with np.errstate(invalid="ignore"):
        keep &= points[:, 2] <= top - LAYER
        for direction in heading + np.arange(4) * np.pi / 2:
            normal = np.array([np.cos(direction), np.sin(direction)])
            if normal @ [np.cos(azimuth), np.sin(azimuth)] < 0.3:
                continue
            along = points[:, :2] @ normal
            border = np.nanpercentile(along[keep], 99.5)
            wall = (along > border - LAYER) & (points[:, 2] > low_z + 0.15)
            if (wall & keep).sum() > LAYER_SHARE * keep.sum():
                keep &= ~wall
    return keep


def _room_heading(points: Float64) -> float:
    """Direction of the walls, radians in 0..pi/2: where the cloud's shadow is narrowest."""
    sample = points[:: max(len(points) // 4000, 1), :2]
    angles = np.radians(np.arange(0, 90, 2.0))
    axes = np.stack([np.cos(angles), np.sin(angles)])  # (2, A)
    sides = np.stack([-np.sin(angles), np.cos(angles)])
    area = np.prod(
        [np.ptp(np.percentile(sample @ a, (1, 99), axis=0), axis=0) for a in (axes, sides)], axis=0
    )
    return float(angles[int(np.argmin(area))])


def _best_corner(points: Float64, heading: float) -> float:
    """The corner with the fewest tall points before it, which would hide the room.

    35 degrees off a wall, so that no wall is seen edge on.
    """
    middle = np.median(points, axis=0)
    tall = points[(points[:, 2] > middle[2])] - middle
    corners = heading + np.radians(35.0) + np.arange(4) * np.pi / 2
    near = [
        float(np.mean(tall[:, :2] @ [np.cos(a), np.sin(a)] > 0)) if len(tall) else 0.0
        for a in corners
    ]
    return float(corners[int(np.argmin(near))])


def _framed(
    shown: Float64, keep: Bool, azimuth: float, elevation: float, width: int, height: int
) -> Viewpoint:
    """The camera in that direction, moved and zoomed until the shown points fill the picture."""
    low, high = np.percentile(shown, 0.3, axis=0), np.percentile(shown, 99.7, axis=0)
    centre = (low + high) / 2
    distance = max(float(np.linalg.norm(high - low)), 0.5) * 2.4
    direction = np.array(
        [
            np.cos(azimuth) * np.cos(elevation),
            np.sin(azimuth) * np.cos(elevation),
            np.sin(elevation),
        ]
    )
    pose = look_at(centre + direction * distance, centre)
    view = Viewpoint(PinholeCamera.of_view(width, height, ANGLE_OF_VIEW), pose, keep, azimuth)
    pixels = view.project(shown)[:, :2]
    left, right = np.percentile(pixels[:, 0], (0.2, 99.8))
    upper, lower = np.percentile(pixels[:, 1], (0.2, 99.8))
    zoom = 0.94 * min(width / max(right - left, 1.0), height / max(lower - upper, 1.0))
    focal = view.camera.fx * min(zoom, 20.0)
    scale = focal / view.camera.fx
    camera = PinholeCamera(
        width,
        height,
        focal,
        focal,
        width / 2 - ((left + right) / 2 - view.camera.cx) * scale,
        height / 2 - ((upper + lower) / 2 - view.camera.cy) * scale,
    )
    return Viewpoint(camera, pose, keep, azimuth)
