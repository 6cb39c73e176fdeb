# SPDX-License-Identifier: Apache-2.0
"""Tools: hammers, screwdrivers, drills, wrenches, clamps, saws, locks, ropes, shovels."""

from __future__ import annotations

from functools import partial

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import Point, bar, ring, settled, tube
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted, turned
from ws3d_model.worlds.shapes.primitives import Faces


def hammer(design: Design) -> Model:
    """A claw hammer, a mallet, a sledge, or one with a round peen; it lies."""
    model, shape = of_family(design, "hammer", ("claw", "peen", "mallet"), ("sledge", "square"))
    grip, steel = finishes.frame(design), finishes.metal(design, "metal", "dark")
    if design.chance(0.5):
        grip = finishes.plastic(design)
    size = 1.5 if shape == "sledge" else design.uniform(0.9, 1.15)
    if shape == "mallet":
        steel = finishes.wood(design) if design.chance(0.5) else finishes.plastic(design, "dark")
    z = 0.018 * size
    bar(model, (0, 0, z), (0, -0.28 * size, z), 0.026 * size, grip)
    if shape in ("mallet", "sledge"):
        model.cylinder((0, 0, 0.035 * size), 0.035 * size, 0.12 * size, steel, "x")
    else:
        model.box((0, 0, z), (0.07 * size, 0.026 * size, 0.03 * size), steel)
        model.cylinder((0.045 * size, 0, z), 0.016 * size, 0.04 * size, steel, "x")
    if shape == "claw":
        ends = [(-0.03 * size, 0, z), (-0.065 * size, -0.012, z), (-0.085 * size, -0.035, z)]
        tube(model, ends, 0.018 * size, steel)
    elif shape == "peen":
        model.ellipsoid((-0.045 * size, 0, z), (0.02 * size, 0.016 * size, 0.016 * size), steel)
    return settled(model)


def screwdriver(design: Design) -> Model:
    """One to five screwdrivers that lie, or a set in a stand."""
    model, shape = of_family(design, "screwdriver", ("long", "stubby", "row"), ("stand",))
    steel = finishes.metal(design, "metal", "dark")
    if shape == "stand":
        model.box((0, 0, 0.03), (0.2, 0.06, 0.06), finishes.plastic(design))
        for x in np.linspace(-0.08, 0.08, 5):
            grip = finishes.plastic(design, "vivid", "dark")
            model.cylinder((float(x), 0, 0.1), 0.014, 0.09, grip)
        return model
    for number in range(design.count(2, 5) if shape == "row" else 1):
        long = 0.04 if shape == "stubby" else design.uniform(0.09, 0.15)
        y, grip = number * 0.05, finishes.plastic(design, "vivid", "dark")
        model.cylinder((0, y, 0.016), 0.016, 0.1, grip, "x", 0.85)
        model.cylinder((0.05 + long / 2, y, 0.016), 0.004, long, steel, "x")
    return settled(model)


def drill(design: Design) -> Model:
    """A power drill that lies on its side, stands on its battery, or a hammer drill."""
    model, shape = of_family(design, "drill", ("lying", "on its battery", "angle"), ("hammer",))
    body, dark = finishes.plastic(design, "vivid", "dark"), finishes.plastic(design, "dark")
    steel, long = finishes.metal(design, "metal", "dark"), design.uniform(0.16, 0.22)
    thick = 0.07 if shape == "hammer" else 0.055
    model.box((0, 0, 0.2), (thick, long, thick * 1.2), body, roundness=5)
    model.cylinder((0, -long / 2 - 0.02, 0.2), 0.022, 0.05, dark, "y", 1.4)
    model.cylinder((0, -long / 2 - 0.09, 0.2), 0.005, 0.1, steel, "y")
    lean = 0.0 if shape == "angle" else 0.03
    bar(model, (0, long * 0.2, 0.19), (0, long * 0.2 + lean, 0.05), 0.042, body)
    model.box((0, long * 0.15, 0.03), (0.075, 0.11, 0.06), dark)
    if shape == "hammer":
        bar(model, (0, -long * 0.4, 0.2), (0.13, -long * 0.4, 0.2), 0.035, dark)
    if shape != "on its battery":
        for piece in model.primitives:
            turn = turned(np.pi / 2) @ tilted(np.pi / 2) @ turned(-np.pi / 2)
            piece.centre, piece.rotation = turn @ piece.centre, turn @ piece.rotation
    return settled(model)


def wrench(design: Design) -> Model:
    """Spanners: one or a set; open, ring, adjustable, a pipe wrench."""
    model, shape = of_family(design, "wrench", ("open", "combination", "set"), ("pipe", "cross"))
    steel = finishes.metal(design, "metal", "dark")
    if shape == "cross":
        for angle in (0.0, np.pi / 2):
            x, y = 0.19 * float(np.cos(angle)), 0.19 * float(np.sin(angle))
            bar(model, (-x, -y, 0.013), (x, y, 0.013), 0.018, steel)
            for side in (-1, 1):
                model.cylinder((side * x, side * y, 0.014), 0.014, 0.03, steel)
        return settled(model)
    for number in range(design.count(3, 6) if shape == "set" else 1):
        long = design.uniform(0.16, 0.28) if shape != "set" else 0.26 - 0.03 * number
        y, thick = number * 0.045, 0.016 if shape == "pipe" else 0.009
        model.box((0, y, thick / 2), (long, 0.016 if shape != "pipe" else 0.03, thick), steel)
        jaw = 0.018 if shape != "pipe" else 0.03
        for side in (-1, 1):
            at = (long / 2 + 0.012, y + side * jaw * 0.7, thick / 2)
            model.box(at, (0.036, 0.011, thick), steel, turned(side * 0.35))
        model.box((long / 2 - 0.005, y, thick / 2), (0.02, jaw * 2, thick), steel)
        if shape in ("combination", "set"):
            at = (-long / 2 - 0.008, y, thick / 2)
            model.cylinder(at, jaw * 0.85, thick, steel, faces=Faces.ALL)
    return settled(model)


def clamp(design: Design) -> Model:
    """A screw clamp, a C clamp or a spring clamp that lies."""
    model, shape = of_family(design, "clamp", ("bar", "C", "long bar"), ("spring",))
    steel, grip = finishes.metal(design), finishes.wood(design)
    long = {"long bar": design.uniform(0.4, 0.6)}.get(shape, design.uniform(0.15, 0.28))
    if shape == "spring":
        for side in (-1, 1):
            bar(model, (-0.1, side * 0.05, 0.013), (0.08, side * 0.006, 0.013), 0.024, grip)
        return settled(model.cylinder((0, 0, 0.014), 0.025, 0.028, steel))
    reach, thick = design.uniform(0.07, 0.12), 0.014
    bar(model, (0, 0, 0.013), (long, 0, 0.013), thick, steel, 0.026)
    bar(model, (0.005, 0, 0.013), (0.005, -reach, 0.013), thick, steel, 0.024)
    far = long - 0.005 if shape == "C" else long * 0.7
    bar(model, (far, 0, 0.013), (far, -reach, 0.013), thick, steel, 0.024)
    bar(model, (far - 0.06, -reach, 0.013), (far + 0.07, -reach, 0.013), 0.012, steel)
    model.cylinder((far - 0.06, -reach, 0.013), 0.013, 0.01, steel, "x")
    if shape == "C":
        bar(model, (far + 0.07, -reach - 0.03, 0.013), (far + 0.07, -reach + 0.03, 0.013), 0.008,
            steel)  # fmt: skip
    else:
        model.cylinder((far + 0.09, -reach, 0.013), 0.013, 0.08, grip, "x")
    return settled(model)


def saw(design: Design) -> Model:
    """A hand saw, a bow saw, a hack saw, a fine saw with a stiff back; it lies."""
    model, shape = of_family(design, "saw", ("hand", "hack", "tenon"), ("bow",))
    steel = finishes.metal(design, "metal")
    grip = finishes.wood(design) if design.chance(0.5) else finishes.plastic(design)
    long = design.uniform(0.3, 0.5)
    if shape in ("hand", "tenon"):
        tip = 0.04 if shape == "hand" else 0.09
        blade = [(0.0, -0.06), (0.0, 0.05), (long, -0.06 + tip), (long, -0.06)]
        model.prism(blade, 0.003, steel, (0, 0, 0.012))
        if shape == "tenon":
            model.box((long / 2, 0.04, 0.012), (long, 0.018, 0.01), finishes.metal(design, "dark"))
    else:
        rise = 0.08 if shape == "hack" else 0.16
        model.box((long / 2, -0.04, 0.012), (long, 0.02, 0.002), steel)
        tube(model, [(0, -0.045, 0.012), (0, -0.04 + rise * 0.7, 0.012),
                     (long * 0.25, -0.04 + rise, 0.012), (long * 0.8, -0.04 + rise, 0.012),
                     (long, -0.045, 0.012)], 0.016, finishes.metal(design))  # fmt: skip
    ring(model, (-0.05, -0.005, 0.012), 0.045, 0.024, grip, pieces=8, radius_2=0.055)
    return settled(model)


def padlock(design: Design) -> Model:
    """A padlock that lies or stands, with or without its key."""
    model, shape = of_family(design, "padlock", ("square", "round", "long shackle"), ("dial",))
    body, steel = finishes.metal(design), finishes.metal(design, "metal")
    wide, rise = design.uniform(0.035, 0.055), 0.045 if shape == "long shackle" else 0.025
    if shape in ("round", "dial"):
        model.cylinder((0, 0, 0.01), wide * 0.6, 0.02, body)
        if shape == "dial":
            model.cylinder((0, 0, 0.024), wide * 0.4, 0.01, finishes.plastic(design, "dark"))
    else:
        model.box((0, 0, 0.011), (wide, wide * 1.05, 0.022), body)
    ends: list[Point] = [(-wide * 0.32, wide * 0.3, 0.01), (-wide * 0.32, wide * 0.5 + rise, 0.01),
                         (0, wide * 0.8 + rise, 0.01), (wide * 0.32, wide * 0.5 + rise, 0.01),
                         (wide * 0.32, wide * 0.3, 0.01)]  # fmt: skip
    return settled(tube(model, ends, 0.008, steel))


def _line(design: Design, name: str) -> Model:
    """A rope, hose, chain or cable: in a coil, a heap, along the floor, on a reel."""
    model, shape = of_family(design, name, ("coil", "snake", "heap"), ("reel", "hank"))
    low, high = {"rope": (0.012, 0.028), "hose": (0.02, 0.035), "chain": (0.012, 0.026),
                 "cable": (0.007, 0.014)}[name]  # fmt: skip
    thick = design.uniform(low, high)
    made = {"rope": finishes.fabric, "chain": finishes.metal}.get(name, finishes.plastic)
    paint = made(design)
    points: list[Point] = []
    size = design.uniform(0.12, 0.28) * (0.7 if name == "cable" else 1.0)
    if shape == "snake":
        side = 0.0
        for x in np.arange(0.0, design.uniform(0.6, 1.4), 0.09):
            side += design.normal(0.07)
            points.append((float(x), side, thick / 2))
    elif shape == "reel":
        drum = finishes.plastic(design)
        for y in (-0.08, 0.08):
            model.cylinder((0, y, size), size, 0.012, drum, "y")
        model.cylinder((0, 0, size), size * 0.75, 0.15, paint, "y")
        return settled(model)
    else:
        turns = design.count(2, 4)
        for number in range(turns * 10):
            angle = number * 2 * np.pi / 10
            away = size * (1 + design.normal(0.05 if shape != "heap" else 0.2))
            across = 0.45 if shape == "hank" else 1.0
            up = thick * (0.5 + number / 10 * (0.75 if shape != "heap" else 0.4))
            points.append((away * float(np.cos(angle)), across * away * float(np.sin(angle)), up))
    tube(model, points, thick, paint)
    if name == "chain":  # links stand out on either side
        for x, y, z in points[::2]:
            model.box((x, y, max(z, thick)), (thick * 1.9, thick * 1.9, thick), paint)
    if name == "hose" and shape != "heap":
        end = points[-1]
        model.cylinder(end, thick * 0.9, 0.08, finishes.metal(design), "x")
    return settled(model)


rope = partial(_line, name="rope")
hose = partial(_line, name="hose")
chain = partial(_line, name="chain")
cable = partial(_line, name="cable")


def shovel(design: Design) -> Model:
    """A spade, a shovel or a snow pusher that leans against the wall."""
    model, shape = of_family(design, "shovel", ("spade", "scoop", "pointed"), ("snow",))
    stick, steel = finishes.wood(design), finishes.metal(design)
    high, lean = design.uniform(1.0, 1.35), design.uniform(0.08, 0.22)
    bar(model, (0, 0, 0.2), (0, lean, high), 0.032, stick)
    wide = {"snow": 0.45, "scoop": 0.28}.get(shape, 0.2)
    tip = {"pointed": 0.02}.get(shape, wide * 0.9)
    blade = [(-tip / 2, 0.0), (tip / 2, 0.0), (wide / 2, 0.1), (wide / 2, 0.3), (-wide / 2, 0.3),
             (-wide / 2, 0.1)]  # fmt: skip
    paint = finishes.plastic(design) if shape == "snow" else steel
    model.prism(blade, 0.012, paint, (0, 0, 0), "y", rotation=tilted(-0.1))
    if shape != "pointed":
        grip = (0.0, lean, high)
        bar(model, (-0.06, lean, high), (0.06, lean, high), 0.03, stick)
        model.box(grip, (0.04, 0.04, 0.05), stick)
    return settled(model)
