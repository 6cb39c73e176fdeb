# SPDX-License-Identifier: Apache-2.0
"""Parts that all motor vehicles share: wheels, lamps, number plates, mirrors, seats with people."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint, Pattern
from ws3d_model.worlds.streets.materials import reflective, tyre
from ws3d_model.worlds.streets.solids import Solid, slab


def axle(
    model: Model, design: Design, y: float, track: float, radius: float, width: float = 0.2
) -> None:
    """Two wheels with rims at `y`; `track` is the outer distance between them, metres."""
    rubber, rim = tyre(design), design.paint("metal", "dark", pattern=Pattern.PLAIN)
    for side in (-1.0, 1.0):
        x = side * (track - width) / 2
        model.cylinder((x, y, radius), radius, width, rubber, axis="x")
        model.cylinder((x + side * 0.012, y, radius), radius * 0.62, width, rim, axis="x")


def hull(
    length: float,
    half_width: float,
    clearance: float,
    ridge: list[tuple[float, float]],
    axles: list[float],
    wheel: float,
    tuck: float = 0.06,
) -> Solid:
    """The lower body: a slab with wheel arches.

    Args:
        length: from front (-y) to back (+y), metres.
        half_width: of the widest part.
        clearance: height of the underside.
        ridge: (y, z) of the upper edge from front to back.
        axles: y of the wheels.
        wheel: radius of the wheels.
        tuck: how much narrower the upper edge is.
    """
    arch = wheel * 1.12
    stations = {y for y, _ in ridge} | {-length / 2, length / 2}
    for axle_y in axles:
        stations |= {axle_y + arch * step for step in (-1.0, -0.8, -0.45, 0.0, 0.45, 0.8, 1.0)}
    y = np.array(sorted(s for s in stations if -length / 2 <= s <= length / 2))
    top = np.interp(y, [p[0] for p in ridge], [p[1] for p in ridge])
    bottom = np.full(len(y), clearance)
    for axle_y in axles:
        gap = np.clip(1 - ((y - axle_y) / arch) ** 2, 0, 1)
        bottom = np.maximum(bottom, np.where(gap > 0, wheel + arch * np.sqrt(gap), 0.0))
    bottom = np.minimum(bottom, top - 0.05)
    # Bumpers are rounded as seen from above.
    ends = 1 - 0.12 * np.clip((np.abs(y) - length / 2 + 0.35) / 0.35, 0, 1) ** 2
    wide = half_width * ends
    return slab(y.tolist(), bottom.tolist(), top.tolist(), wide.tolist(), (wide - tuck).tolist())


def lamps(model: Model, design: Design, length: float, half_width: float, height: float) -> None:
    """Head and tail lamps with retroreflectors, and number plates."""
    front = reflective(design, (0.9, 0.9, 0.85))._replace(infrared=0.5)
    back = reflective(design, (0.7, 0.08, 0.06))
    plate = reflective(design, (0.9, 0.9, 0.88), (0.85, 0.75, 0.2))
    for side in (-1.0, 1.0):
        x = side * half_width * 0.66
        model.box((x, -length / 2 + 0.04, height), (0.3, 0.1, 0.12), front)
        model.box((x, length / 2 - 0.04, height + 0.06), (0.2, 0.1, 0.16), back)
    model.box((0, -length / 2, height - 0.16), (0.5, 0.03, 0.11), plate)
    model.box((0, length / 2, height - 0.06), (0.5, 0.03, 0.11), plate)


def mirrors(model: Model, y: float, half_width: float, z: float, paint: Paint) -> None:
    """Two wing mirrors."""
    for side in (-1.0, 1.0):
        model.box((side * (half_width + 0.06), y, z), (0.18, 0.1, 0.14), paint)


def seats(model: Model, design: Design, ys: list[float], floor: float, half_width: float) -> None:
    """Seat backs behind the glass, in pairs."""
    fabric = design.paint("dark", "neutral", material="fabric")
    for y in ys:
        for side in (-1.0, 1.0):
            x = side * half_width * 0.45
            model.box((x, y, floor + 0.12), (0.42, 0.14, 0.4), fabric)
            model.box((x, y + 0.02, floor + 0.4), (0.22, 0.1, 0.16), fabric)
