# SPDX-License-Identifier: Apache-2.0
"""Network: what an evaluation asks: a checkpoint, and words encoded for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ws3d_ros.parameters import Settings
from ws3d_ros.perception_loader import load_perception
from ws3d_ros.vocabulary_services import requested

if TYPE_CHECKING:
    from ws3d_model.language import EncodedVocabulary
    from ws3d_model.perception import Perception


@dataclass(frozen=True)
class Network:
    """A network and the words it is asked.

    Args:
        perception: the network.
        vocabulary: encoded for it.
    """

    perception: Perception
    vocabulary: EncodedVocabulary

    @staticmethod
    def of(settings: Settings) -> Network:
        """The checkpoint and the words of the node's parameters.

        Raises:
            ValueError, OSError, ImportError: one of them cannot be used.
        """
        import torch

        if settings.num_threads > 0:
            # The node starts torch with so many threads; here it runs already.
            torch.set_num_threads(settings.num_threads)
        perception = load_perception(settings)
        return Network(perception, _encoded(perception, settings))

    def compared(self, settings: Settings, model: str, words: Sequence[str]) -> Network | None:
        """Another one to compare with; None where neither model nor words are given.

        Args:
            settings: of this one.
            model: another checkpoint, or empty.
            words: another vocabulary, or empty.
        """
        if words:
            settings = settings.changed({"vocabulary": list(words)})
        if model:
            return Network.of(settings.changed({"model": model}))
        if not words:
            return None
        return dataclasses.replace(self, vocabulary=_encoded(self.perception, settings))


def _encoded(perception: Perception, settings: Settings) -> EncodedVocabulary:
    from ws3d_model.language import Vocabulary

    change, _ = requested(settings)
    words = change.applied_to(Vocabulary(change.entries or (), threshold=settings.threshold))
    return perception.encode_vocabulary(words)
