# SPDX-License-Identifier: Apache-2.0
"""Reading clouds by suffix: what was written comes back, and what is damaged is named."""

from __future__ import annotations

import contextlib
import io
import logging
import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ws3d_model import PointCloud
from ws3d_model.cloud_files import CloudFileError, lzf, read_cloud

COUNT = 23


def sample(count: int = COUNT) -> PointCloud:
    rng = np.random.default_rng(0)
    xyz = rng.normal(size=(count, 3)).astype(np.float32)
    xyz[1:2, 1] = np.nan
    rgb = rng.integers(0, 256, (count, 3)).astype(np.uint8)
    return PointCloud(xyz, rgb, rng.random(count).astype(np.float32))


def packed(rgb: np.ndarray) -> np.ndarray:
    wide = rgb.astype(np.uint32)
    return wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2]


def npz(cloud: PointCloud) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, xyz=cloud.xyz, rgb=cloud.rgb, intensity=cloud.intensity)
    return stream.getvalue()


def compressed_npz(cloud: PointCloud) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, xyz=cloud.xyz, rgb=cloud.rgb, intensity=cloud.intensity)
    return stream.getvalue()


def rows_as_text(columns: list[np.ndarray]) -> bytes:
    lines = (" ".join(repr(value.item()) for value in row) for row in zip(*columns, strict=True))
    return "".join(line + "\n" for line in lines).encode()


def ply(cloud: PointCloud, form: str, newline: str = "\n") -> bytes:
    """With an element before the vertices, an unknown property, faces after, colours first."""
    columns = [
        *cloud.rgb.T,
        *cloud.xyz.astype(np.float64).T,
        np.arange(len(cloud)),
        cloud.intensity,
    ]
    kinds = ["u1"] * 3 + ["f8"] * 3 + ["i2", "f4"]
    names = ["red", "green", "blue", "x", "y", "z", "quality", "intensity"]
    words = ["uchar"] * 3 + ["double"] * 3 + ["short", "float32"]
    header = ["ply", f"format {form} 1.0", "comment made by a test", "element camera 1"]
    header += ["property float32 focal", f"element vertex {len(cloud)}"]
    header += [f"property {word} {name}" for word, name in zip(words, names, strict=True)]
    header += ["element face 1", "property list uchar int vertex_indices", "end_header", ""]
    if form == "ascii":
        body = b"500.0\n" + rows_as_text(columns) + b"3 0 1 2\n"
        body = body.replace(b"\n", newline.encode())
    else:
        order = ">" if "big" in form else "<"
        record = np.dtype([(n, order + k) for n, k in zip(names, kinds, strict=True)])
        table = np.empty(len(cloud), record)
        for name, column in zip(names, columns, strict=True):
            table[name] = column
        body = (
            struct.pack(order + "f", 500) + table.tobytes() + struct.pack(order + "B3i", 3, 0, 1, 2)
        )
    return newline.join(header).encode() + body


def compress(data: bytes) -> bytes:
    """LZF of literals and runs: enough to meet every branch of a decompressor."""
    out, position = bytearray(), 0
    while position < len(data):
        run = 1
        while position + run < len(data) and data[position + run] == data[position] and run < 265:
            run += 1
        if run > 3:  # one literal, then a reference to the byte before
            length = run - 1 - 2
            out += bytes([0, data[position]])
            out += bytes([length << 5, 0]) if length < 7 else bytes([7 << 5, length - 7, 0])
            position += run
        else:
            out += bytes([0, data[position]])
            position += 1
    return bytes(out)


def pcd(cloud: PointCloud, data: str, color: str = "F") -> bytes:
    """With padding between fields, as PCL writes aligned points."""
    count, rgb = len(cloud), packed(cloud.rgb)
    if color == "F":
        rgb = rgb.view(np.float32)
    header = (
        "# .PCD v0.7\nVERSION 0.7\nFIELDS x y z _ intensity rgb _\nSIZE 4 4 4 1 4 4 1\n"
        f"TYPE F F F U F {color} U\nCOUNT 1 1 1 4 1 1 3\nWIDTH {count}\nHEIGHT 1\n"
        f"VIEWPOINT 0 0 0 1 0 0 0\nPOINTS {count}\nDATA {data}\n"
    ).encode()
    gap, end = np.zeros((count, 4), np.uint8), np.zeros((count, 3), np.uint8)
    fields = [*cloud.xyz.T, *gap.T, cloud.intensity, rgb, *end.T]
    if data == "ascii":
        return header + rows_as_text(fields)
    if data == "binary":
        parts = [np.ascontiguousarray(f).view(np.uint8).reshape(count, f.itemsize) for f in fields]
        return header + np.concatenate(parts, axis=1).tobytes()
    plain = b"".join([f.tobytes() for f in cloud.xyz.T])
    plain += gap.tobytes() + cloud.intensity.tobytes() + rgb.tobytes() + end.tobytes()
    small = compress(plain)
    return header + struct.pack("<II", len(small), len(plain)) + small


def kitti(cloud: PointCloud) -> bytes:
    return np.concatenate([cloud.xyz, cloud.intensity[:, None]], axis=1).astype("<f4").tobytes()


WRITERS = {
    "plain.npz": npz,
    "compressed.npz": compressed_npz,
    "ascii.ply": lambda c: ply(c, "ascii"),
    "windows.ply": lambda c: ply(c, "ascii", "\r\n"),
    "little.ply": lambda c: ply(c, "binary_little_endian"),
    "big.PLY": lambda c: ply(c, "binary_big_endian"),
    "ascii.pcd": lambda c: pcd(c, "ascii", "U"),
    "ascii_float.pcd": lambda c: pcd(c, "ascii", "F"),
    "binary.pcd": lambda c: pcd(c, "binary"),
    "binary_uint.pcd": lambda c: pcd(c, "binary", "U"),
    "compressed.pcd": lambda c: pcd(c, "binary_compressed"),
    "kitti.bin": kitti,
}
every_format = pytest.mark.parametrize("name", WRITERS)


@pytest.mark.parametrize("count", [0, 1, COUNT])
@every_format
def test_what_was_written_comes_back(tmp_path, name, count):
    cloud = sample(count)
    (tmp_path / name).write_bytes(WRITERS[name](cloud))
    read = read_cloud(tmp_path / name)
    np.testing.assert_array_equal(read.xyz, cloud.xyz)
    np.testing.assert_allclose(read.intensity, cloud.intensity, rtol=1e-6)
    if name.endswith(".bin"):
        assert read.rgb is None
    else:
        np.testing.assert_array_equal(read.rgb, cloud.rgb)


@every_format
def test_a_truncated_file_is_named_and_refused(tmp_path, name):
    path, content = tmp_path / name, WRITERS[name](sample())
    for keep in (0, 1, len(content) // 3, len(content) - 60):
        path.write_bytes(content[:keep])
        if name.endswith(".bin") and keep % 16 == 0:
            continue  # a headerless file of whole rows is a whole file
        with pytest.raises(CloudFileError, match=name):
            read_cloud(path)


@every_format
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_file_gives_a_cloud_or_the_one_error(tmp_path, name, data):
    content = bytearray(WRITERS[name](sample()))
    for _ in range(data.draw(st.integers(1, 6))):
        # The header is where damage matters: it comes first, and for .npz also last.
        place = data.draw(st.integers(0, min(len(content), 600) - 1))
        place = -1 - place if data.draw(st.booleans()) else place
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path / name
    path.write_bytes(content)
    try:
        assert isinstance(read_cloud(path), PointCloud)
    except CloudFileError as error:
        assert str(error).startswith(f"{path}: ")


def test_only_xyz_is_needed(tmp_path):
    xyz = sample().xyz
    np.savez(tmp_path / "a.npz", xyz=xyz, label=np.zeros(COUNT, np.int64))
    (tmp_path / "a.bin").write_bytes(xyz.tobytes())
    (tmp_path / "a.ply").write_bytes(
        f"ply\nformat ascii 1.0\nelement vertex {COUNT}\nproperty float x\nproperty float y\n"
        "property float z\nend_header\n".encode()
        + rows_as_text(list(xyz.T))
    )
    (tmp_path / "a.pcd").write_bytes(
        f"FIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nWIDTH {COUNT}\nHEIGHT 1\nDATA ascii\n".encode()
        + rows_as_text(list(xyz.T))
    )
    for suffix, columns in [(".npz", 4), (".bin", 3), (".ply", 4), (".pcd", 4)]:
        read = read_cloud(str(tmp_path / "a") + suffix, columns=columns)
        np.testing.assert_array_equal(read.xyz, xyz)
        assert read.rgb is None
        assert read.intensity is None


def test_bin_with_more_columns_and_a_range_of_intensity(tmp_path, caplog):
    table = np.arange(50, dtype=np.float32).reshape(10, 5)
    (tmp_path / "sweep.pcd.bin").write_bytes(table.tobytes())
    read = read_cloud(tmp_path / "sweep.pcd.bin", columns=5, intensity_range=(0, 48))
    np.testing.assert_array_equal(read.xyz, table[:, :3])
    np.testing.assert_allclose(read.intensity, table[:, 3] / 48)
    assert not caplog.records
    with caplog.at_level(logging.WARNING):
        assert read_cloud(tmp_path / "sweep.pcd.bin", columns=5).intensity.max() == 1
    assert "--intensity-range" in caplog.text
    with pytest.raises(CloudFileError, match=r"--columns 5"):
        read_cloud(tmp_path / "sweep.pcd.bin")


def test_the_colour_example_of_pcl_is_understood(tmp_path):
    """0x404040 written as a number under TYPE F, as in the documentation of the format."""
    (tmp_path / "a.pcd").write_text(
        "VERSION .7\nFIELDS x y z rgb\nSIZE 4 4 4 4\nTYPE F F F F\nCOUNT 1 1 1 1\nWIDTH 2\n"
        "HEIGHT 1\nVIEWPOINT 0 0 0 1 0 0 0\nPOINTS 2\nDATA ascii\n"
        "0.93773 0.33763 0 4.210752e+06\n0.90805 0.35641 0 0\n"
    )
    assert read_cloud(tmp_path / "a.pcd").rgb.tolist() == [[64, 64, 64], [0, 0, 0]]


def test_lzf_against_the_bytes_of_the_reference_library():
    """Made by liblzf through its Python binding."""
    assert lzf.decompress(bytes.fromhex("0361626361e00302016263"), 18) == b"abc" * 6
    assert lzf.decompress(bytes.fromhex("010000e0ff00e01700010000"), 300) == bytes(300)
    mixed = bytes.fromhex(
        "1400000000010100000202000003030000040400000520130006201300002013000120130002201320060100"
        "042013000520130006600c201b2013000220040003201300042013000520130006201340180001201300022013"
        "000320132002010005202700062013404800012010600a20130004200800052027000620134000e0ff8be1ff17"
        "e2752f010000"
    )
    assert lzf.decompress(mixed, 800) == b"".join(bytes([i % 7, i % 5, 0, 0]) for i in range(200))


@given(data=st.binary(max_size=600) | st.integers(0, 900).map(bytes))
def test_lzf_round_trip(data):
    assert lzf.decompress(compress(data), len(data)) == data


@given(data=st.binary(max_size=200), size=st.integers(0, 2000))
def test_lzf_of_noise_has_the_declared_size_or_is_refused(data, size):
    with contextlib.suppress(ValueError):
        assert len(lzf.decompress(data, size)) == size
