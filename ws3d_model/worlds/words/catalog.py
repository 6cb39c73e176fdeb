# SPDX-License-Identifier: Apache-2.0
"""The catalog: every class of the worlds, and the lists that training and evaluation take from it.

No trained word holds another class's name, except a coarser class's: "dining chair" as a chair
would ruin "dining table". No trained word holds one that is kept from training.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ws3d_model.worlds.words import (
    animals,
    building_parts,
    electronics,
    furniture,
    kitchen_and_bath,
    nature,
    people_and_clothes,
    public_interiors,
    small_things,
    street_furniture,
    street_surfaces,
    vehicles,
)
from ws3d_model.worlds.words.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    *building_parts.ENTRIES,
    *furniture.ENTRIES,
    *kitchen_and_bath.ENTRIES,
    *electronics.ENTRIES,
    *small_things.ENTRIES,
    *people_and_clothes.ENTRIES,
    *public_interiors.ENTRIES,
    *street_surfaces.ENTRIES,
    *street_furniture.ENTRIES,
    *vehicles.ENTRIES,
    *nature.ENTRIES,
    *animals.ENTRIES,
)
CATALOG: Mapping[str, Entry] = MappingProxyType({entry.name: entry for entry in ENTRIES})
NAMES: tuple[str, ...] = tuple(CATALOG)
ROOM_NAMES: tuple[str, ...] = tuple(e.name for e in ENTRIES if "room" in e.worlds)
STREET_NAMES: tuple[str, ...] = tuple(e.name for e in ENTRIES if "street" in e.worlds)

# Generated in held-out worlds only, never a trained word: to measure classes never seen.
LEFT_OUT: tuple[str, ...] = tuple(e.name for e in ENTRIES if e.left_out)
HELD_OUT_NAMES = LEFT_OUT

# Names without instances: surfaces that have no natural centre.
STUFF: tuple[str, ...] = tuple(e.name for e in ENTRIES if e.stuff)

TRAIN_SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {e.name: (e.name, *e.words) for e in ENTRIES if not e.left_out}
)
HELD_OUT_SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {e.name: e.unseen for e in ENTRIES}
)
COARSE: Mapping[str, str] = MappingProxyType({e.name: e.parent for e in ENTRIES if e.parent})

# The benchmark of 20 names: building parts and furniture that ScanNet and S3DIS share with homes
# and offices here, each large enough to be judged at 5 cm, one family of confusions a row.
EVALUATION_NAMES: tuple[str, ...] = (
    *("wall", "floor", "ceiling"),
    *("door", "window", "curtain", "picture", "whiteboard", "television"),
    *("bed", "sofa", "chair", "table", "desk"),
    *("cabinet", "bookshelf", "refrigerator"),
    *("toilet", "sink", "bathtub"),
)


def ancestors(name: str) -> tuple[str, ...]:
    """The coarser classes of a class, the nearest first; none for a name not in the catalog."""
    found: list[str] = []
    while name in COARSE:
        name = COARSE[name]
        found.append(name)
    return tuple(found)
