# SPDX-License-Identifier: Apache-2.0
"""`python -m ws3d_model.worlds.statistics`: generated data beside real frames, as plots."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.worlds.formats.official_names import S3DIS
from ws3d_model.worlds.statistics.measures import Measured
from ws3d_model.worlds.statistics.real_frames import Kind, kitti_sizes, real_frames
from ws3d_model.worlds.statistics.report import Source, write_report
from ws3d_model.worlds.statistics.simulated_frames import simulated_frames

SCENES = (0, 1000)
# The style in a shard's name: what it is compared with. Only sweeps lie in the sensor's own frame.
STYLES: dict[str, Kind] = {"fused": "scan", "view": "rgbd", "lidar": "lidar", "sweep": "lidar"}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, draw, and print what was written; 0 when done, 2 for an error that is told."""
    options = _parser().parse_args(argv)
    try:
        sources = _measured(options)
        for path in write_report(sources, options.out):
            print(path)
    except (ValueError, OSError) as error:
        print(f"statistics: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ws3d_model.worlds.statistics",
        description="Draw generated data beside real frames: density by range, missing depth, "
        "neighbours of voxels, classes, sizes of objects.",
    )
    parser.add_argument("--generated", type=Path, nargs="*", default=[], help="folders of shards")
    parser.add_argument("--real", type=Path, nargs="*", default=[], help="folders of real frames")
    parser.add_argument(
        "--class-names",
        nargs="*",
        default=[],
        metavar="FOLDER=NAME,NAME",
        help="names of the label numbers 0, 1, ... in a folder of --real",
    )
    parser.add_argument(
        "--scenes",
        type=int,
        default=10,
        help="rooms and streets to take fresh frames of, for what shards do not hold: density by "
        "range and missing depth (default 10)",
    )
    parser.add_argument("--seed", type=int, default=0, help="of the first of them (default 0)")
    parser.add_argument("--out", type=Path, required=True, help="folder for the plots")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser


def _measured(options: argparse.Namespace) -> dict[str, Source]:
    least, most = SCENES
    if not least <= options.scenes <= most:
        raise ValueError(f"--scenes must be {least} to {most}, got {options.scenes}")
    if not (options.generated or options.real or options.scenes):
        raise ValueError("nothing to measure: give --generated, --real or --scenes")
    names = dict(_class_names(word) for word in options.class_names)
    sources: dict[str, Source] = {}
    for folder in options.generated:
        _add_shards(sources, folder, options.quiet)
    frames = simulated_frames(range(options.seed, options.seed + options.scenes))
    for name, kind, xyz in tqdm(frames, unit="frame", disable=options.quiet, file=sys.stderr):
        source = sources.setdefault(name, Source(kind, True, Measured()))
        source.measured.add_frame(xyz, organised=kind == "rgbd")
    for folder in options.real:
        _add_real(sources, folder, names.get(folder.name, ()), options.quiet)
    return sources


def _add_shards(sources: dict[str, Source], folder: Path, quiet: bool) -> None:
    paths = sorted(folder.rglob("*.npz"))
    if not paths:
        raise FileNotFoundError(f"{folder} holds no shards (*.npz): make some by `ws3d generate`")
    for path in tqdm(paths, unit="shard", desc=folder.name, disable=quiet, file=sys.stderr):
        style = path.stem.rpartition("_")[2].rstrip("0123456789")
        if style not in STYLES:
            raise ValueError(f"{path}: its name ends in none of {', '.join(STYLES)}")
        cloud = LabelledCloud.load(path)
        source = sources.setdefault(f"{style} shards", Source(STYLES[style], True, Measured()))
        source.measured.add_frame(cloud.cloud.xyz, has_ranges=style == "sweep")
        source.measured.add_truth(cloud)
        if style == "fused":  # in the words of the real scans
            counts = sources.setdefault("fused, S3DIS names", Source("scan", True, Measured()))
            _count(counts.measured, cloud.labels, [S3DIS.of(name) for name in cloud.names])


def _add_real(
    sources: dict[str, Source], folder: Path, names: tuple[str, ...], quiet: bool
) -> None:
    frames = tqdm(real_frames(folder), unit="frame", desc=folder.name, disable=quiet)
    for frame in frames:
        key = f"real: {folder.name}"
        source = sources.setdefault(key, Source(frame.kind, False, Measured()))
        ranges = frame.kind != "scan"
        source.measured.add_frame(frame.xyz, organised=frame.kind == "rgbd", has_ranges=ranges)
        if names and frame.labels is not None:
            _count(source.measured, frame.labels, names)
    for name, length, width, height in kitti_sizes(folder):
        sources[f"real: {folder.name}"].measured.add_size(name, length, width, height)


def _count(measured: Measured, labels: npt.NDArray[np.integer[Any]], names: Sequence[str]) -> None:
    """Points of each name; labels outside the names are left out."""
    known = labels[(labels >= 0) & (labels < len(names))]
    counts = np.bincount(known, minlength=len(names)).tolist()
    for name, count in zip(names, counts, strict=True):
        if count:
            measured.classes[name] = measured.classes.get(name, 0) + count


def _class_names(word: str) -> tuple[str, tuple[str, ...]]:
    folder, separator, names = word.partition("=")
    if not separator or not names:
        raise ValueError(f"--class-names {word}: write FOLDER=NAME,NAME,...")
    return folder, tuple(name.strip() for name in names.split(","))


if __name__ == "__main__":
    sys.exit(main())
