# SPDX-License-Identifier: Apache-2.0
"""What is true of the objects of a scene: tight boxes, colour, material, size, and support."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.shapes.colour_words import WORDS, colour_words
from ws3d_model.worlds.shapes.primitives import Primitive
from ws3d_model.worlds.shapes.tessellation import Triangles

Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

CONTACT = 0.03  # metres; what is this near to a surface stands on it


def boxes_of(triangles: Triangles, instances: Int32, yaws: Float64) -> Float64:
    """(I, 7) tight boxes around each object's triangles.

    Args:
        triangles: surfaces of the scene.
        instances: int32 (P,), object of each primitive, -1 for none.
        yaws: (I,) radians, turn of each object's own frame, whose front is towards -y.

    Returns:
        cx, cy, cz, length, width, height, yaw; the length along the front's direction, which is
        `yaw` from the world's x, in (-pi, pi].
    """
    boxes = np.zeros((len(yaws), 7))
    owner = instances[triangles.primitive] if len(instances) else np.zeros(0, np.int32)
    rows = np.flatnonzero(owner >= 0)
    rows = rows[np.argsort(owner[rows], kind="stable")]
    boxes[:, 6] = np.pi - (3 * np.pi / 2 - yaws) % (2 * np.pi)
    if len(rows) == 0:
        return boxes
    numbers, starts = np.unique(owner[rows], return_index=True)
    corners = triangles.corners[rows].astype(np.float64)
    cos, sin = np.cos(yaws)[owner[rows], None], np.sin(yaws)[owner[rows], None]
    x, y, z = corners[..., 0], corners[..., 1], corners[..., 2]
    turned_back = np.stack([cos * x + sin * y, cos * y - sin * x, z], axis=-1)
    low = np.minimum.reduceat(turned_back.min(1), starts)
    high = np.maximum.reduceat(turned_back.max(1), starts)
    middle, size = (low + high) / 2, high - low
    cos, sin = np.cos(yaws[numbers]), np.sin(yaws[numbers])
    boxes[numbers, 0] = cos * middle[:, 0] - sin * middle[:, 1]
    boxes[numbers, 1] = sin * middle[:, 0] + cos * middle[:, 1]
    boxes[numbers, 2] = middle[:, 2]
    boxes[numbers, 3:6] = size[:, [1, 0, 2]]
    return boxes


def attributes_of(
    triangles: Triangles,
    primitives: Sequence[Primitive],
    instances: Int32,
    names: Sequence[str],
    boxes: Float64,
) -> list[dict[str, str]]:
    """For each object the words of its largest surface, and its size among its like.

    "colour" and "material" are those that cover most of its area (no material where most of it is
    of an unknown one); "size" is "large" or "small" for a thing that is 1.3 times as long across
    as the middle one of its class in the scene, or the reverse.
    """
    objects = len(names)
    found: list[dict[str, str]] = [{} for _ in names]
    if objects == 0:
        return found
    a, b, c = (triangles.corners[:, corner] for corner in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    owner = triangles.primitive
    colours = np.array([primitive.paint.colour for primitive in primitives], np.float64)[owner]
    if triangles.colours is not None:
        colours = np.where(np.isnan(triangles.colours), colours, triangles.colours)
    materials = sorted({primitive.paint.material for primitive in primitives})
    place = {material: row for row, material in enumerate(materials)}
    material = np.array([place[primitive.paint.material] for primitive in primitives])[owner]
    thing = instances[owner]
    colour = _most(thing, colour_words(colours), area, (objects, len(WORDS)))
    made_of = _most(thing, material, area, (objects, len(materials)))
    sizes = _size_words(names, np.linalg.norm(boxes[:, 3:6], axis=1))
    for words, shade, stuff, size in zip(
        found, colour.tolist(), made_of.tolist(), sizes, strict=True
    ):
        words["colour"] = WORDS[shade]
        if materials[stuff]:
            words["material"] = materials[stuff]
        if size:
            words["size"] = size
    return found


def _most(thing: Int32, value: Int64, area: Float64, shape: tuple[int, int]) -> Int64:
    """(I,) the value that covers the largest area of each object."""
    rows = thing >= 0
    flat = thing[rows].astype(np.int64) * shape[1] + value[rows]
    covered = np.bincount(flat, area[rows], minlength=shape[0] * shape[1]).reshape(shape)
    return np.asarray(covered.argmax(axis=1), np.int64)


def _size_words(names: Sequence[str], across: Float64) -> list[str]:
    usual: dict[str, float] = {}
    kinds = np.array(names)
    for name in set(names):
        alike = across[kinds == name]
        if len(alike) > 1:
            usual[name] = float(np.median(alike))
    words = []
    for name, length in zip(names, across.tolist(), strict=True):
        ratio = length / max(usual.get(name, length), 1e-6)
        words.append("large" if ratio > 1.3 else "small" if 0 < ratio < 1 / 1.3 else "")
    return words


def resting_on(boxes: Float64) -> Int64:
    """(I,) the object whose upper side each stands on, or whose lower side it hangs from; -1.

    Judged by boxes: the middle of the thing is over the other, within `CONTACT` of its top.
    """
    count = len(boxes)
    under = np.full(count, -1, np.int64)
    if count == 0:
        return under
    bottom, top = boxes[:, 2] - boxes[:, 5] / 2, boxes[:, 2] + boxes[:, 5] / 2
    raised = np.flatnonzero(bottom > CONTACT)
    step = boxes[raised, None, :2] - boxes[None, :, :2]
    cos, sin = np.cos(boxes[:, 6]), np.sin(boxes[:, 6])
    along = np.abs(cos * step[..., 0] + sin * step[..., 1]) <= boxes[:, 3] / 2
    across = np.abs(cos * step[..., 1] - sin * step[..., 0]) <= boxes[:, 4] / 2
    gap = np.abs(bottom[raised, None] - top[None, :])
    gap[~(along & across)] = np.inf
    gap[np.arange(len(raised)), raised] = np.inf
    nearest = gap.argmin(axis=1)
    near = gap[np.arange(len(raised)), nearest] <= CONTACT
    under[raised[near]] = nearest[near]
    return under
