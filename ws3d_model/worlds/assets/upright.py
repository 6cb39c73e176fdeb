# SPDX-License-Identifier: Apache-2.0
"""Setting a mesh upright: z up, its front towards -y, standing in the middle of z = 0."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.assets.mesh_files import Float64, Int32

# Rows: where the model's x, y and z come from in the file, for each axis that may point up there.
_FROM_FILE = {
    "z": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "-z": ((1, 0, 0), (0, -1, 0), (0, 0, -1)),
    "y": ((1, 0, 0), (0, 0, -1), (0, 1, 0)),
    "-y": ((1, 0, 0), (0, 0, 1), (0, -1, 0)),
    "x": ((0, 1, 0), (0, 0, 1), (1, 0, 0)),
    "-x": ((0, -1, 0), (0, 0, 1), (-1, 0, 0)),
}
# Classes whose upper part is a back: it tells where their front is.
WITH_BACK = frozenset(
    ("chair", "office chair", "armchair", "sofa", "bed", "toilet", "bench", "recliner",
     "high chair", "wheelchair", "rocking chair", "folding chair", "bunk bed", "piano")
)  # fmt: skip


def set_upright(vertices: Float64, up: str, scale: float) -> Float64:
    """(V, 3) metres with z up; the x axis keeps its direction where it can (glTF: front to -y)."""
    return np.asarray(scale * vertices @ np.array(_FROM_FILE[up], np.float64).T, np.float64)


def turn_about_z(vertices: Float64, angle: float) -> Float64:
    """(V, 3) turned by radians; exact for quarter turns."""
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    turn[np.abs(turn) < 1e-9] = 0.0
    return np.asarray(vertices @ turn.T, np.float64)


def stood(vertices: Float64) -> Float64:
    """(V, 3) with the middle of the footprint over the origin and the lowest point on z = 0."""
    low, high = vertices.min(0), vertices.max(0)
    middle = (low + high) / 2
    return np.asarray(vertices - (middle[0], middle[1], low[2]), np.float64)


def guessed_turn(name: str, vertices: Float64, faces: Int32) -> float:
    """Radians about z that bring the front to -y, as far as the shape (z up) tells.

    The upper part of things with a back is the back; anything else turns its longer side to the
    front, which leaves two answers: the nearer one is taken.
    """
    size = np.ptp(vertices, axis=0)
    if name in WITH_BACK:
        corners = vertices[faces]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        area, middle = np.linalg.norm(normals, axis=1), corners.mean(axis=1)
        upper = middle[:, 2] > vertices[:, 2].min() + 0.7 * size[2]
        if area[upper].sum() > 0:
            centre = (vertices.max(0) + vertices.min(0))[:2] / 2
            lean = (area[upper, None] * (middle[upper, :2] - centre)).sum(0) / area[upper].sum()
            lean = lean / np.maximum(size[:2], 1e-9)
            if np.abs(lean).max() > 0.08:
                axis = int(np.abs(lean).argmax())
                return _QUARTER[axis, bool(lean[axis] > 0)]
        return 0.0
    return -np.pi / 2 if size[1] > 1.05 * size[0] else 0.0


# Axis that the back is on and whether on its positive side, to the turn that brings it to +y.
_QUARTER = {(0, True): np.pi / 2, (0, False): -np.pi / 2, (1, True): 0.0, (1, False): np.pi}
