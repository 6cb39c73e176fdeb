# SPDX-License-Identifier: Apache-2.0
"""Things of bathrooms: soap, tubes, sponges, brushes, rolls, towel racks, hair dryers."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, hung, settled, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.primitives import Faces


def towel_rack(design: Design) -> Model:
    """A rail, two rails, a ladder or a ring on the wall, bare or with a towel."""
    model, shape = of_family(design, "towel rack", ("rail", "double", "ladder"), ("ring", "shelf"))
    metal, wide = finishes.metal(design), design.uniform(0.4, 0.7)
    out = design.uniform(0.07, 0.1)
    rails = [(out, 0.0)]
    if shape == "double":
        rails = [(out, 0.0), (out * 0.55, 0.08)]
    elif shape == "ladder":
        rails = [(out, 0.16 * number) for number in range(design.count(4, 6))]
    elif shape == "shelf":
        rails = [(0.05 + 0.05 * number, 0.1) for number in range(4)] + [(0.12, 0.0)]
    if shape == "ring":
        model.box((0, -0.02, 0), (0.05, 0.04, 0.05), metal)
        points = [(0.09 * float(np.sin(a)), -0.035, 0.09 * float(np.cos(a)) - 0.1)
                  for a in np.linspace(0, 2 * np.pi, 13)]  # fmt: skip
        return hung(tube(model, points, 0.012, metal))
    for y, z in rails:
        bar(model, (-wide / 2, -y, z), (wide / 2, -y, z), 0.016, metal)
    top = max(z for _, z in rails)
    far = max(y for y, _ in rails)
    for side in (-1, 1):
        x = side * wide * 0.48
        model.box((x, -far / 2, top), (0.02, far + 0.01, 0.02), metal)
        model.box((x, -far / 2, 0), (0.02, far + 0.01, 0.02), metal)
        if top > 0:
            model.box((x, -far, top / 2), (0.018, 0.018, top), metal)
    if shape != "ladder" and design.chance(0.5):
        cloth, drop = Model("towel", "towel: on a rack"), design.uniform(0.3, 0.5)
        broad, paint = wide * design.uniform(0.4, 0.8), finishes.fabric(design)
        for y in (-0.016, 0.016):
            cloth.box((0, y, -drop / 2), (broad, 0.01, drop), paint)
        cloth.box((0, 0, 0.012), (broad, 0.042, 0.012), paint)
        model.put(cloth, (0, -rails[0][0] if shape != "shelf" else -0.12, 0.008))
    return hung(model)


def toilet_paper(design: Design) -> Model:
    """Rolls: one, a pile, or on a stand."""
    model, shape = of_family(design, "toilet paper", ("roll", "pile", "stand"), ("pack", "lying"))
    paint, core = finishes.paper(design), design.paint("cardboard", "dark")
    wide, tall = design.uniform(0.05, 0.06), 0.1
    places = [(0.0, 0.0, 0.0)]
    if shape == "pile":
        places = [(0.0, 0.0, tall * number) for number in range(design.count(2, 4))]
        if design.chance(0.5):
            places += [(0.125, 0.0, tall * number) for number in range(len(places) - 1)]
    elif shape == "pack":
        places = [(0.12 * x, 0.12 * y, tall * z) for x in range(2) for y in range(2)
                  for z in range(2)]  # fmt: skip
    elif shape == "stand":
        metal = finishes.metal(design)
        model.cylinder((0, 0, 0.01), 0.08, 0.02, metal)
        model.cylinder((0, 0, 0.3), 0.01, 0.58, metal)
        bar(model, (0, 0, 0.58), (0, -0.12, 0.58), 0.014, metal)
        model.cylinder((0, -0.07, 0.56), wide, tall, paint, "y")
        places = []
    elif shape == "lying":
        model.cylinder((0, 0, wide), wide, tall, paint, "x")
        model.cylinder((0.001, 0, wide), 0.02, tall + 0.002, core, "x")
        model.box((0, -0.07, 0.002), (tall, 0.16, 0.004), paint)
        places = []
    for x, y, z in places:
        model.cylinder((x, y, z + tall / 2), wide, tall, paint)
        model.cylinder((x, y, z + tall / 2 + 0.001), 0.02, tall, core)
    return settled(model)


def toothbrush(design: Design) -> Model:
    """Brushes in a cup, one that lies, an electric one on its charger."""
    model, shape = of_family(design, "toothbrush", ("lying", "electric", "in a cup"), ("pair",))
    if shape in ("lying", "pair"):
        for number in range(2 if shape == "pair" else 1):
            paint, y = finishes.plastic(design, "vivid", "white"), number * 0.03
            bar(model, (-0.09, y, 0.006), (0.09, y, 0.007), 0.011, paint)
            model.box((0.078, y, 0.017), (0.028, 0.011, 0.012), finishes.plastic(design, "white"))
        return settled(model)
    if shape == "electric":
        paint = finishes.plastic(design, "white", "dark", "vivid")
        model.cylinder((0, 0, 0.012), 0.03, 0.024, paint)
        model.cylinder((0, 0, 0.1), 0.015, 0.16, paint)
        model.cylinder((0, 0, 0.2), 0.005, 0.05, finishes.plastic(design, "white"))
        return model.box((0, -0.006, 0.225), (0.012, 0.02, 0.02), finishes.plastic(design))
    model.cylinder((0, 0, 0.05), 0.035, 0.1, finishes.ceramic(design, "any"), faces=Faces.SIDE)
    model.cylinder((0, 0, 0.004), 0.035, 0.008, finishes.ceramic(design))
    for number in range(design.count(1, 3)):
        angle = 2.1 * number + 0.4
        x, y = 0.03 * float(np.cos(angle)), 0.03 * float(np.sin(angle))
        paint = finishes.plastic(design, "vivid", "white")
        bar(model, (-x * 0.5, -y * 0.5, 0.005), (x * 1.1, y * 1.1, 0.18), 0.01, paint)
    return settled(model)


def toothpaste(design: Design) -> Model:
    """A tube, lying or on its cap, or a pump."""
    model, shape = of_family(design, "toothpaste", ("lying", "upright", "rolled up"), ("pump",))
    paint, cap = finishes.plastic(design, "white", "vivid"), finishes.plastic(design)
    long = design.uniform(0.1, 0.17)
    if shape == "pump":
        model.cylinder((0, 0, long / 2), 0.022, long, paint)
        return model.box((0, -0.012, long + 0.01), (0.02, 0.045, 0.02), cap)
    wedge = [(-0.017, 0.0), (0.017, 0.0), (0.002, long), (-0.002, long)]  # (y, z)
    if shape == "upright":
        model.cylinder((0, 0, 0.012), 0.018, 0.024, cap)
        return model.prism(wedge, 0.048, paint, (0, 0, 0.024), "x")
    side = [(0.0, 0.002), (0.0, 0.034), (long, 0.014), (long, 0.002)]
    model.prism(side, 0.048, paint, (0, 0, 0), "x")
    model.cylinder((0, -0.012, 0.018), 0.015, 0.026, cap, "y")
    if shape == "rolled up":
        model.cylinder((0, long, 0.011), 0.011, 0.05, paint, "x")
    return settled(model)


def soap(design: Design) -> Model:
    """A bar, on a dish or without."""
    model, shape = of_family(design, "soap", ("bar", "oval", "on a dish"), ("stack",))
    paint = finishes.plastic(design, "white", "vivid", "neutral")._replace(material="soap")
    size, up = (design.uniform(0.07, 0.1), design.uniform(0.045, 0.065), 0.028), 0.0
    if shape == "on a dish":
        dish = finishes.ceramic(design, "any")
        model.cylinder((0, 0, 0.008), 0.065, 0.016, dish, taper=1.15, radius_y=0.045)
        up = 0.016
    for number in range(2 if shape == "stack" else 1):
        at = (0.0, 0.0, up + 0.014 + 0.028 * number)
        if shape == "oval":
            model.ellipsoid(at, (size[0] / 2, size[1] / 2, 0.014), paint)
        else:
            model.box(at, size, design.tinted(paint), roundness=4)
    return settled(model)


def shampoo(design: Design) -> Model:
    """One to three bottles: flat, with a pump, on their caps."""
    model, shape = of_family(design, "shampoo", ("flat", "round", "on its cap"), ("pump", "tube"))
    for number in range(design.choose((1, 1, 2, 3))):
        paint, cap = finishes.plastic(design), finishes.plastic(design)
        x, wide, high = number * 0.1, design.uniform(0.03, 0.038), design.uniform(0.15, 0.23)
        low = 0.03 if shape in ("on its cap", "tube") else 0.0
        if low:
            model.cylinder((x, 0, low / 2), wide * 0.8, low, cap)
        if shape in ("flat", "on its cap"):
            model.box((x, 0, low + high / 2), (2 * wide, 1.1 * wide, high), paint, roundness=5)
        else:
            taper = 1.0 if shape != "tube" else 0.6
            model.cylinder((x, 0, low + high / 2), wide, high, paint, taper=taper)
        if not low:
            model.cylinder((x, 0, high + 0.01), 0.014, 0.03, cap)
        if shape == "pump":
            model.cylinder((x, 0, high + 0.04), 0.006, 0.05, cap)
            model.box((x, -0.014, high + 0.065), (0.016, 0.05, 0.012), cap)
    return settled(model)


def sponge(design: Design) -> Model:
    """Sponges: with a scouring side, round, in a heap."""
    model, shape = of_family(design, "sponge", ("two layers", "plain", "pair"), ("round",))
    soft = finishes.plastic(design, "vivid", "any")._replace(material="foam")
    size = (design.uniform(0.09, 0.12), design.uniform(0.06, 0.075), design.uniform(0.025, 0.04))
    if shape == "round":
        return settled(model.ellipsoid((0, 0, 0.04), (0.06, 0.06, 0.04), soft))
    for number in range(2 if shape == "pair" else 1):
        z = size[2] * number
        model.box((0.01 * number, 0, z + size[2] / 2), size, soft, roundness=8)
        if shape != "plain":
            scour = finishes.fabric(design, "leaf", "dark")
            model.box((0.01 * number, 0, z + size[2] - 0.004), (size[0], size[1], 0.009), scour)
    return settled(model)


def hair_dryer(design: Design) -> Model:
    """A hair dryer that lies."""
    model, shape = of_family(design, "hair dryer", ("large", "compact", "nozzle"), ("ring",))
    paint, dark = finishes.plastic(design), finishes.plastic(design, "dark")
    long, wide = design.uniform(0.15, 0.22), design.uniform(0.035, 0.045)
    if shape == "ring":
        model.cylinder((0, 0, wide), 0.045, 0.09, paint, "x")
    else:
        taper = 0.8 if shape != "compact" else 1.0
        model.cylinder((0, 0, wide), wide, long, paint, "x", taper)
        if shape == "nozzle":
            model.box((long / 2 + 0.02, 0, wide), (0.06, 0.075, 0.02), dark)
        model.cylinder((-long / 2, 0, wide), wide * 0.8, 0.015, dark, "x")
    bar(model, (0, 0, wide), (0.02, -0.17, wide), 0.034, dark)
    tube(model, [(0.02, -0.17, wide), (0.05, -0.24, 0.005), (-0.1, -0.28, 0.005),
                 (-0.18, -0.2, 0.005)], 0.008, dark)  # fmt: skip
    return settled(model)
