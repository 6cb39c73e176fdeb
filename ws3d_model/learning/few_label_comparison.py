# SPDX-License-Identifier: Apache-2.0
"""Few-label comparison: trains rows of a table alike, for several shares of labels, and prints it.

`python -m ws3d_model.learning.few_label_comparison --help`
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ws3d_model.learning.before_after import Figures
from ws3d_model.learning.few_label_experiment import FewLabelExperiment, StartSettings
from ws3d_model.learning.finetuning import CHECK, REGIONS, FewLabelRun, train_few_labels
from ws3d_model.learning.training_settings import SCRATCH
from ws3d_model.perception import choose_device

# Columns, and where in `check.json` their figures are. The boundaries' F1 is beside that of a
# threshold on colour; of voxels whose label was left out, so many get one, so many of them rightly.
COLUMNS = {
    "mIoU": "after/mean_iou",
    "of names learnt": "after/base_mean_iou",
    "of those not shown": "after/novel_mean_iou",
    "instance AP50": "after/instances/AP50",
    "box AP50": "after/boxes/AP50/mean",
    "boundary F1": "boundaries/f1",
    "by colour": "boundaries/color/f1",
    "pseudo-labelled": "pseudo_labels/voxels/share",
    "rightly": "pseudo_labels/voxels/right",
}


@dataclasses.dataclass(frozen=True)
class Row:
    """A row of the table.

    Args:
        title: shown in the table; names the row's folder.
        experiment: what is trained.
        self_train: whether scans without labels are learnt from.
    """

    title: str
    experiment: FewLabelExperiment
    self_train: bool

    @staticmethod
    def parse(text: str) -> Row:
        """TITLE=YAML or TITLE=YAML@MODEL; files named self_train_* learn from all scans.

        Raises:
            ValueError: it is no such text, or the file cannot be used.
        """
        title, equals, rest = text.partition("=")
        path, _, model = rest.partition("@")
        if not (equals and title and path):
            raise ValueError(f"give TITLE=YAML or TITLE=YAML@MODEL, got {text!r}")
        experiment = FewLabelExperiment.read(Path(path))
        start = StartSettings(model or SCRATCH, experiment.start.encoder)
        experiment = dataclasses.replace(experiment, start=start)
        return Row(title, experiment, Path(path).name.startswith("self_train"))


def compare(
    rows: Sequence[Row],
    labels: Sequence[tuple[str, dict[str, Any]]],
    seeds: Sequence[int],
    where: FewLabelRun,
    device: str = "auto",
) -> list[str]:
    """Train every row with all labels and seeds, or go on with it, and give the table's lines.

    Args:
        rows: of the table.
        labels: title and changed entries of `LabelSettings`.
        seeds: of labels and training; means over them are shown, with the spread of several.
        where: folders; a folder in `out` for each training.
    """
    lines = [f"| row | labels | {' | '.join(COLUMNS)} |", "|---" * (2 + len(COLUMNS)) + "|"]
    for title, changed in labels:
        for row in rows:
            found = []
            for seed in seeds:
                experiment = dataclasses.replace(
                    row.experiment,
                    labels=dataclasses.replace(row.experiment.labels, seed=seed, **changed),
                    training=dataclasses.replace(row.experiment.training, seed=seed),
                )
                out = where.out / f"{row.title}-{title}-{seed}"
                run = dataclasses.replace(where, out=out, self_train=row.self_train)
                if not (out / CHECK).exists():
                    train_few_labels(experiment, run, choose_device(device))
                found.append(json.loads((out / CHECK).read_text(encoding="utf-8")))
            lines.append(f"| {row.title} | {title} | {' | '.join(_shown(found))} |")
            print(lines[-1], flush=True)
    return lines


def _shown(found: Sequence[Figures]) -> list[str]:
    """Percent of every column's figure, over the seeds; `-` where a training has none."""
    columns = [[_entry(figures, path) for figures in found] for path in COLUMNS.values()]
    return ["-" if None in column else _spread(column) for column in columns]


def _entry(figures: Figures, path: str) -> Any:
    """What lies at a path of keys; None where there is no such key."""
    found: Any = figures
    for key in path.split("/"):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _spread(values: Sequence[float]) -> str:
    percent = 100 * np.array(values)
    return f"{percent.mean():.1f}" + (f" ± {percent.std():.1f}" if len(values) > 1 else "")


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m ws3d_model.learning.few_label_comparison")
    parser.add_argument(
        "rows", nargs="+", metavar="TITLE=YAML[@MODEL]", help="from scratch without"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of shards to train on")
    parser.add_argument("--check", type=Path, required=True, help="folder of shards to judge on")
    parser.add_argument("--out", type=Path, required=True, help="a folder in it for each training")
    parser.add_argument("--shares", type=float, nargs="*", default=[], help="of the scenes (LR)")
    parser.add_argument("--points", type=int, nargs="*", default=[], help="a scene (LA)")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--steps", type=int, help="for all, instead of the files'")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--workers", type=int, help="processes that make batches")
    parser.add_argument("--quiet", action="store_true")
    args = parser.parse_args(argv)
    rows = [_adjusted(Row.parse(text), args.steps, args.workers) for text in args.rows]
    labels: list[tuple[str, dict[str, Any]]] = [
        (f"LR {100 * share:g} %", {"share": share}) for share in args.shares
    ]
    labels += [(f"LA {points}", {"points": points, "share": 1.0}) for points in args.points]
    where = FewLabelRun(
        args.data,
        args.out,
        check=args.check,
        judge_start=False,
        text_cache=args.out / "texts",
        region_cache=args.out / REGIONS,
        quiet=args.quiet,
    )
    print("\n".join(compare(rows, labels, args.seeds, where, args.device)))


def _adjusted(row: Row, steps: int | None, workers: int | None) -> Row:
    experiment = row.experiment if steps is None else row.experiment.lasting(steps)
    if workers is not None:
        data = dataclasses.replace(experiment.data, workers=workers)
        experiment = dataclasses.replace(experiment, data=data)
    return dataclasses.replace(row, experiment=experiment)


if __name__ == "__main__":
    main()
