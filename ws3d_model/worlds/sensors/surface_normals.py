# SPDX-License-Identifier: Apache-2.0
"""Normals of the true round surfaces that the triangles stand for, so that light shades softly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.shapes.primitives import Kind, Primitive

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]


def smooth_normals(
    primitives: Sequence[Primitive],
    points: Float32,  # (N, 3) world frame, on the triangles
    primitive: Int32,  # (N,) row of the primitive of each
    flat: Float32,  # (N, 3) unit normals of the triangles
) -> Float32:
    """float32 (N, 3) unit: those of ellipsoids, of the sides of cylinders and of rounded boxes.

    Everything else keeps the normal of its triangle, and so does a point where the two disagree by
    more than 60 degrees (the rims).
    """
    normals: Float32 = flat.copy()
    kinds = np.array([p.kind for p in primitives], np.int32)
    power = np.array([p.roundness for p in primitives], np.float32)
    power[kinds == Kind.ELLIPSOID] = 2.0
    power[kinds == Kind.CYLINDER] = 2.0
    if len(primitive) == 0 or not power.any():
        return normals
    rows = np.flatnonzero(power[primitive] > 0)
    owner = primitive[rows]
    used, place = np.unique(owner, return_inverse=True)
    chosen = [primitives[index] for index in used.tolist()]
    place = place.reshape(-1)
    centre = np.array([p.centre for p in chosen], np.float32).reshape(-1, 3)[place]
    axes = np.array([p.rotation for p in chosen], np.float32).reshape(-1, 3, 3)[place]
    half = np.array([p.half for p in chosen], np.float32).reshape(-1, 3)[place]
    unit = np.einsum("ni,nij->nj", points[rows] - centre, axes) / half
    exponent = power[owner][:, None]
    slope = np.sign(unit) * np.abs(unit) ** (exponent - 1) / half
    round_ = kinds[owner] == Kind.CYLINDER
    slope[round_, 2] = 0.0  # a taper tilts it a little: the check below lets that pass
    length = np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-12)
    smooth = np.einsum("nij,nj->ni", axes, slope / length)
    towards = np.einsum("ni,ni->n", smooth, flat[rows])
    smooth = smooth * np.where(towards < 0, np.float32(-1), np.float32(1))[:, None]
    agree = np.abs(towards) > 0.5
    normals[rows[agree]] = smooth[agree]
    return normals
