# SPDX-License-Identifier: Apache-2.0
"""A benchmark's data set by its name, as the command line has it."""

from __future__ import annotations

from pathlib import Path

from ws3d_model.datasets.dataset import Dataset, DatasetError
from ws3d_model.datasets.s3dis import S3dis
from ws3d_model.datasets.scannet import ScanNet
from ws3d_model.datasets.semantickitti import SemanticKitti

DATASETS = ("scannet", "s3dis", "semantickitti")


def open_dataset(
    name: str,
    folder: Path,
    raw: bool = False,
    scene_list: Path | None = None,
    point_list: Path | None = None,
) -> Dataset:
    """The data set of a folder.

    Args:
        name: one of `DATASETS`.
        folder: in the official layout.
        raw, scene_list, point_list: see `ScanNet`; the others have none of them.

    Raises:
        DatasetError: there is no such folder.
        ValueError: an option that the data set does not have.
    """
    if not folder.is_dir():
        raise DatasetError(folder, "no such folder: name the one that holds the data set")
    if name == "scannet":
        return ScanNet(folder, raw, scene_list, point_list)
    if raw or scene_list or point_list:
        raise ValueError(
            f"raw labels and lists of scenes and points are ScanNet's; {name} has none"
        )
    return S3dis(folder) if name == "s3dis" else SemanticKitti(folder)
