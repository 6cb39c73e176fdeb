# SPDX-License-Identifier: Apache-2.0
"""Charts: what is larger is drawn higher, absent values leave gaps, nothing makes them fail."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.visualization.point_colors import PALETTE
from ws3d_model.worlds.statistics.charts import Axes, Series, bar_chart, line_chart

PLACES = ["a", "b", "c"]


def pixels_of(image, color) -> np.ndarray:
    difference = np.abs(np.asarray(image).astype(int) - color).sum(axis=2)
    return np.argwhere(difference < 12)


@pytest.mark.parametrize("draw", [line_chart, bar_chart])
@pytest.mark.parametrize("values", [(), (float("nan"),) * 3, (0.0, 0.0, 0.0)])
@pytest.mark.parametrize("logarithmic", [False, True])
def test_nothing_to_draw_is_an_empty_chart(draw, values, logarithmic):
    axes = Axes("title", "x", "y", PLACES[: len(values)], logarithmic)
    assert draw(axes, [Series("none", values)] if values else []).size == axes.size


def test_higher_values_make_taller_bars():
    image = bar_chart(Axes("t", "x", "y", PLACES), [Series("", (1.0, 2.0, 4.0))])
    columns = pixels_of(image, PALETTE[0])[:, 1]
    thirds = np.array_split(np.arange(90, 1070), 3)
    heights = [np.isin(columns, third).sum() for third in thirds]
    assert heights[0] < heights[1] < heights[2]
    assert heights[2] / heights[1] == pytest.approx(2, rel=0.1)


def test_a_line_breaks_where_a_value_is_absent():
    whole = line_chart(Axes("t", "x", "y", PLACES), [Series("", (1.0, 1.0, 1.0))])
    broken = line_chart(Axes("t", "x", "y", PLACES), [Series("", (1.0, float("nan"), 1.0))])
    assert len(pixels_of(broken, PALETTE[0])) < len(pixels_of(whole, PALETTE[0])) / 4


def test_dashes_are_lighter_than_lines():
    solid = line_chart(Axes("t", "x", "y", PLACES), [Series("", (1.0, 2.0, 1.0))])
    dashed = line_chart(Axes("t", "x", "y", PLACES), [Series("", (1.0, 2.0, 1.0), True)])
    ratio = len(pixels_of(dashed, PALETTE[0])) / len(pixels_of(solid, PALETTE[0]))
    assert 0.3 < ratio < 0.75
