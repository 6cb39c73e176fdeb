# SPDX-License-Identifier: Apache-2.0
"""The files of a ScanNet scene: segments, their grouping to objects, labels, alignment, the table.

Their formats are described by the data set's repository (README, section Data Formats).
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ws3d_model.cloud_files import CloudFileError, read_ply_vertices
from ws3d_model.datasets.dataset import DatasetError, check_size, read_bounded

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

MOST_JSON = 256 << 20  # bytes: a mesh of ten million vertices
MOST_MESH = 2 << 30
MOST_TEXT = 16 << 20
_AGAIN = "is damaged: download it again"


@dataclass(frozen=True)
class Group:
    """One annotated object, or all of one kind of surface.

    Args:
        object_id: its number in the scene.
        label: the annotator's word.
        segments: numbers of its segments.
    """

    object_id: int
    label: str
    segments: tuple[int, ...]


@dataclass(frozen=True)
class RawCategory:
    """A line of the table of labels: an annotator's word and its NYU40 number."""

    name: str
    nyu40: int


def read_segments(path: Path) -> Int64:
    """The segment int64 (V,) of every vertex (.segs.json).

    Raises:
        DatasetError: absent, damaged, or no list of whole numbers.
    """
    indices = _read_json(path).get("segIndices")
    try:
        segments = np.array(indices)
        if segments.ndim != 1 or (len(segments) and segments.dtype.kind != "i"):
            raise TypeError
    except (TypeError, ValueError):
        raise DatasetError(path, f"segIndices is no list of whole numbers; it {_AGAIN}") from None
    return segments.astype(np.int64)


def read_groups(path: Path) -> tuple[Group, ...]:
    """The objects (.aggregation.json), in the order of the file.

    Raises:
        DatasetError: absent or damaged.
    """
    groups = _read_json(path).get("segGroups")
    try:
        return tuple(
            Group(int(group["objectId"]), str(group["label"]), tuple(map(int, group["segments"])))
            for group in groups or ()
        )
    except (KeyError, TypeError, ValueError):
        raise DatasetError(
            path, f"a segGroup lacks objectId, label or segments; it {_AGAIN}"
        ) from None


def read_alignment(path: Path) -> Float64 | None:
    """The matrix (4, 4) that squares the scene with the axes; None where the file names none.

    Raises:
        DatasetError: absent, or the matrix is no rigid motion.
    """
    text = read_bounded(path, MOST_TEXT).decode("utf-8", "replace")
    found = re.search(r"^axisAlignment\s*=\s*(.*)$", text, re.MULTILINE)
    if found is None:
        return None
    try:
        matrix = np.array([float(word) for word in found[1].split()]).reshape(4, 4)
    except ValueError:
        raise DatasetError(path, "axisAlignment is no matrix of 16 numbers") from None
    turn = matrix[:3, :3]
    if not np.isfinite(matrix).all() or not np.allclose(turn @ turn.T, np.eye(3), atol=0.01):
        raise DatasetError(path, f"axisAlignment is no rigid motion; the file {_AGAIN}")
    return matrix


def read_label_table(path: Path) -> tuple[RawCategory, ...]:
    """The annotators' words and what they are in NYU40 (scannetv2-labels.combined.tsv).

    Raises:
        DatasetError: absent, or without its columns.
    """
    text = read_bounded(path, MOST_TEXT).decode("utf-8", "replace")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        if not {"raw_category", "nyu40id"} <= set(rows.fieldnames or ()):
            raise DatasetError(path, f"it has no columns raw_category and nyu40id; it {_AGAIN}")
        return tuple(
            RawCategory(row["raw_category"], _number(path, row["nyu40id"])) for row in rows
        )
    except csv.Error as error:
        raise DatasetError(path, f"no table ({error}); it {_AGAIN}") from None


def read_vertex_labels(path: Path) -> Int64:
    """The NYU40 number int64 (V,) of every vertex (_vh_clean_2.labels.ply).

    Raises:
        DatasetError: absent, damaged, or without whole numbers as the vertex property `label`.
    """
    check_size(path, MOST_MESH)
    try:
        labels = read_ply_vertices(path).get("label")
    except CloudFileError as error:
        raise DatasetError(path, error.problem) from error
    with np.errstate(invalid="ignore"):
        if labels is None or not (labels % 1 == 0).all():
            raise DatasetError(path, f"its vertices have no whole number as label; it {_AGAIN}")
    return labels.astype(np.int64)


def _number(path: Path, word: str | None) -> int:
    """A line's NYU40 number; 0 where it has none."""
    if word is None or not (word.strip() or "0").isdecimal() or len(word) > 9:
        raise DatasetError(path, f"a line has no whole number as nyu40id; it {_AGAIN}")
    return int(word.strip() or 0)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(read_bounded(path, MOST_JSON))
    except (ValueError, RecursionError) as error:
        if isinstance(error, DatasetError):
            raise
        raise DatasetError(path, f"no JSON; it {_AGAIN}") from None
    if not isinstance(value, dict):
        raise DatasetError(path, f"no JSON object; it {_AGAIN}")
    return value
