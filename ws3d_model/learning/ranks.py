# SPDX-License-Identifier: Apache-2.0
"""Ranks: the processes that share one training, started by `torchrun`; one process is the rule."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.nn import functional as differentiable

PATIENCE = timedelta(minutes=10)
"""How long one process waits for the others: longer than any step, save or start takes."""


@dataclass(frozen=True)
class Ranks:
    """Which of the processes this is.

    Args:
        rank: its number, 0 to count - 1.
        count: how many there are.
        local: its number on its machine.
    """

    rank: int = 0
    count: int = 1
    local: int = 0

    @staticmethod
    @contextlib.contextmanager
    def joined(device: torch.device) -> Iterator[Ranks]:
        """Meet the processes that `torchrun` started; alone where it started none."""
        count = int(os.environ.get("WORLD_SIZE", "1"))
        if count == 1:
            yield Ranks()
            return
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo", timeout=PATIENCE)
        try:
            yield Ranks(dist.get_rank(), count, int(os.environ.get("LOCAL_RANK", "0")))
        finally:
            dist.destroy_process_group()

    @property
    def first(self) -> bool:
        """Whether this is the process that writes files."""
        return self.rank == 0

    def sum(self, values: Tensor) -> Tensor:
        """The values added up over all processes, without a gradient."""
        if self.count == 1:
            return values
        total = values.detach().clone()
        dist.all_reduce(total)
        return total

    def average_gradients(self, parameters: Sequence[nn.Parameter]) -> None:
        """Give every process the mean of all processes' gradients."""
        if self.count == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
        dist.all_reduce(flat)
        flat /= self.count
        start = 0
        for gradient in gradients:
            gradient.copy_(flat[start : start + gradient.numel()].view_as(gradient))
            start += gradient.numel()

    def gather(self, rows: Tensor) -> Tensor:  # (n, C) integers
        """The rows of all processes one below the other, in the order of their ranks."""
        if self.count == 1:
            return rows
        lengths = [torch.zeros(1, dtype=torch.long, device=rows.device) for _ in range(self.count)]
        dist.all_gather(lengths, torch.tensor([len(rows)], device=rows.device))
        longest = max(int(length) for length in lengths)
        padded = rows.new_zeros(longest, rows.shape[1])
        padded[: len(rows)] = rows
        found = [torch.empty_like(padded) for _ in range(self.count)]
        dist.all_gather(found, padded)
        return torch.cat([f[: int(n)] for f, n in zip(found, lengths, strict=True)])

    def share_statistics(self, network: nn.Module) -> None:
        """Let batch normalisation use the statistics of all processes' voxels."""
        if self.count == 1:
            return
        for module in network.modules():
            for name, child in module.named_children():
                if type(child) is nn.BatchNorm1d:
                    setattr(module, name, SharedBatchNorm.of(child))


class SharedBatchNorm(nn.BatchNorm1d):
    """Batch normalisation over the voxels of all processes, on any device.

    torch's SyncBatchNorm does the same for GPUs only. Weights keep their names and places.
    """

    @staticmethod
    def of(norm: nn.BatchNorm1d) -> SharedBatchNorm:
        """The same normalisation, shared."""
        shared = SharedBatchNorm(norm.num_features, norm.eps, norm.momentum)
        shared.weight, shared.bias = norm.weight, norm.bias
        shared.running_mean, shared.running_var = norm.running_mean, norm.running_var
        shared.num_batches_tracked = norm.num_batches_tracked
        shared.train(norm.training)
        return shared

    def forward(self, x: Tensor) -> Tensor:  # (M, C)
        """Normalised (M, C)."""
        if not self.training:
            return super().forward(x)
        values = x.float()
        parts = torch.cat([values.sum(0), (values * values).sum(0), values.new_tensor([len(x)])])
        parts = differentiable.all_reduce(parts)  # type: ignore[no-untyped-call]
        count = parts[-1].detach()
        mean = parts[: self.num_features] / count
        variance = (parts[self.num_features : -1] / count - mean * mean).clamp(min=0)
        self._remember(mean.detach(), variance.detach() * count / (count - 1).clamp(min=1))
        scale = self.weight * torch.rsqrt(variance + self.eps)
        normal: Tensor = (values - mean) * scale + self.bias
        return normal.to(x.dtype)

    @torch.no_grad()
    def _remember(self, mean: Tensor, variance: Tensor) -> None:
        momentum = 0.1 if self.momentum is None else self.momentum
        self.get_buffer("running_mean").lerp_(mean, momentum)
        self.get_buffer("running_var").lerp_(variance, momentum)
        self.get_buffer("num_batches_tracked").add_(1)
