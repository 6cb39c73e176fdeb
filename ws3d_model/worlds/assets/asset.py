# SPDX-License-Identifier: Apache-2.0
"""Asset: one mesh, checked and upright, and the model that is drawn from it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

import numpy as np

from ws3d_model.worlds.assets.class_names import class_name
from ws3d_model.worlds.assets.index import IndexEntry
from ws3d_model.worlds.assets.mesh_checks import checked
from ws3d_model.worlds.assets.mesh_files import Float32, Float64, Int32, MeshError, RawMesh
from ws3d_model.worlds.assets.sizes import LARGEST, Place, metres_of, places_of
from ws3d_model.worlds.assets.supports import HOLDERS, level_surfaces
from ws3d_model.worlds.assets.upright import guessed_turn, set_upright, stood, turn_about_z
from ws3d_model.worlds.primitive_solids import pieces_of
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Mesh, Pieces
from ws3d_model.worlds.words import CATALOG

_HELD_OUT = 0.25
_REPAINTED = 0.6
# Their colours are part of what they are.
_OWN_GROUPS = frozenset(("food", "fruit", "vegetation", "rider", "animal", "natural object"))
_OWN_COLOUR_NAMES = frozenset(
    ("person", "apple", "banana", "orange fruit", "lemon", "peach", "pear", "plum", "strawberry",
     "tree", "conifer", "traffic sign", "traffic light", "traffic cone", "fire hydrant", "sign",
     "photo frame", "picture", "books")
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Asset:
    """A mesh in the frame of `Model`: metres, z up, on z = 0, front towards -y.

    Attributes:
        path: of its file in the folder.
        name: class name.
        places: where it may go.
        vertices: float32 (V, 3).
        faces: int32 (F, 3).
        colours: float32 (F, 3) in 0..1, None where nothing is known of them.
        sha256: of the content of the file.
        shape: hash of the geometry: painted copies share it.
        held_out: on which side of the train / held-out line its shape is.
    """

    path: str
    name: str
    places: tuple[Place, ...]
    vertices: Float32
    faces: Int32
    colours: Float32 | None
    sha256: str
    shape: str

    @property
    def held_out(self) -> bool:
        """Whether the shape is kept from training: the hash decides, for a quarter of them."""
        return int(self.shape[:8], 16) < _HELD_OUT * 2**32

    @property
    def family(self) -> str:
        """The shape family."""
        return f"{self.name}: mesh {self.shape[:8]}"

    @property
    def size(self) -> tuple[float, float, float]:
        """Metres along x, y, z."""
        x, y, z = np.ptp(self.vertices, axis=0).tolist()
        return (x, y, z)

    @cached_property
    def pieces(self) -> Pieces:
        """Convex pieces, found once for all draws."""
        return pieces_of(Mesh(self.vertices, self.faces))

    @cached_property
    def supports(self) -> tuple[Support, ...]:
        """Level surfaces that carry things."""
        if self.name not in HOLDERS:
            return ()
        return level_surfaces(self.vertices.astype(np.float64), self.faces)


def made(path: str, raw: RawMesh, said: IndexEntry) -> Asset:
    """The asset of a mesh and what is said about it.

    Raises:
        MeshError: it cannot be used; the message says why.
    """
    if said.skip:
        raise MeshError(said.skip)
    file = PurePosixPath(path)
    name = next((n for n in map(class_name, (said.name, file.stem, file.parent.name)) if n), "")
    if not name:
        raise MeshError("no name: neither the index nor the file nor its folder holds a word")
    mesh = checked(raw)
    up = said.up or ("y" if file.suffix.lower() in (".glb", ".gltf") else "z")
    longest = float(np.ptp(mesh.vertices, axis=0).max())
    scale = metres_of(name, longest) if said.scale is None else said.scale
    vertices = set_upright(mesh.vertices, up, scale)
    turn = guessed_turn(name, vertices, mesh.faces) if said.turn is None else said.turn
    vertices = stood(turn_about_z(vertices, turn))
    x, y, z = np.ptp(vertices, axis=0).tolist()
    if max(x, y, z) > LARGEST:
        raise MeshError(f"{max(x, y, z):.4g} m large, more than {LARGEST:g} m: a building")
    places = said.places or places_of(name, (x, y, z))
    if not places:
        raise MeshError(f"a {name} is a part of buildings or ground, which the worlds make")
    return Asset(path, name, places, vertices.astype(np.float32), mesh.faces, mesh.colours,
                 raw.sha256, _shape(vertices, mesh.faces))  # fmt: skip


def model_of(asset: Asset, design: Design, place: Place) -> Model:
    """The asset as a model, its size varied by 10 % and its proportions by 4 %, often repainted.

    As with the items of furniture, the back of things on walls is on y = 0, and things that hang
    from ceilings are below z = 0.
    """
    spread = 0.04 * (2 * design.rng.random(3) - 1)
    stretch = design.uniform(0.9, 1.1) * (1 + spread)
    vertices = asset.vertices * stretch
    paint = design.paint()._replace(contrast=0.0)
    colours = asset.colours
    own = asset.name in _OWN_COLOUR_NAMES or _OWN_GROUPS & set(_groups(asset.name))
    if colours is not None and not own and design.chance(_REPAINTED):
        colours = _repainted(colours, paint.colour.astype(np.float32))
    if colours is not None:
        paint = Paint(colours.mean(0).astype(np.float64))
    model = Model(asset.name, asset.family).mesh(
        vertices, asset.faces, paint, colours, pieces=asset.pieces.scaled(stretch, np.zeros(3))
    )
    x, y, z = stretch.tolist()
    model.supports = [
        Support((s.x[0] * x, s.x[1] * x), (s.y[0] * y, s.y[1] * y), s.z * z, s.headroom * z)
        for s in asset.supports
    ]
    low, high = vertices.min(0), vertices.max(0)
    if place == "on wall":
        return model.shift((0.0, -float(high[1]), -float(low[2])))
    return model.shift((0.0, 0.0, -float(high[2]))) if place == "ceiling" else model


def _repainted(colours: Float32, paint: Float32) -> Float32:
    """Another colour with the old lights and darks."""
    light = colours.mean(axis=1, keepdims=True)
    shaded = paint * np.clip(light / max(float(light.mean()), 0.05), 0.35, 1.7)
    return np.asarray(np.clip(shaded, 0.02, 0.98), np.float32)


def _groups(name: str) -> tuple[str, ...]:
    entry = CATALOG.get(name)
    return () if entry is None else entry.groups


def _shape(vertices: Float64, faces: Int32) -> str:
    """Hash of the geometry to a millimetre, whatever the colours."""
    digest = hashlib.sha256(np.round(vertices * 1000).astype("<i4").tobytes())
    digest.update(faces.astype("<i4").tobytes())
    return digest.hexdigest()
