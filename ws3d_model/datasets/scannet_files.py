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

from ws3d_model.datasets.dataset import DatasetError, read_bounded

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

MOST_JSON = 256 << 20  # bytes: a mesh of ten million vertices
MOST_MESH = 2 << 30
MOST_TEXT = 16 << 20
_AGAIN = "is damaged: download it again"
_TYPES = {
    "char": "i1", "uchar": "u1", "short": "<i2", "ushort": "<u2", "int": "<i4", "uint": "<u4",
    "float": "<f4", "double": "<f8", "int8": "i1", "uint8": "u1", "int16": "<i2", "uint16": "<u2",
    "int32": "<i4", "uint32": "<u4", "float32": "<f4", "float64": "<f8",
}  # fmt: skip


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
    if not {"raw_category", "nyu40id"} <= set(rows.fieldnames or ()):
        raise DatasetError(path, f"it has no columns raw_category and nyu40id; it {_AGAIN}")
    try:
        return tuple(RawCategory(row["raw_category"], int(row["nyu40id"] or 0)) for row in rows)
    except (TypeError, ValueError):
        raise DatasetError(path, f"a line has no whole number as nyu40id; it {_AGAIN}") from None


def read_vertex_labels(path: Path) -> Int64:
    """The NYU40 number int64 (V,) of every vertex (_vh_clean_2.labels.ply, binary).

    Raises:
        DatasetError: absent, damaged, or without the vertex property `label`.
    """
    header, mark, body = read_bounded(path, MOST_MESH).partition(b"end_header\n")
    lines = [line.split() for line in header[:65_536].decode("latin-1").splitlines()]
    if not mark or lines[:1] != [["ply"]] or ["format", "binary_little_endian", "1.0"] not in lines:
        raise DatasetError(path, f"no binary little-endian PLY file; it {_AGAIN}")
    starts = [number for number, line in enumerate(lines) if line[:1] == ["element"]]
    try:
        if lines[starts[0]][1] != "vertex":
            raise ValueError
        own = lines[starts[0] + 1 : starts[1] if len(starts) > 1 else None]
        kinds = [(line[2], _TYPES[line[1]]) for line in own if line[:1] == ["property"]]
        vertices = np.frombuffer(body, np.dtype(kinds), int(lines[starts[0]][2]))
        return vertices["label"].astype(np.int64)
    except (IndexError, KeyError, ValueError):
        raise DatasetError(path, f"its vertices have no property label; it {_AGAIN}") from None


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
