# SPDX-License-Identifier: Apache-2.0
"""Survey: how often each class occurs over many scenes, and whether all things are in place.

python -m ws3d_model.worlds.survey rooms --count 1000
python -m ws3d_model.worlds.survey rooms --count 200 --families held_out --placement
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from ws3d_model.worlds.formats.scene_request import SceneRequest, World, read_assets
from ws3d_model.worlds.furniture.inventory import INVENTORY
from ws3d_model.worlds.placement_check import check_placement
from ws3d_model.worlds.shapes.palette import Families
from ws3d_model.worlds.streets.inventory import CLASSES
from ws3d_model.worlds.words import LEFT_OUT

ENOUGH = 30  # appearances of a class in 1,000 scenes


@dataclass
class Survey:
    """What was found.

    Attributes:
        scenes: how many were built.
        holding: for each class the number of scenes that hold it.
        objects: for each class with instances the number of its objects.
        kinds: scenes by kind.
        faults: lines of the placement check, the scene's name first.
        seconds: CPU time of building.
    """

    scenes: int = 0
    holding: Counter[str] = field(default_factory=Counter)
    objects: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def rare(self, names: Iterable[str]) -> dict[str, int]:
        """Those of the names that appear less than `ENOUGH` times in 1,000 scenes, rarest first.

        Every object is an appearance; of classes without instances every scene that holds them.
        """
        least = ENOUGH * self.scenes / 1000
        times = {name: max(self.holding[name], self.objects[name]) for name in names}
        found = {name: count for name, count in times.items() if count < least}
        return dict(sorted(found.items(), key=lambda one: one[1]))


def survey(requests: Iterable[SceneRequest], placement: bool = False) -> Survey:
    """Build scenes and count.

    Args:
        requests: the scenes.
        placement: check that nothing floats, sinks or runs into something else as well.
    """
    found = Survey()
    for request in requests:
        start = time.process_time()
        scene = request.build()
        found.seconds += time.process_time() - start
        found.scenes += 1
        found.kinds[scene.kind] += 1
        found.holding.update({primitive.label for primitive in scene.primitives})
        found.objects.update(thing.name for thing in scene.objects)
        if placement:
            lines = check_placement(scene)
            found.faults += [f"{request.stem} ({scene.kind}): {line}" for line in lines]
    return found


def expected_names(world: World, families: Families, assets: Path | None = None) -> tuple[str, ...]:
    """Every class of things that a world can hold: its own, and with a folder those of its meshes.

    The parts of a room itself, such as walls, doors and pipes, are not among them.
    """
    own: Iterable[str] = CLASSES if world == "streets" else INVENTORY
    meshes: Iterable[str] = ()
    if assets is not None:
        library = read_assets(assets)
        in_rooms = (item.name for item in library.items(families))
        meshes = library.by_place("street", families) if world == "streets" else in_rooms
    names = dict.fromkeys((*own, *meshes))
    return tuple(name for name in names if families == "held_out" or name not in LEFT_OUT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the survey; 1 where a class is rare or a thing out of place."""
    parser = argparse.ArgumentParser(prog="python -m ws3d_model.worlds.survey", description=__doc__)
    parser.add_argument("world", choices=("rooms", "streets"))
    parser.add_argument("--count", type=int, default=1000, help="scenes (default 1000)")
    parser.add_argument("--seed", type=int, default=0, help="of the first scene (default 0)")
    parser.add_argument("--families", choices=("train", "held_out"), default="train")
    parser.add_argument("--kind", help="of scene (default: all, by the seed)")
    parser.add_argument("--assets", type=Path, help="folder of meshes to furnish with as well")
    parser.add_argument("--placement", action="store_true", help="check placement as well")
    args = parser.parse_args(arguments)
    if not 1 <= args.count <= 1_000_000 or not 0 <= args.seed <= 2_000_000_000:
        parser.error("--count must be 1 to 1,000,000 and --seed 0 to 2,000,000,000")

    def requests() -> Iterator[SceneRequest]:
        for seed in tqdm(range(args.seed, args.seed + args.count), disable=None):
            yield SceneRequest(args.world, seed, args.families, args.kind, args.assets)

    found = survey(requests(), args.placement)
    print(f"{found.scenes} scenes, {found.seconds / found.scenes:.3f} CPU s each")
    print(f"{len(found.holding)} names occur")
    rare: dict[str, int] = {}
    if args.kind is None:
        names = expected_names(args.world, args.families, args.assets)
        rare = found.rare({*names, *found.holding})
        print(f"{len(names)} names are expected, {len(rare)} appear less than {ENOUGH} in 1,000:")
        for name, count in rare.items():
            print(f"  {count:5d} {name}")
        thin = {
            name: n for name in names if (n := found.holding[name]) * 1000 < ENOUGH * args.count
        }
        print(f"{len(thin)} are in fewer than {ENOUGH} of 1,000 scenes: {thin or 'none'}")
    for line in found.faults:
        print(line)
    if args.placement:
        print(f"{len(found.faults)} faults of placement")
    return 1 if rare or found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
