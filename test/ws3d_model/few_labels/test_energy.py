# SPDX-License-Identifier: Apache-2.0
"""The energy on pairs of regions worked by hand, its gradients, and its mean field."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from ws3d_model.few_labels import EnergySettings, affinity, energy_terms, free_energy, mean_field
from ws3d_model.regions import EDGE_FEATURES

PLAIN = EnergySettings(smooth=2.0, part=3.0, margin=1.5)
PAIR = torch.tensor([[0, 1]])
NONE = torch.tensor([-1, -1])


def pair_terms(p: Tensor, b: float, w: float = 0.5, labels: Tensor = NONE) -> dict[str, float]:
    certainty = torch.tensor([1.0, 0.25])
    terms = energy_terms(p, labels, certainty, PAIR, torch.tensor([b]), torch.tensor([w]), PLAIN)
    return {name: float(term.mean) for name, term in terms.items()}


def test_no_regions_and_no_edges():
    none = torch.zeros(0, 3)
    edges, numbers = torch.zeros(0, 2, dtype=torch.long), torch.zeros(0)
    terms = energy_terms(none, torch.zeros(0).long(), numbers, edges, numbers, numbers, PLAIN)
    assert [float(term.mean) for term in terms.values()] == [0, 0, 0]
    assert mean_field(none, torch.zeros(0).long(), edges, numbers, numbers, PLAIN).shape == (0, 3)


def test_pair_of_regions_by_hand():
    p = torch.tensor([[0.9, 0.1], [0.4, 0.6]])  # squared distance 0.5
    assert pair_terms(p, b=0.0) == {"unary": 0, "smooth": pytest.approx(2 * 0.5 * 0.5), "part": 0}
    assert pair_terms(p, b=1.0) == {"unary": 0, "smooth": 0, "part": pytest.approx(3 * 1.0)}
    mixed = pair_terms(p, b=0.25)
    assert mixed["smooth"] == pytest.approx(2 * 0.75 * 0.5 * 0.5)
    assert mixed["part"] == pytest.approx(3 * 0.25 * 1.0)
    apart = torch.tensor([[1.0, 0.0], [0.0, 1.0]])  # squared distance 2, beyond the margin
    assert pair_terms(apart, b=1.0)["part"] == 0


def test_labels_count_by_their_certainty():
    p = torch.tensor([[0.9, 0.1], [0.4, 0.6]])
    unary = pair_terms(p, 0.0, labels=torch.tensor([0, 0]))["unary"]
    assert unary == pytest.approx(-(math.log(0.9) + 0.25 * math.log(0.4)) / 2)
    assert pair_terms(p, 0.0, labels=torch.tensor([0, -1]))["unary"] == pytest.approx(
        -math.log(0.9)
    )


def test_boundaries_everywhere_are_no_way_out():
    """The energy must not teach the boundary network: b = 1 would make the smooth term vanish."""
    logit = torch.zeros(1, requires_grad=True)
    p = torch.tensor([[0.9, 0.1], [0.4, 0.6]], requires_grad=True)
    terms = energy_terms(p, NONE, torch.ones(2), PAIR, torch.sigmoid(logit), torch.ones(1), PLAIN)
    torch.stack([term.mean for term in terms.values()]).sum().backward()
    assert logit.grad is None
    assert p.grad is not None and float(p.grad.abs().sum()) > 0


def test_gradients_draw_regions_together_without_a_boundary_and_apart_with_one():
    for boundary, direction in ((0.0, 1), (1.0, -1)):
        p = torch.tensor([[0.9, 0.1], [0.4, 0.6]], requires_grad=True)
        terms = energy_terms(
            p, NONE, torch.ones(2), PAIR, torch.tensor([boundary]), torch.ones(1), PLAIN
        )
        torch.stack([term.mean for term in terms.values()]).sum().backward()
        assert p.grad is not None
        # Going down makes the larger of the two smaller, or larger still.
        assert direction * float(p.grad[0, 0]) > 0 > direction * float(p.grad[1, 0])


def test_gradients_against_finite_differences():
    generator = torch.Generator().manual_seed(1)
    edges = torch.tensor([[0, 1], [1, 2], [0, 3], [2, 3]])
    b = torch.rand(4, generator=generator, dtype=torch.float64)
    w = torch.rand(4, generator=generator, dtype=torch.float64)

    def energy(logits: Tensor) -> Tensor:
        terms = energy_terms(
            torch.softmax(logits, 1), torch.tensor([2, -1, 0, 1]), torch.ones(4).double(), edges, b,
            w, PLAIN,
        )  # fmt: skip
        return torch.stack([term.mean for term in terms.values()]).sum()

    logits = torch.randn(4, 3, generator=generator, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(energy, logits)


def test_affinity_falls_with_distance_colour_and_angle():
    measures = torch.zeros(4, 9)
    for row, name in enumerate(("centroid_distance", "color_distance", "normal_angle"), start=1):
        measures[row, EDGE_FEATURES.index(name)] = 1.0
    w = affinity(measures, EnergySettings(distance=1.0, color=0.5, angle=2.0))
    assert w.tolist() == pytest.approx([1, math.exp(-1 / 2), math.exp(-2), math.exp(-1 / 8)])


def test_mean_field_gives_an_uncertain_region_its_neighbours_class_unless_a_boundary_parts_them():
    p = torch.tensor([[0.98, 0.02], [0.45, 0.55]])
    many = EnergySettings(smooth=2.0, part=2.0, steps=20)
    within = mean_field(p, NONE, PAIR, torch.zeros(1), torch.ones(1), many)
    across = mean_field(p, NONE, PAIR, torch.ones(1), torch.ones(1), many)
    assert float(within[1, 0]) > 0.9
    assert float(across[1, 0]) < 0.2


def test_known_regions_keep_their_class():
    p = torch.tensor([[0.9, 0.1], [0.9, 0.1]])
    q = mean_field(p, torch.tensor([1, -1]), PAIR, torch.zeros(1), torch.ones(1), PLAIN)
    assert q[0].tolist() == [0, 1]


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    regions=st.integers(1, 12),
    classes=st.integers(1, 6),
    smooth=st.floats(0, 20),
    part=st.floats(0, 20),
)
def test_every_step_of_the_mean_field_lowers_its_energy(seed, regions, classes, smooth, part):
    generator = torch.Generator().manual_seed(seed)
    p = torch.softmax(3 * torch.randn(regions, classes, generator=generator).double(), 1)
    edges = torch.combinations(torch.arange(regions))
    edges = edges[torch.rand(len(edges), generator=generator) < 0.6]
    b = torch.rand(len(edges), generator=generator).double()
    w = torch.rand(len(edges), generator=generator).double()
    before = math.inf
    for steps in range(1, 8):
        options = EnergySettings(smooth=smooth, part=part, steps=steps)
        q = mean_field(p, torch.full((regions,), -1), edges, b, w, options)
        assert torch.allclose(q.sum(1), torch.ones(regions).double())
        after = float(free_energy(q, p, edges, b, w, options))
        if steps == 1:
            before = float(free_energy(p, p, edges, b, w, options))
        assert after <= before + 1e-9 * max(1, abs(before))
        before = after


def test_settings_out_of_range_are_refused():
    bad: list[dict[str, float]] = [{"smooth": -1}, {"part": math.nan}, {"margin": 3}, {"color": 0}]
    for change in bad:
        with pytest.raises(ValueError, match=next(iter(change))):
            EnergySettings(**change)
    with pytest.raises(ValueError, match="steps"):
        EnergySettings(steps=0)
