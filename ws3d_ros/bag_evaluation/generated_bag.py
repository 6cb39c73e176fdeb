# SPDX-License-Identifier: Apache-2.0
"""Recipe: which procedural world a scenario records, so that it needs no recording beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("build/scenarios")  # where bags are kept from one run to the next


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
    """The recipe's bag, which is made where it is not there yet, by `ws3d generate --format bag`.

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
    sensors = ("lidar",) if outdoors else ("rgbd",)
    writer = WorldBagWriter(place, recipe.frames, recipe.rate, sensors)
    if not writer.done(request):
        place.mkdir(parents=True, exist_ok=True)
        if not quiet:
            print(f"recording {recipe.frames} frames of a {recipe.kind} into {place}", flush=True)
        failures = generate([request], writer, quiet=True)
        if failures:
            raise ValueError(f"the bag cannot be generated: {failures[0]}")
    return place / request.stem
