# SPDX-License-Identifier: Apache-2.0
"""What is drawn over and beside the points: box wireframes, name tags, legends, in one typeface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from ws3d_model.scene_labels import SceneLabels
from ws3d_model.visualization.viewpoint import Viewpoint

Color = tuple[int, int, int]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
LONGEST_NAME = 28  # characters shown; the rest of a name becomes an ellipsis
_CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], np.float64) / 2
_EDGES = [
    (a, b) for a in range(8) for b in range(a + 1, 8) if (_CORNERS[a] != _CORNERS[b]).sum() == 1
]


@dataclass(frozen=True)
class Theme:
    """Colours of everything that is not data."""

    background: Color = (18, 21, 27)
    panel: Color = (24, 28, 36)
    ink: Color = (236, 239, 244)
    faint: Color = (140, 148, 160)


@dataclass(frozen=True)
class _Tag:
    depth: float  # metres from the viewer
    u: float
    v: float
    name: str
    color: Color


DARK = Theme()
LIGHT = Theme((255, 255, 255), (246, 247, 249), (28, 32, 40), (110, 118, 130))


def font(size: int) -> Font:
    """Pillow's own typeface at a size in pixels; DejaVu Sans where Pillow is older than 10.1."""
    try:
        return ImageFont.load_default(size)
    except TypeError:
        return ImageFont.truetype("DejaVuSans.ttf", size)


def short(name: str) -> str:
    """A name on one line, printable, of bounded length."""
    line = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"


def box_corners(box: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """float64 (8, 3): corners of a box (7,): centre, length, width, height, yaw about z."""
    corners = _CORNERS * box[3:6].astype(np.float64)
    cos, sin = np.cos(float(box[6])), np.sin(float(box[6]))
    turned: npt.NDArray[np.float64] = corners @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
    return turned + box[:3].astype(np.float64)


def draw_boxes(
    image: Image.Image,
    depth: npt.NDArray[np.float32],  # (H, W)
    viewpoint: Viewpoint,
    scene: SceneLabels,
    colors: npt.NDArray[np.uint8],  # (K, 3)
) -> Image.Image:
    """The image with every box as a wireframe: bright where seen, faint behind points, named.

    Args:
        image: the painted points.
        depth: metres behind every pixel, inf where empty.
        viewpoint: the camera of that image.
        scene: the boxes and their names.
        colors: RGB of the scene's K names.
    """
    scale = 3  # lines are drawn large and shrunk: Pillow's own are not anti-aliased
    width, height = image.size
    lines = Image.new("RGBA", (width * scale, height * scale), (0, 0, 0, 0))
    pen = ImageDraw.Draw(lines)
    tags: list[_Tag] = []
    for box, label in zip(scene.boxes, scene.box_labels.tolist(), strict=True):
        if not np.isfinite(box).all() or not 0 <= label < len(scene.names):
            continue
        color = (int(colors[label, 0]), int(colors[label, 1]), int(colors[label, 2]))
        bright = (color[0] * 7 + 765) // 10, (color[1] * 7 + 765) // 10, (color[2] * 7 + 765) // 10
        corners = box_corners(box)
        for a, b in _EDGES:
            _draw_edge(pen, depth, viewpoint, corners[a], corners[b], bright, scale)
        top = viewpoint.project(corners[corners[:, 2] > box[2]]).mean(axis=0)
        tags.append(_Tag(float(top[2]), float(top[0]), float(top[1]), scene.names[label], color))
    shrunk = lines.resize((width, height), Image.Resampling.BOX)
    image = Image.alpha_composite(image.convert("RGBA"), shrunk).convert("RGB")
    _draw_tags(image, tags)
    return image


def _draw_edge(
    pen: ImageDraw.ImageDraw,
    depth: npt.NDArray[np.float32],
    viewpoint: Viewpoint,
    start: npt.NDArray[np.float64],
    end: npt.NDArray[np.float64],
    color: Color,
    scale: int,
) -> None:
    """One edge in short pieces, each faint where the cloud lies before it."""
    pieces = 24
    along = np.linspace(0, 1, pieces + 1)[:, None]
    seen = viewpoint.project(start * (1 - along) + end * along)
    if (seen[:, 2] <= 0).any():
        return
    height, width = depth.shape
    middle = (seen[1:] + seen[:-1]) / 2
    u, v = middle[:, 0].astype(np.int64), middle[:, 1].astype(np.int64)
    inside = (u >= 0) & (u < width) & (v >= 0) & (v < height)
    before = depth[np.clip(v, 0, height - 1), np.clip(u, 0, width - 1)]
    hidden = inside & (before < middle[:, 2] - 0.12)
    for piece in range(pieces):
        ends = [tuple((seen[k, :2] * scale).tolist()) for k in (piece, piece + 1)]
        opacity = 70 if hidden[piece] else 255
        pen.line([*ends[0], *ends[1]], fill=(*color, opacity), width=scale * 2)


def _draw_tags(image: Image.Image, tags: Sequence[_Tag]) -> None:
    """Name tags, nearest first; one that would cover another is left out (the legend has it)."""
    pen = ImageDraw.Draw(image)
    face = font(max(image.width // 56, 11))
    placed: list[tuple[float, float, float, float]] = []
    for tag in sorted(tags, key=lambda tag: tag.depth):
        text, u, v = short(tag.name), tag.u, tag.v
        left, upper, right, lower = pen.textbbox((0, 0), text, font=face)
        half, tall = (right - left) / 2 + 6, lower - upper + 8
        u = float(np.clip(u, half + 2, max(image.width - half - 2, half + 2)))
        area = (u - half, v - tall - 3, u + half, v - 3)
        if area[1] < 0 or area[3] > image.height or any(_overlap(area, other) for other in placed):
            continue
        placed.append(area)
        pen.rounded_rectangle(area, radius=4, fill=tag.color)
        pen.text(
            (area[0] + 6 - left, area[1] + 4 - upper), text, font=face, fill=readable_on(tag.color)
        )


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def readable_on(color: Color) -> Color:
    """Black or white, whichever stands out on a colour (ITU-R BT.601 luma)."""
    luma = 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]
    return (16, 18, 22) if luma > 140 else (255, 255, 255)


def legend(
    entries: Sequence[tuple[str, Color, str]], width: int, theme: Theme, size: int = 19
) -> Image.Image:
    """Swatch, name and a note for every entry, flowing in columns over the width.

    Args:
        entries: name, colour, short note (a share or a count).
        width: pixels.
    """
    face = font(size)
    column = max(min(max((len(short(n)) + len(note) for n, _, note in entries), default=1), 34), 14)
    columns = max(int(width / (column * size * 0.56 + size * 2.6)), 1)
    rows = -(-len(entries) // columns)
    line = int(size * 1.65)
    image = Image.new("RGB", (width, max(rows, 1) * line + size), theme.background)
    pen = ImageDraw.Draw(image)
    for number, (name, color, note) in enumerate(entries):
        x = (number % columns) * width // columns + size // 2
        y = (number // columns) * line + size // 2
        pen.rounded_rectangle((x, y + 2, x + size, y + 2 + size), radius=4, fill=color)
        pen.text((x + size * 1.6, y), short(name), font=face, fill=theme.ink)
        end = x + size * 1.6 + pen.textlength(short(name) + "  ", font=face)
        pen.text((end, y), note, font=face, fill=theme.faint)
    return image
