# SPDX-License-Identifier: Apache-2.0
"""Extruded polygons."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ws3d_model.worlds.shapes.primitives import Faces
from ws3d_model.worlds.shapes.prism import extrude


def area(vertices: np.ndarray, faces: np.ndarray) -> float:
    a, b, c = (vertices[faces[:, corner]].astype(np.float64) for corner in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


@given(st.lists(st.floats(0.3, 2.0), min_size=3, max_size=14), st.booleans())
def test_caps_cover_star_shaped_polygons(radii: list[float], clockwise: bool) -> None:
    angle = 2 * np.pi * np.arange(len(radii)) / len(radii)
    outline = np.column_stack([np.cos(angle), np.sin(angle)]) * np.array(radii)[:, None]
    x, y = outline.T
    expected = abs((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2
    vertices, faces = extrude(outline[::-1] if clockwise else outline, 1.0, faces=Faces.TOP)
    assert area(vertices, faces) == pytest.approx(expected, rel=1e-4)
    assert (vertices[faces][:, :, 2] == 0.5).all()


def test_a_taper_shrinks_the_upper_end() -> None:
    square = [(0, 0), (2, 0), (2, 2), (0, 2)]
    vertices, faces = extrude(square, 1.0, taper=0.5, faces=Faces.TOP)
    assert area(vertices, faces) == pytest.approx(1.0)
    np.testing.assert_allclose(vertices[4:].mean(0), (1, 1, 0.5))


@pytest.mark.parametrize(
    ("outline", "message"),
    [
        ([], "K >= 3"),
        ([(0, 0), (1, 1)], "K >= 3"),
        ([(0, 0), (1, 1), (2, 2)], "no area"),
        ([(0, 0), (2, 2), (2, 0), (0, 3)], "crosses itself"),
    ],
)
def test_outlines_that_bound_nothing_are_refused(
    outline: list[tuple[float, float]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        extrude(outline, 1.0)
