# SPDX-License-Identifier: Apache-2.0
"""Words: text encoders, vocabularies, and the space in which a network compares them."""

from ws3d_model.language.encoder import (
    CachedEncoder,
    EncoderMismatch,
    TextEncoder,
    check_encoder,
    load_encoder,
    probe_hash,
)
from ws3d_model.language.text_space import EncodedVocabulary, TextSpace, encode_vocabulary
from ws3d_model.language.vocabulary import (
    Review,
    Vocabulary,
    VocabularyEntry,
    VocabularyError,
    review_entries,
)

__all__ = [
    "CachedEncoder",
    "EncodedVocabulary",
    "EncoderMismatch",
    "Review",
    "TextEncoder",
    "TextSpace",
    "Vocabulary",
    "VocabularyEntry",
    "VocabularyError",
    "check_encoder",
    "encode_vocabulary",
    "load_encoder",
    "probe_hash",
    "review_entries",
]
