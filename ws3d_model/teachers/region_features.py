# SPDX-License-Identifier: Apache-2.0
"""A teacher's features over regions: every point of a region gets the region's mean.

A surface looks the same all over, but a teacher that sees a piece of it from near by cannot tell
wall from floor. The mean over a region of an over-segmentation is right more often, and it tells of
points that no view shows. No label takes part.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
from scipy import sparse as sparse_matrices

from ws3d_model.point_cloud import check_array
from ws3d_model.teachers.fused_features import FusedFeatures


def over_regions(fused: FusedFeatures, region: npt.NDArray[np.int64]) -> FusedFeatures:
    """The mean of every region, weighted by how much was seen of its points, for all of its points.

    The weight of a point becomes the mean weight of its region, unseen points counting 0: a region
    of which little was seen tells little.

    Args:
        fused: of P points.
        region: int64 (P,), as `Regions.of_point`; -1 for points of none, which lose theirs.

    Raises:
        TypeError, ValueError: another dtype, or another number of points.
    """
    check_array("region", region, np.int64, (len(fused.features),))
    rows = np.flatnonzero(region >= 0)
    place = region[rows]
    count = int(place.max()) + 1 if len(rows) else 0
    seen = fused.weight[rows]
    shape = (count, len(rows))
    members = sparse_matrices.csr_matrix((seen, (place, np.arange(len(rows)))), shape=shape)
    total = np.asarray(members @ fused.features[rows].astype(np.float32), np.float32)
    length = np.linalg.norm(total, axis=1)
    share = np.bincount(place, seen, count) / np.maximum(np.bincount(place, minlength=count), 1)
    # Vectors that cancel out say nothing.
    share = np.where(length > 1e-6, share, 0.0).astype(np.float32)
    unit = (total / np.maximum(length, 1e-6)[:, None] * (share > 0)[:, None]).astype(np.float16)
    features, weight = np.zeros_like(fused.features), np.zeros_like(fused.weight)
    features[rows], weight[rows] = unit[place], share[place]
    return dataclasses.replace(fused, features=features, weight=weight)
