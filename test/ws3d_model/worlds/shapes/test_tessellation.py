# SPDX-License-Identifier: Apache-2.0
"""Triangles of primitives: closed, outward, as large and as heavy as the true shapes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.worlds.shapes.model import Model, tilted, turned
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Faces, Kind, Mesh, Primitive
from ws3d_model.worlds.shapes.tessellation import Triangles, tessellate

PAINT = Paint(np.array([0.5, 0.5, 0.5]))


def volume(triangles: Triangles) -> float:
    """Signed by the divergence theorem: positive where all faces turn outward."""
    a, b, c = (triangles.corners[:, corner].astype(np.float64) for corner in range(3))
    return float((a * np.cross(b, c)).sum() / 6)


def is_closed(triangles: Triangles) -> bool:
    """Every edge is walked once each way."""
    points = np.round(triangles.corners.reshape(-1, 3) / 1e-5).astype(np.int64)
    rows = np.unique(points, axis=0, return_inverse=True)[1].reshape(-1, 3)
    rows = rows[(rows[:, 0] != rows[:, 1]) & (rows[:, 1] != rows[:, 2])]
    edges = np.concatenate([rows[:, [0, 1]], rows[:, [1, 2]], rows[:, [2, 0]]])
    ahead, back = {tuple(e) for e in edges.tolist()}, {tuple(e[::-1]) for e in edges.tolist()}
    return ahead == back


def test_nothing_gives_no_triangles() -> None:
    triangles = tessellate([])
    assert len(triangles) == 0 and triangles.corners.shape == (0, 3, 3)


SHAPES = {
    "box": (Model("box").box((1, 2, 3), (0.4, 0.6, 1.0), PAINT), 0.24, 1e-5),
    "soft box": (Model("box").box((1, 2, 3), (1, 1, 1), PAINT, roundness=8), 0.94, 0.05),
    "cylinder": (Model("box").cylinder((0, 0, 1), 0.5, 2.0, PAINT, axis="x"), np.pi / 2, 0.02),
    "cone": (Model("box").cylinder((0, 0, 1), 0.3, 1.0, PAINT, taper=0.0), np.pi * 0.03, 0.02),
    "ellipsoid": (Model("box").ellipsoid((1, 0, 0), (0.2, 0.3, 0.5), PAINT), 0.1257, 0.04),
    "prism": (
        Model("box").prism([(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)], 0.5, PAINT), 1.5, 1e-5,
    ),
    "wedge": (Model("box").prism([(0, 0), (1, 0), (0, 1)], 2.0, PAINT, axis="x"), 1.0, 1e-5),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_are_closed_and_as_large_as_they_should_be(name: str) -> None:
    model, expected, tolerance = SHAPES[name]
    triangles = tessellate(model.primitives)
    assert is_closed(triangles)
    assert volume(triangles) == pytest.approx(expected, rel=tolerance)


@settings(deadline=None, max_examples=30)
@given(
    kind=st.sampled_from([Kind.BOX, Kind.CYLINDER, Kind.ELLIPSOID]),
    half=st.tuples(*[st.floats(0.01, 2)] * 3),
    angles=st.tuples(st.floats(-3, 3), st.floats(-3, 3)),
    roundness=st.sampled_from([0.0, 4.0]),
)
def test_triangles_stay_within_the_primitive_and_reach_its_sides(
    kind: Kind,
    half: tuple[float, float, float],
    angles: tuple[float, float],
    roundness: float,
) -> None:
    centre, rotation = np.array([1.0, -2.0, 0.5]), turned(angles[0]) @ tilted(angles[1])
    primitive = Primitive(kind, centre, np.array(half), rotation, PAINT, "box", roundness=roundness)
    corners = tessellate([primitive]).corners.reshape(-1, 3).astype(np.float64)
    local = np.abs((corners - centre) @ rotation) / half
    assert local.max() < 1 + 1e-4
    # The icosahedron of a small ellipsoid falls short of its poles by up to five percent.
    assert (local.max(0) > (0.94 if kind is Kind.ELLIPSOID else 0.99)).all()


def test_missing_faces_are_missing() -> None:
    faces = Faces.ALL & ~Faces.TOP
    model = Model("box").box((0, 0, 0), (1, 1, 1), PAINT, faces=faces)
    triangles = tessellate(model.primitives)
    normal = np.cross(
        triangles.corners[:, 1] - triangles.corners[:, 0],
        triangles.corners[:, 2] - triangles.corners[:, 0],
    )
    assert len(triangles) == 10 and (normal[:, 2] < 0.1).all()
    tube = Model("box").cylinder((0, 0, 0), 0.5, 1, PAINT, faces=Faces.SIDE)
    heights = tessellate(tube.primitives).corners[:, :, 2]
    assert (np.ptp(heights, axis=1) > 0.9).all()


def test_triangles_come_in_the_order_of_the_primitives() -> None:
    model = Model("box")
    for x in range(5):
        model.box((x, 0, 0), (0.1, 0.1, 0.1), PAINT).ellipsoid((x, 1, 0), (0.1, 0.1, 0.1), PAINT)
    triangles = tessellate(model.primitives)
    assert (np.diff(triangles.primitive) >= 0).all()
    for index, primitive in enumerate(model.primitives):
        middle = triangles.corners[triangles.primitive == index].mean((0, 1))
        np.testing.assert_allclose(middle, primitive.centre, atol=1e-5)


def test_meshes_move_with_their_primitive_and_keep_their_colours() -> None:
    vertices = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)
    faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])
    colours = np.eye(4)[:, :3]
    one = Model("box").box((5, 5, 5), (1, 1, 1), PAINT)
    one.put(Model("cup").mesh(vertices, faces, PAINT, colours), (1, 2, 3), np.pi / 2)
    triangles = tessellate(one.primitives)
    assert triangles.colours is not None
    np.testing.assert_allclose(triangles.colours[12:], colours)
    assert np.isnan(triangles.colours[:12]).all()
    moved = vertices @ turned(np.pi / 2).T + (1, 2, 3)
    np.testing.assert_allclose(triangles.corners[12:], moved[faces], atol=1e-6)


def test_broken_meshes_are_refused() -> None:
    vertices = np.zeros((3, 3), np.float32)
    with pytest.raises(ValueError, match=r"faces must be rows 0..2"):
        Mesh(vertices, np.array([[0, 1, 3]], np.int32))
    with pytest.raises(ValueError, match="a cup is a mesh without triangles"):
        half = np.ones(3)
        tessellate([Primitive(Kind.MESH, half, half, np.eye(3), PAINT, "cup")])
