# SPDX-License-Identifier: Apache-2.0
"""AssetLibrary: the usable meshes of a folder, by class and by place, drawn as models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from ws3d_model.worlds.assets.asset import Asset, made, model_of
from ws3d_model.worlds.assets.index import IndexEntry, IndexEntryError, entry_of, read_index
from ws3d_model.worlds.assets.manifest import KnownMesh, read_manifest
from ws3d_model.worlds.assets.mesh_files import FORMATS, MAX_BYTES, MeshError, read_mesh
from ws3d_model.worlds.assets.sizes import Place
from ws3d_model.worlds.furniture.inventory import INVENTORY
from ws3d_model.worlds.furniture.item import Item
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Families
from ws3d_model.worlds.words import LEFT_OUT

_MOST_FILES = 20_000
_MOST_BYTES = 4 * 2**30
_WALL_HEIGHTS = (1.0, 1.6)


@dataclass(frozen=True)
class Skipped:
    """A mesh that is not used: its path in the folder, and why."""

    path: str
    reason: str


@dataclass(frozen=True, eq=False)
class AssetLibrary:
    """Meshes that can be stood into scenes.

    Attributes:
        folder: where they come from.
        assets: the usable ones, in the order of their paths.
        skipped: the others, each with the reason.
    """

    folder: Path
    assets: tuple[Asset, ...]
    skipped: tuple[Skipped, ...]

    @classmethod
    def read(
        cls, folder: str | Path, manifest: Mapping[str, KnownMesh] | None = None
    ) -> AssetLibrary:
        """Read, check and set upright every mesh of a folder and its subfolders.

        What is known of a mesh comes from the folder's index, then the manifest (by the hash of
        the content), then the name of the file and the plausible sizes of its class.

        Args:
            folder: holds .npz, .ply, .obj, .stl, .glb, .gltf, .off, and maybe an index file.
            manifest: known meshes by hash; the shipped ones when left out.

        Raises:
            ValueError: it is no folder, its index is broken, or it holds no usable mesh.
        """
        folder = Path(folder)
        if not folder.is_dir():
            raise ValueError(f"{folder} is no folder: name one that holds meshes")
        rows = read_index(folder)
        known = read_manifest() if manifest is None else manifest
        paths = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*"))
                 if p.suffix.lower() in FORMATS and p.is_file()}  # fmt: skip
        if len(paths) > _MOST_FILES:
            raise ValueError(f"{folder} holds {len(paths)} meshes, more than {_MOST_FILES}")
        assets: list[Asset] = []
        skipped = [
            Skipped(name, f"named in the index, but no file of {', '.join(FORMATS)} is there")
            for name in sorted(set(rows) - set(paths))
        ]
        seen: dict[str, str] = {}
        size = 0
        for name, path in paths.items():
            try:
                size += min(path.stat().st_size, MAX_BYTES)
                if size > _MOST_BYTES:
                    raise MeshError(f"the folder is larger than {_MOST_BYTES // 2**30} GiB")
                raw = read_mesh(path)
                if raw.sha256 in seen:
                    raise MeshError(f"the same as {seen[raw.sha256]}")
                assets.append(made(name, raw, _said(rows.get(name), known.get(raw.sha256))))
                seen[raw.sha256] = name
            except (MeshError, IndexEntryError, OSError) as error:
                skipped.append(Skipped(name, str(error)))
        if not assets:
            raise ValueError(_nothing(folder, skipped))
        return cls(folder, tuple(assets), tuple(sorted(skipped, key=lambda one: one.path)))

    @property
    def names(self) -> tuple[str, ...]:
        """Class names that the meshes have, in alphabetical order."""
        return tuple(sorted(self._by_name))

    def by_place(self, place: Place, families: Families | None = None) -> tuple[str, ...]:
        """Names of what goes to a place; with `families`, of what can be drawn on that side."""
        return tuple(
            name
            for name in self.names
            if any(place in asset.places for asset in self._usable(name, families))
        )

    def draw(self, design: Design, name: str, place: Place | None = None) -> Model:
        """One of the meshes of a class, its size varied, mostly painted anew.

        Args:
            design: the dice; its side of the train / held-out line decides on the shapes.
            name: one of `by_place(place, design.families)`.
            place: where it shall go, any of its own when left out.

        Raises:
            ValueError: no mesh of this name, or none on this side of the line.
        """
        if name not in self._by_name:
            raise ValueError(f"no mesh is a {name!r}; there are: {', '.join(self.names)}")
        chosen = [a for a in self._usable(name, design.families) if place in (None, *a.places)]
        if not chosen:
            raise ValueError(
                f"no mesh of {name!r} is for {design.families} scenes; by_place says which are"
            )
        shape = design.choose(sorted({asset.shape for asset in chosen}))
        asset = design.choose([asset for asset in chosen if asset.shape == shape])
        design.used.add(asset.family)
        return model_of(asset, design, place or asset.places[0])

    def items(self, families: Families) -> tuple[Item, ...]:
        """The meshes as items of the inventory of rooms, one for each class and place of rooms.

        They are as usual in each kind of room as the parametric things of their class.
        """
        found = []
        for name in self.names:
            parametric = INVENTORY.get(name, ())
            rooms = parametric[0].rooms if parametric else {}
            heights = [item.heights for item in parametric if item.place == "on wall"]
            for place in dict.fromkeys(p for a in self._usable(name, families) for p in a.places):
                if place != "street":
                    make = partial(self.draw, name=name, place=place)
                    found.append(Item(name, make, place, rooms, (*heights, _WALL_HEIGHTS)[0]))
        return tuple(found)

    def _usable(self, name: str, families: Families | None) -> list[Asset]:
        """The meshes of a class that scenes of these families may hold."""
        if families == "train" and name in LEFT_OUT:
            return []
        held_out = {None: (False, True), "train": (False,), "held_out": (True,)}[families]
        return [asset for asset in self._by_name[name] if asset.held_out in held_out]

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Asset]]:
        found: dict[str, list[Asset]] = {}
        for asset in self.assets:
            found.setdefault(asset.name, []).append(asset)
        return found


def _said(row: Mapping[str, object] | None, known: KnownMesh | None) -> IndexEntry:
    """What index and manifest say; a gathered index (`cls`) knows less than the manifest."""
    own = IndexEntry() if row is None else entry_of(row)
    if known is None:
        return own
    return (
        known.entry.completed(own)
        if row is not None and "cls" in row
        else own.completed(known.entry)
    )


def _nothing(folder: Path, skipped: Sequence[Skipped]) -> str:
    if not skipped:
        return f"{folder} holds no mesh ({', '.join(FORMATS)})"
    first = "; ".join(f"{one.path}: {one.reason}" for one in skipped[:3])
    return f"none of the {len(skipped)} meshes in {folder} can be used: {first}"
