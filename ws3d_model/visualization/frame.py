# SPDX-License-Identifier: Apache-2.0
"""Frame: one labelled cloud to be shown, and the colours its points take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import PointCloud
from ws3d_model.scene_labels import SceneLabels
from ws3d_model.visualization.point_colors import (
    distinct_colors,
    height_colors,
    instance_colors,
    intensity_colors,
)

Paint = Literal["input", "labels", "instances"]


@dataclass(frozen=True, eq=False)
class Frame:
    """A cloud (z up) with its labels and boxes, and a title in words.

    Raises:
        ValueError: the labels belong to a cloud of another length.
    """

    title: str
    cloud: PointCloud
    scene: SceneLabels

    def __post_init__(self) -> None:
        if len(self.cloud) != len(self.scene):
            raise ValueError(
                f"labels and cloud must have one length, got {len(self.scene)} and "
                f"{len(self.cloud)}: pass the cloud that the labels were made from"
            )

    def colors(
        self, paint: Paint, label_colors: npt.NDArray[np.uint8] | None = None
    ) -> npt.NDArray[np.uint8]:
        """uint8 (N, 3): what the sensor saw, the labels' colours, or one colour an instance.

        `label_colors` (K + 1, 3), the last for no label; None takes the names' own.
        """
        if paint == "labels":
            table = distinct_colors(self.scene.names) if label_colors is None else label_colors
            return table[self.scene.labels]
        if paint == "instances":
            return instance_colors(self.scene.instances)
        if self.cloud.rgb is not None:
            return self.cloud.rgb
        if self.cloud.intensity is not None and np.ptp(self.cloud.intensity) > 0:
            return intensity_colors(self.cloud.intensity)
        return height_colors(self.cloud.xyz[:, 2])

    def counts(self) -> dict[str, int]:
        """Number of points by name, most first; names without a point are left out."""
        labels = self.scene.labels[self.scene.labels >= 0]
        counts = np.bincount(labels, minlength=len(self.scene.names)).tolist()
        pairs = zip(self.scene.names, counts, strict=True)
        return dict(sorted(((n, c) for n, c in pairs if c), key=lambda pair: -pair[1]))

    def select(self, rows: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Frame:
        """The frame of the chosen points, boxes unchanged."""
        scene = self.scene
        chosen = SceneLabels(
            names=scene.names,
            labels=scene.labels[rows],
            confidences=scene.confidences[rows],
            instances=scene.instances[rows],
            boxes=scene.boxes,
            box_labels=scene.box_labels,
            box_scores=scene.box_scores,
            box_instances=scene.box_instances,
        )
        return Frame(self.title, self.cloud.select(rows), chosen)
