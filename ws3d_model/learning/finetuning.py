# SPDX-License-Identifier: Apache-2.0
"""Few-label training: a checkpoint, or random weights, fine-tuned on scans with few labels.

Classes are words: they are told apart by the vectors of their names, so that the network can still
be asked for any other word afterwards.
"""

from __future__ import annotations

import copy
import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch

from ws3d_model.evaluation.worst_scenes import WorstScenes
from ws3d_model.language import load_encoder
from ws3d_model.learning.batch_loader import data_budget
from ws3d_model.learning.before_after import Figures, judge, table
from ws3d_model.learning.earlier_answers import EarlierAnswers
from ws3d_model.learning.engine import Engine
from ws3d_model.learning.few_label_batches import FewLabelBatch, FewLabelBatches
from ws3d_model.learning.few_label_data import read_few_labels
from ws3d_model.learning.few_label_experiment import FewLabelExperiment
from ws3d_model.learning.few_label_net import FewLabelNet
from ws3d_model.learning.few_label_objective import FewLabelObjective
from ws3d_model.learning.few_label_report import FewLabelReport, report_lines
from ws3d_model.learning.few_label_store import FewLabelStore
from ws3d_model.learning.few_label_words import FewLabelWords
from ws3d_model.learning.pretraining import CHECKPOINT
from ws3d_model.learning.ranks import Ranks
from ws3d_model.learning.region_cache import RegionCache
from ws3d_model.learning.training_settings import SCRATCH
from ws3d_model.network import Checkpoint, VisionLanguageNet, load_checkpoint
from ws3d_model.weights import checkpoint_path

REGIONS = "regions"
ANSWERS = "answers"
CHECK = "check.json"
PICTURES = "pictures"
MOST_PICTURES = 100


@dataclass(frozen=True)
class FewLabelRun:
    """Where a training reads and writes.

    Args:
        data: folder of labelled shards; None for none.
        out: folder for the log, the state and the checkpoint.
        unlabelled: folder of further shards whose labels are not looked at; None for none.
        self_train: learn from the scans of `data` whose labels are not used, too.
        check: folder of held-out shards to judge on before and after; None for none.
        judge_start: judge the checkpoint that the training begins with, too.
        pictures: of the held-out scans that come out worst, so many are drawn.
        text_cache: folder that keeps the text encoder's vectors; `out` when left out.
        region_cache: folder that keeps the regions of scans, and what the checkpoint made of them;
            in `out` when left out.
        vectors: file of text vectors instead of the encoder.
        tensorboard: log for TensorBoard too.
        quiet: no progress bars.
    """

    data: Path | None
    out: Path
    unlabelled: Path | None = None
    self_train: bool = False
    check: Path | None = None
    judge_start: bool = True
    pictures: int = 0
    text_cache: Path | None = None
    region_cache: Path | None = None
    vectors: Path | None = None
    tensorboard: bool = False
    quiet: bool = False


def train_few_labels(
    experiment: FewLabelExperiment, run: FewLabelRun, device: torch.device
) -> Path:
    """Train; the path of the checkpoint in `run.out`.

    Under `torchrun`, its processes share every batch.

    Raises:
        FileNotFoundError, ValueError: the scans, lists or checkpoint cannot be used.
        TrainingError: training diverged, or cannot write its files.
    """
    if run.self_train and not experiment.losses.with_teacher:
        raise ValueError(
            "self-training learns from predictions: give `losses:` a weight of pseudo or energy"
        )
    if experiment.losses.keep and experiment.start.model == SCRATCH:
        raise ValueError(
            "keep holds on to a checkpoint's answers, and from scratch there is none: give --model "
            "a checkpoint, or losses: keep: 0"
        )
    if not 0 <= run.pictures <= MOST_PICTURES or (run.pictures and run.check is None):
        raise ValueError(
            f"pictures are of at most {MOST_PICTURES} held-out scans: give --check a folder of "
            f"them, and --pictures 0 to {MOST_PICTURES}"
        )
    run.out.mkdir(parents=True, exist_ok=True)
    with Ranks.joined(device) as ranks:
        if device.type == "cuda" and ranks.count > 1:
            device = torch.device("cuda", ranks.local)
        return _train(experiment, run, device, ranks)


def _train(
    experiment: FewLabelExperiment, run: FewLabelRun, device: torch.device, ranks: Ranks
) -> Path:
    data, training, losses = experiment.data, experiment.training, experiment.losses
    workers, kept = data_budget(data.workers, data.kept_gib, ranks)
    quiet = run.quiet or not ranks.first
    start = _start(experiment, device)
    store = read_few_labels(
        run.data, run.unlabelled, experiment.labels, run.self_train, losses.labelled, kept, quiet
    )
    words = FewLabelWords.build(
        store.learnt_names, experiment.labels.prompts, start, experiment.start.encoder,
        run.vectors, run.text_cache or run.out, device, store.rivals,
    )  # fmt: skip
    torch.manual_seed(training.seed)
    if start is None:
        dimension = len(words.record.centre)
        shape = dataclasses.replace(experiment.network, text_dimension=dimension)
        network = VisionLanguageNet(shape).to(device)
    else:
        network = copy.deepcopy(start.network)
    if not (losses.objectness or losses.offset):
        network.object.requires_grad_(False)
    before = start.network.eval().requires_grad_(False) if start and losses.keep else None
    objective = FewLabelObjective(words, losses, training.seed, training.steps, before)
    learner = FewLabelNet(
        network,
        objective.classes,
        losses.with_region_terms,
        losses.with_teacher,
        losses.region.queue,
    ).to(device)

    def save_checkpoint(average: FewLabelNet, step: int) -> None:
        _checkpoint(experiment, store, words, start, average.student.network, step).save(
            run.out / CHECKPOINT
        )

    paths, folder = [shard.path for shard in store.shards], run.region_cache or run.out / REGIONS
    regions = RegionCache(paths, folder, experiment.regions) if losses.with_regions else None
    earlier = None
    if start and losses.keep:
        earlier = EarlierAnswers(paths, folder / ANSWERS, start, losses.keep_voxels)
    source = FewLabelBatches(
        store, data, training.seed, network.shape.voxel_size, regions=regions, earlier=earlier
    )
    engine: Engine[FewLabelNet, FewLabelBatch] = Engine(
        training, run.out, ranks, workers, run.tensorboard, quiet
    )
    state = engine.train(learner, source, objective, save_checkpoint)
    if run.check is not None and ranks.first:
        average = cast(FewLabelNet, state.average)
        report = FewLabelReport(experiment, learner, average, words, store, folder)
        _check(run, report, start, load_checkpoint(run.out / CHECKPOINT, device), run.check)
    return run.out / CHECKPOINT


def _check(
    run: FewLabelRun,
    report: FewLabelReport,
    start: Checkpoint | None,
    after: Checkpoint,
    held_out: Path,
) -> None:
    """Judge on held-out scans after the training, and before it where there was a checkpoint."""
    encoder = load_encoder(after.encoder)
    names, prompts = report.words.names, report.experiment.labels.prompts
    worst = WorstScenes(run.pictures) if run.pictures else None
    rows: dict[str, Figures] = {}
    if start is not None and run.judge_start:
        rows["before"] = judge(start, encoder, held_out, names, prompts, run.quiet)
    rows["after"] = judge(after, encoder, held_out, names, prompts, run.quiet, worst)
    told = report.figures(held_out, rows["after"])
    content = json.dumps({**rows, **told}, indent=1, allow_nan=False)
    (run.out / CHECK).write_text(content + "\n", encoding="utf-8")
    text = "\n".join([table(rows), *report_lines(told)])
    print(text)
    if worst is not None:
        folder = run.out / PICTURES
        report.draw(held_out, rows["after"], run.pictures, folder)
        print(f"pictures: {worst.write(folder, 'Worst scenes after the training', text)}")


def _start(experiment: FewLabelExperiment, device: torch.device) -> Checkpoint | None:
    """The checkpoint to begin with, with its main text space alone; None from scratch."""
    if experiment.start.model == SCRATCH:
        return None
    start = load_checkpoint(checkpoint_path(experiment.start.model), device)
    # Float32 arrays of a checkpoint may lie in its mapped file, which somebody may write over.
    start = dataclasses.replace(start, text_centre=start.text_centre.copy())
    if not start.further:
        return start
    # Another space's head would go stale beside the features that are trained.
    alone = VisionLanguageNet(dataclasses.replace(start.network.shape, further_spaces=()))
    weights = start.network.state_dict()
    alone.load_state_dict({name: weights[name] for name in alone.state_dict()})
    return dataclasses.replace(start, network=alone.to(device).eval(), further={})


def _checkpoint(
    experiment: FewLabelExperiment,
    store: FewLabelStore,
    words: FewLabelWords,
    start: Checkpoint | None,
    network: VisionLanguageNet,
    step: int,
) -> Checkpoint:
    record = words.record
    training = {
        "data": f"{store.labelled_points} labelled points in {store.labelled_scans} of "
        f"{len(store.shards)} scans, {len(words.names)} names",
        "names": ", ".join(words.names),
        "steps": str(step),
        "settings": repr(experiment),
        "start": start.content_hash if start else SCRATCH,
    }
    if start is not None and "data" in start.training:
        training["data_before"] = start.training["data"]
    return Checkpoint(
        network=network,
        encoder=record.encoder,
        encoder_probe=record.probe,
        text_centre=record.centre,
        anchor_names=record.anchor_names,
        anchors=record.anchors,
        general_names=record.general_names,
        rival_names=record.rival_names,
        calibration=start.calibration if start else {},
        training=training,
        licence=start.licence if start else "Apache-2.0",
    )
