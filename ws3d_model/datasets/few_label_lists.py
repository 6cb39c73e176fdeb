# SPDX-License-Identifier: Apache-2.0
"""The lists of ScanNet's data-efficient benchmark: which scenes, or which points, have labels."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.dataset import DatasetError, read_bounded
from ws3d_model.datasets.labelled_cloud import LabelledCloud

Int64 = npt.NDArray[np.int64]

MOST_SCENES_FILE = 16 << 20  # bytes
MOST_POINTS_FILE = 256 << 20
MOST_SCENES = 1_000_000


def read_scene_list(path: Path) -> tuple[str, ...]:
    """A scene a line, as in the lists of splits and of limited reconstructions; each is kept once.

    Raises:
        DatasetError: the file is absent or names no scene.
    """
    text = read_bounded(path, MOST_SCENES_FILE).decode("utf-8", "replace")
    scenes = tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if not scenes:
        raise DatasetError(path, "names no scene: write one a line")
    if len(scenes) > MOST_SCENES or any(len(scene) > 200 for scene in scenes):
        raise DatasetError(path, "no list of scenes: it must hold a name a line")
    return scenes


def read_point_list(path: Path) -> Mapping[str, Int64]:
    """The labelled points of every scene (limited annotations): rows of its mesh's vertices.

    The benchmark's own files were written by `torch.save`: a table from scene to numbers. They are
    read without running anything that they hold. A JSON file (.json) of the same content will do.

    Raises:
        DatasetError: the file is absent, or holds something else.
    """
    if path.suffix == ".json":
        try:
            table = json.loads(read_bounded(path, MOST_POINTS_FILE))
        except (ValueError, RecursionError) as error:
            if isinstance(error, DatasetError):
                raise
            raise DatasetError(path, "no JSON: write {scene: [rows]}") from None
    else:
        table = _read_torch(path)
    if not isinstance(table, dict) or not table:
        raise DatasetError(path, "no table from scenes to rows of points")
    rows = {}
    for scene, numbers in table.items():
        try:
            array = np.asarray(numbers)
        except ValueError:  # lists of several lengths
            array = np.zeros((0, 0))
        whole = array.ndim == 1 and (array.dtype.kind in "iu" or not len(array))
        if not whole or (len(array) and array.min() < 0):
            raise DatasetError(path, f"the points of {scene} are no list of rows from 0")
        rows[str(scene)] = np.unique(array).astype(np.int64)
    return rows


def keep_labels(cloud: LabelledCloud, rows: Int64 | None, scene: str = "scene") -> LabelledCloud:
    """The cloud with labels and objects at the chosen rows alone; None keeps none.

    Raises:
        DatasetError: a row is beyond the cloud.
    """
    kept = np.zeros(len(cloud), np.bool_)
    if rows is not None and len(rows):
        if rows.max() >= len(cloud):
            raise DatasetError(
                scene, f"point {rows.max()} of the list is beyond its {len(cloud)} vertices"
            )
        kept[rows] = True
    nothing = np.int32(-1)
    return replace(
        cloud,
        labels=np.where(kept, cloud.labels, nothing),
        instances=np.where(kept, cloud.instances, nothing),
    )


def _read_torch(path: Path) -> object:
    """What `torch.save` wrote, by torch's restricted reader: tensors, numpy arrays and tables."""
    import torch  # seconds: only who has such a list waits for it

    stored = io.BytesIO(read_bounded(path, MOST_POINTS_FILE))
    kinds = {type(np.dtype(kind)) for kind in ("i4", "i8", "u4", "u8")}
    reduced: Any = np.zeros(0).__reduce__()
    # Files of old and of new numpy call the maker of arrays differently.
    makers = [(reduced[0], f"numpy.{core}.multiarray._reconstruct") for core in ("core", "_core")]
    allowed: list[Any] = [*makers, np.ndarray, np.dtype, *kinds]
    try:
        # The benchmark's own lists come so. `weights_only` runs no code of the file: it makes the
        # kinds allowed above and refuses all else.
        with torch.serialization.safe_globals(allowed):
            content: object = torch.load(stored, map_location="cpu", weights_only=True)
            return content
    except AttributeError:
        raise DatasetError(
            path, "reading it needs torch 2.6 or newer: update torch, or write it as .json"
        ) from None
    except Exception as error:  # the reader raises whatever its parser raised
        raise DatasetError(
            path, "no list of points written by torch.save: damaged, or more than scenes and rows"
        ) from error
