# SPDX-License-Identifier: Apache-2.0
"""Tessellation: every primitive of a scene as triangles, all of one shape at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.shapes.primitives import Faces, Kind, Primitive

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Triangles:
    """Surfaces of a scene.

    Args:
        corners: float32 (T, 3, 3), three corners each, counter-clockwise seen from outside, metres.
        primitive: int32 (T,), the primitive of each; ascending.
        colours: float32 (T, 3) in 0..1 of mesh faces that have their own, NaN elsewhere; or None
            where no face has.
    """

    corners: Float32
    primitive: Int32
    colours: Float32 | None = None

    def __len__(self) -> int:
        return len(self.primitive)


@dataclass(frozen=True, eq=False)
class _Template:
    """A shape of half size 1: triangles (K, 3, 3) and the bit of `Faces` each belongs to (K,)."""

    corners: Float64
    bits: npt.NDArray[np.int64]


def tessellate(primitives: Sequence[Primitive]) -> Triangles:
    """The surfaces of all primitives, in their order.

    Round shapes get as many triangles as keep them within a few millimetres of the true surface.
    """
    groups: dict[tuple[Kind, int], list[int]] = {}
    for index, primitive in enumerate(primitives):
        groups.setdefault((primitive.kind, _fineness(primitive)), []).append(index)
    corners: list[Float64] = [np.zeros((0, 3, 3))]
    owners: list[npt.NDArray[np.int64]] = [np.zeros(0, np.int64)]
    colours: dict[int, Float32] = {}
    for (kind, fineness), members in groups.items():
        chosen = [primitives[index] for index in members]
        if kind is Kind.MESH:
            found, owner = _meshes(chosen)
        else:
            found, owner = _copies(chosen, _template(kind, fineness))
        corners.append(found)
        owners.append(np.array(members)[owner])
        for index, primitive in zip(members, chosen, strict=True):
            if primitive.mesh is not None and primitive.mesh.colours is not None:
                colours[index] = primitive.mesh.colours
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    whose = owner[order].astype(np.int32)
    placed = np.concatenate(corners)[order].astype(np.float32)
    if not colours:
        return Triangles(placed, whose)
    painted = np.full((len(whose), 3), np.nan, np.float32)
    for index, own in colours.items():
        first = int(np.searchsorted(whose, index))
        painted[first : first + len(own)] = own
    return Triangles(placed, whose, painted)


def _fineness(primitive: Primitive) -> int:
    """Segments of a template: 0 for sharp boxes and meshes."""
    largest = float(primitive.half[:2].max())
    if primitive.kind is Kind.CYLINDER:
        return 8 if largest < 0.03 else 12 if largest < 0.12 else 20 if largest < 0.6 else 32
    if primitive.kind is Kind.ELLIPSOID:
        largest = float(primitive.half.max())
        return 1 if largest < 0.08 else 2 if largest < 1.2 else 3
    if primitive.kind is Kind.BOX and primitive.roundness > 0:
        return 4 if float(primitive.half.max()) < 0.5 else 6
    return 0


@lru_cache(maxsize=32)
def _template(kind: Kind, fineness: int) -> _Template:
    if kind is Kind.CYLINDER:
        return _cylinder(fineness)
    if kind is Kind.ELLIPSOID:
        return _sphere(fineness)
    return _cube(max(fineness, 1))


def _copies(
    primitives: Sequence[Primitive], template: _Template
) -> tuple[Float64, npt.NDArray[np.int64]]:
    """The template stretched, rounded or tapered, and moved to each primitive; their numbers."""
    unit = np.broadcast_to(template.corners, (len(primitives), *template.corners.shape))
    roundness = np.array([p.roundness for p in primitives])
    taper = np.array([p.taper for p in primitives])
    if primitives[0].kind is Kind.CYLINDER and (taper != 1).any():
        scale = 1 + (taper - 1)[:, None, None] * (template.corners[..., 2] + 1) / 2
        unit = unit * np.stack([scale, scale, np.ones_like(scale)], axis=-1)
    elif primitives[0].kind is Kind.BOX and roundness[0] > 0:
        power = roundness[:, None, None, None]
        length = (np.abs(unit) ** power).sum(-1, keepdims=True) ** (1 / power)
        unit = unit / length
    half = np.array([p.half for p in primitives])
    rotation = np.array([p.rotation for p in primitives])
    centre = np.array([p.centre for p in primitives])
    matrix = np.swapaxes(rotation * half[:, None, :], 1, 2)  # rows: the scaled axes
    flat = unit.reshape(len(primitives), -1, 3) @ matrix + centre[:, None, :]
    faces = np.array([p.faces for p in primitives])
    exists = (faces[:, None] & template.bits[None, :]) != 0
    owner = np.broadcast_to(np.arange(len(primitives))[:, None], exists.shape)[exists]
    corners: Float64 = flat.reshape(len(primitives), -1, 3, 3)[exists]
    return corners, owner


def _meshes(primitives: Sequence[Primitive]) -> tuple[Float64, npt.NDArray[np.int64]]:
    corners: list[Float64] = []
    counts = []
    for primitive in primitives:
        mesh = primitive.mesh
        if mesh is None:
            raise ValueError(f"a {primitive.label} is a mesh without triangles: use Model.mesh")
        moved = mesh.vertices @ primitive.rotation.T + primitive.centre
        corners.append(moved[mesh.faces])
        counts.append(len(mesh.faces))
    return np.concatenate(corners), np.repeat(np.arange(len(counts)), counts)


def _cube(cells: int) -> _Template:
    """The surface of a cube, `cells` squared squares a face, denser towards the edges."""
    even = np.linspace(-1, 1, cells + 1)
    steps = np.sign(even) * (1 - (1 - np.abs(even)) ** 2)
    u, v = (grid.ravel() for grid in np.meshgrid(np.arange(cells), np.arange(cells)))
    corners, bits = [], []
    sides = (Faces.LEFT, Faces.RIGHT, Faces.FRONT, Faces.BACK, Faces.BOTTOM, Faces.TOP)
    for bit, (axis, sign) in zip(sides, product(range(3), (-1.0, 1.0)), strict=True):

        def corner(du: int, dv: int, axis: int = axis, sign: float = sign) -> Float64:
            point = np.empty((len(u), 3))
            point[:, axis] = sign
            point[:, (axis + 1) % 3] = steps[u + du]
            point[:, (axis + 2) % 3] = steps[v + dv]
            return point

        a, b, c, d = corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)
        both = [np.stack([a, b, c], 1), np.stack([a, c, d], 1)]
        squares = np.concatenate(both if sign > 0 else [t[:, ::-1] for t in both])
        corners.append(squares)
        bits.append(np.full(len(squares), int(bit)))
    return _Template(np.concatenate(corners), np.concatenate(bits))


def _cylinder(segments: int) -> _Template:
    angle = 2 * np.pi * np.arange(segments) / segments
    ring = np.stack([np.cos(angle), np.sin(angle), np.zeros(segments)], 1)
    after = np.roll(ring, -1, axis=0)
    up = np.array([0.0, 0.0, 1.0])
    low, low_after, high, high_after = ring - up, after - up, ring + up, after + up
    pieces = [
        (Faces.SIDE, np.stack([low, low_after, high_after], 1)),
        (Faces.SIDE, np.stack([low, high_after, high], 1)),
        (Faces.BOTTOM, np.stack([np.broadcast_to(-up, low.shape), low_after, low], 1)),
        (Faces.TOP, np.stack([np.broadcast_to(up, low.shape), high, high_after], 1)),
    ]
    bits = np.concatenate([np.full(len(triangles), int(bit)) for bit, triangles in pieces])
    return _Template(np.concatenate([triangles for _, triangles in pieces]), bits)


def _sphere(splits: int) -> _Template:
    """An icosahedron, every triangle of it split in four, `splits` times."""
    golden = (1 + 5**0.5) / 2
    corners = [(0.0, s, t * golden) for s in (-1, 1) for t in (-1, 1)]
    points = np.array([np.roll(corner, turn) for corner in corners for turn in range(3)])
    points /= np.linalg.norm(points[0])
    edge = 2 / np.sqrt(1 + golden**2)
    near = np.abs(np.linalg.norm(points[:, None] - points[None], axis=2) - edge) < 1e-6
    rows = [
        (a, b, c)
        for a, b, c in product(range(12), repeat=3)
        if a < b < c and near[a, b] and near[b, c] and near[a, c]
    ]
    triangles = points[np.array(rows)]
    inward = (np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
              * triangles[:, 0]).sum(1) < 0  # fmt: skip
    triangles[inward] = triangles[inward][:, ::-1]
    for _ in range(splits):
        a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
        ab, bc, ca = ((p + q) / np.linalg.norm(p + q, axis=1, keepdims=True)
                      for p, q in ((a, b), (b, c), (c, a)))  # fmt: skip
        quarters = ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))
        triangles = np.concatenate([np.stack(quarter, axis=1) for quarter in quarters])
    return _Template(triangles, np.full(len(triangles), int(Faces.ALL)))
