# SPDX-License-Identifier: Apache-2.0
"""Dice and palettes: repeatable, with nothing in common between train and held out."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.palette import HUES, MATERIALS, Paint, reflectivity


def test_the_same_seed_draws_the_same() -> None:
    def drawn(seed: int) -> tuple[float, list[float]]:
        design = Design(seed, "train")
        return design.uniform(0, 1), design.paint().colour.tolist()

    assert drawn(3) == drawn(3) != drawn(4)


def test_families_of_the_two_sides_differ_and_are_remembered() -> None:
    for side, expected in (("train", {"a", "b"}), ("held_out", {"c"})):
        design = Design(0, side)
        assert {design.family("chair", "ab", "c") for _ in range(30)} == expected
        assert design.used == {f"chair: {name}" for name in expected}


def test_hues_of_the_two_sides_do_not_meet() -> None:
    for low, high in HUES["train"]:
        assert all(high <= a or low >= b for a, b in HUES["held_out"])


def test_unknown_families_are_refused() -> None:
    with pytest.raises(ValueError, match="'train' or 'held_out'"):
        Design(0, "test")  # type: ignore[arg-type]  # the mistake under test


def test_a_shade_says_its_material_unless_one_is_given() -> None:
    design = Design(0, "train")
    assert design.paint("wood").material == MATERIALS["wood"] == "wooden"
    assert design.paint("wood", material="plastic").material == "plastic"
    assert design.paint("neutral").material == ""


def test_reflectivity_follows_the_material_more_than_the_colour() -> None:
    black, white = np.full(3, 0.05), np.full(3, 0.95)
    dark_cloth = reflectivity(Paint(black, material="fabric"))
    assert dark_cloth > 2 * reflectivity(Paint(black, material="asphalt"))
    assert reflectivity(Paint(white, material="plastic")) > reflectivity(
        Paint(black, material="plastic")
    )
    assert reflectivity(Paint(black, infrared=0.7)) == 0.7
    for material in ("", "wooden", "metal", "fabric", "plaster", "unheard of"):
        assert 0 < reflectivity(Paint(white, material=material)) <= 1
