# SPDX-License-Identifier: Apache-2.0
"""`ws3d generate`: procedural rooms and streets, scanned, in the format that is wanted."""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ws3d_model.worlds.formats.scene_request import SceneRequest

_LOG = logging.getLogger(__name__)

STYLES = {"rooms": ("fused", "view", "lidar"), "streets": ("sweep",)}
DEFAULT_STYLES = {"rooms": ("fused=1", "view=3", "lidar=1"), "streets": ("sweep=5",)}
DEFAULT_SENSORS = {"rooms": ("rgbd",), "streets": ("lidar",)}
DEFAULT_FRAMES = {"semantickitti": 20, "bag": 100}
SCENES_A_KIND = 20  # most that a gallery shows
# The least and the most of every number.
RANGES: dict[str, tuple[float, float]] = {
    "count": (0, 10_000_000),
    "seed": (0, 2_000_000_000),
    "workers": (1, 512),
    "frames": (1, 100_000),
    "rate": (0.1, 100),
}
SCANS_OF_A_STYLE = (0, 1000)
EXAMPLES = """\
examples:
  ws3d generate rooms --count 2000 --out build/rooms
  ws3d generate rooms --count 5 --format scannet --out build/scannet
  ws3d generate streets --count 200 --styles sweep=8 --out build/streets
  ws3d generate rooms --count 1 --format bag --frames 300 --families held_out --out build/bags
  ws3d generate rooms --count 20 --gallery --out build/gallery"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    parser = subparsers.add_parser(
        "generate",
        help="make procedural rooms and streets, seen by simulated sensors",
        description="Make procedural rooms or streets and what simulated sensors see of them, with "
        "the name and the object of every point. The same seed gives the same bytes; outputs that "
        "exist already are left alone, so that an interrupted run can be taken up again.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("world", choices=tuple(STYLES), help="what to generate")
    parser.add_argument("--count", type=int, required=True, help="how many scenes")
    parser.add_argument("--seed", type=int, default=0, help="of the first scene (default 0)")
    parser.add_argument("--out", type=Path, required=True, help="folder for the outputs")
    parser.add_argument(
        "--format",
        choices=("shards", "scannet", "s3dis", "semantickitti", "bag", "gallery"),
        default="shards",
        help="shards (.npz, to train on), the folders of a benchmark, recorded bags, or a page of "
        "pictures (default shards)",
    )
    parser.add_argument(
        "--gallery",
        dest="format",
        action="store_const",
        const="gallery",
        help=f"the same as --format gallery: COUNT scenes of each kind, {SCENES_A_KIND} at most",
    )
    parser.add_argument(
        "--families",
        choices=("train", "held_out"),
        default="train",
        help="shape families, palettes and noise to use; held_out also has the classes left out of "
        "training (default train)",
    )
    parser.add_argument("--kind", help="of scene, such as bedroom (default: all, by the seed)")
    parser.add_argument("--assets", type=Path, help="folder of meshes to furnish with as well")
    parser.add_argument(
        "--styles",
        nargs="+",
        metavar="STYLE=N",
        help="scans a scene, for shards; rooms: fused, view, lidar (default "
        f"{' '.join(DEFAULT_STYLES['rooms'])}); streets: sweep (default "
        f"{DEFAULT_STYLES['streets'][0]})",
    )
    parser.add_argument(
        "--frames", type=int, help="of a bag (default 100) or a semantickitti sequence (20)"
    )
    parser.add_argument("--rate", type=float, default=10.0, help="frames a second, of a bag (10)")
    parser.add_argument(
        "--sensors",
        nargs="+",
        choices=("rgbd", "lidar"),
        help="of a bag (default rgbd in rooms, lidar in streets)",
    )
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="processes (default all cores)"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when every scene was made, 1 when some failed.

    Raises:
        ValueError: an option that cannot be, with the values that can.
        ImportError: what writes the format is not installed.
    """
    frames = DEFAULT_FRAMES.get(args.format, 1) if args.frames is None else args.frames
    _check_numbers({**vars(args), "frames": frames})
    styles = parse_styles(args.world, args.styles or DEFAULT_STYLES[args.world])
    if args.assets is not None and not args.assets.is_dir():
        raise ValueError(f"--assets {args.assets} is no folder: name one that holds meshes")
    # From here on torch and the rest are needed.
    from ws3d_model.worlds.formats.generation import generate
    from ws3d_model.worlds.formats.open_writer import OutputOptions, open_writer
    from ws3d_model.worlds.formats.scene_request import kinds_of

    kinds = kinds_of(args.world)
    if args.kind is not None and args.kind not in kinds:
        raise ValueError(f"--kind {args.kind!r}: {args.world} are {', '.join(kinds)}")
    sensors = tuple(args.sensors or DEFAULT_SENSORS[args.world])
    if args.assets is not None:
        _tell_skipped(args.assets)
    options = OutputOptions(args.out, args.world, styles, frames, args.rate, sensors)
    writer = open_writer(args.format, options)
    _make_folder(args.out)
    requests = _requests(args, kinds)
    try:
        failures = generate(requests, writer, args.workers, args.quiet)
    except KeyboardInterrupt:
        _LOG.warning("what is finished stays: run the same command again to go on")
        raise
    for failure in failures:
        _LOG.error("%s", failure)
    if failures:
        _LOG.error("%d of %d scenes failed", len(failures), len(requests))
    return 1 if failures else 0


def _make_folder(out: Path) -> None:
    """Make the folder of the outputs.

    Raises:
        ValueError: it is a file, or cannot be made or written to.
    """
    if out.exists() and not out.is_dir():
        raise ValueError(f"--out {out} is a file: name a folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(
            f"--out {out} cannot be made ({error.strerror}): name a folder that you may write to"
        ) from error
    if not os.access(out, os.W_OK | os.X_OK):
        raise ValueError(f"--out {out} may not be written to: name another folder")


def _tell_skipped(folder: Path) -> None:
    """Name and count the meshes that cannot be used.

    Raises:
        ValueError, OSError: none can.
    """
    from ws3d_model.worlds.formats.scene_request import read_assets

    library = read_assets(folder)
    for mesh in library.skipped:
        _LOG.warning("%s: %s", mesh.path, mesh.reason)
    if library.skipped:
        found = len(library.skipped) + len(library.assets)
        _LOG.warning("%d of %d meshes skipped", len(library.skipped), found)


def parse_styles(world: str, words: tuple[str, ...] | list[str]) -> tuple[tuple[str, int], ...]:
    """Styles and their numbers of scans, from words such as `view=3`.

    Raises:
        ValueError: no such style in that world, or a number outside the range.
    """
    least, most = SCANS_OF_A_STYLE
    styles: dict[str, int] = {}
    for word in words:
        style, _, number = word.partition("=")
        count = int(number) if number.isdecimal() else 1 if word == style else -1
        if style not in STYLES[world] or not least <= count <= most:
            raise ValueError(
                f"--styles {word}: write STYLE=N with N from {least} to {most} and STYLE one of "
                f"{', '.join(STYLES[world])} for {world}"
            )
        styles[style] = count
    return tuple(styles.items())


def _check_numbers(values: dict[str, object]) -> None:
    for name, (least, most) in RANGES.items():
        value = values[name]
        if not isinstance(value, int | float) or not least <= value <= most:
            raise ValueError(f"--{name} must be {least:,} to {most:,}, got {value}")


def _requests(args: argparse.Namespace, kinds: tuple[str, ...]) -> list[SceneRequest]:
    """The scenes of the run; a gallery's have every kind in turn."""
    from ws3d_model.worlds.formats.scene_request import SceneRequest

    count: int = args.count
    wanted: tuple[str | None, ...] = (args.kind,)
    if args.format == "gallery":
        count = min(count, SCENES_A_KIND)
        wanted = (args.kind,) if args.kind else kinds
    return [
        SceneRequest(args.world, seed, args.families, kind, args.assets)
        for kind in wanted
        for seed in range(args.seed, args.seed + count)
    ]
