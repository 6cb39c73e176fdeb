# SPDX-License-Identifier: Apache-2.0
"""Views: coloured pictures of a cloud, with the depth and the point behind every pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from ws3d_model.point_cloud import PointCloud, check_array
from ws3d_model.rendering.camera import Camera
from ws3d_model.rendering.splat import splat

BACKGROUND = 128  # grey: neither lit nor dark, where nothing is
PLAIN = 178  # of clouds without colours


@dataclass(frozen=True, eq=False)
class Views:
    """K pictures by the same camera.

    Args:
        camera: of all of them.
        poses: float64 (K, 4, 4), world_from_camera.
        rgb: uint8 (K, H, W, 3), grey where there is nothing.
        depth: float32 (K, H, W), metres, inf where there is nothing.
        index: int32 (K, H, W), row of the point behind the pixel, -1 where there is none.
    """

    camera: Camera
    poses: npt.NDArray[np.float64]
    rgb: npt.NDArray[np.uint8]
    depth: npt.NDArray[np.float32]
    index: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.poses)

    @property
    def filled(self) -> npt.NDArray[np.float64]:
        """(K,) share of the pixels that show a point."""
        share: npt.NDArray[np.float64] = (self.index >= 0).mean(axis=(1, 2))
        return share


def render_views(
    cloud: PointCloud,
    camera: Camera,
    poses: npt.NDArray[np.float64],  # (K, 4, 4)
    point_size: float = 0.025,
    max_depth: float = float("inf"),
    device: str | torch.device = "cpu",
) -> Views:
    """Render a cloud from K poses; see `splat` for the arguments and errors.

    A cloud without colours is drawn by its intensity, or else shaded by depth.
    """
    poses = np.asarray(poses, np.float64)
    check_array("poses", poses, np.float64, (None, 4, 4))
    seen = splat(cloud.xyz, camera, poses, point_size, max_depth, device)
    return Views(camera, poses, _painted(cloud, seen.index, seen.depth), seen.depth, seen.index)


def _painted(
    cloud: PointCloud, index: npt.NDArray[np.int32], depth: npt.NDArray[np.float32]
) -> npt.NDArray[np.uint8]:
    if cloud.rgb is not None:
        # The last row serves index -1.
        table = np.concatenate([cloud.rgb, np.full((1, 3), BACKGROUND, np.uint8)])
        return np.asarray(table[index])
    if cloud.intensity is not None:
        grey = np.append(np.clip(cloud.intensity, 0, 1) * 255, BACKGROUND).astype(np.uint8)[index]
    else:
        near = np.where(index >= 0, 2.0 / (1.0 + depth), 0.0)
        grey = np.where(index >= 0, np.clip(PLAIN * near, 30, 225), BACKGROUND).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=-1)
