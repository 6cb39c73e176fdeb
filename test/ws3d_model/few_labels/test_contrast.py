# SPDX-License-Identifier: Apache-2.0
"""Region contrast: who is compared with whom, the loss by hand, and the queues."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from ws3d_model.few_labels import (
    ClassQueue,
    ContrastKeys,
    ContrastProjections,
    choose_anchors,
    region_contrast,
)


def loss_of(vectors: Tensor, classes: list[int], item: list[int], temperature: float = 0.1):
    own, scans = torch.tensor(classes), torch.tensor(item)
    region = torch.arange(len(classes))
    keys = ContrastKeys(vectors.detach(), own, scans, region)
    return region_contrast(vectors, own, scans, region, keys, temperature)


def test_no_anchors_one_class_and_one_scan_teach_nothing():
    assert float(loss_of(torch.zeros(0, 64), [], []).weight) == 0
    vectors = torch.nn.functional.normalize(torch.randn(3, 64), dim=1).requires_grad_()
    one_class, one_scan = (
        loss_of(vectors, [1, 1, 1], [0, 1, 2]),
        loss_of(vectors, [0, 0, 1], [0] * 3),
    )
    for loss in (one_class, one_scan):
        assert (float(loss.weight), float(loss.mean.detach())) == (0, 0)
    (one_class.mean + one_scan.mean).backward()
    assert vectors.grad is not None and float(vectors.grad.abs().sum()) == 0


def test_projections_are_unit_vectors_of_64():
    projections = ContrastProjections([16, 32])
    one, two = projections([torch.randn(5, 16), torch.randn(5, 32)])
    assert one.shape == two.shape == (5, 64)
    assert torch.allclose(one.norm(dim=1), torch.ones(5))


def test_loss_by_hand():
    e = torch.eye(64)
    # Anchor 0 has a positive along itself in another scan and a negative across.
    vectors = torch.stack([e[0], e[0], e[1]])
    keys = ContrastKeys(vectors, torch.tensor([7, 7, 2]), torch.tensor([0, 1, 1]), torch.arange(3))
    told = region_contrast(
        vectors[:1], torch.tensor([7]), torch.tensor([0]), torch.tensor([0]), keys, 0.5
    )
    assert float(told.mean) == pytest.approx(math.log(1 + math.exp(-2)))
    assert float(told.weight) == 1


def test_pieces_of_one_scan_are_neither_drawn_together_nor_apart():
    e = torch.eye(64)
    alone = loss_of(torch.stack([e[0], e[0], e[1]]), [0, 0, 1], [0, 1, 1])
    # A second region of class 0 in scan 0, pointing elsewhere: anchor 0 does not see it.
    vectors = torch.stack([e[0], e[0], e[1], e[2]])
    classes, item, region = torch.tensor([0, 0, 1, 0]), torch.tensor([0, 1, 1, 0]), torch.arange(4)
    keys = ContrastKeys(vectors, classes, item, region)
    first = region_contrast(vectors[:1], classes[:1], item[:1], region[:1], keys)
    assert float(first.mean) == pytest.approx(float(alone.total) / 2, rel=1e-5)


def test_gradient_against_finite_differences():
    keys = torch.nn.functional.normalize(torch.randn(6, 64, dtype=torch.float64), dim=1)
    of_keys = ContrastKeys(
        keys, torch.tensor([0, 0, 1, 1, 2, 2]), torch.tensor([0, 1] * 3), torch.full((6,), -1)
    )

    def loss(vectors: Tensor) -> Tensor:
        return region_contrast(
            vectors, torch.tensor([0, 1, 5]), torch.tensor([0, 1, 0]), torch.arange(3), of_keys
        ).mean

    start = torch.randn(3, 64, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(loss, start, fast_mode=True)


def test_going_down_brings_classes_together_and_apart():
    torch.manual_seed(0)
    free = torch.randn(12, 64, requires_grad=True)
    classes, item = [0, 1, 2] * 4, [0, 0, 0, 1, 1, 1] * 2
    optimizer = torch.optim.Adam([free], lr=0.1)
    for _ in range(40):
        optimizer.zero_grad()
        loss_of(torch.nn.functional.normalize(free, dim=1), classes, item).mean.backward()
        optimizer.step()
    cosine = torch.nn.functional.normalize(free.detach(), dim=1)
    cosine = cosine @ cosine.t()
    same = torch.tensor(classes)[:, None] == torch.tensor(classes)[None]
    assert float(cosine[same].mean()) > 0.5 > 0.0 > float(cosine[~same].mean())


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**16), count=st.integers(0, 60), most=st.integers(1, 6))
def test_anchors_are_certain_known_and_few_of_each_class(seed, count, most):
    generator = torch.Generator().manual_seed(seed)
    classes = torch.randint(-1, 4, (count,), generator=generator)
    confidence = torch.rand(count, generator=generator)
    anchors = choose_anchors(classes, confidence, 0.5, most, generator)
    assert len(torch.unique(anchors)) == len(anchors)
    assert bool((confidence[anchors] >= 0.5).all())
    for label in range(4):
        there = int(((classes == label) & (confidence >= 0.5)).sum())
        assert int((classes[anchors] == label).sum()) == min(most, there)
    assert not bool((classes[anchors] < 0).any())


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**16), length=st.integers(1, 5), batches=st.integers(0, 6))
def test_queues_hold_the_latest_of_every_class(seed, length, batches):
    generator = torch.Generator().manual_seed(seed)
    queue = ClassQueue(3, length, width=1)
    expected: dict[int, list[float]] = {0: [], 1: [], 2: []}
    number = 0.0
    for _ in range(batches):
        classes = torch.randint(
            0, 3, (int(torch.randint(0, 9, (), generator=generator)),), generator=generator
        )
        values = torch.arange(len(classes)) + number
        number += len(classes)
        queue.push(values[:, None], classes)
        for value, label in zip(values.tolist(), classes.tolist(), strict=True):
            expected[label] = [*expected[label], value][-length:]
    vectors, classes = queue.entries()
    for label, values in expected.items():
        assert sorted(vectors[classes == label, 0].tolist()) == sorted(values)


def test_queues_are_saved_with_the_heads():
    queue, other = ClassQueue(2, 3), ClassQueue(2, 3)
    queue.push(torch.ones(2, 64), torch.tensor([0, 1]))
    other.load_state_dict(queue.state_dict())
    assert torch.equal(other.entries()[0], queue.entries()[0])
    with pytest.raises(ValueError, match="a queue needs"):
        ClassQueue(0)
