# SPDX-License-Identifier: Apache-2.0
"""Our own copies of other packages' messages are the same types on the wire.

A type's hash covers its fields' names and types. The expected ones are those of the published
packages, so that a node built here talks to one that was built with a ROS installation.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from rosbags.typesys import Stores, get_types_from_msg, get_typestore

PUBLISHED = {
    "vision_msgs/msg/VisionClass": (
        "1e4a11f0fed50b5623cb8ff26ca0e37952a48a9c074d16f804b44e9164c2037a"
    ),
    "vision_msgs/msg/LabelInfo": (
        "3d37df4015cdf660cc851c51897f2acd957e1ca6205ba0a99aebffb9406b0783"
    ),
    "vision_msgs/msg/ObjectHypothesis": (
        "51da43cec11c01957a64d1e05a24acd18aae7745ec30b74348ad5f6d634f7f90"
    ),
    "vision_msgs/msg/ObjectHypothesisWithPose": (
        "41c12344c0396c48b81df12467c192d99b2a0eb1463c5c37194e4223251c80bc"
    ),
    "vision_msgs/msg/BoundingBox3D": (
        "bbb73a65c163d7f9bb29009c7bde9f7faa576bd2d23299c4511d19230dab4698"
    ),
    "vision_msgs/msg/Detection3D": (
        "ddd703be132ab0b69d33121f1bb034132bfbb3b0ac5f9fb1516005ba1c8a265b"
    ),
    "vision_msgs/msg/Detection3DArray": (
        "793f5eab9595ac1c0da07873cc859db42eae51f0ee76056db8562515d830e018"
    ),
    "tf2_msgs/msg/TFMessage": "e369d0f05a23ae52508854b66f6aa0437f3449d652e8cbf22d5abe85d020f087",
}


def definition_of(project: Path, name: str) -> Path:
    package, _, message = name.split("/")
    return project / "environment" / "ros_messages" / package / "msg" / f"{message}.msg"


def test_every_message_file_is_compared(project: Path) -> None:
    files = (project / "environment" / "ros_messages").glob("*/msg/*.msg")
    assert {f"{file.parts[-3]}/msg/{file.stem}" for file in files} == set(PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_definition_has_the_published_hash(project: Path, name: str) -> None:
    store = get_typestore(Stores.ROS2_JAZZY)
    types = {}
    for other in PUBLISHED:
        text = definition_of(project, other).read_text(encoding="utf-8")
        types.update(get_types_from_msg(text, other))
    store.register({key: value for key, value in types.items() if key not in store.fielddefs})

    assert store.hash_rihs01(name) == f"RIHS01_{PUBLISHED[name]}"
    # rosbags brings some of these types itself: the definition has to be the same as its.
    assert types[name] == store.fielddefs[name]


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_is_installed_has_the_published_hash(name: str) -> None:
    package, _, message = name.split("/")
    prefixes = [*os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep), sys.prefix]
    files = [Path(prefix) / "share" / package / "msg" / f"{message}.json" for prefix in prefixes]
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        pytest.skip(f"{package} is not installed, or is of a distribution without type hashes")
    hashes = {entry["type_name"]: entry["hash_string"] for entry in read_hashes(file)}
    assert hashes[name] == f"RIHS01_{PUBLISHED[name]}"


def read_hashes(file: Path) -> list[dict[str, str]]:
    return json.loads(file.read_text(encoding="utf-8"))["type_hashes"]


SERVICES = {
    "SetVocabulary": (
        {"entries": "sequence<ws3d_msgs/VocabularyEntry>", "threshold": "float"},
        {
            "success": "boolean",
            "message": "string",
            "accepted": "sequence<string>",
            "rejected": "sequence<string>",
            "reasons": "sequence<string>",
            "version": "uint32",
        },
    ),
    "GetVocabulary": (
        {},
        {
            "entries": "sequence<ws3d_msgs/VocabularyEntry>",
            "ids": "sequence<uint32>",
            "threshold": "float",
            "version": "uint32",
            "text_encoder": "string",
        },
    ),
}


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_the_fields_of_the_contract(name: str) -> None:
    services = pytest.importorskip("ws3d_msgs.srv", reason="ws3d_msgs is not built: make setup")
    service = getattr(services, name)
    request, response = SERVICES[name]
    assert service.Request.get_fields_and_field_types() == request
    assert service.Response.get_fields_and_field_types() == response


def test_every_field_of_our_own_interfaces_is_explained(project: Path) -> None:
    files = [*(project / "ws3d_msgs").glob("*/*.msg"), *(project / "ws3d_msgs").glob("*/*.srv")]
    assert len(files) == 3
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            is_field = bool(line) and not line.startswith(("#", "---"))
            assert not is_field or lines[number - 1].startswith("#"), f"{file.name}: {line}"
