# SPDX-License-Identifier: Apache-2.0
"""Captions made from what is known of a scene: attributes, relations, kinds of rooms, counts."""

from ws3d_model.worlds.words.captions.describe import (
    region_captions,
    scene_captions,
    view_captions,
)
from ws3d_model.worlds.words.captions.grammar import counted, indefinite, listed, plural
from ws3d_model.worlds.words.captions.hard_negatives import hard_negatives
from ws3d_model.worlds.words.captions.relations import Relation, find_relations

__all__ = [
    "Relation",
    "counted",
    "find_relations",
    "hard_negatives",
    "indefinite",
    "listed",
    "plural",
    "region_captions",
    "scene_captions",
    "view_captions",
]
