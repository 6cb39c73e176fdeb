# SPDX-License-Identifier: Apache-2.0
"""Tracks: things go their way, round bends and over hills, and not into each other."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.sensors.guide_line import GuideLine
from ws3d_model.worlds.sensors.tracks import STEP, Tracks, find_tracks
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint

GREY = Paint(np.full(3, 0.5))


def car(x: float, y: float, speed: float, yaw: float = np.pi / 2) -> Placed:
    """Its front, -y, looks along x where the yaw is a quarter turn."""
    model = Model("car").box((0, 0, 0.75), (1.8, 4.0, 1.5), GREY)
    way = yaw - np.pi / 2
    return Placed(
        model, np.array([x, y, 0.0]), yaw, (speed * np.cos(way), speed * np.sin(way), 0.0)
    )


def world(*things: Placed, route: np.ndarray | None = None, rise: float = 0.0) -> Scene:
    land = Model("road").prism(
        [(-60, -1 - 60 * rise), (60, -1 - 60 * rise), (60, 60 * rise), (-60, -60 * rise)],
        120, GREY, axis="y",
    )  # fmt: skip
    ground = Placed(land, np.zeros(3), 0.0)
    return assemble(
        [ground, *things], "street", "train", np.zeros((1, 2)), 0, outdoors=True, route=route
    )


def places(tracks: Tracks, row: int, moments: int) -> np.ndarray:
    """(moments, 3) steps of one thing."""
    return np.array([tracks.at(moment * STEP)[0][row] for moment in range(moments)])


@pytest.mark.parametrize("scene", [assemble([], "", "train", np.zeros((0, 2)), 0), world()])
def test_nothing_moves_where_nothing_has_a_velocity(scene: Scene) -> None:
    tracks = find_tracks(scene, 3.0)
    assert len(tracks.instances) == 0 and len(tracks.reach()) == 0
    assert tracks.at(1.0)[0].shape == (0, 3)


@pytest.mark.parametrize("seconds", [-1.0, 601.0, np.nan])
def test_lengths_out_of_range_are_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="0 to 600 seconds"):
        find_tracks(world(), seconds)


def test_a_car_goes_straight_on_uphill_at_its_speed() -> None:
    tracks = find_tracks(world(car(-30, 5, 8.0), rise=0.1), 3.0)
    steps = places(tracks, 0, 31)
    np.testing.assert_allclose(steps[:, 0], np.arange(31) * 0.8, atol=1e-6)
    np.testing.assert_allclose(steps[:, 2], 0.1 * steps[:, 0], atol=1e-4)
    np.testing.assert_allclose(tracks.at(0.25)[0][0, 0], 2.0, atol=1e-6)
    assert tracks.at(99.0)[0][0, 0] == steps[-1, 0]


def test_a_wall_bars_the_way() -> None:
    wall = Placed(Model("wall").box((0, 0, 1), (0.3, 8, 2), GREY), np.array([10.0, 0, 0]), 0.0)
    end = places(find_tracks(world(car(0, 0, 5.0), wall), 10.0), 0, 101)[-1, 0]
    # Its front is 2 m before its middle, the wall's face at 9.85 m.
    assert 9.85 - 2 - 1.0 < end < 9.85 - 2 - 0.2


def test_nothing_leaves_the_world() -> None:
    end = places(find_tracks(world(car(40, 20, 10.0)), 10.0), 0, 101)[-1, 0]
    assert 18 < end <= 20


def test_the_slower_one_ahead_is_not_run_over_and_a_pair_stays_together() -> None:
    pram = Placed(Model("stroller").box((0, 0, 0.5), (0.5, 0.9, 1.0), GREY), np.array([0, 9.0, 0]),
                  np.pi / 2, (1.0, 0.0, 0.0))  # fmt: skip
    person = Placed(Model("person").box((0, 0, 0.9), (0.5, 0.4, 1.8), GREY),
                    np.array([-0.8, 9.0, 0]), np.pi / 2, (1.0, 0.0, 0.0))  # fmt: skip
    scene = world(car(0, 0, 9.0), car(12, 0.3, 2.0), pram, person)
    tracks = find_tracks(scene, 6.0)
    fast, slow, pushed, pushing = (places(tracks, row, 61) for row in range(4))
    gap = 12 + slow[:, 0] - fast[:, 0] - 4.0
    assert gap.min() > 0.05 and gap[-1] < 1.5
    np.testing.assert_allclose(pushed, pushing, atol=1e-9)
    assert pushed[-1, 0] == pytest.approx(6.0)


def test_a_bend_of_the_route_is_followed_beside_it() -> None:
    angle = np.linspace(0, np.pi / 2, 48)
    route = np.column_stack([30 * np.sin(angle) - 20, 30 * (1 - np.cos(angle)) - 10])
    # On the outer lane, 4 m from the route.
    tracks = find_tracks(world(car(-20, -14, 6.0), route=route), 4.0)
    steps, turns, shares = tracks.at(4.0)
    at = np.array([-20, -14]) + steps[0, :2]
    assert np.hypot(at[0] + 20, at[1] - 20) == pytest.approx(34, abs=0.1)
    assert turns[0] == pytest.approx(24 / 30, abs=0.03)
    assert shares.tolist() == [0.0] and tracks.at(2.0)[2].tolist() == [1.0]


def test_the_lane_of_the_sensor_stays_free() -> None:
    route = np.column_stack([np.arange(-30.0, 31), np.zeros(61)])
    walker = Placed(Model("person").box((0, 0, 0.9), (0.5, 0.4, 1.8), GREY),
                    np.array([5.0, 8, 0]), 0.0, (0.0, -1.5, 0.0))  # fmt: skip
    scene = world(walker, car(-40, 0, 15.0), car(36, 0, 10.0), route=route)
    tracks = find_tracks(scene, 8.0)
    ends = tracks.at(8.0)[0]
    assert 1.3 < 8 + ends[0, 1] < 2.0  # waits beside the lane
    assert ends[1, 0] == 0  # was behind
    assert ends[2, 0] > 15  # is ahead


def test_a_guide_line_gives_back_the_places_it_is_given() -> None:
    assert not GuideLine.along(np.zeros((1, 2)))
    s = np.linspace(0, 20, 40)
    line = GuideLine.along(np.column_stack([s, 0.02 * s**2]))
    rng = np.random.default_rng(0)
    for station, across in zip(rng.uniform(-30, 40, 30), rng.uniform(-3, 3, 30), strict=True):
        places, headings = line.at(np.array([station]), across)
        along, beside, heading = line.place(places)
        assert along[0] == pytest.approx(station, abs=0.1)
        assert beside[0] == pytest.approx(across, abs=0.05)
        assert heading[0] == pytest.approx(headings[0], abs=0.02)
