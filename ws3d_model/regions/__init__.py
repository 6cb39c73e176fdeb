# SPDX-License-Identifier: Apache-2.0
"""Regions: a cloud cut into small pieces of one surface, and the graph of those that touch."""

from ws3d_model.regions.graph_segmentation import segment_graph
from ws3d_model.regions.over_segmentation import Regions, RegionSettings, over_segment
from ws3d_model.regions.region_graph import EDGE_FEATURES, RegionGraph

__all__ = [
    "EDGE_FEATURES",
    "RegionGraph",
    "RegionSettings",
    "Regions",
    "over_segment",
    "segment_graph",
]
