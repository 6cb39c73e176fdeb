# SPDX-License-Identifier: Apache-2.0
"""The page of the worst scenes: which are kept, what is written, names as text."""

from __future__ import annotations

import dataclasses

import numpy as np
from PIL import Image

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.evaluation.benchmark import SceneFigures
from ws3d_model.evaluation.worst_scenes import WorstScenes
from ws3d_model.scene_labels import SceneLabels

NAMES = ("wall", "floor", "chair")


def test_a_page_without_scenes(tmp_path) -> None:
    page = WorstScenes().write(tmp_path / "page", "Nothing <b>", "no figures")
    text = page.read_text()
    assert "Nothing &lt;b&gt;" in text and "no figures" in text
    assert [path.name for path in page.parent.iterdir()] == ["index.html"]


def test_the_worst_are_kept_and_drawn(tmp_path, a_room: LabelledCloud, monkeypatch) -> None:
    monkeypatch.setattr("ws3d_model.evaluation.worst_scenes.PANEL", (240, 180))
    worst = WorstScenes(most=2)
    labels = np.where(a_room.labels == 0, 1, -1).astype(np.int32)
    said = dataclasses.replace(SceneLabels.empty(NAMES, len(a_room)), labels=labels)
    for name, value in (("a", 0.9), ("<c>", 0.1), ("b", 0.5), ("none", float("nan"))):
        worst.offer(SceneFigures(name, 1, value), a_room, said)
    page = worst.write(tmp_path, "Worst", "a table")
    text = page.read_text()
    assert text.index("&lt;c&gt;: mIoU 10.0 %") < text.index("b: mIoU 50.0 %")
    assert "a: mIoU" not in text and "<c>" not in text and "http" not in text
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("clouds.html", "index.html", "worst_1.png", "worst_2.png"),
    ]
    picture = np.asarray(Image.open(tmp_path / "worst_1.png").convert("RGB")).astype(int)
    red = (picture[..., 0] > 150) & (picture[..., 1:].max(-1) < 110)
    yellow = (picture[..., 0] > 150) & (picture[..., 1] > 120) & (picture[..., 2] < 110)
    assert yellow.sum() > red.sum()  # nothing said of walls and chairs
    assert yellow.sum() > 100
