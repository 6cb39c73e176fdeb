# SPDX-License-Identifier: Apache-2.0
"""Line and bar charts as images, in the project's own typeface and colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from ws3d_model.visualization.drawing import LIGHT, Color, font
from ws3d_model.visualization.point_colors import PALETTE

_SCALE = 2  # drawn large and shrunk: Pillow's own lines are not anti-aliased
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 30, 70, 70  # pixels around the plot
_DASH = 9  # pixels of a generated source's dashes


@dataclass(frozen=True)
class Series:
    """One source: its values over the places of a chart, NaN where it has none.

    Args:
        name: for the legend.
        values: one a place.
        dashed: drawn with dashes (lines) or outlined (bars): what is generated.
    """

    name: str
    values: Sequence[float]
    dashed: bool = False


@dataclass(frozen=True)
class Axes:
    """What the chart says.

    Args:
        title, x, y: plain text.
        places: labels along x, one a value.
        logarithmic: the y axis, by decades.
        size: pixels.
    """

    title: str
    x: str
    y: str
    places: Sequence[str]
    logarithmic: bool = False
    size: tuple[int, int] = (1100, 620)


class _Plot:
    """A chart while it is drawn."""

    def __init__(self, axes: Axes, series: Sequence[Series]) -> None:
        self.axes = axes
        values = np.array([v for s in series for v in s.values if np.isfinite(v)], np.float64)
        if axes.logarithmic:
            values = values[values > 0]
            self.low = 10 ** np.floor(np.log10(values.min())) if len(values) else 0.1
            self.high = 10 ** np.ceil(np.log10(values.max() * 1.001)) if len(values) else 1.0
        else:
            self.low, self.high = 0.0, _rounded_up(values.max() if len(values) else 1.0)
        size = (axes.size[0] * _SCALE, axes.size[1] * _SCALE)
        self.image = Image.new("RGB", size, LIGHT.background)
        self.pen = ImageDraw.Draw(self.image)
        self._frame()

    def x(self, place: float) -> float:
        """Pixels of a place: 0 is the middle of the first."""
        wide = (self.axes.size[0] - _LEFT - _RIGHT) / max(len(self.axes.places), 1)
        return (_LEFT + (place + 0.5) * wide) * _SCALE

    def y(self, value: float) -> float:
        """Pixels of a value."""
        low, high = self.low, self.high
        if self.axes.logarithmic:
            value, low, high = np.log10(max(value, low)), np.log10(low), np.log10(high)
        share = (value - low) / max(high - low, 1e-12)
        tall = self.axes.size[1] - _TOP - _BOTTOM
        return (_TOP + (1 - float(np.clip(share, 0, 1))) * tall) * _SCALE

    def text(self, x: float, y: float, words: str, size: int, ink: Color, anchor: str) -> None:
        self.pen.text((x * _SCALE, y * _SCALE), words, ink, font(size * _SCALE), anchor)

    def _frame(self) -> None:
        axes, (width, height) = self.axes, self.axes.size
        self.text(_LEFT, 14, axes.title, 20, LIGHT.ink, "la")
        self.text(width / 2, height - 8, axes.x, 15, LIGHT.faint, "md")
        self.text(10, 44, axes.y, 15, LIGHT.faint, "la")
        for value in self._ticks():
            y = self.y(value)
            ends = (_LEFT * _SCALE, y, (width - _RIGHT) * _SCALE, y)
            self.pen.line(ends, fill=(226, 229, 234), width=_SCALE)
            self.text(_LEFT - 8, y / _SCALE, f"{value:g}", 14, LIGHT.faint, "rm")
        for number, place in enumerate(axes.places):
            x = self.x(number) / _SCALE
            self.text(x, height - _BOTTOM + 8, place, 13, LIGHT.ink, "ma")

    def _ticks(self) -> list[float]:
        if self.axes.logarithmic:
            first, last = round(np.log10(self.low)), round(np.log10(self.high))
            return [10.0**power for power in range(first, last + 1)]
        return [self.high * step / 5 for step in range(6)]

    def legend(self, series: Sequence[Series]) -> None:
        """Names in their colours, at the upper right."""
        for number, entry in enumerate(series):
            y, x = _TOP + 14 + 22 * number, self.axes.size[0] - _RIGHT - 14
            self.text(x - 34, y, entry.name, 14, LIGHT.ink, "rm")
            self.line([(x - 26, y), (x, y)], PALETTE[number % len(PALETTE)], entry.dashed)

    def line(self, points: Sequence[tuple[float, float]], color: Color, dashed: bool) -> None:
        """A line through points in unscaled pixels."""
        for (x0, y0), (x1, y1) in pairwise(points):
            length = float(np.hypot(x1 - x0, y1 - y0))
            pieces = max(int(length / _DASH), 1) if dashed else 1
            for piece in range(0, pieces, 2 if dashed else 1):
                start, end = piece / pieces, min((piece + 1) / pieces, 1.0)
                ends = [
                    ((x0 + (x1 - x0) * t) * _SCALE, (y0 + (y1 - y0) * t) * _SCALE)
                    for t in (start, end)
                ]
                self.pen.line(ends, fill=color, width=3 * _SCALE)

    def done(self) -> Image.Image:
        """The chart in its own size."""
        return self.image.resize(self.axes.size, Image.Resampling.LANCZOS)


def line_chart(axes: Axes, series: Sequence[Series]) -> Image.Image:
    """A line a series; a line breaks where a value is NaN."""
    plot = _Plot(axes, series)
    for number, entry in enumerate(series):
        color = PALETTE[number % len(PALETTE)]
        run: list[tuple[float, float]] = []
        for place, value in enumerate([*entry.values, float("nan")]):
            if np.isfinite(value) and (value > 0 or not axes.logarithmic):
                run.append((plot.x(place) / _SCALE, plot.y(value) / _SCALE))
                continue
            plot.line(run, color, entry.dashed)
            run = []
    plot.legend(series)
    return plot.done()


def bar_chart(axes: Axes, series: Sequence[Series]) -> Image.Image:
    """A group of bars a place, one bar a series."""
    plot = _Plot(axes, series)
    wide = 0.8 / max(len(series), 1)
    for number, entry in enumerate(series):
        color = PALETTE[number % len(PALETTE)]
        for place, value in enumerate(entry.values):
            if not np.isfinite(value):
                continue
            left = plot.x(place - 0.4 + number * wide)
            right = plot.x(place - 0.4 + (number + 1) * wide) - _SCALE
            area = (left, plot.y(value), max(right, left + 1), plot.y(plot.low))
            if area[3] - area[1] < 1:
                continue
            fill = None if entry.dashed else color
            plot.pen.rectangle(area, fill=fill, outline=color, width=2 * _SCALE)
    plot.legend(series)
    return plot.done()


def _rounded_up(value: float) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value * 0.999))
