# SPDX-License-Identifier: Apache-2.0
"""Where the things of a scene are to each other: on, in, under, above, beside, before, behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.scene import SceneObject
from ws3d_model.worlds.words.catalog import ancestors
from ws3d_model.worlds.words.groups import HYPERNYMS

Float64 = npt.NDArray[np.float64]

REACH, REACH_OUTDOORS = 0.8, 2.5  # metres between two things that are still beside each other
OVER = 1.5  # metres that something may hang above another
TOUCH = 0.05  # metres; heights are compared with this slack
_SHELTER = frozenset(("table", "desk", "bed", "workbench", "bench", "counter", "tree", "parasol"))
_HOLDERS = frozenset(("storage furniture", "container", "luggage", "vehicle"))
_OPEN = frozenset(("bookshelf", "two-wheeler"))  # one is on these
# Things whose front everybody agrees on.
_FRONTED = frozenset(
    (
        *("chair", "sofa", "desk", "bed", "cabinet", "bookshelf", "toilet", "refrigerator"),
        *("stove", "washing machine", "television", "monitor", "sink", "piano", "fireplace"),
        *("car", "bus", "truck", "tram", "bench", "armchair", "wardrobe", "media console"),
        *("vending machine", "person", "bus stop", "bathtub", "computer tower", "printer"),
    )
)


@dataclass(frozen=True)
class Relation:
    """What a thing is to one or two others.

    Args:
        subject: its row in the scene's objects.
        kind: "on", "in", "hanging from", "under", "above", "beside", "in front of", "behind" or
            "between".
        others: one row, two for "between".
        gap: metres between the boxes, 0 where they touch.
    """

    subject: int
    kind: str
    others: tuple[int, ...]
    gap: float


def find_relations(
    objects: Sequence[SceneObject], reach: float = REACH
) -> tuple[tuple[Relation, ...], ...]:
    """The relations of every object, the most telling first; an empty tuple for a lonely one.

    Args:
        objects: those of a scene, all of them: `support` counts them.
        reach: metres between things that are still beside each other.

    "In front of" and "behind" are meant from the other thing: where its front points.
    """
    boxes = np.array([thing.box for thing in objects], np.float64).reshape(-1, 7)
    found: list[list[Relation]] = [_held(i, thing, objects) for i, thing in enumerate(objects)]
    bottom, top = boxes[:, 2] - boxes[:, 5] / 2, boxes[:, 2] + boxes[:, 5] / 2
    for i, thing in enumerate(objects):
        along, across, gap = _from(boxes, boxes[i])
        inside = (np.abs(along) < boxes[:, 3] / 2) & (np.abs(across) < boxes[:, 4] / 2)
        for j in _by_nearness(gap, i):
            other = objects[j]
            if thing.support == j or other.support == i:
                continue
            sheltered = thing.support < 0 and _is_any(other, _SHELTER)
            if inside[j] and sheltered and top[i] < top[j] - TOUCH:
                found[i].append(Relation(i, "under", (j,), 0.0))
            elif inside[j] and 0 <= bottom[i] - top[j] + TOUCH < OVER:
                found[i].append(Relation(i, "above", (j,), max(float(bottom[i] - top[j]), 0.0)))
            elif (
                thing.support == other.support
                and gap[j] <= reach
                and min(top[i], top[j]) > max(bottom[i], bottom[j])  # at one height
            ):
                kind = _side(other, boxes[j], float(along[j]), float(across[j]))
                found[i].append(Relation(i, kind, (j,), float(gap[j])))
        between = _between(i, [r for r in found[i] if r.kind not in ("under", "above")], boxes)
        found[i] += between
    return tuple(tuple(relations) for relations in found)


def _held(i: int, thing: SceneObject, objects: Sequence[SceneObject]) -> list[Relation]:
    """What the thing stands on, lies in or hangs from."""
    if not 0 <= thing.support < len(objects):
        return []
    other = objects[thing.support]
    if other.name in ancestors(thing.name) or thing.name in ancestors(other.name):
        return []  # a tree and its trunk
    bottom, top = thing.box[2] - thing.box[5] / 2, thing.box[2] + thing.box[5] / 2
    low, high = other.box[2] - other.box[5] / 2, other.box[2] + other.box[5] / 2
    if top <= low + TOUCH:
        kind = "hanging from"
    elif bottom < high - TOUCH and _is_holder(other):
        kind = "in"
    else:
        kind = "on"
    return [Relation(i, kind, (thing.support,), 0.0)]


def _from(boxes: Float64, box: Float64) -> tuple[Float64, Float64, Float64]:
    """Seen from every box: where the middle of `box` is, ahead and to the left, and the gap (I,).

    The gap is between the footprints, `box` taken as the rectangle that encloses it.
    """
    step = box[:2] - boxes[:, :2]
    cos, sin = np.cos(boxes[:, 6]), np.sin(boxes[:, 6])
    along = cos * step[:, 0] + sin * step[:, 1]
    across = cos * step[:, 1] - sin * step[:, 0]
    turn = np.abs(np.cos(box[6] - boxes[:, 6])), np.abs(np.sin(box[6] - boxes[:, 6]))
    half_along = (box[3] * turn[0] + box[4] * turn[1]) / 2
    half_across = (box[3] * turn[1] + box[4] * turn[0]) / 2
    outside = np.hypot(
        np.maximum(np.abs(along) - boxes[:, 3] / 2 - half_along, 0),
        np.maximum(np.abs(across) - boxes[:, 4] / 2 - half_across, 0),
    )
    return along, across, np.asarray(outside, np.float64)


def _by_nearness(gap: Float64, i: int, most: int = 12) -> list[int]:
    order = np.argsort(gap, kind="stable")[: most + 1]
    return [int(j) for j in order if j != i]


def _side(other: SceneObject, box: Float64, along: float, across: float) -> str:
    """ "in front of" or "behind" where the thing is there and the other has a front."""
    if _is_any(other, _FRONTED) and abs(across) < box[4] / 2 + TOUCH and abs(along) > box[3] / 2:
        return "in front of" if along > 0 else "behind"
    return "beside"


def _between(i: int, near: Sequence[Relation], boxes: Float64) -> list[Relation]:
    """Two near things on opposite sides: less than 30 degrees off a straight line."""
    for first, one in enumerate(near):
        for other in near[first + 1 :]:
            j, k = one.others[0], other.others[0]
            if "on" in (one.kind, other.kind) or "in" in (one.kind, other.kind):
                continue
            a, b = boxes[j, :2] - boxes[i, :2], boxes[k, :2] - boxes[i, :2]
            lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
            if lengths > 0 and a @ b / lengths < -0.87:
                return [Relation(i, "between", (j, k), max(one.gap, other.gap))]
    return []


def _is_holder(thing: SceneObject) -> bool:
    """Things are in it rather than on it, as long as they are below its top."""
    kinds = frozenset((thing.name, *HYPERNYMS.get(thing.name, ())))
    return not _HOLDERS.isdisjoint(kinds) and _OPEN.isdisjoint(kinds)


def _is_any(thing: SceneObject, names: frozenset[str]) -> bool:
    return not names.isdisjoint((thing.name, *ancestors(thing.name)))
