# SPDX-License-Identifier: Apache-2.0
"""Which of the asked names a voxel gets while a thousand other words compete for it.

A voxel's probabilities are averaged with those of the voxels that touch it, and the likeliest word
wins: speckle goes, and mIoU on held-out rooms rises by one point. Of the other words no more has to
be known than whether one of them beats the asked ones, and for nearly all voxels two bounds answer
that. Averaging all words takes seconds and gigabytes.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from ws3d_model.neighbourhood import Neighbourhood
from ws3d_model.network import by_slices

ROWS_AT_ONCE = 512
"""Voxels that are looked at in full together: with their neighbours they take tens of MB."""


def name_voxels(
    features: Tensor,
    neighbourhood: Neighbourhood,
    probabilities: Callable[[Tensor], Tensor],
    asked: int,
    width: int,
) -> tuple[Tensor, Tensor]:
    """The likeliest word of every voxel's neighbourhood.

    Args:
        features: (M, C) of M voxels.
        neighbourhood: of the same voxels.
        probabilities: from features (m, C) to those of all words (m, K + R), the K asked ones
            first.
        asked: K, at least 1.
        width: values that `probabilities` holds of one voxel, at most.

    Returns:
        int64 (M,), the asked name, or -1 where another word is likelier; and (M,), the mean
        probability of the likeliest asked name.
    """

    def contest(part: Tensor) -> tuple[Tensor, ...]:
        found = probabilities(part)
        others = found[:, asked:]
        return (found[:, :asked], *(others.max(dim=1) if others.shape[1] else ()))

    named, *others = by_slices(contest, features, width)
    if not others:
        best, label = neighbourhood.mean(named).max(dim=1)
        return label, best
    likeliest, word = others
    # The mean of any other word is at most the mean of the likeliest ones ...
    mean = neighbourhood.mean(torch.cat([named, likeliest[:, None]], dim=1))
    best, label = mean[:, :asked].max(dim=1)
    lost = mean[:, asked] > best
    # ... and at least what the neighbours add for whom the word that is likeliest here is, too.
    certain = neighbourhood.mean_where_alike(likeliest, word) > best
    doubtful = torch.nonzero(lost & ~certain).squeeze(1)
    for rows in torch.split(doubtful, ROWS_AT_ONCE):
        rivals = neighbourhood.mean_around(rows, lambda at: probabilities(features[at])[:, asked:])
        lost[rows] = rivals.amax(dim=1) > best[rows]
    return torch.where(lost, -1, label), best
