# SPDX-License-Identifier: Apache-2.0
"""The table of parameters: what it declares, what it refuses, what it documents."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ws3d_ros.parameters import Settings, reference, rows

ROWS = {row.name: row for row in rows()}
YAML = Path(__file__).parents[2] / "config" / "perception.yaml"


def test_no_change_gives_the_same_settings() -> None:
    assert Settings().changed({}) == Settings()


def test_every_default_passes_its_own_check() -> None:
    for row in rows():
        assert row.checked(row.default) == row.default


def test_every_number_has_a_range_and_every_row_a_description() -> None:
    for row in rows():
        assert row.description.endswith(".")
        if isinstance(row.default, (int, float)) and not isinstance(row.default, bool):
            assert row.minimum is not None, row.name
            assert row.maximum is not None, row.name


def test_the_shipped_yaml_holds_every_parameter_with_its_default() -> None:
    values = yaml.safe_load(YAML.read_text())["/**"]["ros__parameters"]
    assert list(values) == list(ROWS)
    for name, value in values.items():
        if name == "background":
            assert value == [""]  # ROS has no empty array of strings
        else:
            assert ROWS[name].checked(value) == ROWS[name].default, name


def test_the_reference_names_every_parameter() -> None:
    table = reference()
    for row in rows():
        assert f"| `{row.name}` | {row.type_name} |" in table
    assert len(table.splitlines()) == len(ROWS) + 2


@given(st.integers(-10, 10))
def test_whole_numbers_are_taken_for_floats(value: int) -> None:
    if 0 <= value <= 1:
        assert Settings().changed({"threshold": value}).threshold == float(value)
    else:
        with pytest.raises(ValueError, match="threshold must be 0 to 1"):
            Settings().changed({"threshold": value})


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"threshold": float("nan")}, "threshold must be 0 to 1"),
        ({"threshold": True}, "threshold must be a double, got True"),
        ({"max_points": 2.5}, "max_points must be a integer"),
        ({"track": 1}, "track must be a boolean"),
        ({"color": "blue"}, "color must be one of label, input, instance, got 'blue'"),
        ({"input": "lidar"}, "input must be one of auto, points, rgbd"),
        ({"intensity_range": [0.0]}, "intensity_range must be 2 numbers, got 1"),
        ({"intensity_range": [1, 1]}, "intensity_range must rise"),
        ({"intensity_range": [0.0, float("inf")]}, "intensity_range must be finite"),
        ({"vocabulary": "chair"}, "vocabulary must be a string array"),
        ({"vocabulary": [1, 2]}, "vocabulary must be a string array"),
        ({"vocabulary": []}, "vocabulary is empty"),
        ({"vocabulary": None}, "vocabulary is empty"),
        ({"treshold": 0.5}, "unknown parameter treshold"),
    ],
)
def test_bad_values_are_refused_with_the_reason(values: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Settings().changed(values)
