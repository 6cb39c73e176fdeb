# SPDX-License-Identifier: Apache-2.0
"""The words of the worlds: what classes are called, which words are kept from training, captions.

To add a class, write it into the table of its theme, as `entry` describes.
"""

from ws3d_model.worlds.words.catalog import (
    CATALOG,
    COARSE,
    EVALUATION_NAMES,
    HELD_OUT_NAMES,
    HELD_OUT_SYNONYMS,
    LEFT_OUT,
    NAMES,
    ROOM_NAMES,
    STREET_NAMES,
    STUFF,
    TRAIN_SYNONYMS,
    ancestors,
)
from ws3d_model.worlds.words.entry import Entry
from ws3d_model.worlds.words.groups import (
    COARSER,
    GENERAL,
    GROUPS,
    HYPERNYMS,
    class_of,
    coarser_vocabularies,
    labels_within,
)

__all__ = [
    "CATALOG",
    "COARSE",
    "COARSER",
    "EVALUATION_NAMES",
    "GENERAL",
    "GROUPS",
    "HELD_OUT_NAMES",
    "HELD_OUT_SYNONYMS",
    "HYPERNYMS",
    "LEFT_OUT",
    "NAMES",
    "ROOM_NAMES",
    "STREET_NAMES",
    "STUFF",
    "TRAIN_SYNONYMS",
    "Entry",
    "ancestors",
    "class_of",
    "coarser_vocabularies",
    "labels_within",
]
