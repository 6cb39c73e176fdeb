# SPDX-License-Identifier: Apache-2.0
"""Leftovers: hidden files of a run that was killed, removed by the run that takes it up again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

# As `whole_file` names what it has not finished.
_PARTIAL = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{8}\.partial")


def remove_leftovers(folder: Path, names: Iterable[str]) -> int:
    """Remove unfinished files of the given names from a folder; how many there were.

    Those of other names stay: another run may be writing them.

    Args:
        folder: where the files are written.
        names: of the files that the run itself will write.
    """
    found: dict[str, list[Path]] = {}
    for path in folder.glob(".*.partial"):
        match = _PARTIAL.fullmatch(path.name)
        if match and path.is_file():
            found.setdefault(match["name"], []).append(path)
    stale = [path for name in names if name in found for path in found[name]] if found else []
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)
