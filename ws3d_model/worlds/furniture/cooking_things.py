# SPDX-License-Identifier: Apache-2.0
"""Things for cooking that stand or hang: blenders, rice cookers, racks of spices and utensils."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, hung, ring, settled, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.primitives import Faces


def blender(design: Design) -> Model:
    """A jug on a motor, a food processor, a mixer with a bowl, a hand blender in its stand."""
    model, shape = of_family(design, "blender", ("jug", "processor", "bottle"), ("mixer", "stick"))
    body, high = finishes.appliance(design), design.uniform(0.1, 0.16)
    dark = finishes.plastic(design, "dark", "neutral")
    wide = design.uniform(0.065, 0.085)
    if shape == "stick":
        model.cylinder((0, 0, 0.01), 0.06, 0.02, dark)
        model.cylinder((0, 0, 0.12), 0.018, 0.22, body)
        return model.cylinder((0, 0, 0.29), 0.03, 0.14, dark)
    if shape == "mixer":
        model.box((0, 0.02, 0.02), (0.2, 0.32, 0.04), body, roundness=6)
        model.box((0, 0.12, 0.15), (0.1, 0.09, 0.24), body, roundness=6)
        model.box((0, 0.0, 0.3), (0.12, 0.34, 0.11), body, roundness=4)
        model.cylinder((0, -0.07, 0.21), 0.02, 0.1, dark)
        steel = finishes.metal(design, "metal")
        model.cylinder((0, -0.07, 0.11), 0.07, 0.13, steel, taper=1.4, faces=Faces.SIDE)
        return model.cylinder((0, -0.07, 0.05), 0.065, 0.02, steel).centred()
    model.cylinder((0, 0, high / 2), wide * 1.1, high, body, taper=0.85)
    model.cylinder((0, -wide * 1.0, high * 0.5), 0.018, 0.02, dark, "y")
    glass = finishes.glass(design, 0.2, 0.6)
    tall = design.uniform(0.18, 0.24) if shape != "processor" else 0.13
    broad = {"jug": wide * 0.8, "processor": wide * 1.25, "bottle": wide * 0.65}[shape]
    taper = {"jug": 1.25, "processor": 1.0, "bottle": 0.8}[shape]
    model.cylinder((0, 0, high + tall / 2), broad, tall, glass, taper=taper)
    model.cylinder((0, 0, high + tall + 0.012), broad * taper * 1.02, 0.03, dark)
    if shape != "bottle":
        x = broad * taper
        tube(model, [(x * 0.85, 0, high + tall * 0.9), (x + 0.045, 0, high + tall * 0.85),
                     (x + 0.04, 0, high + tall * 0.3), (x * 0.8, 0, high + tall * 0.25)],
             0.018, dark)  # fmt: skip
    if shape == "processor":
        model.box((0, 0, high + tall + 0.05), (0.07, 0.05, 0.06), glass)
    return model.centred()


def rice_cooker(design: Design) -> Model:
    """A pot with a hinged lid, a drum with a glass lid, a square one."""
    model, shape = of_family(design, "rice cooker", ("dome", "drum", "square"), ("oval", "tower"))
    body = finishes.plastic(design, "white", "dark", "vivid", "metal")
    wide, high = design.uniform(0.11, 0.15), design.uniform(0.14, 0.2)
    if shape == "tower":  # a steamer in storeys
        for number in range(3):
            paint = body if number == 0 else finishes.glass(design, 0.1, 0.4)
            model.cylinder((0, 0, 0.06 + 0.11 * number), wide, 0.105, paint, radius_y=wide * 0.8)
        return model.cylinder((0, 0, 0.345), wide, 0.025, body, radius_y=wide * 0.8)
    if shape == "square":
        model.box((0, 0, high / 2), (1.9 * wide, 2.1 * wide, high), body, roundness=5)
    else:
        deep = wide * 1.3 if shape == "oval" else wide
        model.cylinder((0, 0, high / 2), wide, high, body, radius_y=deep, taper=1.05)
        lid = finishes.glass(design) if shape == "drum" else design.tinted(body)
        rise = 0.03 if shape == "drum" else 0.06
        model.ellipsoid((0, 0, high), (wide * 0.98, deep * 0.98, rise), lid)
        if shape == "drum":
            model.cylinder((0, 0, high + rise), 0.018, 0.03, body)
            for side in (-1, 1):
                model.box((side * (wide + 0.02), 0, high * 0.7), (0.06, 0.06, 0.02), body)
    panel = finishes.screen(design)
    model.box((0, -wide * 1.02, high * 0.45), (0.09, 0.03, 0.06), panel)
    if shape in ("dome", "square"):
        top = high + (0.055 if shape == "dome" else 0.0)
        model.box((0, 0, top), (0.03, 0.16, 0.02), finishes.plastic(design, "dark"))
    return settled(model)


def paper_towel(design: Design) -> Model:
    """A kitchen roll, on a stand, alone, lying, or two of them."""
    model, shape = of_family(design, "paper towel", ("stand", "upright", "pair"), ("lying",))
    roll, wide = finishes.paper(design), design.uniform(0.05, 0.065)
    tall = design.uniform(0.21, 0.26)
    if shape == "lying":
        model.cylinder((0, 0, wide), wide, tall, roll, "x")
        return model.box((0, wide, 0.003), (tall * 0.95, 2 * wide, 0.006), roll).centred()
    if shape == "stand":
        foot = finishes.wood(design) if design.chance(0.5) else finishes.metal(design)
        model.cylinder((0, 0, 0.008), wide * 1.25, 0.016, foot)
        model.cylinder((0, 0, tall / 2 + 0.03), 0.008, tall + 0.06, foot)
        return model.cylinder((0, 0, tall / 2 + 0.016), wide, tall, roll)
    for number in range(2 if shape == "pair" else 1):
        model.cylinder((number * 2.1 * wide, 0, tall / 2), wide, tall, roll)
        hole = design.paint("cardboard", "dark")
        model.cylinder((number * 2.1 * wide, 0, tall + 0.001), 0.02, 0.004, hole)
    return model.centred()


def spice_rack(design: Design) -> Model:
    """A small shelf or a carousel full of jars."""
    model, shape = of_family(design, "spice rack", ("steps", "shelf", "tray"), ("carousel",))
    paint = finishes.wood(design) if design.chance(0.6) else finishes.metal(design)
    if shape == "carousel":
        model.cylinder((0, 0, 0.01), 0.09, 0.02, paint)
        model.cylinder((0, 0, 0.15), 0.012, 0.28, paint)
        for level in (0.02, 0.15):
            model.cylinder((0, 0, level), 0.09, 0.012, paint)
            for angle in np.arange(8) * np.pi / 4:
                x, y = 0.065 * float(np.cos(angle)), 0.065 * float(np.sin(angle))
                model.cylinder((x, y, level + 0.05), 0.022, 0.09, finishes.glass(design, 0.1, 0.3))
        return model
    wide = design.uniform(0.28, 0.42)
    rows = 1 if shape == "tray" else design.count(2, 3)
    for row in range(rows):
        y, z = (row * 0.06, row * 0.05) if shape == "steps" else (0.0, row * 0.13)
        model.box((0, y, z + 0.008), (wide, 0.065, 0.016), paint)
        if shape == "steps" and row:
            model.box((0, y, z / 2), (wide, 0.065, z), paint)
        else:
            model.box((0, y - 0.03, z + 0.025), (wide, 0.008, 0.05), paint)
        for x in np.arange(-wide / 2 + 0.03, wide / 2 - 0.02, 0.052):
            if design.chance(0.85):
                glass, lid = finishes.glass(design, 0.1, 0.3), finishes.plastic(design)
                model.cylinder((float(x), y, z + 0.052), 0.021, 0.075, glass)
                model.cylinder((float(x), y, z + 0.095), 0.021, 0.018, lid)
    if shape != "steps":
        high = 0.13 * rows
        for side in (-1, 1):
            model.box((side * wide / 2, 0, high / 2), (0.012, 0.075, high), paint)
    return model.centred()


def utensil_rack(design: Design) -> Model:
    """A rail on the wall from which ladles and spoons hang."""
    model, shape = of_family(design, "utensil rack", ("rail", "board", "hooks"), ("magnet bar",))
    metal = finishes.metal(design, "metal", "dark")
    wide, y = design.uniform(0.35, 0.7), -0.03
    if shape in ("board", "hooks", "magnet bar"):
        tall = 0.05 if shape == "magnet bar" else 0.09
        paint = finishes.wood(design) if shape != "magnet bar" else metal
        model.box((0, -0.012, 0), (wide, 0.024, tall), paint)
    else:
        bar(model, (-wide / 2, y, 0), (wide / 2, y, 0), 0.014, metal)
        for side in (-1, 1):
            model.box((side * wide * 0.45, -0.015, 0), (0.02, 0.03, 0.03), metal)
    for x in np.arange(-wide / 2 + 0.05, wide / 2 - 0.03, design.uniform(0.07, 0.1)):
        place, long = float(x), design.uniform(0.2, 0.32)
        paint = design.choose((metal, finishes.plastic(design), finishes.wood(design)))
        bar(model, (place, y, 0.015), (place, y, -long), 0.012, paint)
        head = design.choose(("ladle", "slice", "fork", "whisk"))
        if head == "ladle":
            model.ellipsoid((place, y - 0.01, -long), (0.04, 0.03, 0.03), paint)
        elif head == "slice":
            model.box((place, y, -long - 0.03), (0.07, 0.006, 0.1), paint)
        elif head == "whisk":
            ring(model, (place, y, -long - 0.05), 0.028, 0.006, paint, "y", 8, 0.06)
        else:
            model.box((place, y, -long - 0.02), (0.035, 0.006, 0.07), paint)
    return hung(model)
