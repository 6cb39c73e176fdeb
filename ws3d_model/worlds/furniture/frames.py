# SPDX-License-Identifier: Apache-2.0
"""Frames: bars between two points, rings, legs and open trays, added to a model."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.primitive_solids import solids_of
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint

Float64 = npt.NDArray[np.float64]
Point = tuple[float, float, float]


def bar(
    model: Model, start: Point, end: Point, thick: float, paint: Paint, wide: float | None = None
) -> Model:
    """Add a bar of section `thick` by `wide` (along x, where it is not itself along x)."""
    a, b = np.array(start, np.float64), np.array(end, np.float64)
    length = float(np.linalg.norm(b - a))
    if length < 1e-6:
        return model
    along = (b - a) / length
    side = np.array([0.0, 1.0, 0.0]) if abs(along[0]) > 0.9 else np.array([1.0, 0.0, 0.0])
    across = side - along * float(side @ along)
    across /= np.linalg.norm(across)
    (ax, ay, az), (bx, by, bz) = along.tolist(), across.tolist()
    third = (ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)  # np.cross is 20 times slower
    rotation: Float64 = np.stack([across, np.array(third), along], axis=1)
    middle = (a + b) / 2
    size = (thick if wide is None else wide, thick, length)
    return model.box((float(middle[0]), float(middle[1]), float(middle[2])), size, paint, rotation)


def tube(model: Model, points: Sequence[Point], thick: float, paint: Paint) -> Model:
    """Add bars through all points, a little longer than their distance so that bends close."""
    for start, end in itertools.pairwise(points):
        bar(model, start, end, thick, paint)
    return model


def ring(
    model: Model,
    centre: Point,
    radius: float,
    thick: float,
    paint: Paint,
    normal: str = "z",
    pieces: int = 12,
    radius_2: float | None = None,
) -> Model:
    """Add a ring (an oval where `radius_2` is given) around the axis `normal`, of short bars."""
    angles = np.linspace(0, 2 * np.pi, pieces + 1)
    u, v = radius * np.cos(angles), (radius if radius_2 is None else radius_2) * np.sin(angles)
    zero = np.zeros_like(u)
    columns = {"x": (zero, u, v), "y": (u, zero, v), "z": (u, v, zero)}[normal]
    places = np.stack(columns, 1) + np.array(centre)
    points = [(float(x), float(y), float(z)) for x, y, z in places]
    return tube(model, points, thick, paint)


def legs(
    model: Model,
    wide: float,
    deep: float,
    height: float,
    thick: float,
    paint: Paint,
    splay: float = 0.0,
    round_: bool = False,
) -> Model:
    """Add four legs under a rectangle; `splay` metres outwards at the feet."""
    for x in (-1, 1):
        for y in (-1, 1):
            at = (x * (wide / 2 - thick / 2), y * (deep / 2 - thick / 2))
            if splay:
                foot = (at[0] + x * splay, at[1] + y * splay, 0.0)
                bar(model, foot, (*at, height), thick, paint)
            elif round_:
                model.cylinder((*at, height / 2), thick / 2, height, paint)
            else:
                model.box((*at, height / 2), (thick, thick, height), paint)
    return model


def tray(
    model: Model,
    centre: Point,
    size: Point,
    wall: float,
    paint: Paint,
    floor: float | None = None,
) -> Model:
    """Add a box that is open above: four walls and a floor of the thickness `floor`."""
    (x, y, z), (wide, deep, tall) = centre, size
    base = wall if floor is None else floor
    model.box((x, y, z - tall / 2 + base / 2), (wide, deep, base), paint)
    for side in (-1, 1):
        model.box((x + side * (wide - wall) / 2, y, z), (wall, deep, tall), paint)
        model.box((x, y + side * (deep - wall) / 2, z), (wide - 2 * wall, wall, tall), paint)
    return model


def wheel(
    model: Model, centre: Point, radius: float, width: float, paint: Paint, axis: str = "x"
) -> Model:
    """Add a solid wheel or castor that turns about `axis`."""
    return model.cylinder(centre, radius, width, paint, "x" if axis == "x" else "y")


def castors(model: Model, wide: float, deep: float, paint: Paint, radius: float = 0.04) -> Model:
    """Add four small wheels under the corners of a rectangle; their top is at 2 * radius."""
    for x in (-1, 1):
        for y in (-1, 1):
            at = (x * (wide / 2 - radius), y * (deep / 2 - radius), radius)
            model.cylinder(at, radius, 0.025, paint, "x")
    return model


def about_y(angle: float) -> Float64:
    """(3, 3) rotation about y, in the plane of a wall: positive leans the top towards +x."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, 0.0, sin], [0.0, 1.0, 0.0], [-sin, 0.0, cos]])


def hung(model: Model) -> Model:
    """The same with its lower edge on z = 0 and its middle at x = 0, as things for walls come."""
    low, high = model.bounds()
    return model.shift((-float(low[0] + high[0]) / 2, 0.0, -float(low[2])))


def edge(model: Model, wide: float, tall: float, broad: float, proud: float, paint: Paint) -> Model:
    """Add a frame of four bars around a rectangle on the wall whose lower edge is z = 0."""
    for side in (-1, 1):
        upright = (side * (wide - broad) / 2, -proud / 2, tall / 2)
        model.box(upright, (broad, proud, tall), paint)
        level = (0.0, -proud / 2, tall / 2 + side * (tall - broad) / 2)
        model.box(level, (wide, proud, broad), paint)
    return model


def settled(model: Model) -> Model:
    """Like `Model.centred`, by the true extent of tilted and rounded pieces, so that they touch."""
    solids, _ = solids_of(model.primitives)
    axes = np.repeat(np.eye(3)[None], len(solids), axis=0)
    low = (solids.centre - solids.support(-axes)).min(0)
    high = (solids.centre + solids.support(axes)).max(0)
    middle = (low + high) / 2
    return model.shift((-float(middle[0]), -float(middle[1]), -float(low[2])))
