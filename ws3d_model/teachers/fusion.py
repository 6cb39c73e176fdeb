# SPDX-License-Identifier: Apache-2.0
"""Fusion: what a teacher sees in pictures, brought onto the points behind their pixels.

After S. Peng et al., "OpenScene: 3D Scene Understanding with Open Vocabularies", CVPR 2023, section
3.1 (multi-view feature fusion). Instead of an occlusion test by depth, an index map tells which
point each pixel shows; a pixel counts with the cosine between its ray and the surface's normal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from scipy import sparse as sparse_matrices

from ws3d_model import sparse
from ws3d_model.point_cloud import check_array, finite_rows
from ws3d_model.regions.surface import voxel_normals
from ws3d_model.sparse.kernel_maps import neighbour_table
from ws3d_model.teachers.fused_features import FusedFeatures
from ws3d_model.teachers.teacher import Teacher, check_picture

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

NORMAL_VOXEL = 0.05  # metres
LEAST_COSINE = 0.05  # grazing views tell little, but not nothing
MAX_VALUES = 1 << 30  # points times dimension: 4 GB while they are summed up


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture and the point behind each of its places.

    Args:
        rgb: uint8 (H, W, 3).
        index: int32 (h, w), row of the cloud behind each cell of a grid over the picture, -1 for
            none; the same proportions as the picture, any resolution.
        eye: float64 (3,), where it was taken from, in the cloud's frame.

    Raises:
        TypeError, ValueError: another dtype or shape, or other proportions.
    """

    rgb: npt.NDArray[np.uint8]
    index: npt.NDArray[np.int32]
    eye: Float64

    def __post_init__(self) -> None:
        check_picture(self.rgb)
        check_array("index", self.index, np.int32, (None, None))
        check_array("eye", self.eye, np.float64, (3,))
        (high, wide), (rows, columns) = self.rgb.shape[:2], self.index.shape
        if abs(high * columns - wide * rows) > max(high, wide, rows, columns):
            raise ValueError(
                f"the picture has {wide} x {high} pixels but its index map {columns} x {rows}: "
                "image and camera do not match"
            )


def fuse(
    xyz: Float32,
    pictures: Iterable[Picture],
    teacher: Teacher,
    content_hash: str = "",
    normals: Float32 | None = None,
) -> FusedFeatures:
    """Features of every point: the weighted mean over the pixels that show it, of unit length.

    Args:
        xyz: float32 (P, 3), metres; rows that are not finite are never seen.
        pictures: any number; one is held at a time.
        teacher: with dense features.
        content_hash: kept in the result.
        normals: float32 (P, 3), unit, of either sign; computed without them.

    Raises:
        ValueError: the teacher has no dense features, or an index map names a row that the cloud
            does not have.
        MemoryError: too many points for the teacher's dimension.
    """
    check_array("xyz", xyz, np.float32, (None, 3))
    count, dimension = len(xyz), teacher.dimension
    if count * dimension > MAX_VALUES:
        raise MemoryError(
            f"{count} points of {dimension} values do not fit: thin the cloud to "
            f"{MAX_VALUES // dimension} points"
        )
    if normals is None:
        normals = point_normals(xyz)
    total = np.zeros((count, dimension), np.float32)
    weight = np.zeros(count, np.float32)
    for picture in pictures:
        if picture.index.size and picture.index.max() >= count:
            raise ValueError(
                f"an index map names point {picture.index.max()} of {count}: it belongs to "
                "another cloud"
            )
        _add(total, weight, picture, teacher.encode_dense(picture.rgb), xyz, normals)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    # Vectors that cancel out say nothing.
    weight = np.where(length[:, 0] > 1e-6, weight, np.float32(0)).astype(np.float32)
    unit = np.where(weight[:, None] > 0, total / np.maximum(length, 1e-6), np.float32(0))
    return FusedFeatures(unit.astype(np.float16), weight, teacher.identity, content_hash)


def _add(
    total: Float32,  # (P, D), added to
    weight: Float32,  # (P,), added to
    picture: Picture,
    dense: Float32,  # (h, w, D)
    xyz: Float32,
    normals: Float32,
) -> None:
    lines, columns = np.nonzero(picture.index >= 0)
    if len(lines) == 0:
        return
    points, place = np.unique(picture.index[lines, columns], return_inverse=True)
    ray = xyz[points] - picture.eye.astype(np.float32)
    ray /= np.maximum(np.linalg.norm(ray, axis=1, keepdims=True), 1e-6)
    cosine = np.maximum(np.abs((ray * normals[points]).sum(axis=1)), np.float32(LEAST_COSINE))
    high, wide = picture.index.shape
    cell = (lines * dense.shape[0] // high) * dense.shape[1] + columns * dense.shape[1] // wide
    shape = (len(points), dense.shape[0] * dense.shape[1])
    shown = sparse_matrices.csr_matrix((cosine[place], (place, cell)), shape=shape)
    total[points] += shown @ dense.reshape(shape[1], -1)
    weight[points] += np.asarray(shown.sum(axis=1), np.float32).ravel()


def point_normals(xyz: Float32, voxel_size: float = NORMAL_VOXEL) -> Float32:
    """float32 (P, 3), unit, of either sign; zero for rows that are not finite."""
    normals = np.zeros_like(xyz)
    usable = np.flatnonzero(finite_rows(xyz))
    if len(usable):
        points = torch.from_numpy(xyz[usable])
        voxels = sparse.voxelize(points, voxel_size)
        found = voxel_normals(voxels.mean(points), neighbour_table(voxels.keys))
        normals[usable] = found[voxels.inverse].numpy()
    return normals
