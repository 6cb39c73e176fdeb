# SPDX-License-Identifier: Apache-2.0
"""Machines: scanners, shredders, racks of servers, sewing machines."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, settled
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted, turned


def scanner(design: Design) -> Model:
    """A flat scanner, one with a paper feed, an overhead one, a barcode gun in its stand."""
    model, shape = of_family(design, "scanner", ("flat", "feeder", "open"), ("overhead", "gun"))
    paint, glass = finishes.plastic(design, "white", "dark", "neutral"), finishes.screen(design)
    wide, deep = design.uniform(0.26, 0.32), design.uniform(0.38, 0.46)
    if shape == "gun":
        model.cylinder((0, 0, 0.015), 0.06, 0.03, paint)
        bar(model, (0, 0.02, 0.02), (0, 0.03, 0.16), 0.035, paint)
        model.box((0, -0.01, 0.17), (0.065, 0.12, 0.05), paint, tilted(0.25))
        return model.box((0, -0.07, 0.155), (0.05, 0.01, 0.03), glass, tilted(0.25)).centred()
    if shape == "feeder":
        model.box((0, 0, 0.07), (0.3, 0.17, 0.14), paint, roundness=6)
        model.box((0, 0.1, 0.18), (0.24, 0.012, 0.17), design.tinted(paint), tilted(-0.4))
        return settled(model.box((0, -0.12, 0.02), (0.24, 0.16, 0.01), design.tinted(paint)))
    model.box((0, 0, 0.03), (wide, deep, 0.06), paint)
    if shape == "overhead":
        bar(model, (0, deep * 0.45, 0.05), (0, deep * 0.4, 0.38), 0.04, paint)
        return model.box((0, deep * 0.2, 0.38), (0.08, 0.3, 0.04), paint)
    model.box((0, 0, 0.061), (wide * 0.8, deep * 0.85, 0.004), glass)
    if shape == "open":
        hinge = (-wide * 0.42, 0.0, 0.19)
        turn = turned(np.pi / 2) @ tilted(-0.35) @ turned(-np.pi / 2)
        return settled(model.box(hinge, (0.025, deep, 0.28), paint, turn))
    return model.box((0, 0, 0.075), (wide, deep, 0.03), design.tinted(paint))


def shredder(design: Design) -> Model:
    """A paper shredder: a head on a bin, a cabinet on castors."""
    model, shape = of_family(design, "shredder", ("bin", "cabinet", "slim"), ("on a basket",))
    body, head = finishes.plastic(design, "dark", "neutral"), finishes.plastic(design, "dark")
    wide, deep, high = {
        "bin": (0.32, 0.22, 0.32), "cabinet": (0.42, 0.36, 0.6), "slim": (0.34, 0.16, 0.38),
        "on a basket": (0.28, 0.28, 0.26),
    }[shape]  # fmt: skip
    if shape == "on a basket":
        model.cylinder((0, 0, high / 2), 0.13, high, finishes.metal(design), taper=1.15)
        model.box((0, 0, high + 0.04), (0.36, 0.14, 0.08), head, roundness=8)
    else:
        model.box((0, 0, high / 2), (wide, deep, high), body)
        model.box((0, 0, high + 0.045), (wide * 1.03, deep * 1.03, 0.09), head, roundness=8)
        pane = finishes.glass(design, 0.2, 0.6)
        model.box((0, -deep / 2, high * 0.5), (wide * 0.5, 0.012, high * 0.5), pane)
    slot = finishes.plastic(design, "dark")._replace(colour=np.array([0.03, 0.03, 0.03]))
    model.box((0, 0, high + 0.088), (wide * 0.75, 0.02, 0.01), slot)
    if design.chance(0.4):
        model.box((0, 0, high + 0.15), (0.21, 0.003, 0.14), finishes.paper(design))
    return settled(model)


def server_rack(design: Design) -> Model:
    """A cabinet of servers with blinking fronts: tall, half as high, open, with a glass door."""
    model, shape = of_family(design, "server rack", ("tall", "half", "open"), ("glass door",))
    frame, dark = finishes.metal(design, "dark", "neutral", "white"), finishes.metal(design, "dark")
    wide, deep = 0.6, design.uniform(0.7, 1.0)
    high = design.uniform(0.9, 1.3) if shape == "half" else design.uniform(1.8, 2.1)
    for side in (-1, 1):
        x = side * (wide / 2 - 0.02)
        if shape == "open":
            for y in (-deep / 2 + 0.02, deep / 2 - 0.02):
                model.box((x, y, high / 2), (0.04, 0.04, high), frame)
        else:
            model.box((x, 0, high / 2), (0.04, deep, high), frame)
    for z in (0.03, high - 0.02):
        model.box((0, 0, z), (wide, deep, 0.06 if z < 1 else 0.04), frame)
    if shape != "open":
        model.box((0, deep / 2 - 0.01, high / 2), (wide, 0.02, high), frame)
    z = 0.07
    while z < high - 0.16:
        unit = design.choose((0.045, 0.045, 0.09, 0.18))
        if design.chance(0.8):
            front = design.choose((dark, dark, finishes.metal(design)))
            at = (0.0, 0.02, z + unit / 2)
            model.box(at, (wide - 0.08, deep - 0.08, unit - 0.004), front)
            light = finishes.plastic(design, "vivid")
            x = design.uniform(-0.18, 0.18)
            model.box((x, -deep / 2 + 0.058, z + unit / 2), (0.08, 0.006, 0.012), light)
        z += unit
    if shape == "glass door":
        model.box((0, -deep / 2, high / 2), (wide, 0.02, high - 0.04), finishes.glass(design))
    return settled(model)


def sewing_machine(design: Design) -> Model:
    """A sewing machine: plain, computerised, an old one with a hand wheel, an overlocker."""
    model, shape = of_family(
        design, "sewing machine", ("plain", "computer", "old"), ("overlocker",)
    )
    body = finishes.plastic(design, "white", "vivid", "neutral")
    if shape == "old":
        body = finishes.metal(design, "dark")
    steel = finishes.metal(design, "metal")
    long, high = (0.3, 0.26) if shape == "overlocker" else (0.4, 0.29)
    base = finishes.wood(design) if shape == "old" else body
    model.box((0, 0, 0.04), (long, 0.18, 0.08), base, roundness=0 if shape == "old" else 8)
    model.box(
        (long * 0.36, 0, high / 2 + 0.02), (long * 0.24, 0.13, high - 0.04), body, roundness=6
    )
    model.box((-0.01, 0, high - 0.045), (long * 0.92, 0.12, 0.09), body, roundness=6)
    head = -long * 0.38
    model.box((head, 0, high - 0.07), (long * 0.16, 0.12, 0.13), body, roundness=6)
    model.cylinder((head, -0.02, 0.115), 0.006, 0.09, steel)
    model.cylinder((long / 2 + 0.005, 0, high * 0.7), 0.06, 0.03, steel, "x")
    for number in range(4 if shape == "overlocker" else 1):
        x = long * 0.1 - number * 0.06
        model.cylinder((x, 0.02, high + 0.03), 0.018, 0.06, finishes.fabric(design, "vivid"))
    if shape == "computer":
        model.box((long * 0.36, -0.067, high * 0.6), (0.07, 0.008, 0.1), finishes.screen(design))
    return settled(model)
