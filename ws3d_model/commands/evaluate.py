# SPDX-License-Identifier: Apache-2.0
"""`ws3d evaluate`: how well a checkpoint names what is in labelled scans."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ws3d_model.evaluation.zero_shot import ZeroShotReport


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    parser = subparsers.add_parser(
        "evaluate",
        help="score a checkpoint on labelled scans of procedural rooms",
        description="Score a checkpoint on labelled scans of procedural rooms: IoU over 20 names, "
        "without colour, with exchanged colours, by synonyms that were never trained, on classes "
        "that training never saw, against nonsense words, and in turned frames.",
        epilog="example: ws3d generate rooms --count 30 --seed 900000 --families held_out "
        "--out build/held_out && ws3d evaluate build/held_out",
    )
    parser.add_argument("data", type=Path, help="folder of shards (*.npz)")
    parser.add_argument("--model", type=Path, help="checkpoint; the shipped one when left out")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--limit", type=int, default=100, help="scans at most (default 100)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when the figures were printed."""
    # torch takes seconds to import: `ws3d --help` does not wait for it.
    from ws3d_model.datasets.labelled_cloud import read_shards
    from ws3d_model.evaluation.zero_shot import ZeroShot
    from ws3d_model.perception import Perception

    clouds = read_shards(args.data, args.limit)
    perception = Perception.load(args.model, args.device)
    report = ZeroShot(perception, clouds, args.quiet).report()
    print(table(report, len(clouds)))
    if args.json:
        figures = dataclasses.asdict(report) | {
            "scans": len(clouds),
            "synonym_share": report.synonym_share,
            "checkpoint": perception.checkpoint.content_hash,
        }
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def table(report: ZeroShotReport, scans: int) -> str:
    """The figures as people read them, in percent."""
    lines = [f"{'name':<16}{'IoU':>7}   asked by an untrained synonym"]
    for name, iou in report.names.items():
        synonym = report.synonyms.get(name)
        by_synonym = "" if synonym is None else f"{100 * synonym:10.1f}"
        lines.append(f"{name:<16}{100 * iou:>7.1f}{by_synonym}")
    rows = [
        (f"mIoU, {len(report.names)} names, {scans} scans", report.mean_iou),
        ("mIoU without colour", report.without_color),
        ("mIoU with exchanged colours", report.shuffled_palettes),
        ("mIoU kept when synonyms ask", report.synonym_share),
        (
            f"names whose synonym keeps 60 % of IoU ({report.synonyms_kept})",
            report.synonyms_kept / max(1, len(report.synonyms)),
        ),
        *(
            (f"IoU of {name}, never trained (chance {100 * chance:.1f})", iou)
            for name, (iou, chance) in report.left_out.items()
        ),
        ("points claimed by five nonsense words", report.nonsense),
        ("same label when tilted by 30 degrees", report.tilted),
        ("same label in camera axes", report.optical),
    ]
    lines.append("")
    lines += [f"{what:<52}{100 * value:>7.1f} %" for what, value in rows]
    return "\n".join(lines)
