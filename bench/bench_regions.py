# SPDX-License-Identifier: Apache-2.0
"""Regions: over-segmentation of a scan, and what a training step pays for the region losses."""

from __future__ import annotations

import copy
import statistics

import numpy as np
import torch
from torch import Tensor

from bench.figure import Figure
from bench.options import Options
from bench.scenes import of_points
from bench.timing import cpu, interleaved, median_ratio, median_time, torch_threads, wall
from ws3d_model import PointCloud, sparse
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.few_labels import (
    RegionBatch,
    RegionHeads,
    RegionLossSettings,
    RegionSample,
    RegionView,
    region_losses,
)
from ws3d_model.network import NetworkShape, VisionLanguageNet, voxel_features
from ws3d_model.regions import over_segment
from ws3d_model.worlds.rooms.room import build_room
from ws3d_model.worlds.sensors.scan import scan

POINTS = 100_000
# As many classes as ScanNet's benchmark, and a label on one voxel in a hundred.
CLASSES = 20
LABELLED = 0.01
TEXT_VOXELS = 6000
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
    scans = [scan(room, seed) for seed in range(3)]
    with torch_threads(1):
        times, voxels = _steps(scans, options)
    middle = {name: statistics.median(values) for name, values in times.items()}
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
            "step with all region losses",
            median_ratio(times, "all", "cross-entropy"),
            "of one with cross-entropy alone",
            at_most=1.6,
            note=f"{voxels} voxels of 3 scans, averaged network's forward pass included, 1 thread: "
            f"{middle['all']:.0f} ms and {middle['cross-entropy']:.0f} ms CPU",
            details=middle,
        ),
        Figure(
            "  the same without an averaged network",
            median_ratio(times, "own predictions", "cross-entropy"),
            "of one with cross-entropy alone",
            details=middle,
        ),
    ]


def _middle(cloud: PointCloud, points: int) -> PointCloud:
    """The points nearest to the middle, as many as asked for."""
    distance = np.linalg.norm(cloud.xyz[:, :2] - np.nanmean(cloud.xyz[:, :2], 0), axis=1)
    return of_points(cloud.select(np.argsort(distance)[:points]), points)


def _steps(scans: list[LabelledCloud], options: Options) -> tuple[dict[str, list[float]], int]:
    """CPU milliseconds of training steps with and without regions, and the batch's voxels."""
    torch.manual_seed(0)
    step = _Step([_part(labelled, options.voxels) for labelled in scans])
    runs = {
        "cross-entropy": lambda: step.run(regions=False, averaged=False),
        "all": lambda: step.run(regions=True, averaged=True),
        "own predictions": lambda: step.run(regions=True, averaged=False),
    }
    return interleaved(runs, max(2, options.repeats // 3), cpu), len(step.inputs)


def _part(labelled: LabelledCloud, voxels: int) -> LabelledCloud:
    """At most so many points of a scan, half as many again as the voxels that are asked for."""
    return labelled.select(np.arange(0, len(labelled), max(1, len(labelled) // (3 * voxels))))


class _Step:
    """A batch of scans, a network of the shipped shape, and its optimiser."""

    def __init__(self, scans: list[LabelledCloud]) -> None:
        shape = NetworkShape()
        self.network = VisionLanguageNet(shape)
        self.average = copy.deepcopy(self.network).eval().requires_grad_(False)
        self.heads = RegionHeads(self.network.width, shape.channels, CLASSES)
        learnt = [*self.network.parameters(), *self.heads.parameters()]
        self.optimizer = torch.optim.AdamW(learnt, lr=1e-3)
        self.words = torch.nn.functional.normalize(
            torch.randn(CLASSES, shape.text_dimension), dim=1
        )
        cut = [over_segment(labelled.cloud) for labelled in scans]
        xyz = torch.cat([torch.from_numpy(labelled.cloud.xyz) for labelled in scans])
        part = torch.repeat_interleave(
            torch.arange(len(scans)), torch.tensor([len(s) for s in scans])
        )
        voxels = sparse.voxelize(xyz, shape.voxel_size, part)
        first = voxels.first
        self.inputs = voxel_features(xyz, None, voxels, shape.voxel_size)
        self.plan = sparse.build_plan(voxels.keys, self.network.levels)
        of_point = torch.cat([torch.from_numpy(regions.of_point) for regions in cut])
        self.regions = RegionBatch.build(
            of_point[first], part[first], range(len(scans)), [regions.graph for regions in cut]
        )
        labels = torch.cat([torch.from_numpy(s.labels.astype(np.int64)) for s in scans])[first]
        self.labels = torch.where(torch.rand(len(first)) < LABELLED, labels % CLASSES, -1)

    def run(self, regions: bool, averaged: bool) -> None:
        """Forward, losses, backward, one step of the optimiser."""
        decoded = self.network.decode(self.inputs, self.plan)
        features = self.network.joined(decoded, self.plan)
        rows = torch.nonzero(self.labels >= 0).squeeze(1)[:TEXT_VOXELS]
        logits = self.network.language.cosines(features[rows], self.words) * self.network.scale()
        loss = torch.nn.functional.cross_entropy(logits, self.labels[rows])
        if regions:
            settings = RegionLossSettings()
            sample = RegionSample.draw(self.regions, settings.voxels)
            student = self._view(self.network, decoded, features, sample)
            teacher = student.detach()
            if averaged:
                with torch.no_grad():
                    told = self.average.decode(self.inputs, self.plan)
                    joined = self.average.joined(told, self.plan)
                    teacher = self._view(self.average, told, joined, sample)
            found = region_losses(
                self.heads, student, teacher, self.heads, self.regions, self.labels, 0.5, settings
            )
            loss = loss + torch.stack([term.mean for term in found.terms.values()]).sum()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()

    def _view(
        self,
        network: VisionLanguageNet,
        decoded: list[Tensor],
        features: Tensor,
        sample: RegionSample,
    ) -> RegionView:
        chosen = features.index_select(0, sample.rows)
        cosines = network.language.cosines(chosen, self.words)
        probabilities = torch.softmax(cosines * network.scale(), 1)
        return RegionView.gather(sample, self.plan, decoded, chosen, probabilities)
