# SPDX-License-Identifier: Apache-2.0
"""Model: a thing made of primitives, standing at the origin with its back towards +y."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Faces, Kind, Mesh, Pieces, Primitive
from ws3d_model.worlds.shapes.prism import extrude

Float64 = npt.NDArray[np.float64]
Triple = tuple[float, float, float]
Axis = Literal["x", "y", "z"]

_UPRIGHT = np.eye(3)
# Columns: where the cylinder's x, y and z axes point.
_LYING = {
    "x": np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
    "y": np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]),
    "z": _UPRIGHT,
}
# The same for outlines: along x they are (y, z), along y (x, z), upright (x, y).
_EXTRUDED = {**_LYING, "y": np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])}


@dataclass(frozen=True)
class Support:
    """A level rectangle that things can stand on, in the frame of the model (metres)."""

    x: tuple[float, float]
    y: tuple[float, float]
    z: float
    headroom: float = 0.5


@dataclass(frozen=True)
class Part:
    """One object of a model: its name and shape family, its turn in the model, what it is on."""

    name: str
    family: str
    yaw: float = 0.0  # radians, in the frame of the model
    holder: int = -1  # part that it stands or hangs on; -1 for the model itself


class Model:
    """Builds one object, with the smaller objects that lie on it or in it.

    Frame: z up, origin on the floor below the middle, the front towards -y, the back (the side that
    goes to a wall) towards +y; metres.

    Args:
        name: class name of the object itself.
        family: shape family, as `Design.family` drew it ("chair: star base").

    Attributes:
        primitives: what it is made of; `part` 0 is the object, higher numbers are things on it.
        supports: where smaller things may be put.
    """

    def __init__(self, name: str, family: str = "") -> None:
        self.name = name
        self.family = family
        self.primitives: list[Primitive] = []
        self.supports: list[Support] = []
        self._others: list[Part] = []

    def box(
        self,
        centre: Triple,
        size: Triple,
        paint: Paint,
        rotation: Float64 = _UPRIGHT,
        roundness: float = 0.0,
        faces: int = Faces.ALL,
    ) -> Model:
        """Add a box of the full `size`."""
        half = np.maximum(np.abs(np.array(size)) / 2, 1e-4)
        return self._add(Kind.BOX, centre, half, rotation, paint, faces, roundness=roundness)

    def cylinder(
        self,
        centre: Triple,
        radius: float,
        height: float,
        paint: Paint,
        axis: Axis = "z",
        taper: float = 1.0,
        radius_y: float | None = None,
        faces: int = Faces.ALL,
        rotation: Float64 = _UPRIGHT,
    ) -> Model:
        """Add a cylinder, or a cone by `taper`; `rotation` (3, 3) turns it after `axis` laid it."""
        half = np.array([radius, radius if radius_y is None else radius_y, height / 2])
        half = np.maximum(np.abs(half), 1e-4)
        turn = rotation @ _LYING[axis]
        return self._add(Kind.CYLINDER, centre, half, turn, paint, faces, taper=taper)

    def ellipsoid(
        self, centre: Triple, radii: Triple, paint: Paint, rotation: Float64 = _UPRIGHT
    ) -> Model:
        """Add an ellipsoid."""
        half = np.maximum(np.abs(np.array(radii)), 1e-4)
        return self._add(Kind.ELLIPSOID, centre, half, rotation, paint, Faces.ALL)

    def prism(
        self,
        outline: Sequence[tuple[float, float]] | Float64,
        height: float,
        paint: Paint,
        centre: Triple = (0.0, 0.0, 0.0),
        axis: Axis = "z",
        taper: float = 1.0,
        faces: int = Faces.ALL,
        rotation: Float64 = _UPRIGHT,
    ) -> Model:
        """Add an extruded polygon: a wedge, a gable, a car body, a kerb.

        Args:
            outline: (K, 2) corners in order, metres: (x, y) where the axis is "z", (y, z) where it
                is "x", (x, z) where it is "y".
            height: length along the axis, half of it to either side of `centre`, metres.
            paint: the look.
            centre: where the outline's origin goes, in the middle of the height.
            axis: that the polygon is drawn along.
            taper: size of the end towards +axis (towards -y for "y") over that of the other.
            faces: bits of SIDE, BOTTOM and TOP that exist.
            rotation: (3, 3), turns it about `centre` after that.

        Raises:
            ValueError: fewer than three corners, or lines that cross.
        """
        vertices, triangles = extrude(outline, height, taper, faces)
        turn = rotation @ _EXTRUDED[axis]
        return self._add_mesh(vertices, triangles, None, paint, centre, turn)

    def mesh(
        self,
        vertices: npt.NDArray[np.floating],
        faces: npt.NDArray[np.integer],
        paint: Paint,
        face_colours: npt.NDArray[np.floating] | None = None,
        centre: Triple = (0.0, 0.0, 0.0),
        rotation: Float64 = _UPRIGHT,
        pieces: Pieces | None = None,
    ) -> Model:
        """Add triangles.

        Args:
            vertices: (V, 3) metres, their origin goes to `centre`.
            faces: (F, 3) rows of `vertices`.
            paint: material, gloss and infrared; colour and pattern too without `face_colours`.
            face_colours: (F, 3) in 0..1.
            centre: (3,) metres.
            rotation: (3, 3).
            pieces: convex pieces of the mesh in the frame of the vertices, where they are known.

        Raises:
            ValueError: a wrong shape, or a face names a vertex that is not there.
        """
        colours = None if face_colours is None else np.asarray(face_colours, np.float32)
        triangles = np.asarray(faces, np.int32)
        return self._add_mesh(
            np.asarray(vertices, np.float32), triangles, colours, paint, centre, rotation, pieces
        )

    def put(self, other: Model, at: Triple, yaw: float = 0.0, on: int = 0) -> Model:
        """Add another model as an object of its own, its origin at `at`, turned about z.

        It counts as standing or hanging on part `on` of this model.
        """
        first = self.parts
        for part in other.objects:
            holder = on if part.holder < 0 else part.holder + first
            self._others.append(replace(part, yaw=part.yaw + yaw, holder=holder))
        self._take(other, at, yaw, first)
        return self

    def join(self, other: Model, at: Triple = (0.0, 0.0, 0.0), yaw: float = 0.0) -> Model:
        """Add another model as a piece of this object, keeping its labels."""
        first, before = self.parts, len(self.primitives)
        for part in other.objects:
            holder = 0 if part.holder <= 0 else part.holder + first
            self._others.append(replace(part, yaw=part.yaw + yaw, holder=holder))
        self._take(other, at, yaw, first)
        for primitive in self.primitives[before:]:
            primitive.part = 0 if primitive.part == first else primitive.part
        return self

    @property
    def parts(self) -> int:
        """How many objects the model holds (numbers that `part` may take)."""
        return 1 + len(self._others)

    @property
    def objects(self) -> tuple[Part, ...]:
        """The objects that the model holds, by their part numbers; the first is the model."""
        return (Part(self.name, self.family), *self._others)

    def bounds(self, own: bool = False) -> tuple[Float64, Float64]:
        """Lowest and highest corner, (3,) each; `own` leaves out the things on it."""
        chosen = [p for p in self.primitives if not own or p.part == 0]
        if not chosen:
            return np.zeros(3), np.zeros(3)
        reach = np.array([np.abs(p.rotation) @ p.half for p in chosen])
        centre = np.array([p.centre for p in chosen])
        return (centre - reach).min(0), (centre + reach).max(0)

    def shift(self, offset: Triple) -> Model:
        """Move everything, supports too."""
        for primitive in self.primitives:
            primitive.centre = primitive.centre + np.array(offset)
        self.supports = [
            Support(
                (s.x[0] + offset[0], s.x[1] + offset[0]),
                (s.y[0] + offset[1], s.y[1] + offset[1]),
                s.z + offset[2],
                s.headroom,
            )
            for s in self.supports
        ]
        return self

    def centred(self) -> Model:
        """The same with the middle of its footprint at the origin and its lowest point on z = 0."""
        low, high = self.bounds()
        middle = (low + high) / 2
        return self.shift((-float(middle[0]), -float(middle[1]), -float(low[2])))

    def _add_mesh(
        self,
        vertices: npt.NDArray[np.float32],
        faces: npt.NDArray[np.int32],
        colours: npt.NDArray[np.float32] | None,
        paint: Paint,
        centre: Triple,
        rotation: Float64,
        pieces: Pieces | None = None,
    ) -> Model:
        if len(vertices) == 0:
            return self
        low, high = vertices.min(0), vertices.max(0)
        middle = (low + high) / 2
        at = np.array(centre) + rotation @ middle.astype(np.float64)
        half = np.maximum((high - low) / 2, 1e-4).astype(np.float64)
        if pieces is not None:
            pieces = pieces.scaled(np.ones(3), -middle.astype(np.float64))
        mesh = Mesh(vertices - middle, faces, colours, pieces)
        return self._add(Kind.MESH, tuple(at.tolist()), half, rotation, paint, mesh=mesh)

    def _add(
        self,
        kind: Kind,
        centre: Triple,
        half: Float64,
        rotation: Float64,
        paint: Paint,
        faces: int = Faces.ALL,
        roundness: float = 0.0,
        taper: float = 1.0,
        mesh: Mesh | None = None,
    ) -> Model:
        self.primitives.append(
            Primitive(
                kind, np.array(centre), half, rotation, paint, self.name,
                roundness=roundness, faces=faces, taper=taper, mesh=mesh,
            )
        )  # fmt: skip
        return self

    def _take(self, other: Model, at: Triple, yaw: float, first: int) -> None:
        """Copy the primitives of another model into this one's frame, part numbers from `first`."""
        turn, shift = turned(yaw), np.array(at)
        for primitive in other.primitives:
            self.primitives.append(primitive.moved(turn, shift, primitive.part + first))


def turned(yaw: float) -> Float64:
    """(3, 3) rotation about z."""
    cos, sin = np.cos(yaw), np.sin(yaw)
    return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])


def tilted(angle: float) -> Float64:
    """(3, 3) rotation about x: positive leans the top towards the front (-y)."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, cos, -sin], [0.0, sin, cos]])
