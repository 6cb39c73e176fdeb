# SPDX-License-Identifier: Apache-2.0
"""Surfaces: names that mean walls and floors, however worded, and names that do not."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.language import Vocabulary, encode_vocabulary, load_encoder
from ws3d_model.language.text_space import TextSpace
from ws3d_model.objects import surface_names

TRAINED = ("wall", "floor", "road", "chair", "table", "lamp", "rug", "plant", "door", "car")


@pytest.fixture(scope="module")
def means_surface():
    encoder = load_encoder()
    space = TextSpace.build(encoder, TRAINED)

    def asked(*names: str) -> list[bool]:
        vectors = encode_vocabulary(Vocabulary.of(names), encoder, space).vectors[: len(names)]
        return surface_names(vectors, space.anchor_names, space.anchors).tolist()

    return asked


def test_no_names_and_no_known_surface():
    none, one = np.zeros((0, 3), np.float32), np.eye(3, dtype=np.float32)[:1]
    assert surface_names(none, ("wall",), one).tolist() == []
    assert surface_names(one, ("chair",), one).tolist() == [False]


def test_trained_surfaces_and_other_words_for_them(means_surface):
    assert means_surface("floor", "wall", "road") == [True] * 3
    assert means_surface("white wall", "street") == [True] * 2


def test_things_that_lie_or_stand_on_surfaces_are_none(means_surface):
    assert means_surface("chair", "rug", "door", "floor lamp", "car", "sofa") == [False] * 6
