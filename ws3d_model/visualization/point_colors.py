# SPDX-License-Identifier: Apache-2.0
"""The colours of points in pictures and pages: by label, instance, intensity or height."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.label_colors import Color, label_color

UNLABELLED: Color = (104, 108, 116)
# Told apart on dark and light ground, soft enough for whole floors and walls.
PALETTE: tuple[Color, ...] = (
    (110, 158, 214), (242, 158, 76), (116, 190, 110), (224, 104, 102), (166, 132, 206),
    (188, 140, 116), (236, 142, 190), (206, 202, 96), (92, 196, 206), (240, 200, 110),
    (90, 120, 190), (196, 104, 44), (60, 146, 94), (176, 62, 86), (122, 84, 160),
    (140, 100, 72), (200, 84, 150), (150, 152, 56), (42, 134, 148), (250, 176, 150),
    (160, 206, 240), (190, 224, 150), (214, 186, 240), (228, 214, 188), (136, 220, 186),
    (255, 122, 88), (116, 108, 232), (220, 232, 88), (92, 230, 130), (232, 84, 212),
)  # fmt: skip
# Sum of the channels' differences; below it two colours are confused in a shaded cloud.
_CONFUSED = 84


def distinct_colors(
    names: Sequence[str], same: Mapping[str, str] | None = None
) -> npt.NDArray[np.uint8]:
    """uint8 (K + 1, 3): a colour for each of K names seen together, and last the one of no label.

    A name has its own `label_color`, the one of markers and files (softened, since it covers whole
    walls), unless an earlier name of the list has nearly the same; then the palette's colour
    farthest from all before it. Indexing the result with labels, -1 included, gives every point's
    colour.

    Args:
        names: in the order in which they choose.
        same: names that take another one's colour, as `{"couch": "sofa"}`.
    """
    same = same or {}
    chosen: dict[str, Color] = {}
    for name in names:
        name = same.get(name, name)
        if name not in chosen:
            own = _softened(label_color(name))
            # Where there are more names than colours to tell apart, each keeps its own.
            if len(chosen) < len(PALETTE):
                others = [UNLABELLED, *chosen.values()]
                own = own if _gap(own, others) >= _CONFUSED else _farthest(others)
            chosen[name] = own
    return np.array([*(chosen[same.get(name, name)] for name in names), UNLABELLED], np.uint8)


def _softened(color: Color) -> Color:
    red, green, blue = ((channel * 4 + 190) // 5 for channel in color)
    return red, green, blue


def _gap(color: Color, others: Sequence[Color]) -> int:
    """How far the nearest of the other colours is."""
    return min(sum(abs(a - b) for a, b in zip(color, other, strict=True)) for other in others)


def _farthest(colors: Sequence[Color]) -> Color:
    return max(PALETTE, key=lambda candidate: _gap(candidate, colors))


def instance_colors(instances: npt.NDArray[np.int32]) -> npt.NDArray[np.uint8]:
    """uint8 (N, 3) of int32 (N,) instance numbers; neighbouring numbers differ, -1 is grey."""
    numbers, inverse = np.unique(instances, return_inverse=True)
    colors = [UNLABELLED if n < 0 else PALETTE[n % len(PALETTE)] for n in numbers.tolist()]
    table: npt.NDArray[np.uint8] = np.array(colors, np.uint8).reshape(-1, 3)
    colors_of_points: npt.NDArray[np.uint8] = table[inverse.reshape(-1)]
    return colors_of_points


def height_colors(z: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """uint8 (N, 3): a ramp over the height, for clouds with neither colour nor intensity."""
    if len(z) == 0:
        return np.zeros((0, 3), np.uint8)
    usable = z[np.isfinite(z)]
    low, high = np.percentile(usable, (1, 99)) if len(usable) else (0.0, 1.0)
    level = np.clip((np.nan_to_num(z) - low) / max(float(high - low), 1e-6), 0, 1)
    return _ramp(level)


def intensity_colors(intensity: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """uint8 (N, 3) of intensity 0..1; the square root lifts the many dark returns."""
    return _ramp(np.sqrt(np.clip(np.nan_to_num(intensity), 0, 1)))


def _ramp(level: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
    """Dark blue over teal to warm white: monotone in lightness, so it survives grey printing."""
    stops = np.array([[38, 55, 102], [38, 118, 142], [88, 178, 140], [247, 232, 178]], np.float64)
    position = np.asarray(level, np.float64) * (len(stops) - 1)
    lower = np.minimum(position.astype(np.int64), len(stops) - 2)
    fraction = (position - lower)[:, None]
    mixed = stops[lower] * (1 - fraction) + stops[lower + 1] * fraction
    colors: npt.NDArray[np.uint8] = np.round(mixed).astype(np.uint8)
    return colors
