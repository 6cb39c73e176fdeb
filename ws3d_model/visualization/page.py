# SPDX-License-Identifier: Apache-2.0
"""One HTML page in which labelled clouds can be turned; it asks no server for anything."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from string import Template

import numpy as np
import numpy.typing as npt

from ws3d_model.visualization.drawing import short
from ws3d_model.visualization.frame import Frame
from ws3d_model.visualization.point_colors import distinct_colors
from ws3d_model.visualization.point_image import cell_keys, spacing
from ws3d_model.visualization.viewpoint import three_quarter_view

MOST_POINTS = 60_000  # of one frame: turns fluently on a laptop without a GPU
MOST_POINTS_IN_ALL = 300_000  # 15 bytes a point, 4/3 of that in base64: 6 MB
UNLABELLED_NAME = "unlabelled"
_SCRIPTS = ("renderer.js", "orbit.js", "page.js")


def write_page(
    frames: Sequence[Frame],
    path: Path,
    title: str,
    subtitle: str = "",
    same_view: bool = False,
    same: Mapping[str, str] | None = None,
    report: str = "",
    most_points: int = MOST_POINTS_IN_ALL,
) -> Path:
    """Write the page; more points than the bounds above are thinned evenly.

    Names and titles are data of the user: they enter the page as escaped JSON or
    text, never as markup.

    Args:
        frames: at least one; the first is shown first.
        path: the .html file; its folder is made.
        title, subtitle: plain text.
        same: names that take another one's colour, as `{"couch": "sofa"}`.
        same_view: the frames share one coordinate frame, so changing frames keeps the camera.
        report: HTML that is shown before the clouds, made by the caller from escaped text; an
            element with the attribute data-frame="3" leads to the fourth frame.
        most_points: of all frames together.

    Returns:
        The path.

    Raises:
        ValueError: no frame.
    """
    if not frames:
        raise ValueError("a page needs at least one frame, got none")
    names = _names(frames)
    each = max(min(MOST_POINTS, most_points // len(frames)), 1)
    data = {
        "subtitle": subtitle,
        "sameView": same_view,
        "names": [*(short(name) for name in names), UNLABELLED_NAME],
        "colors": distinct_colors(names, same).tolist(),
        "frames": [_stored(_thinned(frame, each), names) for frame in frames],
    }
    viewer = resources.files("ws3d_model.visualization.viewer")
    page = Template((viewer / "viewer.html").read_text("utf-8")).substitute(
        title=html.escape(title),
        subtitle=html.escape(subtitle),
        report=report,
        style=(viewer / "viewer.css").read_text("utf-8"),
        data=script_json(data),
        script="\n".join((viewer / name).read_text("utf-8") for name in _SCRIPTS),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
    return path


def script_json(value: object) -> str:
    """JSON that is safe inside a script element: no `<`, `>`, `&` and no line separators in it."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _names(frames: Sequence[Frame]) -> list[str]:
    """All names of all frames, those with most points first: they choose colours first."""
    totals: dict[str, int] = {}
    for frame in frames:
        counts = frame.counts()
        for name in frame.scene.names:
            totals[name] = totals.get(name, 0) + counts.get(name, 0)
    return sorted(totals, key=lambda name: -totals[name])[:65_000]


def _thinned(frame: Frame, most: int) -> Frame:
    """Only finite rows, at most so many: one of each cell of a grid keeps surfaces closed."""
    rows = np.flatnonzero(frame.cloud.finite)
    xyz = frame.cloud.xyz[rows].astype(np.float64)
    edge = spacing(frame.cloud.xyz[rows]) * np.sqrt(max(len(rows) / most, 1.0)) * 0.7
    while len(rows) > most:
        first = np.sort(np.unique(cell_keys(xyz, edge), return_index=True)[1])
        rows, xyz = rows[first], xyz[first]
        # Points that fill a volume thin out with the third power of the edge.
        edge *= max(1.1, (len(rows) / most) ** (1 / 3))
    return frame.select(rows)


def _stored(frame: Frame, names: Sequence[str]) -> dict[str, object]:
    """A frame as JSON: positions in 65,536 steps of its extent, everything per point in base64."""
    xyz, scene = frame.cloud.xyz.astype(np.float64), frame.scene
    low = xyz.min(axis=0) if len(xyz) else np.zeros(3)
    extent = xyz.max(axis=0) - low if len(xyz) else np.ones(3)
    step = np.maximum(extent, 1e-6) / 65_535
    numbers = {name: number for number, name in enumerate(names)}
    to_page = np.array([*(numbers.get(n, len(names)) for n in scene.names), len(names)])
    view = three_quarter_view(frame.cloud.xyz, 900, 700)
    shown = xyz[view.keep] if view.keep.any() else np.zeros((1, 3))
    focus = np.percentile(shown, (0.5, 99.5), axis=0)
    eye = view.world_from_camera[:2, 3] - focus.mean(axis=0)[:2]
    # The slider starts below a ceiling that the picture would cut away as well.
    ceiling = len(xyz) > 0 and float(np.mean(xyz[:, 2] > shown[:, 2].max())) > 0.02
    cut = (shown[:, 2].max() - low[2]) / max(float(extent[2]), 1e-6) if ceiling else 1.0
    boxes = [
        {"shape": [round(float(v), 4) for v in box], "label": int(to_page[label])}
        for box, label in zip(scene.boxes, scene.box_labels.tolist(), strict=True)
        if np.isfinite(box).all()
    ]
    # 0 is no object on the page.
    instances = np.where(scene.instances < 0, 0, scene.instances % 65_534 + 1)
    return {
        "title": frame.title,
        "count": len(xyz),
        "low": low.tolist(),
        "step": step.tolist(),
        "focus": focus.tolist(),
        "azimuth": float(np.arctan2(eye[1], eye[0])),
        "cut": float(np.clip(cut, 0, 1)),
        "spacing": spacing(frame.cloud.xyz),
        "place": _base64(np.round((xyz - low) / step).astype("<u2")),
        "seen": _base64(frame.colors("input")),
        "label": _base64(to_page[scene.labels].astype("<u2")),
        "instance": _base64(instances.astype("<u2")),
        "confidence": _base64(np.round(np.clip(scene.confidences, 0, 1) * 255).astype(np.uint8)),
        "boxes": boxes,
    }


def _base64(array: npt.NDArray[np.generic]) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")
