# SPDX-License-Identifier: Apache-2.0
"""Read a cloud from a file; its format is told by the suffix and never guessed."""

from __future__ import annotations

from pathlib import Path

from ws3d_model.cloud_files.bin_reader import read_bin
from ws3d_model.cloud_files.errors import CloudFileError
from ws3d_model.cloud_files.fields import FULL_SCALE, cloud_from_fields
from ws3d_model.cloud_files.npz_reader import read_npz
from ws3d_model.cloud_files.pcd_reader import read_pcd
from ws3d_model.cloud_files.ply_reader import read_ply
from ws3d_model.point_cloud import PointCloud

CLOUD_SUFFIXES = (".npz", ".ply", ".pcd", ".bin")


def read_cloud(
    path: str | Path, columns: int = 4, intensity_range: tuple[float, float] = FULL_SCALE
) -> PointCloud:
    """Read a point cloud.

    - `.npz`: xyz float32 (N, 3); optional rgb uint8 (N, 3), intensity float32 (N,).
    - `.ply`: ascii or binary; x y z, optional red green blue (uchar), intensity.
    - `.pcd`: ascii, binary or binary_compressed; x y z, optional rgb or rgba, intensity.
    - `.bin`: float32 rows as in KITTI: x y z intensity, then columns that are skipped.

    Args:
        path: the file.
        columns: of a .bin file, at least 3 (x y z alone).
        intensity_range: the file's intensities that become 0 and 1; what lies outside is clipped,
            with a warning in the log.

    Returns:
        The points in the file's order, rows of NaN (no return) included.

    Raises:
        CloudFileError: the file is missing, truncated, of another format, or holds no xyz; its
            message names the file, the problem and the cure.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in CLOUD_SUFFIXES:
        raise CloudFileError(
            path,
            f"unknown suffix {path.suffix!r}: the format is told by it; "
            f"rename or convert the file to one of {', '.join(CLOUD_SUFFIXES)}",
        )
    low, high = intensity_range
    if not -float("inf") < low < high < float("inf"):
        raise CloudFileError(path, f"intensity range {low}..{high}: give two rising numbers")
    try:
        if suffix == ".npz":
            fields = read_npz(path)
        elif suffix == ".ply":
            fields = read_ply(path)
        elif suffix == ".pcd":
            fields = read_pcd(path)
        else:
            fields = read_bin(path, columns)
    except FileNotFoundError:
        raise CloudFileError(path, "no such file: check the path") from None
    except OSError as error:
        raise CloudFileError(path, f"cannot be read ({error.strerror or error})") from error
    return cloud_from_fields(path, fields, intensity_range)
