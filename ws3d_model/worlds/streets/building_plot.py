# SPDX-License-Identifier: Apache-2.0
"""Building plot: a gap in a row of houses with a site fence, a digger, containers and barriers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.streets import materials, works
from ws3d_model.worlds.streets.construction import (
    barrier,
    portable_toilet,
    shipping_container,
    traffic_cone,
)
from ws3d_model.worlds.streets.fences import border, piece
from ws3d_model.worlds.streets.people import person
from ws3d_model.worlds.streets.road import Road, Side
from ws3d_model.worlds.streets.towed import excavator

_THINGS: tuple[tuple[Callable[[Design], Model], float], ...] = (
    (works.crane, 0.3),
    (excavator, 1.1),
    (portable_toilet, 0.9),
    (shipping_container, 0.8),
    (barrier, 1.5),
    (traffic_cone, 1.5),
    (works.scaffolding, 0.4),
    (partial(person, name="worker"), 1.2),
)


def dig(road: Road, side: Side, start: float, end: float) -> None:
    """Turn the land between two places along one side of a street into a building site."""
    design, site, sign = road.site.design, road.site, side.sign
    near, far = side.line + 0.6, side.line + design.uniform(10, 14)
    earth = materials.soil(design)
    site.ground.lay("soil", (start, end), (sign * near, sign * far), side.level, earth, 0.01)
    style = border(design, "construction fence")
    for u in np.arange(start + 1.5, end - 1.4, 3.0).tolist():
        site.stand(piece(design, style, 2.95), u, sign * (near + 0.4), np.pi / 2, room=0.0)
    for make, mean in _THINGS:
        for _ in range(design.rng.poisson(mean)):
            u, v = design.uniform(start + 2, end - 2), design.uniform(near + 1.5, far - 1.5)
            turn = design.count(0, 3) * np.pi / 2 + design.normal(0.1)
            site.stand(make(design), u, sign * v, turn, room=0.1)
