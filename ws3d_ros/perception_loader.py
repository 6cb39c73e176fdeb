# SPDX-License-Identifier: Apache-2.0
"""Loads what a configured node needs: the network and its text encoder, as the parameters say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ws3d_ros.parameters import Settings

if TYPE_CHECKING:
    from ws3d_model.perception import Perception


def load_perception(settings: Settings) -> Perception:
    """Takes seconds: torch is imported here, and not before.

    Raises:
        ValueError: the checkpoint or the encoder cannot be used, or they do not fit each other.
        ImportError, OSError: a package or a file is missing. All messages say what to do.
    """
    # Read once, when torch starts its threads.
    if settings.num_threads > 0:
        os.environ["OMP_NUM_THREADS"] = str(settings.num_threads)
    from ws3d_model.language import load_encoder
    from ws3d_model.perception import Perception

    encoder = load_encoder(settings.text_encoder) if settings.text_encoder else None
    return Perception.load(settings.model or None, settings.device, encoder)


def summary(perception: Perception) -> dict[str, str]:
    """What is loaded, for the diagnostics and the log."""
    checkpoint = perception.checkpoint
    return {
        "device": str(perception.device),
        "text encoder": perception.encoder.identity,
        "voxel size [m]": f"{checkpoint.network.shape.voxel_size:g}",
        "checkpoint": checkpoint.content_hash[:16],
        "licence": checkpoint.licence,
    }
