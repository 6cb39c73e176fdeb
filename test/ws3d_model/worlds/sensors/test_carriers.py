# SPDX-License-Identifier: Apache-2.0
"""Carriers: sensors at the heights of robots, cars and trucks."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.sensors.carriers import Carrier, draw_carrier


@pytest.mark.parametrize("wrong", [{"height": 0.0}, {"speed": -1.0}])
def test_a_carrier_stands_above_the_ground_and_moves(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        Carrier(**wrong)


def test_sensors_sit_at_any_height_and_only_vehicles_keep_to_the_road() -> None:
    drawn = [draw_carrier(np.random.default_rng(seed)) for seed in range(200)]
    heights = np.array([carrier.height for carrier in drawn])
    assert heights.min() < 0.5 and heights.max() > 2.5 and heights.min() >= 0.25
    assert (np.histogram(heights, (0.3, 0.8, 1.5, 2.1, 3.2))[0] > 5).all()
    for carrier in drawn:
        assert carrier.on_road == (carrier.speed >= 4.0 and carrier.height >= 1.5)
    assert draw_carrier(np.random.default_rng(7)) == drawn[7]
