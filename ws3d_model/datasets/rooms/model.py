# SPDX-License-Identifier: Apache-2.0
"""Model: a thing made of primitives, standing at the origin with its back towards +y."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.rooms.palette import Paint
from ws3d_model.datasets.rooms.primitives import Faces, Kind, Primitive
from ws3d_model.datasets.rooms.words import NAMES

Float64 = npt.NDArray[np.float64]
Triple = tuple[float, float, float]

_NUMBER = {name: index for index, name in enumerate(NAMES)}
_UPRIGHT = np.eye(3)
# Columns: where the cylinder's x, y and z axes point.
_LYING = {
    "x": np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
    "y": np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]),
    "z": _UPRIGHT,
}


@dataclass(frozen=True)
class Support:
    """A level rectangle that things can stand on, in the frame of the model (metres)."""

    x: tuple[float, float]
    y: tuple[float, float]
    z: float
    headroom: float = 0.5


class Model:
    """Builds one object, with the smaller objects that lie on it or in it.

    Frame: z up, origin on the floor below the middle, the front towards -y, the back (the side that
    goes to a wall) towards +y; metres.

    Attributes:
        name: class name of the object itself.
        primitives: what it is made of; `part` 0 is the object, higher numbers are things on it.
        supports: where smaller things may be put.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.primitives: list[Primitive] = []
        self.supports: list[Support] = []
        self._parts = 1

    def box(
        self,
        centre: Triple,
        size: Triple,
        paint: Paint,
        rotation: Float64 = _UPRIGHT,
        roundness: float = 0.0,
        faces: int = Faces.ALL,
        two_sided: bool = False,
    ) -> Model:
        """Add a box of the full `size`."""
        half = np.maximum(np.abs(np.array(size)) / 2, 1e-4)
        self._add(
            Primitive(
                Kind.BOX, np.array(centre), half, rotation, paint, _NUMBER[self.name],
                roundness=roundness, faces=faces, two_sided=two_sided,
            )
        )  # fmt: skip
        return self

    def cylinder(
        self,
        centre: Triple,
        radius: float,
        height: float,
        paint: Paint,
        axis: Literal["x", "y", "z"] = "z",
        taper: float = 1.0,
        radius_y: float | None = None,
        faces: int = Faces.ALL,
    ) -> Model:
        """Add a cylinder, or a cone by `taper`; an open one (SIDE only) is seen from inside too."""
        half = np.array([radius, radius if radius_y is None else radius_y, height / 2])
        self._add(
            Primitive(
                Kind.CYLINDER, np.array(centre), half, _LYING[axis], paint, _NUMBER[self.name],
                faces=faces, taper=taper, two_sided=not faces & Faces.TOP,
            )
        )  # fmt: skip
        return self

    def ellipsoid(self, centre: Triple, radii: Triple, paint: Paint) -> Model:
        """Add an ellipsoid."""
        self._add(
            Primitive(
                Kind.ELLIPSOID, np.array(centre), np.array(radii), _UPRIGHT, paint,
                _NUMBER[self.name],
            )
        )  # fmt: skip
        return self

    def put(self, other: Model, at: Triple, yaw: float = 0.0) -> Model:
        """Add another model as an object of its own, its origin at `at`, turned about z."""
        turn, shift = turned(yaw), np.array(at)
        for primitive in other.primitives:
            self._add(
                replace(
                    primitive,
                    centre=turn @ primitive.centre + shift,
                    rotation=turn @ primitive.rotation,
                    part=primitive.part + self._parts,
                )
            )
        self._parts += other.parts
        return self

    def join(self, other: Model, at: Triple = (0.0, 0.0, 0.0), yaw: float = 0.0) -> Model:
        """Add another model as a piece of this object, keeping its labels."""
        first = len(self.primitives)
        before = self._parts
        self.put(other, at, yaw)
        for primitive in self.primitives[first:]:
            primitive.part = 0 if primitive.part == before else primitive.part
        return self

    @property
    def parts(self) -> int:
        """How many objects the model holds (numbers that `part` may take)."""
        return self._parts

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

    def _add(self, primitive: Primitive) -> None:
        self.primitives.append(primitive)


def turned(yaw: float) -> Float64:
    """(3, 3) rotation about z."""
    cos, sin = np.cos(yaw), np.sin(yaw)
    return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])


def tilted(angle: float) -> Float64:
    """(3, 3) rotation about x: positive leans the top towards the front (-y)."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, cos, -sin], [0.0, sin, cos]])
