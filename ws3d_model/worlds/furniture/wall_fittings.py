# SPDX-License-Identifier: Apache-2.0
"""Small fittings on walls: switches, sockets, signs, vents, clocks, extinguishers, dispensers."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import about_y, bar, hung
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted

# Models here hang with their back on y = 0 and their lower edge on z = 0.


def light_switch(design: Design) -> Model:
    """One to three rockers in a plate."""
    model, gangs = of_family(design, "light switch", (1, 2, 3), (4,))
    wide, thick = 0.08 * (1 if gangs == 4 else gangs), design.uniform(0.01, 0.025)
    plate = finishes.plastic(design, "white", "white", "neutral", "dark", "metal")
    model.box((0, -thick / 2, 0.04), (wide, thick, 0.08), plate)
    for gang in range(gangs % 4 or 1):
        x = (gang - (gangs % 4 or 1) / 2 + 0.5) * 0.08
        model.box(
            (x, -thick - 0.003, 0.04), (0.05, 0.01, 0.055), design.tinted(plate), tilted(0.06)
        )
    return model


def power_socket(design: Design) -> Model:
    """One or more sockets in a row, or a duct of them along the wall."""
    model, shape = of_family(design, "power socket", ("single", "double", "triple"), ("duct",))
    plate = finishes.plastic(design, "white", "white", "neutral", "dark", "metal")
    number = {"single": 1, "double": 2, "triple": 3, "duct": design.count(4, 12)}[shape]
    wide = 0.08 * number if shape != "duct" else 0.16 * number
    thick, tall = (0.02, 0.08) if shape != "duct" else (0.06, 0.13)
    model.box((0, -thick / 2, tall / 2), (wide, thick, tall), plate)
    for place in range(number):
        x = (place + 0.5) / number * wide - wide / 2
        hole = finishes.plastic(design, "dark", "neutral")
        model.cylinder((x, -thick, tall / 2), 0.024, 0.01, hole, "y")
        if design.chance(0.12):
            model.box((x, -thick - 0.025, tall / 2), (0.04, 0.05, 0.04), finishes.plastic(design))
    return model


def exit_sign(design: Design) -> Model:
    """A lit plate flat on the wall, or one that stands out from it."""
    model, shape = of_family(design, "sign", ("box", "plate"), ("flag",))
    paint = finishes.plastic(design, "leaf", "vivid", "white")
    wide, tall = design.uniform(0.25, 0.5), design.uniform(0.13, 0.22)
    if shape == "flag":
        model.box((0, -0.02, tall / 2), (0.08, 0.04, 0.06), finishes.plastic(design, "white"))
        return model.box((0, -0.03 - wide / 2, tall / 2), (0.02, wide, tall), paint)
    thick = 0.07 if shape == "box" else 0.012
    model.box((0, -thick / 2, tall / 2), (wide, thick, tall), paint)
    mark = finishes.plastic(design, "white", "vivid")
    return model.box((0, -thick, tall / 2), (wide * 0.8, 0.004, tall * 0.5), mark)


def vent(design: Design) -> Model:
    """A grille of slats in the wall."""
    model, shape = of_family(design, "vent", ("slats", "square"), ("round", "long"))
    paint = finishes.metal(design, "white", "metal", "neutral")
    if shape == "round":
        radius = design.uniform(0.06, 0.12)
        model.cylinder((0, -0.015, radius), radius, 0.03, paint, "y")
        return model.cylinder((0, -0.035, radius), radius * 0.6, 0.03, design.tinted(paint), "y")
    wide, tall = design.uniform(0.25, 0.6), design.uniform(0.15, 0.4)
    if shape == "square":
        tall = wide
    elif shape == "long":
        wide, tall = design.uniform(0.9, 1.6), design.uniform(0.1, 0.18)
    model.box(
        (0, -0.006, tall / 2), (wide, 0.012, tall), finishes.plastic(design, "dark", "neutral")
    )
    for side in (-1, 1):
        model.box((side * wide / 2, -0.012, tall / 2), (0.025, 0.024, tall + 0.025), paint)
        model.box((0, -0.012, tall / 2 + side * tall / 2), (wide, 0.024, 0.025), paint)
    for level in range(1, max(2, int(tall / 0.03))):
        z = tall * level / max(2, int(tall / 0.03))
        model.box((0, -0.015, z), (wide, 0.016, 0.006), paint, tilted(0.5))
    return hung(model)


def clock(design: Design) -> Model:
    """A wall clock."""
    model, shape = of_family(design, "clock", ("round", "square"), ("pendulum", "star"))
    rim, face = finishes.frame(design), finishes.paper(design)
    size, thick = design.uniform(0.2, 0.4), design.uniform(0.025, 0.06)
    hand = finishes.plastic(design, "dark", "vivid")
    if shape in ("square", "pendulum"):
        tall = size if shape == "square" else size * design.uniform(1.8, 2.6)
        model.box((0, -thick / 2, tall / 2), (size, thick, tall), rim)
        middle = tall - size / 2
        model.box((0, -thick, middle), (size * 0.86, 0.008, size * 0.86), face)
        if shape == "pendulum":
            model.cylinder((0, -thick - 0.005, size * 0.4), size * 0.14, 0.02, hand, "y")
    else:
        middle = size / 2
        if shape == "star":
            for angle in range(6):
                spoke = (size, 0.015, 0.03)
                model.box((0, -0.01, middle), spoke, rim, about_y(angle * 0.5236))
        model.cylinder(
            (0, -thick / 2, middle), size / (2 if shape == "round" else 3.2), thick, rim, "y"
        )
        model.cylinder(
            (0, -thick, middle), size / (2.3 if shape == "round" else 4), 0.01, face, "y"
        )
    for long, turn in ((0.3, design.uniform(0, 6)), (0.2, design.uniform(0, 6))):
        end = bar(Model("clock"), (0, 0, 0), (0, 0, long * size), 0.006, hand, 0.014)
        for primitive in end.primitives:
            primitive.rotation = about_y(turn) @ primitive.rotation
            primitive.centre = about_y(turn) @ primitive.centre
        model.join(end, (0, -thick - 0.008, middle))
    return hung(model)


def fire_extinguisher(design: Design) -> Model:
    """A cylinder on its bracket."""
    model, shape = of_family(design, "fire extinguisher", ("hung", "thin"), ("in a case",))
    paint = finishes.metal(design, "vivid", "vivid", "metal", "white")
    radius = {"hung": 0.085, "thin": 0.06, "in a case": 0.075}[shape]
    high, dark = design.uniform(0.38, 0.52), finishes.plastic(design, "dark")
    y = -radius - 0.02
    model.box((0, -0.012, high * 0.6), (0.06, 0.024, 0.2), dark)
    model.cylinder((0, y, high * 0.45), radius, high * 0.9, paint)
    model.ellipsoid((0, y, high * 0.9), (radius, radius, radius * 0.6), paint)
    model.box((0, y, high + 0.03), (0.03, 0.05, 0.12), dark)
    model.box((0.01, y - 0.03, high + 0.08), (0.02, 0.14, 0.025), dark)
    bar(model, (0.03, y, high + 0.03), (radius + 0.015, y, high * 0.8), 0.02, dark)
    bar(model, (radius + 0.015, y, high * 0.8), (radius + 0.01, y, high * 0.3), 0.02, dark)
    if shape == "in a case":
        box = finishes.metal(design, "vivid", "white", "neutral")
        for side in (-1, 1):
            model.box((side * 0.15, -0.11, 0.33), (0.012, 0.22, 0.7), box)
        for z in (-0.014, 0.674):
            model.box((0, -0.11, z), (0.3, 0.22, 0.012), box)
        model.box((0, -0.006, 0.33), (0.3, 0.012, 0.7), box)
    return hung(model)


def soap_dispenser(design: Design) -> Model:
    """A dispenser of soap or disinfectant on the wall."""
    model, shape = of_family(design, "soap dispenser", ("lever", "push"), ("automatic", "bottle"))
    paint = finishes.plastic(design, "white", "metal", "neutral", "dark")
    wide, tall = design.uniform(0.08, 0.13), design.uniform(0.16, 0.27)
    deep = design.uniform(0.08, 0.12)
    soft = 0.0 if shape == "push" else 6.0
    model.box((0, -deep / 2, tall / 2 + 0.04), (wide, deep, tall), paint, roundness=soft)
    model.box((0, -0.006, tall / 2 + 0.04), (wide * 0.9, 0.012, tall), paint)
    if shape == "lever":
        bar(
            model,
            (0, -deep * 0.7, 0.06),
            (0, -deep * 1.9, 0.0),
            0.015,
            finishes.metal(design),
            0.06,
        )
    else:
        model.box((0, -deep * 0.6, 0.03), (0.03, 0.03, 0.06), finishes.plastic(design))
    return hung(model)


def paper_dispenser(design: Design) -> Model:
    """A box on the wall for paper towels, a sheet hanging out."""
    model, shape = of_family(design, "paper dispenser", ("tall", "round front"), ("wide", "roll"))
    body = finishes.plastic(design, "white", "metal", "neutral", "dark", "vivid")
    wide, tall = design.uniform(0.26, 0.32), design.uniform(0.3, 0.42)
    deep = design.uniform(0.1, 0.24)
    if shape == "wide":
        tall = 0.22
    if shape == "roll":
        model.cylinder((0, -0.14, 0.14), 0.13, 0.12, finishes.paper(design), "x")
        model.box((0, -0.14, 0.14), (0.13, 0.02, 0.02), body)
        for side in (-1, 1):
            model.box((side * 0.065, -0.075, 0.14), (0.012, 0.15, 0.06), body)
        return hung(model)
    model.box((0, -deep / 2, tall / 2 + 0.06), (wide, deep, tall), body,
              roundness=7.0 if shape == "round front" else 0.0)  # fmt: skip
    model.box((0, -0.008, tall / 2 + 0.06), (wide * 0.8, 0.016, tall * 0.9), body)
    sheet = finishes.paper(design)
    return model.box((0, -deep * 0.5, 0.06), (wide * 0.75, 0.006, 0.12), sheet)


def hand_dryer(design: Design) -> Model:
    """An electric dryer for hands."""
    model, shape = of_family(design, "hand dryer", ("box", "dome"), ("blade",))
    paint = finishes.appliance(design)
    wide, tall, deep = (
        design.uniform(0.24, 0.32),
        design.uniform(0.24, 0.35),
        design.uniform(0.13, 0.2),
    )
    if shape == "blade":
        for y in (-0.06, -0.2):
            model.box((0, y, 0.32), (0.29, 0.09, 0.62), paint)
        model.box((0, -0.125, 0.16), (0.28, 0.25, 0.3), design.tinted(paint))
        return hung(model)
    model.box((0, -deep / 2, tall / 2), (wide, deep, tall), paint,
              roundness=5.0 if shape == "dome" else 0.0)  # fmt: skip
    nozzle = finishes.metal(design, "metal", "dark")
    model.box((0, -deep * 0.6, 0.0), (0.1, 0.06, 0.05), nozzle)
    return hung(model)


def electrical_panel(design: Design) -> Model:
    """A metal door over fuses or meters."""
    model, shape = of_family(design, "fuse box", ("flush", "surface"), ("double",))
    paint = finishes.metal(design, "white", "neutral", "metal", "dark")
    wide, tall = design.uniform(0.3, 0.6), design.uniform(0.4, 0.9)
    thick = 0.03 if shape == "flush" else design.uniform(0.1, 0.2)
    leaves = 2 if shape == "double" else 1
    wide *= leaves
    model.box((0, -thick / 2, tall / 2), (wide, thick, tall), paint)
    for leaf in range(leaves):
        x = (leaf - leaves / 2 + 0.5) * wide / leaves
        at = (x, -thick - 0.006, tall / 2)
        model.box(at, (wide / leaves * 0.92, 0.012, tall * 0.94), design.tinted(paint))
        model.box((x + wide / leaves * 0.38, -thick - 0.018, tall / 2), (0.02, 0.015, 0.05),
                  finishes.metal(design, "dark", "metal"))  # fmt: skip
    return model


def security_camera(design: Design) -> Model:
    """A camera on a bracket, near the ceiling."""
    model, shape = of_family(design, "camera", ("bullet",), ("dome",))
    paint = finishes.plastic(design, "white", "dark", "neutral")
    if shape == "dome":
        model.cylinder((0, -0.08, 0.09), 0.07, 0.05, paint)
        model.ellipsoid((0, -0.08, 0.065), (0.06, 0.06, 0.06), finishes.screen(design))
        model.box((0, -0.03, 0.1), (0.1, 0.06, 0.06), paint)
        return hung(model)
    model.box((0, -0.01, 0.05), (0.08, 0.02, 0.08), paint)
    bar(model, (0, 0, 0.05), (0, -0.1, 0.07), 0.025, paint)
    model.box((0, -0.16, 0.08), (0.07, 0.22, 0.07), paint, tilted(0.15))
    return hung(model)
