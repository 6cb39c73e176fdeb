# SPDX-License-Identifier: Apache-2.0
"""`python -m ws3d_model.worlds.assets FOLDER`: what of a folder of meshes can be used."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ws3d_model.worlds.assets.library import AssetLibrary
from ws3d_model.worlds.assets.manifest import MANIFEST, files_of, read_manifest
from ws3d_model.worlds.assets.mesh_files import MeshError, read_mesh
from ws3d_model.worlds.words import NAMES


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; exit status 0, or 2 with a message where nothing can be used."""
    parser = argparse.ArgumentParser(
        prog="python -m ws3d_model.worlds.assets",
        description="Check a folder of meshes: what each is, its size, where it goes, what is "
        "skipped and why, and how it compares with the manifest of known meshes.",
    )
    parser.add_argument("folder", type=Path, help="folder of .npz, .ply, .obj, .stl, .glb, ...")
    parser.add_argument(
        "--manifest", type=Path, default=MANIFEST, help="table of known meshes and their hashes"
    )
    parser.add_argument("--quiet", action="store_true", help="print the counts only")
    args = parser.parse_args(argv)
    try:
        known = read_manifest(args.manifest)
        library = AssetLibrary.read(args.folder, known)
        console = Console()
        if not args.quiet:
            console.print(_usable(library), _skipped(library))
        reasons = Counter(one.reason for one in library.skipped)
        new = [name for name in library.names if name not in NAMES]
        held_out = sum(asset.held_out for asset in library.assets)
        print(
            f"{len(library.assets)} meshes of {len(library.names)} classes "
            f"({held_out} meshes held out of training), {len(library.skipped)} skipped "
            f"({len(reasons)} reasons)"
        )
        print(f"classes that the catalog does not have: {', '.join(new) or 'none'}")
        files = files_of(known)
        changed = [
            name for name, mesh in files.items() if _differs(args.folder / name, mesh.sha256)
        ]
        there = sum((args.folder / name).is_file() for name in files)
        print(f"manifest: {there} of {len(files)} files are there, {len(changed)} differ from it")
        for name in changed:
            print(f"  differs: {name}")
    except (ValueError, OSError) as error:
        print(f"assets: {error}", file=sys.stderr)
        return 2
    return 0


def _usable(library: AssetLibrary) -> Table:
    table = Table("mesh", "class", "places", "metres (x y z)", "faces", "for", title="usable")
    for asset in library.assets:
        size = " ".join(f"{side:.2f}" for side in asset.size)
        side = "held out" if asset.held_out else "train"
        places = ", ".join(asset.places)
        table.add_row(escape(asset.path), asset.name, places, size, str(len(asset.faces)), side)
    return table


def _skipped(library: AssetLibrary) -> Table:
    table = Table("mesh", "why", title="skipped")
    for one in library.skipped:
        table.add_row(escape(one.path), escape(one.reason))
    return table


def _differs(path: Path, sha256: str) -> bool:
    try:
        return path.is_file() and read_mesh(path).sha256 != sha256
    except MeshError:
        return True


if __name__ == "__main__":
    sys.exit(main())
