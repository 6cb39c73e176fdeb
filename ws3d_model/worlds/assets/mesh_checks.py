# SPDX-License-Identifier: Apache-2.0
"""Checks of a mesh, and the repairs that keep its shape: wrong faces, too many, torn surfaces."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.assets.mesh_files import Float64, Int32, MeshError, RawMesh

MAX_FACES = 20_000
_MAX_READ_FACES = 600_000  # whose corners `_PACKED` can number
_GROWTH = 2.4
# Makes one number of three below 2^21: numpy sorts numbers far faster than rows.
_PACKED = np.array([1 << 42, 1 << 21, 1], np.int64)


def checked(raw: RawMesh) -> RawMesh:
    """The mesh without faces that are nothing, with at most `MAX_FACES` of them.

    Raises:
        MeshError: NaN or infinite vertices, faces of vertices that are not there, no area.
    """
    if not np.isfinite(raw.vertices).all():
        rows = int((~np.isfinite(raw.vertices)).any(axis=1).sum())
        raise MeshError(f"NaN or infinite in {rows} of {len(raw.vertices)} vertices")
    if raw.faces.min() < 0 or raw.faces.max() >= len(raw.vertices):
        raise MeshError("faces name vertices that are not there")
    if len(raw.faces) > _MAX_READ_FACES:
        raise MeshError(f"{len(raw.faces)} faces, more than {_MAX_READ_FACES}: simplify the mesh")
    corners = raw.vertices[raw.faces]
    sides = corners[:, 1:] - corners[:, :1]
    with np.errstate(over="ignore", invalid="ignore"):
        area = np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1)
    size = np.ptp(raw.vertices, axis=0)
    kept = area > 1e-12 * float((size**2).sum())
    if not kept.any() or not np.isfinite(size).all() or np.count_nonzero(size > 0) < 2:
        raise MeshError("no face with an area")
    mesh = _chosen(raw, np.flatnonzero(kept))
    return _torn_closed(simplified(mesh, MAX_FACES))


def simplified(mesh: RawMesh, most: int) -> RawMesh:
    """At most `most` faces: vertices merged in ever larger cells (Rossignac and Borrel 1993)."""
    low, span = mesh.vertices.min(0), float(np.ptp(mesh.vertices, axis=0).max())
    cells, reduced = 512.0, mesh
    while len(reduced.faces) > most:
        number = np.floor((mesh.vertices - low) / (span / cells)).astype(np.int64)
        _, first, group = np.unique(number @ _PACKED, return_index=True, return_inverse=True)
        faces = group.reshape(-1)[mesh.faces].astype(np.int32)
        distinct = (faces != np.roll(faces, 1, axis=1)).all(axis=1)
        rows = np.flatnonzero(distinct)
        corners = np.sort(faces[rows].astype(np.int64), axis=1)
        _, unique = np.unique(corners @ _PACKED, return_index=True)
        merged = RawMesh(mesh.vertices[first], faces, mesh.colours, mesh.sha256)
        reduced = _chosen(merged, rows[np.sort(unique)])
        cells *= 0.8
    return reduced


def _torn_closed(mesh: RawMesh) -> RawMesh:
    """A surface of loose small triangles with gaps between them, each grown to close the gaps.

    Some simplifiers drop faces of scans at random; rays would pass through such a sieve.
    """
    if len(mesh.faces) < 1000 or open_edges(mesh.vertices, mesh.faces) < 0.3:
        return mesh
    corners = mesh.vertices[mesh.faces]
    extent = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)
    if float(np.median(extent)) > 0.05 * float(np.ptp(mesh.vertices, axis=0).max()):
        return mesh
    middle = corners.mean(axis=1, keepdims=True)
    low, high = mesh.vertices.min(0), mesh.vertices.max(0)
    grown = np.clip(middle + _GROWTH * (corners - middle), low, high).reshape(-1, 3)
    faces = np.arange(len(grown), dtype=np.int32).reshape(-1, 3)
    return RawMesh(grown, faces, mesh.colours, mesh.sha256)


def open_edges(vertices: Float64, faces: Int32) -> float:
    """Share of the edges that one face alone has, vertices at the same place taken as one."""
    span = max(float(np.ptp(vertices, axis=0).max()), 1e-12)
    cells = np.round((vertices - vertices.min(0)) / span * 1e5).astype(np.int64)
    _, same = np.unique(cells @ _PACKED, return_inverse=True)
    ends = np.sort(same.reshape(-1)[faces][:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    _, counts = np.unique(ends @ _PACKED[1:], return_counts=True)
    return float(np.mean(counts == 1))


def _chosen(mesh: RawMesh, rows: npt.NDArray[np.int64]) -> RawMesh:
    """Some of the faces, with the vertices that they use."""
    used, faces = np.unique(mesh.faces[rows], return_inverse=True)
    colours = None if mesh.colours is None else mesh.colours[rows]
    return RawMesh(mesh.vertices[used], faces.reshape(-1, 3).astype(np.int32), colours, mesh.sha256)
