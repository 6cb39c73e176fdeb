# SPDX-License-Identifier: Apache-2.0
"""Guests: who is invited follows from the seed, and no class is left to chance."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ws3d_model.worlds.furniture.inventory import INVENTORY
from ws3d_model.worlds.rooms.guests import invited, usual_number
from ws3d_model.worlds.rooms.room_kinds import KINDS, SINGLE

BOUND = ("floor", "wall-side", "corner", "on wall", "ceiling")


def test_nobody_is_invited_of_nobody():
    assert invited((), 3, "bedroom") == ()
    assert usual_number("someone's asset") == 0.0


def test_the_same_seed_invites_the_same_and_another_others():
    names = tuple(INVENTORY)
    assert invited(names, 7, "office") == invited(names, 7, "office")
    assert invited(names, 7, "office") != invited(names, 8, "office")


def test_every_class_is_invited_often_enough_or_usual():
    shares = np.array([entry.share for entry in KINDS.values()])
    drawn = np.random.default_rng(0).choice(len(KINDS), 1000, p=shares / shares.sum())
    kinds = tuple(KINDS)
    names = (*INVENTORY, "someone's asset")
    found = Counter(
        name for seed, row in enumerate(drawn) for name in invited(names, seed, kinds[row])
    )
    few = {name: found[name] for name in names if found[name] + 1000 * usual_number(name) < 40}
    assert few == {}


def test_most_guests_come_where_they_are_usual():
    homes = sum("soap" in invited(("soap",), seed, "bathroom") for seed in range(1000))
    offices = sum("soap" in invited(("soap",), seed, "office") for seed in range(1000))
    assert homes > 10 * offices


def test_what_is_large_or_fastened_is_invited_only_where_it_is_usual():
    """No forklift in an office, no bathtub and no urinal in a bedroom."""
    bound = {name for name, items in INVENTORY.items() if items[0].place in BOUND}
    assert {"forklift", "shopping cart", "bathtub", "urinal"} < bound
    for kind in SINGLE:
        usual = {name for name in bound if any(kind in one.rooms for one in INVENTORY[name])}
        strangers = sorted(bound - usual)
        assert not any(invited(strangers, seed, kind) for seed in range(50)), kind
