# SPDX-License-Identifier: Apache-2.0
"""A cloud from one viewpoint as an image: splatted, shaded by depth, anti-aliased."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from ws3d_model.point_cloud import check_array, finite_rows
from ws3d_model.rendering import PinholeCamera, splat
from ws3d_model.visualization.viewpoint import Viewpoint

SUPERSAMPLING = 2
_SHADE_RADII = (2, 5)  # supersampled pixels: a fine and a soft edge
_NEIGHBOURS = ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1))
Float32 = npt.NDArray[np.float32]
Color = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class SeenPoints:
    """Which point is behind every pixel, and how dark it is; painted as often as wanted.

    Args:
        index: int32 (2H, 2W), row of the point, -1 where empty; supersampled.
        shade: float32 (2H, 2W) in 0..1.
        depth: float32 (H, W), metres, inf where empty: what hides lines drawn into the picture.
    """

    index: npt.NDArray[np.int32]
    shade: Float32
    depth: Float32

    def painted(self, colors: npt.NDArray[np.uint8], background: Color) -> Image.Image:
        """The anti-aliased RGB image, given the colour (N, 3) of every point."""
        check_array("colors", colors, np.uint8, (None, 3))
        pixels = np.empty((*self.index.shape, 3), np.uint8)
        pixels[:] = background
        hit = self.index >= 0
        pixels[hit] = colors[self.index[hit]] * self.shade[hit, None] + np.float32(0.5)
        height, width = self.depth.shape
        return Image.fromarray(pixels).resize((width, height), Image.Resampling.BOX)


def see_points(
    xyz: Float32,  # (N, 3)
    viewpoint: Viewpoint,
    point_size: float | None = None,
) -> SeenPoints:
    """Splat and shade the points that the viewpoint keeps.

    Args:
        xyz: metres.
        viewpoint: camera, pose and the points to show.
        point_size: metres; None estimates the spacing of the points.
    """
    rows = np.flatnonzero(viewpoint.keep)
    shown, camera = xyz[rows], viewpoint.camera
    large = PinholeCamera(
        camera.width * SUPERSAMPLING,
        camera.height * SUPERSAMPLING,
        camera.fx * SUPERSAMPLING,
        camera.fy * SUPERSAMPLING,
        camera.cx * SUPERSAMPLING,
        camera.cy * SUPERSAMPLING,
    )
    size = spacing(shown) / 2 if point_size is None else point_size
    seen = splat(shown, large, viewpoint.world_from_camera, size)
    index = np.where(seen.index >= 0, np.append(rows, -1)[seen.index], -1).astype(np.int32)
    depth = seen.depth.reshape(camera.height, SUPERSAMPLING, camera.width, SUPERSAMPLING)
    return SeenPoints(index, eye_dome_shade(seen.depth), depth.min(axis=(1, 3)))


def spacing(xyz: Float32) -> float:
    """Typical distance between neighbouring points on the surfaces, metres (0.01 to 0.08).

    From the number of occupied cells: N points that fill C cells of edge h on surfaces lie about
    h sqrt(C / N) apart.
    """
    finite = xyz[finite_rows(xyz)]
    if len(finite) < 2:
        return 0.02
    extent = float(np.ptp(np.percentile(finite, (1, 99), axis=0), axis=0).max())
    edge = max(extent / 60, 0.05)
    cells = len(np.unique(cell_keys(finite, edge)))
    return float(np.clip(edge * np.sqrt(cells / len(finite)), 0.01, 0.08))


def cell_keys(xyz: npt.NDArray[np.floating], edge: float) -> npt.NDArray[np.int64]:
    """int64 (N,): the cell of a grid that each finite point (N, 3) lies in, as one number.

    It sorts ten times as fast as three. Cells farther than a million from the origin are one.
    """
    cells = np.floor(np.clip(xyz / edge, -1e6, 1e6)).astype(np.int64) + 1_000_000
    keys: npt.NDArray[np.int64] = (cells[:, 0] << 42) | (cells[:, 1] << 21) | cells[:, 2]
    return keys


def eye_dome_shade(depth: Float32, strength: float = 60.0) -> Float32:
    """float32 (H, W) in 0..1: eye-dome lighting of a depth image (inf where empty).

    A pixel darkens by how much nearer its neighbours are, on a logarithmic scale of depth
    (Boucheny, "Interactive scientific visualization of large datasets", 2009): edges and folds show
    without normals.
    """
    far = np.float32(64.0)  # log2 of the depth of nothing
    logarithm = np.full(depth.shape, far, np.float32)
    np.log2(np.maximum(depth, 1e-3), out=logarithm, where=np.isfinite(depth))
    height, width = depth.shape
    response = np.zeros((height, width), np.float32)
    margin = max(_SHADE_RADII)
    padded = np.pad(logarithm, margin, constant_values=far)
    for radius in _SHADE_RADII:
        for down, across in _NEIGHBOURS:
            row, column = margin + down * radius, margin + across * radius
            neighbour = padded[row : row + height, column : column + width]
            response += np.clip(logarithm - neighbour, 0, 0.08)
    shade: Float32 = np.exp(response * np.float32(-strength / 16))
    np.maximum(shade, np.float32(0.25), out=shade)
    return shade
