# SPDX-License-Identifier: Apache-2.0
"""The writer of a format by its name; formats outside this package are found as entry points."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ws3d_model.worlds.formats.generation import SceneWriter
from ws3d_model.worlds.formats.scene_request import World

ENTRY_POINTS = "ws3d.world_formats"
FORMATS = ("shards", "scannet", "s3dis", "semantickitti", "bag", "gallery")
_WORLDS: dict[str, tuple[World, ...]] = {
    "scannet": ("rooms",),
    "s3dis": ("rooms",),
    "semantickitti": ("streets",),
}


@dataclass(frozen=True)
class OutputOptions:
    """What a writer has to know.

    Args:
        folder: for the outputs.
        world: rooms or streets.
        styles: kind of scan and how many of it a scene, for shards.
        frames: of a sequence or a recording.
        rate: frames a second of a recording.
        sensors: of a recording, `rgbd` and `lidar`.
    """

    folder: Path
    world: World
    styles: tuple[tuple[str, int], ...]
    frames: int
    rate: float = 10.0
    sensors: tuple[str, ...] = ("rgbd",)


def open_writer(name: str, options: OutputOptions) -> SceneWriter:
    """The writer of a format.

    Raises:
        ValueError: there is no such format, or not for that world.
        ImportError: what writes it is not installed.
    """
    if name not in FORMATS:
        raise ValueError(f"format must be one of {', '.join(FORMATS)}; got {name!r}")
    worlds = _WORLDS.get(name, ("rooms", "streets"))
    if options.world not in worlds:
        raise ValueError(f"format {name} is one of {' and '.join(worlds)}, not {options.world}")
    if name == "shards":
        from ws3d_model.worlds.formats.shards import ShardWriter

        return ShardWriter(options.folder, options.styles)
    if name == "scannet":
        from ws3d_model.worlds.formats.scannet import ScanNetWriter

        return ScanNetWriter(options.folder)
    if name == "s3dis":
        from ws3d_model.worlds.formats.s3dis import S3disWriter

        return S3disWriter(options.folder)
    if name == "semantickitti":
        from ws3d_model.worlds.formats.semantickitti import SemanticKittiWriter

        return SemanticKittiWriter(options.folder, options.frames)
    if name == "gallery":
        from ws3d_model.worlds.formats.gallery import GalleryWriter

        return GalleryWriter(options.folder)
    return _installed_writer(name, options)


def _installed_writer(name: str, options: OutputOptions) -> SceneWriter:
    found = importlib.metadata.entry_points(group=ENTRY_POINTS)
    for entry in found:
        if entry.name == name:
            return cast(SceneWriter, entry.load()(options))
    raise ImportError(
        f"format {name} is written by the ROS part of ws3d, which is not installed here "
        f"(no entry point {name!r} in {ENTRY_POINTS!r}): install ws3d itself, `pip install .` in "
        "its folder, with the extra 'bags' and the ROS messages (`make setup` does all)"
    )
