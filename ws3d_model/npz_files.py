# SPDX-License-Identifier: Apache-2.0
"""Opens .npz archives, and nothing that numpy would take for a pickle."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np


def open_npz(path: Path) -> np.lib.npyio.NpzFile:
    """The arrays of an archive, to be used in a `with` statement; never unpickled.

    Raises:
        ValueError: the file is no archive. numpy's own message would advise to unpickle it.
        OSError: it cannot be read.
    """
    if path.is_file() and not zipfile.is_zipfile(path):
        raise ValueError("it is no .npz archive, or cut short")
    archive: np.lib.npyio.NpzFile = np.load(path, allow_pickle=False)
    return archive
