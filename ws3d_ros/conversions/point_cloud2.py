# SPDX-License-Identifier: Apache-2.0
"""PointCloud2 to PointCloud: fields by name, in any order, padding, datatype and endianness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import PointCloud2, PointField

from ws3d_model import PointCloud
from ws3d_ros.conversions.cloud_error import CloudError
from ws3d_ros.conversions.strided_rows import joined, strided_rows

__all__ = ["CloudError", "cloud_from_message"]

PACKED_COLORS = ("rgb", "rgba")
INTENSITIES = ("intensity", "i", "reflectivity")

DATATYPES: Mapping[int, tuple[str, str]] = {
    PointField.INT8: ("INT8", "i1"),
    PointField.UINT8: ("UINT8", "u1"),
    PointField.INT16: ("INT16", "i2"),
    PointField.UINT16: ("UINT16", "u2"),
    PointField.INT32: ("INT32", "i4"),
    PointField.UINT32: ("UINT32", "u4"),
    PointField.FLOAT32: ("FLOAT32", "f4"),
    PointField.FLOAT64: ("FLOAT64", "f8"),
}


FLOATS = (PointField.FLOAT32, PointField.FLOAT64)
PACKED = (PointField.FLOAT32, PointField.UINT32, PointField.INT32)
CHANNEL = (PointField.UINT8, *FLOATS)
READABLE: Mapping[str, tuple[tuple[int, ...], str]] = {
    **dict.fromkeys("xyz", (FLOATS, "in metres")),
    **dict.fromkeys(PACKED_COLORS, (PACKED, "holding the bytes 0 r g b")),
    **dict.fromkeys("rgb", (CHANNEL, "of 0..255")),
}


def cloud_from_message(
    msg: PointCloud2,
    intensity_range: tuple[float, float] = (0.0, 255.0),
) -> PointCloud:
    """The points of a message, in its order, in the frame of its header; NaN rows keep their place.

    Fields: `x y z` (FLOAT32 or FLOAT64); colour as packed `rgb` or `rgba` (FLOAT32, UINT32, INT32)
    or as `r g b` (UINT8, or floats of 0..1 or 0..255); `intensity`, `i` or `reflectivity` of any
    number type, of which `intensity_range` becomes 0..1. Other fields are passed over.

    Args:
        intensity_range: what the sensor sends for no and for full reflection; values outside are
            clipped, NaN becomes 0.

    Raises:
        CloudError: no x/y/z, a datatype that cannot be read, or data that do not fit the sizes. A
            cloud without points is none of these.
        ValueError: `intensity_range` is empty or reversed.
    """
    low, high = intensity_range
    if not low < high:
        raise ValueError(f"intensity_range must rise from low to high, got [{low}, {high}]")
    count = msg.height * msg.width
    if count == 0:
        if len(msg.data) > 0:
            raise CloudError(
                f"height x width is 0 but data holds {len(msg.data)} bytes; the publisher must set "
                "height (1 for an unorganised cloud) and width (the number of points)"
            )
        return PointCloud(np.zeros((0, 3), np.float32))
    fields = _wanted_fields(msg)
    points = _records(msg, fields)
    return PointCloud(
        _xyz(points, fields), _rgb(points, fields), _intensity(points, fields, low, high)
    )


def _wanted_fields(msg: PointCloud2) -> dict[str, PointField]:
    """The fields that are read, by name, each checked; the names of the rest do not matter."""
    present = {field.name: field for field in msg.fields}
    missing = [name for name in "xyz" if name not in present]
    if missing:
        raise CloudError(
            f"the cloud has no field {joined(missing)}: its fields are {joined(list(present))}; "
            "remap the input to a PointCloud2 with x, y and z"
        )
    wanted = ["x", "y", "z"]
    packed = [name for name in PACKED_COLORS if name in present]
    if packed:
        wanted.append(packed[0])
    elif all(name in present for name in "rgb"):
        wanted.extend("rgb")
    wanted.extend([name for name in INTENSITIES if name in present][:1])
    for name in wanted:
        _check_field(present[name], msg.point_step)
    return {name: present[name] for name in wanted}


def _check_field(field: PointField, point_step: int) -> None:
    if field.datatype not in DATATYPES:
        raise CloudError(
            f"field '{field.name}' has datatype {field.datatype}, which PointField does not know; "
            "the publisher must use one of its constants, 1 (INT8) to 8 (FLOAT64)"
        )
    if field.count != 1:
        raise CloudError(
            f"field '{field.name}' has count {field.count}; the publisher must set count to 1"
        )
    datatype, code = DATATYPES[field.datatype]
    allowed, meaning = READABLE.get(field.name, (tuple(DATATYPES), ""))
    if field.datatype not in allowed:
        raise CloudError(
            f"field '{field.name}' is {datatype} but must be "
            f"{' or '.join(DATATYPES[number][0] for number in allowed)} {meaning}; convert it "
            "before this node"
        )
    end = field.offset + np.dtype(code).itemsize
    if end > point_step:
        raise CloudError(
            f"field '{field.name}' ends at byte {end} of a point but point_step is {point_step}; "
            "the publisher must correct point_step or the field's offset"
        )


def _records(msg: PointCloud2, fields: Mapping[str, PointField]) -> npt.NDArray[Any]:
    """Structured (height, width) view of the message, its rows point_step apart."""
    if msg.point_step > len(msg.data) > 0:
        raise CloudError(
            f"data is truncated: one point takes {msg.point_step} bytes (point_step), data holds "
            f"{len(msg.data)}; the publisher must send all points, or correct point_step"
        )
    order = ">" if msg.is_bigendian else "<"
    record = np.dtype(
        {
            "names": list(fields),
            # Packed colour is four bytes, whatever number they are declared to be.
            "formats": [
                order + ("u4" if name in PACKED_COLORS else DATATYPES[field.datatype][1])
                for name, field in fields.items()
            ],
            "offsets": [field.offset for field in fields.values()],
            "itemsize": msg.point_step,
        }
    )
    steps = f"point_step ({msg.point_step}) or row_step ({msg.row_step})"
    return strided_rows(msg.data, record, msg.height, msg.width, msg.row_step, steps)


# Below, columns are copied one by one: numpy is four times slower on rows of three.


def _xyz(points: npt.NDArray[Any], fields: Mapping[str, PointField]) -> npt.NDArray[np.float32]:
    offsets = [fields[name].offset for name in "xyz"]
    native = all(points.dtype[name] == np.dtype(np.float32) for name in "xyz")
    alone = offsets == [0, 4, 8] and points.dtype.itemsize == 12
    if native and alone and points.flags.c_contiguous:
        # Nothing but coordinates: the message's own memory, unless it is read-only or askew.
        packed = points.view(np.float32).reshape(-1, 3)
        return np.require(packed, np.float32, ["C", "A", "W"])
    xyz = np.empty((points.size, 3), np.float32)
    with np.errstate(over="ignore", invalid="ignore"):  # a double beyond float32: infinity
        for column, name in enumerate("xyz"):
            # Into one piece first: from one stride to another, unaligned numbers go slowly.
            xyz[:, column] = points[name].reshape(-1).astype(np.float32)
    return xyz


def _rgb(
    points: npt.NDArray[Any], fields: Mapping[str, PointField]
) -> npt.NDArray[np.uint8] | None:
    for name in PACKED_COLORS:
        if name in fields:
            bits = points[name].reshape(-1).astype(np.dtype("<u4"))
            channels = bits.view(np.uint8).reshape(-1, 4)
            colors = np.empty((points.size, 3), np.uint8)
            for column, byte in enumerate((2, 1, 0)):  # little endian: the lowest byte is blue
                colors[:, column] = channels[:, byte]
            return colors
    if "r" not in fields:
        return None
    values = np.stack([points[name].reshape(-1).astype(np.float32) for name in "rgb"], axis=1)
    if all(fields[name].datatype == PointField.UINT8 for name in "rgb"):
        return values.astype(np.uint8)
    values[~np.isfinite(values)] = 0.0
    # Both scales are in use; a cloud whose brightest channel of 0..255 is 1 would be black.
    scale = 255.0 if values.max(initial=0.0) <= 1.0 else 1.0
    rounded: npt.NDArray[np.uint8] = np.rint(np.clip(values * scale, 0, 255)).astype(np.uint8)
    return rounded


def _intensity(
    points: npt.NDArray[Any], fields: Mapping[str, PointField], low: float, high: float
) -> npt.NDArray[np.float32] | None:
    for name in INTENSITIES:
        if name in fields:
            column = points[name].reshape(-1)
            # float32 holds 24 bits: only 32-bit counters and doubles need more for the subtraction.
            wide = column.dtype.itemsize > 4 or column.dtype.kind in "iu"
            values = column.astype(np.float64 if wide else np.float32)
            with np.errstate(over="ignore", invalid="ignore"):
                values -= low
                values *= 1.0 / (high - low)
            np.fmax(values, 0.0, out=values)  # fmax takes the number where the other is NaN
            np.minimum(values, 1.0, out=values)
            return values.astype(np.float32, copy=False)
    return None
