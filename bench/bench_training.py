# SPDX-License-Identifier: Apache-2.0
"""Training: voxels a second of a small experiment, and the time that it waits for its batches."""

from __future__ import annotations

import dataclasses
import json
import statistics
import tempfile
from pathlib import Path

import torch

from bench.figure import Figure
from bench.options import Options
from ws3d_model.learning.experiment import Experiment
from ws3d_model.learning.pretraining import pretrain
from ws3d_model.network import load_checkpoint
from ws3d_model.worlds.rooms.room import build_room
from ws3d_model.worlds.sensors.scan import scan

EXPERIMENT = Path(__file__).resolve().parents[1] / "config" / "training" / "pretrain_xs_region.yaml"
ROOMS = 8  # scans in memory after the first batches, as in a long run
STEPS = 100
LOGGED = 10
QUIET_STEPS = 20  # until the scans are read and the batches ahead are made


def measure(options: Options) -> list[Figure]:
    """A training of the network of 0.3 M parameters on scans of procedural rooms, on the CPU."""
    quick = options.points < 100_000
    steps, logged, skipped = (4, 2, 2) if quick else (STEPS, LOGGED, QUIET_STEPS)
    experiment = Experiment.read(EXPERIMENT)
    training = dataclasses.replace(experiment.training, steps=steps, log_every=logged)
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder, "data"), Path(folder, "out")
        data.mkdir()
        for seed in range(ROOMS // 2 if quick else ROOMS):
            scan(build_room(seed, "train"), seed).save(data / f"train_{seed:07d}_fused0.npz")
        checkpoint = pretrain(
            dataclasses.replace(experiment, training=training),
            data, out, torch.device("cpu"), quiet=True,
        )  # fmt: skip
        lines = [json.loads(line) for line in (out / "log.jsonl").read_text("utf-8").splitlines()]
        network = load_checkpoint(checkpoint, torch.device("cpu")).network
    kept = [line for line in lines if line["step"] > skipped]
    parameters = sum(value.numel() for value in network.parameters())
    rate = statistics.median(line["voxels_per_second"] for line in kept)
    waited = sum(line["data_share"] * line["seconds"] for line in kept)
    share = 100 * waited / sum(line["seconds"] for line in kept)
    note = (
        f"{parameters:,} parameters, {experiment.network.voxel_size * 100:g} cm, three scans a step"
    )
    step = 1e3 * sum(line["seconds"] for line in kept) / (steps - skipped)
    return [
        Figure("training: voxels seen", rate / 1e3, "thousand/s", note=note),
        Figure("  a step", step, "ms"),
        Figure("  share of the time spent waiting for data", share, "%", at_most=10.0,
               note=f"{torch.get_num_threads()} threads, batches made by other processes"),
    ]  # fmt: skip
