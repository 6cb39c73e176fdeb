# SPDX-License-Identifier: Apache-2.0
"""`ws3d generate`: simulated scans of procedural rooms, to train on and to measure with."""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ws3d_model.datasets.rooms.palette import Families
    from ws3d_model.datasets.rooms.scan import Style

_LOG = logging.getLogger(__name__)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    parser = subparsers.add_parser(
        "generate",
        help="make simulated scans of procedural rooms",
        description="Make simulated scans of procedural rooms, with a label, an object number and "
        "the object's centre for every point. The same seed gives the same room and scans; shards "
        "that exist already are left alone, so that an interrupted run can be taken up again.",
        epilog="example: ws3d generate rooms --count 2000 --seed 0 --out build/rooms",
    )
    parser.add_argument("world", choices=("rooms",), help="what to generate")
    parser.add_argument("--count", type=int, required=True, help="how many rooms")
    parser.add_argument("--seed", type=int, default=0, help="of the first room (default 0)")
    parser.add_argument("--out", type=Path, required=True, help="folder for the shards (*.npz)")
    parser.add_argument(
        "--families",
        choices=("train", "held_out"),
        default="train",
        help="shape families, palettes and noise to use; held_out also has the classes left out of "
        "training (default train)",
    )
    parser.add_argument("--views", type=int, default=3, help="single views a room (default 3)")
    parser.add_argument("--lidar", type=int, default=1, help="lidar turns a room (default 1)")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="processes (default all cores)"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    parser.set_defaults(run=run)


@dataclass(frozen=True)
class RoomJob:
    """One room to make: `styles` is (style, number of scans of it)."""

    seed: int
    families: Families
    folder: Path
    styles: tuple[tuple[Style, int], ...]

    def shards(self) -> list[tuple[Path, Style, int]]:
        """File, style and seed of every scan."""
        stem = f"{self.families}_{self.seed:07d}"
        return [
            (self.folder / f"{stem}_{style}{number}.npz", style, 1000 * self.seed + number)
            for style, count in self.styles
            for number in range(count)
        ]

    def make(self) -> str | None:
        """Write the shards that are missing; what went wrong, or None."""
        from ws3d_model.datasets.rooms import build_room, scan_room

        missing = [shard for shard in self.shards() if not shard[0].exists()]
        if not missing:
            return None
        try:
            room = build_room(self.seed, self.families)
            for path, style, seed in missing:
                scan_room(room, seed, style).save(path)
        except Exception as error:  # one bad room must not cost the night's run: told at the end
            return f"room {self.seed}: {type(error).__name__}: {error}"
        return None


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when every room was made."""
    from tqdm import tqdm

    if args.count < 0 or args.seed < 0 or args.workers < 1 or min(args.views, args.lidar) < 0:
        raise ValueError(
            "--count, --seed, --views and --lidar must be 0 or more, --workers 1 or more"
        )
    args.out.mkdir(parents=True, exist_ok=True)
    styles: tuple[tuple[Style, int], ...] = (
        ("fused", 1),
        ("view", args.views),
        ("lidar", args.lidar),
    )
    jobs = [
        RoomJob(seed, args.families, args.out, styles)
        for seed in range(args.seed, args.seed + args.count)
    ]
    failures = []
    # spawn: torch's threads do not survive a fork.
    with multiprocessing.get_context("spawn").Pool(args.workers, _one_thread) as pool:
        done = pool.imap_unordered(RoomJob.make, jobs, chunksize=1)
        bar = tqdm(done, total=len(jobs), unit="room", disable=args.quiet, file=sys.stderr)
        failures = [failure for failure in bar if failure is not None]
    for failure in failures:
        _LOG.error("%s", failure)
    return 1 if failures else 0


def _one_thread() -> None:
    """In each worker: the processes share the cores already."""
    import torch

    torch.set_num_threads(1)
