# SPDX-License-Identifier: Apache-2.0
"""Names of files and indices become the words that a user would ask for."""

import pytest

from ws3d_model.worlds.assets.class_names import class_name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("", ""),
        ("0042_17", ""),
        ("b_02", ""),
        ("TrashCan_02", "trash can"),
        ("garbage can", "trash can"),
        ("aws_robomaker_residential_ChairA_01", "chair"),
        ("blue_cups", "cup"),
        ("bookshelves", "bookshelf"),
        ("final_mesh_v2_Traffic-Cone", "traffic cone"),
        ("OfficeChair", "office chair"),
        ("Fridge", "refrigerator"),
        ("books", "books"),
        ("warehouse rack", "warehouse rack"),
        ("toy car", "toy car"),
        ("hovercrafts", "hovercraft"),
        ("deck of cards", "deck of cards"),
        ("glass", "glass"),
    ],
)
def test_class_name(raw: str, name: str) -> None:
    assert class_name(raw) == name
