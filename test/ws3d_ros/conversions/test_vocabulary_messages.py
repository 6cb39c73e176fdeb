# SPDX-License-Identifier: Apache-2.0
"""Label ids and vocabulary entries as messages."""

from __future__ import annotations

import pytest
from builtin_interfaces.msg import Time
from hypothesis import given
from hypothesis import strategies as st
from rclpy.serialization import deserialize_message, serialize_message
from std_msgs.msg import Header
from vision_msgs.msg import LabelInfo

from ws3d_model.language import VocabularyEntry, review_entries
from ws3d_msgs.msg import VocabularyEntry as VocabularyEntryMessage
from ws3d_ros.conversions.label_info import label_info_message
from ws3d_ros.conversions.vocabulary import asked_from_messages, messages_from_entries

HEADER = Header(stamp=Time(sec=3, nanosec=4), frame_id="")


def test_label_info_without_labels() -> None:
    assert label_info_message(HEADER, {}, 0.25).class_map == []


def test_label_info_lists_every_id_in_order() -> None:
    msg = label_info_message(HEADER, {"wall": 7, "chair": 0, "стол": 65534}, 0.25)
    msg = deserialize_message(serialize_message(msg), LabelInfo)
    assert [(c.class_id, c.class_name) for c in msg.class_map] == [
        (0, "chair"),
        (7, "wall"),
        (65534, "стол"),
    ]
    assert (msg.threshold, msg.header) == (0.25, HEADER)


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        ({"a": 1, "b": 1}, "share"),
        ({"a": 65535}, "0..65534, got 65535"),
        ({"a": -1, "b": 2}, "0..65534, got -1"),
    ],
)
def test_ids_that_would_be_misread_are_refused(ids: dict[str, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        label_info_message(HEADER, ids, 0.0)


texts = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
entries = st.builds(VocabularyEntry, texts, st.lists(texts, max_size=3).map(tuple))


@given(st.lists(entries, max_size=5))
def test_entries_come_back_as_they_went(sent: list[VocabularyEntry]) -> None:
    data = [serialize_message(msg) for msg in messages_from_entries(sent)]
    received = [deserialize_message(item, VocabularyEntryMessage) for item in data]
    assert asked_from_messages(received) == [(entry.name, entry.prompts) for entry in sent]


def test_a_bad_name_passes_unchecked_and_is_rejected_alone() -> None:
    messages = [VocabularyEntryMessage(name=name) for name in ["chair", "  ", "sofa"]]
    review = review_entries(asked_from_messages(messages))
    assert [entry.name for entry in review.accepted] == ["chair", "sofa"]
    assert len(review.rejected) == 1
