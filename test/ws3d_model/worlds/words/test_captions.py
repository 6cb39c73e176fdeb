# SPDX-License-Identifier: Apache-2.0
"""Captions say what is true of a scene, in English, and nothing that is kept from training."""

from __future__ import annotations

import dataclasses
import itertools
import re

import numpy as np
import pytest

from ws3d_model.worlds.scene import Placed, Scene, SceneObject, assemble
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.words import HELD_OUT_SYNONYMS, LEFT_OUT, NAMES
from ws3d_model.worlds.words.captions import (
    find_relations,
    hard_negatives,
    region_captions,
    scene_captions,
    view_captions,
)


def thing(name, middle, extent=(0.5, 0.5, 0.5), yaw=0.0, support=-1, **attributes):
    """A thing whose front points along `yaw`; size along and across the front, and height."""
    return SceneObject(name, (*middle, *extent, yaw), attributes, support, name)


def scene_of(*objects, families="train", kind="office", stuff=("wall", "floor")) -> Scene:
    surfaces = [Model(name).box((0, 0, -0.1), (1, 1, 0.1), Paint(np.ones(3))) for name in stuff]
    placed = [Placed(model, np.zeros(3), 0.0) for model in surfaces]
    empty = assemble(placed, kind, families, np.zeros((0, 2)), light_seed=7)
    return dataclasses.replace(empty, objects=tuple(objects))


DESK = thing("desk", (0, 0, 0.37), (0.8, 1.6, 0.74), colour="brown", material="wooden")
OFFICE = (
    DESK,
    thing("monitor", (-0.1, 0, 1.0), (0.1, 0.6, 0.5), support=0, colour="black"),
    thing("chair", (0.9, 0, 0.45), (0.5, 0.5, 0.9), colour="dark red", material="fabric"),
    thing("trash can", (0.0, 1.2, 0.2), (0.3, 0.3, 0.4), colour="grey", size="small"),
    thing("box", (0.0, 0.2, 0.15), (0.3, 0.3, 0.3), colour="orange"),
    thing("picture", (-0.3, 0.0, 1.7), (0.03, 0.6, 0.4), colour="blue"),
)


def kinds(objects):
    return [[(r.kind, r.others) for r in known] for known in find_relations(objects)]


def test_an_empty_scene_is_only_a_place():
    scene = scene_of(stuff=())
    assert region_captions(scene) == ()
    assert view_captions(scene, ()) == ()
    assert scene_captions(scene) == ("an office",)
    assert find_relations(()) == ()


def test_a_lonely_thing_has_no_relation():
    (captions,) = region_captions(scene_of(thing("chair", (0, 0, 0.5), colour="red")))
    assert captions
    assert not any("beside" in text or "from" in text for text in captions)


def test_relations_are_those_of_the_boxes():
    desk, monitor, chair, can, box, picture = kinds(OFFICE)
    assert monitor[0] == ("on", (0,))
    assert ("in front of", (0,)) in chair
    assert ("beside", (0,)) in can
    assert ("under", (0,)) in box
    assert ("above", (0,)) in picture
    assert ("beside", (3,)) in desk


def test_behind_is_where_the_front_does_not_point():
    turned = dataclasses.replace(DESK, box=(*DESK.box[:6], np.pi))
    assert ("behind", (0,)) in kinds((turned, *OFFICE[1:]))[2]


def test_between_two_things():
    row = [thing("chair", (x, 0, 0.4)) for x in (0.0, 0.9, 1.8)]
    assert ("between", (0, 2)) in [(k, tuple(sorted(o))) for k, o in kinds(row)[1]]
    assert all(kind != "between" for kind, _ in kinds(row)[0])


def test_things_are_in_cabinets_on_shelves_and_hang_from_ceilings():
    cabinet = thing("cabinet", (0, 0, 1), (1, 1, 2))
    shelf = thing("shelf", (5, 0, 1), (1, 1, 2))
    fan = thing("fan", (9, 0, 2.5), (1, 1, 0.2))
    inside = [
        thing("cup", (0, 0, 1), (0.1, 0.1, 0.1), support=0),
        thing("cup", (5, 0, 1), (0.1, 0.1, 0.1), support=1),
        thing("lamp", (9, 0, 2.3), (0.1, 0.1, 0.2), support=2),
    ]
    found = kinds((cabinet, shelf, fan, *inside))
    assert [known[0][0] for known in found[3:]] == ["in", "on", "hanging from"]


def test_people_are_in_cars_and_on_bicycles():
    car, bike = thing("car", (0, 0, 0.7), (4, 2, 1.4)), thing("bicycle", (9, 0, 0.5), (2, 0.5, 1))
    people = [thing("person", (x, 0, 0.8), support=row) for row, x in enumerate((0, 9))]
    assert [known[0][0] for known in kinds((car, bike, *people))[2:]] == ["in", "on"]


def test_a_tree_is_not_said_to_stand_on_its_trunk():
    trunk = thing("tree trunk", (0, 0, 1), (0.3, 0.3, 2))
    assert kinds((trunk, thing("tree", (0, 0, 3), (3, 3, 2), support=0)))[1] == []


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("office", "in an office"),
        ("city street", "on a city street"),
        ("crossing", "at a crossing"),
    ],
)
def test_places_take_their_word(kind, place):
    scene = scene_of(thing("car", (0, 0, 0.7)), kind=kind)
    texts = [text for seed in range(9) for text in region_captions(scene, seed)[0]]
    assert any(text.endswith(place) for text in texts)


def test_captions_are_true_of_attributes_and_repeat_with_the_seed():
    scene = scene_of(*OFFICE)
    captions = region_captions(scene, seed=3)
    assert captions == region_captions(scene, seed=3)
    assert any(captions != region_captions(scene, seed=seed) for seed in (4, 5))
    assert len(captions) == len(OFFICE)
    texts = [text for seed in range(30) for text in region_captions(scene, seed)[2]]
    # The thing described comes before the relation.
    own = [re.split(r" (?:in|on|about|beside|next|near|between|a hand's) ", t)[0] for t in texts]
    assert any("dark red" in text for text in own)
    assert not any(colour in text for text in own for colour in ("black", "brown", "blue"))
    assert not any("wooden" in text or "plastic" in text for text in own)


def test_views_and_scenes_count_what_is_there():
    chairs = [thing("chair", (3.0 * x, 0, 0.4)) for x in range(4)]
    scene = scene_of(*chairs, thing("table", (0, 5, 0.4)))
    seen = [text for seed in range(20) for text in view_captions(scene, (0, 2, 4), seed)]
    assert any(re.search(r"two \w*\s?chairs", text) for text in seen)
    assert not any(re.search(r"\b(three|four|many)\b", text) for text in seen)
    whole = [text for seed in range(20) for text in scene_captions(scene, seed)]
    assert any(re.search(r"four \w*\s?chairs", text) for text in whole)
    assert any("a table" in text for text in whole)
    assert all("office" in text for text in whole)
    with pytest.raises(IndexError, match="rows of 5 objects"):
        view_captions(scene, (5,))


def test_no_caption_for_training_holds_a_word_kept_from_it():
    rng = np.random.default_rng(0)
    names = [name for name in NAMES[::3] if name not in LEFT_OUT]
    materials = ("wooden", "metal", "concrete", "glass", "fabric")
    objects = [
        thing(
            name,
            (*rng.uniform(0, 12, 2), 0.5),
            colour=str(rng.choice(["red", "black"])),
            material=str(rng.choice(materials)),
        )
        for name in names
    ]
    scene = scene_of(*objects)
    unseen = {*itertools.chain(*HELD_OUT_SYNONYMS.values()), *LEFT_OUT}
    texts = {*itertools.chain(*region_captions(scene)), *scene_captions(scene)}
    texts |= set(view_captions(scene, range(len(objects))))
    texts |= {wrong for text in sorted(texts)[::4] for wrong in hard_negatives(text, 0)}
    assert len(texts) > 300
    found = re.compile("|".join(rf"(?<![\w'-]){re.escape(word)}(?![\w'-])" for word in unseen))
    for text in texts:
        assert not found.search(text), text


def test_things_left_out_are_named_in_held_out_scenes():
    ((caption, *_),) = region_captions(scene_of(thing("armchair", (0, 0, 0)), families="held_out"))
    assert "chair" in caption


@pytest.mark.parametrize("word", ["red", "on", "in front of", "two", "wooden"])
def test_negatives_change_one_thing(word):
    caption = f"a view of {word} chair"
    wrong = hard_negatives(caption, 0)
    assert wrong == hard_negatives(caption, 0)
    assert len(wrong) == 1
    assert word not in wrong[0].split()
    assert wrong[0].split()[-1] == "chair"


def test_negatives_keep_the_grammar_and_the_number():
    caption = "a red cup on a white table beside two brown chairs"
    found = set(itertools.chain(*(hard_negatives(caption, seed) for seed in range(40))))
    assert any(" an orange " in f" {text} " for text in found)
    assert not any(re.search(r"\ba orange|\ban (?!orange)", text) for text in found)
    assert all(len(hard_negatives(caption, seed)) == 3 for seed in range(5))
    assert hard_negatives(caption, 0, most=0) == ()
    assert hard_negatives("an office", 0) == hard_negatives("a car on a city street", 0) == ()
