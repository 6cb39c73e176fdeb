# SPDX-License-Identifier: Apache-2.0
"""Animals of houses, streets and fields."""

from __future__ import annotations

from ws3d_model.worlds.words.entry import read_entries

ENTRIES = read_entries(
    """
dog: pet dog, hound, puppy
  unseen: canine; world: both; parts: tail, legs
cat: pet cat, house cat, kitten
  unseen: feline; world: both; parts: tail, legs
bird: pigeon, sparrow, crow
  unseen: seagull; world: both; parts: wings
horse: pony, stallion, foal
  unseen: mare; parts: tail, legs; left out
cow: cattle, bull, dairy cow, heifer
  unseen: calf; parts: horns, legs
sheep: lamb, flock sheep, goat
  unseen: ewe; parts: legs
deer: stag, wild deer, roe deer
  unseen: moose; parts: antlers, legs
duck: goose, swan, mallard
  unseen: ducks; kind of: bird; world: none
""",
    world="street",
    groups=("animal",),
)
