# SPDX-License-Identifier: Apache-2.0
"""Charts are well-formed, bounded, and show what they are given."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from ws3d_model.visualization.svg_charts import (
    MOST_LINES,
    bar_chart,
    ink_on,
    line_chart,
    matrix_chart,
    nice_ceiling,
)


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 - made a line above
    return [node.text or "" for node in root.iter("text")]


def test_nothing_to_show() -> None:
    assert "<svg" in line_chart([], {"a": []}, "s", "ms")
    assert texts(bar_chart({}, "%")) == []
    assert texts(matrix_chart([], [], np.zeros((0, 0), np.int64), "t")) == []


def test_a_gap_splits_a_line() -> None:
    svg = line_chart([0, 1, 2, 3], {"a": [1, float("nan"), 2, 3]}, "s", "ms")
    assert svg.count("<polyline") == 2
    assert "a" in texts(svg)


def test_long_lines_keep_their_extremes_and_little_else() -> None:
    values = np.zeros(100_000)
    values[77_777] = 40.0
    svg = line_chart(np.arange(100_000).tolist(), {"a": values.tolist()}, "s", "ms")
    points = svg.split('points="')[1].split('"')[0].split(" ")
    assert len(points) <= MOST_LINES + 2
    heights = [float(point.split(",")[1]) for point in points]
    assert min(heights) < 60 < max(heights)


def test_bars_are_as_long_as_their_values() -> None:
    root = ElementTree.fromstring(bar_chart({"a": 50, "b": 25, "c": float("nan")}, "%", 100))  # noqa: S314
    wide = [float(node.get("width", "0")) for node in root.iter("rect")]
    assert wide[0] == pytest.approx(2 * wide[1])
    assert "no truth" in texts(bar_chart({"c": float("nan")}, "%"))


def test_matrix_shows_shares_of_rows_and_leaves_out_what_is_empty() -> None:
    counts = np.array([[3, 1], [0, 0]])
    said = texts(matrix_chart(["chair", "table"], ["chair", "sofa"], counts, "t"))
    assert "75" in said
    assert "table" not in said
    with pytest.raises(ValueError, match="must be"):
        matrix_chart(["a"], ["b"], np.zeros((2, 2), np.int64), "t")


def test_numbers_can_be_read_on_dark_and_on_bright_cells() -> None:
    svg = matrix_chart(["a", "b"], ["a", "b"], np.array([[100, 0], [85, 15]]), "t")
    assert [ink for ink in ("#101216", "#eceff4") if f'fill:{ink}">100' in svg] == ["#101216"]
    assert [ink for ink in ("#101216", "#eceff4") if f'fill:{ink}">15' in svg] == ["#eceff4"]
    for color in ("#000000", "#ffffff", "#6aa5e3", "#e2a03f", "#7a7a7a"):
        ink = ink_on(color)
        both = sorted((luminance(color), luminance(ink)))
        assert (both[1] + 0.05) / (both[0] + 0.05) > 4


def luminance(color: str) -> float:
    """By the definition of WCAG 2.1, channel by channel."""
    total = 0.0
    for weight, start in ((0.2126, 1), (0.7152, 3), (0.0722, 5)):
        value = int(color[start : start + 2], 16) / 255
        total += weight * (value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4)
    return total


def test_names_are_text_not_markup() -> None:
    evil = '<script>alert("x")</script>'
    assert "<script" not in bar_chart({evil: 1.0}, "%")
    assert "<script" not in matrix_chart([evil], [evil], np.ones((1, 1), np.int64), evil)
    assert "<script" not in line_chart([0], {evil: [1]}, evil, evil)


@pytest.mark.parametrize(
    ("value", "end"), [(0, 1), (-3, 1), (0.7, 1), (1, 1), (1.1, 2), (30, 50), (0.03, 0.05)]
)
def test_axes_end_at_round_numbers(value: float, end: float) -> None:
    assert nice_ceiling(value) == pytest.approx(end)
