# SPDX-License-Identifier: Apache-2.0
"""Region pictures: three voxels in a row, two regions, by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ws3d_model.few_labels import RegionBatch, RegionSample
from ws3d_model.learning.few_label_report import report_lines
from ws3d_model.learning.region_pictures import (
    BETWEEN_CLASSES,
    INSIDE,
    NOT_KNOWN,
    WITHIN_A_CLASS,
    edge_colors,
    region_picture,
)
from ws3d_model.learning.whole_scan import WholeScan
from ws3d_model.point_cloud import PointCloud


def row_of_voxels(edges: int) -> WholeScan:
    """Voxels 0 and 1 are of region 0, voxel 2 is of region 1; 1 and 2 touch, as 0 and 1 do."""
    neighbours = torch.full((3, 27), 3, dtype=torch.int32)
    neighbours[0, 1], neighbours[1, 0], neighbours[1, 1], neighbours[2, 0] = 1, 0, 2, 1
    regions = RegionBatch(
        torch.tensor([0, 0, 1]),
        torch.tensor([2, 1]),
        torch.tensor([0, 0]),
        torch.tensor([[0, 1]])[:edges],
        torch.zeros(edges, 9),
    )
    sample = RegionSample(torch.arange(3), regions.of_voxel, 2)
    xyz = np.array([[0, 0, 0], [0.1, 0, 0], [0.2, 0, 0]], np.float32)
    return WholeScan(torch.zeros(3, 4), torch.arange(3), regions, sample, neighbours, xyz)


@pytest.mark.parametrize(
    ("answer", "color"), [(1, BETWEEN_CLASSES), (0, WITHIN_A_CLASS), (-1, NOT_KNOWN)]
)
def test_only_voxels_at_the_edge_take_its_color(answer: int, color: tuple[int, int, int]) -> None:
    found = edge_colors(row_of_voxels(1), torch.tensor([answer]))
    np.testing.assert_array_equal(found, [INSIDE, color, color])


def test_regions_that_do_not_touch_have_no_edge() -> None:
    found = edge_colors(row_of_voxels(0), torch.zeros(0, dtype=torch.long))
    np.testing.assert_array_equal(found, [INSIDE] * 3)


def test_a_picture_without_boundaries_or_pseudo_labels() -> None:
    scan, truth = row_of_voxels(1), torch.tensor([0, 0, -1])
    cloud = PointCloud(scan.xyz)
    picture = region_picture("a", scan, cloud, ("floor",), truth, None, torch.tensor([-1]), {})
    assert picture.width > picture.height > 0


def test_means_over_regions_and_back() -> None:
    scan = row_of_voxels(1)
    means = scan.mean(torch.tensor([[1.0], [3.0], [7.0]]))
    torch.testing.assert_close(means, torch.tensor([[2.0], [7.0]]))
    assert scan.of_voxels(torch.tensor([5, 6])).tolist() == [5, 5, 6]


def test_the_tables_of_a_report() -> None:
    assert report_lines({}) == []
    edges = {"scans": 2, "edges": 9, "precision": 0.5, "recall": 1.0, "f1": 2 / 3, "color": None}
    counts = {"wall": {"voxels": 4, "given": 2, "right": 1}}
    found = {"voxels": 8, "share": 0.25, "right": 0.5, "names": counts}
    lines = report_lines({"boundaries": edges, "pseudo_labels": {"voxels": found}})
    assert "| boundary network | 50.0 | 100.0 | 66.7 |" in lines
    assert "| colour difference alone | - | - | - |" in lines
    assert "| voxels | 25.0 | 50.0 | wall 25 |" in lines
