# SPDX-License-Identifier: Apache-2.0
"""Losses: alignment of voxels and scans with texts and teachers, objectness, object centres.

Every function gives a sum and what to divide it by (see `objective.Term`); where there is nothing
to learn from, the sum is 0, with a gradient of 0, and so is the divisor.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from ws3d_model.learning.augmentation import Dice

SMOOTHING = 0.05
"""Label smoothing of the classes' names."""


def region_alignment(
    cosines: Tensor,  # (R, J)
    target: Tensor,  # (R,)
    scale: Tensor,
    excluded: Tensor | None = None,  # bool (R, J)
    smoothing: float = 0.0,
) -> tuple[Tensor, Tensor]:
    """Cross-entropy of voxels against the caption of their region, summed over voxels, and R.

    The region term of RegionPLC (Yang et al., CVPR 2024) and Mosaic3D (Lee et al., CVPR 2025): for
    region k of n_k voxels with caption t_k, sum_k n_k (-1/n_k sum_p log softmax_j(s f_p.t_j)[k])
    over sum_k n_k, which is the mean over all voxels. With the classes' names for captions it is
    the usual open-vocabulary classification.

    Args:
        cosines: of the voxels' vectors with the J captions of the batch, each once.
        target: the caption of a voxel's region.
        scale: s.
        excluded: captions that are no negatives of a voxel's own; never its own.
        smoothing: label smoothing; only without exclusions.
    """
    logits = cosines * scale
    if excluded is not None:
        logits = logits.masked_fill(excluded, -torch.inf)
    count = logits.new_tensor(float(len(target)))
    if len(target) == 0:
        return cosines.sum() * 0, count
    total = functional.cross_entropy(logits, target, label_smoothing=smoothing, reduction="sum")
    return total, count


def pooled_alignment(
    vectors: Tensor,  # (R, D)
    item: Tensor,  # (R,)
    target: Tensor,  # (I,)
    captions: Tensor,  # (J, D)
    scale: Tensor,
) -> tuple[Tensor, Tensor]:
    """Cross-entropy of pooled scans against their captions, summed over scans, and their number.

    The scene and view terms of PLA (Ding et al., CVPR 2023): the mean of a scan's unit vectors,
    normalised, against its caption among those of the batch.

    Args:
        vectors: unit vectors of voxels.
        item: the scan of every voxel, 0..I-1.
        target: the row of a scan's caption, -1 for scans that are left out.
        captions: unit vectors of the J captions, each once.
        scale: of the cosines.
    """
    pooled = vectors.new_zeros(len(target), vectors.shape[1]).index_add(0, item, vectors)
    voxels = torch.bincount(item, minlength=len(target))
    rows = torch.nonzero((target >= 0) & (voxels > 0)).squeeze(1)
    count = vectors.new_tensor(float(len(rows)))
    if len(rows) == 0:
        return vectors.sum() * 0, count
    cosines = functional.normalize(pooled[rows], dim=1) @ captions.t()
    return functional.cross_entropy(cosines * scale, target[rows], reduction="sum"), count


def point_alignment(
    vectors: Tensor,  # (R, D)
    teacher: Tensor,  # (R, D)
    weight: Tensor,  # (R,)
) -> tuple[Tensor, Tensor]:
    """Weighted sum of 1 - cos(f_p, g_p) over voxels, and of the weights.

    OpenScene (Peng et al., CVPR 2023), its distillation loss: g_p is the teacher's feature, fused
    over the views that see the point.
    """
    cosine = (vectors * functional.normalize(teacher, dim=1)).sum(1)
    return ((1 - cosine) * weight).sum(), weight.sum()


def objectness_loss(logits: Tensor, is_object: Tensor) -> tuple[Tensor, Tensor]:  # (M,), (M,)
    """Binary cross-entropy of belonging to an object, summed, and M."""
    total = functional.binary_cross_entropy_with_logits(logits, is_object.float(), reduction="sum")
    return total, logits.new_tensor(float(len(logits)))


def offset_loss(
    offsets: Tensor,  # (M, 3)
    targets: Tensor,  # (M, 3)
    is_object: Tensor,  # (M,)
) -> tuple[Tensor, Tensor]:
    """L1 distance (metres) of predicted and true offsets summed over object voxels, their number.

    PointGroup (Jiang et al., CVPR 2020), its regression term.
    """
    weight = is_object.float()
    return ((offsets - targets).abs().sum(1) * weight).sum(), weight.sum()


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
