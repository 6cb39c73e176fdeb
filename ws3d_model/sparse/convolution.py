# SPDX-License-Identifier: Apache-2.0
"""Sparse convolution by implicit GEMM in plain torch: any device, forward and backward.

The readable reference: neighbours are gathered into rows of 27 x Cin (or 8 x Cin) values, and one
matrix product with the weights does the rest. Weights have spconv's layout [Cout, kz, ky, kx, Cin].
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from ws3d_model.sparse.kernel_maps import Plan

# Rows gathered at a time: on a CPU the gathered block (27 x 32 floats a row) should stay in the
# cache until the product reads it (512 rows: 1.2 times as fast as 2,048, 1.7 times as fast as
# 8,192); on a GPU large blocks keep the device busy.
CPU_ROWS = 512
CUDA_ROWS = 1 << 18


def subm(
    x: Tensor,  # (M, Cin)
    plan: Plan,
    level: int,
    weight: Tensor,  # (Cout, 3, 3, 3, Cin)
    bias: Tensor | None = None,  # (Cout,)
    residual: Tensor | None = None,  # (M, Cout)
    relu: bool = False,
) -> Tensor:
    """Submanifold convolution at the voxels of one level: relu(conv(x) + bias + residual).

    Graham et al., "3D Semantic Segmentation with Submanifold Sparse Convolutional Networks", 2018.
    """
    y: Tensor = _Subm.apply(x, plan.levels[level].neighbours, weight)  # type: ignore[no-untyped-call]
    return _finish(y, bias, residual, relu)


def down2(
    x: Tensor,  # (M, Cin)
    plan: Plan,
    level: int,
    weight: Tensor,  # (Cout, 2, 2, 2, Cin)
    bias: Tensor | None = None,
    relu: bool = False,
) -> Tensor:
    """Convolution with kernel 2, stride 2, from `level` to the next coarser: (M_coarser, Cout)."""
    children = plan.levels[level].children
    rows = _pad(x).index_select(0, children.reshape(-1)).view(len(children), 8 * x.shape[1])
    return _finish(rows @ weight.reshape(weight.shape[0], -1).t(), bias, None, relu)


def up2(
    x: Tensor,  # (M_coarser, Cin)
    plan: Plan,
    level: int,
    weight: Tensor,  # (Cout, 2, 2, 2, Cin)
    bias: Tensor | None = None,
    residual: Tensor | None = None,  # (M, Cout)
    relu: bool = False,
) -> Tensor:
    """Inverse of `down2`: back to the voxels of `level` from the next coarser one, (M, Cout)."""
    fine = plan.levels[level]
    out, taps, inputs = weight.shape[0], 8, weight.shape[-1]
    spread = x @ weight.reshape(out, taps, inputs).permute(2, 1, 0).reshape(inputs, taps * out)
    y = spread.view(-1, out).index_select(0, fine.parent * taps + fine.octant)
    return _finish(y, bias, residual, relu)


class _Subm(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, neighbours: Tensor, weight: Tensor) -> Tensor:
        ctx.save_for_backward(x, neighbours, weight)
        return _gather_product(x, neighbours, weight.reshape(weight.shape[0], -1).t())

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, None, Tensor | None]:
        x, neighbours, weight = ctx.saved_tensors
        gradient = gradients[0].contiguous()
        out, inputs = weight.shape[0], weight.shape[-1]
        grad_x = grad_weight = None
        if ctx.needs_input_grad[0]:
            # If j is i's neighbour at tap k, then i is j's at tap 26 - k: the same table serves.
            flipped = weight.reshape(out, 27, inputs).flip(1).permute(1, 0, 2)
            grad_x = _gather_product(gradient, neighbours, flipped.reshape(27 * out, inputs))
        if ctx.needs_input_grad[2]:
            padded = _pad(x)
            total = torch.zeros(out, 27 * inputs, dtype=torch.float32, device=x.device)
            for start in range(0, len(neighbours), _block(x)):
                rows = neighbours[start : start + _block(x)]
                gathered = padded.index_select(0, rows.reshape(-1)).view(len(rows), -1)
                total += gradient[start : start + len(rows)].t() @ gathered
            grad_weight = total.to(weight.dtype).view_as(weight)
        return grad_x, None, grad_weight


def _gather_product(x: Tensor, neighbours: Tensor, matrix: Tensor) -> Tensor:
    """(M, Cout) = rows of x gathered by `neighbours` (M, 27), times `matrix` (27 * Cin, Cout)."""
    padded = _pad(x)
    matrix = matrix.contiguous()
    y = x.new_empty(len(neighbours), matrix.shape[1])
    block = _block(x)
    for start in range(0, len(neighbours), block):
        rows = neighbours[start : start + block]
        gathered = padded.index_select(0, rows.reshape(-1)).view(len(rows), -1)
        torch.mm(gathered, matrix, out=y[start : start + block])
    return y


def _pad(x: Tensor) -> Tensor:
    """A row of zeros below: the row that missing neighbours point to."""
    return torch.cat([x, x.new_zeros(1, x.shape[1])])


def _block(x: Tensor) -> int:
    return CUDA_ROWS if x.is_cuda else CPU_ROWS


def _finish(y: Tensor, bias: Tensor | None, residual: Tensor | None, relu: bool) -> Tensor:
    if bias is not None:
        y = y + bias
    if residual is not None:
        y = y + residual
    return y.relu() if relu else y
