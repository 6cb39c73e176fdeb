# SPDX-License-Identifier: Apache-2.0
"""Building sites and road works: cones, barriers, containers, portable toilets, speed bumps."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.streets.materials import reflective, tyre
from ws3d_model.worlds.streets.solids import add, slab

_ORANGE, _WHITE, _RED = (0.95, 0.4, 0.08), (0.92, 0.92, 0.9), (0.75, 0.08, 0.08)


def traffic_cone(design: Design) -> Model:
    """A cone with collars; a tall marker or a flat plate marker."""
    family = design.family("traffic cone", ("small", "tall", "slim"), ("drum",))
    model = Model("traffic cone", f"traffic cone: {family}")
    orange = reflective(design, _ORANGE, _RED)._replace(infrared=0.5, material="plastic")
    high = {"small": 0.42, "tall": 0.75, "slim": 0.95, "drum": 0.95}[family] * design.uniform(
        0.9, 1.1
    )
    foot = {"slim": 0.09, "drum": 0.26}.get(family, high * 0.24)
    taper = {"slim": 0.8, "drum": 0.85}.get(family, 0.2)
    model.box((0, 0, 0.02), (foot * 2.6, foot * 2.6, 0.04), tyre(design))
    model.cylinder((0, 0, 0.04 + high / 2), foot, high, orange, taper=taper)
    collar = reflective(design, _WHITE)
    for share in (0.45, 0.75)[: design.count(1, 2)]:
        radius = foot * (1 - (1 - taper) * share) * 1.06
        model.cylinder((0, 0, 0.04 + share * high), radius, high * 0.14, collar, taper=0.9)
    return model


def barrier(design: Design) -> Model:
    """A piece of concrete wall, a plastic barrier or a striped board, along x."""
    family = design.family(
        "barrier", ("jersey", "plastic", "board", "crowd control"), ("step", "blocks")
    )
    model = Model("jersey barrier" if family == "jersey" else "barrier", f"barrier: {family}")
    long = design.uniform(1.8, 3.5)
    if family in ("jersey", "step"):
        grey = design.paint("concrete")
        outline = [
            (-0.3, 0.0),
            (0.3, 0.0),
            (0.3, 0.08),
            (0.17, 0.33),
            (0.09, 0.81),
            (-0.09, 0.81),
            (-0.17, 0.33),
            (-0.3, 0.08),
        ]
        if family == "step":
            outline = [
                (-0.28, 0.0),
                (0.28, 0.0),
                (0.28, 0.25),
                (0.12, 0.27),
                (0.1, 0.9),
                (-0.1, 0.9),
                (-0.12, 0.27),
                (-0.28, 0.25),
            ]
        model.prism(outline, long, grey, axis="x")
    elif family == "plastic":
        paint = reflective(design, _RED, _WHITE, _ORANGE)._replace(infrared=0.5, material="plastic")
        body = slab(
            [-0.25, -0.12, 0.12, 0.25],
            [0.0] * 4,
            [0.3, 0.85, 0.85, 0.3],
            [long * 0.48] * 4,
            [long * 0.48, long * 0.42, long * 0.42, long * 0.48],
        )
        add(model, body, paint)
    elif family == "blocks":
        model.box((0, 0, 0.35), (1.2, 0.6, 0.7), design.paint("concrete"))
    elif family == "board":
        for x in (-long * 0.42, long * 0.42):
            model.box((x, 0, 0.05), (0.2, 0.7, 0.1), tyre(design))
            model.box((x, 0, 0.55), (0.05, 0.05, 1.0), design.paint("metal"))
        for number in range(6):
            x = (number - 2.5) * long / 6
            model.box(
                (x, 0, 0.9),
                (long / 6, 0.03, 0.25),
                reflective(design, _RED if number % 2 else _WHITE),
            )
    else:
        steel = design.paint("metal")
        for z in (0.25, 1.05):
            model.box((0, 0, z), (long * 0.9, 0.04, 0.04), steel)
        for x in np.linspace(-long * 0.45, long * 0.45, 14).tolist():
            model.box((x, 0, 0.65), (0.02, 0.02, 0.8), steel)
        for x in (-long * 0.35, long * 0.35):
            model.box((x, 0, 0.13), (0.05, 0.05, 0.24), steel)
            model.box((x, 0, 0.02), (0.05, 0.6, 0.04), steel)
    return model


def shipping_container(design: Design) -> Model:
    """A steel container with ribs, or a site office with windows."""
    family = design.family("shipping container", ("short", "long", "site office"), ("tank frame",))
    model = Model("shipping container", f"shipping container: {family}")
    paint = design.paint("vivid", "neutral", material="metal")
    long = 12.0 if family == "long" else 6.06
    if family == "tank frame":
        model.cylinder((0, 0, 1.3), 1.1, long - 0.3, paint, axis="x")
        for x in (-long / 2, long / 2):
            for y in (-1.15, 1.15):
                model.box((x, y, 1.3), (0.16, 0.16, 2.6), paint)
        for y in (-1.15, 1.15):
            for z in (0.08, 2.52):
                model.box((0, y, z), (long, 0.16, 0.16), paint)
        return model
    model.box((0, 0, 1.3), (long, 2.36, 2.55), paint)
    for x in (-long / 2 + 0.06, long / 2 - 0.06):
        for y in (-1.17, 1.17):
            model.box((x, y, 1.3), (0.14, 0.14, 2.6), design.tinted(paint))
    if family == "site office":
        for x in (-1.6, 1.6):
            model.box((x, -1.18, 1.55), (1.1, 0.05, 1.0), design.paint("glass", gloss=0.5))
        model.box((0, -1.18, 1.05), (0.9, 0.05, 2.0), design.paint("white", "neutral"))
    else:
        for x in np.arange(-long / 2 + 0.3, long / 2 - 0.2, 0.28).tolist():
            for y in (-1.19, 1.19):
                model.box((x, y, 1.3), (0.12, 0.04, 2.35), design.tinted(paint, 0.04))
    return model


def portable_toilet(design: Design) -> Model:
    """A toilet cabin of a building site."""
    family = design.family("portable toilet", ("flat roof", "domed roof"), ("wide",))
    model = Model("portable toilet", f"portable toilet: {family}")
    paint = design.paint("vivid", "leaf", material="plastic")
    wide, high = (1.6 if family == "wide" else 1.1), design.uniform(2.1, 2.35)
    model.box((0, 0, 0.07), (wide + 0.06, 1.2, 0.14), design.paint("dark"))
    model.box((0, 0, high / 2), (wide, 1.1, high - 0.1), paint)
    model.box((0, -0.57, high * 0.48), (0.7, 0.04, high * 0.82), design.tinted(paint, 0.3))
    roof = design.paint("white", "neutral")
    if family == "domed roof":
        model.ellipsoid((0, 0, high - 0.05), (wide * 0.52, 0.58, 0.22), roof)
    else:
        model.box((0, 0, high), (wide + 0.08, 1.2, 0.1), roof)
    return model


def speed_bump(design: Design, width: float) -> Model:
    """A bump across the lane, along x; taken slowly along y."""
    family = design.family("speed bump", ("round", "table"), ("cushion",))
    model = Model("speed bump", f"speed bump: {family}")
    half = {"round": 0.25, "table": 1.6, "cushion": 1.0}[family]
    high, flat = design.uniform(0.05, 0.09), half * (0.3 if family == "round" else 0.7)
    outline = [
        (-half, -0.05),
        (half, -0.05),
        (half, 0.004),
        (flat, high),
        (-flat, high),
        (-half, 0.004),
    ]
    wide = width if family != "cushion" else min(width, 1.8)
    paint = (
        reflective(design, (0.85, 0.7, 0.1))._replace(infrared=0.5)
        if family == "round"
        else (design.paint("asphalt", "brick"))
    )
    return model.prism(outline, wide, paint, axis="x")
