# SPDX-License-Identifier: Apache-2.0
"""Vocabulary entries to and from ws3d_msgs/VocabularyEntry, unreviewed and in order."""

from __future__ import annotations

from collections.abc import Iterable

from ws3d_model.language import VocabularyEntry
from ws3d_msgs.msg import VocabularyEntry as VocabularyEntryMessage


def asked_from_messages(
    messages: Iterable[VocabularyEntryMessage],
) -> list[tuple[str, tuple[str, ...]]]:
    """The (name, prompts) that somebody asked for, unchecked: `review_entries` judges each."""
    return [(message.name, tuple(message.prompts)) for message in messages]


def messages_from_entries(entries: Iterable[VocabularyEntry]) -> list[VocabularyEntryMessage]:
    """Entries for a reply or a request."""
    return [
        VocabularyEntryMessage(name=entry.name, prompts=list(entry.prompts)) for entry in entries
    ]
