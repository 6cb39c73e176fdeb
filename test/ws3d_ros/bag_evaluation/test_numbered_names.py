# SPDX-License-Identifier: Apache-2.0
"""Numbers of a truth against a look-up one by one; no name, and numbers that have none."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ws3d_ros.bag_evaluation.numbered_names import NumberedNames

ALL = st.integers(-(2**31), 2**32 - 1)
SMALL = st.integers(0, 40)


def test_without_names_nothing_is_known() -> None:
    nothing = NumberedNames({})
    assert nothing.names == ()
    assert nothing.labels(np.array([0, 7], np.int64)).tolist() == [-1, -1]
    assert NumberedNames({4: "road"}).labels(np.zeros(0, np.int64)).tolist() == []


@given(
    st.one_of(st.dictionaries(numbers, st.text(max_size=3)) for numbers in (ALL, SMALL)),
    st.lists(st.one_of(ALL, SMALL), max_size=30),
)
def test_labels_are_those_of_a_look_up(by_number: dict[int, str], others: list[int]) -> None:
    named = NumberedNames(by_number)
    assert sorted(named.names) == sorted(by_number.values())
    numbers = [*by_number, *others]
    labels = named.labels(np.array(numbers, np.int64))
    assert labels.dtype == np.int32
    found = [None if k < 0 else named.names[k] for k in labels.tolist()]
    assert found == [by_number.get(number) for number in numbers]
