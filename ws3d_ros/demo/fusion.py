# SPDX-License-Identifier: Apache-2.0
"""Labelled clouds of one run put together by the poses, or one by one where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from ws3d_model import PointCloud, SceneLabels
from ws3d_model.objects import box_iou
from ws3d_model.visualization import Frame
from ws3d_ros.demo.result_bag import FoundBox, LabelledPoints

CELL = 0.025  # metres: what the demo's camera resolves in a room
REACH = 400.0  # metres from the origin that a cell's number can tell
SAME_OBJECT = 0.25  # IoU above which two boxes show one object
NEIGHBOURS = 5  # occupied cells around one (itself included) that make it part of a surface
SIGHTINGS = 0.12  # share of the clouds (and 2) in which an object must be found to be drawn
Int64 = npt.NDArray[np.int64]


@dataclass
class Fusion:
    """Collects clouds in the fixed frame; of each cell the votes of all clouds count.

    Args:
        names: of the vocabulary that the clouds were labelled with.
        ids: the numeric ids of these names.
    """

    names: tuple[str, ...]
    ids: tuple[int, ...]
    clouds: int = 0
    _parts: list[tuple[npt.NDArray[np.float32], ...]] = field(default_factory=list)
    _boxes: dict[int, list[tuple[FoundBox, npt.NDArray[np.float32]]]] = field(default_factory=dict)

    def add(self, points: LabelledPoints) -> None:
        """Take in one cloud, thinned to one point a cell."""
        self.clouds += 1
        xyz = _moved(points)
        rows = np.flatnonzero(np.isfinite(xyz).all(axis=1) & (np.abs(xyz) < REACH).all(axis=1))
        rows = rows[np.unique(_cells(xyz[rows]), return_index=True)[1]]
        rgb = np.zeros((len(rows), 3), np.uint8) if points.rgb is None else points.rgb[rows]
        self._parts.append(
            (
                xyz[rows],
                rgb.astype(np.float32),
                _indices(points.label_ids[rows], self.ids).astype(np.float32),
                points.instances[rows].astype(np.float32),
                points.confidences[rows],
            )
        )
        for box in points.boxes:
            placed = box.moved(points.world_from_sensor)
            self._boxes.setdefault(box.track, []).append((box, placed))

    def frame(self, title: str) -> Frame:
        """Everything so far as one frame to be shown."""
        if not self._parts:
            cloud = PointCloud(np.zeros((0, 3), np.float32))
            return Frame(title, cloud, SceneLabels.empty(self.names, 0))
        xyz, rgb, labels, instances, confidences = (
            np.concatenate(column) for column in zip(*self._parts, strict=True)
        )
        cells, inverse = np.unique(_cells(xyz), return_inverse=True)
        inverse = inverse.reshape(-1)
        weights = np.maximum(confidences, 0.05)
        voted = _vote(inverse, labels.astype(np.int64), weights, len(cells))
        # Only points of the winning label say which object the cell belongs to.
        agreeing = weights * (labels.astype(np.int64) == voted[inverse])
        objects = _vote(inverse, instances.astype(np.int64), agreeing, len(cells))
        share = np.bincount(inverse, agreeing, len(cells)) / np.bincount(inverse, None, len(cells))
        boxes, box_labels, scores, tracks = self._chosen_boxes()
        near = _has_neighbours(cells)
        scene = SceneLabels(
            names=self.names,
            labels=voted.astype(np.int32),
            confidences=np.clip(share, 0, 1).astype(np.float32),
            instances=objects.astype(np.int32),
            boxes=boxes,
            box_labels=box_labels,
            box_scores=scores,
            box_instances=tracks,
        )
        colors = _means(inverse, rgb, len(cells)).round().astype(np.uint8) if rgb.any() else None
        # The mean of a cell's points, which lies on the surface where single ones scatter.
        centres = _means(inverse, xyz, len(cells)).astype(np.float32)
        return Frame(title, PointCloud(centres, colors), scene).select(near)

    def _chosen_boxes(
        self,
    ) -> tuple[
        npt.NDArray[np.float32],
        npt.NDArray[np.int32],
        npt.NDArray[np.float32],
        npt.NDArray[np.int32],
    ]:
        """One box an object: of all sightings the largest, since each sees only a part."""
        tracks = sorted(self._boxes, key=lambda track: -len(self._boxes[track]))
        needed = min(max(2, round(SIGHTINGS * self.clouds)), self.clouds)
        kept: list[tuple[npt.NDArray[np.float32], int, float, int]] = []
        for track in tracks:
            seen = [s for s in self._boxes[track] if s[0].name in self.names]
            if len(seen) < needed:
                continue
            box, placed = max(seen, key=lambda s: float(np.prod(s[1][3:6])) * s[0].score)
            others = np.array([k[0] for k in kept], np.float32).reshape(-1, 7)
            if len(others) and box_iou(placed[None], others).max() > SAME_OBJECT:
                continue
            kept.append((placed, self.names.index(box.name), box.score, track))
        return (
            np.array([k[0] for k in kept], np.float32).reshape(-1, 7),
            np.array([k[1] for k in kept], np.int32),
            np.array([k[2] for k in kept], np.float32),
            np.array([k[3] for k in kept], np.int32),
        )


def single_frame(points: LabelledPoints, names: Sequence[str], ids: Sequence[int]) -> Frame:
    """One cloud by itself, in its level frame."""
    fusion = Fusion(tuple(names), tuple(ids))
    xyz = _moved(points)
    rows = np.isfinite(xyz).all(axis=1)
    found = [box for box in points.boxes if box.name in fusion.names]
    scene = SceneLabels(
        names=fusion.names,
        labels=_indices(points.label_ids[rows], fusion.ids),
        confidences=np.clip(points.confidences[rows], 0, 1),
        instances=points.instances[rows],
        boxes=np.array([b.moved(points.world_from_sensor) for b in found], np.float32).reshape(
            -1, 7
        ),
        box_labels=np.array([fusion.names.index(b.name) for b in found], np.int32),
        box_scores=np.array([b.score for b in found], np.float32),
        box_instances=np.array([b.track for b in found], np.int32),
    )
    colors = None if points.rgb is None else points.rgb[rows]
    return Frame("", PointCloud(np.ascontiguousarray(xyz[rows]), colors), scene)


def _moved(points: LabelledPoints) -> npt.NDArray[np.float32]:
    """The points in the level frame (fixed where there is one); NaN stays NaN."""
    pose = points.world_from_sensor
    with np.errstate(invalid="ignore"):
        moved: npt.NDArray[np.float32] = (points.xyz @ pose[:3, :3].T + pose[:3, 3]).astype(
            np.float32
        )
    return moved


def _has_neighbours(cells: Int64) -> npt.NDArray[np.bool_]:
    """bool (C,): cells that are not alone; those are the flying pixels at depth edges."""
    place = np.stack([cells >> 42, cells >> 21 & 0x1FFFFF, cells & 0x1FFFFF], axis=1)
    tree = cKDTree(place)
    neighbours = tree.query_ball_point(place, 1.8, return_length=True)
    alone: npt.NDArray[np.bool_] = neighbours < NEIGHBOURS
    return ~alone


def _means(cell: Int64, values: npt.NDArray[np.float32], cells: int) -> npt.NDArray[np.float64]:
    """float64 (cells, C): mean of the values (N, C) of each cell."""
    counts = np.bincount(cell, minlength=cells)
    columns = [np.bincount(cell, column, cells) / counts for column in values.T]
    return np.stack(columns, axis=1)


def _cells(xyz: npt.NDArray[np.float32]) -> Int64:
    """One number a cell of edge CELL, int64 (N,)."""
    place = np.floor(xyz / CELL).astype(np.int64) + (1 << 20)
    cells: Int64 = (place[:, 0] << 42) | (place[:, 1] << 21) | place[:, 2]
    return cells


def _indices(label_ids: npt.NDArray[np.uint32], ids: Sequence[int]) -> npt.NDArray[np.int32]:
    """int32 (N,): position of each id in `ids`, -1 for any other."""
    table = np.full(65536, -1, np.int32)
    table[np.asarray(ids, np.int64)] = np.arange(len(ids), dtype=np.int32)
    return table[np.minimum(label_ids, 65535)]


def _vote(cell: Int64, value: Int64, weight: npt.NDArray[np.float32], cells: int) -> Int64:
    """int64 (cells,): the value (-1 or more) with the most weight in each cell."""
    width = int(value.max(initial=-1)) + 2
    pairs, inverse = np.unique(cell * width + value + 1, return_inverse=True)
    total = np.bincount(inverse.reshape(-1), weight, len(pairs))
    order = np.lexsort((-total, pairs // width))
    winners = np.full(cells, -1, np.int64)
    # Written from the lightest to the heaviest: the last one stays.
    backwards = order[::-1]
    winners[pairs[backwards] // width] = pairs[backwards] % width - 1
    return winners
