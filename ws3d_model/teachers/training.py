# SPDX-License-Identifier: Apache-2.0
"""Training of a small vision-language model on crops of the procedural worlds."""

from __future__ import annotations

import dataclasses
import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.torch
import torch
import yaml
from tqdm import tqdm

from ws3d_model.language.open_clip_model import load_open_clip, new_open_clip
from ws3d_model.language.prompts import CAPTIONS, fill
from ws3d_model.learning.training_state import TrainingState
from ws3d_model.teachers.crop_augmentation import augment
from ws3d_model.teachers.crop_batches import CropSource, naming_loss
from ws3d_model.teachers.crop_set import SOURCES, CropSettings, make_crops, read_crops
from ws3d_model.teachers.crops import Crops
from ws3d_model.teachers.naming import Naming, name_crops
from ws3d_model.teachers.normed_images import NormedImages
from ws3d_model.teachers.teacher import OpenClipTeacher
from ws3d_model.teachers.words_first import NameVectors, learn_words, lock_words, spread_words
from ws3d_model.whole_files import write_whole
from ws3d_model.worlds.words import TRAIN_SYNONYMS

MEAN, DEVIATION = 0.5, 0.27  # of the pictures' values, about
LOGGED = 25  # steps a line of the log
WORDS = "open_clip_config.json"
WEIGHTS = "open_clip_model.safetensors"


@dataclass(frozen=True)
class TeacherTraining:
    """One training, as its YAML file says it.

    Args:
        model: open_clip's model_cfg.
        names: classes that it is judged on and that most crops are of.
        also: further classes that are drawn as often.
        crops, held_out: the crops to train on and to judge by.
        steps, batch: optimiser steps, and crops in each.
        word_steps: steps of the text tower alone, before; see `words_first`.
        start: folder of a model of the same shape to go on with, words and all; "" for none.
        lr, warmup, weight_decay, clip: of AdamW.
        seed: of everything random.
        save_every: seconds between two saved states.
    """

    model: Mapping[str, Any]
    names: tuple[str, ...]
    crops: CropSettings = field(default_factory=CropSettings)
    held_out: CropSettings = field(default_factory=CropSettings)
    also: tuple[str, ...] = ()
    steps: int = 4000
    batch: int = 64
    word_steps: int = 300
    start: str = ""
    lr: float = 1.5e-3
    warmup: int = 100
    weight_decay: float = 0.05
    clip: float = 1.0
    seed: int = 0
    save_every: float = 60.0

    def __post_init__(self) -> None:
        if min(self.steps, self.batch) < 1 or not self.names:
            raise ValueError("steps and batch must be 1 or more, and names must name classes")

    @staticmethod
    def read(path: Path) -> TeacherTraining:
        """Read a training's YAML file.

        Raises:
            ValueError: no such file, no YAML, an unknown entry, or a value of the wrong kind.
        """
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            content["names"] = tuple(name for row in content["names"] for name in row)
            content["also"] = tuple(content.get("also", ()))
            for part in ("crops", "held_out"):
                content[part] = CropSettings(**content.get(part, {}))
            return TeacherTraining(**content)
        except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
            fields = ", ".join(entry.name for entry in dataclasses.fields(TeacherTraining))
            raise ValueError(f"{path}: {error}; it may hold {fields}") from error

    def learning_rate(self, step: int) -> float:
        """Linear warm-up, then a half cosine down to a hundredth."""
        progress = min(1.0, step / self.steps)
        fall = 0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2
        return self.lr * min(1.0, (step + 1) / max(1, self.warmup)) * fall


def train_teacher(
    config: TeacherTraining | Path,
    out: Path,
    device: torch.device | str = "cpu",
    quiet: bool = False,
) -> Path:
    """Train a model, save it in open_clip's local-dir form, and judge it on held-out families.

    Crops are made first and kept in `out`; a stopped run goes on where it was.

    Args:
        config: the training, or its YAML file.
        out: folder for crops, state, log.jsonl, the model and judgement.json.
        device: a torch device.
        quiet: no progress bars.

    Returns:
        The folder of the model, for `load_teacher("local-dir:FOLDER")`.

    Raises:
        ImportError: open_clip is not installed.
        ValueError, FileNotFoundError: the configuration, the scans or the model to start from are
            of no use.
        RuntimeError: the model to start from has another shape, or a gradient is not finite.
        OSError: the disk is full; the state that was saved last is kept.
    """
    settings = config if isinstance(config, TeacherTraining) else TeacherTraining.read(config)
    folder = out / "model"
    folder.mkdir(parents=True, exist_ok=True)
    device = torch.device(device)
    paths = make_crops(settings.crops, settings.names, "train", out / "crops", quiet)
    parts = [read_crops(paths, settings.crops.size, source) for source in SOURCES]
    source = CropSource(parts, (*settings.names, *settings.also), TRAIN_SYNONYMS)
    torch.manual_seed(settings.seed)
    network, tokenizer = _build(settings.model, folder)
    network.to(device)
    saved = out / "state.safetensors"
    if settings.start and not saved.exists():
        begun, _ = load_open_clip(f"local-dir:{settings.start}")
        network.load_state_dict(begun.state_dict())
    elif not saved.exists():
        learn_words(network, tokenizer, source, settings.word_steps, settings.seed, quiet)
        said = [fill(way, name) for name in source.classes for way in CAPTIONS]
        spread_words(network, tokenizer, said)
    lock_words(network)  # before the optimiser, which is to leave them alone
    normed = NormedImages(network).to(device)
    state = TrainingState(normed, settings.lr, settings.weight_decay, 0.998)
    if saved.exists():
        state.resume(saved, device)
    _run(settings, state, NameVectors(network, tokenizer, source), source, out, quiet)
    judge_teacher(settings, out, device, quiet)
    return folder


def judge_teacher(
    settings: TeacherTraining, out: Path, device: torch.device | str = "cpu", quiet: bool = False
) -> dict[str, Naming]:
    """Name crops of held-out families by the model in `out`; writes judgement.json there.

    Returns:
        By source of the crops ("thing", "room", "scan") and for "all" of them.

    Raises:
        FileNotFoundError: there is no model, or no scans.
    """
    size = settings.held_out.size
    paths = make_crops(settings.held_out, settings.names, "held_out", out / "held_out", quiet)
    held_out = {source: read_crops(paths, size, source) for source in SOURCES}
    held_out["all"] = Crops.joined(list(held_out.values()), size)
    teacher = OpenClipTeacher(f"local-dir:{out / 'model'}", device)
    found = {key: name_crops(teacher, crops, settings.names) for key, crops in held_out.items()}
    report = {key: naming.report() for key, naming in found.items()}
    write_whole(out / "judgement.json", json.dumps(report, indent=1))
    return found


def _run(
    settings: TeacherTraining,
    state: TrainingState,
    names: NameVectors,
    source: CropSource,
    out: Path,
    quiet: bool,
) -> None:
    device = next(state.network.parameters()).device
    size = int(settings.model["vision_cfg"]["image_size"])
    _keep_until(out / "log.jsonl", state.step)
    bar = tqdm(total=settings.steps, initial=state.step, unit="step", disable=quiet)
    since, begun, total, right = time.monotonic(), time.monotonic(), 0.0, 0.0
    state.network.train()
    network: Any = state.network
    average: Any = state.average
    while state.step < settings.steps:
        step = state.step
        # Drawn from the step's own number: a resumed run draws what it would have drawn.
        rng = np.random.default_rng((settings.seed, step, 61))
        torch.manual_seed(settings.seed * 1_000_003 + step)
        crops = source.draw(settings.batch, rng)
        pictures = (augment(crops.images, size, rng).to(device) - MEAN) / DEVIATION
        images, words = network.images(pictures), names.draw(rng)
        scale = network.model.logit_scale.exp().clamp(max=100)
        target, among = crops.target.to(device), crops.among.to(device)
        loss = naming_loss(images, words, scale, target, among)
        state.set_learning_rate(settings.learning_rate(step))
        state.backward(loss)
        norm = state.update(settings.clip)
        if not math.isfinite(norm):
            raise RuntimeError(f"step {step}: the gradient is not finite; lower lr and begin anew")
        best = (images @ words.t()).masked_fill(~among, -9).argmax(dim=1)
        right += float((best == target).float().mean())
        total += float(loss.detach())
        bar.update()
        if state.step % LOGGED == 0:
            line = {"step": state.step, "loss": round(total / LOGGED, 4),
                    "named": round(right / LOGGED, 4), "scale": round(float(scale), 2),
                    "seconds": round(time.monotonic() - begun, 1)}  # fmt: skip
            _log(out / "log.jsonl", line)
            bar.set_postfix(loss=line["loss"], named=line["named"])
            total = right = 0.0
        if time.monotonic() - since > settings.save_every or state.step == settings.steps:
            state.save(out / "state.safetensors")
            _save_model(average.folded(), out / "model")
            since = time.monotonic()
    bar.close()


def _build(model_cfg: Mapping[str, Any], folder: Path) -> tuple[Any, Any]:
    """A model with random weights, and its tokenizer, from a configuration written to a folder."""
    preprocess = {"mean": [MEAN] * 3, "std": [DEVIATION] * 3, "interpolation": "bicubic",
                  "resize_mode": "squash"}  # fmt: skip
    config = {"model_cfg": dict(model_cfg), "preprocess_cfg": preprocess}
    write_whole(folder / WORDS, json.dumps(config, indent=1))
    return new_open_clip(folder)


def _save_model(network: Any, folder: Path) -> None:
    """Weights in half precision, whole or not at all."""
    weights = {
        name: (value.half() if value.is_floating_point() else value).cpu().contiguous()
        for name, value in network.state_dict().items()
    }
    write_whole(folder / WEIGHTS, safetensors.torch.save(weights, {"format": "pt"}))


def _log(path: Path, line: Mapping[str, float]) -> None:
    with path.open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")


def _keep_until(path: Path, step: int) -> None:
    """Take off the log's lines of steps that a resumed run does again."""
    if path.exists():
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line.endswith("}") and json.loads(line)["step"] <= step]
        write_whole(path, "".join(f"{line}\n" for line in kept))
