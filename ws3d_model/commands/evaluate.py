# SPDX-License-Identifier: Apache-2.0
"""`ws3d evaluate`: how well a checkpoint names what is in labelled scans."""

from __future__ import annotations

import argparse
import dataclasses
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ws3d_model.evaluation.benchmark import Benchmark
    from ws3d_model.evaluation.zero_shot import ZeroShotReport
    from ws3d_model.language import Vocabulary

_LOG = logging.getLogger(__name__)

BENCHMARKS = ("scannet", "s3dis", "semantickitti")
ROOM_SCANS = 100  # that the words of rooms are asked about
FOREGROUND_LEAVES_OUT = ("wall", "floor")
MOST_PICTURES = 100
EXAMPLES = """\
examples:
  ws3d generate rooms --count 30 --seed 900000 --families held_out --out build/held_out
  ws3d evaluate build/held_out
  ws3d evaluate build/scannet/val --benchmark scannet --partition B12/N7 --page build/worst
  ws3d evaluate build/streets --vocabulary "road, sidewalk, building, car, person" --json f.json"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    parser = subparsers.add_parser(
        "evaluate",
        help="score a checkpoint on labelled scans",
        description="Score a checkpoint on labelled scans. With --benchmark or --vocabulary: IoU, "
        "instances, boxes and calibration over these names. With neither, what the words of "
        "procedural rooms reach: IoU over 20 names, without colour, with exchanged colours, by "
        "synonyms that were never trained, on classes that training never saw, against nonsense "
        "words, and in turned frames.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("data", type=Path, help="folder of shards (*.npz)")
    parser.add_argument(
        "--model",
        metavar="M",
        help="rooms (when left out) or streets, which come with ws3d, or a checkpoint's path",
    )
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument(
        "--benchmark", choices=BENCHMARKS, help="ask for its classes and follow its rules"
    )
    asked.add_argument(
        "--vocabulary", metavar="NAMES", help="ask for these: a comma list, or a .txt or .yaml file"
    )
    parser.add_argument(
        "--partition",
        metavar="TITLE",
        help="with --benchmark: base and novel names as published, such as B15/N4 of scannet",
    )
    parser.add_argument(
        "--novel", metavar="NAMES", help="comma list of names that training had no labels of"
    )
    parser.add_argument(
        "--limit",
        type=int,
        help=f"scans at most (default {ROOM_SCANS}; all with --benchmark or --vocabulary)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    parser.add_argument(
        "--page",
        type=Path,
        metavar="DIR",
        help="with --benchmark or --vocabulary: write a page with the worst scenes' pictures",
    )
    parser.add_argument("--worst", type=int, default=6, help="scenes on the page (default 6)")
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when the figures were printed, 1 when scans had to be left out.

    Raises:
        ValueError, OSError: an option, the scans or the checkpoint are unusable.
    """
    if args.limit is not None and args.limit < 1:
        raise ValueError(f"--limit must be at least 1, got {args.limit}")
    if not 1 <= args.worst <= MOST_PICTURES:
        raise ValueError(f"--worst must be 1 to {MOST_PICTURES}, got {args.worst}")
    if args.benchmark or args.vocabulary:
        return _run_benchmark(args)
    if args.partition or args.novel or args.page:
        raise ValueError("--partition, --novel and --page need --benchmark or --vocabulary")
    return _run_zero_shot(args)


def _run_zero_shot(args: argparse.Namespace) -> int:
    # torch takes seconds to import: `ws3d --help` does not wait for it.
    from ws3d_model.datasets.labelled_cloud import read_shards
    from ws3d_model.evaluation.true_labels import true_labels
    from ws3d_model.evaluation.zero_shot import ZeroShot
    from ws3d_model.perception import Perception
    from ws3d_model.worlds.words import EVALUATION_NAMES

    clouds = read_shards(args.data, args.limit or ROOM_SCANS)
    if not any((true_labels(cloud, EVALUATION_NAMES) >= 0).any() for cloud in clouds):
        raise ValueError(
            f"no point of these scans is {', '.join(EVALUATION_NAMES[:3])} or another of the 20 "
            "names of rooms: give the names to ask for by --vocabulary"
        )
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


def _run_benchmark(args: argparse.Namespace) -> int:
    from ws3d_model.datasets.labelled_cloud import shard_paths
    from ws3d_model.evaluation import benchmark_report
    from ws3d_model.evaluation.benchmark_run import run_benchmark
    from ws3d_model.evaluation.worst_scenes import WorstScenes
    from ws3d_model.perception import Perception

    vocabulary, benchmark = questions(args)
    paths = shard_paths(args.data)[: args.limit]
    shards = [(str(path.relative_to(args.data).with_suffix("")), path) for path in paths]
    perception = Perception.load(args.model, args.device)
    worst = WorstScenes(args.worst) if args.page else None
    damaged = run_benchmark(perception, vocabulary, shards, benchmark, worst, args.quiet)
    text = benchmark_report.table(benchmark)
    print(text)
    for line in damaged:
        _LOG.error("left out: %s", line)
    if args.json:
        figures = benchmark_report.as_json(benchmark) | {
            "scans": len(benchmark.scenes),
            "damaged": len(damaged),
            "checkpoint": perception.checkpoint.content_hash,
        }
        content = json.dumps(figures, indent=1, allow_nan=False)
        args.json.write_text(content + "\n", encoding="utf-8")
    if worst is not None:
        title = f"Evaluation of {len(benchmark.scenes)} scans"
        print(f"wrote {worst.write(args.page, title, text)}")
    return 1 if damaged else 0


def questions(args: argparse.Namespace) -> tuple[Vocabulary, Benchmark]:
    """What the network is asked for, and what counts its answers.

    Raises:
        ValueError: names that do not fit together.
    """
    from ws3d_model.datasets.class_lists import CLASS_LISTS
    from ws3d_model.evaluation.benchmark import Benchmark
    from ws3d_model.language import Vocabulary

    novel = tuple(name.strip() for name in (args.novel or "").split(",") if name.strip())
    if args.benchmark is None:
        if args.partition:
            raise ValueError("--partition is a benchmark's: give --benchmark, or use --novel")
        vocabulary = Vocabulary.parse(args.vocabulary)
        background = [name for name in vocabulary.names if name in FOREGROUND_LEAVES_OUT]
        return vocabulary, Benchmark(vocabulary.names, background, novel)
    classes = CLASS_LISTS[args.benchmark]
    names = classes.names
    if args.partition:
        novel = classes.novel(args.partition)
        names = tuple(name for name in names if name not in classes.ignored)
    panoptic = args.benchmark == "semantickitti"
    benchmark = Benchmark(
        names, classes.background, novel, classes.stuff, panoptic, classes.aligned_boxes
    )
    return classes.vocabulary(names), benchmark


def table(report: ZeroShotReport, scans: int) -> str:
    """The figures as people read them, in percent."""
    lines = [f"{'name':<16}{'IoU':>7}{'alone':>8}   by an untrained synonym"]
    for name, iou in report.names.items():
        synonym = report.synonyms.get(name)
        by_synonym = "" if synonym is None else f"{100 * synonym:10.1f}"
        lines.append(f"{name:<16}{100 * iou:>7.1f}{100 * report.alone[name]:>8.1f}{by_synonym}")
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
        ("mIoU, each name asked for alone", report.mean_alone),
        ("points claimed by five nonsense words", report.nonsense),
        ("same label when tilted by 30 degrees", report.tilted),
        ("same label in camera axes", report.optical),
        ("mIoU, tilted by 30 degrees, up found in the cloud", report.tilt_found),
        ("mIoU, tilted by 30 degrees and not levelled", report.tilt_ignored),
    ]
    lines.append("")
    lines += [f"{what:<52}{100 * value:>7.1f} %" for what, value in rows]
    return "\n".join(lines)
