# SPDX-License-Identifier: Apache-2.0
"""`ws3d prepare points`: your own scans and a few labelled points, as shards to fine-tune on."""

from __future__ import annotations

import argparse
import logging
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

_LOG = logging.getLogger(__name__)

MOST_REACH = 10.0  # metres
SUFFIXES = (".ply", ".pcd", ".bin")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that `points` alone has."""
    group = parser.add_argument_group("points: scans of your own and clicks in them")
    group.add_argument(
        "--labels",
        type=Path,
        metavar="CSV",
        help="a line for each labelled point: file,x,y,z,name or file,index,name",
    )
    group.add_argument(
        "--reach",
        type=float,
        default=0.3,
        help="metres: a click labels the points of its region within it; 0: its point alone "
        "(default 0.3)",
    )
    group.add_argument(
        "--voxel-size", type=float, default=0.05, help="metres, of the regions (default 0.05)"
    )
    group.add_argument(
        "--up",
        default="z",
        choices=("x", "y", "z", "-x", "-y", "-z"),
        help="which axis of the scans points up (default z)",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when every scan is a shard now, 1 when some were left out.

    Raises:
        ValueError, OSError: an option, the clicks or all of the scans are unusable.
    """
    import numpy as np
    from tqdm import tqdm

    from ws3d_model.cloud_files import read_cloud
    from ws3d_model.datasets.clicks import label_by_clicks, names_of, read_clicks
    from ws3d_model.datasets.preparation import shard_name, thinned
    from ws3d_model.regions import RegionSettings
    from ws3d_model.up_axis import LEVEL_AXES

    if args.labels is None:
        raise ValueError("points need --labels CSV: the file with the labelled points")
    if not 0 <= args.reach <= MOST_REACH or not math.isfinite(args.reach):
        raise ValueError(f"--reach must be 0 to {MOST_REACH:g} m, got {args.reach}")
    clicks = read_clicks(args.labels)
    names = names_of(clicks)
    scans = find_scans(args.source, clicks)
    settings = RegionSettings(voxel_size=args.voxel_size)
    level = None if args.up == "z" else np.array(LEVEL_AXES[args.up], np.float64)
    args.out.mkdir(parents=True, exist_ok=True)
    faults: Counter[str] = Counter()
    failures, points, of_name = [], 0, Counter[str]()
    for scan, path in tqdm(scans.items(), desc="preparing", unit="scan", disable=args.quiet):
        try:
            of_scan = clicks.get(scan, [])
            labelled = label_by_clicks(
                read_cloud(path), of_scan, names, args.reach, settings=settings, level=level,
                faults=faults,
            )  # fmt: skip
            stem = str(Path(scan).with_suffix(""))
            thinned(labelled, args.spacing).save(args.out / shard_name(stem))
        except ValueError as error:  # one bad scan must not cost the others: told at the end
            failures.append(f"{scan}: {' '.join(str(error).split())}")
            continue
        points += int((labelled.labels >= 0).sum())
        of_name.update(click.name for click in of_scan)
    for line in failures:
        _LOG.error("%s", line)
    for what, count in sorted((+faults).items()):
        _LOG.warning("%d %s", count, what)
    if len(failures) == len(scans):
        raise ValueError(f"none of the {len(scans)} scans could be used")
    told = ", ".join(f"{name} {count}" for name, count in of_name.most_common())
    print(
        f"{len(scans) - len(failures)} shards written to {args.out}, {len(failures)} scans failed; "
        f"{sum(of_name.values())} clicks label {points} points: {told}"
    )
    return 1 if failures else 0


def find_scans(source: Path, clicked: Iterable[str]) -> dict[str, Path]:
    """The scan files below a folder by their names in it; every clicked one must be there.

    Raises:
        FileNotFoundError: there are no scans.
        ValueError: a click names a file that is not there, or two scans would make one shard.
    """
    from ws3d_model.datasets.preparation import shard_name

    paths = sorted(path for path in source.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not paths:
        raise FileNotFoundError(f"{source} holds no scans ({', '.join(SUFFIXES)})")
    scans = {path.relative_to(source).as_posix(): path for path in paths}
    absent = [name for name in clicked if name not in scans]
    if absent:
        raise ValueError(
            f"the clicks name {', '.join(absent[:5])}: no such file in {source}, which holds "
            f"{', '.join(list(scans)[:5])}; write names as they are below the folder"
        )
    shards = Counter(shard_name(str(Path(name).with_suffix(""))) for name in scans)
    twice = [shard for shard, count in shards.items() if count > 1]
    if twice:
        raise ValueError(f"several scans would become {twice[0]}: rename all but one")
    return scans
