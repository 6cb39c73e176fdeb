# SPDX-License-Identifier: Apache-2.0
"""Predictions in the formats that the benchmarks take, written and read back.

ScanNet: its benchmark's page, Format for 3D Semantic Label Prediction and Format for 3D Semantic
Instance Prediction. SemanticKITTI: README of PRBonn/semantic-kitti-api, Validation.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.class_lists import ClassList
from ws3d_model.datasets.dataset import DatasetError, read_bounded
from ws3d_model.evaluation.scannet_instances import InstanceMask, masks_of
from ws3d_model.scene_labels import SceneLabels
from ws3d_model.whole_files import write_whole

Int32 = npt.NDArray[np.int32]

MASKS = "predicted_masks"
MOST_BYTES = 256 << 20  # of one file
MOST_MASKS = 100_000  # of one scene
_OBJECTS = 0xFFFF  # instance numbers that SemanticKITTI's upper half can hold


def semantic_text(said: SceneLabels, classes: ClassList) -> str:
    """ScanNet's semantic labels: the number of every vertex in its class list, one a line."""
    return _lines(classes.numbers(_labels(said, classes)))


def write_scannet_semantic(path: Path, said: SceneLabels, classes: ClassList) -> None:
    """Write a scene's .txt; it appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, semantic_text(said, classes))


def read_scannet_semantic(path: Path, classes: ClassList) -> Int32:
    """The labels int32 (N,) that a scene's .txt gives; -1 for a number that is no class.

    Raises:
        DatasetError: the file is absent, or a line is no whole number.
    """
    return classes.labels(_whole_numbers(path))


def write_scannet_instances(path: Path, said: SceneLabels, classes: ClassList) -> None:
    """Write a scene's .txt and its masks in `predicted_masks/` beside it; things only.

    Each line names a mask, the number of its class, and the confidence; a mask has a line a vertex,
    1 where it belongs to the instance. The index is written last, so that its masks are there.
    """
    folder = path.parent / MASKS
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    for mask in masks_of(said):
        name = said.names[mask.label]
        if name not in classes.ids or name in classes.stuff:
            continue
        inside = np.zeros(len(said), np.int32)
        inside[mask.rows] = 1
        file = f"{path.stem}_{len(lines):03d}.txt"
        write_whole(folder / file, _lines(inside))
        lines.append(f"{MASKS}/{file} {classes.ids[name]} {mask.score:.6f}\n")
    write_whole(path, "".join(lines))


def read_scannet_instances(path: Path, classes: ClassList) -> list[InstanceMask]:
    """The masks that a scene's .txt names, labels as indices into the classes' names.

    A line whose number is no class is left out, as by the benchmark.

    Raises:
        DatasetError: the file or a mask is absent or malformed, or lies outside the folder.
    """
    masks = []
    lines = read_bounded(path, MOST_BYTES).decode("ascii", "replace").splitlines()
    if len(lines) > MOST_MASKS:
        raise DatasetError(path, f"{len(lines)} masks, at most {MOST_MASKS} are read")
    for line in lines:
        words = line.split(" ")
        try:
            file, number, score = words[0], int(float(words[1])), float(words[2])
        except (IndexError, ValueError):
            raise DatasetError(path, f"{line[:80]!r} is no `mask label confidence`") from None
        if Path(file).is_absolute() or ".." in Path(file).parts:
            raise DatasetError(path, f"{file!r} lies outside of its folder")
        label = int(classes.labels(np.array([number]))[0])
        inside = _whole_numbers(path.parent / file)
        if label >= 0:
            masks.append(InstanceMask(np.flatnonzero(inside).astype(np.int64), label, score))
    return masks


def write_semantickitti(path: Path, said: SceneLabels, classes: ClassList) -> None:
    """Write a sweep's .label: uint32, the raw number of the class below, the object's above.

    Objects of things are numbered from 1, those beyond 65,535 not at all; points of no object, and
    all of stuff, have 0. Raw numbers are those of the inverse learning map.
    """
    labels = _labels(said, classes)
    things = [n not in classes.stuff for n in classes.names]
    is_thing = np.array([*things, False], np.bool_)[labels]
    numbers = np.searchsorted(np.unique(said.instances[said.instances >= 0]), said.instances) + 1
    counted = is_thing & (said.instances >= 0) & (numbers <= _OBJECTS)
    upper = np.where(counted, numbers, 0).astype(np.uint32)
    packed = (upper << np.uint32(16)) | classes.numbers(labels).astype(np.uint32)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, packed.astype("<u4").tobytes())


def read_semantickitti(path: Path, classes: ClassList) -> tuple[Int32, Int32]:
    """Labels int32 (N,), -1 for none, and objects int32 (N,), -1 for none, of a sweep's .label.

    Raises:
        DatasetError: the file is absent or no whole number of labels.
    """
    content = read_bounded(path, MOST_BYTES)
    if len(content) % 4:
        raise DatasetError(path, f"{len(content)} bytes are no whole number of uint32 labels")
    packed = np.frombuffer(content, "<u4").astype(np.int64)
    return classes.labels(packed & 0xFFFF), ((packed >> 16) - 1).astype(np.int32)


def _labels(said: SceneLabels, classes: ClassList) -> Int32:
    """What was said, as indices into the classes' names; -1 for others."""
    place: Sequence[int] = [
        classes.names.index(name) if name in classes.ids else -1 for name in said.names
    ]
    labels: Int32 = np.array([*place, -1], np.int32)[said.labels]
    return labels


def _lines(numbers: Int32) -> str:
    return "".join(f"{number}\n" for number in numbers.tolist())


def _whole_numbers(path: Path) -> npt.NDArray[np.int64]:
    words = read_bounded(path, MOST_BYTES).split()
    try:
        return np.array([int(word) for word in words], np.int64)
    except (OverflowError, ValueError):
        raise DatasetError(path, "a line is no whole number") from None
