# SPDX-License-Identifier: Apache-2.0
"""Site: a street under construction, where models are stood on the ground without collisions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.rectangles import meet
from ws3d_model.worlds.scene import Placed
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.streets.ground import Ground
from ws3d_model.worlds.words import LEFT_OUT

Float64 = npt.NDArray[np.float64]

# Heights that divide the air into storeys: crowns may hang over cars, lamps over crowns, and the
# jibs of cranes over houses.
_STOREYS = ((-1.0, 2.3), (2.3, 4.3), (4.3, 15.0), (15.0, 60.0))
# Things that stand upright whatever the slope, with a foot or posts in the ground.
ROOTED = frozenset(
    (
        *("tree trunk", "bush", "hedge", "building", "fence", "wall", "guard rail", "gate"),
        *(
            "pole",
            "utility pole",
            "flagpole",
            "street light",
            "bollard",
            "bus stop",
            "billboard",
            "bicycle rack",
        ),
        *("playground slide", "swing", "parasol", "statue", "fountain", "crane"),
    )
)
_KERB = 0.025  # metres: a thing does not stand half on a step higher than this
_LONG = 0.9  # metres: a footprint longer than this is tilted with the ground


@dataclass(frozen=True, eq=False)
class _Layer:
    """What one storey holds of a model: middle (2,) and half size (2,) in the model's frame."""

    storey: int
    middle: Float64
    half: Float64


class Site:
    """The street's design, its ground, and everything stood on it so far.

    Attributes:
        design: dice.
        ground: surfaces; street coordinates are metres along and across.
        placed: models at their places in the world.
    """

    def __init__(self, design: Design, ground: Ground) -> None:
        self.design = design
        self.ground = ground
        self.placed: list[Placed] = []
        self._taken = [np.zeros((0, 6)) for _ in _STOREYS]

    def stand(
        self,
        model: Model,
        along: float,
        across: float,
        heading: float = 0.0,
        room: float = 0.05,
        velocity: float = 0.0,
        height: float | None = None,
    ) -> Placed | None:
        """Stand a model on the ground, or nowhere where the place is taken.

        What is ROOTED stays upright, anything else is tilted with the ground.

        Args:
            model: front towards -y, its origin on the ground; taken over, for one place only.
            along, across: place of its origin in street coordinates, metres.
            heading: where its front looks, radians from the street's direction to the left.
            room: free metres around it.
            velocity: metres a second towards its front.
            height: of its origin in the world where the ground does not decide, metres.
        """
        if not model.primitives or self._is_left_out(model):
            return None
        if model.name not in ROOTED and not self._is_within(model, along, across):
            return None
        course = self.ground.course
        yaw = course.heading(along) + heading + np.pi / 2
        if model.name not in ROOTED and not self._is_level(model, along, across, heading):
            return None
        at = course.points(np.array(along), np.array(across))
        layers = _layers(model)
        boxes = [(layer.storey, _box(layer, at, yaw, room)) for layer in layers]
        if any(meet(box, self._taken[storey]).any() for storey, box in boxes):
            return None
        for layer in layers:
            box = _box(layer, at, yaw, 0.0)
            self._taken[layer.storey] = np.concatenate([self._taken[layer.storey], box[None]])
        if height is None:
            height = self.ground.height(along, across)
            if model.name not in ROOTED:
                height = self._tilt(model, along, across, heading, height)
        way = yaw - np.pi / 2
        speed = (velocity * float(np.cos(way)), velocity * float(np.sin(way)), 0.0)
        placed = Placed(model, np.array([at[0], at[1], height]), yaw, speed)
        self.placed.append(placed)
        return placed

    def are_free(self, along: Float64, across: Float64, radius: float) -> npt.NDArray[np.bool_]:
        """bool (N,): whether circles on the ground are free of things, metres."""
        places = self.ground.course.points(along, across)
        taken = self._taken[0]
        between = places[:, None] - taken[None, :, :2]
        cos, sin = taken[:, 4], taken[:, 5]
        x = np.abs(between[..., 0] * cos + between[..., 1] * sin) - taken[:, 2]
        y = np.abs(between[..., 1] * cos - between[..., 0] * sin) - taken[:, 3]
        gap = np.hypot(np.maximum(x, 0), np.maximum(y, 0))
        return np.asarray((gap > radius).all(axis=1))

    def _is_level(self, model: Model, along: float, across: float, heading: float) -> bool:
        """Whether all corners of the footprint are on one side of the kerb."""
        places = self._footprint(model, along, across, heading, 0.92)[1]
        owners = self.ground.owners(places[:, 0], places[:, 1])
        levels = [self.ground.carpets[owner].level for owner in owners.tolist()]
        return bool(max(levels) - min(levels) < _KERB)

    def _footprint(
        self, model: Model, along: float, across: float, heading: float, share: float
    ) -> tuple[Float64, Float64]:
        """(4, 2) corners of a share of the footprint, in the model's frame and on the street."""
        low, high = model.bounds()
        local = np.array([[x, y] for x in (low[0], high[0]) for y in (low[1], high[1])]) * share
        return local, np.array([along, across]) + local @ turned(heading + np.pi / 2)[:2, :2].T

    def _is_within(self, model: Model, along: float, across: float) -> bool:
        """Whether the whole model has ground below it."""
        low, high = model.bounds()
        reach = float(np.maximum(np.abs(low), np.abs(high))[:2].max())
        ground = self.ground
        return abs(along) + reach < ground.along and abs(across) + reach < ground.across

    def _is_left_out(self, model: Model) -> bool:
        """Whether the model shows a class that training must never see."""
        return not self.design.held_out and any(part.name in LEFT_OUT for part in model.objects)

    def _tilt(
        self, model: Model, along: float, across: float, heading: float, height: float
    ) -> float:
        """Lay a model on the plane through the ground below its footprint; the height there."""
        low, high = model.bounds()
        reach = (high - low)[:2]
        if reach.max() < _LONG:
            return height
        local, places = self._footprint(model, along, across, heading, 0.8)
        levels = self.ground.heights(places[:, 0], places[:, 1])
        plane = np.linalg.lstsq(np.column_stack([local, np.ones(4)]), levels, rcond=None)[0]
        normal = np.array([-plane[0], -plane[1], 1.0])
        lean(model, normal / np.linalg.norm(normal))
        return float(plane[2])


def lean(model: Model, normal: Float64) -> None:
    """Turn a model about its origin so that its upright axis points along `normal`, unit (3,)."""
    across = np.cross(np.array([0.0, 1.0, 0.0]), normal)
    across /= np.linalg.norm(across)
    rotation = np.stack([across, np.cross(normal, across), normal], 1)
    for primitive in model.primitives:
        primitive.centre = rotation @ primitive.centre
        primitive.rotation = rotation @ primitive.rotation


def _layers(model: Model) -> list[_Layer]:
    """Bounding rectangles of what a model has in each storey."""
    reach = np.array([np.abs(p.rotation) @ p.half for p in model.primitives])
    centre = np.array([p.centre for p in model.primitives])
    low, high = centre - reach, centre + reach
    layers = []
    for storey, (floor, ceiling) in enumerate(_STOREYS):
        inside = (low[:, 2] < ceiling) & (high[:, 2] > floor)
        if inside.any():
            first, last = low[inside, :2].min(0), high[inside, :2].max(0)
            layers.append(_Layer(storey, (first + last) / 2, (last - first) / 2))
    return layers


def _box(layer: _Layer, at: Float64, yaw: float, room: float) -> Float64:
    """(6,): middle x y, half sizes, cosine and sine of the yaw, in the world."""
    cos, sin = np.cos(yaw), np.sin(yaw)
    x, y = layer.middle
    middle = (at[0] + cos * x - sin * y, at[1] + sin * x + cos * y)
    return np.array([*middle, *(layer.half + room), cos, sin])
