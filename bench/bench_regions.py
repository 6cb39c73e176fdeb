# SPDX-License-Identifier: Apache-2.0
"""Regions: over-segmentation of a scan, and what a training step pays for the region losses."""

from __future__ import annotations

import dataclasses
import statistics
import tempfile
from pathlib import Path

import numpy as np
import torch

from bench.figure import Figure
from bench.options import Options
from bench.scenes import of_points
from bench.timing import cpu, interleaved, median_ratio, median_time, torch_threads, wall
from ws3d_model import PointCloud
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.learning.earlier_answers import EarlierAnswers
from ws3d_model.learning.few_label_batches import FewLabelBatch, FewLabelBatches
from ws3d_model.learning.few_label_data import read_few_labels
from ws3d_model.learning.few_label_experiment import FewLabelExperiment, FewLabelLossSettings
from ws3d_model.learning.few_label_net import FewLabelNet
from ws3d_model.learning.few_label_objective import FewLabelObjective
from ws3d_model.learning.few_label_words import FewLabelWords
from ws3d_model.learning.ranks import Ranks
from ws3d_model.learning.region_cache import RegionCache
from ws3d_model.learning.text_vectors import TextVectors
from ws3d_model.learning.training_state import TrainingState
from ws3d_model.network import Checkpoint, VisionLanguageNet
from ws3d_model.regions import over_segment
from ws3d_model.worlds.rooms.room import build_room
from ws3d_model.worlds.sensors.scan import scan

POINTS = 100_000
# All terms: what `ws3d train self-train` does with this file.
EXPERIMENT = Path(__file__).parents[1] / "config/training/self_train_xs.yaml"
CPU = torch.device("cpu")
# Scans, half of them with labels, and known words of the checkpoint that is held on to.
SCANS, SHARE, KNOWN = 6, 0.5, 400
BATCHES = 8
# Of a training of as many steps: past the ramp.
STEP, STEPS = 500, 1000
THREADS = 2


def measure(options: Options) -> list[Figure]:
    """Scans of procedural rooms; the share of a step does not depend on what the network knows."""
    room = build_room(0, "held_out", "classroom")
    seen = scan(room, 0)
    points = min(POINTS, options.points)
    cloud = _middle(seen.cloud, points)
    with torch_threads(THREADS):
        seconds = median_time(lambda: over_segment(cloud), options.repeats, wall)
    with torch_threads(1):
        alone = median_time(lambda: over_segment(cloud), options.repeats, cpu)
    found = over_segment(cloud)
    with torch_threads(1):
        times, voxels = _steps([scan(room, seed) for seed in range(SCANS)], options)
    middle = {name: statistics.median(values) for name, values in times.items()}
    alone_is = "of one with cross-entropy alone"
    return [
        Figure(
            "over-segmentation with its graph",
            seconds,
            "ms",
            at_most=300,
            note=f"{len(cloud)} points, {len(found)} regions, {len(found.graph.edges)} edges, "
            f"{THREADS} threads",
        ),
        Figure("  the same on one thread", alone, "ms CPU"),
        Figure(
            "step with all losses",
            median_ratio(times, "all", "cross-entropy"),
            alone_is,
            at_most=1.6,
            note=f"{EXPERIMENT.name}: region terms, pseudo-labels, averaged network, keep; "
            f"{voxels} voxels a batch, 1 thread: {middle['all']:.0f} ms and "
            f"{middle['cross-entropy']:.0f} ms CPU",
            details=middle,
        ),
        Figure(
            "  the same without keep",
            median_ratio(times, "without keep", "cross-entropy"),
            alone_is,
        ),
        Figure(
            "  its batch, made beside it",
            median_ratio(times, "batch of all", "batch of cross-entropy"),
            "of one for cross-entropy alone",
            note=f"{middle['batch of all']:.0f} ms and "
            f"{middle['batch of cross-entropy']:.0f} ms CPU",
        ),
    ]


def _middle(cloud: PointCloud, points: int) -> PointCloud:
    """The points nearest to the middle, as many as asked for."""
    distance = np.linalg.norm(cloud.xyz[:, :2] - np.nanmean(cloud.xyz[:, :2], 0), axis=1)
    return of_points(cloud.select(np.argsort(distance)[:points]), points)


def _steps(scans: list[LabelledCloud], options: Options) -> tuple[dict[str, list[float]], int]:
    """CPU milliseconds of training steps with and without losses, and a batch's voxels.

    What the network knows does not decide what a step costs: its weights and words are random.
    """
    experiment = FewLabelExperiment.read(EXPERIMENT)
    losses = experiment.losses
    alone = FewLabelLossSettings(objectness=0, offset=0, label_voxels=losses.label_voxels)
    kinds = {
        "cross-entropy": alone,
        "all": losses,
        "without keep": dataclasses.replace(losses, keep=0.0),
    }
    with tempfile.TemporaryDirectory() as folder:
        for number, labelled in enumerate(scans):
            rooms = Path(folder) / "rooms"
            rooms.mkdir(exist_ok=True)
            _part(labelled, options.voxels).save(rooms / f"room{number}.npz")
        steps = {name: _Step(Path(folder), experiment, kind) for name, kind in kinds.items()}
        runs = {name: step.run for name, step in steps.items()}
        runs |= {f"batch of {name}": steps[name].draw for name in ("all", "cross-entropy")}
        times = interleaved(runs, max(BATCHES, options.repeats // 3), cpu)
    return times, int(statistics.median(len(batch) for batch in steps["all"].batches))


def _part(labelled: LabelledCloud, voxels: int) -> LabelledCloud:
    """At most so many points of a scan, half as many again as the voxels that are asked for."""
    return labelled.select(np.arange(0, len(labelled), max(1, len(labelled) // (3 * voxels))))


class _Step:
    """A training as `train_few_labels` sets it up, one step at a time, on batches made before."""

    def __init__(
        self, folder: Path, experiment: FewLabelExperiment, losses: FewLabelLossSettings
    ) -> None:
        torch.manual_seed(0)
        labels = dataclasses.replace(experiment.labels, share=SHARE)
        store = read_few_labels(
            folder / "rooms", None, labels, True, losses.labelled, 1 << 30, True
        )
        paths = [shard.path for shard in store.shards]
        asked = (*store.learnt_names, *store.rivals)
        texts = [text for name in asked for text in labels.prompts.get(name) or (name,)]
        known = [f"word {number}" for number in range(KNOWN)]
        dimension = experiment.network.text_dimension
        vectors = np.random.default_rng(0).standard_normal((len(texts) + KNOWN, dimension))
        vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        TextVectors((*texts, *known), vectors, "random").save(folder / "vectors.npz")
        network = VisionLanguageNet(experiment.network)
        start = Checkpoint(
            network=network.eval(),
            encoder="random",
            encoder_probe="",
            text_centre=np.zeros(dimension, np.float32),
            anchor_names=tuple(known),
            anchors=vectors[-KNOWN:],
        )
        words = FewLabelWords.build(
            store.learnt_names, labels.prompts, start, "", folder / "vectors.npz", None, CPU,
            store.rivals,
        )  # fmt: skip
        before = network if losses.keep else None
        self.objective = FewLabelObjective(words, losses, 0, STEPS, before)
        learner = FewLabelNet(
            VisionLanguageNet(experiment.network), self.objective.classes,
            losses.with_region_terms, losses.with_teacher, losses.region.queue,
        )  # fmt: skip
        self.learner, training = learner.train(), experiment.training
        self.state = TrainingState(learner, training.lr, training.weight_decay, training.average)
        self.clip = training.clip
        regions = RegionCache(paths, folder / "regions", experiment.regions)
        earlier = EarlierAnswers(paths, folder / "answers", start, losses.keep_voxels)
        self.source = FewLabelBatches(
            store, experiment.data, 0, experiment.network.voxel_size,
            regions=regions if losses.with_regions else None,
            earlier=earlier if losses.keep else None,
        )  # fmt: skip
        self.batches: list[FewLabelBatch] = [self.source.draw(step) for step in range(BATCHES)]
        self.steps = self.draws = 0

    def run(self) -> None:
        """Forward, losses, backward, one step of optimiser and averages, on the next batch."""
        batch = self.batches[self.steps % BATCHES]
        self.steps += 1
        found = self.objective(self.learner, batch, STEP + self.steps, Ranks())
        self.state.backward(
            torch.stack([term.factor * term.mean for term in found.terms.values()]).sum()
        )
        self.state.update(self.clip)

    def draw(self) -> None:
        """Make the next batch, as other processes do beside the training."""
        self.source.draw(self.draws % BATCHES)
        self.draws += 1
