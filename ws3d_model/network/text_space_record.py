# SPDX-License-Identifier: Apache-2.0
"""TextSpaceRecord: what a checkpoint remembers of a text space that a head is aligned with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class TextSpaceRecord:
    """One text space.

    Args:
        encoder: identity of the text encoder.
        probe: fingerprint of the encoder's vectors (`ws3d_model.language.probe_hash`); "" where the
            vectors came from a file without one.
        centre: float32 (D,), mean of the trained words' vectors.
        anchor_names: the A trained words.
        anchors: float32 (A, D), their centred unit vectors.
        general_names: those of the trained words that name groups of classes ("furniture").
        rival_names: those that compete for the points that a short vocabulary has no name for; all
            but the general ones where it is empty.
    """

    encoder: str
    probe: str
    centre: npt.NDArray[np.float32]
    anchor_names: tuple[str, ...]
    anchors: npt.NDArray[np.float32]
    general_names: tuple[str, ...] = ()
    rival_names: tuple[str, ...] = ()
