# SPDX-License-Identifier: Apache-2.0
"""Clicks: a few named points in scans of one's own, each spread to the region that it lies in."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from ws3d_model.datasets.dataset import DatasetError, read_bounded
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.language.vocabulary import VocabularyError, clean_text
from ws3d_model.point_cloud import PointCloud
from ws3d_model.regions import RegionSettings, over_segment

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

MOST_BYTES = 64 << 20
MOST_NAMES = 1000
BY_PLACE = ("file", "x", "y", "z", "name")
BY_INDEX = ("file", "index", "name")


@dataclass(frozen=True)
class Click:
    """One named point.

    Args:
        line: of the file of clicks, from 1.
        name: what the point is.
        place: x y z in the scan file's own frame, metres; None where it is told by its row.
        index: the row, from 0; -1 where it is told by its place.
    """

    line: int
    name: str
    place: tuple[float, float, float] | None = None
    index: int = -1


def read_clicks(path: Path) -> dict[str, list[Click]]:
    """The clicks of every scan file, by its name in the first column.

    A CSV file whose first line is `file,x,y,z,name` or `file,index,name`, in any order of columns.

    Raises:
        DatasetError: the file is absent, has other columns, or a line that cannot be used.
    """
    text = read_bounded(path, MOST_BYTES).decode("utf-8-sig", "replace")
    try:
        return _clicks(path, text)
    except csv.Error as error:
        raise DatasetError(path, f"no CSV ({error}): write plain lines of text") from None


def names_of(clicks: Mapping[str, Sequence[Click]]) -> tuple[str, ...]:
    """The names of all clicks, sorted.

    Raises:
        ValueError: too many.
    """
    names = sorted({click.name for of_file in clicks.values() for click in of_file})
    if len(names) > MOST_NAMES:
        raise ValueError(f"{len(names)} different names: at most {MOST_NAMES} are taken")
    return tuple(names)


def label_by_clicks(
    cloud: PointCloud,
    clicks: Sequence[Click],
    names: tuple[str, ...],
    reach: float = 0.3,
    tolerance: float = 0.1,
    settings: RegionSettings | None = None,
    level: Float64 | None = None,
    faults: Counter[str] | None = None,
) -> LabelledCloud:
    """The scan with the points around every click labelled.

    A click labels the points of its region within `reach`; where two clicks share a region, each
    point goes to the nearer one.

    Args:
        cloud: the scan in the frame of its file.
        clicks: in that frame.
        names: what labels index.
        reach: metres; 0 labels the clicked points alone.
        tolerance: metres that a click may lie beside the nearest point.
        settings: how finely the scan is cut into regions.
        level: (3, 3) rotation from the file's frame to one with z up; None where z is up.
        faults: is told of regions that clicks of different names share.

    Raises:
        ValueError: a click is beyond the points, or too far from them; says in which line.
    """
    labels = np.full(len(cloud), -1, np.int32)
    none = np.full(len(cloud), -1, np.int32)
    finite = np.flatnonzero(cloud.finite)
    rows = _rows(cloud, clicks, finite, tolerance)
    turned = cloud if level is None else cloud.rotated(level.astype(np.float32))
    label = np.array([names.index(click.name) for click in clicks], np.int32)
    if len(clicks) and reach > 0:
        region = over_segment(turned, settings).of_point
        distance = np.full(len(cloud), np.inf)
        for row, own in zip(rows, label, strict=True):
            inside = np.flatnonzero(region == region[row])
            away = np.linalg.norm(turned.xyz[inside] - turned.xyz[row], axis=1)
            nearer = (away <= reach) & (away < distance[inside])
            distance[inside[nearer]] = away[nearer]
            labels[inside[nearer]] = own
        if faults is not None:
            pairs = np.unique(np.stack([region[rows], label], 1), axis=0)
            faults["regions hold clicks of different names: the nearer click counts"] += int(
                (np.unique(pairs[:, 0], return_counts=True)[1] > 1).sum()
            )
    labels[rows] = label
    return LabelledCloud(turned, names, labels, none)


def _clicks(path: Path, text: str) -> dict[str, list[Click]]:
    rows = csv.reader(io.StringIO(text))
    columns = [column.strip().lower() for column in next(rows, [])]
    by_place = sorted(columns) == sorted(BY_PLACE)
    if not by_place and sorted(columns) != sorted(BY_INDEX):
        raise DatasetError(
            path, f"its first line must be {','.join(BY_PLACE)} or {','.join(BY_INDEX)}"
        )
    clicks: dict[str, list[Click]] = {}
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        where = f"{path}, line {rows.line_num}"
        if len(row) != len(columns):
            raise DatasetError(where, f"{len(row)} cells where the first line has {len(columns)}")
        cells = dict(zip(columns, (cell.strip() for cell in row), strict=True))
        clicks.setdefault(cells["file"], []).append(_click(cells, rows.line_num, where, by_place))
    if not clicks:
        raise DatasetError(path, "has no click: write a line for each labelled point")
    return clicks


def _click(cells: Mapping[str, str], line: int, where: str, by_place: bool) -> Click:
    try:
        name = clean_text(cells["name"], "a name")
    except VocabularyError as error:
        raise DatasetError(where, str(error)) from None
    if not cells["file"]:
        raise DatasetError(where, "names no file")
    try:
        if not by_place:
            index = int(cells["index"])
            if index < 0:
                raise ValueError
            return Click(line, name, index=index)
        x, y, z = (float(cells[axis]) for axis in "xyz")
        if not all(math.isfinite(value) for value in (x, y, z)):
            raise ValueError
        return Click(line, name, (x, y, z))
    except ValueError:
        wanted = "x, y and z must be numbers (metres)" if by_place else "index must be a row from 0"
        raise DatasetError(where, wanted) from None


def _rows(cloud: PointCloud, clicks: Sequence[Click], finite: Int64, tolerance: float) -> Int64:
    """The point of every click."""
    rows = np.zeros(len(clicks), np.int64)
    if len(clicks) and not len(finite):
        raise ValueError(f"line {clicks[0].line}: the scan has no points")
    tree = cKDTree(cloud.xyz[finite]) if any(click.place for click in clicks) else None
    for number, click in enumerate(clicks):
        if tree is not None and click.place is not None:
            away, nearest = tree.query(click.place)
            if away > tolerance:
                raise ValueError(
                    f"line {click.line}: the nearest point is {away:.2f} m away, more than "
                    f"{tolerance:g} m: give places in the file's own frame, in metres"
                )
            rows[number] = finite[nearest]
        elif click.index >= len(cloud) or not cloud.finite[click.index]:
            raise ValueError(
                f"line {click.line}: the scan has {len(cloud)} points and no usable one in row "
                f"{click.index}"
            )
        else:
            rows[number] = click.index
    return rows
