# SPDX-License-Identifier: Apache-2.0
"""The same network in spconv's CPU build, where that is installed: a comparator on one thread only.

It is no dependency and no oracle: with two threads that build returns wrong rows.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from bench.engine_input import engine_input
from bench.figure import Figure
from bench.options import Options
from bench.timing import cpu, interleaved, median_ratio, torch_threads
from ws3d_model.network import VisionLanguageNet
from ws3d_model.network.layers import SparseConv
from ws3d_model.sparse import build_plan
from ws3d_model.sparse.keys import unpack

LOG = logging.getLogger(__name__)


def measure(options: Options) -> list[Figure]:
    """Ratio of CPU time, interleaved; nothing where spconv is not installed."""
    if importlib.util.find_spec("spconv") is None:
        LOG.warning("comparison with spconv left out: spconv (its CPU build) is not installed")
        return []
    with torch_threads(1), torch.inference_mode():
        network, inputs, plan = engine_input(options)
        twin = SpconvTwin(network)
        keys = plan.levels[0].keys
        coords = unpack(keys).int()
        ours, theirs = network.decode(inputs, plan)[0], twin(inputs, coords)
        error = float((ours - theirs).abs().max() / ours.abs().max())
        runs: dict[str, Callable[[], object]] = {
            "ours": lambda: network.decode(inputs, build_plan(keys, network.levels)),
            "spconv": lambda: twin(inputs, coords),
        }
        times = interleaved(runs, options.repeats, cpu)
    return [
        Figure(
            "U-Net with maps, over spconv CPU",
            median_ratio(times, "ours", "spconv"),
            "x its time",
            at_most=0.85,
            note=f"1 thread, interleaved; results differ by {error:.1e} of the largest",
            details=times,
        )
    ]


class SpconvTwin:
    """The U-Net's layers as spconv's, with the normalisation folded in as in inference."""

    def __init__(self, network: VisionLanguageNet) -> None:
        import spconv.pytorch as spconv

        self._spconv = spconv
        self._unet: Any = network.unet  # its layers are typed as plain modules
        self._layers: dict[SparseConv, tuple[Any, Tensor]] = {}

    def __call__(self, x: Tensor, coords: Tensor) -> Tensor:
        """Features (M, C) of the finest level; coords int32 (M, 4) batch z y x."""
        unet = self._unet
        low = coords[:, 1:].amin(0)
        coords = torch.cat([coords[:, :1], coords[:, 1:] - (low - low % 2**unet.levels)], 1)
        # Whole parents on every level: spconv leaves out the last row of an odd extent.
        whole = 2**unet.levels
        shape = (torch.div(coords[:, 1:].amax(0), whole, rounding_mode="floor") + 1) * whole
        y = self._spconv.SparseConvTensor(x, coords.contiguous(), shape.tolist(), 1)
        y = self._apply(unet.stem, y, 0)
        skips = []
        for level in range(unet.levels):
            if level > 0:
                y = self._apply(unet.down[level - 1], y, level - 1)
            for block in unet.encoder[level].blocks:
                y = self._residual(block, y, level)
            skips.append(y)
        for level in reversed(range(unet.levels - 1)):
            y = self._apply(unet.up[level], y, level, skips[level])
            y = self._residual(unet.decoder[level], y, level)
        features: Tensor = y.features
        return features

    def _residual(self, block: Any, y: Any, level: int) -> Any:
        return self._apply(block.second, self._apply(block.first, y, level), level, residual=y)

    def _apply(self, conv: SparseConv, y: Any, level: int, residual: Any = None) -> Any:
        layer, bias = self._layer(conv, level)
        z = layer(y)
        features = z.features + bias
        if residual is not None:
            features = features + residual.features
        return z.replace_feature(features.relu() if conv.relu else features)

    def _layer(self, conv: SparseConv, level: int) -> tuple[Any, Tensor]:
        """The layer, and the bias to be added: spconv adds none on a CPU."""
        if conv in self._layers:
            return self._layers[conv]
        mean, variance = conv.norm.get_buffer("running_mean"), conv.norm.get_buffer("running_var")
        scale = conv.norm.weight * torch.rsqrt(variance + conv.norm.eps)
        outputs, inputs = conv.weight.shape[0], conv.weight.shape[-1]
        kinds: dict[str, Callable[[], Any]] = {
            "subm": lambda: self._spconv.SubMConv3d(
                inputs, outputs, 3, bias=False, indice_key=f"subm{level}"
            ),
            "down": lambda: self._spconv.SparseConv3d(
                inputs, outputs, 2, 2, bias=False, indice_key=f"down{level}"
            ),
            "up": lambda: self._spconv.SparseInverseConv3d(
                inputs, outputs, 2, f"down{level}", bias=False
            ),
        }
        layer = kinds[conv.kind]()
        layer.weight.data.copy_(conv.weight * scale[:, None, None, None, None])
        self._layers[conv] = layer.eval(), conv.norm.bias - mean * scale
        return self._layers[conv]
