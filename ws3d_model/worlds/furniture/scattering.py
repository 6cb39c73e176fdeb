# SPDX-License-Identifier: Apache-2.0
"""Scattering: small things put on the free places of a model, none inside another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support

Maker = Callable[[Design], Model]


def scatter(design: Design, model: Model, makers: Sequence[Maker], most: int) -> Model:
    """Put up to `most` small things on each of the model's supports, none inside another."""
    for support in model.supports:
        taken: list[tuple[float, float, float, float]] = []
        for _ in range(design.count(0, most)):
            thing = design.choose(makers)(design)
            low, high = thing.bounds()
            if high[2] > support.headroom:
                continue
            yaw = design.choose((0.0, 0.0, np.pi / 2, np.pi)) + design.normal(0.2)
            cos, sin = np.cos(yaw), np.sin(yaw)
            half = (high[:2] - low[:2]) / 2
            middle = (high[:2] + low[:2]) / 2
            reach = np.abs([[cos, sin], [sin, cos]]) @ half
            place = _free_place(design, support, taken, float(reach[0]), float(reach[1]))
            if place is None:
                continue
            x, y = place
            taken.append((x - reach[0], x + reach[0], y - reach[1], y + reach[1]))
            x -= float(cos * middle[0] - sin * middle[1])
            y -= float(sin * middle[0] + cos * middle[1])
            model.put(thing, (x, y, support.z), yaw)
    return model


def _free_place(
    design: Design,
    support: Support,
    taken: Sequence[tuple[float, float, float, float]],
    half_x: float,
    half_y: float,
) -> tuple[float, float] | None:
    """Middle of a free rectangle on the support; the thing may reach 3 cm over its edge."""
    (x0, x1), (y0, y1) = support.x, support.y
    edge_x, edge_y = half_x - 0.03, half_y - 0.01
    if x1 - x0 < 2 * edge_x or y1 - y0 < 2 * edge_y:
        return None
    for _ in range(5):
        x, y = design.uniform(x0 + edge_x, x1 - edge_x), design.uniform(y0 + edge_y, y1 - edge_y)
        if all(
            x + half_x < a or x - half_x > b or y + half_y < c or y - half_y > d
            for a, b, c, d in taken
        ):
            return x, y
    return None
