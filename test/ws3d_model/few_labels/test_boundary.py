# SPDX-License-Identifier: Apache-2.0
"""The boundary head, its targets, its loss and its quality on cases worked by hand."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from ws3d_model.few_labels import (
    BoundaryHead,
    BoundaryQuality,
    boundary_loss,
    boundary_quality,
    boundary_targets,
)

NO_EDGES = torch.zeros(0, 2, dtype=torch.long)


def test_no_edges():
    head = BoundaryHead(8)
    logits = head(torch.randn(3, 8), NO_EDGES, torch.zeros(0, 9))
    assert logits.shape == (0,)
    targets = boundary_targets(torch.tensor([0, 1, -1]), NO_EDGES)
    loss = boundary_loss(logits, targets)
    assert (float(loss.mean.detach()), float(loss.weight)) == (0, 0)
    assert boundary_quality(torch.sigmoid(logits), targets).f1 == 0


def test_an_edge_is_told_the_same_from_both_sides():
    torch.manual_seed(0)
    head, h = BoundaryHead(8), torch.randn(4, 8)
    edges, measures = torch.tensor([[0, 1], [2, 3]]), torch.randn(2, 9)
    assert torch.allclose(head(h, edges, measures), head(h, edges.flip(1), measures))


def test_measures_of_any_size_do_no_harm():
    edges = torch.tensor([[0, 1]])
    for size in (0.0, 1e3, 1e30):
        logits = BoundaryHead(4)(torch.ones(2, 4), edges, torch.full((1, 9), size))
        assert torch.isfinite(logits).all()


def test_targets_are_known_between_two_known_regions():
    edges = torch.tensor([[0, 1], [0, 2], [0, 3], [3, 3]])
    targets = boundary_targets(torch.tensor([5, 5, 2, -1]), edges)
    assert targets.tolist() == [0, 1, -1, -1]


def test_both_answers_weigh_the_same_however_rare():
    logits, targets = torch.zeros(101), torch.zeros(101, dtype=torch.long)
    targets[0] = 1
    logits[0] = -2.0  # the one boundary is missed
    expected = 0.5 * math.log(1 + math.exp(2)) + 0.5 * math.log(2)
    assert float(boundary_loss(logits, targets).mean) == pytest.approx(expected, rel=1e-5)


def test_batches_with_one_answer_or_none():
    assert float(boundary_loss(torch.zeros(3), torch.zeros(3).long()).mean) == pytest.approx(
        math.log(2)
    )
    logits = torch.zeros(3, requires_grad=True)
    unknown = boundary_loss(logits, torch.full((3,), -1))
    unknown.mean.backward()
    assert float(unknown.mean.detach()) == 0
    assert logits.grad is not None and float(logits.grad.abs().sum()) == 0


def test_gradient_of_the_loss():
    targets = torch.tensor([1, 0, 0, -1, 1])

    def loss(logits: Tensor) -> Tensor:
        return boundary_loss(logits, targets).mean

    assert torch.autograd.gradcheck(loss, torch.randn(5, dtype=torch.float64, requires_grad=True))


@pytest.mark.slow
def test_it_learns_that_differing_features_are_boundaries():
    torch.manual_seed(0)
    kind = torch.randint(0, 4, (60,))
    h = torch.eye(4)[kind] + 0.1 * torch.randn(60, 4)
    edges = torch.randint(0, 60, (400, 2))
    targets = boundary_targets(kind, edges)
    head = BoundaryHead(4, 16)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.05)
    for _ in range(50):
        optimizer.zero_grad()
        boundary_loss(head(h, edges, torch.zeros(400, 9)), targets).mean.backward()
        optimizer.step()
    probabilities = torch.sigmoid(head(h, edges, torch.zeros(400, 9)).detach())
    assert boundary_quality(probabilities, targets).f1 > 0.97


def test_quality_of_a_case_worked_by_hand_and_of_two_scenes():
    probabilities = torch.tensor([0.9, 0.8, 0.7, 0.2, 0.6])
    targets = torch.tensor([1, 0, 1, 1, -1])
    found = boundary_quality(probabilities, targets)
    assert found == BoundaryQuality(true=2, false=1, missed=1)
    assert (found.precision, found.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert found.f1 == pytest.approx(2 / 3)
    assert (found + BoundaryQuality(1, 0, 0)).f1 == pytest.approx(6 / 8)
