# SPDX-License-Identifier: Apache-2.0
"""What clothes hang on: garment racks, coat racks, mannequins; and shoe racks, umbrella stands."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, castors, ring, settled
from ws3d_model.worlds.furniture.small_objects import shoes
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted, turned
from ws3d_model.worlds.shapes.primitives import Faces


def _garment(design: Design, long: float) -> Model:
    """A shirt or coat on a hanger, its hook at z = 0; it hangs along y."""
    model, cloth = Model("clothes", "clothes: on a hanger"), finishes.fabric(design)
    wide, thick = design.uniform(0.36, 0.5), design.uniform(0.03, 0.09)
    outline = [(-wide / 2, -0.1), (-0.05, -0.04), (0.05, -0.04), (wide / 2, -0.1),
               (wide / 2 * design.uniform(0.9, 1.1), -long), (-wide / 2, -long)]  # fmt: skip
    model.prism(outline, thick, cloth, (0, 0, 0), "x")
    return model.box((0, 0, -0.025), (0.012, 0.012, 0.06), finishes.metal(design))


def garment_rack(design: Design) -> Model:
    """A rail on posts with clothes on hangers."""
    model, shape = of_family(
        design, "clothes rail", ("rail", "double rail", "pipe"), ("round", "A-frame")
    )
    metal = finishes.metal(design)
    wide, high = design.uniform(0.9, 1.6), design.uniform(1.35, 1.75)
    share = design.uniform(0.2, 1.0)
    if shape == "round":
        radius = design.uniform(0.35, 0.5)
        model.cylinder((0, 0, 0.015), 0.25, 0.03, metal)
        model.cylinder((0, 0, high / 2), 0.02, high, metal)
        ring(model, (0, 0, high), radius, 0.025, metal)
        for angle in np.arange(4) * np.pi / 2:
            end = (radius * float(np.cos(angle)), radius * float(np.sin(angle)), high)
            bar(model, (0, 0, high), end, 0.02, metal)
        for angle in np.arange(0, 2 * np.pi * share, 0.2):
            at = (radius * float(np.cos(angle)), radius * float(np.sin(angle)), high)
            model.put(_garment(design, design.uniform(0.7, 1.0)), at, float(angle) + np.pi / 2)
        return model.centred()
    rails = ((high, 0.0),) if shape != "double rail" else ((high, 0.12), (high * 0.75, -0.12))
    deep = 0.45
    for side in (-1, 1):
        x = side * wide / 2
        if shape == "A-frame":
            for y in (-1.0, 1.0):
                bar(model, (x, y * deep / 2, 0.0), (x, 0.0, high + 0.03), 0.03, metal)
        else:
            model.box((x, 0, 0.07), (0.03, deep, 0.03), metal)
            model.box((x, 0, high / 2 + 0.03), (0.03, 0.03, high - 0.04), metal)
            for level, y in rails:
                model.box((x, y / 2, level), (0.03, abs(y) + 0.03, 0.03), metal)
    if shape != "A-frame":
        castors(model, wide + 0.07, deep, finishes.plastic(design, "dark"), 0.035)
    model.box((0, 0, 0.08 if shape != "A-frame" else 0.3), (wide, 0.025, 0.025), metal)
    if shape == "A-frame":
        for side in (-1, 1):
            model.box((side * wide / 2, 0, 0.3), (0.025, deep * 0.82, 0.025), metal)
    for level, y in rails:
        model.cylinder((0, y, level), 0.014, wide, metal, "x")
        x = -wide / 2 + 0.08
        while x < (share - 0.5) * wide - 0.05:
            long = min(design.uniform(0.6, 1.1), level - 0.15)
            model.put(_garment(design, long), (x, y, level + 0.005), design.normal(0.12))
            x += design.uniform(0.05, 0.14)
    return model.centred()


def coat_rack(design: Design) -> Model:
    """A post with hooks, or a row of hooks for the wall is `wall_hooks`; coats on some."""
    model, shape = of_family(design, "coat rack", ("star", "ring", "tree"), ("tripod", "ladder"))
    paint, high = finishes.frame(design), design.uniform(1.6, 1.9)
    if shape == "ladder":
        for side in (-1, 1):
            bar(model, (side * 0.25, -0.15, 0), (side * 0.25, 0.12, high), 0.035, paint)
            bar(model, (side * 0.25, 0.32, 0), (side * 0.25, 0.12, high), 0.035, paint)
        hooks = [(x, 0.08, high - 0.06) for x in (-0.2, -0.07, 0.07, 0.2)]
        model.box((0, 0.1, high - 0.06), (0.5, 0.03, 0.06), paint)
    else:
        model.cylinder((0, 0, high / 2), 0.022, high, paint)
        if shape == "ring":
            model.cylinder((0, 0, 0.02), 0.18, 0.04, paint)
            ring(model, (0, 0, 0.5), 0.14, 0.02, paint)
            model.box((0, 0, 0.5), (0.28, 0.015, 0.015), paint)
        else:
            feet = 3 if shape == "tripod" else 4
            for angle in np.arange(feet) * 2 * np.pi / feet:
                x, y = 0.24 * float(np.cos(angle)), 0.24 * float(np.sin(angle))
                bar(model, (0, 0, 0.2), (x, y, 0.0), 0.035, paint)
        hooks = []
        for number, angle in enumerate(np.arange(0, 2 * np.pi, np.pi / 3)):
            z = high - 0.08 - (0.12 * (number % 3) if shape == "tree" else 0.0)
            x, y = 0.16 * float(np.cos(angle)), 0.16 * float(np.sin(angle))
            bar(model, (0, 0, z - 0.06), (x, y, z + 0.03), 0.02, paint)
            hooks.append((x, y, z + 0.03))
    for x, y, z in hooks:
        if design.chance(0.35):
            coat, long = Model("clothes", "clothes: hanging coat"), design.uniform(0.6, 1.0)
            size = (design.uniform(0.2, 0.3), design.uniform(0.12, 0.2), long)
            coat.box((0, 0, -long / 2), size, finishes.fabric(design), roundness=4)
            model.put(coat, (x, y, z), float(np.arctan2(y, x)) + np.pi / 2)
    return model.centred()


def mannequin(design: Design) -> Model:
    """A dummy for clothes: whole, or a torso on a stand."""
    model, shape = of_family(design, "mannequin", ("whole", "torso"), ("striding", "half"))
    skin = design.paint("skin", "white", "dark", "wood", "metal", material="plastic")
    cloth, legs_cloth = finishes.fabric(design), finishes.fabric(design)
    high = 0.8
    if shape in ("whole", "striding"):
        step = 0.14 if shape == "striding" else 0.04
        model.cylinder((0, 0, 0.01), 0.2, 0.02, finishes.metal(design))
        for side in (-1, 1):
            bar(model, (side * 0.09, side * step, 0.05), (side * 0.07, 0, 0.85), 0.12, legs_cloth)
            model.box((side * 0.09, side * step - 0.05, 0.045), (0.08, 0.22, 0.07), skin)
    else:
        high = design.uniform(0.75, 0.9)
        model.cylinder((0, 0, 0.015), 0.17, 0.03, finishes.frame(design))
        model.cylinder((0, 0, high / 2), 0.02, high, finishes.frame(design))
    tall = 0.62 if shape != "half" else 0.75
    chest = high + tall / 2 - 0.03
    model.cylinder((0, 0, chest), 0.15, tall, cloth, "z", 1.15, 0.1)
    model.cylinder((0, 0, high + tall), 0.05, 0.14, skin)
    if shape in ("whole", "striding"):
        model.ellipsoid((0, 0, high + tall + 0.16), (0.08, 0.1, 0.12), skin)
        for side in (-1, 1):
            bar(
                model, (side * 0.17, 0, high + tall - 0.08), (side * 0.24, -0.05, high), 0.075, skin
            )
    return model.centred()


def shoe_rack(design: Design) -> Model:
    """Low shelves with shoes on them."""
    model, shape = of_family(design, "shoe rack", ("bars", "boards"), ("tilted",))
    paint, wide, deep = finishes.frame(design), design.uniform(0.6, 1.0), 0.3
    levels = design.count(2, 4)
    high = 0.12 + 0.22 * (levels - 1)
    for side in (-1, 1):
        x = side * (wide / 2 - 0.012)
        if shape == "boards":
            model.box((x, 0, high / 2 + 0.01), (0.024, deep, high + 0.02), paint)
        else:
            for y in (-0.14, 0.14):
                model.box((x, y, high / 2 + 0.02), (0.024, 0.024, high + 0.04), paint)
    for level in range(levels):
        z = 0.12 + 0.22 * level
        if shape == "boards":
            model.box((0, 0, z - 0.01), (wide, deep, 0.02), paint)
        else:
            for side in (-1, 1):
                model.box((side * (wide / 2 - 0.012), 0, z - 0.01), (0.02, deep, 0.02), paint)
            for y in (-0.14, -0.05, 0.05, 0.14):
                model.box((0, y, z - 0.01), (wide, 0.02, 0.02), paint)
        for x in np.arange(-wide / 2 + 0.16, wide / 2 - 0.12, 0.27):
            if design.chance(0.5):
                model.put(shoes(design), (float(x), 0.0, z), design.choose((0.0, np.pi)))
    return model.centred()


def umbrella_stand(design: Design) -> Model:
    """A tall pot or frame with umbrellas in it."""
    model, shape = of_family(design, "umbrella stand", ("pot", "square pot"), ("frame",))
    paint = design.choose((finishes.metal, finishes.ceramic, finishes.wicker))(design)
    high, radius = design.uniform(0.42, 0.6), design.uniform(0.1, 0.15)
    if shape == "pot":
        model.cylinder((0, 0, high / 2), radius, high, paint, faces=Faces.SIDE)
        model.cylinder((0, 0, 0.01), radius, 0.02, paint)
    elif shape == "square pot":
        for side in (-1, 1):
            model.box((side * radius, 0, high / 2), (0.01, 2 * radius, high), paint)
            model.box((0, side * radius, high / 2), (2 * radius, 0.01, high), paint)
        model.box((0, 0, 0.01), (2 * radius, 2 * radius, 0.02), paint)
    else:
        model.box((0, 0, 0.015), (2 * radius, 2 * radius, 0.03), paint)
        for x in (-1, 1):
            for y in (-1, 1):
                model.box((x * radius, y * radius, high / 2), (0.015, 0.015, high), paint)
        for level in (high * 0.5, high):
            for side in (-1, 1):
                model.box((side * radius, 0, level), (0.015, 2 * radius, 0.015), paint)
                model.box((0, side * radius, level), (2 * radius, 0.015, 0.015), paint)
    for _ in range(design.count(0, 3)):
        model.put(umbrella(design), (design.normal(0.015), design.normal(0.015), 0.02),
                  design.uniform(0, 6))  # fmt: skip
    return model.centred()


def umbrella(design: Design) -> Model:
    """A closed umbrella upright on its tip, leaning a little."""
    model, grip = of_family(design, "umbrella", ("crook", "straight"), ("ball",))
    cloth, wood = finishes.fabric(design), finishes.wood(design)
    lean = design.uniform(0.0, 0.06)
    model.cylinder((0, 0, 0.36), 0.018, 0.6, cloth, taper=1.9)
    model.box((0, 0, 0.42), (0.012, 0.012, 0.84), wood)
    if grip == "crook":
        bar(model, (0, 0, 0.84), (0.05 + lean, 0, 0.88), 0.02, wood)
        bar(model, (0.05 + lean, 0, 0.88), (0.09 + lean, 0, 0.82), 0.02, wood)
    elif grip == "ball":
        model.ellipsoid((0, 0, 0.85), (0.025, 0.025, 0.025), wood)
    else:
        model.box((0, 0, 0.85), (0.03, 0.03, 0.12), wood, turned(lean))
    return model


def umbrella_lying(design: Design) -> Model:
    """A closed umbrella that lies on the floor."""
    model = umbrella(design)
    turn = tilted(np.pi / 2)
    for primitive in model.primitives:
        primitive.rotation = turn @ primitive.rotation
        primitive.centre = turn @ primitive.centre
    return settled(model)
