# SPDX-License-Identifier: Apache-2.0
"""Fences, garden walls, gates, guard rails and construction fences, a piece along x each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.streets.materials import masonry, steel
from ws3d_model.worlds.streets.solids import Float64, add, bar, merged, quads, tube

_ROOT = 0.25  # metres of post below the ground
Span = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Border:
    """A style that all pieces of one border share."""

    name: str
    family: str
    height: float
    paint: Paint
    second: Paint


def border(design: Design, name: str) -> Border:
    """Draw a "fence", "wall", "guard rail" or "construction fence"."""
    families: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "fence": (("pickets", "boards", "bars", "wire mesh", "rails"), ("lattice", "wattle")),
        "wall": (("plastered", "with coping", "with piers"), ("gabion",)),
        "guard rail": (("beam", "double beam"), ("cable",)),
        "construction fence": (("mesh panel", "solid panel"), ("barrier boards",)),
    }
    train, held_out = families[name]
    family = design.family(name, train, held_out)
    heights = {"fence": (0.7, 2.0), "wall": (0.5, 2.2), "guard rail": (0.65, 0.8)}
    height = design.uniform(*heights.get(name, (1.8, 2.1)))
    if family == "barrier boards":
        height = 1.1
    if name == "wall":
        paint = masonry(design)
    elif name == "fence" and family in ("pickets", "boards", "lattice", "wattle", "rails"):
        paint = design.paint("wood", "wood", "white")
    else:
        paint = steel(design)
    return Border(name, family, height, paint, steel(design))


def piece(design: Design, style: Border, length: float) -> Model:
    """One piece of a border, its middle at the origin."""
    model = Model(style.name, f"{style.name}: {style.family}")
    high, half = style.height, length / 2
    if style.name == "wall":
        model.box((0, 0, (high - 0.4) / 2), (length, 0.24, high + 0.4), style.paint)
        if style.family == "with coping":
            model.box((0, 0, high + 0.03), (length, 0.34, 0.07), style.second)
        elif style.family == "with piers":
            model.box((0, 0, (high - 0.2) / 2), (0.4, 0.4, high + 0.6), style.paint)
        return model
    ends = (-half + 0.03, half - 0.03)
    if style.name == "construction fence":
        for x in ends:
            model.box((x, 0, 0.07), (0.22, 0.6, 0.14), design.paint("dark", "concrete"))
        posts = [bar((x, 0, 0.1), (x, 0, high), 0.04, 0.04) for x in ends]
    else:
        posts = [bar((x, 0, -_ROOT), (x, 0, high), 0.08, 0.08) for x in ends[: 1 + (length > 2.2)]]
    rows = _rows(style)
    rails = [bar((-half, 0.0, z), (half, 0.0, z), thick, tall) for z, thick, tall in rows]
    add(model, merged([*posts, *rails]), style.second if style.name == "fence" else style.paint)
    filling = _filling(style, half, high)
    if len(filling):
        add(model, quads(filling), style.paint)
    if style.family == "lattice":
        for shift in np.arange(-half, half, 0.35).tolist():
            add(
                model,
                bar((shift, 0, 0.1), (min(shift + high, half), 0, high - 0.1), 0.02, 0.04),
                style.paint,
            )
    return model


def _rows(style: Border) -> list[tuple[float, float, float]]:
    """Rails: height above the ground, thickness, height of the profile."""
    high = style.height
    return {
        "pickets": [(0.25, 0.03, 0.07), (high - 0.2, 0.03, 0.07)],
        "rails": [(high * s, 0.04, 0.12) for s in (0.35, 0.65, 0.95)],
        "bars": [(0.12, 0.03, 0.03), (high - 0.1, 0.03, 0.03)],
        "wire mesh": [(high - 0.02, 0.04, 0.04)],
        "beam": [(high - 0.15, 0.06, 0.3)],
        "double beam": [(high - 0.15, 0.06, 0.28), (high - 0.5, 0.06, 0.2)],
        "cable": [(high * s, 0.02, 0.02) for s in (0.5, 0.7, 0.9)],
        "mesh panel": [(0.15, 0.04, 0.04), (high, 0.04, 0.04)],
        "solid panel": [(0.15, 0.04, 0.04), (high, 0.04, 0.04)],
        "barrier boards": [(0.45, 0.03, 0.2), (high - 0.1, 0.03, 0.2)],
        "lattice": [(0.1, 0.03, 0.05), (high - 0.05, 0.03, 0.05)],
    }.get(style.family, [])


def _filling(style: Border, half: float, high: float) -> Float64:
    """Upright and level strips (N, 4, 3) in the plane y = 0."""
    if style.family in ("boards", "solid panel", "wattle"):
        return _strips([(-half, half)], (0.08, high), True)
    steps = {
        "pickets": (0.16, 0.09),
        "bars": (0.13, 0.02),
        "wire mesh": (0.12, 0.008),
        "mesh panel": (0.12, 0.01),
    }
    if style.family not in steps:
        return np.zeros((0, 4, 3))
    pitch, wide = steps[style.family]
    xs = np.arange(-half + pitch / 2, half, pitch)
    upright = _strips([(x - wide / 2, x + wide / 2) for x in xs.tolist()], (0.08, high), True)
    if style.family not in ("wire mesh", "mesh panel"):
        return upright
    zs = np.arange(0.2, high, 0.2)
    level = _strips([(z - 0.005, z + 0.005) for z in zs.tolist()], (-half, half), False)
    return np.concatenate([upright, level])


def _strips(spans: list[Span], other: Span, upright: bool) -> Float64:
    a, b = np.array(spans).T
    c, d = np.full(len(a), other[0]), np.full(len(a), other[1])
    zero = np.zeros(len(a))
    flat = [(a, c), (b, c), (b, d), (a, d)]
    rows = [(u, zero, v) if upright else (v, zero, u) for u, v in flat]
    return np.stack([np.stack(row, 1) for row in rows], 1)


def gate(design: Design, width: float) -> Model:
    """A garden or driveway gate between two posts, closed or a wing open."""
    family = design.family("gate", ("bars", "boards", "farm gate"), ("arched",))
    model, paint = Model("gate", f"gate: {family}"), design.paint("dark", "wood", "metal", "white")
    high, half = design.uniform(0.9, 1.8), width / 2
    for x in (-half + 0.1, half - 0.1):
        model.box((x, 0, high / 2 - 0.1), (0.2, 0.2, high + 0.4), design.paint("concrete", "brick"))
    inner = half - 0.25
    if family == "boards":
        model.box((0, 0, high / 2 + 0.05), (2 * inner, 0.04, high - 0.1), paint)
        return model
    count = 4 if family == "farm gate" else 2
    rails = [
        bar((-inner, 0, z), (inner, 0, z), 0.04, 0.06)
        for z in np.linspace(0.15, high - 0.05, count).tolist()
    ]
    if family == "farm gate":
        rails.append(bar((-inner, 0, 0.15), (inner, 0, high - 0.05), 0.04, 0.06))
    else:
        rails += [
            bar((x, 0, 0.12), (x, 0, high), 0.025, 0.025)
            for x in np.arange(-inner, inner, 0.14).tolist()
        ]
    if family == "arched":
        bow = [
            (half * float(np.cos(a)), 0.0, high + 0.9 * float(np.sin(a)))
            for a in np.linspace(0, np.pi, 7)
        ]
        rails.append(tube(bow, [0.04] * 7, 5))
    add(model, merged(rails), paint)
    return model
