# SPDX-License-Identifier: Apache-2.0
"""The convex solids that primitives are made of: one each, several for meshes and open vessels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ws3d_model.worlds.convex_solids import Float64, Int64, Solids
from ws3d_model.worlds.shapes.primitives import Faces, Kind, Mesh, Pieces, Primitive

_SHEET = 0.01  # metres: thickness of the sides of an open box
_SEGMENTS = 16  # of the side of an open cylinder
_CONVEX_MOST = 64  # vertices of a mesh that is looked at for being convex
_CELL = 0.1  # metres: triangles smaller than a cell of a mesh are gathered by cell


def solids_of(primitives: Sequence[Primitive], hollow: bool = False) -> tuple[Solids, Int64]:
    """Convex solids of primitives, and the row (N,) of the primitive that each belongs to.

    Boxes, cylinders and ellipsoids are themselves. A convex mesh is one hull; of any other the
    large triangles are hulls by themselves, and the small ones of each cell share their bounds.

    Args:
        primitives: in one frame.
        hollow: take boxes and cylinders with missing faces as the sheets that they are.
    """
    parts: list[Solids] = []
    owner: list[Int64] = []
    plain = [
        row
        for row, primitive in enumerate(primitives)
        if primitive.kind is not Kind.MESH and not (hollow and _is_open(primitive))
    ]
    parts.append(_simple([primitives[row] for row in plain]))
    owner.append(np.array(plain, np.int64))
    known: dict[int, Solids] = {}
    for row, primitive in enumerate(primitives):
        if primitive.kind is Kind.MESH and primitive.mesh is not None:
            key = id(primitive.mesh)
            if key not in known:
                known[key] = _solids_of_pieces(primitive.mesh.pieces or pieces_of(primitive.mesh))
            piece = known[key].moved(primitive.rotation, primitive.centre)
        elif hollow and _is_open(primitive):
            piece = _sheets(primitive).moved(primitive.rotation, primitive.centre)
        else:
            continue
        parts.append(piece)
        owner.append(np.full(len(piece), row))
    return Solids.joined(parts), np.concatenate(owner)


def _is_open(primitive: Primitive) -> bool:
    if primitive.kind is Kind.CYLINDER:
        return not primitive.faces & Faces.TOP
    return bool(
        primitive.kind is Kind.BOX
        and primitive.faces != Faces.ALL
        and primitive.half.min() > _SHEET
        and primitive.roundness == 0
    )


def _simple(primitives: Sequence[Primitive]) -> Solids:
    if not primitives:
        return Solids.none()
    exponent = np.ones(len(primitives))
    for row, primitive in enumerate(primitives):
        if primitive.kind is Kind.CYLINDER:
            exponent[row] = 0.0
        elif primitive.kind is Kind.ELLIPSOID:
            exponent[row] = 2.0
        elif primitive.roundness > 1:
            exponent[row] = primitive.roundness / (primitive.roundness - 1)
    count = len(primitives)
    return Solids(
        np.array([primitive.centre for primitive in primitives], np.float64),
        np.array([primitive.half for primitive in primitives], np.float64),
        np.array([primitive.rotation for primitive in primitives], np.float64),
        exponent,
        np.array([primitive.taper for primitive in primitives], np.float64),
        np.full(count, -1, np.int64),
        np.zeros((0, 1, 3)),
    )


def _hulls(corners: Float64) -> Solids:
    """Solids spanned by (N, V, 3) corners; flat ones have their normal among their axes."""
    low, high = corners.min(1), corners.max(1)
    centre = (low + high) / 2
    along = corners[:, 1] - corners[:, 0]
    normal = np.cross(along, corners[:, -1] - corners[:, 0])
    axes = np.stack([_unit(along), _unit(np.cross(normal, along)), _unit(normal)], 2)
    vertices = (corners - centre[:, None]) @ axes
    count = len(corners)
    return Solids(
        centre, np.abs(vertices).max(1), axes, np.ones(count), np.ones(count),
        np.arange(count), vertices,
    )  # fmt: skip


def _unit(vectors: Float64) -> Float64:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Float64 = np.where(length > 1e-12, vectors / np.maximum(length, 1e-12), (0.0, 0.0, 1.0))
    return found


def _boxes(low: Float64, high: Float64) -> Solids:
    count = len(low)
    return Solids(
        (low + high) / 2, np.maximum((high - low) / 2, 1e-4),
        np.broadcast_to(np.eye(3), (count, 3, 3)), np.ones(count), np.ones(count),
        np.full(count, -1, np.int64), np.zeros((0, 1, 3)),
    )  # fmt: skip


def _solids_of_pieces(pieces: Pieces) -> Solids:
    return Solids.joined([*map(_hulls, pieces.hulls), _boxes(pieces.low, pieces.high)])


def pieces_of(mesh: Mesh) -> Pieces:
    """The convex pieces of a mesh: one hull where it is convex, else large triangles and boxes."""
    vertices, none = mesh.vertices.astype(np.float64), np.zeros((0, 3))
    if len(mesh.faces) == 0:
        return Pieces((), none, none)
    corners = vertices[mesh.faces]
    if len(vertices) <= _CONVEX_MOST and _is_convex(vertices, corners):
        return Pieces((_outermost(vertices)[None],), none, none)
    low, high = corners.min(1), corners.max(1)
    cell = float(np.clip((vertices.max(0) - vertices.min(0)).max() / 12, 0.02, _CELL))
    large = (high - low).max(1) > cell
    hulls = (corners[large],) if large.any() else ()
    if large.all():
        return Pieces(hulls, none, none)
    low, high = low[~large], high[~large]
    places = np.floor((low + high) / 2 / cell).astype(np.int64)
    places -= places.min(0)
    size = places.max(0) + 1
    key = (places[:, 0] * size[1] + places[:, 1]) * size[2] + places[:, 2]
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    return Pieces(
        hulls, np.minimum.reduceat(low[order], starts), np.maximum.reduceat(high[order], starts)
    )


def _is_convex(vertices: Float64, corners: Float64) -> bool:
    normal = _unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    rise = ((vertices[None] - corners[:, :1]) * normal[:, None]).sum(2)
    return bool(rise.max() < 1e-4) and len(np.unique(vertices, axis=0)) > 3


def _outermost(vertices: Float64) -> Float64:
    """The vertices, beginning with three that span the axes of the solid."""
    first = vertices[0]
    away = np.linalg.norm(vertices - first, axis=1)
    second = vertices[int(away.argmax())]
    aside = np.linalg.norm(np.cross(vertices - first, second - first), axis=1)
    third = vertices[int(aside.argmax())]
    return np.concatenate([[first, second], vertices, [third]])


def _sheets(primitive: Primitive) -> Solids:
    """The faces that exist of an open box or cylinder, in the primitive's own axes."""
    half = primitive.half
    if primitive.kind is Kind.BOX:
        lows, highs = [], []
        for bit in range(6):
            if primitive.faces >> bit & 1:
                low, high = -half, half.copy()
                axis = bit // 2
                if bit % 2:
                    low = low.copy()
                    low[axis] = half[axis] - _SHEET
                else:
                    high[axis] = _SHEET - half[axis]
                lows.append(low)
                highs.append(high)
        return _boxes(np.array(lows), np.array(highs)) if lows else Solids.none()
    angle = np.linspace(0, 2 * np.pi, _SEGMENTS + 1)
    around = np.stack([half[0] * np.cos(angle), half[1] * np.sin(angle)], 1)
    rings = [
        np.concatenate([around * size, np.full((len(angle), 1), up * half[2])], 1)
        for up, size in ((-1, 1.0), (1, primitive.taper))
    ]
    parts = []
    if primitive.faces & Faces.SIDE:
        quads = np.stack([rings[0][:-1], rings[0][1:], rings[1][1:], rings[1][:-1]], 1)
        parts.append(_hulls(quads))
    if primitive.faces & Faces.BOTTOM:
        parts.append(_hulls(rings[0][None, :-1]))
    return Solids.joined(parts)
