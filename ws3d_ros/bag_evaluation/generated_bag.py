# SPDX-License-Identifier: Apache-2.0
"""Recipe: which procedural world a scenario records, so that it needs no recording beside it."""

from __future__ import annotations

import dataclasses
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from ws3d_ros.bag_evaluation.generator_fingerprint import generator_fingerprint

FOLDER = Path("build/scenarios")  # where bags are kept from one run to the next
RECORD = "made_by.json"  # beside a bag: the recipe, and a fingerprint of what generated it


@dataclass(frozen=True)
class Recipe:
    """A bag to generate; the same recipe gives the same bag.

    Args:
        world: rooms or streets.
        kind: of scene, such as "living room".
        seed: of the scene, the way through it and the noise.
        frames: of the bag.
        rate: frames a second.
        families: shapes and palettes; held_out ones are not trained on.

    Raises:
        ValueError: there is no such world, kind or family, or a number is too small.
    """

    world: str
    kind: str
    seed: int
    frames: int
    rate: float = 5.0
    families: str = "held_out"

    def __post_init__(self) -> None:
        from ws3d_model.worlds.formats.scene_request import kinds_of

        if self.world not in ("rooms", "streets"):
            raise ValueError(f"world must be rooms or streets, got {self.world!r}")
        kinds = kinds_of("rooms" if self.world == "rooms" else "streets")
        if self.kind not in kinds:
            raise ValueError(f"kind must be one of {', '.join(kinds)}; got {self.kind!r}")
        if self.families not in ("train", "held_out"):
            raise ValueError(f"families must be train or held_out, got {self.families!r}")
        if min(self.seed, self.frames - 1) < 0 or not self.rate > 0:
            raise ValueError(
                "seed must be 0 or more, frames 1 or more and rate above 0, got "
                f"{self.seed}, {self.frames} and {self.rate:g}"
            )

    @property
    def name(self) -> str:
        """What its folder is called: another recipe has another name."""
        words = (self.families, *self.kind.replace("'", "").split())
        return f"{'-'.join(words)}-{self.seed}-{self.frames}x{self.rate:g}hz"


def generated_bag(recipe: Recipe, folder: Path = FOLDER, quiet: bool = False) -> Path:
    """The recipe's bag, made by `ws3d generate --format bag` where it is not there yet.

    A bag that another recipe or another version of the generator made is replaced.

    Args:
        recipe: what to record.
        folder: of all generated bags.
        quiet: print nothing.

    Raises:
        ValueError: it cannot be made; says why.
        ImportError: what makes worlds is not installed (the extra `worlds`).
    """
    from ws3d_model.worlds.formats.generation import generate
    from ws3d_model.worlds.formats.scene_request import SceneRequest
    from ws3d_ros.bags.world_bag import WorldBagWriter

    outdoors = recipe.world == "streets"
    request = SceneRequest(
        "streets" if outdoors else "rooms",
        recipe.seed,
        "train" if recipe.families == "train" else "held_out",
        recipe.kind,
    )
    place = folder / recipe.name
    bag, record = place / request.stem, place / RECORD
    made_by = {"recipe": dataclasses.asdict(recipe), "generator": generator_fingerprint()}
    if bag.exists() and _read(record) == made_by:
        return bag
    why = ": what generates it has changed since the last time" if bag.exists() else ""
    if not quiet:
        print(f"recording {place}{why}", flush=True)
    place.mkdir(parents=True, exist_ok=True)
    record.unlink(missing_ok=True)
    if bag.exists():
        shutil.rmtree(bag)
    sensors = ("lidar",) if outdoors else ("rgbd",)
    writer = WorldBagWriter(place, recipe.frames, recipe.rate, sensors)
    failures = generate([request], writer, quiet=True)
    if failures:
        raise ValueError(f"the bag cannot be generated: {failures[0]}")
    # Last: a bag without it is not whole, or not known to be.
    record.write_text(json.dumps(made_by, indent=1) + "\n", encoding="utf-8")
    return bag


def _read(record: Path) -> object:
    """What made the bag beside it; None where nothing tells."""
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
