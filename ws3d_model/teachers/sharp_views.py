# SPDX-License-Identifier: Apache-2.0
"""Sharp views: pictures of a cloud for a teacher to look at, with the point behind every pixel.

Splats as large as their spacing close surfaces, but a square reaches over its neighbours, and small
things are lost in squares. Here every view is rendered twice, larger than asked for: coarse splats
say how far the surface is and fill in where fine ones leave holes, fine ones show what lies on it.
(The outline of a thing far in front of others stays that of the coarse squares.) Colours are calmed
over neighbouring points first: a scan's noise differs from point to point and hides shapes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera, Views, render_views
from ws3d_model.rendering.splat import splat
from ws3d_model.rendering.views import BACKGROUND

UInt8 = npt.NDArray[np.uint8]

FINER = 2  # pixels rendered for one asked for, along each side
FINE = 0.42  # side of a fine splat over the spacing, half: squares just touch
THICKNESS = 0.06  # metres that a fine splat may lie behind the coarse surface
NEIGHBOURS = 10
REACH = 2.5  # spacings, of neighbours whose colours are averaged
ALIKE = 45.0  # of 255; colours that differ by more are another thing's


def sharp_views(
    cloud: PointCloud,
    camera: PinholeCamera,
    poses: npt.NDArray[np.float64],  # (K, 4, 4)
    point_size: float = 0.025,
) -> Views:
    """Like `render_views`, with finer squares and smoothed edges; for clouds as in `calmed`.

    Raises:
        ValueError, TypeError: see `splat`.
    """
    poses = np.asarray(poses, np.float64)
    high, wide = camera.height, camera.width
    large = PinholeCamera(
        wide * FINER, high * FINER, camera.fx * FINER, camera.fy * FINER,
        camera.cx * FINER, camera.cy * FINER,
    )  # fmt: skip
    coarse = render_views(cloud, large, poses, point_size)
    fine = splat(cloud.xyz, large, poses, FINE * point_size)
    on_surface = (fine.index >= 0) & (fine.depth <= coarse.depth + THICKNESS)
    index = np.where(on_surface, fine.index, coarse.index)
    depth = np.where(on_surface, fine.depth, coarse.depth)
    rgb = coarse.rgb
    if cloud.rgb is not None:
        rgb = np.concatenate([cloud.rgb, np.full((1, 3), BACKGROUND, np.uint8)])[index]
    blocks = rgb.reshape(len(poses), high, FINER, wide, FINER, 3)
    mean = blocks.astype(np.uint16).sum(axis=(2, 4)) // FINER**2
    place = (slice(None), slice(FINER // 2, None, FINER), slice(FINER // 2, None, FINER))
    return Views(camera, poses, mean.astype(np.uint8), depth[place], index[place])


def calmed(cloud: PointCloud, spacing: float = 0.025) -> PointCloud:
    """The cloud with the mean colour of like-coloured neighbours at every point.

    A bilateral mean (C. Tomasi, R. Manduchi, ICCV 1998) over the nearest points.

    Args:
        cloud: with or without colours; rows that are not finite keep theirs.
        spacing: of the points, metres.
    """
    rows = np.flatnonzero(cloud.finite)
    if cloud.rgb is None or len(rows) < 2:
        return cloud
    xyz, own = cloud.xyz[rows], cloud.rgb[rows].astype(np.float32)
    count = min(NEIGHBOURS, len(rows))
    distance, near = cKDTree(xyz).query(xyz, count, distance_upper_bound=REACH * spacing)
    found = np.isfinite(distance)
    near = np.where(found, near, 0)
    colours = own[near]  # (P, count, 3)
    apart = ((colours - own[:, None]) ** 2).sum(axis=2)
    weight = np.exp(-apart / (2 * ALIKE**2)) * found
    mean = (colours * weight[..., None]).sum(axis=1) / weight.sum(axis=1, keepdims=True)
    rgb: UInt8 = cloud.rgb.copy()
    rgb[rows] = np.clip(np.rint(mean), 0, 255).astype(np.uint8)
    return PointCloud(cloud.xyz, rgb, cloud.intensity)
