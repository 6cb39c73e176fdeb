# SPDX-License-Identifier: Apache-2.0
"""Tables of entries are read as written, and a slip in them is named."""

from __future__ import annotations

import pytest

from ws3d_model.worlds.words.entry import Entry, read_entries


def test_an_empty_table_has_no_entries():
    assert read_entries("\n  \n", "room", ()) == ()


def test_a_table_is_read():
    table = """
bench: long bench, park bench
  unseen: pew; looks: wooden, metal; parts: legs; world: both; left out
stand: rack
  unseen: holder, post; kind of: bench
  in: none; stuff
"""
    bench, stand = read_entries(table, "street", ("furniture",))
    assert bench == Entry(
        "bench",
        ("long bench", "park bench"),
        ("pew",),
        groups=("furniture",),
        looks=("wooden", "metal"),
        parts=("legs",),
        worlds=("room", "street"),
        left_out=True,
    )
    assert (stand.parent, stand.groups, stand.worlds) == ("bench", (), ("street",))
    assert stand.stuff
    assert stand.unseen == ("holder", "post")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("  unseen: pew", "begins with an indented line"),
        ("bench: seat", "needs a line with `unseen:`"),
        ("bench: seat\n  unsen: pew", "no field of an entry"),
        ("bench: seat\n  unseen: pew; world: sea", "no field of an entry"),
        ("bench: seat\n  unseen: seat", "a word twice"),
        ("bench: seat,\n  unseen: pew", "blank word"),
    ],
)
def test_slips_are_named(table, message):
    with pytest.raises(ValueError, match=message):
        read_entries(table, "room", ())
