# SPDX-License-Identifier: Apache-2.0
"""Read .pcd: ascii, binary and binary_compressed clouds of the Point Cloud Library (v0.7)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.cloud_files import lzf
from ws3d_model.cloud_files.errors import CloudFileError
from ws3d_model.cloud_files.fields import CloudFields
from ws3d_model.cloud_files.tables import read_text_table

_MOST_HEADER = 65_536  # bytes
_SIZES = {"I": (1, 2, 4, 8), "U": (1, 2, 4, 8), "F": (4, 8)}
_ENTRIES = ("FIELDS", "SIZE", "TYPE", "WIDTH", "HEIGHT", "DATA")


@dataclass(frozen=True)
class _Field:
    name: str
    dtype: np.dtype[np.generic]  # little endian
    count: int


def read_pcd(path: Path) -> CloudFields:
    """The points: x y z, and where present rgb or rgba and intensity, in the sensor's frame.

    The header's VIEWPOINT is where the sensor stood; PCL does not apply it, nor does this.

    Raises:
        CloudFileError: no PCD, no xyz, truncated, or declared in a way that cannot be read.
        OSError: the file cannot be read.
    """
    content = path.read_bytes()
    entries, body = _read_header(path, content)
    fields, points = _layout(path, entries)
    held = [field.name for field in fields]
    missing = [name for name in "xyz" if name not in held]
    if missing:
        raise CloudFileError(path, f"points without {' '.join(missing)} (they hold: {held})")
    data = entries["DATA"][0]
    if data == "ascii":
        column = _ascii_columns(path, body, fields, points)
    elif data == "binary":
        column = _binary_columns(path, body, fields, points)
    elif data == "binary_compressed":
        column = _compressed_columns(path, body, fields, points)
    else:
        raise CloudFileError(path, f"DATA {data!r}: none of ascii, binary, binary_compressed")
    packed = column.get("rgb", column.get("rgba"))
    return CloudFields(
        np.stack([column[name] for name in "xyz"], axis=1),
        None if packed is None else _unpack_colors(path, packed),
        column.get("intensity", column.get("i")),
    )


def _read_header(path: Path, content: bytes) -> tuple[dict[str, list[str]], bytes]:
    """The header's entries, and the bytes after its DATA line."""
    entries: dict[str, list[str]] = {}
    position = 0
    while "DATA" not in entries:
        newline = content.find(b"\n", position, _MOST_HEADER)
        if newline < 0:
            raise CloudFileError(path, "its header has no DATA line: truncated, or no PCD file")
        words = content[position:newline].decode("latin-1").split()
        position = newline + 1
        if words and not words[0].startswith("#"):
            entries[words[0].upper()] = words[1:]
    missing = [name for name in _ENTRIES if not entries.get(name)]
    if missing:
        raise CloudFileError(
            path, f"its header has no {' '.join(missing)}: no PCD file of version 0.7"
        )
    return entries, content[position:]


def _layout(path: Path, entries: dict[str, list[str]]) -> tuple[list[_Field], int]:
    """The fields in their order and the number of points."""
    names, sizes, kinds = entries["FIELDS"], entries["SIZE"], entries["TYPE"]
    counts = entries.get("COUNT", ["1"] * len(names))
    if not len(names) == len(sizes) == len(kinds) == len(counts):
        raise CloudFileError(path, "FIELDS, SIZE, TYPE and COUNT differ in length")
    fields = []
    for name, size, kind, count in zip(names, sizes, kinds, counts, strict=True):
        if not (size.isdecimal() and count.isdecimal()) or int(size) not in _SIZES.get(kind, ()):
            raise CloudFileError(
                path, f"field {name}: TYPE {kind} SIZE {size} COUNT {count} is no PCD"
            )
        fields.append(_Field(name, np.dtype(f"<{kind.lower()}{size}"), int(count)))
    extent = [entries["WIDTH"][0], entries["HEIGHT"][0]]
    declared = entries.get("POINTS", [None])[0]
    if not all(word.isdecimal() for word in extent) or not (declared or "0").isdecimal():
        raise CloudFileError(
            path, f"WIDTH {extent[0]} HEIGHT {extent[1]} POINTS {declared}: no counts"
        )
    points = int(extent[0]) * int(extent[1])
    if declared is not None and int(declared) != points:
        raise CloudFileError(
            path,
            f"POINTS {declared} is not WIDTH x HEIGHT ({extent[0]} x {extent[1]}): mend the header",
        )
    return fields, points


def _ascii_columns(
    path: Path, body: bytes, fields: list[_Field], points: int
) -> dict[str, npt.NDArray[np.generic]]:
    table = read_text_table(path, body, points, sum(field.count for field in fields))
    columns: dict[str, npt.NDArray[np.generic]] = {}
    place = 0
    for field in fields:
        if field.count:
            values = table[:, place]
            if field.name in ("rgb", "rgba"):
                columns.setdefault(field.name, _packed_from_text(path, values, field.dtype.kind))
            else:
                columns.setdefault(field.name, values)
        place += field.count
    return columns


def _packed_from_text(
    path: Path, values: npt.NDArray[np.float64], kind: str
) -> npt.NDArray[np.generic]:
    """Packed colours (N,) of 4 bytes from their text.

    Under TYPE F some writers print the packed number itself (PCL's own example: 4.2108e+06), others
    the float of the same bits. That float is below 1e-37 for no opacity and above 1e38 or NaN for
    full opacity: what lies between is a number.
    """
    if kind == "f" and not ((values >= 1) & (values < 2.0**32)).any():
        with np.errstate(over="ignore"):
            return values.astype(np.float32)
    if len(values) and not (np.abs(values) < 2.0**32).all():
        raise CloudFileError(path, "rgb holds numbers that are no packed colours")
    return values.astype(np.int64).astype(np.uint32)


def _binary_columns(
    path: Path, body: bytes, fields: list[_Field], points: int
) -> dict[str, npt.NDArray[np.generic]]:
    """Point after point."""
    stride = sum(field.dtype.itemsize * field.count for field in fields)
    if points * stride > len(body):
        raise CloudFileError(path, _truncated(points, stride, len(body)))
    columns: dict[str, npt.NDArray[np.generic]] = {}
    offset = 0
    for field in fields:
        if field.count:
            record = np.dtype(
                {"names": ["v"], "formats": [field.dtype], "offsets": [offset], "itemsize": stride}
            )
            columns.setdefault(field.name, np.frombuffer(body, record, points)["v"])
        offset += field.dtype.itemsize * field.count
    return columns


def _compressed_columns(
    path: Path, body: bytes, fields: list[_Field], points: int
) -> dict[str, npt.NDArray[np.generic]]:
    """Field after field, under LZF; two uint32 before give the compressed and the plain size."""
    stride = sum(field.dtype.itemsize * field.count for field in fields)
    if len(body) < 8:
        raise CloudFileError(path, _truncated(points, stride, len(body)))
    compressed, plain = (int(size) for size in np.frombuffer(body, "<u4", 2))
    if compressed > len(body) - 8:
        raise CloudFileError(
            path, f"{compressed} compressed bytes declared, {len(body) - 8} follow: truncated"
        )
    if plain != points * stride or plain > lzf.MOST_EXPANSION * compressed:
        raise CloudFileError(
            path, f"{points} points of {stride} bytes do not fit its {plain} ({compressed}) bytes"
        )
    try:
        content = lzf.decompress(body[8 : 8 + compressed], plain)
    except ValueError as error:
        raise CloudFileError(path, f"its compressed data is damaged: {error}") from error
    columns: dict[str, npt.NDArray[np.generic]] = {}
    offset = 0
    for field in fields:
        if field.count:
            values = np.frombuffer(content, field.dtype, points * field.count, offset)
            columns.setdefault(field.name, values.reshape(points, field.count)[:, 0])
        offset += points * field.dtype.itemsize * field.count
    return columns


def _unpack_colors(path: Path, packed: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """uint8 (N, 3) from 0xAARRGGBB, which PCL keeps in the bits of a float or in a uint32."""
    if packed.dtype.itemsize != 4:
        raise CloudFileError(path, f"rgb must take 4 bytes, its type is {packed.dtype.name}")
    bits = np.ascontiguousarray(packed).view(np.uint32)
    return np.stack([bits >> 16 & 255, bits >> 8 & 255, bits & 255], axis=1).astype(np.uint8)


def _truncated(points: int, stride: int, found: int) -> str:
    return (
        f"its header declares {points} points of {stride} bytes, but only {found} bytes follow: "
        "truncated, copy it again"
    )
