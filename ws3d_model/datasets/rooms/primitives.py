# SPDX-License-Identifier: Apache-2.0
"""Primitives that furniture is made of, and the sampling of all their surfaces at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.rooms.palette import Paint, Pattern

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

# Fractions of the golden ratio's relative in the plane: the additive sequence of Roberts (2018,
# "The unreasonable effectiveness of quasirandom sequences"), which leaves no gaps and no clumps.
_STEP = np.array([0.7548776662466927, 0.5698402909980532])


class Kind(IntEnum):
    """The shape of a primitive."""

    BOX = 0
    CYLINDER = 1
    ELLIPSOID = 2


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


@dataclass
class Primitive:
    """One box, cylinder or ellipsoid of a model.

    Attributes:
        kind: the shape.
        centre: (3,) metres, in the frame of the model.
        half: (3,) half sizes along the primitive's axes, metres (radii, and half the height).
        rotation: (3, 3) takes the primitive's axes to the model's.
        paint: the look.
        label: index into NAMES.
        part: number of the object within the model; 0 is the model itself.
        roundness: exponent of a superquadric box (4 is soft, 8 firm), 0 for sharp edges.
        faces: bits of `Faces` that exist.
        taper: radius at the top over radius at the bottom, for cylinders.
        two_sided: a thin sheet that is seen from behind too.
    """

    kind: Kind
    centre: Float64
    half: Float64
    rotation: Float64
    paint: Paint
    label: int
    part: int = 0
    roundness: float = 0.0
    faces: int = Faces.ALL
    taper: float = 1.0
    two_sided: bool = False


@dataclass(frozen=True, eq=False)
class Samples:
    """Points on surfaces: xyz, normals, colours float64 (N, 3) and the primitive of each (N,)."""

    xyz: Float64
    normals: Float64
    colours: Float64
    primitive: Int64


def sample_surfaces(
    primitives: Sequence[Primitive], density: float, rng: np.random.Generator
) -> Samples:
    """Points on every face of every primitive, `density` of them a square metre."""
    parts = [Samples(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0, np.int64))]
    samplers = {Kind.BOX: _sample_boxes, Kind.CYLINDER: _sample_cylinders}
    for kind in Kind:
        chosen = np.flatnonzero([primitive.kind is kind for primitive in primitives])
        if len(chosen) == 0:
            continue
        members = [primitives[index] for index in chosen.tolist()]
        xyz, normals, owner = samplers.get(kind, _sample_ellipsoids)(members, density, rng)
        colours = _paint(xyz, owner, [member.paint for member in members])
        ends = np.searchsorted(owner, np.arange(len(members) + 1)).tolist()
        for member, first, last in zip(members, ends[:-1], ends[1:], strict=True):
            xyz[first:last] = xyz[first:last] @ member.rotation.T + member.centre
            normals[first:last] = normals[first:last] @ member.rotation.T
        parts.append(Samples(xyz, normals, colours, chosen[owner]))
    return Samples(
        np.concatenate([part.xyz for part in parts]),
        np.concatenate([part.normals for part in parts]),
        np.concatenate([part.colours for part in parts]),
        np.concatenate([part.primitive for part in parts]),
    )


def _spread(counts: Int64, rng: np.random.Generator) -> tuple[Int64, Float64]:
    """For faces with `counts` points: the face of each point and its even (u, v) in 0..1."""
    face = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(face)) - np.repeat(np.cumsum(counts) - counts, counts)
    start = rng.random((len(counts), 2))
    jitter = (
        (rng.random((len(face), 2)) - 0.5) * 0.6 * (1 / np.sqrt(np.maximum(counts, 1)))[face, None]
    )
    place: Float64 = (start[face] + number[:, None] * _STEP + jitter) % 1.0
    return face, place


def _counts(areas: Float64, density: float, rng: np.random.Generator) -> Int64:
    """Whole numbers of points whose mean is area times density."""
    return np.floor(areas * density + rng.random(areas.shape)).astype(np.int64)


def _sample_boxes(
    boxes: Sequence[Primitive], density: float, rng: np.random.Generator
) -> tuple[Float64, Float64, Int64]:
    half = np.array([box.half for box in boxes])
    roundness = np.array([box.roundness for box in boxes])
    exists = np.array([[box.faces >> bit & 1 for bit in range(6)] for box in boxes])
    areas = np.repeat(4 * np.roll(half, -1, 1) * np.roll(half, -2, 1), 2, axis=1) * exists
    face, place = _spread(_counts(areas, density, rng).ravel(), rng)
    owner, side = face // 6, face % 6
    axis, sign, rows = side // 2, side % 2 * 2.0 - 1, np.arange(len(face))
    unit = np.zeros((len(face), 3))
    unit[rows, axis] = sign
    unit[rows, (axis + 1) % 3] = 2 * place[:, 0] - 1
    unit[rows, (axis + 2) % 3] = 2 * place[:, 1] - 1
    normals = np.zeros((len(face), 3))
    normals[rows, axis] = sign
    soft = np.flatnonzero(roundness[owner] > 0)
    power = roundness[owner[soft]][:, None]
    unit[soft] /= (np.abs(unit[soft]) ** power).sum(1, keepdims=True) ** (1 / power)
    slope = np.sign(unit[soft]) * np.abs(unit[soft]) ** (power - 1) / half[owner[soft]]
    normals[soft] = slope / np.linalg.norm(slope, axis=1, keepdims=True)
    return unit * half[owner], normals, owner


def _sample_cylinders(
    cylinders: Sequence[Primitive], density: float, rng: np.random.Generator
) -> tuple[Float64, Float64, Int64]:
    half = np.array([cylinder.half for cylinder in cylinders])
    taper = np.array([cylinder.taper for cylinder in cylinders])
    bits = (Faces.SIDE, Faces.BOTTOM, Faces.TOP)
    exists = np.array([[bool(c.faces & bit) for bit in bits] for c in cylinders])
    end = np.pi * half[:, 0] * half[:, 1]
    side_area = np.pi * (half[:, 0] + half[:, 1]) * (1 + taper) * half[:, 2]
    areas = np.stack([side_area, end, end * taper**2], 1) * exists
    face, place = _spread(_counts(areas, density, rng).ravel(), rng)
    owner, part = face // 3, face % 3
    angle = 2 * np.pi * place[:, 0]
    upward = np.where(part == 0, place[:, 1], part - 1.0)  # 0 at the bottom, 1 at the top
    radius = 1 + (taper[owner] - 1) * upward
    radius = np.where(part == 0, radius, radius * np.sqrt(place[:, 1]))
    around = np.stack([np.cos(angle), np.sin(angle)], 1)
    xyz = np.concatenate([around * radius[:, None], 2 * upward[:, None] - 1], 1) * half[owner]
    slope = (1 - taper[owner]) * half[owner, :2].mean(1) / (2 * half[owner, 2])
    normals = np.concatenate([around / half[owner, :2] * half[owner, :1], slope[:, None]], 1)
    flat = part > 0
    normals[flat] = np.stack([0 * part[flat], 0 * part[flat], 2.0 * part[flat] - 3], 1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return xyz, normals, owner


def _sample_ellipsoids(
    ellipsoids: Sequence[Primitive], density: float, rng: np.random.Generator
) -> tuple[Float64, Float64, Int64]:
    radii = np.array([ellipsoid.half for ellipsoid in ellipsoids])
    # Area by Thomsen's formula (p = 1.6, off by 1 % at most).
    products = (radii * np.roll(radii, -1, 1)) ** 1.6
    areas = 4 * np.pi * products.mean(1) ** (1 / 1.6)
    owner, place = _spread(_counts(areas, density, rng), rng)
    height = 2 * place[:, 0] - 1
    level, angle = np.sqrt(1 - height**2), 2 * np.pi * place[:, 1]
    unit = np.stack([level * np.cos(angle), level * np.sin(angle), height], 1)
    normals = unit / radii[owner]
    return unit * radii[owner], normals / np.linalg.norm(normals, axis=1, keepdims=True), owner


def _paint(local: Float64, owner: Int64, paints: Sequence[Paint]) -> Float64:
    """Colours (N, 3) of points in the primitives' own axes."""
    colours = np.array([paint.colour for paint in paints])[owner]
    patterns = np.array([paint.pattern for paint in paints])[owner]
    rows = np.flatnonzero(patterns != Pattern.PLAIN)
    if len(rows) == 0:
        return colours
    pattern, owner, xyz = patterns[rows], owner[rows], local[rows]
    frequency = np.array([paint.frequency for paint in paints])[owner]
    contrast = np.array([paint.contrast for paint in paints])[owner]
    waves = np.sin(xyz * frequency)
    blend = np.sin((xyz * frequency).sum(1))
    shift = np.select(
        [pattern == Pattern.GRAIN, pattern == Pattern.TILES, pattern == Pattern.STRIPES],
        [blend, np.sign(waves).prod(1), np.sign(np.sin(2.5 * xyz[:, 0] * frequency[:, 0]))],
        np.where((np.abs(waves) < 0.12).any(1), -1.0, 0.0),
    )
    colours[rows] *= (1 + contrast * shift)[:, None]
    patchy = rows[pattern == Pattern.BLOTCHES]
    if len(patchy):
        phase = 0.7 * frequency[pattern == Pattern.BLOTCHES]
        patch = np.sin(local[patchy] * phase + 2 * np.sin(np.roll(local[patchy], 1, 1) * phase))
        other = np.roll(colours[patchy], 1, axis=1) * (0.6 + 0.4 * patch[:, 1:2])
        strength = np.minimum(3 * contrast[pattern == Pattern.BLOTCHES], 1.0)
        share = (strength * (0.5 + 0.5 * np.sign(patch.sum(1))))[:, None]
        colours[patchy] = (1 - share) * colours[patchy] + share * other
    painted: Float64 = np.clip(colours, 0.0, 1.0)
    return painted
