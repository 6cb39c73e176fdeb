# SPDX-License-Identifier: Apache-2.0
"""The manifest: meshes that are known by their content, with source, licence and how they stand."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ws3d_model.worlds.assets.index import IndexEntry, entry_of

MANIFEST = Path(__file__).with_name("manifest.csv")
_COLUMNS = (
    *("file", "class", "place", "up", "front", "scale", "skip"),
    *("repository", "commit", "path", "licence", "sha256"),
)


@dataclass(frozen=True)
class KnownMesh:
    """One line of the manifest.

    Attributes:
        file: relative path in the folder that the manifest was made of.
        entry: class, axes, size and places, as checked by eye.
        repository, commit, path: where it comes from; the path is that of the model's folder.
        licence: of the source.
        sha256: of the content, as `mesh_files.read_mesh` gives it.
    """

    file: str
    entry: IndexEntry
    repository: str
    commit: str
    path: str
    licence: str
    sha256: str


def read_manifest(path: Path = MANIFEST) -> Mapping[str, KnownMesh]:
    """The known meshes by the hash of their content; of equal meshes the first.

    Raises:
        ValueError: a column is missing or a line holds an impossible value.
    """
    known: dict[str, KnownMesh] = {}
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path} has no column {', '.join(missing)}")
        for row in reader:
            try:
                entry = entry_of(row)
            except ValueError as error:
                raise ValueError(f"{path}, line {reader.line_num}: {error}") from error
            mesh = KnownMesh(
                row["file"], entry, row["repository"], row["commit"], row["path"],
                row["licence"], row["sha256"],
            )  # fmt: skip
            known.setdefault(mesh.sha256, mesh)
    return known


def files_of(known: Mapping[str, KnownMesh]) -> Mapping[str, KnownMesh]:
    """The known meshes by their file, to tell which of a folder's files have changed."""
    return {mesh.file: mesh for mesh in known.values()}
