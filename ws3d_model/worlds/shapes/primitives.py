# SPDX-License-Identifier: Apache-2.0
"""Primitive: one box, cylinder, ellipsoid or mesh that things are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array
from ws3d_model.worlds.shapes.palette import Paint

Float64 = npt.NDArray[np.float64]
Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]


class Kind(IntEnum):
    """The shape of a primitive."""

    BOX = 0
    CYLINDER = 1
    ELLIPSOID = 2
    MESH = 3


class Faces(IntEnum):
    """Bits of the faces that exist. Cylinders: SIDE, BOTTOM, TOP; boxes: the six directions."""

    LEFT = 1  # -x
    RIGHT = 2  # +x
    FRONT = 4  # -y
    BACK = 8  # +y
    BOTTOM = 16  # -z
    TOP = 32  # +z
    SIDE = 4
    ALL = 63


@dataclass(frozen=True, eq=False)
class Pieces:
    """Convex pieces that stand for a mesh where things are kept apart.

    Attributes:
        hulls: one (H, V, 3) array for every number V of corners, metres; V corners span a piece.
        low, high: (B, 3) corners of boxes.
    """

    hulls: tuple[Float64, ...]
    low: Float64
    high: Float64

    def scaled(self, factor: Float64, shift: Float64) -> Pieces:
        """The same stretched by (3,) about the origin, then shifted by (3,)."""
        return Pieces(
            tuple(corners * factor + shift for corners in self.hulls),
            self.low * factor + shift,
            self.high * factor + shift,
        )


@dataclass(frozen=True, eq=False)
class Mesh:
    """Triangles in a primitive's own axes; shared by every copy of the thing.

    Args:
        vertices: float32 (V, 3) metres, the middle of their bounding box at the origin.
        faces: int32 (F, 3), rows of `vertices`, counter-clockwise seen from outside.
        colours: float32 (F, 3) in 0..1, or None where the primitive's paint covers everything.
        pieces: convex pieces of it, where they are known already.

    Raises:
        TypeError, ValueError: another dtype or shape, or a face names a vertex that is not there.
    """

    vertices: Float32
    faces: Int32
    colours: Float32 | None = None
    pieces: Pieces | None = None

    def __post_init__(self) -> None:
        check_array("vertices", self.vertices, np.float32, (None, 3))
        check_array("faces", self.faces, np.int32, (None, 3))
        if self.colours is not None:
            check_array("colours", self.colours, np.float32, (len(self.faces), 3))
        count = len(self.vertices)
        if len(self.faces) and not 0 <= self.faces.min() <= self.faces.max() < count:
            raise ValueError(
                f"faces must be rows 0..{count - 1} of the vertices, got "
                f"{self.faces.min()}..{self.faces.max()}"
            )


@dataclass
class Primitive:
    """One piece of a model.

    Attributes:
        kind: the shape.
        centre: (3,) metres, in the frame of the model.
        half: (3,) half sizes along the primitive's axes, metres (radii, and half the height).
        rotation: (3, 3) takes the primitive's axes to the model's.
        paint: the look.
        label: class name.
        part: number of the object within the model; 0 is the model itself.
        roundness: exponent of a superquadric box (4 is soft, 8 firm), 0 for sharp edges.
        faces: bits of `Faces` that exist.
        taper: radius at the top over radius at the bottom, for cylinders.
        mesh: the triangles of a MESH.
    """

    kind: Kind
    centre: Float64
    half: Float64
    rotation: Float64
    paint: Paint
    label: str
    part: int = 0
    roundness: float = 0.0
    faces: int = Faces.ALL
    taper: float = 1.0
    mesh: Mesh | None = None

    def moved(self, turn: Float64, shift: Float64, part: int) -> Primitive:
        """The same turned by (3, 3), then shifted by (3,), as a piece of another part."""
        return Primitive(
            self.kind, turn @ self.centre + shift, self.half, turn @ self.rotation, self.paint,
            self.label, part, self.roundness, self.faces, self.taper, self.mesh,
        )  # fmt: skip
