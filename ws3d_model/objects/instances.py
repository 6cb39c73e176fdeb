# SPDX-License-Identifier: Apache-2.0
"""What the points of an instance say together: its score and its label."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]


def instance_scores(confidences: Float32, instances: Int32, ids: Int32) -> Float32:
    """Mean confidence of the points of each instance.

    Args:
        confidences: float32 (N,) in 0..1.
        instances: int32 (N,), -1 for none.
        ids: int32 (B,), the instances asked for.

    Returns:
        float32 (B,) in 0..1; 0 for an instance without points.

    Raises:
        TypeError, ValueError: an array has another dtype, shape or length.
    """
    check_array("confidences", confidences, np.float32, (None,))
    check_array("instances", instances, np.int32, (len(confidences),))
    check_array("ids", ids, np.int32, (None,))
    rows, slots = _members(instances, ids)
    counts = np.bincount(slots, minlength=len(ids))
    sums = np.bincount(slots, weights=confidences[rows], minlength=len(ids))
    return (sums / np.maximum(counts, 1)).astype(np.float32)


def instance_labels(labels: Int32, instances: Int32, ids: Int32) -> Int32:
    """The label that most labelled points of each instance carry, the lower one if two are as many.

    Args:
        labels: int32 (N,), -1 where unlabelled.
        instances: int32 (N,), -1 for none.
        ids: int32 (B,), the instances asked for.

    Returns:
        int32 (B,); -1 for an instance without a labelled point.

    Raises:
        TypeError, ValueError: an array has another dtype, shape or length.
    """
    check_array("labels", labels, np.int32, (None,))
    check_array("instances", instances, np.int32, (len(labels),))
    check_array("ids", ids, np.int32, (None,))
    found = np.full(len(ids), -1, np.int32)
    rows, slots = _members(instances, ids)
    labelled = labels[rows] >= 0
    base = int(labels.max(initial=0)) + 1
    pairs, votes = np.unique(slots[labelled] * base + labels[rows][labelled], return_counts=True)
    # Written in order of increasing votes (then falling label), the winner of each slot comes last.
    pairs = pairs[np.lexsort((-pairs, votes))]
    found[pairs // base] = pairs % base
    return found


def _members(instances: Int32, ids: Int32) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows of `instances` that are one of `ids`, and the place of each in `ids`."""
    order = np.argsort(ids, kind="stable")
    place = np.searchsorted(ids, instances, sorter=order)
    rows = np.flatnonzero((instances >= 0) & (place < len(ids)))
    slots = order[place[rows]]
    same = ids[slots] == instances[rows]
    return rows[same], slots[same]
