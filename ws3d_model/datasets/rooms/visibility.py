# SPDX-License-Identifier: Apache-2.0
"""Which surface points a sensor sees: a z-buffer over points, coarse where they are near."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from ws3d_model.datasets.rooms.room import Room
from ws3d_model.rendering import PinholeCamera

Float32 = npt.NDArray[np.float32]
Int64 = npt.NDArray[np.int64]

NEAR = 0.25  # metres; depth cameras see nothing nearer
GRAZING = 0.08  # cosine below which a surface gives no return
LEVELS = 5
BLOCK = 0.5  # metres


class Blocks:
    """The points of a room sorted into cubes of half a metre, so that a view skips most of them.

    Attributes:
        rows: int64 (N,), rows of the room in the order of the blocks.
    """

    def __init__(self, room: Room) -> None:
        origin = np.array([column.min() for column in room.xyz.T])
        columns = [np.floor((c - low) / BLOCK) for c, low in zip(room.xyz.T, origin, strict=True)]
        x, y, z = (column.astype(np.int16) for column in columns)
        key = (x.astype(np.int32) * (int(y.max()) + 1) + y) * (int(z.max()) + 1) + z
        self.rows = np.argsort(key, kind="stable")
        first = np.flatnonzero(np.diff(key[self.rows], prepend=-1))
        self._counts = np.diff(first, append=len(key))
        lead = self.rows[first]
        self._middles = (np.stack([x[lead], y[lead], z[lead]], axis=1) + 0.5) * BLOCK + origin
        self._xyz, self._normals = room.xyz[self.rows], room.normals[self.rows]
        self._two_sided = room.two_sided[self.rows]

    def visible(
        self,
        camera: PinholeCamera,
        world_from_camera: npt.NDArray[np.float64],
        max_depth: float,
    ) -> tuple[Int64, Float32]:
        """Rows of the room's points that a pinhole camera sees, and their depth z in metres."""
        pose = world_from_camera.astype(np.float32)
        near = self._near(camera, world_from_camera, max_depth)
        rows = np.flatnonzero(np.repeat(near, self._counts))
        view = self._xyz[rows] - pose[:3, 3]
        x, y, depth = np.ascontiguousarray((view @ pose[:3, :3]).T)
        ahead = np.maximum(depth, np.float32(NEAR))
        u = x / ahead * np.float32(camera.fx) + np.float32(camera.cx)
        v = y / ahead * np.float32(camera.fy) + np.float32(camera.cy)
        inside = (u >= 0) & (u < camera.width) & (v >= 0) & (v < camera.height)
        chosen = np.flatnonzero(inside & (depth > NEAR) & (depth < max_depth))
        rows = rows[chosen]
        cosine = facing(self._normals[rows], self._two_sided[rows], view[chosen])
        seen = cosine > GRAZING
        rows, chosen, cosine = rows[seen], chosen[seen], cosine[seen]
        u, v, depth = u[chosen], v[chosen], depth[chosen]
        front = in_front(u, v, depth, cosine, camera.width, camera.height, camera.fx)
        return self.rows[rows[front]], depth[front]

    def _near(
        self, camera: PinholeCamera, pose: npt.NDArray[np.float64], max_depth: float
    ) -> npt.NDArray[np.bool_]:
        """bool (B,): blocks whose surrounding sphere reaches into the camera's pyramid."""
        radius = BLOCK * 0.87
        x, y, z = ((self._middles - pose[:3, 3]) @ pose[:3, :3]).T
        near: npt.NDArray[np.bool_] = (z > NEAR - radius) & (z < max_depth + radius)
        for across, centre, size, focal in (
            (x, camera.cx, camera.width, camera.fx),
            (y, camera.cy, camera.height, camera.fy),
        ):
            for slope, side in ((centre / focal, 1), ((size - centre) / focal, -1)):
                # Signed distance to the side plane through the eye.
                near &= (side * across + slope * z) > -radius * np.hypot(1, slope)
        return near


def facing(normals: Float32, two_sided: npt.NDArray[np.bool_], view: Float32) -> Float32:
    """Cosine (K,) of incidence along `view` (K, 3), negative from behind; sheets have two sides."""
    length = np.sqrt(np.einsum("ij,ij->i", view, view))
    cosine = -np.einsum("ij,ij->i", normals, view) / np.maximum(length, np.float32(1e-6))
    facing: Float32 = np.where(two_sided, np.abs(cosine), cosine)
    return facing


def in_front(
    u: Float32,
    v: Float32,
    depth: Float32,
    cosine: Float32,
    width: int,
    height: int,
    focal: float,
    spacing: float = 0.024,
) -> npt.NDArray[np.bool_]:
    """Whether each projected point is the nearest at its pixel, within what its slope explains.

    A point nearer than focal * spacing covers several pixels: it is drawn into a coarser image,
    each of its pixels 2^level wide; the images are then brought together by their minimum.

    Args:
        u, v: pixel coordinates inside the image.
        depth: metres. cosine: of the angle of incidence.
        width, height: of the image; focal: pixels a radian.
        spacing: metres between the points.
    """
    step = 1 << LEVELS
    wide, high = -(-width // step) * step, -(-height // step) * step
    level = np.ceil(np.log2(np.maximum(focal * spacing / depth, 1.0))).astype(np.int64)
    level = np.minimum(level, LEVELS - 1)
    column, row = u.astype(np.int64), v.astype(np.int64)
    nearest = np.full((high >> LEVELS, wide >> LEVELS), np.inf, np.float32)
    for number in reversed(range(LEVELS)):
        columns = wide >> number
        image = torch.full((columns * (high >> number),), float("inf"))
        chosen = level == number
        if chosen.any():
            cells = (row[chosen] >> number) * columns + (column[chosen] >> number)
            values = torch.from_numpy(np.ascontiguousarray(depth[chosen], np.float32))
            image.scatter_reduce_(0, torch.from_numpy(cells), values, "amin")
        own = image.numpy().reshape(high >> number, columns)
        nearest = np.minimum(own, nearest.repeat(2, axis=0).repeat(2, axis=1))
    footprint = np.maximum(depth / focal, spacing)
    slack = 0.01 + footprint * np.minimum(1 / np.maximum(cosine, 0.12), 2.5)
    front: npt.NDArray[np.bool_] = depth <= nearest[row, column] + slack
    return front
