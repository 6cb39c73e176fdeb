# SPDX-License-Identifier: Apache-2.0
"""RegionCache: the regions of scans, found once and kept in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ws3d_model.learning.scan_cache import Arrays, ScanCache
from ws3d_model.point_cloud import PointCloud
from ws3d_model.regions import RegionGraph, Regions, RegionSettings, over_segment


class RegionCache(ScanCache[Regions]):
    """Regions of shards by number, by rows of their points; about a megabyte each.

    Args:
        paths: of the shards.
        folder: for the regions of each; it need not exist.
        settings: how finely scans are cut; other settings have files of their own.
    """

    def __init__(self, paths: Sequence[Path], folder: Path, settings: RegionSettings) -> None:
        super().__init__(paths, folder, repr(settings))
        self.settings = settings

    def find(self, cloud: PointCloud) -> Arrays:
        """See `ScanCache`."""
        regions = over_segment(cloud, self.settings)
        graph = regions.graph
        return {
            "of_point": regions.of_point.astype(np.int32),
            "sizes": graph.sizes,
            "centroids": graph.centroids,
            "edges": graph.edges,
            "features": graph.features,
        }

    def unpack(self, arrays: Arrays) -> Regions:
        """See `ScanCache`."""
        names = ("sizes", "centroids", "edges", "features")
        graph = RegionGraph(*(arrays[name] for name in names))
        return Regions(arrays["of_point"].astype(np.int64), graph)
