# SPDX-License-Identifier: Apache-2.0
"""NormedImages: an open_clip model in training whose image vectors are kept apart.

With random weights all pictures share one large vector, and after scaling to unit length nothing is
left of what tells them apart: a small model stands still for hundreds of steps. A batch
normalisation of the vectors of pictures and their places (S. Ioffe, C. Szegedy, ICML 2015) takes
what is shared off. It is linear at inference, so the last projection takes it in and the saved
model is open_clip's own.
"""

from __future__ import annotations

import copy
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from ws3d_model.teachers.value_path import whole_and_patches


class NormedImages(nn.Module):
    """A model and the normalisation of its image vectors.

    Args:
        model: an open_clip model whose image tower is a ResNet of CLIP or a plain vision
            transformer whose tokens are as wide as its vectors at least.

    Raises:
        ValueError: another image tower.
    """

    def __init__(self, model: Any) -> None:
        super().__init__()
        projection = getattr(model.visual, "proj", None)
        wide = isinstance(projection, Tensor) and projection.shape[0] >= projection.shape[1]
        if not (hasattr(model.visual, "attnpool") or wide):
            raise ValueError(
                "vision_cfg must give a ResNet (layers: [1, 2, 2, 1]) or a plain vision "
                "transformer whose width is embed_dim at least"
            )
        self.model = model
        dimension = int(model.text_projection.shape[1])
        self.norm = nn.BatchNorm1d(dimension, affine=False)

    def vectors(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Of pictures as wholes (B, D) and of their places (B, h, w, D), of unit length.

        Args:
            pictures: (B, 3, S, S), normalised as the model wants them.
        """
        # Channels last: convolutions are twice as fast on a CPU.
        pictures = pictures.contiguous(memory_format=torch.channels_last)
        whole, patches = whole_and_patches(self.model, pictures)
        rows = self.norm(torch.cat([whole, patches.flatten(0, 2)]))
        unit = functional.normalize(rows, dim=1)
        return unit[: len(whole)], unit[len(whole) :].view(patches.shape)

    @torch.no_grad()
    def folded(self) -> Any:
        """The open_clip model alone, with the normalisation in its last projection."""
        model = copy.deepcopy(self.model)
        mean, variance = self.norm.running_mean, self.norm.running_var
        if mean is None or variance is None:
            raise ValueError("the normalisation keeps no running statistics")
        factor = (variance + self.norm.eps).rsqrt()
        visual = model.visual
        if hasattr(visual, "attnpool"):
            last = visual.attnpool.c_proj
            last.weight *= factor[:, None]
            last.bias.copy_((last.bias - mean) * factor)
        else:
            # The mean goes into the bias before the projection, which has none itself.
            visual.ln_post.bias -= mean @ torch.linalg.pinv(visual.proj)
            visual.proj *= factor
        return model
