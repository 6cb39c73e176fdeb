# SPDX-License-Identifier: Apache-2.0
"""Rooms in ScanNet v2's folders: a mesh, its segments, their grouping to objects, and the labels.

The layout is that of the data set's own documentation (Dai et al. 2017, README of its repository):
scans/sceneXXXX_YY/ with _vh_clean_2.ply, _vh_clean_2.labels.ply, .aggregation.json,
_vh_clean_2.0.010000.segs.json and .txt; beside scans/ the table of labels and the lists of scenes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.label_colors import label_colors
from ws3d_model.whole_files import write_whole
from ws3d_model.worlds.formats.official_names import NYU40
from ws3d_model.worlds.formats.scene_request import SceneRequest, read_assets
from ws3d_model.worlds.formats.voxel_mesh import VoxelMesh, patches, voxel_mesh
from ws3d_model.worlds.formats.whole_folder import whole_folder
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.scan import scan
from ws3d_model.worlds.words import NAMES

Float64 = npt.NDArray[np.float64]

VOXEL = 0.03  # metres between vertices; ScanNet's meshes are as fine
EVERY_FIFTH = 5  # scene is for validation, close to the official 1201 to 312
LABELS_FILE = "scannetv2-labels.combined.tsv"
_COLUMNS = (
    *("id", "raw_category", "category", "count", "nyu40id", "eigen13id", "nyuClass", "nyu40class"),
    *("eigen13class", "ModelNet40", "ModelNet10", "ShapeNetCore55", "synsetoffset", "wnsynsetid"),
    *("wnsynsetkey", "mpcat40index", "mpcat40"),
)
# The parameters of ScanNet's segmentator, as every .segs.json quotes them.
_SEGMENTATION = {
    "kThresh": "0.0001",
    "segMinVerts": "20",
    "minPoints": "750",
    "maxPoints": "30000",
    "thinThresh": "0.05",
    "flatThresh": "0.001",
    "minLength": "0.02",
    "maxLength": "1",
}


@dataclass(frozen=True)
class ScanNetWriter:
    """Writes scans/ and what lies beside it below a folder."""

    folder: Path

    def done(self, request: SceneRequest) -> bool:
        """Whether the scene's folder exists."""
        return self._path(request).exists()

    def write(self, request: SceneRequest, scene: Scene) -> None:
        """Write the scene's folder."""
        seen = scan(scene, 1000 * request.seed, "fused")
        seen = seen.select(seen.cloud.finite)
        with whole_folder(self._path(request)) as folder:
            write_scene(folder, seen, scene.kind, heading=0.37 * (request.seed % 17))

    def finish(self, requests: Sequence[SceneRequest]) -> None:
        """Write the table of labels, and the lists of all scenes that the folder holds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        table = self.folder / LABELS_FILE
        write_whole(table, label_table(_names_of(requests, table)))
        scenes = sorted(path.name for path in (self.folder / "scans").glob("scene*_*"))
        validation = [name for name in scenes if int(name[5:].split("_")[0]) % EVERY_FIFTH == 4]
        training = [name for name in scenes if name not in validation]
        for part, names in (("train", training), ("val", validation)):
            text = "".join(f"{name}\n" for name in names)
            write_whole(self.folder / f"scannetv2_{part}.txt", text)

    def _path(self, request: SceneRequest) -> Path:
        # The second number tells scans of one place apart: rooms of either side here.
        number = 0 if request.families == "train" else 1
        return self.folder / "scans" / f"scene{request.seed:04d}_{number:02d}"


def write_scene(folder: Path, seen: LabelledCloud, kind: str, heading: float) -> None:
    """Write one scene's five files into a folder that bears the scene's name.

    Args:
        folder: exists.
        seen: finite points with colours, z up.
        kind: of room.
        heading: radians that the mesh is turned by, as real scans lie askew; `axisAlignment` in the
            .txt file turns it back.
    """
    name = folder.name
    mesh = voxel_mesh(seen.cloud.xyz, VOXEL)
    vertices = seen.select(mesh.rows)
    # Stuff is grouped by label, things by their number.
    groups = np.where(vertices.instances >= 0, vertices.instances, -2 - vertices.labels)
    segments = patches(vertices.cloud.xyz, mesh.faces, groups.astype(np.int64))
    skewed = _turned(vertices.cloud.xyz, heading)
    ids = NYU40.table(vertices.names)[vertices.labels]
    plain, coloured = _mesh_files(vertices, mesh, skewed, ids)
    (folder / f"{name}_vh_clean_2.ply").write_bytes(plain)
    (folder / f"{name}_vh_clean_2.labels.ply").write_bytes(coloured)
    segments_file = f"{name}_vh_clean_2.0.010000.segs.json"
    _write_json(
        folder / segments_file,
        {"params": _SEGMENTATION, "sceneId": name, "segIndices": segments.tolist()},
    )
    _write_json(
        folder / f"{name}.aggregation.json",
        {
            "sceneId": f"scannet.{name}",
            "appId": "Aggregator.v2",
            "segGroups": _groups(vertices, segments),
            "segmentsFile": f"scannet.{segments_file}",
        },
    )
    alignment = np.eye(4)
    alignment[:2, :2] = _rotation(-heading)
    numbers = " ".join(f"{value:.6f}" for value in alignment.ravel())
    text = f"axisAlignment = {numbers} \nsceneType = {kind.title()}\n"
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def label_table(names: Sequence[str]) -> str:
    """The table from the names of annotations to NYU40; a label's id is its line."""
    lines = ["\t".join(_COLUMNS)]
    for number, name in enumerate(names, start=1):
        official = NYU40.of(name)
        row = {
            **dict.fromkeys(_COLUMNS, ""),
            "id": str(number),
            "raw_category": name,
            "category": name,
            "count": "0",
            "nyu40id": str(NYU40.ids[official]),
            "nyuClass": official,
            "nyu40class": official,
        }
        lines.append("\t".join(row[column] for column in _COLUMNS))
    return "\n".join(lines) + "\n"


def _groups(vertices: LabelledCloud, segments: npt.NDArray[np.int32]) -> list[dict[str, Any]]:
    """Objects and stuff with their segments; each segment lies in one of them."""
    _, first = np.unique(segments, return_index=True)
    members: dict[tuple[int, int], list[int]] = {}
    for row in first.tolist():
        label, instance = int(vertices.labels[row]), int(vertices.instances[row])
        if label >= 0:
            members.setdefault((label, instance), []).append(int(segments[row]))
    return [
        {"id": n, "objectId": n, "segments": sorted(members[key]), "label": vertices.names[key[0]]}
        for n, key in enumerate(sorted(members))
    ]


def _mesh_files(
    vertices: LabelledCloud,
    mesh: VoxelMesh,
    xyz: npt.NDArray[np.float32],
    ids: npt.NDArray[np.int32],  # (V,) NYU40
) -> tuple[bytes, bytes]:
    """The mesh in its colours, and in those of its labels with the NYU40 number a vertex."""
    kinds = [(axis, "<f4") for axis in "xyz"]
    kinds += [(channel, "u1") for channel in ("red", "green", "blue", "alpha")]
    plain = np.zeros(len(vertices), kinds)
    labelled = np.zeros(len(vertices), [*kinds, ("label", "<u2")])
    palette = label_colors(NYU40.ids)  # its last colour serves number 0
    rgb = np.full((len(vertices), 3), 128, np.uint8)
    rgb = rgb if vertices.cloud.rgb is None else vertices.cloud.rgb
    for table, colors in ((plain, rgb), (labelled, palette[ids - 1])):
        for column, axis in enumerate("xyz"):
            table[axis] = xyz[:, column]
        for column, channel in enumerate(("red", "green", "blue")):
            table[channel] = colors[:, column]
        table["alpha"] = 255
    labelled["label"] = ids
    faces = np.zeros(len(mesh.faces), [("count", "u1"), ("vertices", "<i4", (3,))])
    faces["count"], faces["vertices"] = 3, mesh.faces
    return _ply(plain, faces), _ply(labelled, faces)


def _ply(vertices: npt.NDArray[Any], faces: npt.NDArray[Any]) -> bytes:
    words = {"<f4": "float", "|u1": "uchar", "<u2": "ushort"}
    kinds = vertices.dtype
    header = ["ply", "format binary_little_endian 1.0", f"element vertex {len(vertices)}"]
    header += [f"property {words[kinds[name].str]} {name}" for name in kinds.names or ()]
    header += [f"element face {len(faces)}", "property list uchar int vertex_indices", "end_header"]
    return "\n".join(header).encode() + b"\n" + vertices.tobytes() + faces.tobytes()


def _rotation(angle: float) -> Float64:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _turned(xyz: npt.NDArray[np.float32], angle: float) -> npt.NDArray[np.float32]:
    turned: npt.NDArray[np.float32] = xyz.copy()
    turned[:, :2] = xyz[:, :2] @ _rotation(angle).T
    return turned


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")


def _names_of(requests: Sequence[SceneRequest], table: Path) -> tuple[str, ...]:
    """The catalog's names, those of the requests' meshes, and those of the table that is there."""
    names = [*NAMES]
    for folder in {request.assets for request in requests if request.assets is not None}:
        names += read_assets(folder).names
    if table.exists():
        names += [line.split("\t")[1] for line in table.read_text("utf-8").splitlines()[1:]]
    return tuple(dict.fromkeys(names))
