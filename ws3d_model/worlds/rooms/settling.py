# SPDX-License-Identifier: Apache-2.0
"""Settling: things that run into others within their model, or hang in the air, are taken out.

Models are placed without touching each other; what a model carries (cups on a table, books in a
shelf) was strewn by simpler rules. Whatever breaks the placement check there is removed, together
with what stands on it, before the scene is brought together.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ws3d_model.worlds.fastened import FASTENED
from ws3d_model.worlds.placement_check import find_faults
from ws3d_model.worlds.rooms.site import Site
from ws3d_model.worlds.scene import Placed
from ws3d_model.worlds.shapes.model import turned
from ws3d_model.worlds.words import STUFF

_PASSES = 6
_STRICT = 0.018  # metres: a little less than the check allows


def settle(site: Site) -> tuple[list[Placed], int]:
    """The placed models without faulty parts, and how many parts were taken out."""
    keys: list[tuple[int, int, str]] = []
    numbers: dict[tuple[int, int, str], int] = {}
    moved, instances, volume = [], [], []
    solids, owner = site.solids()
    for row, item in enumerate(site.placed):
        turn = turned(item.yaw)
        for piece in item.model.primitives:
            moved.append(piece.moved(turn, item.at, piece.part))
            if piece.label in STUFF:
                instances.append(-1)
                continue
            key = (row, piece.part, piece.label)
            if key not in numbers:
                numbers[key] = len(keys)
                keys.append(key)
                volume.append(0.0)
            instances.append(numbers[key])
            volume[numbers[key]] += float(piece.half.prod())
    fastened = [label in FASTENED for _, _, label in keys]
    of_piece, out = np.array(instances, np.int32), set[int]()
    for _ in range(_PASSES):  # what stood on a thing taken out hangs in the air after that
        kept = ~np.isin(of_piece, list(out))[owner]
        faults = find_faults(moved, of_piece, fastened, _STRICT, solids.chosen(kept), owner[kept])
        more = {loose.instance for loose in faults.floating}
        for fault in faults.overlaps:
            if fault.first not in more and fault.second not in more:
                pair = [number for number in (fault.first, fault.second) if number >= 0]
                # What carries others stays; of two alike the smaller goes.
                more.add(max(pair, key=lambda number: (keys[number][1] > 0, -volume[number])))
        if not more:
            break
        out |= _with_held(site.placed, keys, more)
    return _without(site.placed, {keys[number] for number in out}), len(out)


def _with_held(
    placed: Sequence[Placed], keys: Sequence[tuple[int, int, str]], out: set[int]
) -> set[int]:
    """The objects and all that stand or hang on them within their models."""
    gone = set[tuple[int, int]]()
    for number in out:
        row, part, label = keys[number]
        if label == placed[row].model.objects[part].name:
            gone.add((row, part))
    for row in {row for row, _ in gone}:
        for part, thing in enumerate(placed[row].model.objects):
            if (row, thing.holder) in gone:  # holders come before what they hold
                gone.add((row, part))
    held = {number for number, (row, part, _) in enumerate(keys) if (row, part) in gone}
    return out | held


def _without(placed: Sequence[Placed], out: set[tuple[int, int, str]]) -> list[Placed]:
    """The models without some of their objects."""
    kept = list(placed)
    for row in {row for row, _, _ in out}:
        item = placed[row]
        gone = {(part, label) for number, part, label in out if number == row}
        model = copy.copy(item.model)
        model.primitives = [
            piece for piece in model.primitives if (piece.part, piece.label) not in gone
        ]
        kept[row] = replace(item, model=model)
    return kept
