# SPDX-License-Identifier: Apache-2.0
"""Clouds, labels and boxes side by side in one picture, with a legend of the names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from ws3d_model.visualization.drawing import DARK, Color, Theme, draw_boxes, font, legend
from ws3d_model.visualization.frame import Frame, Paint
from ws3d_model.visualization.point_colors import UNLABELLED, distinct_colors
from ws3d_model.visualization.point_image import SeenPoints, see_points
from ws3d_model.visualization.viewpoint import Viewpoint, three_quarter_view

MOST_LEGEND_ENTRIES = 40
_SHADING = 0.3  # how much of the input's brightness shows through the label colours


@dataclass(frozen=True, eq=False)
class Panel:
    """One view of a frame: a title, the points' colours, and whether boxes are drawn."""

    title: str
    frame: Frame
    paint: Paint
    boxes: bool = False


def panels_of(frame: Frame) -> list[Panel]:
    """The usual three: what came in, what it is called, which objects were found."""
    return [
        Panel("Input", frame, "input"),
        Panel("Labels", frame, "labels"),
        Panel("Instances and boxes", frame, "instances", boxes=True),
    ]


def draw_panels(
    panels: Sequence[Panel],
    title: str,
    subtitle: str = "",
    panel_size: tuple[int, int] = (820, 660),
    columns: int = 3,
    theme: Theme = DARK,
    azimuth: float | None = None,
    same: Mapping[str, str] | None = None,
) -> Image.Image:
    """Render panels in rows below a heading, with one legend of all names that hold points.

    All panels look from one side, computed from the first panel's cloud, so that they compare.

    Args:
        panels: at least one.
        title, subtitle: heading; plain text.
        panel_size: width and height of one panel, pixels.
        columns: panels a row.
        azimuth: where the viewer stands (radians about z); None chooses.
        same: names that share another one's colour and place in the legend: `{"couch": "sofa"}`.

    Raises:
        ValueError: no panel.
    """
    if not panels:
        raise ValueError("a picture needs at least one panel, got none")
    columns = min(columns, len(panels))
    rows = -(-len(panels) // columns)
    gap, head, caption = 16, 104, 44
    width = columns * panel_size[0] + (columns + 1) * gap
    colors = _colors_by_name(panels, same or {})
    below = legend(_legend_entries(panels, colors, same or {}), width - 2 * gap, theme)
    height = head + rows * (panel_size[1] + caption + gap) + below.height + gap
    canvas = Image.new("RGB", (width, height), theme.background)
    pen = ImageDraw.Draw(canvas)
    pen.text((gap + 4, 18), title, font=font(34), fill=theme.ink)
    pen.text((gap + 4, 66), subtitle, font=font(20), fill=theme.faint)
    views: dict[int, tuple[Viewpoint, SeenPoints]] = {}
    for number, panel in enumerate(panels):
        x = gap + (number % columns) * (panel_size[0] + gap)
        y = head + (number // columns) * (panel_size[1] + caption + gap)
        key = id(panel.frame.cloud)
        if key not in views:
            viewpoint = three_quarter_view(panel.frame.cloud.xyz, *panel_size, azimuth)
            azimuth = viewpoint.azimuth
            views[key] = viewpoint, see_points(panel.frame.cloud.xyz, viewpoint)
        canvas.paste(_render(panel, *views[key], colors, theme), (x, y + caption))
        pen.text((x + 4, y + 8), panel.title, font=font(23), fill=theme.ink)
    canvas.paste(below, (gap, height - below.height - gap // 2))
    return canvas


def save_picture(frame: Frame, path: Path, subtitle: str = "") -> Path:
    """Write the usual three panels of a frame as PNG; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draw_panels(panels_of(frame), frame.title, subtitle).save(path, compress_level=6)
    return path


def _render(
    panel: Panel, viewpoint: Viewpoint, seen: SeenPoints, by_name: dict[str, Color], theme: Theme
) -> Image.Image:
    frame = panel.frame
    table = np.array([*(by_name[name] for name in frame.scene.names), UNLABELLED], np.uint8)
    colors = frame.colors(panel.paint, table)
    if panel.paint != "input" and frame.cloud.rgb is not None:
        brightness = frame.cloud.rgb.mean(axis=1, dtype=np.float32)[:, None] / 255
        lit = colors * (1 - _SHADING + _SHADING * 1.6 * brightness)
        colors = np.clip(lit, 0, 255).astype(np.uint8)
    image = seen.painted(colors, theme.panel)
    if panel.boxes:
        image = draw_boxes(image, seen.depth, viewpoint, frame.scene, table[:-1])
    return image


def _colors_by_name(panels: Sequence[Panel], same: Mapping[str, str]) -> dict[str, Color]:
    """One colour a name for the whole picture; the names that hold most points choose first."""
    totals: dict[str, int] = {}
    for frame in {id(panel.frame): panel.frame for panel in panels}.values():
        counts = frame.counts()
        for name in frame.scene.names:
            totals[name] = totals.get(name, 0) + counts.get(name, 0)
    names = sorted(totals, key=lambda name: -totals[name])
    table = distinct_colors(names, same).tolist()
    return {name: (r, g, b) for name, (r, g, b) in zip(names, table, strict=False)}


def _legend_entries(
    panels: Sequence[Panel], colors: dict[str, Color], same: Mapping[str, str]
) -> list[tuple[str, Color, str]]:
    """Names with their share of the points, of all the panels' frames, most first."""
    frames = {id(panel.frame): panel.frame for panel in panels}.values()
    totals: dict[str, int] = {}
    spoken: dict[str, list[str]] = {}
    for frame in frames:
        for name, count in frame.counts().items():
            shared = same.get(name, name)
            totals[shared] = totals.get(shared, 0) + count
            if name not in spoken.setdefault(shared, []):
                spoken[shared].append(name)
    points = max(sum(int(frame.cloud.finite.sum()) for frame in frames), 1)
    unlabelled = points - sum(totals.values())
    entries = [
        (" / ".join(spoken[name]), colors[spoken[name][0]], _percent(count / points))
        for name, count in sorted(totals.items(), key=lambda pair: -pair[1])
    ]
    left_out = len(entries) - MOST_LEGEND_ENTRIES
    if left_out > 0:
        entries = [*entries[:MOST_LEGEND_ENTRIES], (f"and {left_out} more", UNLABELLED, "")]
    if unlabelled > 0:
        entries.append(("unlabelled", UNLABELLED, _percent(unlabelled / points)))
    return entries


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "< 1%"
