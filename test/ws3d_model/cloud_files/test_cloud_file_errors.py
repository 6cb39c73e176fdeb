# SPDX-License-Identifier: Apache-2.0
"""Cloud files that are wrong: each is refused with its name, the problem and the cure."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest

from ws3d_model.cloud_files import CloudFileError, read_cloud

HUGE = 10**15
PLY_XYZ = "property float x\nproperty float y\nproperty float z\nend_header\n"
PCD_XYZ = "FIELDS x y z\nSIZE 4 4 4\nTYPE F F F\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xyz", b"1 2 3\n", "unknown suffix"),
        ("a.npz", b"PK no zip", "numpy.savez"),
        ("a.ply", b"solid", "does not begin"),
        ("a.ply", b"ply\nformat ascii 1.0\nelement vertex 1\n", "no end_header"),
        ("a.ply", b"ply\nformat middle_endian 1.0\nend_header\n", "middle_endian"),
        ("a.ply", b"ply\nformat ascii 1.0\nend_header\n", "no element 'vertex'"),
        ("a.ply", b"ply\nformat ascii 1.0\nelement vertex -4\nend_header\n", "declared wrongly"),
        (
            "a.ply",
            b"ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nend_header\n1\n",
            "without y z",
        ),
        ("a.ply", f"ply\nformat ascii 1.0\nelement vertex 2\n{PLY_XYZ}1 2 3\n4 a 6\n", "no number"),
        ("a.ply", f"ply\nformat ascii 1.0\nelement vertex 2\n{PLY_XYZ}1 2\n3 4 5 6\n", "row 1"),
        (
            "a.ply",
            f"ply\nformat binary_little_endian 1.0\nelement vertex {HUGE}\n{PLY_XYZ}abc",
            "truncated",
        ),
        ("a.ply", f"ply\nformat ascii 1.0\nelement vertex {HUGE}\n{PLY_XYZ}1 2 3\n", "truncated"),
        (
            "a.ply",
            "ply\nformat ascii 1.0\nelement vertex 0\nproperty float red\n" + PLY_XYZ,
            "red must be uchar",
        ),
        (
            "a.ply",
            "ply\nformat ascii 1.0\nelement vertex 1\nproperty list uchar int a\n" + PLY_XYZ,
            "lists",
        ),
        ("a.pcd", b"VERSION 0.7\nFIELDS x\n", "no DATA line"),
        ("a.pcd", b"DATA ascii\n", "no FIELDS"),
        ("a.pcd", f"{PCD_XYZ}WIDTH {HUGE}\nHEIGHT 1\nDATA binary\nabc", "truncated"),
        ("a.pcd", f"{PCD_XYZ}WIDTH {HUGE}\nHEIGHT 1\nDATA ascii\n1 2 3\n", "truncated"),
        (
            "a.pcd",
            f"{PCD_XYZ}WIDTH {HUGE}\nHEIGHT 1\nDATA binary_compressed\n".encode() + bytes(8),
            "do not fit",
        ),
        ("a.pcd", f"{PCD_XYZ}WIDTH 1\nHEIGHT 1\nPOINTS 9\nDATA ascii\n1 2 3\n", "POINTS 9"),
        ("a.pcd", f"{PCD_XYZ}WIDTH 1\nHEIGHT 1\nDATA zip\n1 2 3\n", "DATA 'zip'"),
        ("a.pcd", "FIELDS x y\nSIZE 4 4\nTYPE F F\nWIDTH 0\nHEIGHT 1\nDATA ascii\n", "without z"),
        ("a.pcd", "FIELDS x\nSIZE 3\nTYPE F\nWIDTH 0\nHEIGHT 1\nDATA ascii\n", "SIZE 3"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CloudFileError, match=message) as caught:
        read_cloud(path)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"points": np.zeros((2, 3), np.float32)}, "no array xyz.*points"),
        ({"xyz": np.zeros((2, 3))}, "xyz must be float32 .*float64"),
        ({"xyz": np.zeros((2, 4), np.float32)}, "xyz must be float32"),
        (
            {"xyz": np.zeros((2, 3), np.float32), "rgb": np.zeros((2, 3), np.float32)},
            "rgb must be uint8",
        ),
        (
            {"xyz": np.zeros((2, 3), np.float32), "intensity": np.zeros(3, np.float32)},
            "intensity must be",
        ),
        ({"xyz": np.array([{}], dtype=object)}, "Python objects"),
    ],
)
def test_arrays_of_another_kind_are_refused(tmp_path, arrays, message):
    np.savez(tmp_path / "a.npz", **arrays)
    with pytest.raises(CloudFileError, match=message):
        read_cloud(tmp_path / "a.npz")


def test_an_array_that_claims_more_than_it_holds_is_refused(tmp_path):
    stream = io.BytesIO()
    np.savez(stream, xyz=np.zeros((23, 3), np.float32))
    content = stream.getvalue()
    place = content.index(b"(23, 3), }")
    lie = f"({HUGE},3)}}".encode()  # takes the place of the header's padding
    content = content[:place] + lie + content[place + len(lie) :]
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(CloudFileError, match=r"a\.npz"):
        read_cloud(tmp_path / "a.npz")


def test_missing_files_and_folders_are_named(tmp_path):
    with pytest.raises(CloudFileError, match="no such file"):
        read_cloud(tmp_path / "nothing.ply")
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(CloudFileError, match="cannot be read"):
        read_cloud(tmp_path / "folder.npz")
    with pytest.raises(CloudFileError, match="at least 3"):
        (tmp_path / "a.bin").touch()
        read_cloud(tmp_path / "a.bin", columns=2)


def test_surveyed_coordinates_are_warned_of(tmp_path, caplog):
    (tmp_path / "a.ply").write_text(
        "ply\nformat ascii 1.0\nelement vertex 1\nproperty double x\nproperty double y\n"
        "property double z\nend_header\n691000.25 5335000.5 500\n"
    )
    assert len(read_cloud(tmp_path / "a.ply")) == 1
    assert "subtract an offset" in caplog.text


@pytest.mark.real_data
def test_real_sweeps():
    root = Path(__file__).resolve().parents[3]
    data = Path(os.environ.get("WS3D_REAL_DATA", root.parent / "shared" / "data"))
    if not data.is_dir():
        pytest.skip(f"no real data at {data}; name its folder in WS3D_REAL_DATA")
    sweep = read_cloud(data / "kitti_frames" / "velodyne" / "000000.bin")
    assert len(sweep) == 115_384
    assert sweep.finite.all()
    assert 0 <= sweep.intensity.min() <= sweep.intensity.max() <= 1
    assert 2 < np.ptp(sweep.xyz[:, 2]) < 40
    (path,) = (data / "nuscenes_mini_frame").glob("*.bin")
    sweep = read_cloud(path, columns=5, intensity_range=(0, 255))
    assert len(sweep) == 34_688
    assert 60 < np.ptp(sweep.xyz[:, 0]) < 300
