# SPDX-License-Identifier: Apache-2.0
"""Learning from predictions: folded probabilities, what is kept, and pseudo-labels."""

from __future__ import annotations

import torch

from ws3d_model.few_labels import ClassThresholds
from ws3d_model.learning.predictions import (
    class_probabilities,
    keep_loss,
    pseudo_labels,
    pseudo_loss,
)

SCALE = torch.tensor(10.0)


def test_other_words_are_one_class_together() -> None:
    cosines = torch.randn(5, 7)
    plain = torch.softmax(cosines * SCALE, 1)
    folded = class_probabilities(cosines, SCALE, 3)
    torch.testing.assert_close(folded[:, :3], plain[:, :3])
    torch.testing.assert_close(folded.sum(1), torch.ones(5))
    assert class_probabilities(cosines, SCALE, 7).shape == (5, 7)
    assert class_probabilities(cosines[:0], SCALE, 3).shape == (0, 4)


def test_nothing_is_lost_where_answers_stay() -> None:
    cosines = torch.rand(6, 4)
    alike, labelled = torch.tensor([True, False, False, False]), torch.zeros(6, dtype=torch.bool)
    total, weight = keep_loss(cosines, cosines, SCALE, alike, labelled)
    assert float(weight) == 6
    torch.testing.assert_close(total, torch.tensor(0.0), atol=1e-6, rtol=0)


def test_labelled_voxels_may_change_their_names_but_not_other_words() -> None:
    before = torch.tensor([[0.1, 0.9, 0.3]])
    alike = torch.tensor([True, False, False])
    more_alike, other = before.clone(), before.clone()
    more_alike[0, 0] = 1.0
    other[0, 2] = 1.0

    def loss(said: torch.Tensor, labelled: bool) -> float:
        return float(keep_loss(said, before, SCALE, alike, torch.tensor([labelled])).total)

    assert loss(more_alike, labelled=True) < 1e-5
    assert loss(more_alike, labelled=False) > 0.1
    assert min(loss(other, labelled=True), loss(other, labelled=False)) > 0.1


def test_a_voxel_that_looked_like_a_learnt_name_may_change() -> None:
    before = torch.tensor([[0.9, 0.1, 0.3]])
    said = torch.tensor([[0.1, 0.1, 0.3]])
    alike, free = torch.tensor([True, False, False]), torch.tensor([False])
    assert float(keep_loss(said, before, SCALE, alike, free).total) < 1e-5


def test_keeping_with_nothing_to_keep() -> None:
    none = torch.zeros(0, 3, requires_grad=True)
    alike = torch.ones(3, dtype=torch.bool)
    total, weight = keep_loss(none, none, SCALE, alike, torch.zeros(0, dtype=torch.bool))
    assert (float(total.detach()), float(weight)) == (0, 0)
    all_alike = keep_loss(
        torch.rand(2, 3), torch.rand(2, 3), SCALE, alike, torch.ones(2, dtype=torch.bool)
    )
    assert float(all_alike.total) == 0


def test_pseudo_labels_are_certain_finite_and_names() -> None:
    told = torch.tensor(
        [[0.97, 0.02, 0.01], [0.4, 0.35, 0.25], [0.0, 0.02, 0.98], [float("nan")] * 3]
    )
    labels, confidence = pseudo_labels(told, ClassThresholds(3), 2)
    assert labels.tolist() == [0, -1, -1, -1]
    assert float(confidence[0]) > 0.9


def test_pseudo_loss_by_hand() -> None:
    said = torch.tensor([[0.5, 0.5], [0.25, 0.75]])
    total, weight = pseudo_loss(said, torch.tensor([0, 1]), torch.tensor([1.0, 0.5]), 0.5)
    wanted = 0.5 * -(torch.log(torch.tensor(0.5)) + 0.5 * torch.log(torch.tensor(0.75)))
    torch.testing.assert_close(total, wanted)
    assert float(weight) == 1.5
    nothing = pseudo_loss(said[:0], torch.zeros(0).long(), torch.zeros(0), 1.0)
    assert (float(nothing.total), float(nothing.weight)) == (0, 0)
