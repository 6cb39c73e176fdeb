# SPDX-License-Identifier: Apache-2.0
"""FewLabelNet: the network that learns, the heads of its regions, and its averaged teacher.

All of it is one module, so that a saved state holds what a resumed training needs.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from ws3d_model.few_labels import ClassThresholds, RegionHeads
from ws3d_model.network.vision_language_net import VisionLanguageNet
from ws3d_model.sparse import Plan


class Learner(nn.Module):
    """A network and the heads of its regions.

    Args:
        network: with one text space.
        heads: None where nothing is learnt from regions.
    """

    def __init__(self, network: VisionLanguageNet, heads: RegionHeads | None) -> None:
        super().__init__()
        self.network = network
        self.heads = heads

    def decode(self, x: Tensor, plan: Plan) -> tuple[list[Tensor], Tensor]:
        """Decoder features (M_level, C_level) of every level, and what the heads read (M, width).

        As `VisionLanguageNet.features`, which keeps the second alone.
        """
        decoded: list[Tensor] = self.network.unet(x, plan)
        if len(decoded) == 1:
            return decoded, decoded[0]
        around = decoded[1].index_select(0, plan.levels[0].parent)
        return decoded, torch.cat([decoded[0], around], 1)


class FewLabelNet(nn.Module):
    """What few-label training trains.

    Args:
        network: with one text space.
        classes: that predictions are made of.
        with_regions: whether regions are learnt from.
        with_teacher: whether predictions of the averaged network are.
        queue: see `RegionLossSettings`.
    """

    def __init__(
        self,
        network: VisionLanguageNet,
        classes: int,
        with_regions: bool,
        with_teacher: bool,
        queue: int = 64,
    ) -> None:
        super().__init__()
        channels = network.shape.channels
        heads = RegionHeads(network.width, channels, classes, queue) if with_regions else None
        self.student = Learner(network, heads)
        self.thresholds = ClassThresholds(classes)
        self.teacher: Learner | None = None
        if with_teacher:
            self.teacher = copy.deepcopy(self.student).requires_grad_(False).eval()

    def train(self, mode: bool = True) -> FewLabelNet:
        """The teacher always judges: its statistics come from the student's."""
        super().train(mode)
        if self.teacher is not None:
            self.teacher.eval()
        return self

    @torch.no_grad()
    def update_teacher(self, step: int, decay: float) -> None:
        """Move the teacher towards the student (mean teacher, Tarvainen and Valpola, 2017)."""
        if self.teacher is None:
            return
        decay = min(decay, (1 + step) / (10 + step))
        for mean, value in zip(
            self.teacher.state_dict().values(), self.student.state_dict().values(), strict=True
        ):
            if mean.is_floating_point():
                mean.lerp_(value, 1 - decay)
            else:
                mean.copy_(value)
