# SPDX-License-Identifier: Apache-2.0
"""Soundness of a model: whether its pieces hold together, and whether it stands where it should."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.convex_solids import Float64, Solids, near_pairs, overlap
from ws3d_model.worlds.furniture.item import Place
from ws3d_model.worlds.primitive_solids import solids_of
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.primitives import Primitive

GAP = 0.02  # metres: pieces nearer than this count as touching
_ON = 0.011  # metres: how exactly a model has to stand on its plane


def loose_pieces(model: Model, place: Place = "floor") -> list[list[Primitive]]:
    """Groups of primitives that touch neither the rest of the model nor what carries it.

    Args:
        model: in its own frame.
        place: what carries it: the floor below (z = 0), for "wall-side" and "corner" also the wall
            that its back touches; the wall behind (y = 0) for "on wall"; the ceiling above (z = 0)
            for "ceiling".
    """
    primitives = model.primitives
    if not primitives:
        return []
    solids, owner = solids_of(primitives, hollow=True)
    low, high = _reach(solids)
    rows, others = near_pairs(low, high, low, high, GAP)
    kept = owner[rows] < owner[others]
    rows, others = rows[kept], others[kept]
    depth, _ = overlap(solids.chosen(rows), solids.chosen(others))
    carried = low[:, 2] < GAP
    if place in ("wall-side", "corner"):
        carried |= high[:, 1] > high[:, 1].max() - GAP
    elif place == "on wall":
        carried = high[:, 1] > -GAP
    elif place == "ceiling":
        carried = high[:, 2] > -GAP
    group = np.arange(len(primitives) + 1)  # the last is what carries the model
    links = [(int(owner[row]), len(primitives)) for row in np.flatnonzero(carried)]
    links += [
        (int(owner[a]), int(owner[b]))
        for a, b, deep in zip(rows, others, depth, strict=True)
        if deep > -GAP
    ]
    for a, b in links:
        if group[a] != group[b]:
            group[group == group[b]] = group[a]
    loose = sorted(set(group[:-1].tolist()) - {int(group[-1])})
    return [[primitives[row] for row in np.flatnonzero(group[:-1] == one)] for one in loose]


def misplacement(model: Model, place: Place = "floor") -> float:
    """Metres by which a model floats above or sinks into what carries it: 0 for one that is right.

    A thing "on wall" has its back on y = 0 and its lower edge on z = 0, one for the ceiling its
    upper side on z = 0; everything else stands on z = 0.
    """
    if not model.primitives:
        return 0.0
    lows, highs = _reach(solids_of(model.primitives)[0])
    low, high = lows.min(0), highs.max(0)
    off = {
        "on wall": max(abs(float(high[1])), abs(float(low[2]))),
        "ceiling": abs(float(high[2])),
    }.get(place, abs(float(low[2])))
    return off if off > _ON else 0.0


def _reach(solids: Solids) -> tuple[Float64, Float64]:
    """True lowest and highest corner (N, 3) of each solid, also of tilted and rounded ones."""
    axes = np.repeat(np.eye(3)[None], len(solids), axis=0)
    return solids.centre - solids.support(-axes), solids.centre + solids.support(axes)
