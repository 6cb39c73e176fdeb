# SPDX-License-Identifier: Apache-2.0
"""A fingerprint of what generates bags: its code, and the libraries that it draws numbers with."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Sequence
from pathlib import Path

PACKAGES = Path(__file__).parents[2]
PARTS = (
    "ws3d_model/worlds",
    "ws3d_model/rendering",
    "ws3d_ros/bags",
    "ws3d_ros/conversions",
    "ws3d_ros/sources",
)
"""Folders whose files decide what is in a generated bag."""
LIBRARIES = ("numpy", "scipy", "trimesh", "embreex")
_COMPILED = "__pycache__"


def generator_fingerprint() -> str:
    """Another one where a bag of the same recipe may have other content."""
    return fingerprint([PACKAGES / part for part in PARTS], [*map(_version, LIBRARIES)])


def fingerprint(folders: Sequence[Path], words: Sequence[str] = ()) -> str:
    """Hexadecimal digits that follow from the names and bytes of all files, and some words."""
    found = hashlib.sha256()
    for word in words:
        found.update(word.encode() + b"\0")
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and _COMPILED not in path.parts:
                content = path.read_bytes()
                name = path.relative_to(folder).as_posix()
                found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()[:32]


def _version(library: str) -> str:
    try:
        return f"{library} {importlib.metadata.version(library)}"
    except importlib.metadata.PackageNotFoundError:
        return f"no {library}"
