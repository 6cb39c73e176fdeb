# SPDX-License-Identifier: Apache-2.0
"""Placement check: which objects of a scene run into something, sink into it, or float."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.convex_solids import Solids, near_pairs, overlap
from ws3d_model.worlds.fastened import FASTENED
from ws3d_model.worlds.primitive_solids import solids_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ws3d_model.worlds.scene import Scene
    from ws3d_model.worlds.shapes.primitives import Primitive

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

TOLERANCE = 0.02  # metres
_STEEP = 0.6  # the part of a contact's way that points down where one thing rests on another


@dataclass(frozen=True)
class Overlap:
    """Two things that share space.

    Attributes:
        first, second: instance numbers; `second` is -1 for walls, floors and other stuff.
        depth: metres that one would have to move to part the two worst primitives.
        primitives: their rows in the scene.
    """

    first: int
    second: int
    depth: float
    primitives: tuple[int, int]


@dataclass(frozen=True)
class Floating:
    """An object that nothing carries: `gap` metres above the next thing below (inf for none)."""

    instance: int
    gap: float


@dataclass(frozen=True)
class Faults:
    """What `find_faults` found."""

    overlaps: tuple[Overlap, ...]
    floating: tuple[Floating, ...]

    def __bool__(self) -> bool:
        return bool(self.overlaps or self.floating)


def check_placement(scene: Scene, tolerance: float = TOLERANCE) -> tuple[str, ...]:
    """One line for every fault of a scene, deepest overlap first; empty where all is well.

    Args:
        scene: rooms or streets.
        tolerance: metres that things may sink into each other, or be apart and still touch.
    """
    names = [thing.name for thing in scene.objects]
    fixed = [name in FASTENED for name in names]
    faults = find_faults(scene.primitives, scene.instances, fixed, tolerance)
    lines = []
    for fault in faults.overlaps:
        label = scene.primitives[fault.primitives[1]].label
        other = label if fault.second < 0 else f"{names[fault.second]} {fault.second}"
        lines.append(
            f"{names[fault.first]} {fault.first} is {fault.depth * 100:.1f} cm inside {other}"
        )
    for loose in faults.floating:
        height = "over nothing" if np.isinf(loose.gap) else f"{loose.gap * 100:.1f} cm too high"
        lines.append(f"{names[loose.instance]} {loose.instance} floats {height}")
    return tuple(lines)


def find_faults(
    primitives: Sequence[Primitive],
    instances: npt.NDArray[np.int32],
    fastened: Collection[bool],
    tolerance: float = TOLERANCE,
    solids: Solids | None = None,
    owner: Int64 | None = None,
) -> Faults:
    """Overlaps between objects, or of objects with stuff, and objects that nothing carries.

    Args:
        primitives: in one frame, z up.
        instances: (P,) object of each primitive, -1 for stuff, which may overlap other stuff.
        fastened: for each object whether it may hang (on a wall, under a ceiling) or must stand.
        tolerance: metres.
        solids, owner: `solids_of(primitives)`, where that is known already.
    """
    if solids is None or owner is None:
        solids, owner = solids_of(primitives)
    instance = np.asarray(instances, np.int64)[owner]
    pairs = _touching(solids, instance, tolerance)
    depth, way = overlap(solids.chosen(pairs[0]), solids.chosen(pairs[1]))
    close = depth > -tolerance
    first, second, depth, way = pairs[0][close], pairs[1][close], depth[close], way[close]
    deep = depth > tolerance
    worst = _worst(instance, first[deep], second[deep], depth[deep])
    overlaps = _opened(primitives, owner, instance, worst, tolerance)
    held = _held(len(fastened), instance, (first, second), way, np.array(list(fastened), bool))
    floating = tuple(
        Floating(int(number), _gap(solids, instance, int(number)))
        for number in np.flatnonzero(~held)
        if (instance == number).any()
    )
    return Faults(overlaps, floating)


def _touching(solids: Solids, instance: Int64, margin: float) -> tuple[Int64, Int64]:
    """Rows of solids of different things whose bounds meet; the first is always an object's."""
    if len(solids) == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    low, high = solids.bounds()
    # Things: objects by their instance, and every piece of stuff by itself.
    thing = np.where(instance >= 0, instance, instance.max() + 1 + np.arange(len(instance)))
    _, thing = np.unique(thing, return_inverse=True)
    order = np.argsort(thing, kind="stable")
    counts = np.bincount(thing)
    starts = np.cumsum(counts) - counts
    thing_low = np.minimum.reduceat(low[order], starts)
    thing_high = np.maximum.reduceat(high[order], starts)
    is_object = instance[order[starts]] >= 0
    one, other = near_pairs(thing_low, thing_high, thing_low, thing_high, margin)
    kept = is_object[one] & ((one < other) | ~is_object[other])
    one, other = one[kept], other[kept]
    sizes = counts[one] * counts[other]
    pair = np.repeat(np.arange(len(one)), sizes)
    number = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    first = order[starts[one[pair]] + number // counts[other[pair]]]
    second = order[starts[other[pair]] + number % counts[other[pair]]]
    near = (low[first] < high[second] + margin).all(1) & (high[first] > low[second] - margin).all(1)
    return first[near], second[near]


def _worst(
    instance: Int64, first: Int64, second: Int64, depth: Float64
) -> list[tuple[int, int, float, Int64, Int64]]:
    """For each two things that overlap: their numbers, the depth, all pairs, deepest first."""
    groups: dict[tuple[int, int], list[int]] = {}
    for row in np.argsort(-depth, kind="stable").tolist():
        key = (int(instance[first[row]]), int(instance[second[row]]))
        groups.setdefault(key, []).append(row)
    return [
        (one, other, float(depth[rows[0]]), first[rows], second[rows])
        for (one, other), rows in groups.items()
    ]


def _opened(
    primitives: Sequence[Primitive],
    owner: Int64,
    instance: Int64,
    found: list[tuple[int, int, float, Int64, Int64]],
    tolerance: float,
) -> tuple[Overlap, ...]:
    """The overlaps that remain when vessels and frames are taken as the sheets they are."""
    kept = []
    for one, other, _, first, second in found:
        worst, at = tolerance, (0, 0)
        for a, b in zip(owner[first].tolist(), owner[second].tolist(), strict=True):
            hollow, own = solids_of([primitives[a], primitives[b]], hollow=True)
            rows, others = np.nonzero((own[:, None] == 0) & (own[None] == 1))
            depth, _ = overlap(hollow.chosen(rows), hollow.chosen(others))
            if depth.max() > worst:
                worst, at = float(depth.max()), (a, b)
        if worst > tolerance:
            kept.append(Overlap(one, other, worst, at))
    return tuple(sorted(kept, key=lambda fault: -fault.depth))


def _held(
    count: int,
    instance: Int64,
    touching: tuple[Int64, Int64],
    way: Float64,
    fastened: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """bool (count,): objects that rest on something, or that may hang and touch something."""
    first, second = instance[touching[0]], instance[touching[1]]
    held = np.zeros(count, bool)
    held[first[way[:, 2] < -_STEEP]] = True
    resting = (way[:, 2] > _STEEP) & (second >= 0)
    held[second[resting]] = True
    for numbers in (first, second[second >= 0]):
        held[numbers[fastened[numbers]]] = True
    return held


def _gap(solids: Solids, instance: Int64, number: int) -> float:
    """Metres of air below an object, by bounds."""
    low, high = solids.bounds()
    own = instance == number
    bottom, top = low[own].min(0), high[own].max(0)
    below = ~own & (low[:, :2] < top[:2]).all(1) & (high[:, :2] > bottom[:2]).all(1)
    heights = high[below, 2]
    heights = heights[heights < bottom[2] + 1e-6]
    return float(bottom[2] - heights.max()) if len(heights) else float("inf")
