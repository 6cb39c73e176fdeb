# SPDX-License-Identifier: Apache-2.0
"""Names of the catalog in the benchmarks' words."""

from __future__ import annotations

import pytest

from ws3d_model.worlds.formats.official_names import MOVING, NYU40, S3DIS, SEMANTIC_KITTI
from ws3d_model.worlds.words import EVALUATION_NAMES, NAMES, STREET_NAMES

SETS = {"nyu40": NYU40, "s3dis": S3DIS, "semantickitti": SEMANTIC_KITTI}


@pytest.mark.parametrize("official", SETS.values(), ids=SETS)
def test_every_name_has_a_number(official):
    table = official.table(NAMES)
    assert len(table) == len(NAMES) + 1 and table[-1] == 0
    assert set(table[:-1].tolist()) <= set(official.ids.values())
    assert official.table(()).tolist() == [0]


@pytest.mark.parametrize("official", SETS.values(), ids=SETS)
def test_lists_name_official_classes_and_no_word_twice(official):
    assert set(official.members) <= set(official.ids) and official.other in official.ids
    words = [word for members in official.members.values() for word in members]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("official", "name", "wanted"),
    [
        (NYU40, "wall", "wall"),
        (NYU40, "office chair", "chair"),  # listed
        (NYU40, "refrigerator", "refridgerator"),  # the data set's own spelling
        (NYU40, "nightstand", "night stand"),
        (NYU40, "shower curtain", "shower curtain"),
        (NYU40, "velvet corner sofa", "sofa"),  # by its last word
        (NYU40, "unheard-of gadget", "otherprop"),
        (S3DIS, "whiteboard", "board"),
        (S3DIS, "bookshelf", "bookcase"),
        (S3DIS, "desk", "table"),
        (S3DIS, "cup", "clutter"),
        (SEMANTIC_KITTI, "tree trunk", "trunk"),
        (SEMANTIC_KITTI, "unheard-of gadget", "other-object"),
    ],
)
def test_names_of_the_benchmarks(official, name, wanted):
    assert official.of(name) == wanted


def test_numbers_are_the_official_ones():
    assert [NYU40.ids[n] for n in ("wall", "desk", "refridgerator", "otherfurniture")] == [
        *(1, 14, 24, 39)
    ]
    assert [SEMANTIC_KITTI.ids[n] for n in ("car", "road", "traffic-sign")] == [10, 40, 81]
    assert len(NYU40.ids) == 40 and set(MOVING) <= set(SEMANTIC_KITTI.ids)


def test_the_benchmark_of_rooms_has_a_counterpart_of_every_name():
    assert [name for name in EVALUATION_NAMES if NYU40.of(name) == NYU40.other] == []


def test_most_names_of_streets_have_a_counterpart():
    known = [name for name in STREET_NAMES if SEMANTIC_KITTI.of(name) != SEMANTIC_KITTI.other]
    assert len(known) > 0.5 * len(STREET_NAMES)
