# SPDX-License-Identifier: Apache-2.0
"""Things of stores and warehouses: pallets, racks, tubs, barrels, gas bottles, bricks."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, ring, settled, tray
from ws3d_model.worlds.furniture.scattering import scatter
from ws3d_model.worlds.furniture.small_objects import box, small_box
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support, tilted, turned


def pallet(design: Design) -> Model:
    """Pallets of boards: one, a pile, of plastic, loaded, on edge against a wall."""
    model, shape = of_family(design, "pallet", ("single", "pile", "plastic"), ("block", "half"))
    paint = finishes.plastic(design) if shape == "plastic" else finishes.wood(design, "wood")
    wide, deep = (0.8, 0.6) if shape == "half" else (1.2, 0.8)
    for number in range(design.count(2, 6) if shape == "pile" else 1):
        z = number * 0.145
        for y in np.linspace(-deep / 2 + 0.05, deep / 2 - 0.05, design.choose((5, 7))):
            model.box((0, float(y), z + 0.133), (wide, 0.09, 0.022), design.tinted(paint))
        for x in (-wide / 2 + 0.05, 0.0, wide / 2 - 0.05):
            if shape in ("block", "plastic"):
                for y in (-deep / 2 + 0.06, 0.0, deep / 2 - 0.06):
                    model.box((x, y, z + 0.072), (0.1, 0.12, 0.1), paint)
                for up in (0.011, 0.115):
                    model.box((x, 0, z + up), (0.1, deep, 0.022), paint)
            else:
                model.box((x, 0, z + 0.061), (0.05, deep, 0.122), paint)
    high = float(model.bounds()[1][2])
    model.supports = [Support((-wide / 2, wide / 2), (-deep / 2, deep / 2), high, 1.2)]
    return settled(scatter(design, model, (box, box, small_box), 3))


def warehouse_rack(design: Design) -> Model:
    """A heavy rack of uprights and beams with loads on its levels."""
    model, shape = of_family(design, "warehouse rack", ("beams", "shelves", "mesh"), ("braced",))
    frame = finishes.metal(design, "vivid", "dark", "metal")
    beam = finishes.metal(design, "vivid", "metal")
    wide, deep = design.uniform(1.6, 2.6), design.uniform(0.6, 1.0)
    high, levels = design.uniform(1.9, 2.2), design.count(2, 3)
    for x in (-wide / 2, wide / 2):
        for y in (-deep / 2, deep / 2):
            model.box((x, y, high / 2), (0.08, 0.08, high), frame)
        for z in np.arange(0.15, high - 0.5, 0.5):
            bar(model, (x, -deep / 2, float(z)), (x, deep / 2, float(z) + 0.45), 0.03, frame)
    for level in range(levels):
        z = 0.12 + level * (high - 0.3) / levels
        for y in (-deep / 2, deep / 2):
            model.box((0, y, z), (wide, 0.05, 0.11), beam)
        deck = finishes.wood(design) if shape == "beams" else finishes.metal(design, "metal")
        model.box((0, 0, z + 0.065), (wide, deep, 0.02), deck)
        model.supports.append(
            Support((-wide / 2 + 0.06, wide / 2 - 0.06), (-deep / 2, deep / 2), z + 0.075,
                    (high - 0.3) / levels - 0.15)
        )  # fmt: skip
    if shape == "braced":
        for side in (-1, 1):
            bar(model, (-side * wide / 2, deep / 2, 0.1), (side * wide / 2, deep / 2, high - 0.1),
                0.025, frame)  # fmt: skip
    if shape == "mesh":
        for x in np.arange(-wide / 2 + 0.2, wide / 2, 0.2):
            model.box((float(x), deep / 2, high / 2), (0.012, 0.012, high - 0.1), frame)
    return settled(scatter(design, model, (box, box, storage_container), 5))


def storage_container(design: Design) -> Model:
    """Tubs and crates of plastic: open, lidded, nested, on wheels."""
    model, shape = of_family(
        design, "storage container", ("open tub", "lidded", "stack"), ("handles", "tray")
    )
    wide, deep = design.uniform(0.32, 0.6), design.uniform(0.26, 0.4)
    tall = 0.12 if shape == "tray" else design.uniform(0.18, 0.34)
    for number in range(design.count(2, 3) if shape == "stack" else 1):
        paint, z = finishes.plastic(design), number * (tall + 0.02)
        if shape in ("lidded", "stack"):
            model.box((0, 0, z + tall / 2), (wide * 0.96, deep * 0.94, tall), paint)
            model.box((0, 0, z + tall), (wide, deep, 0.03), design.tinted(paint, 0.4))
        else:
            tray(model, (0, 0, tall / 2), (wide, deep, tall), 0.012, paint)
            if shape == "handles":
                for side in (-1, 1):
                    model.box((side * wide * 0.52, 0, tall * 0.85), (0.04, 0.14, 0.03), paint)
    return settled(model)


def box_pile(design: Design) -> Model:
    """Four to twelve cartons in a heap: a wall of them, a pyramid, a tower, on a pallet."""
    model, shape = of_family(design, "box pile", ("wall", "pyramid", "mixed"), ("tower", "wrapped"))
    size = (design.uniform(0.3, 0.45), design.uniform(0.28, 0.4), design.uniform(0.22, 0.36))
    rows = {"tower": 4, "pyramid": 3}.get(shape, design.count(2, 3))
    across = {"tower": 1}.get(shape, design.count(2, 3))
    for row in range(rows):
        count = across + 1 - row if shape == "pyramid" else across
        for column in range(max(1, count)):
            paint = design.paint("cardboard") if design.chance(0.85) else finishes.plastic(design)
            x = (column - (count - 1) / 2) * (size[0] + 0.006)
            shrink = design.uniform(0.8, 1.0) if shape == "mixed" else 1.0
            own = (size[0] * shrink, size[1] * shrink, size[2])
            at = (x, design.normal(0.012), size[2] * (row + 0.5))
            model.box(at, own, paint, turned(design.normal(0.04 if shape != "wrapped" else 0.0)))
    if shape == "wrapped":
        tall = size[2] * rows
        model.box((0, 0, tall / 2), (size[0] * across + 0.05, size[1] + 0.08, tall + 0.01),
                  finishes.glass(design, 0.1, 0.3))  # fmt: skip
    return settled(model)


def barrel(design: Design) -> Model:
    """A drum of steel or plastic, a wooden cask, a keg, one on its side."""
    model, shape = of_family(design, "barrel", ("steel drum", "plastic", "cask"), ("keg", "lying"))
    radius, high = design.uniform(0.22, 0.3), design.uniform(0.6, 0.9)
    paint = finishes.wood(design) if shape in ("cask", "lying") else finishes.metal(design)
    hoop = finishes.metal(design, "dark", "metal")
    if shape == "plastic":
        paint, hoop = finishes.plastic(design), finishes.plastic(design, "dark")
    if shape == "keg":
        radius, high = 0.2, 0.5
    for part, taper in ((0.25, 1.18), (0.75, 1 / 1.18)) if shape in ("cask", "lying") else ():
        wide = radius if part < 0.5 else radius * 1.18
        model.cylinder((0, 0, high * part), wide, high / 2, paint, taper=taper)
    if not model.primitives:
        model.cylinder((0, 0, high / 2), radius, high, paint)
    for z in (0.02, 0.32, 0.68, 0.98):
        bulge = 1.2 - 0.2 * abs(z - 0.5) * 2 if shape in ("cask", "lying") else 1.0
        model.cylinder((0, 0, high * z), radius * bulge * 1.015, 0.03, hoop)
    if shape == "lying":
        for piece in model.primitives:
            piece.centre, piece.rotation = (
                tilted(np.pi / 2) @ piece.centre, tilted(np.pi / 2) @ piece.rotation
            )  # fmt: skip
        for y in (-high * 0.3, high * 0.3):
            model.box((0, y, -radius * 1.12), (0.5, 0.06, 0.1), finishes.wood(design))
    return settled(model)


def gas_cylinder(design: Design) -> Model:
    """A bottle for gas with its valve: tall, squat for camping, on a trolley, a pair."""
    model, shape = of_family(design, "gas cylinder", ("tall", "squat", "pair"), ("trolley",))
    dark = finishes.metal(design, "metal", "dark")
    radius, high = design.uniform(0.1, 0.14), design.uniform(1.0, 1.45)
    if shape == "squat":
        radius, high = design.uniform(0.14, 0.17), design.uniform(0.38, 0.55)
    for number in range(2 if shape == "pair" else 1):
        paint, x = finishes.metal(design, "vivid", "metal", "white", "dark"), number * 2.2 * radius
        model.cylinder((x, 0, high / 2), radius, high, paint)
        model.ellipsoid((x, 0, high), (radius, radius, radius * 0.8), design.tinted(paint, 0.4))
        model.cylinder((x, 0, high + radius * 0.8 + 0.04), 0.02, 0.1, dark)
        model.cylinder((x, -0.03, high + radius * 0.8 + 0.06), 0.015, 0.06, dark, "y")
        if shape == "squat":
            ring(model, (x, 0, high + radius * 0.9), radius * 0.6, 0.02, paint, pieces=10)
            for angle in (0.5, 2.6, 4.7):
                at = (x + radius * 0.6 * float(np.cos(angle)), radius * 0.6 * float(np.sin(angle)))
                bar(model, (*at, high), (*at, high + radius * 0.9), 0.02, paint)
    if shape == "trolley":
        for side in (-1, 1):
            bar(model, (side * 0.12, radius, 0.05), (side * 0.12, radius + 0.05, 1.1), 0.03, dark)
            model.cylinder((side * 0.2, radius + 0.05, 0.12), 0.12, 0.04, dark, "x")
        model.cylinder((0, radius + 0.05, 0.12), 0.015, 0.4, dark, "x")
        model.box((0, 0, -0.008), (0.3, 0.3, 0.016), dark)
    return settled(model)


def loose_brick(design: Design) -> Model:
    """Bricks: one, a pile, a row, with holes."""
    model, shape = of_family(design, "loose brick", ("single", "pile", "row"), ("paver", "hollow"))
    paint = finishes.stone(design)
    size = (0.22, 0.105, 0.065) if shape != "paver" else (0.2, 0.2, 0.05)
    if shape == "hollow":
        for x in (-0.14, 0.0, 0.14):
            model.box((x, 0, 0.095), (0.03, 0.17, 0.19), paint)
        for y in (-0.085, 0.085):
            model.box((0, y, 0.095), (0.31, 0.03, 0.19), paint)
        return model
    count = {"single": 1, "row": 3}.get(shape, design.count(3, 7))
    for number in range(count):
        z = size[2] * (number // 2) if shape in ("pile", "paver") else 0.0
        y = (number % 2) * (size[1] + 0.01) if shape in ("pile", "paver") else number * 0.12
        model.box((design.normal(0.01), y, z + size[2] / 2), size, design.tinted(paint, 0.2),
                  turned(design.normal(0.03)))  # fmt: skip
    return settled(model)
