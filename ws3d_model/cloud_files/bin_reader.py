# SPDX-License-Identifier: Apache-2.0
"""Read .bin: rows of little-endian float32, x y z intensity first, as in KITTI and nuScenes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ws3d_model.cloud_files.errors import CloudFileError
from ws3d_model.cloud_files.fields import CloudFields


def read_bin(path: Path, columns: int) -> CloudFields:
    """The columns of a headerless file; a fourth column is intensity, further ones are skipped.

    Raises:
        CloudFileError: the size is no whole number of rows, or `columns` is below 3.
        OSError: the file cannot be read.
    """
    if columns < 3:
        raise CloudFileError(path, f"{columns} columns: give at least 3 (x y z) by --columns")
    size, row = path.stat().st_size, 4 * columns
    if size % row:
        fitting = [n for n in (3, 4, 5, 6, 7, 8) if size % (4 * n) == 0]
        raise CloudFileError(
            path,
            f"{size} bytes are no whole number of rows of {columns} float32 columns: "
            + (f"its size fits --columns {' or '.join(map(str, fitting))}" if fitting else "")
            + ("; or it is truncated" if fitting else "it is truncated: copy it again"),
        )
    table = np.fromfile(path, dtype="<f4").reshape(-1, columns)
    return CloudFields(table[:, :3], None, table[:, 3] if columns > 3 else None)
