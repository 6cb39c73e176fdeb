# SPDX-License-Identifier: Apache-2.0
"""Write what was found in a cloud: all of it as .npz, or a coloured .ply for any viewer."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.cloud_files.errors import CloudFileError
from ws3d_model.label_colors import label_colors
from ws3d_model.point_cloud import PointCloud, check_array
from ws3d_model.scene_labels import SceneLabels
from ws3d_model.whole_files import whole_file

OUTPUT_SUFFIXES = (".npz", ".ply")


def check_output_path(path: str | Path) -> None:
    """Say before the work whether its result could be written.

    Raises:
        CloudFileError: another suffix than .npz and .ply, no such folder, or no permission.
    """
    path = Path(path)
    if path.suffix.lower() not in OUTPUT_SUFFIXES:
        raise CloudFileError(
            path, f"unknown suffix {path.suffix!r}: name the output .npz (data) or .ply (picture)"
        )
    if not path.parent.is_dir():
        raise CloudFileError(path, f"there is no folder {path.parent}: make it first")
    if path.is_dir():
        raise CloudFileError(path, "is a folder: name a file")
    if not os.access(path.parent, os.W_OK):
        raise CloudFileError(path, f"the folder {path.parent} cannot be written to")


def write_labels(
    path: str | Path,
    scene: SceneLabels,
    cloud: PointCloud,
    level_from_input: npt.NDArray[np.float32] | None = None,  # (3, 3)
) -> None:
    """Write labels, instances and boxes, in the order of the cloud's N points.

    `.npz` holds
    - label int32 (N,), index into names, -1 unlabelled; names str (K,)
    - confidence float32 (N,), 0..1
    - instance int32 (N,), -1 none
    - boxes float32 (B, 7): cx cy cz length width height (metres) yaw (radians about z, length along
      the heading), in the level frame (z up)
    - box_label int32 (B,), box_score float32 (B,), box_instance int32 (B,)
    - level_from_input float32 (3, 3): the rotation that takes the input's points to the level
      frame; the identity for a cloud whose z points up.

    `.ply` (binary little endian) holds x y z, red green blue by label (grey: unlabelled), label,
    instance, confidence; the names are in its comments. Points that are not finite are left out, as
    viewers stumble over them.

    The file appears at once or not at all.

    Args:
        path: .npz or .ply; a file that exists is replaced.
        scene: what was found.
        cloud: the points that it was found in, as they were read.
        level_from_input: see above; None is the identity.

    Raises:
        CloudFileError: the file cannot be written.
        TypeError, ValueError: scene and cloud differ in length; the rotation is no float32 (3, 3).
    """
    path = Path(path)
    check_output_path(path)
    if len(scene) != len(cloud):
        raise ValueError(f"{len(scene)} labels do not belong to {len(cloud)} points")
    rotation = np.eye(3, dtype=np.float32) if level_from_input is None else level_from_input
    check_array("level_from_input", rotation, np.float32, (3, 3))
    content = _npz(scene, rotation) if path.suffix.lower() == ".npz" else _ply(scene, cloud)
    try:
        with whole_file(path) as partial:
            partial.write_bytes(content)
    except OSError as error:
        raise CloudFileError(path, f"cannot be written ({error.strerror or error})") from error


def _npz(scene: SceneLabels, level_from_input: npt.NDArray[np.float32]) -> bytes:
    stream = io.BytesIO()
    np.savez(
        stream,
        label=scene.labels,
        names=np.array(scene.names, dtype=np.str_),
        confidence=scene.confidences,
        instance=scene.instances,
        boxes=scene.boxes,
        box_label=scene.box_labels,
        box_score=scene.box_scores,
        box_instance=scene.box_instances,
        level_from_input=level_from_input,
    )
    return stream.getvalue()


def _ply(scene: SceneLabels, cloud: PointCloud) -> bytes:
    rows = cloud.finite
    vertices = np.empty(
        int(rows.sum()),
        [(name, "<f4") for name in "xyz"]
        + [(name, "u1") for name in ("red", "green", "blue")]
        + [("label", "<i4"), ("instance", "<i4"), ("confidence", "<f4")],
    )
    labels = scene.labels[rows]
    columns = [*cloud.xyz[rows].T, *label_colors(scene.names)[labels].T]
    columns += [labels, scene.instances[rows], scene.confidences[rows]]
    for name, column in zip(vertices.dtype.names or (), columns, strict=True):
        vertices[name] = column
    kinds = {"<f4": "float", "|u1": "uchar", "<i4": "int"}
    header = ["ply", "format binary_little_endian 1.0"]
    # A PLY header is ascii; other scripts are written as escapes.
    for number, name in enumerate(scene.names):
        text = " ".join(name.split()).encode("ascii", "backslashreplace").decode()
        header.append(f"comment label {number} {text}")
    header.append(f"element vertex {len(vertices)}")
    header += [
        f"property {kinds[vertices.dtype[name].str]} {name}" for name in vertices.dtype.names or ()
    ]
    header.append("end_header\n")
    return "\n".join(header).encode() + vertices.tobytes()
