# SPDX-License-Identifier: Apache-2.0
"""The transport profile is set for our own processes, and never against the user's choice."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from ws3d_ros.transport import PROFILE_VARIABLES, profile_path, use_shared_memory_profile


def test_sets_the_profile_in_an_empty_environment() -> None:
    environment: dict[str, str] = {}
    profile = use_shared_memory_profile(environment)
    assert profile == profile_path()
    assert environment == dict.fromkeys(PROFILE_VARIABLES, str(profile))


@pytest.mark.parametrize(
    "chosen",
    [
        {"FASTRTPS_DEFAULT_PROFILES_FILE": "mine.xml"},
        {"FASTDDS_DEFAULT_PROFILES_FILE": "mine.xml"},
        {"FASTDDS_BUILTIN_TRANSPORTS": "LARGE_DATA"},
        {"RMW_IMPLEMENTATION": "rmw_cyclonedds_cpp"},
    ],
)
def test_leaves_a_choice_alone(chosen: dict[str, str]) -> None:
    environment = dict(chosen)
    assert use_shared_memory_profile(environment) is None
    assert environment == chosen


def test_the_profile_is_xml_with_a_segment_of_64_mb() -> None:
    profile = profile_path()
    assert profile is not None
    root = ElementTree.parse(profile).getroot()  # noqa: S314 - our own file
    sizes = [int(e.text or 0) for e in root.iter() if e.tag.endswith("segment_size")]
    assert sizes == [64 * 1024 * 1024]
