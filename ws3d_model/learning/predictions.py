# SPDX-License-Identifier: Apache-2.0
"""Learning from predictions: keeping a checkpoint's answers, and pseudo-labels of voxels."""

from __future__ import annotations

import torch
from torch import Tensor

from ws3d_model.few_labels import ClassThresholds, PartialMean


def class_probabilities(cosines: Tensor, scale: Tensor, classes: int) -> Tensor:
    """Probabilities (R, K), or (R, K + 1) where other words compete: the last is their sum.

    Args:
        cosines: (R, K + O), with the K names and then the O other words.
        scale: of the cosines.
        classes: K.
    """
    probabilities = torch.softmax(cosines * scale, 1)
    if cosines.shape[1] == classes:
        return probabilities
    others = probabilities[:, classes:].sum(1, keepdim=True)
    return torch.cat([probabilities[:, :classes], others], 1)


def keep_loss(
    student: Tensor,  # (R, W)
    before: Tensor,  # (R, W)
    scale: Tensor,
    alike: Tensor,  # (W,)
    labelled: Tensor,  # (R,)
) -> PartialMean:
    """Divergence of the network's answers over known words from the checkpoint's before training.

    Learning without Forgetting (Li and Hoiem, ECCV 2016, its distillation term) over words. Where a
    voxel has a label, or looked like a learnt name before, words that mean such a name are left
    out: these the training is to change.

    Args:
        student: cosines of the network with W words.
        before: those of the checkpoint.
        scale: of the checkpoint's cosines.
        alike: whether a word means much the same as a learnt name.
        labelled: whether a voxel has a label.
    """
    count = student.new_tensor(float(len(student)))
    if student.numel() == 0:
        return PartialMean(student.sum() * 0, student.new_zeros(()))
    changing = labelled | alike[before.argmax(1)]
    # Not -inf: a row may have no other word, and then there is nothing to keep.
    excluded = (alike[None] & changing[:, None]) * 1e4
    wanted = torch.log_softmax(before * scale - excluded, 1)
    said = torch.log_softmax(student * scale - excluded, 1)
    divergence = (wanted.exp() * (wanted - said)).sum(1)
    return PartialMean((divergence * ~(changing & alike.all())).sum(), count)


def pseudo_labels(
    probabilities: Tensor,  # (R, K) or (R, K + 1)
    thresholds: ClassThresholds,
    classes: int,
) -> tuple[Tensor, Tensor]:
    """Labels 0..K-1 (R,), -1 where uncertain or no name is for it, and their confidence (R,).

    The thresholds take in the probabilities first.
    """
    finite = torch.isfinite(probabilities).all(1)
    even = torch.full_like(probabilities, 1 / probabilities.shape[1])
    usable = torch.where(finite[:, None], probabilities, even)
    thresholds.update(usable[finite])
    chosen, confidence = thresholds.choose(usable)
    return torch.where(finite & (chosen < classes), chosen, -1), confidence


def pseudo_loss(
    probabilities: Tensor,  # (R, K) or (R, K + 1)
    labels: Tensor,  # (R,)
    confidence: Tensor,  # (R,)
    rise: float,
) -> PartialMean:
    """Cross-entropy with pseudo-labels, each as heavy as it is certain; times `rise` (0..1)."""
    of_label = probabilities.gather(1, labels[:, None]).squeeze(1).clamp_min(1e-6)
    return PartialMean(-rise * (confidence * of_label.log()).sum(), confidence.sum())
