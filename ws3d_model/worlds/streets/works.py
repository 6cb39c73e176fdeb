# SPDX-License-Identifier: Apache-2.0
"""What stands on and before buildings: drums, scaffolding, cranes, kiosks, bins, pumps, frames."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.streets.materials import glazing, reflective, steel, tyre
from ws3d_model.worlds.streets.solids import add, bar, merged, slab

_ORANGE, _WHITE = (0.95, 0.4, 0.08), (0.92, 0.92, 0.9)


def traffic_drum(design: Design) -> Model:
    """A barrel with stripes that keeps cars off road works."""
    family = design.family("traffic drum", ("straight", "tapered"), ("two rings",))
    model = Model("traffic drum", f"traffic drum: {family}")
    orange = reflective(design, _ORANGE)._replace(infrared=0.5, material="plastic")
    high, radius = design.uniform(0.85, 1.05), design.uniform(0.22, 0.3)
    taper = {"straight": 1.0, "tapered": 0.75, "two rings": 0.6}[family]
    model.cylinder((0, 0, 0.04), radius * 1.3, 0.08, tyre(design))
    model.cylinder((0, 0, 0.08 + high / 2), radius, high, orange, taper=taper)
    for share in (0.35, 0.65):
        wide = radius * (1 - (1 - taper) * share) * 1.03
        model.cylinder((0, 0, 0.08 + share * high), wide, high * 0.12, reflective(design, _WHITE))
    model.box((0, 0, high + 0.13), (0.2, 0.05, 0.1), orange)
    return model


def scaffolding(design: Design) -> Model:
    """Tubes and planks in bays along x, two to four storeys."""
    family = design.family("scaffolding", ("frames", "tower"), ("with steps",))
    model, tube_paint = Model("scaffolding", f"scaffolding: {family}"), steel(design)
    bays = 1 if family == "tower" else design.count(2, 4)
    storeys, bay, deep = design.count(2, 4), design.uniform(1.8, 2.5), design.uniform(0.7, 1.1)
    start, top = -bays * bay / 2, storeys * 2.0 + 1.0
    rods, planks = [], []
    for number in range(bays + 1):
        x = start + number * bay
        for y in (-deep / 2, deep / 2):
            rods.append(bar((x, y, 0.0), (x, y, top), 0.05, 0.05))
        for level in range(1, storeys + 1):
            rods.append(bar((x, -deep / 2, 2.0 * level), (x, deep / 2, 2.0 * level), 0.05, 0.05))
    for level in range(1, storeys + 1):
        z = 2.0 * level
        planks.append(bar((start, 0, z + 0.04), (-start, 0, z + 0.04), deep * 0.9, 0.05))
        for rise in (0.5, 1.0):
            at = (-deep / 2, z + rise)
            rods.append(bar((start, at[0], at[1]), (-start, at[0], at[1]), 0.04, 0.04))
    rods.append(bar((start, deep / 2, 0.1), (start + bay, deep / 2, 2.0), 0.04, 0.04))
    add(model, merged(rods), tube_paint)
    add(model, merged(planks), design.paint("wood"))
    if family == "with steps":
        run = bar((start + 0.2, 0, 0.1), (start + bay - 0.2, 0, 2.0), 0.5, 0.06)
        add(model, run, design.paint("metal"))
    return model


def crane(design: Design) -> Model:
    """A tower crane: lattice mast, jib and counterweight, high over everything."""
    family = design.family("crane", ("hammerhead", "flat top"), ("luffing",))
    model, paint = Model("crane", f"crane: {family}"), design.paint("vivid", material="metal")
    high, reach, wide = design.uniform(16, 26), design.uniform(10, 18), design.uniform(1.0, 1.5)
    rods, half = [], wide / 2
    for x in (-half, half):
        for y in (-half, half):
            rods.append(bar((x, y, 0), (x, y, high), 0.14, 0.14))
    for number, z in enumerate(np.arange(0.0, high - 1.5, 1.5).tolist()):
        flip = 1 if number % 2 else -1
        for side in (-half, half):
            rods.append(bar((-flip * half, side, z), (flip * half, side, z + 1.5), 0.07, 0.07))
            rods.append(bar((side, -flip * half, z), (side, flip * half, z + 1.5), 0.07, 0.07))
    add(model, merged(rods), paint)
    rods, rise = [], 0.7 * reach if family == "luffing" else 0.0
    for x in (-0.4, 0.4):
        rods.append(bar((x, 0, high), (x, -reach, high + rise), 0.12, 0.12))
        rods.append(bar((x, 0, high), (x, 0.35 * reach, high), 0.12, 0.12))
    rods.append(bar((0, 0, high + 0.8), (0, -reach, high + rise + 0.6), 0.1, 0.1))
    for share in np.linspace(0.05, 0.95, 8).tolist():
        z = high + rise * share
        rods.append(bar((-0.4, -reach * share, z), (0, -reach * share, z + 0.75), 0.05, 0.05))
        rods.append(bar((0.4, -reach * share, z), (0, -reach * share, z + 0.75), 0.05, 0.05))
    if family == "hammerhead":
        rods.append(bar((0, 0, high), (0, 0, high + 4.0), 0.3, 0.3))
        rods.append(bar((0, 0, high + 4.0), (0, -0.7 * reach, high + 0.7), 0.05, 0.05))
    add(model, merged(rods), paint)
    grey = design.paint("concrete")
    model.box((0, 0, 0.15), (3.4, 3.4, 0.9), grey)
    model.box((0, 0.33 * reach, high - 0.5), (1.2, 1.4, 1.2), grey)
    model.box((0.9, -0.6, high - 0.9), (0.9, 1.2, 1.5), glazing(design))
    return model


def kiosk(design: Design) -> Model:
    """A stall with a counter under a flap or a canopy."""
    family = design.family("kiosk", ("hut", "market stall"), ("round",))
    model, paint = Model("kiosk", f"kiosk: {family}"), design.paint("wood", "vivid", "metal")
    wide, deep = design.uniform(1.8, 3.5), design.uniform(1.4, 2.2)
    high = design.uniform(2.2, 2.7)
    if family == "round":
        model.cylinder((0, 0, high / 2), deep * 0.6, high, paint)
        model.cylinder((0, 0, high + 0.2), deep * 0.85, 0.4, design.tinted(paint), taper=0.3)
        return model
    if family == "hut":
        model.box((0, 0.2, high / 2), (wide, deep - 0.4, high), paint)
        model.box((0, -deep / 2 + 0.3, 1.05), (wide * 0.9, 0.5, 0.06), design.paint("wood"))
        model.box((0, -deep / 2 + 0.38, 1.6), (wide * 0.8, 0.04, 0.9), glazing(design))
        model.box((0, 0, high + 0.06), (wide + 0.4, deep + 0.5, 0.12), design.tinted(paint))
        return model
    for x in (-wide / 2, wide / 2):
        for y in (-deep / 2, deep / 2):
            model.box((x, y, high / 2), (0.06, 0.06, high), steel(design))
    cloth = design.paint("vivid", "white", material="fabric")
    roof = slab([-deep / 2 - 0.2, 0, deep / 2 + 0.2], [high - 0.05] * 3,
                [high, high + 0.5, high], [wide / 2 + 0.2] * 3, [wide / 2 + 0.2] * 3)  # fmt: skip
    add(model, roof, cloth)
    model.box((0, -0.3, 0.8), (wide * 0.94, deep * 0.5, 0.08), design.paint("wood"))
    model.box((0, -0.3, 0.4), (wide * 0.9, deep * 0.46, 0.74), cloth)
    for _ in range(design.count(2, 6)):
        size = design.uniform(0.15, 0.35)
        at = (design.uniform(-0.4, 0.4) * wide, -0.3, 0.83 + size / 2)
        model.box(at, (size, size, size), design.paint("vivid", "wood"))
    return model


def recycling_bin(design: Design) -> Model:
    """A bell, a box with round holes, or a row of small containers."""
    family = design.family("recycling bin", ("bell", "box", "row"), ("cube",))
    model = Model("recycling bin", f"recycling bin: {family}")
    paint = design.paint("leaf", "vivid", "metal", material="plastic")
    if family == "bell":
        model.cylinder((0, 0, 0.55), 0.6, 1.1, paint, taper=0.9)
        model.ellipsoid((0, 0, 1.1), (0.54, 0.54, 0.45), paint)
        model.box((0, 0, 1.6), (0.3, 0.08, 0.12), steel(design))
        return model
    wide = {"box": design.uniform(1.0, 1.6), "row": 0.5, "cube": 1.2}[family]
    high = 1.2 if family == "cube" else design.uniform(1.1, 1.6)
    for number in range(3 if family == "row" else 1):
        x = (number - 1) * 0.56 if family == "row" else 0.0
        deep = 0.5 if family == "row" else 0.95
        model.box((x, 0, high / 2), (wide, deep, high), paint)
        model.box(
            (x, -0.02, high + 0.03), (wide + 0.03, deep + 0.06, 0.06), design.tinted(paint, 0.4)
        )
        model.cylinder((x, -deep / 2, high * 0.75), 0.11, 0.05, design.paint("dark"), axis="y")
        paint = design.paint("leaf", "vivid", "neutral", material="plastic")
    return model


def fuel_pump(design: Design) -> Model:
    """A dispenser with hoses at its sides."""
    family = design.family("fuel pump", ("tall", "low"), ("arched",))
    model, paint = Model("fuel pump", f"fuel pump: {family}"), design.paint("vivid", "white")
    high = {"tall": 2.1, "low": 1.5, "arched": 1.8}[family] * design.uniform(0.93, 1.07)
    wide = design.uniform(0.6, 1.1)
    model.box((0, 0, 0.05), (wide + 0.3, 0.9, 0.1), design.paint("concrete"))
    model.box((0, 0, high / 2), (wide, 0.5, high - 0.1), paint)
    model.box((0, -0.25, high * 0.72), (wide * 0.8, 0.04, 0.35), design.paint("glass", "dark"))
    if family == "arched":
        model.cylinder((0, 0, high), wide / 2, 0.5, paint, axis="y")
    hoses = []
    for x in (-wide / 2 - 0.03, wide / 2 + 0.03):
        hoses.append(bar((x, 0.0, high * 0.85), (x * 1.25, -0.1, 0.35), 0.04, 0.04))
        hoses.append(bar((x * 1.25, -0.1, 0.35), (x, -0.12, high * 0.5), 0.04, 0.04))
    add(model, merged(hoses), design.paint("dark"))
    return model


def climbing_frame(design: Design) -> Model:
    """Bars to climb on: a cube, an arch, or a tower with a roof."""
    family = design.family("climbing frame", ("cube", "arch", "tower"), ("pyramid",))
    model, paint = (
        Model("climbing frame", f"climbing frame: {family}"),
        design.paint("vivid", "metal"),
    )
    size, high = design.uniform(1.4, 2.4), design.uniform(1.6, 2.4)
    half, rods = size / 2, []
    steps = np.linspace(-half, half, 4).tolist()
    if family == "pyramid":
        corners = [
            (x, y, 0.0) for x, y in ((-half, -half), (half, -half), (half, half), (-half, half))
        ]
        for share in (0.0, 0.3, 0.6):
            ring = [(x * (1 - share), y * (1 - share), high * share) for x, y, _ in corners]
            rods += [bar(a, b, 0.04, 0.04) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
        rods += [bar(corner, (0, 0, high), 0.05, 0.05) for corner in corners]
    elif family == "arch":
        angle = np.linspace(0, np.pi, 9)
        for x in (-0.4, 0.4):
            arc = [(x, np.cos(a) * half, np.sin(a) * high) for a in angle]
            rods += [bar(a, b, 0.05, 0.05) for a, b in pairwise(arc)]
        places = [(float(np.cos(a)) * half, float(np.sin(a)) * high) for a in angle]
        rods += [bar((-0.4, y, z), (0.4, y, z), 0.04, 0.04) for y, z in places]
    else:
        for x in steps if family == "cube" else (-half, half):
            for y in steps if family == "cube" else (-half, half):
                rods.append(bar((x, y, 0.0), (x, y, high), 0.05, 0.05))
        for z in np.linspace(0.5, high, 4).tolist():
            for s in steps:
                rods.append(bar((-half, s, z), (half, s, z), 0.04, 0.04))
                rods.append(bar((s, -half, z), (s, half, z), 0.04, 0.04))
        if family == "tower":
            model.box((0, 0, high * 0.6), (size, size, 0.06), design.paint("wood"))
            eaves = [(-half - 0.1, high), (half + 0.1, high), (0, high + 0.7)]
            model.prism(eaves, size + 0.2, design.paint("vivid"), axis="y")
    return add(model, merged(rods), paint)
