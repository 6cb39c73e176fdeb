# SPDX-License-Identifier: Apache-2.0
"""NumberedNames: what the numbers in a truth mean."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

LISTED = 1 << 16  # where all numbers are below, the name of each stands in a list


class NumberedNames:
    """Names in the order of their numbers.

    Args:
        by_number: the name of each number.
    """

    def __init__(self, by_number: Mapping[int, str]) -> None:
        self._numbers = np.array(sorted(by_number), np.int64)
        self.names = tuple(by_number[number] for number in self._numbers.tolist())
        self._list: npt.NDArray[np.int32] | None = None
        if self.names and self._numbers[0] >= 0 and self._numbers[-1] < LISTED:
            # The last entry serves all other numbers, whatever side they are on.
            self._list = np.full(self._numbers[-1] + 2, -1, np.int32)
            self._list[self._numbers] = np.arange(len(self.names), dtype=np.int32)

    def labels(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        """int32 (N,): where the name of each number (N,) stands in `names`, -1 for others."""
        if not self.names:
            return np.full(len(numbers), -1, np.int32)
        if self._list is not None:
            last = len(self._list) - 1
            return self._list[np.where(numbers >= 0, np.minimum(numbers, last), last)]
        place = np.searchsorted(self._numbers, numbers).clip(max=len(self.names) - 1)
        return np.where(self._numbers[place] == numbers, place, -1).astype(np.int32)
