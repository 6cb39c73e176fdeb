# SPDX-License-Identifier: Apache-2.0
"""Regions of a batch, and all losses together: what they teach, and what odd batches do."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model import sparse
from ws3d_model.few_labels import (
    ClassThresholds,
    RegionBatch,
    RegionHeads,
    RegionLossSettings,
    RegionSample,
    RegionView,
    majority_class,
    ramp,
    region_losses,
)
from ws3d_model.regions import RegionGraph

CHANNELS = (8, 12, 16)
WIDTH = 20
TERMS = ["boundary", "unary", "smooth", "part", "pseudo", "contrast"]


def graph(regions: int) -> RegionGraph:
    """Regions in a row, each touching the next."""
    edges = np.stack([np.arange(regions - 1), np.arange(1, regions)], 1) if regions else []
    return RegionGraph(
        np.ones(regions, np.int64),
        np.zeros((regions, 3), np.float32),
        np.array(edges, np.int64).reshape(-1, 2),
        np.full((max(0, regions - 1), 9), 0.1, np.float32),
    )


def batch(regions: list[int], voxels: int = 5) -> RegionBatch:
    """Scans with so many regions each, every region with so many voxels."""
    region = torch.cat([torch.arange(r).repeat_interleave(voxels) for r in regions])
    part = torch.repeat_interleave(torch.arange(len(regions)), torch.tensor(regions) * voxels)
    return RegionBatch.build(region, part, range(len(regions)), [graph(r) for r in regions])


def view(regions: int, classes: int = 4, seed: int = 0) -> RegionView:
    generator = torch.Generator().manual_seed(seed)
    probabilities = torch.softmax(4 * torch.randn(regions, classes, generator=generator), 1)
    levels = tuple(torch.randn(regions, c, generator=generator) for c in CHANNELS)
    return RegionView(torch.randn(regions, WIDTH, generator=generator), probabilities, levels)


def losses(regions: RegionBatch, labels: torch.Tensor, student: RegionView, **changes):
    heads = changes.pop("heads", None) or RegionHeads(WIDTH, CHANNELS, 4)
    settings = RegionLossSettings(**changes.pop("settings", {}))
    teacher = changes.pop("teacher", student)
    progress = changes.pop("progress", 1.0)
    return region_losses(
        heads, student, teacher, heads, regions, labels, progress, settings, **changes
    )


def test_no_regions_and_regions_without_labels():
    for regions in (batch([0]), batch([6, 6])):
        unlabelled = torch.full((len(regions.of_voxel),), -1)
        told = losses(regions, unlabelled, view(len(regions)))
        assert list(told.terms) == TERMS
        assert all(torch.isfinite(term.mean) for term in told.terms.values())
        assert told.counts["regions_labelled"] == 0


def test_a_class_of_many_names_is_left_out_of_contrast_and_boundaries():
    regions, certain = batch([6, 6]), view(12)
    certain.probabilities[:] = torch.tensor([0.01, 0.01, 0.01, 0.97])
    unlabelled = torch.full((len(regions.of_voxel),), -1)
    told = losses(regions, unlabelled, certain)
    assert told.counts["anchors"] == 12 and float(told.terms["boundary"].weight) > 0
    told = losses(regions, unlabelled, certain, named=3)
    assert told.counts["anchors"] == 0 and float(told.terms["boundary"].weight) == 0
    assert told.counts["regions_pseudo"] == 12


def test_regions_that_a_crop_removed_are_left_out_with_their_edges():
    region, part = torch.tensor([2, 0, -1, 1, 2]), torch.tensor([0, 0, 0, 1, 1])
    found = RegionBatch.build(region, part, [4, 7], [graph(3), graph(3)])
    # Of the first scan regions 0 and 2 are there, of the second 1 and 2, which touch.
    assert found.of_voxel.tolist() == [1, 0, -1, 2, 3]
    assert found.sizes.tolist() == [1, 1, 1, 1]
    assert found.item.tolist() == [4, 4, 7, 7]
    assert found.edges.tolist() == [[2, 3]]
    assert found.edge_features.shape == (1, 9)


def test_what_does_not_belong_together_is_refused():
    with pytest.raises(ValueError, match="not in its scan's graph"):
        RegionBatch.build(torch.tensor([3]), torch.tensor([0]), [0], [graph(3)])
    with pytest.raises(ValueError, match="every part needs"):
        RegionBatch.build(torch.tensor([0]), torch.tensor([0]), [0, 1], [graph(3)])
    broken = graph(3)
    broken.features[0, 0] = np.nan
    with pytest.raises(ValueError, match="not finite"):
        RegionBatch.build(torch.tensor([0]), torch.tensor([0]), [0], [broken])
    with pytest.raises(ValueError, match="labels must be below 4"):
        majority_class(torch.tensor([9] * 5), batch([1]), 4)


def test_class_of_regions_with_enough_of_one_class():
    regions = batch([4], voxels=5)
    labels = torch.tensor([1, 1, 1, 1, 2, 1, 1, 1, 2, 2, -1, -1, 3, -1, -1, -1, -1, -1, -1, -1])
    assert majority_class(labels, regions, 4).tolist() == [1, -1, 3, -1]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**16), most=st.integers(1, 8))
def test_a_sample_speaks_for_every_region(seed, most):
    generator = torch.Generator().manual_seed(seed)
    region = torch.randint(-1, 6, (50,), generator=generator)
    regions = RegionBatch.build(region, torch.zeros(50).long(), [0], [graph(6)])
    sample = RegionSample.draw(regions, most, generator)
    assert torch.equal(regions.of_voxel[sample.rows], sample.region)
    counts = torch.bincount(sample.region, minlength=len(regions))
    assert counts.tolist() == regions.sizes.clamp(max=most).tolist()
    values = torch.rand(50, 3, generator=generator)
    for number, mean in enumerate(sample.mean(values[sample.rows])):
        rows = sample.rows[sample.region == number]
        assert torch.allclose(mean, values[rows].mean(0))


def test_features_of_coarser_levels_are_those_of_the_voxel_around():
    keys = sparse.voxelize(torch.rand(300, 3), 0.05).keys
    plan = sparse.build_plan(keys, 3)
    sample = RegionSample(torch.arange(len(keys)), torch.zeros(len(keys)).long(), 1)
    for level in range(3):
        above = sample.at_level(plan, level)
        fine = sparse.centres(keys, 1.0) // 2**level
        coarse = sparse.centres(plan.levels[level].keys, 1.0) - 0.5
        assert torch.equal(fine, coarse[above])


def test_labels_and_certain_predictions_become_labels_of_regions():
    regions = batch([3], voxels=5)
    labels = torch.full((15,), -1)
    labels[0] = 2
    p = torch.tensor([[0.97, 0.01, 0.01, 0.01], [0.01, 0.97, 0.01, 0.01], [0.3, 0.3, 0.2, 0.2]])
    student = RegionView(torch.zeros(3, WIDTH), p, tuple(torch.zeros(3, c) for c in CHANNELS))
    told = losses(regions, labels, student)
    assert told.counts["regions_labelled"] == 1
    assert told.counts["regions_pseudo"] == 1
    early = losses(regions, labels, student, progress=0.0)
    # At first labels alone count.
    for name in ("smooth", "part", "pseudo", "contrast"):
        assert float(early.terms[name].mean.detach()) == 0
    assert float(early.terms["unary"].mean) == float(told.terms["unary"].mean) > 0
    assert float(told.terms["pseudo"].mean) > 0


def test_one_class_one_region_and_one_voxel_a_region():
    for regions, classes in ((batch([8, 8], 1), 1), (batch([1], 1), 4)):
        heads = RegionHeads(WIDTH, CHANNELS, classes)
        student = view(len(regions), classes)
        told = losses(regions, torch.zeros(len(regions.of_voxel)).long(), student, heads=heads)
        assert all(torch.isfinite(term.mean) for term in told.terms.values())
        assert float(told.terms["contrast"].weight) == 0


def test_predictions_that_are_not_finite_are_counted_and_teach_nothing():
    regions, teacher = batch([3]), view(3)
    teacher.probabilities[1] = torch.nan
    told = losses(regions, torch.full((15,), -1), view(3), teacher=teacher)
    assert told.counts["regions_not_finite"] == 1
    assert all(torch.isfinite(term.mean) for term in told.terms.values())


def test_every_part_learns_and_the_averaged_network_does_not():
    regions = batch([6, 6, 6])
    labels = torch.randint(0, 4, (18,), generator=torch.Generator().manual_seed(0))
    labels = labels.repeat_interleave(5)
    student, teacher = view(18), view(18, seed=1)
    for told in (student, teacher):
        for values in (told.features, told.probabilities, *told.levels):
            values.requires_grad_()
    heads = RegionHeads(WIDTH, CHANNELS, 4)
    found = losses(regions, labels, student, teacher=teacher, heads=heads)
    torch.stack([term.mean for term in found.terms.values()]).sum().backward()
    for values in (student.features, student.probabilities, *student.levels):
        assert values.grad is not None and float(values.grad.abs().sum()) > 0
    assert all(parameter.grad is not None for parameter in heads.parameters())
    assert teacher.probabilities.grad is None and teacher.levels[0].grad is None
    assert heads.queue is not None and len(heads.queue.entries()[0]) == found.counts["anchors"]


def test_thresholds_are_lower_for_hard_classes_and_rise_with_them():
    thresholds = ClassThresholds(3, 0.6, 0.9, decay=0.5)
    assert thresholds.values.tolist() == pytest.approx([0.9] * 3)
    easy_and_hard = torch.tensor([[0.98, 0.01, 0.01], [0.25, 0.5, 0.25]])
    for _ in range(20):
        thresholds.update(easy_and_hard)
    assert thresholds.values.tolist() == pytest.approx([0.9 - 0.3 * 0.02, 0.75, 0.9], abs=0.01)
    labels, confidence = thresholds.choose(torch.tensor([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1]]))
    assert labels.tolist() == [-1, 1]
    assert confidence.tolist() == pytest.approx([0.8, 0.8])
    thresholds.update(torch.zeros(0, 3))
    assert torch.isfinite(thresholds.values).all()
    with pytest.raises(ValueError, match="low <= high"):
        ClassThresholds(3, 0.9, 0.6)


def test_ramp_rises_over_the_first_quarter():
    assert [ramp(x) for x in (0, 0.125, 0.25, 1)] == [0, 0.5, 1, 1]
    assert ramp(0, share=0) == 1
    for progress in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="progress"):
            ramp(progress)


def test_settings_out_of_range_are_refused():
    for name, value in (("voxels", 0), ("purity", 0.4), ("temperature", 0), ("queue", -1)):
        with pytest.raises(ValueError, match=name):
            RegionLossSettings(**{name: value})
