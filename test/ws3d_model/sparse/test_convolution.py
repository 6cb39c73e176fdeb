# SPDX-License-Identifier: Apache-2.0
"""Sparse operations against dense convolution, forward and gradient."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from ws3d_model.sparse import Plan, build_plan, down2, subm, up2, voxelize
from ws3d_model.sparse.keys import unpack

GRID = 12  # even, so that the dense grid halves as the voxels do

DEVICES = [
    "cpu",
    pytest.param(
        "cuda",
        marks=[
            pytest.mark.gpu,
            pytest.mark.skipif(not torch.cuda.is_available(), reason="torch finds no CUDA device"),
        ],
    ),
]


def scene(device: str, points: int = 500, levels: int = 2) -> Plan:
    generator = torch.Generator().manual_seed(points)
    xyz = torch.rand(points, 3, generator=generator) * GRID
    return build_plan(voxelize(xyz.to(device), 1.0).keys, levels)


def cells(plan: Plan, level: int) -> tuple[Tensor, Tensor, Tensor]:
    coords = unpack(plan.levels[level].keys)
    return coords[:, 1], coords[:, 2], coords[:, 3]


def dense(x: Tensor, plan: Plan, level: int) -> Tensor:
    size = GRID >> level
    z, y, x_ = cells(plan, level)
    grid = x.new_zeros(x.shape[1], size, size, size)
    channel = torch.arange(x.shape[1], device=x.device)[:, None]
    return grid.index_put((channel, z, y, x_), x.t())[None]


def at_voxels(grid: Tensor, plan: Plan, level: int) -> Tensor:
    z, y, x = cells(plan, level)
    return grid[0][:, z, y, x].t()


def compare(
    sparse_op: Callable[..., Tensor], dense_op: Callable[..., Tensor], *leaves: Tensor
) -> None:
    """Same values, and same gradients for a random output gradient; 1e-5 of the largest value."""
    ours, theirs = sparse_op(), dense_op()
    gradient = torch.randn_like(ours)
    for result, name in ((ours, "ours"), (theirs, "theirs")):
        result.backward(gradient)
        for leaf in leaves:
            setattr(leaf, name, leaf.grad)
            leaf.grad = None
    for got, wanted in [(ours, theirs), *((leaf.ours, leaf.theirs) for leaf in leaves)]:
        got, wanted = got.detach(), wanted.detach()
        assert float((got - wanted).abs().max()) <= 1e-5 * float(wanted.abs().max())


@pytest.fixture(autouse=True)
def _same_numbers_every_time() -> None:
    torch.manual_seed(0)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("points", [1, 30, 500, 4000])
def test_subm_is_dense_convolution_at_the_voxels(device: str, points: int) -> None:
    plan = scene(device, points)
    x = torch.randn(len(plan.levels[0]), 5, device=device, dtype=torch.float64, requires_grad=True)
    weight = torch.randn(7, 3, 3, 3, 5, device=device, dtype=torch.float64, requires_grad=True)
    bias = torch.randn(7, device=device, dtype=torch.float64, requires_grad=True)
    compare(
        lambda: subm(x, plan, 0, weight, bias),
        lambda: at_voxels(
            functional.conv3d(dense(x, plan, 0), weight.permute(0, 4, 1, 2, 3), bias, padding=1),
            plan,
            0,
        ),
        x, weight, bias,
    )  # fmt: skip


@pytest.mark.parametrize("device", DEVICES)
def test_down2_is_dense_convolution_with_stride_two(device: str) -> None:
    plan = scene(device)
    x = torch.randn(len(plan.levels[0]), 5, device=device, requires_grad=True)
    weight = torch.randn(7, 2, 2, 2, 5, device=device, requires_grad=True)
    compare(
        lambda: down2(x, plan, 0, weight),
        lambda: at_voxels(
            functional.conv3d(dense(x, plan, 0), weight.permute(0, 4, 1, 2, 3), stride=2), plan, 1
        ),
        x, weight,
    )  # fmt: skip


@pytest.mark.parametrize("device", DEVICES)
def test_up2_is_dense_transposed_convolution(device: str) -> None:
    plan = scene(device)
    x = torch.randn(len(plan.levels[1]), 5, device=device, requires_grad=True)
    weight = torch.randn(7, 2, 2, 2, 5, device=device, requires_grad=True)
    compare(
        lambda: up2(x, plan, 0, weight),
        lambda: at_voxels(
            functional.conv_transpose3d(
                dense(x, plan, 1), weight.permute(4, 0, 1, 2, 3), stride=2
            ),
            plan,
            0,
        ),
        x, weight,
    )  # fmt: skip


def test_residual_and_relu_come_last() -> None:
    plan = scene("cpu")
    rows = len(plan.levels[0])
    x, residual = torch.randn(rows, 4), torch.randn(rows, 4)
    weight, bias = torch.randn(4, 3, 3, 3, 4), torch.randn(4)
    plain = subm(x, plan, 0, weight)
    torch.testing.assert_close(
        subm(x, plan, 0, weight, bias, residual, relu=True), (plain + bias + residual).relu()
    )


def test_empty_cloud_passes_through_every_operation() -> None:
    plan = build_plan(torch.zeros(0, dtype=torch.long), 2)
    x = torch.zeros(0, 4)
    assert subm(x, plan, 0, torch.randn(6, 3, 3, 3, 4)).shape == (0, 6)
    assert down2(x, plan, 0, torch.randn(6, 2, 2, 2, 4)).shape == (0, 6)
    assert up2(x, plan, 0, torch.randn(6, 2, 2, 2, 4)).shape == (0, 6)


def test_same_bits_with_one_thread_and_two() -> None:
    plan = scene("cpu", 4000)
    x, weight = torch.randn(len(plan.levels[0]), 32), torch.randn(32, 3, 3, 3, 32)
    before = torch.get_num_threads()
    try:
        results = []
        for threads in (1, 2, 2):
            torch.set_num_threads(threads)
            results.append(subm(x, plan, 0, weight))
    finally:
        torch.set_num_threads(before)
    assert torch.equal(results[0], results[1])
    assert torch.equal(results[1], results[2])


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="torch finds no CUDA device")
def test_half_precision_on_the_gpu_stays_near() -> None:
    plan = scene("cuda", 4000)
    x = torch.randn(len(plan.levels[0]), 32, device="cuda")
    weight = torch.randn(32, 3, 3, 3, 32, device="cuda") * 0.1
    exact = subm(x.double(), plan, 0, weight.double())
    half = subm(x.bfloat16(), plan, 0, weight.bfloat16())
    assert float((half.double() - exact).norm() / exact.norm()) < 1e-2
