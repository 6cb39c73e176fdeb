# SPDX-License-Identifier: Apache-2.0
"""LabelRegistry: a name keeps its numeric id for the life of the node."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ws3d_ros.conversions.labelled_points import UNLABELLED


class LabelRegistry:
    """Numbers names in the order in which they were first asked for; thread-safe."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._lock = threading.Lock()

    def issue(self, names: Sequence[str]) -> npt.NDArray[np.uint32]:
        """The ids of the names, uint32 (K,); new ones get the next free number.

        Raises:
            ValueError: the 65,535 ids are used up; no id was issued.
        """
        with self._lock:
            new = [name for name in dict.fromkeys(names) if name not in self._ids]
            if len(self._ids) + len(new) > UNLABELLED:
                raise ValueError(
                    f"all {UNLABELLED} label ids are used: restart the node to name more things"
                )
            for name in new:
                self._ids[name] = len(self._ids)
            return np.array([self._ids[name] for name in names], np.uint32)

    def issued(self) -> dict[str, int]:
        """Every name so far with its id."""
        with self._lock:
            return dict(self._ids)
