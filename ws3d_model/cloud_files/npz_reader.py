# SPDX-License-Identifier: Apache-2.0
"""Read .npz: the arrays xyz, rgb and intensity, without pickle and without trust in headers."""

from __future__ import annotations

import math
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ws3d_model.cloud_files.errors import CloudFileError
from ws3d_model.cloud_files.fields import CloudFields
from ws3d_model.datasets.labelled_cloud import HOLE
from ws3d_model.point_cloud import check_array

# Deflate shrinks by 1032 at most (zlib's technical details): a member that claims more lies.
_MOST_INFLATION = 1032
# Two hundred million points: far above a scan, far below what brings a machine down.
_MOST_BYTES = 12 * 200_000_000


def read_npz(path: Path) -> CloudFields:
    """The columns of a file written by `numpy.savez(path, xyz=..., rgb=..., intensity=...)`.

    Shards of `ws3d generate` are read as well: their coordinates are whole millimetres in 16 bits.

    Raises:
        CloudFileError: no zip, no xyz, another dtype or shape, truncated, or an absurd size.
        OSError: the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            xyz = _read_shard(path, archive)
            if xyz is None:
                xyz = _read_array(path, archive, "xyz", np.float32, (None, 3))
            if xyz is None:
                held = ", ".join(name.removesuffix(".npy") for name in archive.namelist()[:10])
                raise CloudFileError(
                    path,
                    f"no array xyz in it (it holds: {held or 'nothing'}): save xyz=(N, 3) float32",
                )
            rgb = _read_array(path, archive, "rgb", np.uint8, (len(xyz), 3))
            intensity = _read_array(path, archive, "intensity", np.float32, (len(xyz),))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise CloudFileError(
            path, f"no .npz file, or a damaged one ({error}): write it by numpy.savez"
        ) from error
    return CloudFields(xyz, None if rgb is None else rgb.astype(np.uint8), intensity)


def _read_shard(path: Path, archive: zipfile.ZipFile) -> npt.NDArray[np.float32] | None:
    """Metres (N, 3) of a file of `LabelledCloud.save`, NaN in holes; None for any other file."""
    if not {"origin.npy", "labels.npy", "names.npy"} <= set(archive.namelist()):
        return None
    origin = _read_array(path, archive, "origin", np.float64, (3,))
    millimetres = _read_array(path, archive, "xyz", np.int16, (None, 3))
    if millimetres is None or origin is None:
        return None
    metres: npt.NDArray[np.float32] = (millimetres / 1000 + origin).astype(np.float32)
    metres[(millimetres == HOLE).any(axis=1)] = np.nan
    return metres


def _read_array(
    path: Path,
    archive: zipfile.ZipFile,
    name: str,
    dtype: type[np.generic],
    shape: tuple[int | None, ...],
) -> npt.NDArray[Any] | None:
    """One array of the archive, refused before anything is allocated for what it claims to hold."""
    try:
        member = archive.getinfo(f"{name}.npy")
    except KeyError:
        return None
    if member.file_size > min(_MOST_BYTES, _MOST_INFLATION * (member.compress_size + 64)):
        raise CloudFileError(
            path, f"{name} claims {member.file_size} bytes: damaged, or too large; split the cloud"
        )
    with archive.open(member) as stream:
        try:
            version = np.lib.format.read_magic(stream)
            if version == (1, 0):
                held_shape, fortran, held = np.lib.format.read_array_header_1_0(stream)
            else:
                held_shape, fortran, held = np.lib.format.read_array_header_2_0(stream)
        except ValueError as error:
            raise CloudFileError(path, f"{name} has no valid header ({error})") from error
        if held.hasobject:
            raise CloudFileError(path, f"{name} holds Python objects, which are never loaded")
        # In exact integers: a shape of 10**12 rows must not be tried.
        size = math.prod(held_shape) * held.itemsize
        if min(held_shape, default=0) < 0 or size > member.file_size:
            raise CloudFileError(path, f"{name} claims a shape of {held_shape}: it is truncated")
        data = stream.read(size)
    if len(data) < size:
        raise CloudFileError(path, f"{name} is truncated: copy the file again")
    array = np.frombuffer(data, held).reshape(held_shape, order="F" if fortran else "C")
    if held.newbyteorder("=") == np.dtype(dtype):
        array = array.astype(dtype)
    try:
        check_array(name, array, dtype, shape)
    except (TypeError, ValueError) as error:
        raise CloudFileError(path, f"{error}: convert it before saving") from error
    return array
