# SPDX-License-Identifier: Apache-2.0
"""NumberedNames: what the numbers in a truth mean."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt


class NumberedNames:
    """Names in the order of their numbers.

    Args:
        by_number: the name of each number.
    """

    def __init__(self, by_number: Mapping[int, str]) -> None:
        self._numbers = np.array(sorted(by_number), np.int64)
        self.names = tuple(by_number[number] for number in self._numbers.tolist())

    def labels(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        """int32 (N,): where the name of each number (N,) stands in `names`, -1 for others."""
        if not self.names:
            return np.full(len(numbers), -1, np.int32)
        place = np.searchsorted(self._numbers, numbers).clip(max=len(self.names) - 1)
        return np.where(self._numbers[place] == numbers, place, -1).astype(np.int32)
