# SPDX-License-Identifier: Apache-2.0
"""Numbers in text: the rows of ascii PLY and PCD files as one table."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ws3d_model.cloud_files.errors import CloudFileError


def read_text_table(
    path: Path, body: bytes, rows: int, columns: int
) -> npt.NDArray[np.float64]:  # (rows, columns)
    """Parse the first `rows` lines of `body`, each of `columns` numbers (nan and inf are numbers).

    Raises:
        CloudFileError: fewer lines than declared, a line of another length, or a word that is no
            number.
    """
    # Every number takes a character and a separator: larger counts are refused before any work.
    if rows * (2 * columns) > len(body) + 1:
        raise CloudFileError(path, _truncated(rows, f"{len(body)} bytes"))
    lines = body.split(b"\n", rows)[:rows] if rows else []
    for number, line in enumerate(lines):
        if len(line.split()) != columns:
            if number == len(lines) - 1 or not line.strip():
                raise CloudFileError(path, _truncated(rows, f"{number} whole rows"))
            raise CloudFileError(
                path, f"row {number + 1} holds {len(line.split())} values, {columns} are declared"
            )
    if len(lines) < rows:
        raise CloudFileError(path, _truncated(rows, f"{len(lines)} rows"))
    if not lines:
        return np.zeros((0, columns))
    with warnings.catch_warnings():
        # numpy stops at a word that is no number, and says so by this warning alone.
        warnings.simplefilter("error", DeprecationWarning)
        try:
            values = np.fromstring(b" ".join(lines).decode("ascii"), sep=" ")
        except (DeprecationWarning, ValueError) as error:
            raise CloudFileError(path, "a row holds a word that is no number") from error
    if len(values) != rows * columns:
        raise CloudFileError(path, "a row holds a word that is no number")
    return values.reshape(rows, columns)


def _truncated(rows: int, found: str) -> str:
    return f"its header declares {rows} points, but only {found} follow: truncated, copy it again"
