# SPDX-License-Identifier: Apache-2.0
"""Pictures of a teacher's features on a cloud: as colours, and how near they are to phrases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from ws3d_model.point_cloud import PointCloud
from ws3d_model.rendering import PinholeCamera, render_views
from ws3d_model.rendering.pictures import index_colors
from ws3d_model.teachers.fused_features import FusedFeatures
from ws3d_model.visualization.drawing import font

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
UInt8 = npt.NDArray[np.uint8]

UNSEEN = (70, 70, 70)
# Low to high, evenly apart: dark violet, blue, green, yellow.
_SCALE = np.array([(50, 10, 70), (45, 75, 140), (35, 150, 130), (130, 200, 70), (250, 230, 40)])


def feature_colors(fused: FusedFeatures) -> UInt8:
    """uint8 (P, 3): the three main components of the features as colours; grey where unseen."""
    colors = np.full((len(fused.features), 3), UNSEEN, np.uint8)
    rows = np.flatnonzero(fused.weight > 0)
    if len(rows) < 4:
        return colors
    features = fused.features[rows].astype(np.float32)
    centred = features - features.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    values = centred @ axes[:, -3:][:, ::-1]
    low, high = np.percentile(values, (2, 98), axis=0)
    share = np.clip((values - low) / np.maximum(high - low, 1e-6), 0, 1)
    colors[rows] = (30 + 215 * share).astype(np.uint8)
    return colors


def similarity_colors(fused: FusedFeatures, phrase: Float32, centre: Float32) -> UInt8:
    """uint8 (P, 3): cosine with a phrase's vector (D,), both less their mean; grey where unseen.

    Args:
        fused: the features.
        phrase: of the phrase, unit length.
        centre: (D,) mean of the vectors that phrases are compared with.
    """
    rows = np.flatnonzero(fused.weight > 0)
    colors = np.full((len(fused.features), 3), UNSEEN, np.uint8)
    if len(rows) == 0:
        return colors
    features = fused.features[rows].astype(np.float32)
    values = _unit(features - features.mean(axis=0)) @ _unit(phrase - centre)
    low, high = np.percentile(values, (20, 99.5))
    place = np.clip((values - low) / max(float(high - low), 1e-6), 0, 1) * (len(_SCALE) - 1)
    first = np.minimum(place.astype(np.int64), len(_SCALE) - 2)
    part = (place - first)[:, None]
    colors[rows] = (_SCALE[first] * (1 - part) + _SCALE[first + 1] * part).astype(np.uint8)
    return colors


def teacher_sheet(
    cloud: PointCloud,
    fused: FusedFeatures,
    phrases: Sequence[tuple[str, Float32]],
    poses: Float64,
    centre: Float32,
    camera: PinholeCamera | None = None,
    point_size: float = 0.025,
) -> Image.Image:
    """A row a view: colours, index map, features, and the similarity to each phrase.

    Args:
        cloud: with the fused features' points.
        phrases: what to look for, and its vector.
        poses: float64 (K, 4, 4).
        centre: see `similarity_colors`.
    """
    camera = camera or PinholeCamera.of_view(320, 240, 70)
    painted = [(name, similarity_colors(fused, vector, centre)) for name, vector in phrases]
    columns = [("features", feature_colors(fused)), *painted]
    views = render_views(cloud, camera, poses, point_size)
    rows = []
    for number in range(len(views)):
        index = views.index[number]
        tiles = [("colours", views.rgb[number]), ("index map", index_colors(index))]
        for name, colors in columns:
            table = np.concatenate([colors, np.zeros((1, 3), np.uint8)])
            tiles.append((name, table[index]))
        rows.append(np.concatenate([_titled(name, tile) for name, tile in tiles], axis=1))
    return Image.fromarray(np.concatenate(rows, axis=0))


def _titled(name: str, tile: UInt8) -> UInt8:
    picture = Image.fromarray(tile)
    pen = ImageDraw.Draw(picture)
    pen.text((7, 5), name, font=font(16), fill=(0, 0, 0))
    pen.text((6, 4), name, font=font(16), fill=(255, 255, 255))
    return np.asarray(picture)


def _unit(vectors: Float32) -> Float32:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Float32 = vectors / np.maximum(length, 1e-9)
    return unit
