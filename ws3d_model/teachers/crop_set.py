# SPDX-License-Identifier: Apache-2.0
"""The crops that a model is trained or judged with: files of them, made once, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.teachers.crop_sources import room_crops, scan_crops, thing_crops
from ws3d_model.teachers.crops import Crops
from ws3d_model.worlds.furniture.inventory import INVENTORY
from ws3d_model.worlds.rooms.room import build_room
from ws3d_model.worlds.shapes.palette import Families

SOURCES = ("thing", "room", "scan")


@dataclass(frozen=True)
class CropSettings:
    """How many crops, of what.

    Args:
        things: rounds of single things; each builds one of every name.
        rooms: rooms that photographs are taken in.
        scans: folder of fused scans (`ws3d generate rooms`) that views are splatted from; "" for
            none.
        most_scans: of them that are used.
        thing_views, room_views, scan_views: cameras of each.
        windows: of each view of a room or scan, besides; see `crops_of`.
        size: of the crops, pixels; a margin beyond the model's for shifting.
        seed: of the first room and round.
    """

    things: int = 100
    rooms: int = 150
    scans: str = ""
    most_scans: int = 300
    thing_views: int = 3
    room_views: int = 6
    scan_views: int = 6
    windows: int = 0
    size: int = 72
    seed: int = 0


def make_crops(
    settings: CropSettings,
    names: tuple[str, ...],
    families: Families,
    folder: Path,
    quiet: bool = False,
) -> list[Path]:
    """Make the crops that are not there yet; the files of all of them.

    A file appears whole or not at all, so that an interrupted run can be taken up again. The
    sources take turns: a part of the files has some of each.

    Args:
        settings: how many.
        names: of single things.
        families: of shapes, colours and light.
        folder: for the files, SOURCE_NUMBER.npz.
        quiet: no progress bar.

    Raises:
        FileNotFoundError: the folder of scans holds none.
        OSError: the disk is full, or the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    jobs = dict(_jobs(settings, names, families, folder))
    for path in tqdm(jobs, desc="crops", unit="file", disable=quiet):
        if not path.exists():
            jobs[path]().save(path)
    return list(jobs)


def read_crops(paths: list[Path], size: int, source: str | None = None) -> Crops:
    """The crops of files, of all sources or of one.

    Raises:
        ValueError: a file is damaged.
    """
    chosen = [p for p in paths if source is None or p.stem.partition("_")[0] == source]
    return Crops.joined([Crops.load(path) for path in chosen], size)


def _jobs(
    settings: CropSettings, names: tuple[str, ...], families: Families, folder: Path
) -> Iterator[tuple[Path, Callable[[], Crops]]]:
    size, first, windows = settings.size, settings.seed, settings.windows
    scans = _scans(settings)
    known = tuple(name for name in names if name in INVENTORY)
    counts = {"thing": settings.things, "room": settings.rooms, "scan": len(scans)}

    def make(source: str, number: int) -> Callable[[], Crops]:
        seed = first + number
        if source == "thing":
            return lambda: thing_crops(known, families, seed, settings.thing_views, size)
        if source == "room":
            views = settings.room_views
            return lambda: room_crops(build_room(seed, families), seed, views, size, windows)
        path, views = scans[number], settings.scan_views
        return lambda: scan_crops(LabelledCloud.load(path), seed, views, size, windows)

    order = [(number / counts[s], s, number) for s in SOURCES for number in range(counts[s])]
    for _, source, number in sorted(order):
        yield folder / f"{source}_{first + number:06d}.npz", make(source, number)


def _scans(settings: CropSettings) -> list[Path]:
    if not settings.scans:
        return []
    paths = sorted(Path(settings.scans).rglob("*fused*.npz"))
    if not paths:
        raise FileNotFoundError(
            f"{settings.scans} holds no fused scans (*fused*.npz); make some with `ws3d generate "
            f"rooms --styles fused=1 --count 300 --out {settings.scans}`, or leave `scans` empty"
        )
    # A fixed order that mixes what lies beside each other; fewer scans are the first of it.
    order = np.random.default_rng(settings.seed).permutation(len(paths))
    return [paths[row] for row in order[: settings.most_scans]]
