# SPDX-License-Identifier: Apache-2.0
"""A scan as one picture: what was seen, labels, objects, from a corner and from straight above."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.rendering import PinholeCamera, look_at
from ws3d_model.scene_labels import SceneLabels
from ws3d_model.visualization import Frame, draw_panels, panels_of
from ws3d_model.visualization.drawing import DARK, font
from ws3d_model.visualization.point_colors import UNLABELLED, distinct_colors
from ws3d_model.visualization.point_image import see_points
from ws3d_model.visualization.viewpoint import OUTDOOR_EXTENT, Viewpoint

PANEL = (640, 500)  # pixels
EYES = 2.0  # metres above the floor; indoors the map is cut there, below ceilings and lamps
REACH = 35.0  # metres from the middle that a map of a street shows


def scene_picture(
    seen: LabelledCloud, title: str, subtitle: str, photograph: npt.NDArray[np.uint8] | None = None
) -> Image.Image:
    """Three views from a corner; below them a photograph and two maps.

    Args:
        seen: the scan, z up, with boxes.
        title, subtitle: plain text.
        photograph: uint8 (H, W, 3) of a camera in the scene; a map in its place where there is
            none.
    """
    frame = truth_frame(seen, title)
    upper = draw_panels(panels_of(frame), title, subtitle, PANEL)
    view = map_view(seen.cloud.xyz, *PANEL)
    points = see_points(seen.cloud.xyz, view)
    table = _label_colors(frame)
    maps = [
        points.painted(frame.colors("labels", table), DARK.panel),
        points.painted(frame.colors("instances"), DARK.panel),
    ]
    captions = ["What a camera sees", "Labels from above", "Objects from above"]
    if photograph is None:
        captions[0] = "Input from above"
        first = points.painted(frame.colors("input"), DARK.panel)
    else:
        first = _fitted(Image.fromarray(photograph))
    gap, head = 16, 44
    canvas = Image.new("RGB", (upper.width, upper.height + head + PANEL[1] + gap), DARK.background)
    canvas.paste(upper, (0, 0))
    pen = ImageDraw.Draw(canvas)
    for number, (picture, caption) in enumerate(zip([first, *maps], captions, strict=True)):
        x = gap + number * (PANEL[0] + gap)
        pen.text((x + 4, upper.height + 8), caption, font=font(23), fill=DARK.ink)
        canvas.paste(picture, (x, upper.height + head))
    return canvas


def truth_frame(seen: LabelledCloud, title: str) -> Frame:
    """The ground truth of a scan as a frame to be shown, with the boxes of what was seen."""
    count, objects = len(seen), 0 if seen.boxes is None else len(seen.boxes)
    label_of = np.full(objects, -1, np.int32)
    rows = np.flatnonzero((seen.instances >= 0) & (seen.instances < objects))
    label_of[seen.instances[rows]] = seen.labels[rows]
    shown = np.flatnonzero(label_of >= 0)
    boxes = np.zeros((0, 7), np.float32) if seen.boxes is None else seen.boxes[shown]
    scene = SceneLabels(
        names=seen.names,
        labels=seen.labels,
        confidences=np.ones(count, np.float32),
        instances=seen.instances,
        boxes=boxes,
        box_labels=label_of[shown],
        box_scores=np.ones(len(shown), np.float32),
        box_instances=shown.astype(np.int32),
    )
    return Frame(title, seen.cloud, scene)


def map_view(xyz: npt.NDArray[np.float32], width: int, height: int) -> Viewpoint:
    """A view from high above, north (y) up: everything indoors below eye level, a street's middle.

    Args:
        xyz: (N, 3) metres, z up.
        width, height: pixels.
    """
    keep: npt.NDArray[np.bool_] = np.asarray(np.isfinite(xyz).all(axis=1), np.bool_)
    points = xyz[keep].astype(np.float64)
    if len(points) == 0:
        points = np.zeros((1, 3))
    low, high = np.percentile(points, 0.3, axis=0), np.percentile(points, 99.7, axis=0)
    if (high - low)[:2].max() > OUTDOOR_EXTENT:
        middle = np.median(points[:, :2], axis=0)
        low[:2], high[:2] = (
            np.maximum(low[:2], middle - REACH),
            np.minimum(high[:2], middle + REACH),
        )
        keep &= ((xyz[:, :2] >= low[:2]) & (xyz[:, :2] <= high[:2])).all(axis=1)
    elif high[2] - low[2] > EYES:
        keep &= xyz[:, 2] < low[2] + EYES
    size = np.maximum(high - low, 0.5)
    above = 20 * float(size.max())  # from so far away parallel walls are parallel
    middle = np.append((low[:2] + high[:2]) / 2, low[2])
    pose = look_at(middle + np.array([0.0, 0.0, above]), middle, (0.0, 1.0, 0.0))
    focal = 0.94 * above * min(width / size[0], height / size[1])
    camera = PinholeCamera(width, height, focal, focal, width / 2, height / 2)
    return Viewpoint(camera, pose, keep, 0.0)


def _label_colors(frame: Frame) -> npt.NDArray[np.uint8]:
    """uint8 (K + 1, 3): the colours that the panels and their legend have as well."""
    counts = frame.counts()
    names = sorted(frame.scene.names, key=lambda name: -counts.get(name, 0))
    colors = dict(zip(names, distinct_colors(names)[:-1], strict=True))
    return np.array([*(colors[name] for name in frame.scene.names), UNLABELLED], np.uint8)


def _fitted(picture: Image.Image) -> Image.Image:
    """The picture in a panel, its proportions kept."""
    scale = min(PANEL[0] / picture.width, PANEL[1] / picture.height)
    size = (max(int(picture.width * scale), 1), max(int(picture.height * scale), 1))
    panel = Image.new("RGB", PANEL, DARK.panel)
    shrunk = picture.resize(size, Image.Resampling.LANCZOS)
    panel.paste(shrunk, ((PANEL[0] - size[0]) // 2, (PANEL[1] - size[1]) // 2))
    return panel
