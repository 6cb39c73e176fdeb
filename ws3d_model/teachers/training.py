# SPDX-License-Identifier: Apache-2.0
"""Training of a small vision-language model on crops of the procedural worlds."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.torch
import torch
from torch import Tensor
from tqdm import tqdm

from ws3d_model.language.open_clip_model import load_open_clip, new_open_clip
from ws3d_model.language.prompts import CAPTIONS, fill
from ws3d_model.learning.training_state import TrainingState
from ws3d_model.teachers.crop_augmentation import augment
from ws3d_model.teachers.crop_batches import CropSource, mostly, naming_loss, places_loss
from ws3d_model.teachers.crop_set import SOURCES, make_crops, read_crops
from ws3d_model.teachers.crops import Crops
from ws3d_model.teachers.naming import Naming, name_crops
from ws3d_model.teachers.normed_images import NormedImages
from ws3d_model.teachers.picture_size import for_other_size
from ws3d_model.teachers.teacher import OpenClipTeacher
from ws3d_model.teachers.training_settings import TeacherTraining
from ws3d_model.teachers.words_first import NameVectors, learn_words, lock_words, spread_words
from ws3d_model.whole_files import write_whole
from ws3d_model.worlds.words import TRAIN_SYNONYMS

MEAN, DEVIATION = 0.5, 0.27  # of the pictures' values, about
LOGGED = 25  # steps a line of the log
WORDS = "open_clip_config.json"
WEIGHTS = "open_clip_model.safetensors"


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
    wanted = (*settings.names, *settings.also)
    source = CropSource(parts, wanted, TRAIN_SYNONYMS, windows=settings.windows)
    torch.manual_seed(settings.seed)
    network, tokenizer = _build(settings.model, folder)
    network.to(device)
    saved = out / "state.safetensors"
    if settings.start and not saved.exists():
        begun, _ = load_open_clip(f"local-dir:{settings.start}")
        network.load_state_dict(for_other_size(begun.state_dict(), network))
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
    since, begun, total, right, placed = time.monotonic(), time.monotonic(), 0.0, _Share(), _Share()
    state.network.train()
    network: Any = state.network
    average: Any = state.average
    while state.step < settings.steps:
        step = state.step
        # Drawn from the step's own number: a resumed run draws what it would have drawn.
        rng = np.random.default_rng((settings.seed, step, 61))
        torch.manual_seed(settings.seed * 1_000_003 + step)
        crops = source.draw(settings.batch, rng)
        images, maps = augment(crops.images, crops.maps, size, rng)
        maps, among = maps.to(device), crops.among.to(device)
        target = crops.target.to(device)
        whole, places = network.vectors((images.to(device) - MEAN) / DEVIATION)
        words, scale = names.draw(rng), network.model.logit_scale.exp().clamp(max=100)
        loss = naming_loss(whole, words, scale, target, among)
        loss = loss + settings.places * places_loss(places, words, scale, maps, among)
        state.set_learning_rate(settings.learning_rate(step))
        state.backward(loss)
        norm = state.update(settings.clip)
        if not math.isfinite(norm):
            raise RuntimeError(f"step {step}: the gradient is not finite; lower lr and begin anew")
        right.add(whole @ words.t(), target, among)
        placed.add(places @ words.t(), mostly(maps, places.shape[1]), among)
        total += float(loss.detach())
        bar.update()
        if state.step % LOGGED == 0:
            line = {"step": state.step, "loss": round(total / LOGGED, 4),
                    "named": right.taken(), "placed": placed.taken(),
                    "scale": round(float(scale), 2),
                    "seconds": round(time.monotonic() - begun, 1)}  # fmt: skip
            _log(out / "log.jsonl", line)
            bar.set_postfix(loss=line["loss"], named=line["named"], placed=line["placed"])
            total = 0.0
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


class _Share:
    """The share of right answers since it was taken last."""

    def __init__(self) -> None:
        self._right = self._asked = 0.0

    def add(self, likeness: Tensor, target: Tensor, among: Tensor) -> None:
        """Count what is nearest (..., C) against the targets (...), of which -1 do not count."""
        best = likeness.detach().masked_fill(~among, -9).argmax(dim=-1)
        self._right += float((best == target).sum())
        self._asked += float((target >= 0).sum())

    def taken(self) -> float:
        share = self._right / max(1.0, self._asked)
        self._right = self._asked = 0.0
        return round(share, 4)


def _log(path: Path, line: Mapping[str, float]) -> None:
    with path.open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")


def _keep_until(path: Path, step: int) -> None:
    """Take off the log's lines of steps that a resumed run does again."""
    if path.exists():
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line.endswith("}") and json.loads(line)["step"] <= step]
        write_whole(path, "".join(f"{line}\n" for line in kept))
