# SPDX-License-Identifier: Apache-2.0
"""A depth image, a colour image registered to it and their camera, to one organised cloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import CameraInfo, CompressedImage, Image

from ws3d_model import PointCloud
from ws3d_ros.conversions.cloud_error import CloudError
from ws3d_ros.conversions.depth_images import depth_image
from ws3d_ros.conversions.images import color_image

AnyImage: TypeAlias = Image | CompressedImage
Float32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Intrinsics:
    """Pinhole of the images as they are sent: pixels, after binning and region of interest."""

    fx: float
    fy: float
    cx: float
    cy: float
    width: int  # 0 where the camera does not say
    height: int


@dataclass(frozen=True, eq=False)
class OrganisedCloud:
    """Cloud of height * width points, row by row; NaN where the depth is unknown."""

    cloud: PointCloud
    height: int
    width: int


class DepthProjector:
    """Turns frames of one camera into clouds and keeps the rays of its pixels between them."""

    def __init__(self) -> None:
        self._intrinsics: Intrinsics | None = None
        self._across = np.zeros(0, np.float32)
        self._down = np.zeros((0, 1), np.float32)

    def project(self, image: AnyImage, depth: AnyImage, camera_info: CameraInfo) -> OrganisedCloud:
        """Points in the camera's optical frame (x right, y down, z forward), metres, with colour.

        The messages may be of rclpy's classes, or others with the same fields.

        The images are taken as rectified: where the camera_info has a projection matrix P, its left
        part is the camera (as in image_geometry), else K; distortion is not applied.

        Raises:
            CloudError: an image that cannot be read, sizes that differ, or a camera without
                calibration.
        """
        metres = depth_image(depth)
        colors = color_image(image)
        height, width = metres.shape
        if colors.shape[:2] != metres.shape:
            raise CloudError(
                f"depth must be registered to the image: depth is {width} x {height}, the image is "
                f"{colors.shape[1]} x {colors.shape[0]}; use depth_image_proc/register or the "
                "driver's aligned depth topic"
            )
        camera = intrinsics(camera_info)
        if (camera.width or width, camera.height or height) != (width, height):
            raise CloudError(
                f"camera_info is for {camera.width} x {camera.height} images (after binning and "
                f"roi), the images are {width} x {height}; remap camera_info to the one that "
                "belongs to these images, or resize it with them (image_proc/resize)"
            )
        across, down = self._pixel_rays(camera, height, width)
        # Column by column: three times as fast as (H, W, 3) rays times depth.
        xyz = np.empty((height, width, 3), np.float32)
        np.multiply(across, metres, out=xyz[:, :, 0])
        np.multiply(down, metres, out=xyz[:, :, 1])
        xyz[:, :, 2] = metres
        cloud = PointCloud(xyz.reshape(-1, 3), rgb=colors.reshape(-1, 3))
        return OrganisedCloud(cloud, height, width)

    def _pixel_rays(self, camera: Intrinsics, height: int, width: int) -> tuple[Float32, Float32]:
        """(W,) and (H, 1): where columns and rows of pixels look, at depth 1."""
        if camera != self._intrinsics or (len(self._down), len(self._across)) != (height, width):
            self._across = ((np.arange(width) - camera.cx) / camera.fx).astype(np.float32)
            self._down = ((np.arange(height)[:, None] - camera.cy) / camera.fy).astype(np.float32)
            self._intrinsics = camera
        return self._across, self._down


def intrinsics(info: CameraInfo) -> Intrinsics:
    """The camera of the images as sent (sensor_msgs/CameraInfo: K and P are of the full sensor).

    Raises:
        CloudError: no calibration (K is zero), or numbers that cannot be a camera's.
    """
    k, p = [float(value) for value in info.k], [float(value) for value in info.p]
    if k[0] == 0.0:
        raise CloudError(
            "camera_info holds no calibration (K[0] is 0); calibrate the camera or have its driver "
            "publish the factory intrinsics"
        )
    fx, cx, fy, cy = (p[0], p[2], p[5], p[6]) if p[0] != 0.0 else (k[0], k[2], k[4], k[5])
    if not (np.isfinite([fx, fy, cx, cy]).all() and fx > 0 and fy > 0):
        raise CloudError(
            f"camera_info cannot be a camera: fx {fx}, fy {fy}, cx {cx}, cy {cy}; focal lengths "
            "must be positive, in pixels: correct the driver's calibration file"
        )
    bin_x, bin_y = max(info.binning_x, 1), max(info.binning_y, 1)
    roi = info.roi
    return Intrinsics(
        fx=fx / bin_x,
        fy=fy / bin_y,
        cx=(cx - roi.x_offset) / bin_x,
        cy=(cy - roi.y_offset) / bin_y,
        width=(roi.width or info.width) // bin_x,
        height=(roi.height or info.height) // bin_y,
    )
