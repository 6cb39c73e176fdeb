# SPDX-License-Identifier: Apache-2.0
"""The training loop: draw, forward, backward, log, save; a stop at any moment can be resumed."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from tqdm import tqdm

from ws3d_model.learning.augmentation import AugmentationSettings, Dice
from ws3d_model.learning.batches import draw_batch
from ws3d_model.learning.losses import network_losses
from ws3d_model.learning.scan_store import ScanStore
from ws3d_model.learning.text_targets import TextTargets
from ws3d_model.learning.training_state import TrainingState
from ws3d_model.network.vision_language_net import VisionLanguageNet


class TrainingError(RuntimeError):
    """Training cannot go on; the message says at which step and why."""


@dataclass(frozen=True)
class TrainingSettings:
    """One experiment, as its YAML file says it.

    Args:
        steps: optimiser steps in all.
        scans: scans a batch.
        mix: share of scans with a second one laid over them.
        lr: peak learning rate.
        warmup: steps up to the peak.
        cooldown: share of the steps, at the end, over which the rate falls to a fiftieth.
        weight_decay, clip: of AdamW, and of the gradient's norm.
        text_voxels, coarse, text_noise: see `losses.network_losses`.
        weights: of the loss terms by name.
        seed: of everything random.
        save_every: seconds between two saved states.
        augmentation: see `AugmentationSettings`.
    """

    steps: int = 1000
    scans: int = 4
    mix: float = 0.3
    lr: float = 3e-3
    warmup: int = 100
    cooldown: float = 0.4
    weight_decay: float = 0.02
    clip: float = 2.0
    text_voxels: int = 6000
    coarse: float = 0.4
    text_noise: float = 0.2
    weights: dict[str, float] = field(
        default_factory=lambda: {"text": 1.0, "objectness": 0.3, "offset": 0.3}
    )
    seed: int = 0
    save_every: float = 120.0
    augmentation: AugmentationSettings = field(default_factory=AugmentationSettings)

    def learning_rate(self, step: int) -> float:
        """Linear warm-up, flat, linear fall at the end (trapezoid)."""
        progress = step / max(1, self.steps)
        fall = min(1.0, max(0.02, (1 - progress) / self.cooldown)) if self.cooldown else 1.0
        return self.lr * min(1.0, (step + 1) / max(1, self.warmup)) * fall


def train(
    network: VisionLanguageNet,
    store: ScanStore,
    targets: TextTargets,
    settings: TrainingSettings,
    folder: Path,
    save_checkpoint: Callable[[VisionLanguageNet, int], None],
    quiet: bool = False,
) -> TrainingState:
    """Train until `settings.steps`, from the state in `folder` if there is one.

    Writes `log.jsonl` (one line every 50 steps) and `state.safetensors` into the folder, and calls
    `save_checkpoint(average network, step)` whenever it saves.

    Raises:
        TrainingError: the loss is not finite; the last saved state stays.
        ValueError: the state in the folder belongs to another network.
    """
    device = next(network.parameters()).device
    state = TrainingState(network, settings.lr, settings.weight_decay)
    saved = folder / "state.safetensors"
    if saved.exists():
        state.resume(saved, device)

    def save() -> None:
        state.save(saved)
        save_checkpoint(state.average, state.step)  # type: ignore[arg-type]

    meter = _Meter(folder / "log.jsonl")
    saved_at = time.monotonic()
    bar = tqdm(
        total=settings.steps, initial=state.step, desc="training", unit="step", disable=quiet
    )
    network.train()
    while state.step < settings.steps:
        # The dice depend on the step alone, so that a resumed run draws what it would have drawn.
        dice = Dice(settings.seed * 1_000_003 + state.step, device)
        with meter.waiting():
            batch = draw_batch(
                store, dice, settings.scans, settings.mix, settings.augmentation,
                network.shape.voxel_size, network.levels,
            )  # fmt: skip
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            terms = network_losses(
                network, batch, targets, dice,
                settings.text_voxels, settings.coarse, settings.text_noise,
            )  # fmt: skip
        loss = torch.stack([settings.weights[name] * term for name, term in terms.items()]).sum()
        rate = settings.learning_rate(state.step)
        state.set_learning_rate(rate)
        norm = state.update(loss, settings.clip)
        if not math.isfinite(norm):
            raise TrainingError(
                f"the gradient is not finite at step {state.step} "
                f"(loss {float(loss.detach()):.3g}); resume from {saved} with a lower lr"
            )
        bar.update()
        meter.add(len(batch), {name: term.detach() for name, term in terms.items()})
        if state.step % 50 == 0 or state.step == settings.steps:
            line = meter.flush(state.step, rate, float(network.scale().detach()))
            bar.set_postfix(text=line["text"], voxels_s=int(float(line["voxels_per_second"])))
        if time.monotonic() - saved_at > settings.save_every:
            save()
            saved_at = time.monotonic()
    bar.close()
    save()
    return state


class _Meter:
    """Means over the steps since the last line of the log."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begin()

    def _begin(self) -> None:
        self._since = time.monotonic()
        self._waited = 0.0
        self._voxels = 0
        self._steps = 0
        self._terms: dict[str, torch.Tensor] = {}

    def waiting(self) -> _Wait:
        """Context whose time counts as waiting for data."""
        return _Wait(self)

    def waited(self, seconds: float) -> None:
        """Count time spent on data."""
        self._waited += seconds

    def add(self, voxels: int, terms: dict[str, torch.Tensor]) -> None:
        """Count one step."""
        self._voxels += voxels
        self._steps += 1
        for name, term in terms.items():
            self._terms[name] = self._terms.get(name, term.new_zeros(())) + term

    def flush(self, step: int, rate: float, scale: float) -> dict[str, float]:
        """Append one line to the log and begin anew."""
        seconds = time.monotonic() - self._since
        line: dict[str, float] = {
            "step": step,
            "seconds": round(seconds, 3),
            **{name: round(float(term) / self._steps, 4) for name, term in self._terms.items()},
            "voxels_per_second": round(self._voxels / seconds, 1),
            "data_share": round(self._waited / seconds, 3),
            "lr": rate,
            "scale": round(scale, 2),
        }
        with self._path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        self._begin()
        return line


class _Wait:
    def __init__(self, meter: _Meter) -> None:
        self._meter = meter

    def __enter__(self) -> None:
        self._start = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self._meter.waited(time.monotonic() - self._start)
