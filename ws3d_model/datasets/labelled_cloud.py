# SPDX-License-Identifier: Apache-2.0
"""LabelledCloud: a point cloud with its ground truth, and its compact file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ws3d_model.npz_files import open_npz
from ws3d_model.point_cloud import PointCloud, check_array
from ws3d_model.whole_files import whole_file

Int32 = npt.NDArray[np.int32]
Float32 = npt.NDArray[np.float32]

HOLE = np.iinfo(np.int16).min  # stands for NaN where coordinates are stored in whole millimetres
REACH = 32.7  # metres from the stored origin that whole millimetres in 16 bits can hold


@dataclass(frozen=True, eq=False)
class LabelledCloud:
    """Points with the name and the object that each belongs to.

    Args:
        cloud: N points.
        names: the K class names.
        labels: int32 (N,), index into `names`, -1 where unlabelled.
        instances: int32 (N,), object number, -1 where the point belongs to none (walls, floors).
        centres: float32 (I, 3) metres, the centre of the complete object i, seen or not, in the
            frame of the cloud; None where unknown.
        boxes: float32 (I, 7), the complete object's cx cy cz length width height (metres) yaw
            (radians about z), in the frame of the cloud; None where unknown.
        descriptions: I texts, one an object: what somebody might call it; "" where unknown. Empty
            where none is known.
        scene_descriptions: texts about the whole scene, any number.

    Raises:
        TypeError, ValueError: a field has another dtype, shape or range than the ones above.
    """

    cloud: PointCloud
    names: tuple[str, ...]
    labels: Int32
    instances: Int32
    centres: Float32 | None = None
    boxes: Float32 | None = None
    descriptions: tuple[str, ...] = ()
    scene_descriptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_array("labels", self.labels, np.int32, (len(self.cloud),))
        check_array("instances", self.instances, np.int32, (len(self.cloud),))
        if len(self.labels) and not -1 <= self.labels.min() <= self.labels.max() < len(self.names):
            raise ValueError(f"labels must be -1..{len(self.names) - 1}, the index into the names")
        if self.centres is not None:
            check_array("centres", self.centres, np.float32, (None, 3))
        known = self.boxes if self.centres is None else self.centres
        if self.boxes is not None:
            check_array("boxes", self.boxes, np.float32, (None if known is None else len(known), 7))
        if known is None:
            return
        if len(self.instances) and self.instances.max() >= len(known):
            field = "boxes" if self.centres is None else "centres"
            raise ValueError(
                f"instance {self.instances.max()} has no row in {field} ({len(known)})"
            )
        if self.descriptions and len(self.descriptions) != len(known):
            raise ValueError(
                f"descriptions must be one an object: {len(known)}, got {len(self.descriptions)}"
            )

    def __len__(self) -> int:
        return len(self.labels)

    def select(self, rows: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> LabelledCloud:
        """The chosen rows: a mask (N,) or row numbers (M,); names and objects stay."""
        return replace(
            self,
            cloud=self.cloud.select(rows),
            labels=self.labels[rows],
            instances=self.instances[rows],
        )

    def save(self, path: str | Path) -> None:
        """Write an .npz; whole millimetres in 16 bits where the cloud spans less than 65 m.

        The file appears at once or not at all (written beside, then renamed).
        """
        xyz = self.cloud.xyz
        finite = xyz[self.cloud.finite]
        low, high = (finite.min(0), finite.max(0)) if len(finite) else (np.zeros(3), np.zeros(3))
        origin = ((low.astype(np.float64) + high) / 2).round(3)
        arrays: dict[str, Any] = {
            "names": np.array(self.names, np.str_),
            "labels": self.labels.astype(np.int16 if len(self.names) <= 1 << 15 else np.int32),
            "instances": self.instances,
        }
        if (high - low).max() < 2 * REACH:
            millimetres = np.round((xyz - origin) * 1000)
            arrays["origin"] = origin
            arrays["xyz"] = np.where(np.isfinite(millimetres), millimetres, HOLE).astype(np.int16)
        else:
            arrays["xyz"] = xyz
        optional = {
            "rgb": self.cloud.rgb,
            "intensity": self.cloud.intensity,
            "centres": self.centres,
            "boxes": self.boxes,
            "descriptions": _texts(self.descriptions),
            "scene_descriptions": _texts(self.scene_descriptions),
        }
        arrays.update({name: array for name, array in optional.items() if array is not None})
        with whole_file(Path(path)) as partial, partial.open("wb") as file:
            np.savez(file, **arrays)

    @staticmethod
    def load(path: str | Path) -> LabelledCloud:
        """Read what `save` wrote; coordinates come back to within half a millimetre.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is not a labelled cloud, or is damaged.
        """
        try:
            with open_npz(Path(path)) as stored:
                arrays = {name: stored[name] for name in stored.files}
            xyz = arrays["xyz"]
            if "origin" in arrays:
                metres = (xyz / 1000 + arrays["origin"]).astype(np.float32)
                metres[(xyz == HOLE).any(axis=1)] = np.nan
                xyz = metres
            return LabelledCloud(
                PointCloud(xyz, arrays.get("rgb"), arrays.get("intensity")),
                _tuple(arrays["names"]),
                arrays["labels"].astype(np.int32),
                arrays["instances"],
                arrays.get("centres"),
                arrays.get("boxes"),
                _tuple(arrays.get("descriptions", ())),
                _tuple(arrays.get("scene_descriptions", ())),
            )
        except FileNotFoundError:
            raise
        except Exception as error:
            raise ValueError(
                f"{path} is not a labelled cloud written by LabelledCloud.save: {error}"
            ) from error


def _texts(texts: tuple[str, ...]) -> npt.NDArray[np.str_] | None:
    return np.array(texts, np.str_) if texts else None


def _tuple(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(text) for text in texts)


def shard_paths(folder: Path) -> list[Path]:
    """The shards (*.npz) below a folder, in the order of their names; half-written ones left out.

    Raises:
        FileNotFoundError: there is none.
    """
    paths = sorted(path for path in folder.rglob("*.npz") if not path.name.startswith("."))
    if not paths:
        raise FileNotFoundError(
            f"{folder} holds no shards (*.npz); make some with `ws3d generate rooms --out {folder}`"
        )
    return paths


def read_shards(folder: Path, limit: int | None = None) -> list[LabelledCloud]:
    """The labelled clouds of `shard_paths`, at most `limit`.

    Raises:
        FileNotFoundError: there is none.
        ValueError: one is damaged.
    """
    return [LabelledCloud.load(path) for path in shard_paths(folder)[:limit]]
