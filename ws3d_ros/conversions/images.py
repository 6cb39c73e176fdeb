# SPDX-License-Identifier: Apache-2.0
"""Colour images, raw or compressed, to uint8 (H, W, 3) in the order red, green, blue."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from sensor_msgs.msg import CompressedImage, Image

from ws3d_ros.conversions.cloud_error import CloudError
from ws3d_ros.conversions.strided_rows import Bytes, joined, strided_rows

# A file of a few kilobytes can claim any size: what unpacks to more pixels than this is refused.
MAX_PIXELS = 1 << 26

# Encoding: number type, channels, and where red, green and blue are among them. OpenCV's names
# without a meaning (8UC3) are read as OpenCV orders them, blue first.
ENCODINGS: Mapping[str, tuple[str, int, tuple[int, int, int]]] = {
    "rgb8": ("u1", 3, (0, 1, 2)),
    "bgr8": ("u1", 3, (2, 1, 0)),
    "8UC3": ("u1", 3, (2, 1, 0)),
    "rgba8": ("u1", 4, (0, 1, 2)),
    "bgra8": ("u1", 4, (2, 1, 0)),
    "8UC4": ("u1", 4, (2, 1, 0)),
    "mono8": ("u1", 1, (0, 0, 0)),
    "8UC1": ("u1", 1, (0, 0, 0)),
    "rgb16": ("u2", 3, (0, 1, 2)),
    "bgr16": ("u2", 3, (2, 1, 0)),
    "rgba16": ("u2", 4, (0, 1, 2)),
    "bgra16": ("u2", 4, (2, 1, 0)),
    "mono16": ("u2", 1, (0, 0, 0)),
}


def color_image(msg: Image | CompressedImage) -> npt.NDArray[np.uint8]:
    """Colours of an image, (H, W, 3) red, green, blue of 0..255; grey images give equal channels.

    The array may be read-only.

    Raises:
        CloudError: an encoding or a file format that is not read, or data that do not fit it.
    """
    if is_compressed(msg):
        return _compressed_colors(msg)
    if msg.encoding not in ENCODINGS:
        raise CloudError(
            f"image encoding '{msg.encoding}' is not read, only {joined(list(ENCODINGS))}; "
            "convert it before this node (image_proc turns Bayer and YUV images to rgb8)"
        )
    number, channels, order = ENCODINGS[msg.encoding]
    pixels = raw_pixels(msg, number, channels)
    colors = np.empty((*pixels.shape[:2], 3), np.uint8)
    # Channel by channel: several times as fast as picking three of each pixel.
    for channel, source in enumerate(order):
        values = pixels[:, :, source]
        colors[:, :, channel] = values >> 8 if number == "u2" else values
    return colors


def is_compressed(msg: Image | CompressedImage) -> TypeGuard[CompressedImage]:
    """Whether an image is a file; told by its fields, which all readers of messages give."""
    return not hasattr(msg, "encoding")


def raw_pixels(msg: Image, number: str, channels: int) -> npt.NDArray[Any]:
    """View of a raw image's pixels, (H, W, channels), numbers of dtype `number` ("u1", "f4")."""
    dtype = np.dtype((">" if msg.is_bigendian else "<") + number)
    record = np.dtype((dtype, (channels,)))
    rows = strided_rows(
        msg.data,
        np.dtype([("pixel", record)]),
        msg.height,
        msg.width,
        msg.step,
        f"the image's step ({msg.step})",
    )
    pixels: npt.NDArray[Any] = rows["pixel"]
    return pixels


def decoded_file(data: Bytes, what: str) -> Pillow.Image:
    """A JPEG or PNG file, unpacked within bounds.

    Raises:
        CloudError: another format, a truncated file, or one that claims too many pixels.
    """
    try:
        # Reads the header only; the pixels are unpacked once their number is known.
        image = Pillow.open(io.BytesIO(bytes(data)), formats=("JPEG", "PNG"))
        fits = image.width * image.height <= MAX_PIXELS
        if fits:
            image.load()
    except Pillow.DecompressionBombError:
        fits = False
    except (OSError, SyntaxError, ValueError) as error:
        raise CloudError(
            f"{what} cannot be unpacked ({error}); it must be a whole JPEG or PNG file"
        ) from error
    if not fits:
        raise CloudError(
            f"{what} unpacks to more than {MAX_PIXELS} pixels; publish a smaller image"
        )
    return image


def _compressed_colors(msg: CompressedImage) -> npt.NDArray[np.uint8]:
    file = decoded_file(msg.data, f"the compressed image (format '{msg.format}')")
    if file.mode.startswith("I"):  # 16-bit grey
        grey = (np.asarray(file).astype(np.uint16) >> 8).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if file.mode != "RGB":
        file = file.convert("RGB")
    colors = np.asarray(file)  # without a second copy, thus read-only
    # image_transport writes colour files in OpenCV's order and says so ("rgb8; jpeg compressed
    # bgr8"); a colour image announced without that was written with red and blue exchanged.
    source, separator, transport = msg.format.partition(";")
    color_source = source.strip() in ENCODINGS and ENCODINGS[source.strip()][1] > 1
    if separator and color_source and "compressed bgr" not in transport:
        colors = np.ascontiguousarray(colors[:, :, ::-1])
    return colors
