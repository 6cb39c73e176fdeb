# SPDX-License-Identifier: Apache-2.0
"""Things of public rooms: cash machines, turnstiles, leaflets, plinths, monitors, first aid."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, hung, ring, settled, tube
from ws3d_model.worlds.furniture.ornaments import figure, vase
from ws3d_model.worlds.furniture.scattering import scatter
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support, tilted


def medical_monitor(design: Design) -> Model:
    """A screen for pulse and breath on a stand with castors, with its leads."""
    model, shape = of_family(
        design, "medical monitor", ("stand", "with basket", "cart"), ("two screens",)
    )
    pole, body = finishes.metal(design, "metal", "white"), finishes.plastic(design, "white", "dark")
    high = design.uniform(1.05, 1.4)
    for angle in np.arange(5) * 2 * np.pi / 5:
        end = (0.27 * float(np.cos(angle)), 0.27 * float(np.sin(angle)), 0.06)
        bar(model, (0, 0, 0.08), end, 0.035, pole)
        model.cylinder((end[0], end[1], 0.03), 0.03, 0.025, finishes.plastic(design, "dark"), "x")
    model.cylinder((0, 0, high / 2 + 0.04), 0.02, high - 0.06, pole)
    if shape == "cart":
        for z in (0.45, 0.75):
            model.box((0, 0, z), (0.4, 0.36, 0.03), body)
    if shape == "with basket":
        model.box((0, -0.05, 0.7), (0.28, 0.22, 0.12), pole, faces=31)
    for number in range(2 if shape == "two screens" else 1):
        z = high + 0.1 - number * 0.34
        wide, tall = design.uniform(0.28, 0.38), design.uniform(0.22, 0.3)
        model.box((0, -0.02, z), (wide, 0.12, tall), body, tilted(-0.1), 8)
        model.box((0, -0.083, z + 0.01), (wide * 0.85, 0.008, tall * 0.75),
                  finishes.lit_screen(design), tilted(-0.1))  # fmt: skip
    lead = finishes.plastic(design, "dark", "neutral")
    tube(model, [(0.12, -0.06, high), (0.26, -0.1, high - 0.3), (0.2, -0.06, high - 0.6),
                 (0.02, -0.02, high - 0.5)], 0.012, lead)  # fmt: skip
    return settled(model)


def first_aid_kit(design: Design) -> Model:
    """A box or a cabinet with a cross; a bag."""
    model, shape = of_family(design, "first aid kit", ("case", "cabinet", "bag"), ("box",))
    paint = finishes.plastic(design, "white", "vivid", "leaf")
    wide, deep = design.uniform(0.22, 0.36), design.uniform(0.09, 0.15)
    high = wide * (1.25 if shape == "cabinet" else 0.72)
    model.box(
        (0, -deep / 2, high / 2), (wide, deep, high), paint, roundness=5 if shape == "bag" else 0
    )
    cross = finishes.plastic(design, "vivid", "white")
    for size in ((wide * 0.4, 0.008, wide * 0.12), (wide * 0.12, 0.008, wide * 0.4)):
        model.box((0, -deep - 0.002, high / 2), size, cross)
    if shape in ("case", "bag"):
        tube(model, [(-0.06, -deep / 2, high - 0.005), (-0.05, -deep / 2, high + 0.04),
                     (0.05, -deep / 2, high + 0.04), (0.06, -deep / 2, high - 0.005)],
             0.016, design.tinted(paint, 0.4))  # fmt: skip
    return hung(model)


def first_aid_case(design: Design) -> Model:
    """The same on a table or the floor."""
    return first_aid_kit(design).centred()


def exhibition_plinth(design: Design) -> Model:
    """A pedestal for things on show: a block, a column, under a glass hood."""
    model, shape = of_family(
        design, "exhibition plinth", ("block", "column", "stepped"), ("glass hood", "tapered")
    )
    made = design.choose((finishes.board, finishes.stone, finishes.wood))
    paint, wide = made(design), design.uniform(0.28, 0.5)
    high = design.uniform(0.6, 1.15)
    if shape == "column":
        model.cylinder((0, 0, high / 2), wide * 0.42, high, paint)
        model.cylinder((0, 0, high - 0.03), wide * 0.55, 0.06, paint)
        model.cylinder((0, 0, 0.05), wide * 0.55, 0.1, paint)
    elif shape == "tapered":
        half = wide / 2
        outline = [(-half, -half), (half, -half), (half, half), (-half, half)]
        model.prism(outline, high, paint, (0, 0, high / 2), taper=0.75)
    else:
        model.box((0, 0, high / 2), (wide, wide, high), paint)
        if shape == "stepped":
            model.box((0, 0, 0.06), (wide + 0.16, wide + 0.16, 0.12), paint)
            model.box((0, 0, high - 0.03), (wide + 0.08, wide + 0.08, 0.06), paint)
    half = wide * 0.3
    model.supports = [Support((-half, half), (-half, half), high, 0.4)]
    scatter(design, model, (figure, vase), 1)
    if shape == "glass hood":
        model.supports = []
        hood = finishes.glass(design, 0.2, 0.6)
        model.box((0, 0, high + 0.225), (wide * 0.94, wide * 0.94, 0.45), hood, faces=47)
    return settled(model)


def leaflet_stand(design: Design) -> Model:
    """Leaflets in rows: a sloping stand, a turning one, a rack, a holder of few."""
    model, shape = of_family(design, "leaflet stand", ("sloping", "pole", "rack"), ("turning",))
    frame = finishes.metal(design) if design.chance(0.6) else finishes.wood(design)
    high, wide = design.uniform(1.2, 1.65), design.uniform(0.3, 0.5)
    rows = design.count(4, 6)
    if shape == "turning":
        model.cylinder((0, 0, 0.02), 0.25, 0.04, frame)
        model.cylinder((0, 0, high / 2), 0.02, high, frame)
        for row in range(rows):
            for angle in np.arange(4) * np.pi / 2:
                x, y = 0.13 * float(np.cos(angle)), 0.13 * float(np.sin(angle))
                z = 0.35 + row * (high - 0.45) / rows
                model.box((x, y, z), (0.11, 0.11, 0.2), finishes.paper(design))
                bar(model, (0, 0, z), (x, y, z), 0.012, frame)
        return settled(model)
    lean = 0.22 if shape == "sloping" else 0.0
    model.box((0, 0.02, 0.015), (wide, 0.34, 0.03), frame)
    for side in (-1, 1) if shape != "pole" else (0,):
        x = side * wide * 0.46
        bar(model, (x, 0.02, 0.02), (x, 0.02 + lean * high * 0.5, high), 0.03, frame)
    for row in range(rows):
        z = 0.25 + row * (high - 0.45) / max(1, rows - 1)
        y = 0.02 + lean * z * 0.5
        model.box((0, y - 0.02, z - 0.12), (wide, 0.07, 0.014), frame)
        model.box((0, y - 0.055, z - 0.09), (wide, 0.008, 0.06), frame)
        for x in np.arange(-wide / 2 + 0.07, wide / 2 - 0.04, 0.115):
            if design.chance(0.85):
                at = (float(x), y - 0.03, z - 0.01)
                model.box(at, (0.1, design.uniform(0.006, 0.03), 0.21), finishes.paper(design))
        bar(model, (-wide * 0.46, y, z - 0.12), (wide * 0.46, y, z - 0.12), 0.02, frame)
    return settled(model)


def atm(design: Design) -> Model:
    """A cash machine: tall, with a sloping desk, a kiosk, under a sign."""
    model, shape = of_family(design, "atm", ("tall", "desk", "sign"), ("kiosk",))
    body, dark = finishes.metal(design, "neutral", "vivid", "white"), finishes.metal(design, "dark")
    wide, deep = design.uniform(0.5, 0.75), design.uniform(0.5, 0.75)
    high, front = design.uniform(1.4, 1.75), -deep / 2
    if shape == "kiosk":
        model.box((0, 0, 0.5), (wide * 0.6, deep * 0.5, 1.0), body)
        model.box((0, -0.05, 1.2), (wide, 0.14, 0.65), body, tilted(-0.25), 8)
        pane = (0.0, -0.05 - 0.078, 1.24)
        return settled(model.box(pane, (wide * 0.75, 0.01, 0.4), finishes.lit_screen(design),
                                 tilted(-0.25)))  # fmt: skip
    low = 0.95 if shape == "desk" else 0.85
    model.box((0, 0, low / 2), (wide, deep, low), body)
    step = 0.12 if shape == "tall" else 0.26
    model.box((0, step / 2, (low + high) / 2), (wide, deep - step, high - low), body)
    model.box(
        (0, front + step + 0.0, low + 0.3), (wide * 0.7, 0.02, 0.3), finishes.lit_screen(design)
    )
    model.box((0, front + 0.1, low + 0.012), (0.2, 0.12, 0.03), dark, tilted(0.15))
    model.box((wide * 0.32, front + step, low + 0.25), (0.1, 0.025, 0.03), dark)
    model.box((0, front, low - 0.15), (wide * 0.5, 0.025, 0.05), dark)
    if shape == "sign":
        sign = finishes.plastic(design, "vivid", "white")
        model.box((0, step / 2, high + 0.12), (wide * 1.05, deep - step, 0.24), sign)
    return settled(model)


def turnstile(design: Design) -> Model:
    """A gate that lets one person by: three arms, glass flaps, a waist-high wheel, full height."""
    model, shape = of_family(design, "turnstile", ("three arms", "flaps", "double"), ("wheel",))
    steel = finishes.metal(design, "metal", "metal", "dark", "white")
    long, high = design.uniform(0.7, 1.2), design.uniform(0.95, 1.05)
    sides = {"three arms": (0,), "wheel": (0,)}.get(shape, (-1, 1))
    gap = design.uniform(0.85, 1.0)
    for side in sides:
        x = side * gap / 2
        model.box((x, 0, high / 2), (0.22, long, high), steel, roundness=8)
        model.box((x, -long * 0.3, high + 0.005), (0.12, 0.16, 0.02), finishes.lit_screen(design))
    if shape == "flaps":
        for side in (-1, 1):
            at = (side * (gap / 2 - 0.26), 0.0, 0.62)
            model.box(at, (0.32, 0.014, 0.6), finishes.glass(design, 0.2, 0.7))
    elif shape == "wheel":
        post = (0.42, 0.0)
        model.cylinder((*post, 0.55), 0.04, 1.1, steel)
        model.box((0.25, 0, 0.05), (0.4, 0.1, 0.1), steel)
        for z in (0.5, 0.75, 1.0):
            for angle in np.arange(4) * np.pi / 2 + 0.6:
                end = (post[0] + 0.5 * float(np.cos(angle)), 0.5 * float(np.sin(angle)), z)
                bar(model, (*post, z), end, 0.035, steel)
    else:
        hub = (sides[0] * gap / 2 + 0.13, 0.0, high - 0.14)
        model.cylinder(hub, 0.07, 0.1, steel, "x")
        for angle in (np.pi / 2, np.pi / 2 + 2.1, np.pi / 2 - 2.1):
            lean = np.array([0.75, 0.6 * np.cos(angle), 0.35 * (np.sin(angle) - 1)])
            end = np.array(hub) + 0.55 * lean / np.linalg.norm(lean)
            bar(model, hub, (float(end[0]), float(end[1]), float(end[2])), 0.035, steel)
    return settled(model)


def smoke_detector(design: Design) -> Model:
    """A small round or square box under the ceiling."""
    model, shape = of_family(design, "smoke detector", ("round", "dome", "flat"), ("square",))
    paint = finishes.plastic(design, "white", "white", "neutral")
    radius, high = design.uniform(0.05, 0.075), design.uniform(0.03, 0.055)
    if shape == "square":
        model.box((0, 0, -high / 2), (2 * radius, 2 * radius, high), paint)
    else:
        thin = high * (0.4 if shape == "flat" else 0.6)
        model.cylinder((0, 0, -thin / 2), radius, thin, paint)
        model.cylinder((0, 0, -thin - 0.008), radius * 0.7, 0.018, design.tinted(paint))
        if shape == "dome":
            model.ellipsoid((0, 0, -thin - 0.01), (radius * 0.6, radius * 0.6, 0.022), paint)
    light = finishes.plastic(design, "vivid")
    return model.box((radius * 0.6, 0, -high * 0.7), (0.01, 0.01, high * 0.6), light)


def ramp(design: Design) -> Model:
    """A slope for wheels along a wall: a wedge, with a rail, of steel, with a landing."""
    model, shape = of_family(design, "ramp", ("wedge", "with rail", "landing"), ("steel",))
    paint = finishes.metal(design) if shape == "steel" else finishes.stone(design)
    wide, deep = design.uniform(1.0, 1.8), design.uniform(0.75, 1.0)
    rise, rail = design.uniform(0.12, 0.32), finishes.metal(design)
    slope = [(-wide / 2, 0.0), (wide / 2, 0.0), (wide / 2, rise), (-wide / 2, 0.012)]  # (x, z)
    model.prism(slope, deep, paint, (0, 0, 0), "y")
    end = wide / 2
    if shape == "landing":
        model.box((wide / 2 + 0.35, 0, rise / 2), (0.7, deep, rise), paint)
        end += 0.7
    if shape in ("with rail", "steel"):
        for y in (-deep / 2 + 0.03, deep / 2 - 0.03) if shape == "steel" else (-deep / 2 + 0.03,):
            for x, z in ((-wide * 0.4, rise * 0.1), (0.0, rise * 0.5), (wide * 0.45, rise * 0.95)):
                bar(model, (x, y, z - 0.01), (x, y, z + 0.9), 0.035, rail)
            bar(model, (-wide * 0.45, y, rise * 0.05 + 0.9), (end, y, rise + 0.9), 0.04, rail)
    ring(model, (0, 0, rise * 0.5 + 0.012), 0.1, 0.008, design.paint("vivid"))
    return settled(model)
