# SPDX-License-Identifier: Apache-2.0
"""Dense features of a CLIP image tower: its last attention left out, place by place.

In the last block of a vision transformer, or the pooling of a ResNet, every place takes its own
value instead of the attention's mixture, so that its vector tells of itself: C. Zhou, C. C. Loy,
B. Dai, "Extract Free Dense Labels from CLIP" (MaskCLIP), ECCV 2022, section 3.2. A transformer's
residual, norm and projection stay as they were.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


def check_dense(model: Any) -> None:
    """Refuse a model whose image tower has no value path that is known here.

    Raises:
        ValueError: it is neither a plain vision transformer nor a ResNet of CLIP; says which are.
    """
    if not (_is_transformer(model.visual) or _is_resnet(model.visual)):
        raise ValueError(
            f"dense features need a plain vision transformer or a CLIP ResNet of open_clip, such "
            f"as ViT-B-32, ViT-L-14 or RN50; this model's image tower is a "
            f"{type(model.visual).__name__}: take such a model"
        )


def grid_of(model: Any) -> tuple[int, int]:
    """Rows and columns of the dense features of one picture."""
    visual = model.visual
    if _is_resnet(visual):
        side = math.isqrt(len(visual.attnpool.positional_embedding) - 1)
        return side, side
    rows, columns = visual.grid_size
    return int(rows), int(columns)


def image_and_patch_features(model: Any, images: Tensor) -> tuple[Tensor, Tensor]:
    """Vectors of images as wholes (B, D), and of their patches (B, h, w, D), of unit length.

    Args:
        model: an open_clip model that `check_dense` accepts.
        images: float (B, 3, S, S), normalised as the model wants it.
    """
    whole, patches = whole_and_patches(model, images)
    return functional.normalize(whole, dim=-1), functional.normalize(patches, dim=-1)


def whole_and_patches(model: Any, images: Tensor) -> tuple[Tensor, Tensor]:
    """The same before they are scaled to unit length."""
    visual = model.visual
    resnet = _is_resnet(visual)
    last = visual.attnpool if resnet else visual.transformer.resblocks[-1]
    caught: list[Tensor] = []
    hook = last.register_forward_pre_hook(lambda _, inputs: caught.append(inputs[0]))
    try:
        whole = visual(images)
    finally:
        hook.remove()
    if isinstance(whole, tuple):
        whole = whole[0]
    if resnet:
        # Without the places' codes: they serve the attention that is left out.
        return whole, last.c_proj(last.v_proj(caught[0].permute(0, 2, 3, 1)))
    patches = _patches(visual, last, caught[0])
    return whole, patches.reshape(len(patches), *grid_of(model), -1)


def _is_transformer(visual: Any) -> bool:
    blocks = getattr(getattr(visual, "transformer", None), "resblocks", None)
    return (
        blocks is not None
        and hasattr(visual, "grid_size")
        and getattr(visual, "attn_pool", None) is None
        and isinstance(getattr(blocks[-1], "attn", None), nn.MultiheadAttention)
        and blocks[-1].attn.in_proj_weight is not None
    )


def _is_resnet(visual: Any) -> bool:
    pool = getattr(visual, "attnpool", None)
    return all(hasattr(pool, part) for part in ("v_proj", "c_proj", "positional_embedding"))


def _patches(visual: Any, block: Any, tokens: Tensor) -> Tensor:
    """(B, h * w, D) of a transformer whose last block was given `tokens`."""
    if not getattr(visual.transformer, "batch_first", True):
        tokens = tokens.transpose(0, 1)
    patches: Tensor = visual.ln_post(_own_values(block, tokens)[:, 1:])
    return patches if visual.proj is None else patches @ visual.proj


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
