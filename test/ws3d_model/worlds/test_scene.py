# SPDX-License-Identifier: Apache-2.0
"""Scenes: objects with tight boxes, attributes and supports, from placed models."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.words import NAMES

RED = Paint(np.array([0.8, 0.1, 0.1]), material="plastic")
WOOD = Paint(np.array([0.45, 0.3, 0.18]), material="wooden")


def scene_of(*placed: Placed, **options: object) -> Scene:
    return assemble(placed, "office", "train", np.zeros((0, 2)), 3, **options)  # type: ignore[arg-type]  # options of assemble


def desk() -> Model:
    """1.6 wide (x), 0.8 deep (y), 0.75 high, with a book on it that holds a cup."""
    model = Model("desk", family="desk: slab").box((0, 0, 0.735), (1.6, 0.8, 0.03), WOOD)
    for x in (-0.75, 0.75):
        model.box((x, 0, 0.36), (0.04, 0.7, 0.72), WOOD)
    book = Model("books").box((0, 0, 0.02), (0.2, 0.3, 0.04), RED)
    book.put(Model("cup").cylinder((0, 0, 0.05), 0.04, 0.1, RED), (0, 0, 0.04))
    return model.put(book, (0.4, 0.1, 0.75), 0.5)


def test_nothing_placed_is_an_empty_scene() -> None:
    scene = scene_of()
    assert scene.objects == () and scene.primitives == () and len(scene.triangles) == 0
    assert scene.centres.shape == (0, 3) and scene.boxes.shape == (0, 7)
    assert scene.labels.shape == (0,) and (scene.low == 0).all() and (scene.high == 0).all()


@settings(deadline=None, max_examples=25)
@given(yaw=st.floats(-6, 6), x=st.floats(-20, 20), y=st.floats(-20, 20))
def test_boxes_turn_with_the_thing(yaw: float, x: float, y: float) -> None:
    scene = scene_of(Placed(desk(), np.array([x, y, 0.0]), yaw))
    thing = scene.objects[0]
    np.testing.assert_allclose(thing.box[:6], (x, y, 0.375, 0.8, 1.6, 0.75), atol=1e-3)
    assert -np.pi < thing.box[6] <= np.pi
    front = np.array([np.sin(yaw), -np.cos(yaw)])  # where -y of the model points
    np.testing.assert_allclose((np.cos(thing.box[6]), np.sin(thing.box[6])), front, atol=1e-6)


def test_every_part_is_an_object_that_knows_what_it_stands_on() -> None:
    lamp = Model("lamp").cylinder((0, 0, 0.2), 0.1, 0.4, RED)
    floor = Model("floor").box((0, 0, -0.05), (9, 9, 0.1), WOOD)
    scene = scene_of(
        Placed(floor, np.zeros(3), 0.0),
        Placed(desk(), np.zeros(3), 1.0),
        Placed(lamp, np.array([0, 0, 0.75]), 0.0),
        Placed(lamp, np.array([3, 0, 0.0]), 0.0),
    )
    assert [thing.name for thing in scene.objects] == ["desk", "books", "cup", "lamp", "lamp"]
    assert [thing.support for thing in scene.objects] == [-1, 0, 1, 0, -1]
    assert scene.instances.tolist() == [-1, 0, 0, 0, 1, 2, 3, 4]
    assert scene.objects[0].family == "desk: slab" and scene.objects[1].family == "books"
    assert scene.objects[1].box[6] == pytest.approx(1.5 - np.pi / 2)
    assert [scene.names[label] for label in scene.labels[:2]] == ["floor", "desk"]


def test_pieces_of_another_name_are_objects_of_their_own() -> None:
    counter = Model("counter").box((0, 0, 0.45), (2, 0.6, 0.9), WOOD)
    counter.join(Model("sink").box((0, 0, 0), (0.5, 0.4, 0.2), RED), (0, 0, 0.9))
    scene = scene_of(Placed(counter, np.zeros(3), 0.0))
    assert [(thing.name, thing.support) for thing in scene.objects] == [
        ("counter", -1),
        ("sink", 0),
    ]


def test_attributes_are_those_of_the_largest_surface() -> None:
    cups = [Model("cup").box((0, 0, 0), (size, size, size), RED) for size in (0.1, 0.1, 0.1, 0.2)]
    placed = [Placed(cup, np.array([x, 0, 0.0]), 0.0) for x, cup in enumerate(cups)]
    scene = scene_of(Placed(desk(), np.array([9.0, 9, 0]), 0.0), *placed)
    assert scene.objects[0].attributes == {"colour": "brown", "material": "wooden"}
    plain, large = scene.objects[3].attributes, scene.objects[-1].attributes
    assert plain == {"colour": "red", "material": "plastic"} and large["size"] == "large"


def test_names_without_words_are_refused_unless_announced() -> None:
    odd = Placed(Model("flux capacitor").box((0, 0, 0), (1, 1, 1), RED), np.zeros(3), 0.0)
    with pytest.raises(ValueError, match="no words for flux capacitor"):
        scene_of(odd)
    scene = scene_of(odd, extra_names=("zebra", "flux capacitor", "chair"))
    assert scene.names == (*NAMES, "flux capacitor", "zebra")
    assert scene.names[scene.labels[0]] == "flux capacitor"
