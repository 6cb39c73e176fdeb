# SPDX-License-Identifier: Apache-2.0
"""VisionLanguageNet: the U-Net with its heads, and its shape as data."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from ws3d_model.network.features import CHANNELS
from ws3d_model.network.heads import LanguageHead, ObjectHead
from ws3d_model.network.sparse_unet import SparseUNet
from ws3d_model.sparse import Plan


@dataclass(frozen=True)
class NetworkShape:
    """What has to be known to build the network before its weights are loaded.

    Args:
        channels: of every level, finest first. The finest level has most of the voxels: half its
            width makes the whole network 1.5 times as fast.
        blocks: residual blocks a level in the encoder.
        hidden: width of the heads' inner layer.
        text_dimension: D of the text space.
        voxel_size: edge of the finest voxels, metres.
        further_spaces: name and D of other text spaces, each with a head of its own.

    Raises:
        ValueError: a value out of range.
    """

    channels: tuple[int, ...] = (16, 32, 64, 64, 96)
    blocks: int = 1
    hidden: int = 128
    text_dimension: int = 384
    voxel_size: float = 0.05
    further_spaces: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        # The bounds keep a forged checkpoint from asking for all the memory there is.
        if not 1 <= len(self.channels) <= 8 or not all(4 <= c <= 1024 for c in self.channels):
            raise ValueError(f"channels must be 1 to 8 numbers in 4..1024, got {self.channels}")
        if not 1 <= self.blocks <= 8:
            raise ValueError(f"blocks must lie in 1..8, got {self.blocks}")
        if not 4 <= self.hidden <= 4096:
            raise ValueError(f"hidden must lie in 4..4096, got {self.hidden}")
        if not 1 <= self.text_dimension <= 8192:
            raise ValueError(f"text_dimension must lie in 1..8192, got {self.text_dimension}")
        if not 0.005 <= self.voxel_size <= 2.0:
            raise ValueError(f"voxel_size must lie in 0.005..2 m, got {self.voxel_size}")
        names = [name for name, _ in self.further_spaces]
        if len(names) > 8 or len(set(names)) != len(names):
            raise ValueError(f"further_spaces must be at most 8, none twice, got {names}")
        for name, dimension in self.further_spaces:
            if not name.isidentifier() or not 1 <= dimension <= 8192:
                raise ValueError(
                    f"a text space needs a plain word for a name and 1..8192 dimensions, got "
                    f"{name!r} and {dimension}"
                )


class VisionLanguageNet(nn.Module):
    """From voxel features to vectors in text spaces, object offsets and objectness.

    `language` is the head of the main text space, `further` has the others by name.
    """

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        self.shape = shape
        self.unet = SparseUNet(CHANNELS, shape.channels, shape.blocks)
        self.language = LanguageHead(self.width, shape.hidden, shape.text_dimension)
        self.object = ObjectHead(self.width, shape.hidden)
        # Logit scale of the cosines, learnt as its logarithm (CLIP, Radford et al., 2021).
        self.log_scale = nn.Parameter(torch.tensor(2.7))
        self.further = nn.ModuleDict(
            {
                name: LanguageHead(self.width, shape.hidden, dimension)
                for name, dimension in shape.further_spaces
            }
        )
        self.further_log_scales = nn.ParameterDict(
            {name: nn.Parameter(torch.tensor(2.7)) for name, _ in shape.further_spaces}
        )

    @property
    def levels(self) -> int:
        """Resolutions that the plan must have."""
        return len(self.shape.channels)

    @property
    def width(self) -> int:
        """Channels of the features that the heads read: those of the two finest levels."""
        return sum(self.shape.channels[:2])

    def features(self, x: Tensor, plan: Plan) -> Tensor:  # (M, CHANNELS)
        """What the heads read (M, width)."""
        return self.joined(self.decode(x, plan), plan)

    def decode(self, x: Tensor, plan: Plan) -> list[Tensor]:  # (M, CHANNELS)
        """Decoder features (M_level, channels[level]) of every level, finest first."""
        decoded: list[Tensor] = self.unet(x, plan)
        return decoded

    def joined(self, decoded: list[Tensor], plan: Plan) -> Tensor:
        """Features (M, width): a voxel's own, beside those of the coarser voxel around it.

        Args:
            decoded: see `decode`.
        """
        if self.levels == 1:
            return decoded[0]
        return torch.cat([decoded[0], decoded[1].index_select(0, plan.levels[0].parent)], 1)

    def head(self, space: str = "") -> LanguageHead:
        """The head of a text space; of the main one where it is none of the further ones."""
        if space not in self.further:
            return self.language
        return cast(LanguageHead, self.further[space])

    def scale(self, space: str = "") -> Tensor:
        """Factor from cosines to logits, at most 40 so that the loss stays smooth."""
        further = space in self.further_log_scales
        log_scale = self.further_log_scales[space] if further else self.log_scale
        return log_scale.exp().clamp(max=40.0)

    def using(self, space: str) -> VisionLanguageNet:
        """The network with one of the further text spaces for its main one, and no other.

        It shares its weights with this one.

        Raises:
            KeyError: there is no such text space.
        """
        dimension = dict(self.shape.further_spaces)[space]
        shape = dataclasses.replace(self.shape, text_dimension=dimension, further_spaces=())
        other = VisionLanguageNet(shape)
        other.unet, other.object = self.unet, self.object
        other.language, other.log_scale = self.head(space), self.further_log_scales[space]
        return other.train(self.training)
