# SPDX-License-Identifier: Apache-2.0
"""Rooms that many tests look at, built once."""

from __future__ import annotations

import pytest

from ws3d_model.worlds.rooms.room import build_room
from ws3d_model.worlds.rooms.room_kinds import KINDS


@pytest.fixture(scope="session")
def scenes():
    """Six rooms of each side."""
    return {side: [build_room(seed, side) for seed in range(6)] for side in ("train", "held_out")}


@pytest.fixture(scope="session")
def of_each_kind():
    """One room of each kind, seed 5."""
    return {kind: build_room(5, "train", kind) for kind in KINDS}
