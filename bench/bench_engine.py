# SPDX-License-Identifier: Apache-2.0
"""The sparse engine on one thread: the network's forward pass, kernel maps, one layer."""

from __future__ import annotations

import statistics

import torch

from bench.engine_input import engine_input
from bench.figure import Figure
from bench.options import Options
from bench.timing import cpu, interleaved, median_ratio, median_time, torch_threads
from ws3d_model import sparse
from ws3d_model.network import VisionLanguageNet

LAYER_WIDTH = 32


def measure(options: Options) -> list[Figure]:
    """CPU time of one thread, the figure that other programs on the machine disturb least."""
    with torch_threads(1), torch.inference_mode():
        network, inputs, plan = engine_input(options)
        return [
            _forward(network, inputs, plan, options),
            _maps(plan.levels[0].keys, network.levels, options),
            _layer(plan, options),
        ]


def _forward(
    network: VisionLanguageNet, inputs: torch.Tensor, plan: sparse.Plan, options: Options
) -> Figure:
    def run() -> object:
        features = network.features(inputs, plan)
        return features, network.object(features)

    parameters = sum(values.numel() for values in network.unet.parameters())
    return Figure(
        "network forward, torch fp32",
        median_time(run, options.repeats, cpu),
        "ms CPU",
        note=f"{len(inputs)} voxels, 1 thread, {parameters / 1e6:.2f} M parameters in the U-Net, "
        f"channels {network.shape.channels}; maps apart",
    )


def _maps(keys: torch.Tensor, levels: int, options: Options) -> Figure:
    value = median_time(lambda: sparse.build_plan(keys, levels), options.repeats, cpu)
    note = f"{len(keys)} voxels, {levels} levels, parent and child tables included, 1 thread"
    return Figure("kernel maps of all levels", value, "ms CPU", note=note)


def _layer(plan: sparse.Plan, options: Options) -> Figure:
    """A 3x3x3 layer against one dense product of the same size: what the gathering costs."""
    torch.manual_seed(0)
    rows = len(plan.levels[0])
    x = torch.randn(rows, LAYER_WIDTH)
    weight = torch.randn(LAYER_WIDTH, 3, 3, 3, LAYER_WIDTH)
    dense, matrix = torch.randn(rows, 27 * LAYER_WIDTH), torch.randn(27 * LAYER_WIDTH, LAYER_WIDTH)
    runs = {
        "dense": lambda: dense @ matrix,
        "sparse": lambda: sparse.subm(x, plan, 0, weight),
    }
    times = interleaved(runs, options.repeats, cpu)
    middle = {name: statistics.median(values) for name, values in times.items()}
    return Figure(
        "dense product over 3x3x3 layer",
        median_ratio(times, "dense", "sparse"),
        "of its speed",
        note=f"{LAYER_WIDTH} channels, all 27 taps counted, interleaved, 1 thread: "
        f"{middle['dense']:.0f} ms dense, {middle['sparse']:.0f} ms sparse",
        details=middle,
    )
