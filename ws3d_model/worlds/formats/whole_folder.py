# SPDX-License-Identifier: Apache-2.0
"""Folders that appear whole or not at all."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def whole_folder(path: Path, make: bool = True) -> Iterator[Path]:
    """A folder to write into, which takes its place when the block ends without an error.

    What an interrupted run left behind is removed first. The folder that is given has the final
    name already, for formats whose files name their folder.

    Args:
        path: of the folder; those above it are made.
        make: False where the block makes the folder that it is given itself.

    Raises:
        FileExistsError: something is at the path already.
    """
    if path.exists():
        raise FileExistsError(f"{path} exists: name another folder, or remove it first")
    beside = path.with_name(f".{path.name}.partial")
    shutil.rmtree(beside, ignore_errors=True)
    partial = beside / path.name
    (partial if make else beside).mkdir(parents=True)
    try:
        yield partial
        partial.rename(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
