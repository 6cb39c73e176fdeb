# SPDX-License-Identifier: Apache-2.0
"""Sparse convolution layers with batch normalisation and ReLU; weights in spconv's layout."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from ws3d_model import sparse
from ws3d_model.sparse import Plan

# A voxel of a scanned surface has about 12 of its 27 neighbours (measured on real and procedural
# rooms): what the variance of the initial weights has to reckon with instead of 27.
PRESENT_NEIGHBOURS = 12


class SparseConv(nn.Module):
    """One sparse convolution with batch normalisation, in training and in inference form.

    Args:
        kind: "subm" (3x3x3, same voxels), "down" (2x2x2, to the coarser level), "up" (its inverse).
        inputs, outputs: channels.
    """

    def __init__(self, kind: str, inputs: int, outputs: int, relu: bool = True) -> None:
        super().__init__()
        size = {"subm": 3, "down": 2, "up": 2}[kind]
        fan_in = inputs * {"subm": PRESENT_NEIGHBOURS, "down": 4, "up": 1}[kind]
        self.kind = kind
        self.relu = relu
        self.weight = nn.Parameter(torch.empty(outputs, size, size, size, inputs))
        nn.init.normal_(self.weight, std=math.sqrt(2.0 / fan_in))
        self.norm = nn.BatchNorm1d(outputs, momentum=0.02)

    def forward(self, x: Tensor, plan: Plan, level: int, residual: Tensor | None = None) -> Tensor:
        """relu(norm(conv(x)) + residual); `level` is the finer of the two for "down" and "up"."""
        if not self.training:
            weight, bias = self._folded()
            return self._convolve(x, plan, level, weight, bias, residual, self.relu)
        y: Tensor = self.norm(self._convolve(x, plan, level, self.weight, None, None, False))
        if residual is not None:
            y = y + residual
        return y.relu() if self.relu else y

    def _folded(self) -> tuple[Tensor, Tensor]:
        """The normalisation's running statistics written into weight and bias."""
        mean, variance = self.norm.get_buffer("running_mean"), self.norm.get_buffer("running_var")
        scale = self.norm.weight * torch.rsqrt(variance + self.norm.eps)
        return self.weight * scale[:, None, None, None, None], self.norm.bias - mean * scale

    def _convolve(
        self,
        x: Tensor,
        plan: Plan,
        level: int,
        weight: Tensor,
        bias: Tensor | None,
        residual: Tensor | None,
        relu: bool,
    ) -> Tensor:
        if torch.is_autocast_enabled(x.device.type):
            dtype = torch.get_autocast_dtype(x.device.type)
            x, weight = x.to(dtype), weight.to(dtype)
        if self.kind == "subm":
            return sparse.subm(x, plan, level, weight, bias, residual, relu)
        if self.kind == "down":
            return sparse.down2(x, plan, level, weight, bias, relu)
        return sparse.up2(x, plan, level, weight, bias, residual, relu)


class ResidualBlock(nn.Module):
    """Two submanifold convolutions around a shortcut (He et al., 2016), channels unchanged."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = SparseConv("subm", channels, channels)
        self.second = SparseConv("subm", channels, channels)

    def forward(self, x: Tensor, plan: Plan, level: int) -> Tensor:
        y: Tensor = self.second(self.first(x, plan, level), plan, level, residual=x)
        return y


class BlockStack(nn.Module):
    """Residual blocks one after the other."""

    def __init__(self, channels: int, count: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(ResidualBlock(channels) for _ in range(count))

    def forward(self, x: Tensor, plan: Plan, level: int) -> Tensor:
        for block in self.blocks:
            x = block(x, plan, level)
        return x
