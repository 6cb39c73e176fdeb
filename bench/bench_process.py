# SPDX-License-Identifier: Apache-2.0
"""`Perception.process` of an indoor cloud: the whole, its stages, grouping and boxes."""

from __future__ import annotations

import statistics

import numpy as np
import torch

from bench.figure import Figure
from bench.options import Options
from bench.scenes import WORDS, indoor_scan
from bench.timing import cpu, interleaved, median_time, torch_threads
from ws3d_model import Perception
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.language import Vocabulary
from ws3d_model.objects import fit_boxes, group_instances
from ws3d_model.sparse import voxelize

THREADS = 2
FEW_WORDS = ("chair", "table")


def measure(options: Options) -> list[Figure]:
    """Wall time on two threads; the vocabulary is encoded before."""
    perception = Perception.load(options.model, device="cpu")
    size = perception.checkpoint.network.shape.voxel_size
    scan = indoor_scan(options.voxels, size)
    words = perception.encode_vocabulary(Vocabulary.of(WORDS))
    scenes = []
    with torch_threads(THREADS):
        run = {"process": lambda: scenes.append(perception.process(scan.cloud, words))}
        times = interleaved(run, options.repeats)["process"]
    measured = scenes[1:]
    stages = {
        stage: 1e3 * statistics.median(scene.timings[stage] for scene in measured)
        for stage in measured[0].timings
    }
    scene = measured[-1]
    about = (
        f"{options.voxels} voxels of {100 * size:g} cm, {len(scan)} points, {len(WORDS)} words, "
        f"{THREADS} threads"
    )
    figures = [
        Figure(
            "process() of an indoor cloud",
            statistics.median(times),
            "ms",
            at_most=800,
            note=about,
            details={"all": times, "stages": stages},
        )
    ]
    for stage, value in stages.items():
        limit = 60 if stage == "objects" else None
        note = f"grouping and boxes of {len(scene.boxes)} objects" if limit else ""
        figures.append(Figure(f"  of it: {stage}", value, "ms", at_most=limit, note=note))
    with torch_threads(1):
        alone = median_time(lambda: perception.process(scan.cloud, words), options.repeats, cpu)
    figures.append(
        Figure("process() on one thread", alone, "ms CPU", note="hangs on no other load")
    )
    figures.append(_few_words(perception, scan, options))
    return [*figures, _objects_of_truth(scan, size, options)]


def _few_words(perception: Perception, scan: LabelledCloud, options: Options) -> Figure:
    """A vocabulary that does not describe the whole scene: all other known words compete."""
    words = perception.encode_vocabulary(Vocabulary.of(FEW_WORDS))
    with torch_threads(THREADS):
        run = {"process": lambda: perception.process(scan.cloud, words)}
        times = interleaved(run, options.repeats)["process"]
    known = len(perception.text_space.rivals(words.vectors))
    note = f"{' and '.join(FEW_WORDS)} alone: {known} other words compete"
    return Figure("the same for two words", statistics.median(times), "ms", note=note)


def _objects_of_truth(scan: LabelledCloud, size: float, options: Options) -> Figure:
    """Grouping and boxes where the network is right everywhere: hangs on no checkpoint."""
    cells = voxelize(torch.from_numpy(scan.cloud.xyz), size)
    xyz = cells.mean(torch.from_numpy(scan.cloud.xyz)).numpy()
    first = np.empty(len(cells), np.int64)
    first[cells.inverse.numpy()] = np.arange(len(scan))  # some point of every voxel
    labels, instances = scan.labels[first], scan.instances[first]
    centres = np.zeros((0, 3), np.float32) if scan.centres is None else scan.centres
    offsets = np.zeros_like(xyz)
    offsets[instances >= 0] = centres[instances[instances >= 0]] - xyz[instances >= 0]
    objectness = (instances >= 0).astype(np.float32)
    found = []

    def run() -> None:
        numbers = group_instances(xyz, labels, offsets, objectness, size)
        found.append(len(fit_boxes(xyz, numbers, size)[0]))

    value = median_time(run, options.repeats)
    note = f"{found[-1]} objects in {options.voxels} voxels, labels and offsets as they truly are"
    return Figure("grouping and boxes of the truth", value, "ms", at_most=60, note=note)
