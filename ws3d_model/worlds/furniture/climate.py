# SPDX-License-Identifier: Apache-2.0
"""Heat, air and water: fans, air conditioners, fireplaces, water dispensers, boilers."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import about_y, bar, ring
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted, turned


def fan(design: Design) -> Model:
    """A fan on the floor or on a table."""
    model, shape = of_family(design, "fan", ("pedestal", "table", "box"), ("tower", "bladeless"))
    body, cage = finishes.plastic(design), finishes.metal(design)
    radius = design.uniform(0.15, 0.24)
    if shape == "tower":
        high = design.uniform(0.8, 1.1)
        model.cylinder((0, 0, 0.015), 0.15, 0.03, body)
        model.cylinder((0, 0, high / 2), 0.09, high, body)
        model.box(
            (0, -0.085, high * 0.55), (0.09, 0.02, high * 0.7), finishes.plastic(design, "dark")
        )
        return model.centred()
    if shape == "bladeless":
        model.cylinder((0, 0, 0.15), 0.08, 0.3, body)
        ring(model, (0, 0, 0.3 + radius), radius, 0.05, body, "y", 16)
        return model.centred()
    if shape == "box":
        size = 2 * radius + 0.06
        for side in (-1, 1):
            model.box((side * size / 2, 0, size / 2), (0.03, 0.14, size), body)
            model.box((0, 0, size / 2 + side * (size / 2 - 0.015)), (size, 0.14, 0.03), body)
        for z in np.arange(0.03, size, 0.035):
            model.box((0, -0.065, float(z)), (size, 0.006, 0.006), cage)
        hub = (0.0, 0.0, size / 2)
        model.box((0, 0.03, size / 2), (0.03, 0.03, size), body)
    else:
        high = design.uniform(0.95, 1.3) if shape == "pedestal" else radius + 0.14
        hub = (0.0, -0.05, high)
        model.cylinder((0, 0, 0.015), min(0.2, radius), 0.03, body)
        model.box((0, 0.02, high / 2), (0.03, 0.03, high), body)
        model.cylinder((0, 0.01, high), 0.05, 0.14, body, "y")
        for y in (-0.09, -0.01):
            ring(model, (0, y, high), radius, 0.012, cage, "y", 18)
            for angle in np.arange(8) * np.pi / 8:
                model.box((0, y, high), (0.005, 0.005, 2 * radius), cage, about_y(float(angle)))
        model.cylinder((0, -0.05, high + radius), 0.006, 0.09, cage, "y")
    for angle in np.arange(3) * np.pi * 2 / 3:
        turn = about_y(float(angle))
        at = np.array(hub) + turn[:, 2] * radius * 0.45
        model.box((float(at[0]), float(at[1]), float(at[2])), (radius * 0.55, 0.012, radius * 0.85),
                  body, turn)  # fmt: skip
    return model.centred()


def ceiling_fan(design: Design) -> Model:
    """A fan that hangs: the ceiling is at z = 0."""
    model, blades = of_family(design, "fan", (4, 5), (3,))
    wood, metal = finishes.wood(design), finishes.metal(design)
    drop, radius = design.uniform(0.2, 0.45), design.uniform(0.45, 0.7)
    model.cylinder((0, 0, -0.02), 0.07, 0.04, metal)
    model.cylinder((0, 0, -drop / 2), 0.012, drop, metal)
    model.cylinder((0, 0, -drop - 0.05), 0.11, 0.12, metal)
    for angle in np.arange(blades) * 2 * np.pi / blades:
        x, y = float(np.cos(angle)), float(np.sin(angle))
        at = (x * radius * 0.55, y * radius * 0.55, -drop - 0.04)
        model.box(at, (radius * 0.9, 0.14, 0.01), wood, turned(float(angle)) @ tilted(0.15))
    if design.chance(0.5):
        glow = finishes.glass(design, 0.0, 0.2)
        model.ellipsoid((0, 0, -drop - 0.12), (0.1, 0.1, 0.07), glow)
    return model


def air_conditioner(design: Design) -> Model:
    """The inner unit of an air conditioner, for high on a wall."""
    model, shape = of_family(design, "air conditioner", ("rounded", "flat"), ("window unit",))
    body = finishes.plastic(design, "white", "white", "neutral", "metal", "dark")
    wide, tall = design.uniform(0.7, 1.1), design.uniform(0.26, 0.34)
    deep = design.uniform(0.18, 0.26)
    dark = finishes.plastic(design, "dark", "neutral")
    if shape == "window unit":
        wide, tall, deep = design.uniform(0.5, 0.66), design.uniform(0.36, 0.44), 0.3
        model.box((0, -deep / 2, tall / 2), (wide, deep, tall), body)
        for z in np.arange(0.06, tall * 0.7, 0.03):
            model.box((0, -deep, float(z)), (wide * 0.9, 0.01, 0.012), dark)
        return model
    side = [(0.0, 0.0), (-deep * 0.55, 0.0), (-deep, tall * 0.3), (-deep, tall * 0.85),
            (-deep * 0.85, tall), (0.0, tall)]  # fmt: skip
    if shape == "flat":
        side = [(0.0, 0.0), (-deep * 0.85, 0.0), (-deep, tall * 0.12), (-deep, tall), (0.0, tall)]
    model.prism(side, wide, body, (0, 0, 0), "x")
    model.box((0, -deep * 0.78, tall * 0.16), (wide * 0.85, 0.012, 0.06), dark, tilted(0.9))
    return model


def portable_air_conditioner(design: Design) -> Model:
    """An air conditioner, purifier or dehumidifier on wheels."""
    model, shape = of_family(design, "air conditioner", ("on wheels", "purifier"), ("drum",))
    body, dark = (
        finishes.plastic(design, "white", "neutral", "dark"),
        finishes.plastic(design, "dark"),
    )
    wide, deep, high = (
        design.uniform(0.32, 0.45),
        design.uniform(0.28, 0.4),
        design.uniform(0.55, 0.8),
    )
    if shape == "drum":
        model.cylinder((0, 0, high / 2), wide / 2, high, body)
        return model.cylinder((0, 0, high + 0.01), wide * 0.35, 0.02, dark)
    model.box((0, 0, high / 2 + 0.04), (wide, deep, high), body, roundness=12)
    for z in np.arange(high * 0.6, high * 0.95, 0.03):
        model.box((0, -deep / 2, float(z)), (wide * 0.8, 0.012, 0.012), dark)
    for x in (-0.35, 0.35):
        for y in (-0.3, 0.3):
            model.box((x * wide, y * deep, 0.03), (0.04, 0.04, 0.06), dark)
    if shape == "on wheels":
        bar(model, (0, deep / 2 - 0.02, high * 0.7), (0.1, deep / 2 + 0.25, high * 0.9), 0.13, dark)
    return model.centred()


def fireplace(design: Design) -> Model:
    """A fireplace at the wall: surround with mantel, a stove with its pipe, or a modern box."""
    model, shape = of_family(design, "fireplace", ("mantel", "brick"), ("iron stove", "flat box"))
    stone, black = finishes.stone(design), finishes.metal(design, "dark")
    if shape == "iron stove":
        wide, high = design.uniform(0.42, 0.65), design.uniform(0.7, 1.0)
        model.box((0, 0, high / 2 + 0.07), (wide, 0.4, high - 0.14), black)
        for x in (-1, 1):
            for y in (-1, 1):
                model.box((x * wide * 0.42, y * 0.16, 0.08), (0.05, 0.05, 0.16), black)
        model.box((0, -0.2, high * 0.55), (wide * 0.7, 0.02, high * 0.4), finishes.glass(design))
        model.cylinder((0, 0.1, high + 0.45), 0.07, 1.0, black)
        model.box((0, 0, 0.005), (wide + 0.3, 0.7, 0.01), finishes.stone(design))
        return model.centred()
    wide, deep, high = (
        design.uniform(1.1, 1.6),
        design.uniform(0.25, 0.45),
        design.uniform(0.95, 1.25),
    )
    hole_w, hole_h = wide * design.uniform(0.45, 0.62), high * design.uniform(0.5, 0.68)
    jamb = (wide - hole_w) / 2
    for side in (-1, 1):
        model.box((side * (wide - jamb) / 2, 0, high / 2), (jamb, deep, high), stone)
    model.box((0, 0, (high + hole_h) / 2), (hole_w, deep, high - hole_h), stone)
    model.box((0, deep / 2 - 0.02, hole_h / 2), (hole_w, 0.04, hole_h), black)
    model.box((0, 0, 0.02), (hole_w, deep, 0.04), black)
    if shape != "flat box":
        mantel = finishes.wood(design) if design.chance(0.5) else stone
        model.box((0, -0.05, high + 0.03), (wide + 0.16, deep + 0.1, 0.06), mantel)
        model.box((0, -deep / 2 - 0.2, 0.025), (wide, 0.42, 0.05), finishes.stone(design))
        for number in range(design.count(0, 4)):
            log = finishes.wood(design, "wood", "dark")
            model.cylinder((0, -0.02 + 0.03 * number, 0.08 + 0.05 * (number // 2)), 0.045,
                           hole_w * 0.6, log, "x")  # fmt: skip
    if shape == "brick":
        model.box((0, 0.03, high + 0.6), (wide * 0.7, deep - 0.06, 1.1), stone)
    return model.centred()


def water_dispenser(design: Design) -> Model:
    """A water cooler with its bottle upside down, or without."""
    model, shape = of_family(design, "water cooler", ("bottle", "tower"), ("fountain",))
    body = finishes.plastic(design, "white", "neutral", "dark", "metal")
    wide, high = design.uniform(0.28, 0.36), design.uniform(0.9, 1.1)
    if shape == "fountain":
        model.box((0, 0.08, 0.45), (0.3, 0.2, 0.9), body)
        model.box((0, -0.04, 0.85), (0.42, 0.42, 0.16), finishes.metal(design, "metal"))
        bar(model, (0, 0.1, 0.92), (0, 0.02, 1.02), 0.03, finishes.metal(design, "metal"))
        return model.centred()
    if shape == "tower":
        high += 0.15
    model.box((0, 0.02, high / 2), (wide, wide, high), body)
    model.box(
        (0, -wide / 2 + 0.015, high * 0.75), (wide * 0.9, 0.03, high * 0.2), design.tinted(body)
    )
    model.box((0, -wide / 2 - 0.03, high * 0.62), (wide * 0.8, 0.1, 0.02), body)
    for side in (-1, 1):
        tap = finishes.plastic(design, "vivid", "dark")
        model.box((side * 0.05, -wide / 2 - 0.02, high * 0.78), (0.025, 0.06, 0.04), tap)
    if shape == "bottle":
        pane = finishes.glass(design, 0.1, 0.6)
        model.cylinder((0, 0.02, high + 0.04), 0.05, 0.08, pane, taper=2.5)
        model.cylinder((0, 0.02, high + 0.22), 0.13, 0.3, pane)
    return model.centred()


def boiler(design: Design) -> Model:
    """A water heater on the wall, its pipes below."""
    model, shape = of_family(design, "boiler", ("box", "tank"), ("lying tank",))
    body, pipe = finishes.metal(design, "white", "white", "metal"), finishes.metal(design, "metal")
    wide, tall = design.uniform(0.4, 0.5), design.uniform(0.6, 0.95)
    if shape == "box":
        model.box((0, -0.16, tall / 2 + 0.2), (wide, 0.32, tall), body)
        model.box((0, -0.33, 0.3), (wide * 0.6, 0.02, 0.08), finishes.plastic(design, "dark"))
    elif shape == "tank":
        model.cylinder((0, -0.25, tall / 2 + 0.2), 0.22, tall, body)
        model.box((0, -0.03, tall / 2 + 0.2), (0.2, 0.06, tall * 0.6), body)
    else:
        model.cylinder((0, -0.24, 0.42), 0.2, tall, body, "x")
        model.box((0, -0.04, 0.42), (tall * 0.6, 0.08, 0.2), body)
    for x in (-0.12, -0.04, 0.04, 0.12):
        y = -0.08 if shape == "box" else -0.24
        model.cylinder((x, y, 0.13), 0.012, 0.26, pipe)
    return model
