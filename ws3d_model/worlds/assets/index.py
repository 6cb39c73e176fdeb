# SPDX-License-Identifier: Apache-2.0
"""The index of a folder of meshes: what its owner says about each file."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ws3d_model.worlds.assets.sizes import PLACES, UNITS, Place

INDEX_FILES = ("index.json", "index.yaml", "index.yml")
AXES = ("x", "y", "z", "-x", "-y", "-z")
# Turn about z, degrees, that brings a front to -y.
_TURNS = {"-y": 0.0, "+y": 180.0, "y": 180.0, "+x": -90.0, "x": -90.0, "-x": 90.0}


class IndexEntryError(ValueError):
    """A line of an index that cannot be used; the message says why."""


@dataclass(frozen=True)
class IndexEntry:
    """What is said about a mesh; None or empty where nothing is.

    Attributes:
        name: class name, as written.
        up: axis that points up in the file: "z", "-y", ...
        turn: radians about the up axis that bring its front to -y.
        scale: metres per unit of the file.
        places: where it may go; see `sizes.PLACES`.
        skip: why it is not to be used.
    """

    name: str = ""
    up: str | None = None
    turn: float | None = None
    scale: float | None = None
    places: tuple[Place, ...] = ()
    skip: str = ""

    def completed(self, other: IndexEntry) -> IndexEntry:
        """The same, what is missing taken from another."""
        return IndexEntry(
            self.name or other.name,
            self.up if self.up is not None else other.up,
            self.turn if self.turn is not None else other.turn,
            self.scale if self.scale is not None else other.scale,
            self.places or other.places,
            self.skip or other.skip,
        )


def read_index(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Rows of the folder's index by the relative path of their mesh; empty without an index.

    Raises:
        ValueError: the file is broken, or not a list of objects with `path` (or `file`), or an
            object of them by path.
    """
    path = next((folder / name for name in INDEX_FILES if (folder / name).is_file()), None)
    if path is None:
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        raise ValueError(f"{path} cannot be read: {error}; correct it or take it away") from error
    if isinstance(content, dict):
        rows = [
            {"path": key, **(row if isinstance(row, dict) else {"name": row})}
            for key, row in content.items()
        ]
    elif isinstance(content, list) and all(isinstance(row, dict) for row in content):
        rows = content
    else:
        raise ValueError(f"{path} must list objects such as {{path: chair.obj, name: chair}}")
    found: dict[str, Mapping[str, Any]] = {}
    for number, row in enumerate(rows, 1):
        file = row.get("path", row.get("file"))
        if not isinstance(file, str) or not file:
            raise ValueError(f"{path}: row {number} has no `path` of a mesh file")
        found[Path(file).as_posix()] = row
    return found


def entry_of(row: Mapping[str, Any]) -> IndexEntry:
    """The checked entry of a row. Its class is `class`, else `cls`, else `name`.

    Raises:
        IndexEntryError: a value that is not possible.
    """
    name = next((str(row[key]) for key in ("class", "cls", "name") if row.get(key)), "")
    up = row.get("up")
    if up is not None:
        up = str(up).replace("+", "").lower()
        if up not in AXES:
            raise IndexEntryError(f"up must be one of {', '.join(AXES)}, got {row['up']!r}")
    return IndexEntry(
        name, up, _turn(row.get("front")), _scale(row), _places(row.get("place")),
        str(row.get("skip") or ""),
    )  # fmt: skip


def _turn(front: object) -> float | None:
    if front is None or front == "":
        return None
    if isinstance(front, str) and front.lower() in _TURNS:
        return math.radians(_TURNS[front.lower()])
    try:
        # Degrees from +x, anticlockwise from above, as the yaw of a box.
        degrees = float(str(front))
    except ValueError:
        degrees = math.nan
    if not math.isfinite(degrees):
        raise IndexEntryError(f"front must be -y, +y, +x, -x or degrees from +x, got {front!r}")
    return math.radians(-90.0 - degrees)


def _scale(row: Mapping[str, Any]) -> float | None:
    unit, scale = row.get("unit"), row.get("scale")
    if unit not in (None, "") and unit not in UNITS:
        raise IndexEntryError(f"unit must be one of {', '.join(UNITS)}, got {unit!r}")
    if unit in (None, "") and scale in (None, ""):
        return None
    try:
        factor = 1.0 if scale in (None, "") else float(str(scale))
    except ValueError:
        factor = math.nan
    if not (math.isfinite(factor) and factor > 0):
        raise IndexEntryError(f"scale must be a number above 0, got {scale!r}")
    return factor * (UNITS[str(unit)] if unit else 1.0)


def _places(value: object) -> tuple[Place, ...]:
    words = [] if value is None else value if isinstance(value, list) else str(value).split(";")
    asked = [str(word).strip() for word in words if str(word).strip()]
    found = tuple(place for place in PLACES if place in asked)
    if len(found) != len(set(asked)):
        raise IndexEntryError(f"place must be of {', '.join(PLACES)}, got {value!r}")
    return found
