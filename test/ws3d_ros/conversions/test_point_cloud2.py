# SPDX-License-Identifier: Apache-2.0
"""PointCloud2 to PointCloud: layouts against struct.unpack, lies refused with the cure."""

from __future__ import annotations

import array
import math
import struct
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sensor_msgs.msg import PointCloud2, PointField

from ws3d_ros.conversions.point_cloud2 import CloudError, cloud_from_message

CODES = {1: "b", 2: "B", 3: "h", 4: "H", 5: "i", 6: "I", 7: "f", 8: "d"}
FLOATS = (PointField.FLOAT32, PointField.FLOAT64)


@dataclass(frozen=True)
class Layout:
    """How the points lie in the bytes: (name, offset, datatype) and the steps."""

    fields: tuple[tuple[str, int, int], ...]
    point_step: int
    row_padding: int
    big_endian: bool
    height: int
    width: int

    @property
    def row_step(self) -> int:
        return self.width * self.point_step + self.row_padding

    def position(self, point: int) -> int:
        row, column = divmod(point, self.width)
        return row * self.row_step + column * self.point_step

    def code(self, datatype: int) -> str:
        return (">" if self.big_endian else "<") + CODES[datatype]


def message(layout: Layout, data: bytes) -> PointCloud2:
    return PointCloud2(
        height=layout.height,
        width=layout.width,
        fields=[
            PointField(name=name, offset=offset, datatype=datatype, count=1)
            for name, offset, datatype in layout.fields
        ],
        is_bigendian=layout.big_endian,
        point_step=layout.point_step,
        row_step=layout.row_step,
        data=array.array("B", data),
    )


def column(layout: Layout, data: bytes, name: str) -> list[float]:
    """The values of one field, read the slow and obvious way."""
    offset, datatype = next((o, d) for n, o, d in layout.fields if n == name)
    points = layout.height * layout.width
    code = layout.code(datatype)
    return [struct.unpack_from(code, data, layout.position(i) + offset)[0] for i in range(points)]


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    wanted = [(name, draw(st.sampled_from(FLOATS))) for name in "xyz"]
    color = draw(st.sampled_from(["none", "rgb", "rgba", "bytes", "floats"]))
    if color in ("rgb", "rgba"):
        wanted.append((color, draw(st.sampled_from([5, 6, 7]))))
    elif color != "none":
        wanted += [(name, 2 if color == "bytes" else 7) for name in "rgb"]
    if draw(st.booleans()):
        name = draw(st.sampled_from(["intensity", "i", "reflectivity"]))
        wanted.append((name, draw(st.integers(1, 8))))
    extra = [(f"extra{n}", draw(st.integers(1, 8))) for n in range(draw(st.integers(0, 3)))]
    offset, fields = draw(st.integers(0, 5)), []
    for name, datatype in draw(st.permutations(wanted + extra)):
        fields.append((name, offset, datatype))
        offset += struct.calcsize("<" + CODES[datatype]) + draw(st.sampled_from([0, 0, 0, 1, 4]))
    height, width = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    padding = draw(st.integers(0, offset - 1)) if height * width else 0
    return Layout(tuple(fields), offset, padding, draw(st.booleans()), height, width)


@st.composite
def clouds(draw: st.DrawFn) -> tuple[Layout, bytes]:
    layout = draw(layouts())
    size = layout.height * layout.row_step if layout.width else 0
    data = bytearray(draw(st.binary(min_size=size, max_size=size)))
    values = st.one_of(
        st.floats(-100, 400, width=32), st.sampled_from([math.nan, math.inf, -math.inf])
    )
    for point in range(layout.height * layout.width):
        for name, offset, datatype in layout.fields:
            if datatype in FLOATS and name not in ("rgb", "rgba"):
                place = layout.position(point) + offset
                struct.pack_into(layout.code(datatype), data, place, draw(values))
    return layout, bytes(data)


@settings(max_examples=150, deadline=None)
@given(clouds())
def test_every_layout_reads_as_struct_reads_it(case: tuple[Layout, bytes]) -> None:
    layout, data = case
    cloud = cloud_from_message(message(layout, data), (0.0, 200.0))
    names = {name for name, _, _ in layout.fields}
    assert len(cloud) == layout.height * layout.width
    if len(cloud) == 0:
        return
    xyz = np.array([column(layout, data, name) for name in "xyz"], np.float32).T
    np.testing.assert_array_equal(cloud.xyz, xyz)

    packed = names & {"rgb", "rgba"}
    if packed:
        color, order = packed.pop(), ">I" if layout.big_endian else "<I"
        offset = next(o for n, o, _ in layout.fields if n == color)
        for point, rgb in enumerate(cloud.rgb):
            (bits,) = struct.unpack_from(order, data, layout.position(point) + offset)
            assert tuple(rgb) == (bits >> 16 & 255, bits >> 8 & 255, bits & 255)
    elif "r" in names:
        values = np.array([column(layout, data, name) for name in "rgb"], np.float64).T
        values[~np.isfinite(values)] = 0
        if layout.fields[[n for n, _, _ in layout.fields].index("r")][2] != 2:
            values = values * (255 if values.max() <= 1 else 1)
        assert np.abs(cloud.rgb - np.clip(values, 0, 255)).max() <= 0.501
    else:
        assert cloud.rgb is None

    reflection = names & {"intensity", "i", "reflectivity"}
    if reflection:
        values = np.array(column(layout, data, reflection.pop()), np.float64)
        expected = np.clip(np.where(np.isnan(values), 0, values) / 200, 0, 1)
        np.testing.assert_allclose(cloud.intensity, expected, atol=1e-6)
    else:
        assert cloud.intensity is None


@settings(max_examples=50, deadline=None)
@given(clouds())
def test_agrees_with_sensor_msgs_py(case: tuple[Layout, bytes]) -> None:
    reader = pytest.importorskip("sensor_msgs_py.point_cloud2", reason="only with apt ROS")
    layout, data = case
    if layout.big_endian or layout.row_padding or layout.height * layout.width == 0:
        return  # sensor_msgs_py reads packed rows only
    msg = message(layout, data)
    points = reader.read_points(msg, field_names=["x", "y", "z"]).reshape(-1)
    expected = np.stack([points[name].astype(np.float32) for name in "xyz"], axis=1)
    np.testing.assert_array_equal(cloud_from_message(msg).xyz, expected)


XYZ = Layout((("x", 0, 7), ("y", 4, 7), ("z", 8, 7)), 12, 0, False, 1, 3)
XYZ_DATA = struct.pack("<9f", *range(9))


def xyz_message(**changes: object) -> PointCloud2:
    msg = message(XYZ, XYZ_DATA)
    for name, value in changes.items():
        setattr(msg, name, value)
    return msg


def field(name: str, offset: int, datatype: int = 7, count: int = 1) -> PointField:
    return PointField(name=name, offset=offset, datatype=datatype, count=count)


def test_the_empty_cloud_has_no_points() -> None:
    assert len(cloud_from_message(PointCloud2())) == 0
    assert len(cloud_from_message(xyz_message(width=0, row_step=0, data=b""))) == 0


def test_one_point() -> None:
    one = xyz_message(width=1, row_step=12, data=XYZ_DATA[:12])
    np.testing.assert_array_equal(cloud_from_message(one).xyz, [[0, 1, 2]])


def test_nan_and_infinity_keep_their_place() -> None:
    data = struct.pack("<9f", 0, 1, math.nan, math.inf, 4, 5, 6, 7, 8)
    cloud = cloud_from_message(xyz_message(data=data))
    assert cloud.finite.tolist() == [False, False, True]


def test_the_packed_layout_is_not_copied() -> None:
    msg = message(XYZ, XYZ_DATA)
    assert np.shares_memory(cloud_from_message(msg).xyz, np.frombuffer(msg.data, np.uint8))


def test_packed_points_in_padded_rows() -> None:
    layout = Layout(XYZ.fields, 12, 4, False, 2, 1)
    data = struct.pack("<3f4x3f4x", *range(6))
    np.testing.assert_array_equal(
        cloud_from_message(message(layout, data)).xyz, [[0, 1, 2], [3, 4, 5]]
    )


def test_a_double_beyond_float32_becomes_infinite() -> None:
    layout = Layout((("x", 0, 8), ("y", 8, 8), ("z", 16, 8)), 24, 0, False, 1, 1)
    cloud = cloud_from_message(message(layout, struct.pack("<3d", 1e300, 1, 2)))
    assert cloud.finite.tolist() == [False]


def test_the_first_intensity_name_counts_and_is_clipped() -> None:
    fields = (("x", 0, 7), ("y", 4, 7), ("z", 8, 7), ("reflectivity", 12, 4), ("intensity", 14, 2))
    layout = Layout(fields, 15, 0, False, 1, 2)
    data = struct.pack("<3fHB", 0, 0, 0, 9, 50) + struct.pack("<3fHB", 0, 0, 0, 9, 250)
    cloud = cloud_from_message(message(layout, data), (0, 100))
    np.testing.assert_allclose(cloud.intensity, [0.5, 1.0])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fields": []}, ["no field 'x', 'y', 'z'", "fields are none"]),
        ({"fields": [field("x", 0), field("y", 4), field("d", 8)]}, ["'z'", "'x', 'y', 'd'"]),
        (
            {"fields": [field("x", 0), field("y", 4), field("z", 8, PointField.INT16)]},
            ["'z' is INT16", "FLOAT32 or FLOAT64", "convert"],
        ),
        ({"fields": [field("x", 0), field("y", 4), field("z", 8, 99)]}, ["datatype 99", "FLOAT64"]),
        ({"fields": [field("x", 0), field("y", 4), field("z", 8, count=3)]}, ["count 3", "to 1"]),
        (
            {"fields": [field("x", 0), field("y", 4), field("z", 8), field("rgb", 8, 2)]},
            ["'rgb' is UINT8", "UINT32"],
        ),
        (
            {
                "fields": [field(n, 4 * i) for i, n in enumerate("xyz")]
                + [field(n, 0, 4) for n in "rgb"]
            },
            ["'r' is UINT16", "UINT8"],
        ),
        ({"fields": [field("x", 0), field("y", 4), field("z", 9)]}, ["ends at byte 13", "is 12"]),
        ({"fields": [field("x", 0), field("y", 4), field("z", 4_000_000_000)]}, ["point_step"]),
        ({"data": XYZ_DATA[:-1]}, ["truncated", "36 bytes", "got 35"]),
        ({"data": b""}, ["truncated", "got 0"]),
        ({"data": XYZ_DATA + b"\0"}, ["37 bytes", "is 36"]),
        ({"point_step": 0}, ["point_step is 0"]),
        ({"point_step": 16}, ["point_step (16)", "row_step (36)"]),
        ({"point_step": 2**32 - 1}, ["point_step"]),
        ({"row_step": 0}, ["row_step (0)"]),
        ({"row_step": 35}, ["row_step (35)"]),
        ({"row_step": 72, "data": XYZ_DATA * 2}, ["only row takes 72"]),
        ({"row_step": 2**32 - 1}, ["row_step"]),
        ({"height": 2}, ["truncated", "72 bytes"]),
        ({"height": 0}, ["height x width is 0", "36 bytes"]),
        ({"height": 2**32 - 1, "width": 2**32 - 1, "row_step": 2**32 - 1}, ["row_step"]),
        ({"height": 2**32 - 1, "row_step": 2**32 - 1}, ["truncated"]),
    ],
)
def test_what_lies_is_refused_with_the_cure(changes: dict[str, object], words: list[str]) -> None:
    with pytest.raises(CloudError) as caught:
        cloud_from_message(xyz_message(**changes))
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize("bounds", [(1.0, 1.0), (2.0, 1.0), (math.nan, 1.0)])
def test_an_empty_intensity_range_is_refused(bounds: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="rise from low to high"):
        cloud_from_message(xyz_message(), bounds)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=64),
    st.lists(
        st.tuples(
            st.sampled_from(["x", "y", "z", "rgb", "r", "g", "b", "intensity", "t"]),
            st.integers(0, 40),
            st.integers(0, 9),
        ),
        max_size=8,
    ),
    st.tuples(*[st.integers(0, 20)] * 2, *[st.integers(0, 70)] * 2),
)
def test_any_nonsense_is_read_or_refused_but_never_breaks(
    data: bytes, fields: list[tuple[str, int, int]], sizes: tuple[int, int, int, int]
) -> None:
    height, width, point_step, row_step = sizes
    msg = PointCloud2(height=height, width=width, point_step=point_step, row_step=row_step)
    msg.fields = [field(*values) for values in fields]
    msg.data = array.array("B", data)
    try:
        assert len(cloud_from_message(msg)) == height * width
    except CloudError as error:
        assert len(str(error)) > 30
