# SPDX-License-Identifier: Apache-2.0
"""Soft seats besides sofas: recliners, ottomans, bean bags, high chairs."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, legs
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted


def recliner(design: Design) -> Model:
    """A padded seat that leans back, its footrest out or in."""
    cover = finishes.upholstery(design)
    model, shape = of_family(
        design, "recliner", ("block", "swivel", "rocker"), ("bent wood", "massage")
    )
    wide, deep = design.uniform(0.7, 0.98), design.uniform(0.7, 0.9)
    seat, back = design.uniform(0.4, 0.5), design.uniform(0.6, 0.8)
    lean = design.uniform(0.15, 0.7)
    arm = 0.06 if shape == "bent wood" else design.uniform(0.12, 0.22)
    inner = wide - 2 * arm
    if shape in ("swivel", "bent wood"):
        metal = finishes.frame(design)
        model.cylinder((0, 0, 0.02), 0.3, 0.04, metal)
        model.cylinder((0, 0, seat / 2), 0.05, seat - 0.1, metal)
    else:
        model.box((0, 0, (seat - 0.1) / 2 + 0.03), (inner, deep, seat - 0.1), cover)
        legs(model, wide, deep, 0.06, 0.06, finishes.frame(design))
    model.box((0, 0, seat - 0.08), (inner, deep, 0.18), design.tinted(cover), roundness=6)
    for side in (-1, 1):
        x = side * (wide - arm) / 2
        if shape == "bent wood":
            model.box((x, 0, seat - 0.02), (arm, 0.06, 0.4), finishes.wood(design))
            model.box((x, 0, seat + 0.18), (arm, deep * 0.8, 0.04), cover)
        else:
            rise = seat + 0.2 - 0.04
            model.box((x, 0, rise / 2 + 0.04), (arm, deep, rise), cover, roundness=8)
    turn = tilted(-lean)
    model.box(_along(deep / 2 - 0.08, seat - 0.05, lean, back / 2), (inner, 0.2, back), cover,
              turn, 6)  # fmt: skip
    if shape in ("massage", "block") and design.chance(0.6):
        at = _along(deep / 2 - 0.18, seat - 0.05, lean, back * 0.85)
        model.box(at, (inner * 0.9, 0.16, 0.22), design.tinted(cover), turn, 5)
    out = design.chance(0.5)
    if out:
        long, drop = design.uniform(0.3, 0.45), design.uniform(0.0, 0.12)
        start, end = (0.0, -deep / 2 + 0.05, seat - 0.1), (0.0, -deep / 2 - long, seat - 0.1 - drop)
        bar(model, start, end, 0.1, cover, inner * 0.9)
    return model.centred()


def _along(y: float, z: float, lean: float, up: float) -> tuple[float, float, float]:
    """The point `up` metres along a backrest that leans back from (y, z)."""
    top = tilted(-lean)[:, 2] * up
    return (0.0, y + float(top[1]), z + float(top[2]))


def ottoman(design: Design) -> Model:
    """A padded block to put feet on."""
    cover = finishes.upholstery(design)
    model, shape = of_family(
        design, "ottoman", ("cube", "drum", "on legs", "long"), ("ball", "tufted slab")
    )
    wide, high = design.uniform(0.38, 0.7), design.uniform(0.34, 0.46)
    deep = wide * design.uniform(0.75, 1.0)
    if shape == "drum":
        return model.cylinder((0, 0, high / 2), wide / 2, high, cover)
    if shape == "ball":
        return model.ellipsoid((0, 0, high / 2), (wide / 2, wide / 2, high / 2), cover)
    if shape == "long":
        wide = design.uniform(0.9, 1.4)
    if shape in ("on legs", "long", "tufted slab"):
        under = high - design.uniform(0.12, 0.2)
        legs(model, wide * 0.9, deep * 0.85, under + 0.02, 0.045, finishes.frame(design))
        model.box((0, 0, (under + high) / 2), (wide, deep, high - under), cover, roundness=10)
        if shape == "tufted slab":
            shelf = finishes.wood(design)
            model.box((0, 0, 0.1), (wide * 0.88, deep * 0.83, 0.03), shelf)
        return model.centred()
    model.box((0, 0, high / 2), (wide, deep, high), cover, roundness=design.choose((0.0, 9.0)))
    if design.chance(0.5):
        model.box((0, 0, high + 0.02), (wide * 1.02, deep * 1.02, 0.06), design.tinted(cover))
    return model.centred()


def bean_bag(design: Design) -> Model:
    """A sack filled with beads, pressed in where one sits."""
    cover = finishes.upholstery(design)
    wide, high = design.uniform(0.65, 1.0), design.uniform(0.35, 0.5)
    model, shape = of_family(design, "bean bag", ("pear", "heap", "with back"), ("square", "ball"))
    if shape == "square":
        model.box((0, 0, high * 0.35), (wide, wide, high * 0.7), cover, roundness=3)
        model.box((0, wide * 0.32, high * 0.8), (wide, wide * 0.45, high * 0.9), cover,
                  tilted(-0.4), 3)  # fmt: skip
        return model.centred()
    model.ellipsoid((0, 0, high * 0.45), (wide / 2, wide / 2, high * 0.45), cover)
    if shape == "pear":
        model.ellipsoid((0, wide * 0.15, high * 0.9), (wide * 0.28, wide * 0.25, high * 0.6), cover)
    elif shape == "with back":
        model.ellipsoid((0, wide * 0.25, high * 0.9), (wide * 0.45, wide * 0.2, high * 0.9), cover)
        model.ellipsoid((0, -wide * 0.2, high * 0.6), (wide * 0.4, wide * 0.25, high * 0.3), cover)
    elif shape == "heap":
        model.ellipsoid(
            (wide * 0.1, -wide * 0.1, high * 0.7), (wide / 3, wide / 3, high / 3), cover
        )
    return model.centred()


def high_chair(design: Design) -> Model:
    """A small seat on long legs with a tray, for toddlers."""
    paint = finishes.frame(design)
    seat, wide = design.uniform(0.5, 0.6), design.uniform(0.3, 0.38)
    model, shape = of_family(design, "high chair", ("splayed", "upright"), ("stair",))
    cover = finishes.plastic(design)
    if shape == "stair":
        for side in (-1, 1):
            x = side * wide / 2
            bar(model, (x, -0.22, 0.0), (x, 0.16, 0.8), 0.04, paint, 0.035)
            bar(model, (x, -0.24, 0.015), (x, 0.24, 0.015), 0.03, paint)
        model.box((0, -0.05, 0.28), (wide, 0.28, 0.02), paint)
        model.box((0, 0.0, seat), (wide, 0.32, 0.025), paint)
        model.box((0, 0.12, seat + 0.2), (wide, 0.03, 0.12), paint)
        return model.centred()
    legs(model, wide, wide, seat, 0.03, paint, 0.12 if shape == "splayed" else 0.03)
    model.box((0, 0, seat), (wide, wide, 0.05), cover, roundness=6)
    model.box((0, wide / 2, seat + 0.2), (wide, 0.04, 0.42), cover, roundness=6)
    for side in (-1, 1):
        model.box((side * wide / 2, 0, seat + 0.1), (0.03, wide, 0.2), cover)
    model.box(
        (0, -wide / 2 - 0.05, seat + 0.2), (wide + 0.1, 0.28, 0.025), finishes.plastic(design)
    )
    return model.centred()
