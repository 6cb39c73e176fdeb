# SPDX-License-Identifier: Apache-2.0
"""The page: what it holds, what it may not hold, and that a real browser draws it."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ws3d_model import PointCloud, SceneLabels
from ws3d_model.visualization import Frame, write_page
from ws3d_model.visualization.page import MOST_POINTS, MOST_POINTS_IN_ALL, script_json
from ws3d_model.visualization.point_image import cell_keys

HOSTILE = "</script><img src=x onerror=alert(1)>"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def make_frame(
    points: int, names: tuple[str, ...] = ("chair", "sofa"), title: str = "one"
) -> Frame:
    random = np.random.default_rng(points)
    xyz = random.normal(0, 1, (points, 3)).astype(np.float32)
    scene = SceneLabels.empty(names, points)
    scene.labels[:] = random.integers(-1, len(names), points)
    scene.instances[:] = random.integers(-1, 5, points)
    return Frame(
        title, PointCloud(xyz, random.integers(0, 256, (points, 3)).astype(np.uint8)), scene
    )


def stored(page: Path) -> Any:
    """The data in a page."""
    match = re.search(r"^const DATA = (.*);$", page.read_text("utf-8"), re.MULTILINE)
    assert match is not None
    return json.loads(match[1])


@pytest.mark.parametrize("points", [0, 1, 300])
def test_points_come_back_within_the_quantisation(points: int, tmp_path: Path) -> None:
    frame = make_frame(points)
    data = stored(write_page([frame], tmp_path / "page.html", "title"))
    (kept,) = data["frames"]
    place = np.frombuffer(base64.b64decode(kept["place"]), "<u2").reshape(-1, 3)
    labels = np.frombuffer(base64.b64decode(kept["label"]), "<u2")
    xyz = np.array(kept["low"]) + place * np.array(kept["step"])
    assert kept["count"] == points == len(labels)
    assert np.allclose(xyz, frame.cloud.xyz, atol=1e-3)
    names = [data["names"][k] for k in labels]
    assert names == [(*frame.scene.names, "unlabelled")[k] for k in frame.scene.labels]


@given(st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 50]), st.sampled_from([0.05, 1.0]))
def test_points_of_a_cell_and_no_others_share_its_key(seed: int, count: int, edge: float) -> None:
    xyz = np.random.default_rng(seed).uniform(-2, 2, (count, 3))
    cells = np.floor(xyz / edge).astype(int)
    keys = cell_keys(xyz, edge)
    same = (cells[:, None] == cells[None]).all(axis=2)
    assert ((keys[:, None] == keys[None]) == same).all()


def test_no_frame_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        write_page([], tmp_path / "page.html", "title")


def test_rows_that_are_not_finite_are_left_out(tmp_path: Path) -> None:
    frame = make_frame(10)
    frame.cloud.xyz[3] = np.nan
    frame.cloud.xyz[4, 1] = np.inf
    assert stored(write_page([frame], tmp_path / "p.html", ""))["frames"][0]["count"] == 8


def test_large_clouds_are_thinned_and_the_page_is_bounded(tmp_path: Path) -> None:
    frames = [make_frame(55_000, title=f"frame {k}") for k in range(6)]
    one = stored(write_page([make_frame(100_000)], tmp_path / "one.html", ""))
    assert MOST_POINTS / 4 < one["frames"][0]["count"] <= MOST_POINTS
    page = write_page(frames, tmp_path / "six.html", "")
    total = sum(frame["count"] for frame in stored(page)["frames"])
    assert total <= MOST_POINTS_IN_ALL
    assert page.stat().st_size < 8e6


def test_names_and_titles_are_never_markup(tmp_path: Path) -> None:
    page = write_page(
        [make_frame(5, (HOSTILE, "b"), HOSTILE)], tmp_path / "p.html", HOSTILE, HOSTILE
    )
    text = page.read_text("utf-8")
    assert "<img" not in text
    assert text.count("</script>") == 1
    assert "innerHTML" not in text and "document.write" not in text
    assert HOSTILE[:10] in stored(page)["frames"][0]["title"]


def test_the_page_asks_no_server(tmp_path: Path) -> None:
    text = write_page([make_frame(5)], tmp_path / "p.html", "").read_text("utf-8")
    assert not re.search(r"https?://|\bsrc=|\bhref=|@import|fetch\(|XMLHttpRequest", text)
    assert "default-src 'none'" in text


def test_script_json_holds_nothing_that_ends_a_script() -> None:
    value = {"a": "<!--</script>&\u2028"}
    text = script_json(value)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == value


@pytest.fixture
def browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser is installed: looked for {', '.join(BROWSERS)}")
    return found


@pytest.mark.slow
def test_a_browser_draws_the_points_in_their_colors(browser: str, tmp_path: Path) -> None:
    grid = np.stack(np.meshgrid(np.linspace(-1, 1, 120), np.linspace(-1, 1, 120)), -1).reshape(
        -1, 2
    )
    xyz = np.column_stack([grid, np.zeros(len(grid))]).astype(np.float32)
    scene = SceneLabels.empty(("floor",), len(xyz))
    scene.labels[:] = 0
    page = write_page([Frame("", PointCloud(xyz), scene)], tmp_path / "page.html", HOSTILE)
    picture = tmp_path / "page.png"
    command = [browser, "--headless", "--no-sandbox", "--enable-unsafe-swiftshader"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1000,700"]
    command += ["--virtual-time-budget=3000", f"--screenshot={picture}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pixels = np.asarray(Image.open(picture).convert("RGB")).astype(int)
    (color, *_) = stored(page)["colors"]
    # The sheet in the middle of the free part, in its label's hue whatever the shading.
    seen = pixels[300:400, 300:400].reshape(-1, 3).mean(axis=0)
    expected = np.array(color, float)
    cosine = seen @ expected / np.linalg.norm(seen) / np.linalg.norm(expected)
    assert seen.max() > 60 and cosine > 0.98
