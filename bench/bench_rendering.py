# SPDX-License-Identifier: Apache-2.0
"""Rendering: splatting of a room against a loop and against other renderers, and a teacher."""

from __future__ import annotations

import importlib
import json
import logging
import math
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import save_file

from bench.figure import Figure
from bench.options import Options
from bench.timing import cpu, interleaved, median_ratio, median_time, torch_threads
from ws3d_model.language.open_clip_model import import_open_clip, new_open_clip
from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera, look_at, splat
from ws3d_model.rendering.splat import MAX_RADIUS
from ws3d_model.teachers import Picture, fuse, load_teacher

Float32 = npt.NDArray[np.float32]

CAMERA = PinholeCamera.of_view(640, 480, 70)
POSE = look_at((1.0, 1.0, 1.5), (4.0, 3.0, 1.0))
SPACING = 0.025  # metres
ROOM = np.array([6.0, 5.0, 2.7])  # metres
# The shape of ViT-B/32 in a twelfth of its width: what is measured is the pipeline, not the model.
MODEL = {
    "embed_dim": 128,
    "vision_cfg": {"image_size": 64, "patch_size": 8, "width": 128, "layers": 4, "head_width": 32},
    "text_cfg": {"context_length": 20, "vocab_size": 49408, "width": 64, "heads": 2, "layers": 1},
}


def measure(options: Options) -> list[Figure]:
    """CPU time of one view on one thread, and of a teacher's look at it."""
    count = 200_000 if options.points > 100_000 else 20_000
    cloud = _room(count)
    with torch_threads(1):
        runs = {
            "fast": lambda: splat(cloud.xyz, CAMERA, POSE, SPACING),
            "loop": lambda: obvious_loop(cloud.xyz, CAMERA, POSE, SPACING),
        }
        times = interleaved(runs, min(options.repeats, 3), cpu)
        fast = median_time(runs["fast"], 3 * options.repeats, cpu)
        figures = [
            Figure(
                f"splatting of {count:,} points at 640 x 480",
                fast,
                "ms",
                at_most=15.0,
                note="one thread, CPU time, with depth and index map",
            ),
            Figure(
                "  against the obvious loop",
                median_ratio(times, "loop", "fast"),
                "times",
                at_least=10.0,
                note=f"numpy, a slice a point: {statistics.median(times['loop']):.0f} ms",
            ),
            *_others(cloud, fast, options.repeats),
            *_teacher(cloud, options.repeats),
        ]
    return figures


def obvious_loop(
    xyz: Float32, camera: PinholeCamera, pose: npt.NDArray[np.float64], size: float
) -> npt.NDArray[np.int32]:
    """Project all points, then draw every point's square where it is nearest."""
    local = (xyz - pose[:3, 3].astype(np.float32)) @ pose[:3, :3].astype(np.float32)
    ahead = np.flatnonzero(local[:, 2] > 0.05)
    z = local[ahead, 2]
    u = np.floor(local[ahead, 0] / z * camera.fx + camera.cx).astype(np.int64)
    v = np.floor(local[ahead, 1] / z * camera.fy + camera.cy).astype(np.int64)
    depth = np.full((camera.height, camera.width), np.inf, np.float32)
    index = np.full((camera.height, camera.width), -1, np.int32)
    for row, column, line, far in zip(
        ahead.tolist(), u.tolist(), v.tolist(), z.tolist(), strict=True
    ):
        reach = min(math.ceil(camera.fx * size / far), MAX_RADIUS)
        lines = slice(max(line - reach, 0), max(line + reach + 1, 0))
        columns = slice(max(column - reach, 0), max(column + reach + 1, 0))
        nearer = depth[lines, columns] > far
        depth[lines, columns][nearer] = far
        index[lines, columns][nearer] = row
    return index


def _others(cloud: PointCloud, fast: float, repeats: int) -> list[Figure]:
    """Renderers that users would pick on the same view, where they are installed and can draw."""
    figures = []
    # Without a screen, and on one thread where OpenGL runs on the CPU (Mesa), as ours does.
    os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
    os.environ.setdefault("LP_NUM_THREADS", "0")
    for name, view in (("open3d", _open3d_view), ("pyrender", _pyrender_view)):
        try:
            taken = median_time(view(importlib.import_module(name), cloud), repeats, cpu)
        except Exception as error:  # absent, or without anything to draw with: both are said
            logging.getLogger("bench").warning("%s not measured: %s", name, error)
            continue
        note = f"{taken:.0f} ms CPU time, points as squares of 4 pixels, without an index map"
        figures.append(Figure(f"  {name}'s time over ours", taken / fast, "times", note=note))
    return figures


def _open3d_view(open3d: Any, cloud: PointCloud) -> Any:
    points = open3d.geometry.PointCloud(open3d.utility.Vector3dVector(cloud.xyz))
    rgb = np.zeros((len(cloud), 3)) if cloud.rgb is None else cloud.rgb / 255
    points.colors = open3d.utility.Vector3dVector(rgb)
    renderer = open3d.visualization.rendering.OffscreenRenderer(CAMERA.width, CAMERA.height)
    material = open3d.visualization.rendering.MaterialRecord()
    material.shader, material.point_size = "defaultUnlit", 4.0
    renderer.scene.add_geometry("cloud", points, material)
    pinhole = open3d.camera.PinholeCameraIntrinsic(
        CAMERA.width, CAMERA.height, CAMERA.fx, CAMERA.fy, CAMERA.cx, CAMERA.cy
    )
    renderer.setup_camera(pinhole, np.linalg.inv(POSE))
    return renderer.render_to_image


def _pyrender_view(pyrender: Any, cloud: PointCloud) -> Any:
    rgb = np.zeros((len(cloud), 3), np.uint8) if cloud.rgb is None else cloud.rgb
    scene = pyrender.Scene(ambient_light=(1.0, 1.0, 1.0))
    scene.add(pyrender.Mesh.from_points(cloud.xyz, colors=rgb))
    pinhole = pyrender.IntrinsicsCamera(CAMERA.fx, CAMERA.fy, CAMERA.cx, CAMERA.cy)
    # OpenGL's cameras look along their negative z, with y up.
    scene.add(pinhole, pose=POSE @ np.diag((1.0, -1.0, -1.0, 1.0)))
    renderer = pyrender.OffscreenRenderer(CAMERA.width, CAMERA.height, point_size=4.0)
    return lambda: renderer.render(scene)


def _teacher(cloud: PointCloud, repeats: int) -> list[Figure]:
    """Views a second of a small model: rendering, dense features, fusion."""
    try:
        import_open_clip()
    except ImportError as error:
        logging.getLogger("bench").warning("no teacher measured: %s", error)
        return []
    camera = PinholeCamera.of_view(320, 240, 70)
    with tempfile.TemporaryDirectory() as folder:
        name = f"local-dir:{folder}"
        config = {"model_cfg": MODEL, "preprocess_cfg": {}}
        Path(folder, "open_clip_config.json").write_text(json.dumps(config), encoding="utf-8")
        torch.manual_seed(0)
        weights = new_open_clip(Path(folder))[0].state_dict()
        save_file(
            {key: value.contiguous() for key, value in weights.items()},
            Path(folder, "open_clip_model.safetensors"),
        )
        teacher = load_teacher(name)
    colours = np.zeros((len(cloud), 3), np.uint8) if cloud.rgb is None else cloud.rgb

    def view() -> None:
        index = splat(cloud.xyz, camera, POSE, SPACING).index
        picture = Picture(colours[np.maximum(index, 0)], index, POSE[:3, 3])
        teacher.encode_dense(picture.rgb)

    def whole() -> None:
        index = splat(cloud.xyz, camera, POSE, SPACING).index
        fuse(cloud.xyz, [Picture(colours[np.maximum(index, 0)], index, POSE[:3, 3])], teacher)

    note = "320 x 240, two scales, a vision transformer of 128 channels; one thread, CPU time"
    return [
        Figure("teacher: rendering and dense features", 1e3 / median_time(view, repeats, cpu),
               "views/s", note=note),
        Figure("  a cloud of one view, with normals and fusion", median_time(whole, repeats, cpu),
               "ms", note=f"{len(cloud):,} points, 128 values each"),
    ]  # fmt: skip


def _room(count: int) -> PointCloud:
    """Points on the six sides of a room, and colours."""
    rng = np.random.default_rng(0)
    side = rng.integers(0, 6, count)
    xyz = rng.random((count, 3)) * ROOM
    axis = side % 3
    xyz[np.arange(count), axis] = np.where(side < 3, 0.0, ROOM[axis])
    return PointCloud(xyz.astype(np.float32), rng.integers(0, 256, (count, 3)).astype(np.uint8))
