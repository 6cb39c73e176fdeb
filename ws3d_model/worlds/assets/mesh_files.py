# SPDX-License-Identifier: Apache-2.0
"""Mesh files: vertices, triangles and colours of one file, and the hash of what it holds."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ws3d_model.npz_files import open_npz

Float64 = npt.NDArray[np.float64]
Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]

# Read by trimesh; glTF is y-up by its specification (Khronos glTF 2.0, section 3.4).
OTHER_FORMATS = (".ply", ".obj", ".stl", ".glb", ".gltf", ".off")
FORMATS = (".npz", *OTHER_FORMATS)
MAX_BYTES = 64 * 2**20


class MeshError(ValueError):
    """A mesh that cannot be used; the message says why."""


@dataclass(frozen=True, eq=False)
class RawMesh:
    """What a file holds.

    Attributes:
        vertices: float64 (V, 3), in the file's axes and units.
        faces: int32 (F, 3).
        colours: float32 (F, 3) in 0..1, or None where the file gives none.
        sha256: hash of the content (see `read_mesh`).
    """

    vertices: Float64
    faces: Int32
    colours: Float32 | None
    sha256: str


def read_mesh(path: Path) -> RawMesh:
    """Read a mesh file.

    The hash of an .npz is that of its arrays (the container holds dates): little-endian vertices
    float32, faces int32, face_rgb uint8, one after the other. That of others is of their bytes.

    Raises:
        MeshError: the file is broken, too big, holds no triangles or arrays of a wrong shape.
    """
    if path.stat().st_size > MAX_BYTES:
        raise MeshError(f"larger than {MAX_BYTES // 2**20} MiB: simplify the mesh")
    raw = _read_npz(path) if path.suffix.lower() == ".npz" else _read_other(path)
    if len(raw.faces) == 0 or len(raw.vertices) == 0:
        raise MeshError("no faces")
    return raw


def _read_npz(path: Path) -> RawMesh:
    try:
        with open_npz(path) as data:
            missing = [key for key in ("vertices", "faces") if key not in data.files]
            if missing:
                raise MeshError(f"no array {' and no '.join(missing)} in the .npz")
            vertices, faces = data["vertices"], data["faces"]
            rgb = data["face_rgb"] if "face_rgb" in data.files else None
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        if isinstance(error, MeshError):
            raise
        raise MeshError(f"broken .npz: {error}") from error
    if vertices.ndim != 2 or vertices.shape[1] != 3 or vertices.dtype.kind not in "fiu":
        raise MeshError(f"vertices must be numbers (V, 3), got {vertices.dtype} {vertices.shape}")
    if faces.size and (faces.shape[1:] != (3,) or faces.dtype.kind not in "iu"):
        raise MeshError(f"faces must be whole numbers (F, 3), got {faces.dtype} {faces.shape}")
    if faces.size == 0:
        raise MeshError("no faces")
    if rgb is not None and (rgb.shape != faces.shape or rgb.dtype != np.uint8):
        raise MeshError(f"face_rgb must be uint8 {faces.shape}, got {rgb.dtype} {rgb.shape}")
    digest = hashlib.sha256(np.ascontiguousarray(vertices, "<f4").tobytes())
    digest.update(np.ascontiguousarray(faces, "<i4").tobytes())
    if rgb is not None:
        digest.update(rgb.tobytes())
    colours = None if rgb is None else (rgb / 255).astype(np.float32)
    indices = np.clip(faces, -1, 2**31 - 1).astype(np.int32).reshape(-1, 3)
    return RawMesh(vertices.astype(np.float64), indices, colours, digest.hexdigest())


def _read_other(path: Path) -> RawMesh:
    try:
        import trimesh
    except ImportError as error:
        raise MeshError(f"{path.suffix} files need trimesh: pip install trimesh") from error
    try:
        loaded: Any = trimesh.load(path, force="mesh", process=False)
        vertices = np.asarray(loaded.vertices, np.float64).reshape(-1, 3)
        faces = np.asarray(loaded.faces, np.int32).reshape(-1, 3)
        colours = _colours(loaded, len(faces))
    # Loaders of broken files raise whatever comes; the reason is kept, the folder is read on.
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise MeshError(f"broken {path.suffix} file: {reason}") from error
    return RawMesh(vertices, faces, colours, hashlib.sha256(path.read_bytes()).hexdigest())


def _colours(mesh: Any, count: int) -> Float32 | None:
    """Colours of the faces; textures are looked up at the corners and averaged."""
    visual = mesh.visual
    if visual.kind is None:
        return None
    colours = visual.to_color() if visual.kind == "texture" else visual
    rgb = np.asarray(colours.face_colors, np.float32)
    if rgb.shape[:1] != (count,):
        return None
    return np.asarray(rgb[:, :3] / 255, np.float32)
