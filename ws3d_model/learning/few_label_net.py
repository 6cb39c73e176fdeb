# SPDX-License-Identifier: Apache-2.0
"""FewLabelNet: the network that learns, the heads of its regions, and its averaged teacher.

All of it is one module, so that a saved state holds what a resumed training needs.
"""

from __future__ import annotations

import copy

from torch import nn

from ws3d_model.few_labels import ClassThresholds, RegionHeads
from ws3d_model.learning.moving_average import follow
from ws3d_model.network.vision_language_net import VisionLanguageNet


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

    def update_teacher(self, step: int, decay: float) -> None:
        """Move the teacher towards the student (mean teacher, Tarvainen and Valpola, 2017)."""
        if self.teacher is not None:
            follow(self.teacher, self.student, step, decay)
