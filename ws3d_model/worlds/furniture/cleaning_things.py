# SPDX-License-Identifier: Apache-2.0
"""Household things: cleaning sprays, irons, tissues, scales, taps."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.basins import tap
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, hung, settled, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted


def bathroom_scale(design: Design) -> Model:
    """A flat scale with a display or a dial; a doctor's scale with a column."""
    model, shape = of_family(design, "bathroom scale", ("glass", "dial", "round"), ("column",))
    wide = design.uniform(0.27, 0.34)
    paint = finishes.glass(design, 0.1, 0.4) if shape == "glass" else finishes.plastic(design)
    if shape == "round":
        model.cylinder((0, 0, 0.02), wide / 2, 0.04, paint)
    else:
        model.box((0, 0, 0.022), (wide, wide * 0.95, 0.044), paint)
    face = finishes.screen(design)
    if shape == "column":
        metal = finishes.metal(design)
        model.box((0, wide * 0.42, 0.6), (0.05, 0.04, 1.15), metal)
        return model.box((0, wide * 0.4, 1.15), (0.2, 0.05, 0.12), face, tilted(-0.3)).centred()
    if shape == "dial":
        model.cylinder((0, wide * 0.28, 0.045), 0.06, 0.012, face)
    else:
        model.box((0, wide * 0.3, 0.043), (0.08, 0.04, 0.006), face)
    return settled(model)


def faucet(design: Design) -> Model:
    """A tap at the wall: for a hose, a bath, or a basin."""
    model, shape = of_family(design, "faucet", ("garden", "bath", "long"), ("single lever",))
    metal, reach = finishes.metal(design, "metal", "dark"), design.uniform(0.12, 0.22)
    if shape == "garden":
        model.cylinder((0, -0.05, 0.1), 0.014, 0.1, metal, "y")
        bar(model, (0, -0.095, 0.1), (0, -0.12, 0.04), 0.024, metal)
        model.cylinder((0, -0.06, 0.13), 0.008, 0.05, metal)
        return hung(model.box((0, -0.06, 0.155), (0.07, 0.014, 0.012), metal))
    for side in (-1, 1) if shape != "single lever" else (0,):
        model.cylinder((side * 0.075, -0.02, 0.1), 0.03, 0.04, metal, "y")
        model.cylinder((side * 0.075, -0.05, 0.1), 0.018, 0.04, metal, "y")
    model.cylinder((0, -0.06, 0.1), 0.024, 0.19, metal, "x")
    bar(model, (0, -0.06, 0.1), (0, -0.06 - reach, 0.09), 0.026, metal)
    bar(model, (0, -0.06 - reach, 0.095), (0, -0.06 - reach, 0.05), 0.024, metal)
    bar(model, (0, -0.06, 0.11), (0, -0.1, 0.17), 0.018, metal)
    return hung(model)


def standing_tap(design: Design) -> Model:
    """A tap by itself, as it stands on a sink."""
    model = Model("faucet", "faucet: on a foot")
    tap(design, model, 0.0, 0.0, 0.02)
    return model.box((0, 0, 0.012), (0.21, 0.06, 0.024), finishes.metal(design)).centred()


def tissue_box(design: Design) -> Model:
    """A box of tissues with one that stands out."""
    model, shape = of_family(design, "tissue box", ("flat", "cube", "cover"), ("round",))
    paint = finishes.paper(design) if shape != "cover" else finishes.wood(design)
    high, wide = (0.13, 0.12) if shape in ("cube", "round") else (design.uniform(0.05, 0.09), 0.23)
    if shape == "round":
        model.cylinder((0, 0, high / 2), 0.06, high, paint)
    else:
        model.box((0, 0, high / 2), (wide, 0.12, high), paint)
    tissue = finishes.paper(design)._replace(colour=np.array([0.93, 0.93, 0.93]))
    for lean in (-0.5, 0.4):
        model.box((0, 0, high + 0.025), (0.08, 0.006, 0.07), tissue, tilted(lean))
    return model


def cleaning_spray(design: Design) -> Model:
    """Bottles of cleaner with a trigger, a handle or a cap."""
    model, shape = of_family(design, "cleaning spray", ("trigger", "flat", "can"), ("canister",))
    paint, cap = finishes.plastic(design, "vivid", "white"), finishes.plastic(design)
    high = design.uniform(0.17, 0.23)
    if shape == "canister":
        model.box((0, 0, high * 0.55), (0.12, 0.08, high * 1.1), paint, roundness=6)
        model.cylinder((0.03, 0, high * 1.1 + 0.015), 0.02, 0.04, cap)
        ends = [(-0.05, 0, high * 0.8), (-0.08, 0, high * 1.0), (-0.03, 0, high * 1.09)]
        return settled(tube(model, ends, 0.022, paint))
    if shape == "can":
        model.cylinder((0, 0, high / 2), 0.032, high, paint)
        return model.cylinder((0, 0, high + 0.02), 0.026, 0.045, cap)
    wide = 0.1 if shape == "trigger" else 0.085
    model.box((0, 0, high * 0.4), (wide, 0.055, high * 0.8), paint, roundness=6)
    model.cylinder((0, 0, high * 0.85), 0.02, high * 0.24, paint, taper=0.8)
    if shape == "trigger":
        model.box((0, -0.01, high + 0.01), (0.025, 0.1, 0.035), cap)
        bar(model, (0, -0.03, high), (0, -0.045, high - 0.05), 0.012, cap)
    else:
        model.cylinder((0, 0, high), 0.018, 0.04, cap)
    return settled(model)


def clothes_iron(design: Design) -> Model:
    """An iron, upright on its heel or lying, or on its steam station."""
    model, shape = of_family(design, "clothes iron", ("lying", "upright", "travel"), ("station",))
    body, steel = finishes.plastic(design), finishes.metal(design, "metal")
    high = 0.0
    if shape == "station":
        high = 0.14
        model.box((0, 0, high / 2), (0.22, 0.36, high), finishes.plastic(design), roundness=6)
    iron = Model("clothes iron")
    sole = [(-0.055, 0.12), (0.055, 0.12), (0.05, -0.02), (0.0, -0.14), (-0.05, -0.02)]
    iron.prism(sole, 0.014, steel, (0, 0, 0.007))
    iron.prism(sole, 0.04, body, (0, 0, 0.032), taper=0.75)
    grip = [(0, 0.09, 0.045), (0, 0.085, 0.12), (0, -0.03, 0.115), (0, -0.075, 0.05)]
    tube(iron, grip, 0.026, finishes.plastic(design, "dark", "white"))
    if shape == "upright":
        for piece in iron.primitives:
            turn = tilted(-np.pi / 2)
            piece.centre, piece.rotation = turn @ piece.centre, turn @ piece.rotation
    return settled(model.join(settled(iron), (0, 0, high)))
