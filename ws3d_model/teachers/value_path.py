# SPDX-License-Identifier: Apache-2.0
"""Dense features of a CLIP vision transformer: its last attention left out, patch by patch.

In the last block every patch takes its own value in place of the attention's mixture, so that its
vector tells of its own place: C. Zhou, C. C. Loy, B. Dai, "Extract Free Dense Labels from CLIP"
(MaskCLIP), ECCV 2022, section 3.2. Block's residual, norm and projection stay as they were.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


def check_transformer(model: Any) -> None:
    """Refuse a model whose image tower has no value path that is known here.

    Raises:
        ValueError: it is no plain vision transformer; says which are.
    """
    visual = model.visual
    blocks = getattr(getattr(visual, "transformer", None), "resblocks", None)
    plain = (
        blocks is not None
        and hasattr(visual, "grid_size")
        and getattr(visual, "attn_pool", None) is None
        and isinstance(getattr(blocks[-1], "attn", None), nn.MultiheadAttention)
        and blocks[-1].attn.in_proj_weight is not None
    )
    if not plain:
        raise ValueError(
            f"dense features need a plain vision transformer of open_clip, such as ViT-B-32 or "
            f"ViT-L-14; this model's image tower is a {type(visual).__name__}: take such a model"
        )


def image_and_patch_features(model: Any, images: Tensor) -> tuple[Tensor, Tensor]:
    """Vectors of images as wholes, and of their patches.

    Args:
        model: an open_clip model that `check_transformer` accepts.
        images: float (B, 3, S, S), normalised as the model wants it.

    Returns:
        (B, D) and (B, h, w, D), unit length.
    """
    visual = model.visual
    block = visual.transformer.resblocks[-1]
    caught: list[Tensor] = []
    hook = block.register_forward_pre_hook(lambda _, inputs: caught.append(inputs[0]))
    try:
        whole = visual(images)
    finally:
        hook.remove()
    if isinstance(whole, tuple):
        whole = whole[0]
    tokens = caught[0]
    if not getattr(visual.transformer, "batch_first", True):
        tokens = tokens.transpose(0, 1)
    patches = visual.ln_post(_own_values(block, tokens)[:, 1:])
    if visual.proj is not None:
        patches = patches @ visual.proj
    high, wide = visual.grid_size
    patches = patches.unflatten(1, (high, wide))
    return functional.normalize(whole, dim=-1), functional.normalize(patches, dim=-1)


def _own_values(block: Any, tokens: Tensor) -> Tensor:
    """The block (B, T, W) -> (B, T, W) with every token attending to itself alone."""
    attention = block.attn
    width = tokens.shape[-1]
    weight = attention.in_proj_weight[2 * width :]
    bias = None if attention.in_proj_bias is None else attention.in_proj_bias[2 * width :]
    values = attention.out_proj(functional.linear(block.ln_1(tokens), weight, bias))
    tokens = tokens + block.ls_1(values)
    mixed: Tensor = tokens + block.ls_2(block.mlp(block.ln_2(tokens)))
    return mixed


def preprocess(model: Any, images: list[Tensor], device: torch.device) -> Tensor:
    """uint8 pictures (H, W, 3) of any size as the model wants them: float (B, 3, S, S).

    Square pictures are scaled; others are scaled to the model's square, whatever their shape.
    """
    settings = model.visual.preprocess_cfg
    size = model.visual.image_size
    size = tuple(size) if isinstance(size, tuple | list) else (size, size)
    mean = torch.tensor(settings["mean"], device=device).view(1, 3, 1, 1)
    deviation = torch.tensor(settings["std"], device=device).view(1, 3, 1, 1)
    scaled = []
    for image in images:
        values = image.to(device).permute(2, 0, 1)[None].float() / 255
        if values.shape[-2:] != size:
            values = functional.interpolate(
                values, size, mode="bicubic", align_corners=False, antialias=True
            ).clamp(0, 1)
        scaled.append(values)
    return (torch.cat(scaled) - mean) / deviation
