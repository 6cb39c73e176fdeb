# SPDX-License-Identifier: Apache-2.0
"""Looking: the pictures of a cloud that a teacher is shown, rendered or real; bad ones counted."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import (
    PinholeCamera,
    floor_views,
    inside_something,
    orbit_views,
    splat,
)
from ws3d_model.teachers.fusion import Picture
from ws3d_model.teachers.posed_frames import PosedFrames
from ws3d_model.teachers.sharp_views import calmed, sharp_views

_LOG = logging.getLogger(__name__)

PATHS = ("floor", "orbit")
LEAST_FILLED = 0.05  # of a view that shows points
DEPTH_TOLERANCE = 0.1  # of the depth, by which a frame's depth may differ from the cloud's
LEAST_AGREEING = 0.3  # of a frame's depth


@dataclass(frozen=True)
class TeachSettings:
    """How clouds are looked at.

    Args:
        views: pictures a cloud; of real frames, how many of them (all where they are fewer).
        path: "floor" or "orbit"; see `rendering.camera_paths`.
        width, height, angle: of rendered pictures, pixels and degrees across.
        point_size: spacing of the points, metres.
        seed: of the cameras.
        regions: every point takes the mean of its region; see `region_features`.
    """

    views: int = 16
    path: str = "floor"
    width: int = 320
    height: int = 240
    angle: float = 70.0
    point_size: float = 0.025
    seed: int = 0
    regions: bool = True

    def __post_init__(self) -> None:
        if self.path not in PATHS:
            raise ValueError(f"path must be one of {', '.join(PATHS)}, got {self.path!r}")
        if not 1 <= self.views <= 10_000 or not 16 <= min(self.width, self.height) <= 4096:
            raise ValueError("views must be 1 to 10,000, pictures 16 to 4,096 pixels a side")


@dataclass
class Counts:
    """What came of a run.

    Attributes:
        made, kept: clouds whose features were made, or were there already.
        failed: clouds left out, and why.
        views: pictures that were used.
        skipped: pictures left out: cameras inside of something, without points, or frames whose
            pose or depth does not fit the cloud.
    """

    made: int = 0
    kept: int = 0
    failed: list[str] = dataclasses.field(default_factory=list)
    views: int = 0
    skipped: int = 0


def pictures_of(
    cloud: PointCloud,
    settings: TeachSettings,
    counts: Counts,
    frames: PosedFrames | None = None,
) -> Iterator[Picture]:
    """The pictures of a cloud, one after the other; unusable ones are counted.

    Raises:
        NoFreeFloor: the path is "floor" and there is none.
    """
    if frames is not None:
        yield from _real_pictures(cloud, frames, settings, counts)
        return
    seen = np.zeros(len(cloud), np.bool_)
    calm = calmed(cloud, settings.point_size)
    camera = PinholeCamera.of_view(settings.width, settings.height, settings.angle)
    for poses in _rounds(cloud, settings, seen):
        blocked = inside_something(cloud.xyz, poses)
        counts.skipped += int(blocked.sum())
        views = sharp_views(calm, camera, poses[~blocked], settings.point_size)
        for number in range(len(views)):
            if views.filled[number] < LEAST_FILLED:
                counts.skipped += 1
                continue
            index = views.index[number]
            seen[index[index >= 0]] = True
            counts.views += 1
            yield Picture(views.rgb[number], index, views.poses[number, :3, 3])


def _rounds(
    cloud: PointCloud, settings: TeachSettings, seen: npt.NDArray[np.bool_]
) -> Iterator[npt.NDArray[np.float64]]:
    """Poses in two rounds: the second looks at what the first has not shown."""
    first = (settings.views + 1) // 2
    if settings.path == "orbit":
        yield orbit_views(cloud.xyz, settings.views)
        return
    yield floor_views(cloud.xyz, first, settings.seed)
    hidden = np.flatnonzero(~seen & cloud.finite)
    if settings.views == first or len(hidden) == 0:
        return
    rng = np.random.default_rng((settings.seed, 71))
    targets = cloud.xyz[rng.choice(hidden, settings.views - first)]
    yield floor_views(cloud.xyz, len(targets), settings.seed + 1, targets=targets)


def _real_pictures(
    cloud: PointCloud, frames: PosedFrames, settings: TeachSettings, counts: Counts
) -> Iterator[Picture]:
    camera = frames.camera
    chosen = np.linspace(0, len(frames.frames) - 1, min(settings.views, len(frames.frames)))
    for row in np.unique(chosen.astype(np.int64)).tolist():
        frame = frames.frames[row]
        try:
            pose, rgb = frame.read_pose(), frame.read_color()
        except ValueError as error:
            _LOG.warning("skipped: %s", error)
            counts.skipped += 1
            continue
        if rgb.shape[:2] != (camera.height, camera.width):
            raise ValueError(
                f"{frame.color} has {rgb.shape[1]} x {rgb.shape[0]} pixels, the camera "
                f"{camera.width} x {camera.height}: image and camera do not match"
            )
        view = splat(cloud.xyz, camera, pose, settings.point_size)
        measured = frame.read_depth()
        index = view.index
        if measured is not None and measured.shape == index.shape:
            known = np.isfinite(measured) & (index >= 0)
            close = np.abs(view.depth - measured) < DEPTH_TOLERANCE * np.maximum(measured, 0.5)
            if known.sum() == 0 or close[known].mean() < LEAST_AGREEING:
                _LOG.warning("skipped: %s does not show this cloud: check its pose", frame.color)
                counts.skipped += 1
                continue
            # What stands in front of the map (a person, an edge) is not what its points are.
            index = np.where(known & ~close, np.int32(-1), index)
        if (index >= 0).mean() < LEAST_FILLED:
            counts.skipped += 1
            continue
        counts.views += 1
        yield Picture(rgb, index, pose[:3, 3].copy())
