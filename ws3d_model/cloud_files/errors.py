# SPDX-License-Identifier: Apache-2.0
"""CloudFileError: which file is unusable, what is wrong with it, and what to do."""

from __future__ import annotations

from pathlib import Path


class CloudFileError(ValueError):
    """A cloud cannot be read or written.

    Args:
        path: the file.
        problem: what is wrong, and the cure, in one line.
    """

    def __init__(self, path: str | Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.problem = problem
