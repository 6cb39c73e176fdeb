# SPDX-License-Identifier: Apache-2.0
"""Room: the surfaces of one procedural room, sampled densely, with their ground truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.rooms.building import Building, Placed
from ws3d_model.datasets.rooms.burial import buried
from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.floor_plan import FloorPlan
from ws3d_model.datasets.rooms.layouts import furnish
from ws3d_model.datasets.rooms.model import turned
from ws3d_model.datasets.rooms.palette import Families
from ws3d_model.datasets.rooms.primitives import Primitive, Samples, sample_surfaces
from ws3d_model.datasets.rooms.shell import lay_rug, raise_shell
from ws3d_model.datasets.rooms.wall_hangings import beam, hang, light_ceiling
from ws3d_model.datasets.rooms.words import NAMES, STUFF

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]

DENSITY = 2300.0  # points a square metre: 2 cm apart, finer than the scans made from them

# Kind of room: how often, and its smallest and largest width and depth in metres.
KINDS: dict[str, tuple[float, tuple[float, float], tuple[float, float]]] = {
    "bedroom": (0.15, (2.8, 5.5), (2.8, 5.0)),
    "living room": (0.14, (3.2, 6.5), (3.0, 6.0)),
    "office": (0.16, (2.8, 7.0), (2.8, 6.0)),
    "meeting": (0.13, (3.8, 8.0), (3.6, 7.0)),
    "cafe": (0.09, (4.0, 9.0), (4.0, 7.0)),
    "classroom": (0.05, (4.5, 8.0), (4.0, 7.0)),
    "kitchen": (0.10, (2.4, 5.5), (2.4, 5.0)),
    "bathroom": (0.09, (1.8, 3.4), (1.8, 3.4)),
    "studio": (0.09, (4.5, 8.0), (4.5, 7.5)),
}


@dataclass(frozen=True, eq=False)
class Room:
    """Dense surface samples of a room; frame: a corner of the floor, z up, metres.

    Args:
        kind: key of KINDS.
        families: "train" or "held_out".
        size: width (x), depth (y), height (z) of the room.
        xyz, normals: float32 (N, 3), normals pointing out of the solid.
        rgb: uint8 (N, 3), lit.
        labels: int32 (N,), index into `names`.
        instances: int32 (N,), row in `centres`, -1 for walls, floors and ceilings.
        centres: float32 (I, 3), middle of each complete object's bounding box.
        gloss: float32 (N,), chance that a depth camera sees nothing there.
        two_sided: bool (N,), thin sheets that are seen from behind too.
        free_floor: float32 (F, 2), positions with 25 cm of free floor around them.
        used_families: "class: family" of every shape drawn.
    """

    kind: str
    families: Families
    size: tuple[float, float, float]
    xyz: Float32
    normals: Float32
    rgb: npt.NDArray[np.uint8]
    labels: Int32
    instances: Int32
    centres: Float32
    gloss: Float32
    two_sided: npt.NDArray[np.bool_]
    free_floor: Float32
    used_families: frozenset[str]
    names: tuple[str, ...] = NAMES

    def __len__(self) -> int:
        return len(self.labels)


def build_room(
    seed: int,
    families: Families = "train",
    kind: str | None = None,
    density: float = DENSITY,
) -> Room:
    """The room of a seed: the same arguments give the same room, to the last bit.

    Args:
        seed: whole number, 0 or more.
        families: "train", or "held_out" for shape families, palettes and classes never trained on.
        kind: a key of KINDS; None draws one.
        density: points a square metre.

    Raises:
        ValueError: an unknown `families` or `kind`.
    """
    design = Design(seed, families)
    if kind is None:
        kind = design.choose(tuple(KINDS), [share for share, *_ in KINDS.values()])
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {kind!r}")
    _, widths, depths = KINDS[kind]
    height = design.uniform(2.3, 3.2)
    plan = FloorPlan(design.uniform(*widths), design.uniform(*depths), height)
    building = Building(design, plan)
    roomy = kind in ("cafe", "meeting", "office", "studio")
    has_ceiling = design.chance(0.6)
    raise_shell(building, has_ceiling, design.count(1, 2) if roomy and design.chance(0.25) else 0)
    if design.chance(0.25):
        lay_rug(building)
    furnish(building, kind)
    hang(building, kind)
    if has_ceiling:
        light_ceiling(building)
        if design.chance(0.12):
            beam(building)
    primitives, instances, centres = _assemble(building.placed)
    samples = sample_surfaces(primitives, density, design.rng)
    kept = ~buried(samples.xyz, instances[samples.primitive], primitives, instances)
    samples = Samples(
        samples.xyz[kept], samples.normals[kept], samples.colours[kept], samples.primitive[kept]
    )
    labels = np.array([p.label for p in primitives], np.int32)
    gloss = np.array([p.paint.gloss for p in primitives], np.float32)
    sheets = np.array([p.two_sided for p in primitives])
    free = plan.free_positions(0.25)
    if len(free) == 0:
        free = plan.free_positions(0.0)
    return Room(
        kind=kind,
        families=families,
        size=(plan.width, plan.depth, plan.height),
        xyz=samples.xyz.astype(np.float32),
        normals=samples.normals.astype(np.float32),
        rgb=_light(samples, plan, design),
        labels=labels[samples.primitive],
        instances=instances[samples.primitive],
        centres=centres,
        gloss=gloss[samples.primitive],
        two_sided=sheets[samples.primitive],
        free_floor=free.astype(np.float32),
        used_families=frozenset(design.used),
    )


def _assemble(placed: Sequence[Placed]) -> tuple[list[Primitive], Int32, Float32]:
    """All primitives in the room's frame, the instance of each, and the instances' centres."""
    primitives: list[Primitive] = []
    instances: list[int] = []
    lowest: list[npt.NDArray[np.float64]] = []
    highest: list[npt.NDArray[np.float64]] = []
    for item in placed:
        turn, numbers = turned(item.yaw), dict[int, int]()
        for part in item.model.primitives:
            moved = replace(
                part, centre=turn @ part.centre + item.at, rotation=turn @ part.rotation
            )
            primitives.append(moved)
            if NAMES[part.label] in STUFF:
                instances.append(-1)
                continue
            reach = np.abs(moved.rotation) @ moved.half
            if part.part not in numbers:
                numbers[part.part] = len(lowest)
                lowest.append(moved.centre - reach)
                highest.append(moved.centre + reach)
            number = numbers[part.part]
            lowest[number] = np.minimum(lowest[number], moved.centre - reach)
            highest[number] = np.maximum(highest[number], moved.centre + reach)
            instances.append(number)
    middle = (np.array(lowest) + np.array(highest)) / 2 if lowest else np.zeros((0, 3))
    return primitives, np.array(instances, np.int32), middle.astype(np.float32)


def _light(samples: Samples, plan: FloorPlan, design: Design) -> npt.NDArray[np.uint8]:
    """Colours under ambient light, a direction, a lamp, and darker corners near the floor."""
    rng = design.rng
    direction = rng.normal(size=3)
    direction /= np.linalg.norm(direction)
    ambient = design.uniform(0.55, 0.85)
    shade = ambient + (1 - ambient) * np.abs(samples.normals @ direction)
    lamp = rng.uniform((0, 0, 0.8), (1, 1, 1)) * (plan.width, plan.depth, plan.height)
    distance = np.linalg.norm(samples.xyz - lamp, axis=1)
    shade *= 1.15 - design.uniform(0, 0.08) * distance
    if design.chance(0.7):
        shade *= 0.85 + 0.15 * np.clip(samples.xyz[:, 2] / 0.5, 0, 1)
    brightness = design.uniform(0.65, 1.15) * rng.uniform(0.92, 1.08, 3)
    lit = samples.colours * np.clip(shade, 0.25, 1.3)[:, None] * brightness
    gamma = design.uniform(0.8, 1.25) if not design.held_out else design.uniform(0.7, 1.35)
    return np.asarray(np.round(np.clip(lit, 0, 1) ** gamma * 255), np.uint8)
