# SPDX-License-Identifier: Apache-2.0
"""Scene: everything in a procedural world, which every generator returns and every sensor sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array
from ws3d_model.worlds.object_facts import attributes_of, boxes_of, resting_on
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.shapes.palette import Families
from ws3d_model.worlds.shapes.primitives import Primitive
from ws3d_model.worlds.shapes.tessellation import Triangles, tessellate
from ws3d_model.worlds.words import NAMES, STUFF

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Placed:
    """A model at its place: `at` (3,) metres, `yaw` radians, `velocity` metres a second."""

    model: Model
    at: Float64
    yaw: float
    velocity: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def point(self, x: float, y: float) -> Float64:
        """Floor position (2,) of a point in the model's frame."""
        place: Float64 = self.at[:2] + (turned(self.yaw) @ np.array([x, y, 0.0]))[:2]
        return place


@dataclass(frozen=True)
class SceneObject:
    """One thing of a scene.

    Args:
        name: class name.
        box: cx, cy, cz, length, width, height, yaw: the tight box turned as the thing is placed;
            metres and radians about z. The length is along the heading: out of the front.
        attributes: "colour", "material", "size" words; what is unknown is absent.
        support: instance it stands or hangs on; -1 for the floor, the ground, a wall.
        family: shape family, "chair: star base".
        velocity: metres a second, world frame.
    """

    name: str
    box: tuple[float, float, float, float, float, float, float]
    attributes: Mapping[str, str] = field(default_factory=dict)
    support: int = -1
    family: str = ""
    velocity: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Scene:
    """A world; frame: z up, floor or ground near z = 0, metres.

    Args:
        kind: "bedroom", "residential street", ...
        families: "train" or "held_out" shape families and palette.
        primitives: P pieces in the world frame, `label` is the class name.
        instances: int32 (P,), row in `objects`, -1 for stuff (walls, floors, roads).
        objects: the things.
        free_floor: float32 (F, 2), where a sensor may be, 25 cm clear.
        triangles: the surfaces of the primitives.
        light_seed: of the lighting.
        names: table that labels index, the same for every scene of a run.
        outdoors: sun and sky instead of lamps.
        shape_families: "class: family" of everything drawn.
        route: float32 (K, 2), a way that a vehicle or a walker takes, in order, about 1 m apart;
            empty where any free floor will do.

    Raises:
        ValueError: a primitive's name is not in the table, or the lengths disagree.
    """

    kind: str
    families: Families
    primitives: tuple[Primitive, ...]
    instances: Int32
    objects: tuple[SceneObject, ...]
    free_floor: Float32
    triangles: Triangles
    light_seed: int
    names: tuple[str, ...] = NAMES
    outdoors: bool = False
    shape_families: frozenset[str] = frozenset()
    route: Float32 = field(default_factory=lambda: np.zeros((0, 2), np.float32))

    def __post_init__(self) -> None:
        check_array("instances", self.instances, np.int32, (len(self.primitives),))
        check_array("free_floor", self.free_floor, np.float32, (None, 2))
        check_array("route", self.route, np.float32, (None, 2))
        unknown = {primitive.label for primitive in self.primitives} - set(self.names)
        if unknown:
            raise ValueError(
                f"no words for {', '.join(sorted(unknown))}: add the class to the catalog of "
                "worlds.words, or give the name in extra_names where it comes from an asset"
            )

    @cached_property
    def labels(self) -> Int32:
        """int32 (P,): each primitive's row in `names`."""
        row = {name: index for index, name in enumerate(self.names)}
        return np.array([row[primitive.label] for primitive in self.primitives], np.int32)

    @cached_property
    def boxes(self) -> Float32:
        """float32 (I, 7): the objects' boxes."""
        return np.array([thing.box for thing in self.objects], np.float32).reshape(-1, 7)

    @property
    def centres(self) -> Float32:
        """float32 (I, 3): the middles of the objects' boxes."""
        return np.ascontiguousarray(self.boxes[:, :3])

    @property
    def low(self) -> Float64:
        """(3,) lowest corner of everything; zeros where there is nothing."""
        low: Float64 = self._bounds[0]
        return low

    @property
    def high(self) -> Float64:
        """(3,) highest corner of everything; zeros where there is nothing."""
        high: Float64 = self._bounds[1]
        return high

    @cached_property
    def _bounds(self) -> Float64:
        points = self.triangles.corners.reshape(-1, 3)
        if len(points) == 0:
            return np.zeros((2, 3))
        return np.stack([points.min(0), points.max(0)]).astype(np.float64)


def assemble(
    placed: Sequence[Placed],
    kind: str,
    families: Families,
    free_floor: npt.NDArray[np.floating],
    light_seed: int,
    extra_names: Sequence[str] = (),
    outdoors: bool = False,
    shape_families: frozenset[str] = frozenset(),
    route: npt.NDArray[np.floating] | None = None,
) -> Scene:
    """Bring placed models together into a scene.

    Every part of a model becomes an object of its own; primitives whose name is in `STUFF` belong
    to none. Pieces of another name within a part (`Model.join`) are objects of their own as well.

    Args:
        placed: the models, wherever they are.
        kind, families, light_seed, outdoors, shape_families, route: as in `Scene`.
        free_floor: (F, 2) where a sensor may be.
        extra_names: class names beyond `words.NAMES` (those of assets), the same for every scene
            of a run.

    Raises:
        ValueError: a primitive's name is in neither table.
    """
    primitives: list[Primitive] = []
    instances: list[int] = []
    found: list[_Found] = []
    for item in placed:
        numbers: dict[tuple[int, str], int] = {}
        parts = item.model.objects
        turn, first = turned(item.yaw), len(found)
        for piece in item.model.primitives:
            primitives.append(piece.moved(turn, item.at, piece.part))
            if piece.label in STUFF:
                instances.append(-1)
                continue
            key = (piece.part, piece.label)
            if key not in numbers:
                numbers[key] = len(found)
                part = parts[piece.part]
                found.append(_Found(item, piece.part, piece.label, item.yaw + part.yaw))
            instances.append(numbers[key])
        for thing in found[first:]:
            part = parts[thing.part]
            thing.support = numbers.get((part.holder, parts[part.holder].name), -1)
            if thing.name == part.name:
                thing.family = part.family
            elif thing.support < 0:  # a sink in a counter
                thing.support = numbers.get((thing.part, part.name), -1)
    return _described(
        Scene(
            kind,
            families,
            tuple(primitives),
            np.array(instances, np.int32),
            (),
            np.asarray(free_floor, np.float32).reshape(-1, 2),
            tessellate(primitives),
            light_seed,
            (*NAMES, *sorted(set(extra_names) - set(NAMES))),
            outdoors,
            shape_families,
            np.asarray(np.zeros((0, 2)) if route is None else route, np.float32),
        ),
        found,
    )


@dataclass
class _Found:
    """An object while the scene is brought together."""

    item: Placed
    part: int
    name: str
    yaw: float
    support: int = -1
    family: str = ""


def _described(scene: Scene, found: Sequence[_Found]) -> Scene:
    """The scene with its objects: boxes, attributes, and what stands on what."""
    yaws = np.array([thing.yaw for thing in found], np.float64)
    boxes = boxes_of(scene.triangles, scene.instances, yaws)
    names = [thing.name for thing in found]
    attributes = attributes_of(scene.triangles, scene.primitives, scene.instances, names, boxes)
    below = resting_on(boxes)
    objects = tuple(
        SceneObject(
            thing.name,
            (box[0], box[1], box[2], box[3], box[4], box[5], box[6]),
            words,
            thing.support if thing.support >= 0 or thing.part > 0 else under,
            thing.family or thing.name,
            thing.item.velocity,
        )
        for thing, box, words, under in zip(
            found, boxes.tolist(), attributes, below.tolist(), strict=True
        )
    )
    return replace(scene, objects=objects)
