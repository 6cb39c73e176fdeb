# SPDX-License-Identifier: Apache-2.0
"""Comparison: trains several experiments alike and prints how far the words of each reach.

`python -m ws3d_model.learning.comparison --help`
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ws3d_model.datasets.labelled_cloud import LabelledCloud, read_shards
from ws3d_model.evaluation.zero_shot import ZeroShot
from ws3d_model.language import TextEncoder, load_encoder
from ws3d_model.learning.experiment import Experiment
from ws3d_model.learning.pretraining import pretrain
from ws3d_model.network import Checkpoint, load_checkpoint
from ws3d_model.perception import Perception, choose_device
from ws3d_model.worlds.words import EVALUATION_NAMES, HELD_OUT_SYNONYMS, LEFT_OUT


@dataclass(frozen=True)
class Reach:
    """mIoU in 0..1 on scans of held-out shape families.

    Args:
        trained: of the 20 names of the benchmark.
        synonyms: of the same, every name asked for by a synonym that was never trained.
        left_out: of the classes that training never saw, among the 20 names and each other.
    """

    trained: float
    synonyms: float
    left_out: float

    @property
    def harmonic(self) -> float:
        """Harmonic mean of the three."""
        values = (self.trained, self.synonyms, self.left_out)
        return 3 / sum(1 / value for value in values) if min(values) > 0 else 0.0


def reach_of(
    checkpoint: Checkpoint, encoder: TextEncoder, clouds: Sequence[LabelledCloud]
) -> Reach:
    """Ask a network's main text space for the three kinds of names."""
    judge = ZeroShot(Perception(checkpoint, encoder), clouds, quiet=True)
    names = EVALUATION_NAMES
    seen = {
        cloud.names[label]
        for cloud in clouds
        for label in np.unique(cloud.labels[cloud.labels >= 0])
    }
    unseen = tuple(name for name in LEFT_OUT if name in seen)
    synonyms = tuple(HELD_OUT_SYNONYMS[name][0] for name in names)
    among = judge.score((*names, *unseen)).iou[len(names) :]
    return Reach(
        judge.score(names).mean_iou,
        judge.score(names, synonyms).mean_iou,
        float(np.nanmean(among)) if len(among) else 0.0,
    )


def compare(
    experiments: Mapping[str, Experiment],
    data: Path,
    clouds: Sequence[LabelledCloud],
    out: Path,
    device: str = "auto",
    text_cache: Path | None = None,
    quiet: bool = False,
) -> list[str]:
    """Train every experiment, or go on with it, judge it, and give the rows of a table.

    A text space from a file of vectors is trained and not judged: it has no encoder to ask.
    """
    encoders: dict[str, TextEncoder] = {}
    rows = [
        "| experiment | text space | steps | trained | synonyms | left out | harmonic |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, experiment in experiments.items():
        folder = out / name
        path = pretrain(experiment, data, folder, choose_device(device), text_cache, quiet=quiet)
        whole = load_checkpoint(path, choose_device(device))
        main, *further = experiment.spaces
        judged = {main: whole, **{s: whole.using(s) for s in further if whole.further[s].probe}}
        figures: dict[str, dict[str, float]] = {}
        for space, checkpoint in judged.items():
            if not checkpoint.encoder_probe:
                continue
            if checkpoint.encoder not in encoders:
                encoders[checkpoint.encoder] = load_encoder(checkpoint.encoder)
            reach = reach_of(checkpoint, encoders[checkpoint.encoder], clouds)
            figures[space] = {**dataclasses.asdict(reach), "harmonic": reach.harmonic}
            shown = " | ".join(f"{100 * value:.1f}" for value in figures[space].values())
            rows.append(f"| {name} | {space} | {experiment.training.steps} | {shown} |")
            print(rows[-1], flush=True)
        (folder / "reach.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return rows


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m ws3d_model.learning.comparison")
    parser.add_argument("experiments", type=Path, nargs="+", help="YAML files")
    parser.add_argument("--data", type=Path, required=True, help="folder of shards to train on")
    parser.add_argument("--held-out", type=Path, required=True, help="folder of shards to judge on")
    parser.add_argument(
        "--out", type=Path, required=True, help="a folder in it for each experiment"
    )
    parser.add_argument("--steps", type=int, help="for all, instead of the files'")
    parser.add_argument("--seed", type=int, help="for all, instead of the files'")
    parser.add_argument("--limit", type=int, default=24, help="scans to judge on at most")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--text-cache", type=Path, help="folder for the texts' vectors")
    parser.add_argument("--vectors", action="append", default=[], metavar="SPACE=FILE")
    parser.add_argument("--teacher", action="append", default=[], metavar="SPACE=FOLDER")
    parser.add_argument("--encoder", action="append", default=[], metavar="SPACE=IDENTITY")
    parser.add_argument("--quiet", action="store_true")
    args = parser.parse_args()
    given = {
        kind: dict(v.split("=", 1) for v in getattr(args, kind))
        for kind in ("vectors", "teacher", "encoder")
    }
    experiments = {
        path.stem: _adjusted(Experiment.read(path), args.steps, args.seed, **given)
        for path in args.experiments
    }
    clouds = read_shards(args.held_out, args.limit)
    cache = args.text_cache or args.out / "texts"
    rows = compare(experiments, args.data, clouds, args.out, args.device, cache, args.quiet)
    print("\n".join(rows))


def _adjusted(
    experiment: Experiment,
    steps: int | None,
    seed: int | None,
    vectors: Mapping[str, str],
    teacher: Mapping[str, str],
    encoder: Mapping[str, str],
) -> Experiment:
    """The experiment with what is given for those of its text spaces that it has."""
    spaces = {
        name: dataclasses.replace(
            settings,
            vectors=vectors.get(name, settings.vectors),
            teacher=teacher.get(name, settings.teacher),
            encoder=encoder.get(name, settings.encoder),
        )
        for name, settings in experiment.spaces.items()
    }
    training = experiment.training
    if steps is not None:
        training = dataclasses.replace(training, steps=steps)
    if seed is not None:
        training = dataclasses.replace(training, seed=seed)
    return dataclasses.replace(experiment, spaces=spaces, training=training)


if __name__ == "__main__":
    main()
