# SPDX-License-Identifier: Apache-2.0
"""Read .ply: the vertices of ascii and binary Stanford polygon files (G. Turk, 1994)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ws3d_model.cloud_files.errors import CloudFileError
from ws3d_model.cloud_files.fields import CloudFields
from ws3d_model.cloud_files.tables import read_text_table

_TYPES = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1",
    "short": "i2", "int16": "i2", "ushort": "u2", "uint16": "u2",
    "int": "i4", "int32": "i4", "uint": "u4", "uint32": "u4",
    "float": "f4", "float32": "f4", "double": "f8", "float64": "f8",
}  # fmt: skip
_BYTE_ORDERS = {"ascii": "<", "binary_little_endian": "<", "binary_big_endian": ">"}
_MOST_HEADER = 65_536  # bytes: hundreds of properties and comments


@dataclass(frozen=True)
class _Element:
    name: str
    count: int
    properties: list[tuple[str, str]]  # name and numpy type; type "" is a list


def read_ply(path: Path) -> CloudFields:
    """The vertices: x y z, and where present red green blue (uchar) and intensity.

    Raises:
        CloudFileError: no PLY, no xyz, truncated, or declared in a way that cannot be read.
        OSError: the file cannot be read.
    """
    column = read_ply_vertices(path)
    missing = [name for name in "xyz" if name not in column]
    if missing:
        raise CloudFileError(path, f"vertices without {' '.join(missing)} (they hold: {[*column]})")
    return CloudFields(
        np.stack([column[name] for name in "xyz"], axis=1),
        _colors(path, column),
        column.get("intensity", column.get("scalar_Intensity")),
    )


def read_ply_vertices(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The properties of the V vertices by name, each (V,); of an ascii file all float64.

    Raises:
        CloudFileError: no PLY, truncated, or declared in a way that cannot be read.
        OSError: the file cannot be read.
    """
    form, elements, body = _read_header(path, path.read_bytes())
    names = [element.name for element in elements]
    if "vertex" not in names:
        raise CloudFileError(path, "no element 'vertex' in it: it holds no points")
    before, vertex = elements[: names.index("vertex")], elements[names.index("vertex")]
    if any(kind == "" for element in (*before, vertex) for _, kind in element.properties):
        raise CloudFileError(
            path,
            "lists in or before the vertices cannot be read: write the vertices first, as numbers",
        )
    for channel in ("red", "green", "blue"):
        if dict(vertex.properties).get(channel, "u1") != "u1":
            raise CloudFileError(path, f"{channel} must be uchar 0..255: convert the colours")
    held = [name for name, _ in vertex.properties]
    if form == "ascii":
        for element in before:
            body = body.split(b"\n", element.count)[-1]
        table = read_text_table(path, body, vertex.count, len(held))
        return {name: table[:, place] for place, name in enumerate(held)}
    records = _binary_records(path, body, before, vertex, _BYTE_ORDERS[form])
    return {name: records[name] for name in held}


def _read_header(path: Path, content: bytes) -> tuple[str, list[_Element], bytes]:
    """The form, the elements in their order, and the bytes after the header."""
    if not content.startswith((b"ply\n", b"ply\r\n")):
        raise CloudFileError(path, "no PLY file: it does not begin with the line 'ply'")
    stop = content.find(b"end_header", 0, _MOST_HEADER)
    newline = content.find(b"\n", stop, stop + 13)
    if stop < 0 or newline < 0:
        raise CloudFileError(path, "its header has no end_header: truncated, or no PLY file")
    form, elements = "", []
    for line in content[:stop].decode("latin-1").splitlines()[1:]:
        words = line.split()
        try:
            if not words or words[0] in ("comment", "obj_info"):
                continue
            if words[0] == "format":
                form = words[1]
            elif words[0] == "element":
                elements.append(_Element(words[1], int(words[2]), []))
            elif words[0] == "property" and words[1] == "list":
                elements[-1].properties.append((words[4], ""))
            elif words[0] == "property":
                elements[-1].properties.append((words[2], _TYPES[words[1]]))
            else:
                raise KeyError(words[0])
        except (IndexError, KeyError, ValueError):
            raise CloudFileError(path, f"header line {line[:80]!r} is no PLY") from None
    if form not in _BYTE_ORDERS:
        raise CloudFileError(path, f"format {form!r} is none of {', '.join(_BYTE_ORDERS)}")
    for element in elements:
        held = [name for name, _ in element.properties]
        if element.count < 0 or len(set(held)) < len(held) or not held:
            raise CloudFileError(path, f"element {element.name!r} is declared wrongly")
    return form, elements, content[newline + 1 :]


def _binary_records(
    path: Path, body: bytes, before: list[_Element], vertex: _Element, order: str
) -> npt.NDArray[np.void]:
    """The vertices as records, after the elements that come before them."""
    start = 0
    for element in before:
        start += element.count * sum(np.dtype(kind).itemsize for _, kind in element.properties)
    record = np.dtype([(name, order + kind) for name, kind in vertex.properties])
    if start + vertex.count * record.itemsize > len(body):
        raise CloudFileError(
            path,
            f"its header declares {vertex.count} points of {record.itemsize} bytes, but only "
            f"{max(len(body) - start, 0)} bytes follow: truncated, copy it again",
        )
    return np.frombuffer(body, record, vertex.count, start)


def _colors(path: Path, column: Mapping[str, npt.NDArray[Any]]) -> npt.NDArray[np.uint8] | None:
    """uint8 (N, 3), or None where the vertices carry no colour."""
    channels = ("red", "green", "blue")
    held = [channel for channel in channels if channel in column]
    if not held:
        return None
    if len(held) < 3:
        raise CloudFileError(
            path, f"vertices with {' '.join(held)} alone: red green blue belong together"
        )
    rgb = np.stack([column[channel] for channel in channels], axis=1)
    if rgb.dtype != np.uint8 and len(rgb) and not (rgb.min() >= 0 and rgb.max() <= 255):
        raise CloudFileError(path, "colours outside 0..255")
    return rgb.astype(np.uint8)
