# SPDX-License-Identifier: Apache-2.0
"""TrainingSettings: how long and how fast is learnt, whatever is learnt."""

from __future__ import annotations

import math
from dataclasses import dataclass

SCRATCH = "scratch"
"""What stands for a checkpoint where a training begins with random weights."""


@dataclass(frozen=True)
class TrainingSettings:
    """The optimisation of one experiment.

    Args:
        steps: optimiser steps in all.
        lr: peak learning rate of AdamW (Loshchilov and Hutter, ICLR 2019).
        schedule: "trapezoid" (warm-up, flat, linear fall) or "one_cycle" (cosine up and down; Smith
            and Topin, "Super-Convergence", 2018).
        warmup: steps up to the peak.
        cooldown: share of the steps, at the end, over which a trapezoid falls to a fiftieth.
        weight_decay, clip: of AdamW, and of the gradient's norm.
        average: decay of the moving average of the weights, which is what a checkpoint holds.
        precision: "auto" (bf16 on a GPU, fp32 on a CPU), "bf16" or "fp32".
        seed: of everything random.
        save_every: seconds between two saved states.
        log_every: steps between two lines of the log.

    Raises:
        ValueError: a value out of range.
    """

    steps: int = 1000
    lr: float = 3e-3
    schedule: str = "trapezoid"
    warmup: int = 100
    cooldown: float = 0.4
    weight_decay: float = 0.02
    clip: float = 2.0
    average: float = 0.998
    precision: str = "auto"
    seed: int = 0
    save_every: float = 120.0
    log_every: int = 50

    def __post_init__(self) -> None:
        if self.steps < 1 or self.log_every < 1 or self.warmup < 0:
            raise ValueError("steps and log_every must be at least 1, warmup at least 0")
        if self.schedule not in ("trapezoid", "one_cycle"):
            raise ValueError(f"schedule must be trapezoid or one_cycle, got {self.schedule!r}")
        if self.precision not in ("auto", "bf16", "fp32"):
            raise ValueError(f"precision must be auto, bf16 or fp32, got {self.precision!r}")
        if not (self.lr > 0 and self.clip > 0 and 0 <= self.average < 1):
            raise ValueError("lr and clip must be positive, and average lie in 0..1 without 1")
        if not (self.weight_decay >= 0 and 0 <= self.cooldown <= 1):
            raise ValueError("weight_decay must not be negative, and cooldown lie in 0..1")

    def learning_rate(self, step: int) -> float:
        """The rate of a step, counted from 0."""
        if self.schedule == "one_cycle":
            return self._one_cycle(step)
        progress = step / self.steps
        fall = min(1.0, max(0.02, (1 - progress) / self.cooldown)) if self.cooldown else 1.0
        return self.lr * min(1.0, (step + 1) / max(1, self.warmup)) * fall

    def _one_cycle(self, step: int) -> float:
        """From a 25th of the peak up to it, then down to a ten-thousandth."""
        if step < self.warmup:
            low, high, share = self.lr / 25, self.lr, step / self.warmup
        else:
            low, high = self.lr, self.lr / 1e4
            share = (step - self.warmup) / max(1, self.steps - self.warmup)
        return low + (high - low) * (1 - math.cos(math.pi * min(1.0, share))) / 2

    def half_precision(self, device: str) -> bool:
        """Whether the network runs in bf16 on that kind of device."""
        return self.precision == "bf16" or (self.precision == "auto" and device == "cuda")
