# SPDX-License-Identifier: Apache-2.0
"""A PointCloud2 to a cloud, and a labelled cloud to a PointCloud2."""

from __future__ import annotations

import statistics
from functools import partial

import numpy as np

from bench.figure import Figure
from bench.messages import FORMATS, points_message
from bench.options import Options
from bench.scenes import indoor_scan, of_points
from bench.timing import cpu, interleaved
from ws3d_model import SceneLabels

NAMES = tuple(f"name {number}" for number in range(20))


def measure(options: Options) -> list[Figure]:
    """Both ways together, for the clouds of a lidar and of a depth camera."""
    from std_msgs.msg import Header

    from ws3d_ros.conversions.labelled_points import labelled_points_message
    from ws3d_ros.conversions.point_cloud2 import cloud_from_message

    cloud = of_points(indoor_scan(options.voxels, 0.05).cloud, options.points)
    scene = _labelled(len(cloud))
    ids = np.arange(len(NAMES), dtype=np.uint32)
    figures = []
    for kind in FORMATS:
        message = points_message(cloud, kind)
        read = cloud_from_message(message, (0.0, 255.0))
        to_cloud = partial(cloud_from_message, message, (0.0, 255.0))
        to_message = partial(labelled_points_message, Header(), 1, len(read), read, scene, ids)
        # CPU time, all of it on one thread; so short that more repeats cost nothing.
        times = interleaved({"in": to_cloud, "out": to_message}, 5 * options.repeats, cpu)
        middle = {way: statistics.median(values) for way, values in times.items()}
        figures.append(
            Figure(
                f"message to cloud and back, {kind}",
                statistics.median(map(sum, zip(times["in"], times["out"], strict=True))),
                "ms CPU",
                at_most=5,
                note=f"{len(cloud)} points of {message.point_step} bytes: {middle['in']:.2f} in, "
                f"{middle['out']:.2f} out",
                details=middle,
            )
        )
    return figures


def _labelled(points: int) -> SceneLabels:
    """Labels and instances as varied as real ones."""
    random = np.random.default_rng(0)
    nothing = SceneLabels.empty(NAMES, 0)
    return SceneLabels(
        NAMES,
        random.integers(-1, len(NAMES), points).astype(np.int32),
        random.random(points, np.float32),
        np.where(random.random(points) < 0.5, random.integers(1, 60, points), -1).astype(np.int32),
        nothing.boxes,
        nothing.box_labels,
        nothing.box_scores,
        nothing.box_instances,
    )
