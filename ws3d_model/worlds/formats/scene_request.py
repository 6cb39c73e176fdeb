# SPDX-License-Identifier: Apache-2.0
"""SceneRequest: which scene to build, small enough to be sent to another process."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ws3d_model.worlds.assets.library import AssetLibrary
    from ws3d_model.worlds.scene import Scene
    from ws3d_model.worlds.shapes.palette import Families

World = Literal["rooms", "streets"]


@dataclass(frozen=True)
class SceneRequest:
    """One scene to build; the same request gives the same scene.

    Args:
        world: rooms or streets.
        seed: of the scene, 0 or more.
        families: the shape families and palettes it is made of.
        kind: such as "bedroom"; None lets the seed choose.
        assets: a folder of meshes to furnish with, or None.
    """

    world: World
    seed: int
    families: Families = "train"
    kind: str | None = None
    assets: Path | None = None

    @property
    def stem(self) -> str:
        """What the scene's files are named after, such as `train_0000004`."""
        prefix = "" if self.world == "rooms" else "street_"
        return f"{prefix}{self.families}_{self.seed:07d}"

    def build(self) -> Scene:
        """The scene.

        Raises:
            ValueError: there is no such kind, or the assets cannot be read.
        """
        if self.world == "rooms":
            from ws3d_model.worlds.rooms.room import build_room as build
        else:
            from ws3d_model.worlds.streets.street import build_street as build
        if self.assets is None:
            return build(self.seed, self.families, self.kind)
        return build(self.seed, self.families, self.kind, read_assets(self.assets))


@functools.lru_cache(maxsize=1)
def read_assets(folder: Path) -> AssetLibrary:
    """The meshes of a folder, read once a process.

    Raises:
        ValueError, OSError: the folder holds no usable mesh.
    """
    from ws3d_model.worlds.assets.library import AssetLibrary

    return AssetLibrary.read(folder)


def kinds_of(world: World) -> tuple[str, ...]:
    """The kinds of scene that a world has."""
    if world == "rooms":
        from ws3d_model.worlds.rooms.room_kinds import KINDS as ROOM_KINDS

        return tuple(ROOM_KINDS)
    from ws3d_model.worlds.streets.street import KINDS

    return tuple(KINDS)
