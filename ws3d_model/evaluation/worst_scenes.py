# SPDX-License-Identifier: Apache-2.0
"""A page of the scenes that a network labels worst: pictures, and clouds that can be turned."""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.evaluation.benchmark import SceneFigures
from ws3d_model.evaluation.true_labels import true_labels
from ws3d_model.point_cloud import PointCloud
from ws3d_model.scene_labels import SceneLabels
from ws3d_model.visualization import Frame, Panel, draw_panels, write_page

PAGE, CLOUDS = "index.html", "clouds.html"
PICTURE_WIDTH = 1500  # pixels inside the page
PANEL = (700, 560)
# What the picture of errors shows, with its colours; dark grey where the truth has no name.
VERDICTS = (
    ("grey: right", (150, 158, 168)),
    ("red: wrong", (232, 62, 62)),
    ("yellow: nothing said", (240, 200, 60)),
)
UNKNOWN = (60, 64, 72)
_STYLE = """\
body{background:#12151b;color:#eceff4;font:16px/1.5 system-ui,sans-serif;margin:2rem}
h1,h2{font-weight:600}figure{margin:0 0 2.5rem}img{max-width:100%;border-radius:6px}
pre{background:#1b2029;padding:1rem;border-radius:6px;overflow:auto}a{color:#7fb4e6}
figcaption{color:#8c94a0}"""


@dataclass
class WorstScenes:
    """Keeps the worst scenes while a benchmark runs: memory holds no more than these.

    Args:
        most: how many.
    """

    most: int = 6
    _kept: list[tuple[SceneFigures, LabelledCloud, SceneLabels]] = field(default_factory=list)

    def offer(self, figures: SceneFigures, cloud: LabelledCloud, said: SceneLabels) -> None:
        """Keep the scene if it is one of the worst so far."""
        if np.isnan(figures.mean_iou):
            return
        self._kept.append((figures, cloud, said))
        self._kept.sort(key=lambda kept: (kept[0].mean_iou, kept[0].scene))
        del self._kept[self.most :]

    def write(self, folder: Path, title: str, table: str) -> Path:
        """Write the page, its pictures as PNG, and the clouds; the path of the page.

        Args:
            folder: made when absent; files of the same names are replaced.
            title: plain text.
            table: the figures as text.
        """
        folder.mkdir(parents=True, exist_ok=True)
        parts = [f"<h1>{html.escape(title)}</h1>", f"<pre>{html.escape(table)}</pre>"]
        if self._kept:
            parts.append(
                f'<h2>Worst scenes</h2><p><a href="{CLOUDS}">Turn them</a>: truth, then labels.</p>'
            )
        frames: list[Frame] = []
        for number, (figures, cloud, said) in enumerate(self._kept, start=1):
            truth, guess = _frames(figures, cloud, said)
            frames += [truth, guess]
            picture = _picture(figures, truth, guess)
            picture.save(folder / f"worst_{number}.png", compress_level=6)
            caption = f"{figures.scene}: mIoU {100 * figures.mean_iou:.1f} %"
            parts.append(_figure(picture, caption))
        if frames:
            write_page(frames, folder / CLOUDS, title)
        path = folder / PAGE
        path.write_text(
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head><body>"
            + "\n".join([*parts, "</body></html>\n"]),
            encoding="utf-8",
        )
        return path


def _frames(figures: SceneFigures, cloud: LabelledCloud, said: SceneLabels) -> tuple[Frame, Frame]:
    """The truth in the names that were asked for, and what was said."""
    labels = true_labels(cloud, said.names)
    empty = SceneLabels.empty(said.names, len(cloud))
    truth = SceneLabels(
        said.names,
        labels,
        (labels >= 0).astype(np.float32),
        cloud.instances,
        *(empty.boxes, empty.box_labels, empty.box_scores, empty.box_instances),
    )
    return (
        Frame(f"{figures.scene}: truth", cloud.cloud, truth),
        Frame(f"{figures.scene}: labels", cloud.cloud, said),
    )


def _picture(figures: SceneFigures, truth: Frame, guess: Frame) -> Image.Image:
    """Input, truth, labels, and where they differ."""
    known, told = truth.scene.labels >= 0, guess.scene.labels >= 0
    verdict = np.where(truth.scene.labels == guess.scene.labels, 0, np.where(told, 1, 2))
    rgb = np.array([*(color for _, color in VERDICTS), UNKNOWN], np.uint8)[
        np.where(known, verdict, len(VERDICTS))
    ]
    errors = Frame("errors", PointCloud(truth.cloud.xyz, rgb), guess.scene)
    key = ", ".join(name for name, _ in VERDICTS)
    panels = [
        Panel("Input", truth, "input"),
        Panel("Truth", truth, "labels"),
        Panel("Labels", guess, "labels"),
        Panel(f"Errors ({key})", errors, "input"),
    ]
    return draw_panels(
        panels, figures.scene, f"mIoU {100 * figures.mean_iou:.1f} %", PANEL, columns=2
    )


def _figure(picture: Image.Image, caption: str) -> str:
    height = round(picture.height * PICTURE_WIDTH / picture.width)
    small = picture.convert("RGB").resize((PICTURE_WIDTH, height), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    small.save(stream, "jpeg", quality=75)
    data = base64.b64encode(stream.getvalue()).decode("ascii")
    text = html.escape(caption)
    return (
        f'<figure><img loading="lazy" width="{PICTURE_WIDTH}" height="{height}" alt="{text}" '
        f'src="data:image/jpeg;base64,{data}"><figcaption>{text}</figcaption></figure>'
    )
