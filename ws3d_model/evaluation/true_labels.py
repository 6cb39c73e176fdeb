# SPDX-License-Identifier: Apache-2.0
"""The truth of a labelled cloud in the names that a network was asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.objects.instances import instance_labels
from ws3d_model.worlds.words import CATALOG, class_of, labels_within

Int32 = npt.NDArray[np.int32]
Float32 = npt.NDArray[np.float32]


def true_labels(cloud: LabelledCloud, names: Sequence[str]) -> Int32:
    """The truth int32 (N,) as indices into other names; -1 where they have none for it.

    A class that is not asked for counts as its coarser class or group that is. What the catalog of
    the worlds does not know is looked up by its words ("bookcase" as "bookshelf").
    """
    known = [
        name if name in names or name in CATALOG else class_of(name) or name for name in cloud.names
    ]
    # The last entry serves -1.
    table = np.append(labels_within(names, known), np.int32(-1))
    labels: Int32 = table[cloud.labels]
    return labels


def true_boxes(cloud: LabelledCloud, labels: Int32) -> tuple[Float32, Int32]:
    """The boxes (B, 7) of objects that the cloud shows, and what most of their points are (B,).

    Objects of which there is no point cannot be found and are left out, as in nuScenes' evaluation.
    A label is -1 where most points have none of the names.
    """
    if cloud.boxes is None:
        return np.zeros((0, 7), np.float32), np.zeros(0, np.int32)
    ids = np.unique(cloud.instances[cloud.instances >= 0]).astype(np.int32)
    # Votes of points without a label count: they are numbered last.
    votes = np.where(labels < 0, labels.max(initial=-1) + 1, labels).astype(np.int32)
    most = instance_labels(votes, cloud.instances, ids)
    most[most == labels.max(initial=-1) + 1] = -1
    return cloud.boxes[ids], most
