# SPDX-License-Identifier: Apache-2.0
"""Devices: game consoles, radios, remote controls, stands, spotlights, power strips."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, settled, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted, turned


def game_console(design: Design) -> Model:
    """A console with its controllers."""
    model, shape = of_family(design, "game console", ("flat", "upright", "cube"), ("handheld",))
    paint = finishes.plastic(design, "white", "dark", "vivid")
    dark = finishes.plastic(design, "dark", "white")
    if shape == "handheld":
        model.box((0, 0, 0.009), (0.15, 0.1, 0.018), finishes.screen(design))
        for side in (-1, 1):
            model.box((side * 0.095, 0, 0.011), (0.045, 0.1, 0.022), finishes.plastic(design))
        return model
    size = {"flat": (0.3, 0.24, 0.06), "upright": (0.07, 0.24, 0.3), "cube": (0.15, 0.15, 0.16)}
    wide, deep, high = size[shape]
    model.box((0, 0, high / 2), (wide, deep, high), paint, roundness=8)
    model.box((0, -deep / 2, high * 0.6), (wide * 0.7, 0.012, 0.012), dark)
    for number in range(design.count(0, 2)):
        x = wide / 2 + 0.1 + 0.17 * number
        pad = Model("game console", "game console: controller")
        pad.box((0, 0, 0.02), (0.13, 0.06, 0.04), dark, roundness=3.5)
        for side in (-1, 1):
            pad.ellipsoid((side * 0.055, -0.03, 0.018), (0.022, 0.045, 0.018), dark)
        cord = [(wide * 0.3, -deep * 0.4, 0.01), (x * 0.7, -0.16, 0.01), (x, -0.06, 0.012)]
        tube(model, cord, 0.008, dark)
        model.join(settled(pad), (x, -0.05, 0.0), design.normal(0.3))
    return settled(model)


def radio(design: Design) -> Model:
    """A portable radio, a clock radio, a retro one, a boom box."""
    model, shape = of_family(design, "radio", ("portable", "retro", "boom box"), ("clock", "cube"))
    body = finishes.wood(design) if shape == "retro" else finishes.plastic(design)
    wide, deep, high = {
        "portable": (0.24, 0.07, 0.14), "retro": (0.3, 0.14, 0.19), "boom box": (0.45, 0.16, 0.22),
        "clock": (0.18, 0.11, 0.06), "cube": (0.12, 0.12, 0.14),
    }[shape]  # fmt: skip
    model.box((0, 0, high / 2), (wide, deep, high), body, roundness=8 if shape != "cube" else 0)
    dark, metal = finishes.plastic(design, "dark"), finishes.metal(design)
    front = -deep / 2
    if shape == "clock":
        model.box((0, front, high / 2), (wide * 0.8, 0.01, high * 0.6), finishes.screen(design))
        return settled(model)
    for side in (-1, 1) if shape == "boom box" else (-0.6,):
        at = (side * wide * 0.32, front, high * 0.45)
        model.cylinder(at, high * 0.34, 0.012, dark, "y")
    for x in (0.22, 0.36) if shape != "boom box" else (0.0,):
        model.cylinder((x * wide, front, high * 0.3), 0.018, 0.025, metal, "y")
    model.box((wide * 0.05, front, high * 0.78), (wide * 0.4, 0.008, high * 0.14), metal)
    if shape in ("portable", "boom box"):
        tube(model, [(-wide * 0.4, 0, high), (-wide * 0.4, 0, high + 0.05), (wide * 0.4, 0,
             high + 0.05), (wide * 0.4, 0, high)], 0.016, body)  # fmt: skip
        bar(model, (wide * 0.45, 0.02, high - 0.01), (wide * 0.6, 0.03, high + 0.2), 0.006, metal)
    return settled(model)


def remote_control(design: Design) -> Model:
    """One or two remote controls that lie."""
    model, shape = of_family(design, "remote control", ("long", "small", "waisted"), ("wide",))
    for number in range(design.choose((1, 1, 2))):
        one, paint = Model("remote control"), finishes.plastic(design, "dark", "dark", "white")
        long = 0.11 if shape == "small" else design.uniform(0.16, 0.23)
        wide = 0.07 if shape == "wide" else design.uniform(0.036, 0.05)
        one.box((0, 0, 0.01), (wide, long, 0.02), paint, roundness=6)
        if shape == "waisted":
            one.ellipsoid((0, long * 0.3, 0.011), (wide * 0.6, long * 0.22, 0.012), paint)
            one.ellipsoid((0, -long * 0.3, 0.011), (wide * 0.6, long * 0.22, 0.012), paint)
        keys = finishes.plastic(design, "neutral", "vivid", "white")
        for row in range(4):
            for x in (-0.28, 0.0, 0.28):
                at = (x * wide, long * (0.36 - 0.2 * row), 0.021)
                one.box(at, (wide * 0.18, 0.009, 0.004), keys)
        model.join(settled(one), (number * 0.1, 0, 0), design.normal(0.3))
    return settled(model)


def tablet_stand(design: Design) -> Model:
    """A stand for a tablet on a table, with its tablet or without."""
    model, shape = of_family(design, "tablet stand", ("arm", "wedge", "easel"), ("pole",))
    paint = finishes.metal(design) if design.chance(0.6) else finishes.wood(design)
    high = 0.16 if shape != "pole" else 0.4
    lean = tilted(-0.35)
    if shape == "wedge":
        outline = [(-0.08, 0.0), (0.08, 0.0), (0.06, 0.13), (-0.05, 0.03), (-0.08, 0.04)]
        model.prism(outline, 0.12, paint, (0, 0, 0), "x")
    else:
        model.cylinder((0, 0.02, 0.006), 0.08, 0.012, paint)
        bar(model, (0, 0.04, 0.01), (0, 0.03, high), 0.02, paint)
        model.box((0, 0.015, high), (0.14, 0.01, 0.12), paint, lean)
        model.box((0, -0.03, high - 0.06), (0.14, 0.05, 0.012), paint)
    if design.chance(0.6):
        rim = finishes.plastic(design, "dark", "white")
        at = (0.0, -0.01, high + 0.02) if shape != "wedge" else (0.0, -0.01, 0.13)
        model.box(at, (0.24, 0.012, 0.17), rim, lean)
        front = (at[0], at[1] - 0.008, at[2])
        model.box(front, (0.22, 0.004, 0.15), finishes.lit_screen(design), lean)
    return settled(model)


def spotlight(design: Design) -> Model:
    """A lamp that points: on a rail under the ceiling, one to four heads."""
    model, shape = of_family(design, "spotlight", ("single", "rail", "cans"), ("bars", "bowl"))
    paint = finishes.metal(design, "white", "dark", "metal")
    light = finishes.paper(design)._replace(colour=np.array([0.97, 0.95, 0.85]), material="glass")
    count = 1 if shape == "single" else design.count(2, 4)
    long = 0.28 * count
    if shape == "single":
        model.cylinder((0, 0, -0.012), 0.05, 0.024, paint)
    else:
        model.box((0, 0, -0.015), (long, 0.04, 0.03), paint)
    for number in range(count):
        x = (number - (count - 1) / 2) * 0.26
        turn = turned(design.uniform(0, 6.28)) @ tilted(design.uniform(0.2, 0.8))
        bar(model, (x, 0, -0.02), (x, 0, -0.11), 0.016, paint)
        middle = np.array([x, 0.0, -0.13])
        radius = 0.05 if shape in ("bars", "bowl") else 0.038
        tall = 0.07 if shape == "bowl" else 0.13
        taper = 0.5 if shape == "bowl" else 1.0
        at = (float(middle[0]), float(middle[1]), float(middle[2]))
        model.cylinder(at, radius, tall, paint, "z", taper, rotation=turn)
        end = middle - turn @ np.array([0.0, 0.0, tall / 2 + 0.003])
        place = (float(end[0]), float(end[1]), float(end[2]))
        model.cylinder(place, radius * 0.9, 0.008, light, rotation=turn)
    return model


def power_strip(design: Design) -> Model:
    """A row of sockets with its lead, some plugs in them."""
    model, shape = of_family(design, "power strip", ("flat", "switched", "long"), ("tower", "cube"))
    paint, dark = finishes.plastic(design, "white", "dark"), finishes.plastic(design, "dark")
    count = {"long": 8, "cube": 1}.get(shape, design.count(3, 6))
    long = 0.055 * count + 0.05
    if shape in ("tower", "cube"):
        high = 0.09 if shape == "cube" else 0.24
        model.box((0, 0, high / 2), (0.09, 0.09, high), paint)
        ends = [(0.04, 0, 0.01), (0.15, 0.05, 0.006), (0.3, -0.05, 0.006)]
        for z in np.arange(0.05, high, 0.06):
            model.cylinder((0, -0.045, float(z)), 0.018, 0.006, dark, "y")
        return settled(tube(model, ends, 0.009, paint))
    model.box((0, 0, 0.02), (long, 0.055, 0.04), paint)
    for number in range(count):
        x = -long / 2 + 0.05 + 0.055 * number
        model.cylinder((x, 0, 0.041), 0.019, 0.004, dark)
        if design.chance(0.4):
            model.box((x, 0, 0.06), (0.035, 0.04, 0.04), finishes.plastic(design, "dark", "white"))
            tube(model, [(x, 0.02, 0.065), (x, 0.08, 0.02), (x + design.normal(0.1), 0.2, 0.005)],
                 0.008, dark)  # fmt: skip
    if shape == "switched":
        model.box(
            (long / 2 - 0.02, 0, 0.044), (0.02, 0.03, 0.012), finishes.plastic(design, "vivid")
        )
    lead = [(long / 2, 0, 0.015), (long / 2 + 0.12, 0.08, 0.006), (long / 2 + 0.2, -0.1, 0.006)]
    return settled(tube(model, lead, 0.009, paint))
