# SPDX-License-Identifier: Apache-2.0
"""FusedFeatures: what a teacher says of every point of a cloud, and its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import safetensors
import safetensors.numpy

from ws3d_model.point_cloud import check_array
from ws3d_model.whole_files import write_whole

FORMAT = "ws3d-fused-features"
TOLERANCE = 2e-3  # of a unit vector in half precision


@dataclass(frozen=True, eq=False)
class FusedFeatures:
    """Vision-language features of P points.

    Args:
        features: float16 (P, D), unit length, or zero where no view shows the point.
        weight: float32 (P,), how much was seen of it, 0 for nothing.
        teacher: identity of the model.
        content_hash: of the model, the cloud and the settings that they were made with.

    Raises:
        TypeError, ValueError: another dtype or shape.
    """

    features: npt.NDArray[np.float16]
    weight: npt.NDArray[np.float32]
    teacher: str
    content_hash: str

    def __post_init__(self) -> None:
        check_array("features", self.features, np.float16, (None, None))
        check_array("weight", self.weight, np.float32, (len(self.features),))

    @property
    def dimension(self) -> int:
        """D."""
        return int(self.features.shape[1])

    @property
    def seen(self) -> float:
        """Share of the points that some view shows; 0 for no points."""
        return float((self.weight > 0).mean()) if len(self.weight) else 0.0

    def save(self, path: Path) -> None:
        """Write the file whole or not at all.

        Raises:
            OSError: the disk is full, or the folder cannot be written to.
        """
        metadata = {
            "format": FORMAT,
            "teacher": self.teacher,
            "dimension": str(self.dimension),
            "content_hash": self.content_hash,
        }
        tensors: dict[str, npt.NDArray[Any]] = {"features": self.features, "weight": self.weight}
        try:
            write_whole(path, safetensors.numpy.save(tensors, metadata))
        except OSError as error:
            raise OSError(
                f"{path} could not be written ({error}): free some space and give the same "
                "command again; what is done is kept"
            ) from error

    @staticmethod
    def load(path: Path) -> FusedFeatures:
        """Read what `save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is damaged, or something else.
        """
        if not path.is_file():
            raise FileNotFoundError(f"{path} is missing: make it with `ws3d teach`")
        metadata, tensors = _read(path)
        try:
            features = tensors["features"]
            if str(features.shape[1]) != metadata["dimension"]:
                raise ValueError("its features are not as wide as it says")
            return FusedFeatures(
                features, tensors["weight"], metadata["teacher"], metadata["content_hash"]
            )
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise ValueError(
                f"{path} holds no features of a teacher ({error}): remove it and make it again "
                "with `ws3d teach`"
            ) from error


def content_hash_of(path: Path) -> str | None:
    """The content hash that a file was made with, without reading its features; None without."""
    try:
        with safetensors.safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
    except (OSError, safetensors.SafetensorError):
        return None
    found: str | None = metadata.get("content_hash")
    return found if metadata.get("format") == FORMAT else None


def _read(path: Path) -> tuple[dict[str, str], dict[str, npt.NDArray[Any]]]:
    try:
        with safetensors.safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in list(file.keys())}
    except (OSError, safetensors.SafetensorError) as error:
        raise ValueError(
            f"{path} cannot be read ({error}): remove it and make it again with `ws3d teach`"
        ) from error
    if metadata.get("format") != FORMAT:
        raise ValueError(f"{path} holds no features of a teacher: name one that `ws3d teach` wrote")
    return metadata, tensors
