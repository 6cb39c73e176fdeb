# SPDX-License-Identifier: Apache-2.0
"""A name keeps its id; 65535 stays free."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ws3d_ros.label_registry import LabelRegistry


def test_no_names_get_no_ids() -> None:
    registry = LabelRegistry()
    assert registry.issue([]).shape == (0,)
    assert registry.issued() == {}


@given(st.lists(st.lists(st.text(max_size=3), max_size=8), max_size=8))
def test_a_name_keeps_its_id_for_ever(vocabularies: list[list[str]]) -> None:
    registry = LabelRegistry()
    first: dict[str, int] = {}
    for names in vocabularies:
        ids = registry.issue(names)
        assert ids.dtype == np.uint32
        for name, number in zip(names, ids.tolist(), strict=True):
            assert first.setdefault(name, number) == number
    assert registry.issued() == first
    assert sorted(first.values()) == list(range(len(first)))


def test_the_last_id_is_never_issued() -> None:
    registry = LabelRegistry()
    assert registry.issue([str(n) for n in range(65_535)]).max() == 65_534
    with pytest.raises(ValueError, match="restart the node"):
        registry.issue(["one more"])
    assert "one more" not in registry.issued()
