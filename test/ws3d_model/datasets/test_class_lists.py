# SPDX-License-Identifier: Apache-2.0
"""Class lists: numbers to labels and back, partitions, and the official lists."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from ws3d_model.datasets.class_lists import CLASS_LISTS, S3DIS13, SCANNET20, ClassList

REAL = Path(os.environ.get("WS3D_REAL_DATA", Path(__file__).parents[4] / "shared" / "data"))
OFFICIAL = REAL / "label_sets" / "label_sets.json"


@pytest.mark.parametrize("classes", CLASS_LISTS.values(), ids=CLASS_LISTS)
def test_numbers_and_labels_are_each_other_s_inverse(classes):
    labels = np.arange(-1, len(classes.names), dtype=np.int32)
    back = classes.labels(classes.numbers(labels))
    np.testing.assert_array_equal(back[1:], labels[1:])
    assert classes.numbers(np.zeros(0, np.int32)).shape == (0,)
    assert classes.labels(np.array([-1, -(10**9), 10**9, 9999])).tolist() == [-1] * 4


@pytest.mark.parametrize("classes", CLASS_LISTS.values(), ids=CLASS_LISTS)
def test_the_vocabulary_has_every_name(classes):
    assert classes.vocabulary().names == classes.names
    assert classes.vocabulary(classes.names[:2]).names == classes.names[:2]


def test_published_partitions_have_their_sizes():
    for classes in (SCANNET20, S3DIS13):
        for title, novel in classes.partitions.items():
            base, _, count = title.partition("/")
            assert len(set(novel)) == int(count[1:])
            names = len(classes.names) - len(classes.ignored)
            assert names - len(novel) == int(base[1:])
            assert classes.novel(title) == novel
    with pytest.raises(ValueError, match="it has B8/N4, B6/N6"):
        S3DIS13.novel("B15/N4")


def test_fields_name_classes_of_the_list():
    with pytest.raises(ValueError, match="has no classes sky"):
        ClassList("toy", {"road": 1}, frozenset(("sky",)), ())


@pytest.mark.real_data
@pytest.mark.skipif(not OFFICIAL.exists(), reason=f"there is no {OFFICIAL}")
def test_the_lists_are_those_of_other_projects():
    official = json.loads(OFFICIAL.read_text())
    scannet = official["scannet20"]
    assert dict(zip(scannet["names"], scannet["nyu40_ids"], strict=True)) == dict(SCANNET20.ids)
    assert tuple(official["s3dis13"]) == S3DIS13.names
    assert tuple(official["semantickitti19"]) == CLASS_LISTS["semantickitti"].names
