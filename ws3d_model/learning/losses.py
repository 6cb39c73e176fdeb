# SPDX-License-Identifier: Apache-2.0
"""Losses: alignment of voxels with text, objectness, and offsets to object centres."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from ws3d_model.learning.augmentation import Dice
from ws3d_model.learning.batches import Batch
from ws3d_model.learning.text_targets import TextTargets
from ws3d_model.network.vision_language_net import VisionLanguageNet


def network_losses(
    network: VisionLanguageNet,
    batch: Batch,
    targets: TextTargets,
    dice: Dice,
    text_voxels: int,
    coarse: float,
    text_noise: float,
) -> dict[str, Tensor]:
    """Every term by name, unweighted.

    Args:
        text_voxels: at most so many voxels take part in the text term.
        coarse: share of batches under a coarser vocabulary, see `TextTargets.choose`.
        text_noise: length of the noise on text vectors, see `TextTargets.draw`.
    """
    features = network.features(batch.features, batch.plan)
    with torch.autocast(features.device.type, enabled=False):
        features = features.float()
        kept, labels = targets.choose(batch.labels, dice, coarse)
        vectors = targets.draw(dice, text_noise)[kept]
        rows = balanced_rows(labels, len(vectors), text_voxels, dice)
        cosines = network.language.cosines(features[rows], vectors)
        offsets, objectness = network.object(features)
        return {
            "text": text_alignment(cosines, labels[rows], network.scale()),
            "objectness": functional.binary_cross_entropy_with_logits(
                objectness, batch.is_object.float()
            ),
            "offset": offset_loss(offsets, batch.to_centre, batch.is_object),
        }


def text_alignment(cosines: Tensor, labels: Tensor, scale: Tensor) -> Tensor:
    """Cross-entropy of scaled cosines (R, K) against labels (R,), 0 for no rows.

    The point-wise form of the region term of RegionPLC (Yang et al., CVPR 2024), every voxel being
    a region whose caption is its class's wording; label smoothing 0.05.
    """
    if len(labels) == 0:
        return cosines.sum() * 0
    return functional.cross_entropy(cosines * scale, labels, label_smoothing=0.05)


def offset_loss(offsets: Tensor, targets: Tensor, is_object: Tensor) -> Tensor:
    """Mean L1 distance (metres) of predicted and true offsets (M, 3) over object voxels.

    PointGroup (Jiang et al., CVPR 2020), its regression term.
    """
    weight = is_object.float()
    distance = (offsets - targets).abs().sum(1)
    return (distance * weight).sum() / weight.sum().clamp(min=1)


def balanced_rows(labels: Tensor, classes: int, count: int, dice: Dice) -> Tensor:
    """At most `count` labelled rows (R,), rare classes preferred by frequency to the power -0.65.

    With the more usual -0.5, walls kept two thirds of the points of doors, windows and curtains.
    """
    labelled = torch.nonzero(labels >= 0).squeeze(1)
    if len(labelled) <= count:
        return labelled
    frequency = torch.bincount(labels[labelled], minlength=classes).float().clamp(min=30)
    # Gumbel top-k: sampling without replacement by weight (Efraimidis and Spirakis, 2006).
    uniform = dice.noise(len(labelled), normal=False).clamp(min=1e-9)
    keys = torch.log(-torch.log(uniform)) + 0.65 * torch.log(frequency[labels[labelled]])
    return labelled[torch.topk(keys, count, largest=False).indices]
