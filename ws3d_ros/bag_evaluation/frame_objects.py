# SPDX-License-Identifier: Apache-2.0
"""The objects of one frame as sets of points: those of the truth, and those that were found."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model import SceneLabels
from ws3d_model.evaluation.instances import Objects

Int32 = npt.NDArray[np.int32]


def true_objects(labels: Int32, instances: Int32) -> Objects:
    """Objects of the truth: the label of most of its points, -1 where that is not asked for."""
    asked = np.where(labels >= 0, instances, -1)
    # Neighbours in a cloud are mostly of one object: runs are fewer to sort than points.
    changes = np.ones(len(asked), np.bool_)
    changes[1:] = (asked[1:] != asked[:-1]) | (labels[1:] != labels[:-1])
    begins = np.flatnonzero(changes)
    lengths = np.diff(begins, append=len(asked))
    numbers, of_run = np.unique(asked[begins], return_inverse=True)
    of_run = of_run.reshape(-1)
    if len(numbers) and numbers[0] < 0:
        numbers, of_run = numbers[1:], of_run - 1
    names = int(labels.max(initial=0)) + 1
    counted = of_run >= 0
    cells = of_run[counted] * names + labels[begins[counted]]
    votes = np.bincount(cells, lengths[counted], minlength=len(numbers) * names)
    of_names = votes.reshape(len(numbers), names)
    said = of_names.argmax(axis=1).astype(np.int32) if len(numbers) else np.zeros(0, np.int32)
    of_point = np.repeat(of_run.astype(np.int32), lengths)
    return Objects(of_point, said, np.ones(len(numbers), np.float32))


def found_objects(scene: SceneLabels) -> Objects:
    """Objects of a scene as the rows of its boxes."""
    ids, instances = scene.box_instances, scene.instances
    # The last row serves what is no object.
    rows = np.full(max(int(ids.max(initial=-1)), int(instances.max(initial=-1))) + 2, -1, np.int32)
    rows[ids] = np.arange(len(ids), dtype=np.int32)
    return Objects(rows[instances], scene.box_labels, scene.box_scores)
