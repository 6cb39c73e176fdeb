# SPDX-License-Identifier: Apache-2.0
"""Seats of their own kind: folding chairs, rocking chairs, rows of seats, school desks."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, legs, settled, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support, tilted


def folding_chair(design: Design) -> Model:
    """A chair on crossed legs: open, in wood or steel, with arms; or folded against the wall."""
    model, shape = of_family(design, "folding chair", ("steel", "slats", "director"), ("camping",))
    frame = finishes.wood(design) if shape in ("slats", "director") else finishes.metal(design)
    cover = finishes.fabric(design) if shape in ("director", "camping") else frame
    if shape == "steel" and design.chance(0.5):
        cover = finishes.plastic(design)
    wide, seat = design.uniform(0.42, 0.52), design.uniform(0.42, 0.47)
    back, half = design.uniform(0.76, 0.92), wide / 2
    if shape == "director":  # legs cross from side to side
        for y in (-0.2, 0.2):
            for side in (-1, 1):
                bar(model, (side * half, y, 0.0), (-side * half, y, seat), 0.028, frame)
        for side in (-1, 1):
            bar(model, (side * half, 0.2, seat - 0.02), (side * half, 0.22, back), 0.03, frame)
            bar(model, (side * half, -0.2, seat - 0.02), (side * half, -0.2, 0.63), 0.028, frame)
            model.box((side * half, 0, 0.64), (0.05, 0.46, 0.025), frame)
    else:
        for side in (-1, 1):
            x = side * half
            bar(model, (x, -0.24, 0), (x, 0.24, back), 0.024, frame)
            bar(model, (x * 0.92, 0.24, 0), (x * 0.92, -0.16, seat), 0.024, frame)
        for y, z in ((-0.2, 0.08), (0.22, 0.06)):
            bar(model, (-half, y, z), (half, y, z), 0.02, frame)
        if shape == "camping":
            for side in (-1, 1):
                model.box(
                    (side * (half + 0.02), 0, 0.62), (0.06, 0.5, 0.03), finishes.plastic(design)
                )
                bar(model, (side * half, -0.22, 0.62), (side * half, -0.16, seat), 0.024, frame)
    if shape == "slats":
        for side in (-1, 1):
            model.box((side * (half - 0.03), -0.02, seat - 0.017), (0.04, 0.36, 0.02), frame)
        for y in (-0.16, -0.09, -0.02, 0.05, 0.12):
            model.box((0, y, seat), (wide, 0.05, 0.018), frame)
        for z in (0.16, 0.3):
            y = 0.24 - 0.48 * (back - seat - z) / back
            model.box((0, y, seat + z), (wide, 0.018, 0.06), frame)
    else:
        model.box((0, -0.01, seat), (wide - 0.01, 0.38, 0.025), cover)
        tall = back - seat - 0.12
        y = 0.22 if shape == "director" else 0.24 - 0.24 * tall / back
        lean = tilted(0.0 if shape == "director" else -0.5)
        model.box((0, y, back - tall / 2), (wide, 0.018, tall), cover, lean)
    return settled(model)


def rocking_chair(design: Design) -> Model:
    """A chair on two curved runners: slatted, upholstered, a moulded shell, wicker."""
    model, shape = of_family(design, "rocking chair", ("slats", "padded", "shell"), ("wicker",))
    wood, wide = finishes.wood(design), design.uniform(0.5, 0.62)
    half, seat = wide / 2, design.uniform(0.38, 0.44)
    cover = {"padded": finishes.upholstery, "shell": finishes.plastic,
             "wicker": finishes.wicker}.get(shape, finishes.wood)(design)  # fmt: skip
    for side in (-1, 1):
        x = side * (half - 0.03)
        curve = [(x, -0.42, 0.1), (x, -0.22, 0.035), (x, 0.0, 0.015), (x, 0.25, 0.04),
                 (x, 0.5, 0.14)]  # fmt: skip
        tube(model, curve, 0.032, wood)
        for y in (-0.2, 0.22):
            bar(model, (x, y, 0.03), (x, y * 0.9, seat), 0.035, wood)
        if shape != "shell":
            bar(model, (x, -0.18, seat), (x, -0.18, seat + 0.2), 0.03, wood)
            model.box((x, 0.0, seat + 0.21), (0.06, 0.46, 0.03), wood)
    thick = 0.1 if shape == "padded" else 0.035
    model.box((0, 0, seat + thick / 2), (wide, 0.48, thick), cover, roundness=6)
    tall = design.uniform(0.5, 0.68)
    lean, middle = tilted(-0.25), (0.0, 0.24 + tall * 0.12, seat + thick / 2 + tall / 2)
    if shape == "slats":
        for x in (-0.8, -0.4, 0.0, 0.4, 0.8):
            at = (x * (half - 0.04), middle[1], middle[2])
            model.box(at, (0.05, 0.02, tall), cover, lean)
        top = (0.0, middle[1] + tall * 0.125, middle[2] + tall * 0.47)
        model.box(top, (wide, 0.03, 0.08), cover, lean)
    else:
        model.box(middle, (wide, thick, tall), cover, lean, 5)
    return settled(model)


def waiting_seats(design: Design) -> Model:
    """Two to five seats on one beam: shells, perforated steel, padded, with tables or arms."""
    model, shape = of_family(design, "waiting seats", ("shells", "steel", "padded"), ("wooden",))
    count, step = design.count(2, 5), design.uniform(0.52, 0.62)
    metal = finishes.metal(design)
    cover = {"shells": finishes.plastic, "steel": finishes.metal, "padded": finishes.upholstery,
             "wooden": finishes.wood}[shape](design)  # fmt: skip
    long = count * step
    model.box((0, 0.02, 0.34), (long, 0.06, 0.06), metal)
    feet = (-1, 1) if count < 5 else (-1, 0, 1)
    for side in feet:
        x = side * (long / 2 - 0.2)
        model.box((x, 0.02, 0.18), (0.05, 0.05, 0.3), metal)
        model.box((x, 0.0, 0.02), (0.06, 0.55, 0.04), metal)
    table = design.choose((-1, -1, count // 2)) if count > 2 else -1
    thick = 0.08 if shape == "padded" else 0.03
    arms = design.chance(0.5)
    for number in range(count):
        x = (number - (count - 1) / 2) * step
        if number == table:
            model.box((x, 0, 0.4), (step * 0.9, 0.45, 0.03), finishes.wood(design))
            model.box((x, 0.02, 0.375), (0.1, 0.1, 0.04), metal)
            model.supports = [Support((x - 0.2, x + 0.2), (-0.2, 0.2), 0.415, 0.6)]
            continue
        wide = step * 0.88
        model.box((x, -0.02, 0.4), (wide, 0.46, thick), cover, tilted(-0.06), 6)
        model.box((x, 0.24, 0.63), (wide, thick, 0.44), cover, tilted(-0.2), 6)
        bar(model, (x, 0.04, 0.35), (x, 0.2, 0.5), 0.05, metal)
        if arms:
            bar(model, (x + step / 2 - 0.02, 0, 0.34), (x + step / 2 - 0.02, 0, 0.6), 0.03, metal)
            model.box((x + step / 2 - 0.02, -0.02, 0.61), (0.04, 0.3, 0.03), metal)
    return settled(model)


def school_desk(design: Design) -> Model:
    """A pupil's desk: alone, with its seat on the same frame, for two, with a sloping lid."""
    model, shape = of_family(
        design, "school desk", ("single", "with seat", "double"), ("lid", "tablet arm")
    )
    frame = finishes.metal(design) if design.chance(0.7) else finishes.wood(design)
    top, high = finishes.wood(design), design.uniform(0.6, 0.76)
    wide = 1.2 if shape == "double" else design.uniform(0.6, 0.7)
    deep = design.uniform(0.45, 0.52)
    if shape == "tablet arm":
        model.box((0, 0, 0.43), (0.42, 0.42, 0.025), top)
        model.box((0, 0.22, 0.7), (0.4, 0.02, 0.32), top, tilted(-0.12))
        legs(model, 0.42, 0.42, 0.43, 0.025, frame)
        for side in (-1, 1):
            bar(model, (side * 0.18, 0.19, 0.42), (side * 0.18, 0.21, 0.6), 0.022, frame)
        bar(model, (0.19, -0.1, 0.42), (0.24, -0.14, 0.68), 0.025, frame)
        return settled(model.box((0.14, -0.2, 0.69), (0.34, 0.3, 0.02), top))
    lean = tilted(0.1 if shape == "lid" else 0.0)
    model.box((0, 0, high), (wide, deep, 0.025), top, lean)
    if shape in ("lid", "single", "double"):
        model.box((0, 0.02, high - 0.08), (wide * 0.9, deep * 0.8, 0.12), design.tinted(top, 0.3))
    legs(model, wide - 0.06, deep - 0.06, high, 0.032, frame)
    for side in (-1, 1):
        x = side * (wide / 2 - 0.05)
        bar(model, (x, -deep * 0.4, 0.06), (x, deep * 0.4, 0.06), 0.025, frame)
    if shape == "with seat":
        model.box((0, -0.52, 0.42), (0.4, 0.32, 0.025), top)
        model.box((0, -0.7, 0.65), (0.4, 0.02, 0.2), top, tilted(0.12))
        for side in (-1, 1):
            x = side * 0.16
            bar(model, (x, -deep * 0.4, 0.06), (x, -0.6, 0.06), 0.03, frame)
            bar(model, (x, -0.55, 0), (x, -0.52, 0.42), 0.03, frame)
            bar(model, (x, -0.64, 0.41), (x, -0.69, 0.6), 0.025, frame)
        bar(model, (-wide / 2 + 0.05, -deep * 0.38, 0.06), (wide / 2 - 0.05, -deep * 0.38, 0.06),
            0.025, frame)  # fmt: skip
    else:
        model.supports = [Support((-wide / 2, wide / 2), (-deep / 2, deep / 2), high + 0.0125, 1.0)]
        if shape == "lid":
            model.supports = []
    return settled(model)
