# SPDX-License-Identifier: Apache-2.0
"""Rooms in the folders of S3DIS v1.2: Area_N/room_M/room_M.txt and Annotations/class_i.txt.

Every line is `x y z r g b`, metres with three decimals and colours in 0..255 (Armeni et al. 2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.whole_files import write_whole
from ws3d_model.worlds.formats.official_names import ANY_S3DIS_ROOM, S3DIS, S3DIS_ROOMS
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.formats.whole_folder import whole_folder
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.scan import scan

AREAS = 6  # Area 5 is the usual test area


@dataclass(frozen=True)
class S3disWriter:
    """Writes Area_1 to Area_6 below a folder; a room's area and number follow from its seed."""

    folder: Path

    def done(self, request: SceneRequest) -> bool:
        """Whether a room of that seed exists."""
        return any(self._area(request).glob(f"*_{_number(request)}/Annotations"))

    def write(self, request: SceneRequest, scene: Scene) -> None:
        """Write the room's folder."""
        seen = scan(scene, 1000 * request.seed, "fused")
        seen = seen.select(seen.cloud.finite)
        name = f"{room_type(scene.kind)}_{_number(request)}"
        with whole_folder(self._area(request) / name) as folder:
            write_room(folder, seen)

    def finish(self, requests: Sequence[SceneRequest]) -> None:
        """List the rooms of every area with the angle that aligns them, which is 0 here."""
        for area in sorted(self.folder.glob("Area_*")):
            rooms = sorted(path.name for path in area.iterdir() if path.is_dir())
            lines = [
                "## Global alignment angle per disjoint space in an Area ##",
                "## Disjoint Space Name Global Alignment Angle ##",
                *(f"{room} 0" for room in rooms if not room.startswith(".")),
            ]
            write_whole(area / f"{area.name}_alignmentAngle.txt", "\n".join(lines) + "\n")

    def _area(self, request: SceneRequest) -> Path:
        return self.folder / f"Area_{request.seed % AREAS + 1}"


def write_room(folder: Path, seen: LabelledCloud) -> None:
    """Write the room's points, and those of each object, into a folder that bears its name."""
    annotations = folder / "Annotations"
    annotations.mkdir()
    lines = _lines(seen)
    ids = S3DIS.table(seen.names)[seen.labels]
    # Stuff is one object a class; what is unlabelled is clutter.
    ids = np.where(seen.labels >= 0, ids, S3DIS.ids["clutter"])
    keys = np.column_stack([ids, np.where(seen.instances >= 0, seen.instances, -1)])
    names = {number: name for name, number in S3DIS.ids.items()}
    counts: dict[str, int] = {}
    whole = []
    for class_id, instance in np.unique(keys, axis=0).tolist():
        rows = np.flatnonzero((keys == (class_id, instance)).all(axis=1))
        name = names[class_id]
        counts[name] = counts.get(name, 0) + 1
        text = "".join(lines[row] for row in rows)
        (annotations / f"{name}_{counts[name]}.txt").write_text(text, encoding="ascii")
        whole.append(text)
    (folder / f"{folder.name}.txt").write_text("".join(whole), encoding="ascii")


def room_type(kind: str) -> str:
    """S3DIS's word for a kind of room."""
    return next((word for part, word in S3DIS_ROOMS.items() if part in kind), ANY_S3DIS_ROOM)


def _number(request: SceneRequest) -> int:
    # The two sides of one seed are two rooms.
    return 2 * request.seed + (1 if request.families == "train" else 2)


def _lines(seen: LabelledCloud) -> list[str]:
    grey: npt.NDArray[np.uint8] = np.full((len(seen), 3), 128, np.uint8)
    rgb = grey if seen.cloud.rgb is None else seen.cloud.rgb
    return [
        f"{x:.3f} {y:.3f} {z:.3f} {r} {g} {b}\n"
        for (x, y, z), (r, g, b) in zip(seen.cloud.xyz.tolist(), rgb.tolist(), strict=True)
    ]
