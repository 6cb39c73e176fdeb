# SPDX-License-Identifier: Apache-2.0
"""RGB-D to cloud: every encoding, transport, step and endianness; what does not fit is refused."""

from __future__ import annotations

import array
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from sensor_msgs.msg import CameraInfo, CompressedImage, Image, RegionOfInterest

from ws3d_ros.conversions.cloud_error import CloudError
from ws3d_ros.conversions.depth_images import depth_image
from ws3d_ros.conversions.images import color_image
from ws3d_ros.conversions.rgbd import DepthProjector, intrinsics

H, W = 4, 6
RNG = np.random.default_rng(1)
COLORS = RNG.integers(0, 256, (H, W, 3), np.uint8)
METRES = RNG.uniform(0.5, 5.0, (H, W)).astype(np.float32)


def image(pixels: np.ndarray, encoding: str, padding: int = 0, big: bool = False) -> Image:
    pixels = pixels.astype(pixels.dtype.newbyteorder(">" if big else "<"))
    rows = [row.tobytes() + b"\7" * padding for row in pixels]
    return Image(
        height=len(rows),
        width=pixels.shape[1],
        encoding=encoding,
        is_bigendian=int(big),
        step=len(rows[0]),
        data=array.array("B", b"".join(rows)),
    )


def compressed(data: bytes, form: str) -> CompressedImage:
    return CompressedImage(format=form, data=array.array("B", data))


def file(pixels: np.ndarray, kind: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    Pillow.fromarray(pixels).save(stream, kind, **options)
    return stream.getvalue()


def camera(width: int = W, height: int = H, **changes: object) -> CameraInfo:
    k = np.array([500.0, 0, 2.5, 0, 400.0, 1.5, 0, 0, 1])
    info = CameraInfo(width=width, height=height, k=k)
    for name, value in changes.items():
        setattr(info, name, value)
    return info


ALPHA = np.full((H, W, 1), 9, np.uint8)
LAYOUTS = {
    "rgb8": COLORS,
    "bgr8": COLORS[:, :, ::-1],
    "8UC3": COLORS[:, :, ::-1],
    "rgba8": np.concatenate([COLORS, ALPHA], axis=2),
    "bgra8": np.concatenate([COLORS[:, :, ::-1], ALPHA], axis=2),
    "rgb16": COLORS.astype(np.uint16) << 8,
    "bgr16": COLORS[:, :, ::-1].astype(np.uint16) << 8,
}


@pytest.mark.parametrize("encoding", LAYOUTS)
@pytest.mark.parametrize("padding", [0, 5])
@pytest.mark.parametrize("big", [False, True])
def test_colours_of_every_encoding(encoding: str, padding: int, big: bool) -> None:
    msg = image(LAYOUTS[encoding], encoding, padding, big)
    np.testing.assert_array_equal(color_image(msg), COLORS)


@pytest.mark.parametrize("encoding", ["mono8", "8UC1"])
def test_grey_images_give_equal_channels(encoding: str) -> None:
    grey = COLORS[:, :, 0]
    np.testing.assert_array_equal(color_image(image(grey, encoding)), np.stack([grey] * 3, axis=2))


def test_compressed_colours() -> None:
    np.testing.assert_array_equal(color_image(compressed(file(COLORS), "png")), COLORS)
    smooth = np.full((H, W, 3), (200, 100, 50), np.uint8)
    jpeg = color_image(compressed(file(smooth, "JPEG", quality=95), "jpeg")).astype(int)
    assert np.abs(jpeg - smooth).max() <= 3


@pytest.mark.parametrize(
    ("form", "exchanged"),
    [
        ("rgb8; jpeg compressed bgr8", False),
        ("bgr8; jpeg compressed bgr8", False),
        ("mono8; jpeg compressed ", False),
        ("jpeg", False),
        ("rgb8; png compressed rgb8", True),
    ],
)
def test_the_order_of_colours_follows_image_transport(form: str, exchanged: bool) -> None:
    colors = color_image(compressed(file(COLORS), form))
    np.testing.assert_array_equal(colors, COLORS[:, :, ::-1] if exchanged else COLORS)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_depth_of_every_encoding(data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(["32FC1", "16UC1", "mono16"]))
    if encoding == "32FC1":
        odd = st.sampled_from([0.0, -1.0, np.nan, np.inf])
        values = st.one_of(st.floats(0.125, 50, width=32), odd)
        pixels = np.array(data.draw(st.lists(values, min_size=6, max_size=6)), np.float32)
        usable = np.isfinite(pixels) & (pixels > 0)
        expected = np.where(usable, pixels, np.nan)
    else:
        values = st.one_of(st.integers(0, 65535), st.sampled_from([0, 65535]))
        pixels = np.array(data.draw(st.lists(values, min_size=6, max_size=6)), np.uint16)
        usable = (pixels > 0) & (pixels < 65535)
        expected = np.where(usable, pixels / 1000, np.nan)
    padding, big = data.draw(st.integers(0, 1)), data.draw(st.booleans())
    depth = depth_image(image(pixels.reshape(2, 3), encoding, padding, big))
    assert depth.dtype == np.float32
    np.testing.assert_allclose(depth.reshape(-1), expected, rtol=1e-6)


def test_compressed_depth_in_millimetres() -> None:
    millimetres = np.array([[0, 1, 2500], [65535, 40000, 7]], np.uint16)
    expected = np.array([[np.nan, 0.001, 2.5], [np.nan, 40.0, 0.007]], np.float32)
    png = file(millimetres)
    for data, form in [
        (bytes(12) + png, "16UC1; compressedDepth png"),
        (bytes(12) + png, "16UC1; compressedDepth"),
        (png, "16UC1; png compressed "),
    ]:
        np.testing.assert_allclose(depth_image(compressed(data, form)), expected, rtol=1e-6)


def test_compressed_depth_in_metres() -> None:
    # The encoder's formulas: a = z0 (z0 + 1), b = 1 - a / max; value = a / depth + b.
    a, largest = 100.0 * 101.0, 10.0
    b = 1.0 - a / largest
    values = (a / METRES + b).astype(np.uint16)
    values[0, 0] = 0
    header = struct.pack("<iff", 0, a, b)
    msg = compressed(header + file(values), "32FC1; compressedDepth png")
    depth = depth_image(msg)
    assert np.isnan(depth[0, 0])
    np.testing.assert_allclose(depth[0, 1:], METRES[0, 1:], rtol=1e-2)
    np.testing.assert_allclose(depth[1:], METRES[1:], rtol=1e-2)


def test_points_project_back_onto_their_pixels() -> None:
    depth = METRES.copy()
    depth[2, 3] = np.nan
    cloud = DepthProjector().project(image(COLORS, "rgb8"), image(depth, "32FC1"), camera()).cloud
    xyz = cloud.xyz.reshape(H, W, 3)
    assert np.isnan(xyz[2, 3]).all()
    good = np.isfinite(depth)
    v, u = np.nonzero(good)
    x, y, z = xyz[good].T
    np.testing.assert_allclose(500 * x / z + 2.5, u, atol=1e-3)
    np.testing.assert_allclose(400 * y / z + 1.5, v, atol=1e-3)
    np.testing.assert_array_equal(z, depth[good])
    np.testing.assert_array_equal(cloud.rgb.reshape(H, W, 3), COLORS)


@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 99))
def test_points_are_those_of_the_plain_formula(height: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    depth = rng.integers(0, 1 << 16, (height, width)).astype(np.uint16)
    depth[rng.random((height, width)) < 0.3] = rng.choice([0, 65535])
    colors = rng.integers(0, 256, (height, width, 3), np.uint8)
    info = camera(width, height)
    cloud = DepthProjector().project(image(colors, "bgr8"), image(depth, "16UC1"), info).cloud
    seen = intrinsics(info)
    for v, u in np.ndindex(height, width):
        known = 0 < depth[v, u] < 65535
        z = depth[v, u] * np.float32(0.001) if known else np.float32(np.nan)
        x = np.float32((u - seen.cx) / seen.fx) * z
        y = np.float32((v - seen.cy) / seen.fy) * z
        np.testing.assert_array_equal(cloud.xyz[v * width + u], (x, y, z))
        np.testing.assert_array_equal(cloud.rgb[v * width + u], colors[v, u, ::-1])


def test_the_projection_matrix_is_used_where_there_is_one() -> None:
    p = np.array([250.0, 0, 1.0, 0, 0, 200.0, 2.0, 0, 0, 0, 1, 0])
    seen = intrinsics(camera(p=p))
    assert (seen.fx, seen.fy, seen.cx, seen.cy) == (250, 200, 1, 2)


def test_binning_and_region_of_interest_move_the_camera() -> None:
    roi = RegionOfInterest(x_offset=100, y_offset=50, width=2 * W, height=4 * H)
    info = camera(640, 480, binning_x=2, binning_y=4, roi=roi)
    info.k = np.array([500.0, 0, 320, 0, 400, 240, 0, 0, 1])
    seen = intrinsics(info)
    assert (seen.fx, seen.fy, seen.cx, seen.cy) == (250, 100, 110, 47.5)
    assert (seen.width, seen.height) == (W, H)


def test_rays_are_kept_until_the_camera_changes() -> None:
    projector = DepthProjector()
    frame = image(COLORS, "rgb8"), image(METRES, "32FC1")
    first = projector.project(*frame, camera())
    again = projector.project(*frame, camera())
    np.testing.assert_array_equal(first.cloud.xyz, again.cloud.xyz)
    assert (first.height, first.width) == (H, W)
    k = np.array([250.0, 0, 2.5, 0, 400.0, 1.5, 0, 0, 1])
    wider = projector.project(*frame, camera(k=k))
    np.testing.assert_allclose(wider.cloud.xyz[:, 0], 2 * first.cloud.xyz[:, 0], rtol=1e-6)


def test_an_empty_image_is_an_empty_cloud() -> None:
    none = np.zeros((0, W, 3), np.uint8)
    color = Image(height=0, width=0, encoding="rgb8", step=0)
    depth = Image(height=0, width=0, encoding="32FC1", step=0)
    assert len(none) == len(DepthProjector().project(color, depth, camera(0, 0)).cloud) == 0


def bomb() -> bytes:
    """A PNG header that claims 60,000 x 60,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">2I5B", 60000, 60000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64))


@pytest.mark.parametrize(
    ("msg", "words"),
    [
        (image(COLORS, "bayer_rggb16"), ["'bayer_rggb16'", "image_proc"]),
        (image(COLORS, ""), ["encoding ''", "'rgb8'"]),
        (image(COLORS, "rgba8"), ["step (18)"]),
        (Image(height=H, width=W, encoding="rgb8", step=18, data=b"123"), ["truncated", "got 3"]),
        (Image(height=2**32 - 1, width=2**32 - 1, encoding="rgb8", step=2**32 - 1), ["step"]),
        (compressed(b"", "jpeg"), ["cannot be unpacked", "JPEG or PNG"]),
        (compressed(file(COLORS)[:60], "png"), ["cannot be unpacked"]),
        (compressed(file(COLORS, "BMP"), "bmp"), ["format 'bmp'", "cannot be unpacked"]),
        (compressed(bomb(), "png"), ["more than", "pixels"]),
    ],
)
def test_images_that_cannot_be_read(msg: Image | CompressedImage, words: list[str]) -> None:
    with pytest.raises(CloudError) as caught:
        color_image(msg)
    assert all(word in str(caught.value) for word in words), caught.value


@pytest.mark.parametrize(
    ("msg", "words"),
    [
        (image(COLORS, "rgb8"), ["'rgb8'", "'16UC1'", "convert_metric"]),
        (image(METRES.astype(np.float64), "64FC1"), ["'64FC1'"]),
        (compressed(file(COLORS, "JPEG"), "jpeg"), ["JPEG loses depth"]),
        (compressed(bytes(40), "16UC1; compressedDepth rvl"), ["RVL", "png"]),
        (compressed(bytes(5), "16UC1; compressedDepth png"), ["holds no PNG"]),
        (compressed(bytes(12) + file(COLORS), "16UC1; compressedDepth png"), ["RGB", "16-bit"]),
        (
            compressed(
                bytes(12) + file(COLORS[:, :, 0].astype(np.uint16)), "8UC1; compressedDepth"
            ),
            ["'8UC1'"],
        ),
    ],
)
def test_depth_that_cannot_be_read(msg: Image | CompressedImage, words: list[str]) -> None:
    with pytest.raises(CloudError) as caught:
        depth_image(msg)
    assert all(word in str(caught.value) for word in words), caught.value


@pytest.mark.parametrize(
    ("depth", "info", "words"),
    [
        (METRES[:2], camera(), ["registered", "6 x 2", "6 x 4", "depth_image_proc/register"]),
        (METRES, camera(640, 480), ["camera_info is for 640 x 480", "6 x 4"]),
        (METRES, camera(k=np.zeros(9)), ["no calibration", "calibrate"]),
        (METRES, camera(k=np.full(9, np.nan)), ["focal"]),
        (METRES, camera(k=np.array([-5.0, 0, 0, 0, 5, 0, 0, 0, 1])), ["fx -5.0"]),
    ],
)
def test_what_does_not_belong_together(
    depth: np.ndarray, info: CameraInfo, words: list[str]
) -> None:
    with pytest.raises(CloudError) as caught:
        DepthProjector().project(image(COLORS, "rgb8"), image(depth, "32FC1"), info)
    assert all(word in str(caught.value) for word in words), caught.value
