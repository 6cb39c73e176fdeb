# SPDX-License-Identifier: Apache-2.0
"""Charts as inline SVG for pages: lines over time, bars by name, a confusion matrix."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT = 860, 254  # of a line chart, pixels
# Margins with room for the larger letters of small screens.
_LEFT, _RIGHT, _TOP, _BOTTOM = 66, 16, 14, 52
_COLORS = ("#6aa5e3", "#e2a03f", "#7cc47f", "#d9707a", "#a98be0", "#57b8b8")
_GROUND, _DARK_INK, _LIGHT_INK = "#12151b", "#101216", "#eceff4"
_BARS, _NAMES, _ROW = 500, 160, 22  # of bars, pixels: width, of it for names; height of one
MOST_LINES = 2000  # points of a line; more are thinned to minimum and maximum of each stretch


def line_chart(
    x: Sequence[float], series: Mapping[str, Sequence[float]], x_label: str, y_label: str
) -> str:
    """Lines over a common x; gaps where a value is NaN.

    Args:
        x: rising.
        series: values (one an x) by name.
    """
    across = np.asarray(x, np.float64)
    lines = {name: np.asarray(values, np.float64) for name, values in series.items()}
    finite = [values[np.isfinite(values)] for values in lines.values()]
    every = np.concatenate([np.zeros(1), *finite])
    top = nice_ceiling(float(every.max()))
    low, high = (float(across.min()), float(across.max())) if len(across) else (0.0, 1.0)
    span = max(high - low, 1e-9)
    wide, tall = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    parts = [_frame(WIDTH, HEIGHT, f"{y_label} over {x_label}", "lines")]
    for step in range(5):
        value = top * step / 4
        y = _TOP + tall * (1 - step / 4)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}" class="grid"/>')
        parts.append(_text(_LEFT - 8, y + 4, f"{value:g}", "end"))
    for step in range(6):
        place = _LEFT + wide * step / 5
        anchor = "end" if step == 5 else "middle"
        parts.append(_text(place, HEIGHT - 32, f"{low + span * step / 5:.4g}", anchor))
    for number, (name, values) in enumerate(lines.items()):
        color = _COLORS[number % len(_COLORS)]
        for run in _runs(across, values):
            points = " ".join(
                f"{_LEFT + wide * (a - low) / span:.1f},{_TOP + tall * (1 - v / top):.1f}"
                for a, v in run
            )
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="1.6"/>'
            )
        parts.append(_text(_LEFT + 8 + 150 * number, _TOP + 12, name, "start", color))
    parts.append(_text(WIDTH - _RIGHT, HEIGHT - 8, x_label, "end"))
    parts.append(_text(WIDTH - _RIGHT - 4, _TOP + 12, y_label, "end"))
    return "".join([*parts, "</svg>"])


def bar_chart(values: Mapping[str, float], unit: str, most: float | None = None) -> str:
    """One horizontal bar a name; NaN shows as "no truth".

    Args:
        values: 0 or more.
        unit: after each number.
        most: the value of a full bar, the largest where left out.
    """
    known = [v for v in values.values() if np.isfinite(v)]
    full = most if most is not None else max([*known, 1e-9])
    height = _ROW * len(values) + 8
    parts = [_frame(_BARS, height, "by name", "bars")]
    for row, (name, value) in enumerate(values.items()):
        y = 4 + row * _ROW
        parts.append(_text(_NAMES - 8, y + 15, name[:22], "end"))
        if np.isfinite(value):
            wide = (_BARS - _NAMES - 70) * min(value / full, 1.0)
            parts.append(
                f'<rect x="{_NAMES}" y="{y + 3}" width="{wide:.1f}" height="{_ROW - 7}" rx="2" '
                f'fill="{_COLORS[0]}"/>'
            )
            parts.append(_text(_NAMES + 8 + wide, y + 15, f"{value:.1f} {unit}", "start"))
        else:
            parts.append(_text(_NAMES + 8, y + 15, "no truth", "start", "#98a1af"))
    return "".join([*parts, "</svg>"])


def matrix_chart(
    rows: Sequence[str], columns: Sequence[str], counts: npt.NDArray[np.int64], title: str
) -> str:
    """A matrix (R, C) as shares of its rows, brighter for more; empty rows are left out.

    Raises:
        ValueError: the counts have another shape than the names.
    """
    if counts.shape != (len(rows), len(columns)):
        raise ValueError(f"counts must be {(len(rows), len(columns))}, got {counts.shape}")
    kept = np.flatnonzero(counts.sum(1) > 0).tolist()
    used = np.flatnonzero(counts.sum(0) > 0).tolist()
    cell, left, top = 26, 150, 120
    wide, tall = left + cell * len(used) + 60, top + cell * len(kept) + 10
    parts = [_frame(wide, tall, title, "matrix")]
    for column, number in enumerate(used):
        x, y = left + cell * (column + 0.6), top - 6
        name = html.escape(columns[number][:20])
        parts.append(f'<text x="{x:.0f}" y="{y}" transform="rotate(-60 {x:.0f} {y})">{name}</text>')
    for row, number in enumerate(kept):
        y = top + cell * row
        parts.append(_text(left - 8, y + 17, rows[number][:22], "end"))
        shares = counts[number] / counts[number].sum()
        for column, other in enumerate(used):
            share = float(shares[other])
            x = left + cell * column
            tip = html.escape(f"{rows[number]} called {columns[other]}: {100 * share:.1f} %")
            fill = _mixed(_COLORS[0] if rows[number] == columns[other] else _COLORS[1], share)
            parts.append(
                f'<rect x="{x}" y="{y}" width="{cell - 2}" height="{cell - 2}" fill="{fill}">'
                f"<title>{tip}</title></rect>"
            )
            if share >= 0.1:
                number_text = f"{100 * share:.0f}"
                parts.append(_text(x + cell / 2 - 1, y + 16, number_text, "middle", ink_on(fill)))
    return "".join([*parts, "</svg>"])


def ink_on(color: str) -> str:
    """The ink, dark or light, that has the higher contrast on a colour #rrggbb (WCAG 2.1)."""
    light = _luminance(color) + 0.05
    dark_contrast = light / (_luminance(_DARK_INK) + 0.05)
    return _DARK_INK if dark_contrast > (_luminance(_LIGHT_INK) + 0.05) / light else _LIGHT_INK


def _luminance(color: str) -> float:
    """Relative luminance 0..1 of a colour #rrggbb (WCAG 2.1)."""
    channels = np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def _mixed(color: str, share: float) -> str:
    """So much of the colour on the page's ground, a little of it at 0."""
    part = 0.06 + 0.94 * share
    pairs = [(int(color[k : k + 2], 16), int(_GROUND[k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(part * own + (1 - part) * under):02x}" for own, under in pairs)


def nice_ceiling(value: float) -> float:
    """The next of 1, 2, 5 times a power of ten: where an axis ends."""
    if not value > 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(m * power for m in (1, 2, 5, 10) if m * power >= value * 0.999999))


def _runs(
    x: npt.NDArray[np.float64], values: npt.NDArray[np.float64]
) -> list[list[tuple[float, float]]]:
    """Stretches without a gap; long ones keep the least and the greatest of each part."""
    known = np.flatnonzero(np.isfinite(values))
    runs = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if len(known) else []
    found = []
    for run in runs:
        if len(run) > MOST_LINES:
            parts = np.array_split(run, MOST_LINES // 2)
            picked = {int(p[values[p].argmin()]) for p in parts}
            picked |= {int(p[values[p].argmax()]) for p in parts}
            run = np.array(sorted(picked))
        found.append([(float(x[k]), float(values[k])) for k in run.tolist()])
    return found


def _frame(width: float, height: float, label: str, kind: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="img" '
        f'aria-label="{html.escape(label, quote=True)}" class="chart {kind}">'
    )


def _text(x: float, y: float, text: str, anchor: str, color: str = "") -> str:
    # As a style: the page's rule for text in charts is stronger than an attribute.
    fill = f' style="fill:{color}"' if color else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{fill}>{html.escape(text)}</text>'
