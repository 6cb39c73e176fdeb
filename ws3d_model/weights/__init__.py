# SPDX-License-Identifier: Apache-2.0
"""The checkpoints that come with ws3d, by name: `ws3d-<name>.safetensors` in this folder."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
DEFAULT = "rooms"


def shipped() -> dict[str, Path]:
    """Name and path of every checkpoint that is there."""
    return {path.stem[len("ws3d-") :]: path for path in sorted(FOLDER.glob("ws3d-*.safetensors"))}


def checkpoint_path(model: str | Path | None = None) -> Path:
    """The file of a shipped checkpoint's name, the default one when left out; else a path as it is.

    A name wins over a file of that name in the working folder: write `./rooms` for the file.
    """
    name = str(model or DEFAULT)
    return shipped().get(name, Path(name))
