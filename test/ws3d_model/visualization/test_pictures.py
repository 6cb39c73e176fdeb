# SPDX-License-Identifier: Apache-2.0
"""Pictures: odd clouds, what is in front, colours, boxes, legends."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ws3d_model import PointCloud, SceneLabels
from ws3d_model.label_colors import label_color
from ws3d_model.visualization import Frame, Panel, draw_panels, panels_of, save_picture
from ws3d_model.visualization.drawing import box_corners, short
from ws3d_model.visualization.point_colors import UNLABELLED, distinct_colors
from ws3d_model.visualization.viewpoint import cutaway, three_quarter_view

SIZE = (120, 90)


def make_frame(
    xyz: np.ndarray, labels: np.ndarray | None = None, names: tuple[str, ...] = ("chair",)
) -> Frame:
    scene = SceneLabels.empty(names, len(xyz))
    if labels is not None:
        scene.labels[:] = labels
    return Frame("a frame", PointCloud(xyz.astype(np.float32)), scene)


def room(points: int = 20_000) -> np.ndarray:
    """A closed box of 4 x 3 x 2.5 m, sampled on its six sides."""
    random = np.random.default_rng(0)
    xyz = random.random((points, 3)) * [4, 3, 2.5]
    axis, side = random.integers(0, 3, points), random.integers(0, 2, points)
    xyz[np.arange(points), axis] = side * np.array([4, 3, 2.5])[axis]
    return xyz


@pytest.mark.parametrize(
    "xyz",
    [
        np.zeros((0, 3)),
        np.zeros((1, 3)),
        np.full((5, 3), np.nan),
        np.array([[0, 0, 0], [np.inf, 1, 1], [1, 1, 1]]),
        np.random.default_rng(0).random((50, 3)) * [1, 1, 0],
        np.array([[0, 0, 0], [1e9, 1, 1]]),
    ],
    ids=["empty", "one", "nan", "infinite", "flat", "far"],
)
def test_odd_clouds_give_a_picture(xyz: np.ndarray) -> None:
    image = draw_panels(panels_of(make_frame(xyz)), "title", panel_size=SIZE)
    assert image.width > 3 * SIZE[0] and image.height > SIZE[1]


def test_no_panel_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one panel"):
        draw_panels([], "title")


def test_labels_of_another_cloud_are_refused() -> None:
    with pytest.raises(ValueError, match="one length, got 3 and 2"):
        Frame("t", PointCloud(np.zeros((2, 3), np.float32)), SceneLabels.empty(("a",), 3))


def test_the_upper_of_two_sheets_is_what_is_seen() -> None:
    grid = np.stack(np.meshgrid(np.linspace(0, 1, 60), np.linspace(0, 1, 60)), -1).reshape(-1, 2)
    sheets = [np.column_stack([grid, np.full(len(grid), z)]) for z in (0.0, 0.02)]
    labels = np.repeat([0, 1], len(grid))
    frame = make_frame(np.concatenate(sheets), labels, ("below", "above"))
    image = np.asarray(draw_panels([Panel("", frame, "labels")], "", panel_size=SIZE))
    below, above, _ = distinct_colors(("below", "above")).astype(int)
    middle = image[104 + 44 + SIZE[1] // 2, 16 + SIZE[0] // 2].astype(int)
    assert np.abs(middle - above).sum() < np.abs(middle - below).sum()


def test_ceiling_and_near_walls_are_cut_and_the_far_ones_kept() -> None:
    xyz = room().astype(np.float32)
    azimuth = np.radians(35)  # the viewer stands beyond large x and y
    keep = cutaway(xyz, azimuth, heading=0.0)
    inner = (xyz[:, 2] > 0.5) & (xyz[:, 2] < 2)
    assert not keep[xyz[:, 2] > 2.4].any()
    assert not keep[(xyz[:, 0] > 3.9) & inner].any()
    assert keep[(xyz[:, 0] < 0.1) & (xyz[:, 1] < 2.6) & inner].all()
    assert keep[(xyz[:, 2] < 0.1) & (xyz[:, :2] < 2.5).all(axis=1)].all()


def test_a_low_cloud_without_walls_loses_nothing() -> None:
    xyz = np.random.default_rng(1).normal(0, 0.3, (5000, 3)).astype(np.float32)
    assert cutaway(xyz, 0.5, 0.0).mean() > 0.99


def test_the_view_holds_the_cloud() -> None:
    xyz = room().astype(np.float32)
    view = three_quarter_view(xyz, *SIZE, cut=False)
    pixels = view.project(xyz.astype(np.float64))
    inside = (pixels[:, :2] >= 0).all(axis=1) & (pixels[:, :2] < SIZE).all(axis=1)
    assert inside.mean() > 0.99
    assert np.ptp(pixels[:, 0]) > 0.5 * SIZE[0] or np.ptp(pixels[:, 1]) > 0.5 * SIZE[1]


def test_distinct_colors_differ_and_the_first_is_the_names_own() -> None:
    names = [f"name {number}" for number in range(24)]
    colors = distinct_colors(names).astype(int)
    gaps = np.abs(colors[:, None] - colors[None]).sum(axis=2) + 1000 * np.eye(len(colors))
    assert gaps.min() > 30
    own = np.array(label_color(names[0]))
    assert np.abs(colors[0] - (own * 4 + 190) // 5).max() == 0
    assert tuple(colors[-1]) == UNLABELLED


def test_words_for_one_thing_share_a_color() -> None:
    sofa, couch, chair, _ = distinct_colors(("sofa", "couch", "chair"), {"couch": "sofa"}).tolist()
    assert sofa == couch != chair


def test_more_names_than_colors_still_get_one_each() -> None:
    assert distinct_colors([f"n{k}" for k in range(300)]).shape == (301, 3)


def test_box_corners_turn_about_z() -> None:
    corners = box_corners(np.array([1, 2, 3, 4, 2, 1, np.pi / 2], np.float32))
    assert np.allclose(corners.mean(axis=0), [1, 2, 3])
    assert np.allclose(np.ptp(corners, axis=0), [2, 4, 1], atol=1e-5)


def test_boxes_change_the_picture_and_bad_ones_do_not_stop_it() -> None:
    frame = make_frame(room(2000))
    scene = frame.scene
    boxes = np.array([[2, 1.5, 1, 1, 1, 1, 0.3], [np.nan] * 7], np.float32)
    with_boxes = SceneLabels(
        names=scene.names,
        labels=scene.labels,
        confidences=scene.confidences,
        instances=scene.instances,
        boxes=boxes,
        box_labels=np.array([0, 0], np.int32),
        box_scores=np.ones(2, np.float32),
        box_instances=np.array([1, 2], np.int32),
    )
    boxed = Frame("", frame.cloud, with_boxes)
    pictures = [
        np.asarray(draw_panels([Panel("", boxed, "labels", boxes=b)], "", panel_size=SIZE))
        for b in (False, True)
    ]
    assert (pictures[0] != pictures[1]).any()


@pytest.mark.parametrize(
    ("name", "shown"),
    [("chair", "chair"), ("a\nb\tc", "a b c"), ("x" * 100, "x" * 27 + "…"), ("椅子", "椅子")],
)
def test_names_are_shown_on_one_line(name: str, shown: str) -> None:
    assert short(name) == shown


def test_picture_is_written(tmp_path: Path) -> None:
    path = save_picture(make_frame(room(500)), tmp_path / "new" / "picture.png")
    with Image.open(path) as image:
        assert image.format == "PNG" and image.width > 2000
