# SPDX-License-Identifier: Apache-2.0
"""Depth images, raw or compressed, to metres of z: float32 (H, W), NaN if unknown."""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import CompressedImage, Image

from ws3d_ros.conversions.cloud_error import CloudError
from ws3d_ros.conversions.images import decoded_file, is_compressed, raw_pixels
from ws3d_ros.conversions.strided_rows import joined

Depth = npt.NDArray[np.float32]

# Number type and metres of one unit (REP 118).
ENCODINGS: Mapping[str, tuple[str, float]] = {
    "32FC1": ("f4", 1.0),
    "16UC1": ("u2", 0.001),
    "mono16": ("u2", 0.001),
}
PNG = b"\x89PNG\r\n\x1a\n"
SATURATED = (1 << 16) - 1
COMPRESSED_DEPTH_HEADER = struct.Struct("<iff")  # format, and the two quantisation parameters


def depth_image(msg: Image | CompressedImage) -> Depth:
    """Depth in metres, (H, W), NaN where the camera measured nothing.

    Raises:
        CloudError: an encoding or a transport that is not read, or data that do not fit it.
    """
    if is_compressed(msg):
        return _compressed_depth(msg)
    number, unit = _encoding(msg.encoding)
    pixels = raw_pixels(msg, number, 1)[:, :, 0]
    return _metres(pixels, unit)


def _encoding(name: str) -> tuple[str, float]:
    if name not in ENCODINGS:
        raise CloudError(
            f"depth encoding '{name}' is not read, only {joined(list(ENCODINGS))} (metres or "
            "millimetres); check that the depth topic is not the colour one, or convert it "
            "(depth_image_proc/convert_metric)"
        )
    return ENCODINGS[name]


def _metres(pixels: npt.NDArray[np.generic], unit: float) -> Depth:
    if pixels.dtype.kind == "u":
        metres: Depth = np.multiply(pixels, np.float32(unit), dtype=np.float32)
        # 0 is unknown (REP 118); cameras that saturate say 65535, 65 m, for the same.
        metres[(pixels == 0) | (pixels == SATURATED)] = np.nan
        return metres
    depth = pixels.astype(np.float32)
    depth[~((depth > 0) & np.isfinite(depth))] = np.nan
    return depth


def _compressed_depth(msg: CompressedImage) -> Depth:
    """PNG of the compressedDepth transport (12 bytes before it), or a plain 16-bit PNG.

    compressed_depth_image_transport, codec.cpp: 16UC1 is kept as it is; 32FC1 is kept as inverse
    depth, metres = a / (value - b) with a and b in the header and value 0 for unknown.
    """
    data = bytes(msg.data)
    what = f"the compressed depth (format '{msg.format}')"
    encoding, _, transport = (part.strip() for part in msg.format.partition(";"))
    header = COMPRESSED_DEPTH_HEADER.size
    if data.startswith(PNG):
        return _metres(_png_values(data, what), 0.001)
    if data[header : header + len(PNG)] != PNG:
        hint = (
            "RVL is not read: set the publisher's compressedDepth format to png"
            if "rvl" in transport
            else "it holds no PNG: use the compressedDepth or the raw transport, JPEG loses depth"
        )
        raise CloudError(f"{what} cannot be read; {hint}")
    values = _png_values(data[header:], what)
    number, unit = _encoding(encoding)
    if number == "u2":
        return _metres(values, unit)
    _, scale, offset = COMPRESSED_DEPTH_HEADER.unpack_from(data)
    with np.errstate(divide="ignore", invalid="ignore"):
        metres = np.float32(scale) / (values.astype(np.float32) - np.float32(offset))
    metres[values == 0] = np.nan
    return _metres(metres, unit)


def _png_values(data: bytes, what: str) -> npt.NDArray[np.uint16]:
    file = decoded_file(data, what)
    if not file.mode.startswith("I"):
        raise CloudError(
            f"{what} holds {file.mode} pixels, not 16-bit ones; publish 16UC1 or 32FC1 depth "
            "through the compressedDepth transport"
        )
    return np.asarray(file).astype(np.uint16)
