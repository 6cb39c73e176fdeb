# SPDX-License-Identifier: Apache-2.0
"""The weights of a CLIP ResNet for pictures of another size: its places' codes are interpolated."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

CODES = "visual.attnpool.positional_embedding"


def for_other_size(weights: Mapping[str, Tensor], model: Any) -> dict[str, Tensor]:
    """Weights of a model, fit for one of the same shape but for the size of its pictures.

    All else is as it was; weights of another shape are left for `load_state_dict` to refuse.

    Args:
        weights: of an open_clip model.
        model: the model that they are for.
    """
    found = dict(weights)
    own, wanted = weights.get(CODES), model.state_dict().get(CODES)
    if own is None or wanted is None or own.shape[1] != wanted.shape[1]:
        return found
    # The first code is that of the mean of all places.
    before, after = (math.isqrt(len(codes) - 1) for codes in (own, wanted))
    grid = own[1:].T.reshape(1, -1, before, before)
    grid = functional.interpolate(grid, (after, after), mode="bilinear", align_corners=False)
    found[CODES] = torch.cat([own[:1], grid[0].flatten(1).T])
    return found
