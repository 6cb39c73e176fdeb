# SPDX-License-Identifier: Apache-2.0
"""Games, sport and music: game tables, dumbbells, skateboards, drum kits, aquariums."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar, castors, legs, settled
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted
from ws3d_model.worlds.shapes.primitives import Faces


def table_tennis_table(design: Design) -> Model:
    """A table with its net: on a steel frame, a wooden one, of concrete, half folded up."""
    model, shape = of_family(
        design, "table tennis table", ("steel", "wheels", "wooden"), ("concrete", "half up")
    )
    long, wide, high = 2.74, 1.52, 0.76
    size = design.uniform(0.75, 1.0)
    long, wide = long * size, wide * size
    top = design.paint("vivid", "dark", "leaf", material="wooden")
    frame = finishes.wood(design) if shape == "wooden" else finishes.metal(design)
    if shape == "concrete":
        top = frame = finishes.stone(design)
    white = finishes.paper(design)._replace(colour=np.array([0.93, 0.93, 0.93]), contrast=0.0)
    halves = (-1,) if shape == "half up" else (-1, 1)
    for side in halves:
        model.box((side * long / 4, 0, high - 0.015), (long / 2, wide, 0.03), top)
        model.box((side * long / 4, 0, high + 0.001), (long / 2, 0.012, 0.003), white)
        for y in (-1, 1):
            at = (side * long / 4, y * (wide / 2 - 0.012), high + 0.001)
            model.box(at, (long / 2, 0.02, 0.003), white)
    if shape == "half up":
        model.box((0.02, 0, high + long / 4), (0.03, wide, long / 2), top, np.eye(3))
    else:
        model.box((0, 0, high + 0.075), (0.008, wide + 0.2, 0.15), finishes.fabric(design, "dark"))
        for y in (-1, 1):
            model.box((0, y * (wide / 2 + 0.04), high + 0.06), (0.03, 0.09, 0.16), frame)
    if shape == "concrete":
        for side in (-1, 1):
            model.box((side * long * 0.28, 0, high / 2), (0.25, wide * 0.6, high - 0.02), frame)
        return model
    thick = 0.07 if shape == "wooden" else 0.04
    legs(model, long * 0.8, wide * 0.85, high - 0.02, thick, frame)
    for y in (-1, 1):
        model.box((0, y * wide * 0.4, high - 0.06), (long * 0.85, 0.03, 0.06), frame)
    if shape in ("wheels", "half up"):
        castors(model, long * 0.5, wide * 0.5, finishes.plastic(design, "dark"), 0.06)
        for x in (-1, 1):
            for y in (-1, 1):
                foot = (x * (long / 4 - 0.06), y * (wide / 4 - 0.06), 0.1)
                bar(model, foot, (foot[0], foot[1], high - 0.02), 0.03, frame)
    return settled(model)


def billiard_table(design: Design) -> Model:
    """A table with cloth, cushions and pockets, with balls and a cue."""
    model, shape = of_family(
        design, "billiard table", ("turned legs", "block legs", "cabinet"), ("pedestals", "frame")
    )
    wood = finishes.wood(design, "wood", "wood", "dark", "white")
    cloth = design.paint("leaf", "vivid", "dark", material="fabric")
    long, high = design.uniform(1.9, 2.6), design.uniform(0.76, 0.84)
    wide = long * 0.55
    model.box((0, 0, high - 0.09), (long - 0.04, wide - 0.04, 0.12), wood)
    model.box((0, 0, high - 0.028), (long - 0.1, wide - 0.1, 0.02), cloth)
    for side in (-1, 1):
        model.box((0, side * (wide / 2 - 0.055), high - 0.01), (long, 0.11, 0.045), wood)
        model.box((side * (long / 2 - 0.055), 0, high - 0.01), (0.11, wide, 0.045), wood)
    dark = finishes.plastic(design, "dark")
    for x in (-1, 0, 1):
        for y in (-1, 1):
            at = (x * (long / 2 - 0.09), y * (wide / 2 - 0.09), high + 0.008)
            model.cylinder(at, 0.055, 0.016, dark)
    if shape == "cabinet":
        model.box((0, 0, (high - 0.14) / 2), (long * 0.75, wide * 0.7, high - 0.14), wood)
    elif shape == "pedestals":
        for x in (-1, 1):
            model.box((x * long * 0.28, 0, (high - 0.14) / 2), (0.3, wide * 0.7, high - 0.14), wood)
    elif shape == "turned legs":
        for x in (-1, 1):
            for y in (-1, 1):
                at = (x * long * 0.42, y * wide * 0.38, (high - 0.14) / 2)
                model.cylinder(at, 0.055, high - 0.14, wood, taper=1.3)
                model.ellipsoid((at[0], at[1], 0.42), (0.09, 0.09, 0.12), wood)
    else:
        thick = 0.16 if shape == "block legs" else 0.08
        metal = finishes.metal(design) if shape == "frame" else wood
        legs(model, long * 0.9, wide * 0.85, high - 0.14, thick, metal)
    for _ in range(design.count(0, 9)):
        along, across = design.uniform(-0.38, 0.38) * long, design.uniform(-0.32, 0.32) * wide
        ball = finishes.plastic(design, "vivid", "white", "dark")
        model.ellipsoid((along, across, high + 0.01), (0.028, 0.028, 0.028), ball)
    if design.chance(0.5):
        bar(model, (-0.5, -0.1, high + 0.002), (0.6, 0.15, high + 0.012), 0.025, wood)
    return settled(model)


def dumbbell(design: Design) -> Model:
    """Dumbbells: hexagonal, round, with plates, a kettle bell, a pair."""
    model, shape = of_family(design, "dumbbell", ("hexagon", "round", "plates"), ("kettle bell",))
    steel = finishes.metal(design, "metal", "dark")
    weight = finishes.plastic(design, "dark", "vivid", "neutral")
    size = design.uniform(0.04, 0.09)
    if shape == "kettle bell":
        model.ellipsoid((0, 0, size * 1.1), (size * 1.3, size * 1.3, size * 1.2), weight)
        model.cylinder((0, 0, 0.01), size * 0.8, 0.02, weight)
        for side in (-1, 1):
            bar(model, (side * size * 0.5, 0, size * 2), (side * size * 0.9, 0, size * 3), 0.03,
                weight)  # fmt: skip
        bar(model, (-size * 0.95, 0, size * 3), (size * 0.95, 0, size * 3), 0.032, weight)
        return settled(model)
    for number in range(design.choose((1, 2, 2))):
        y = number * size * 2.6
        model.cylinder((0, y, size), 0.016, 0.34, steel, "x")
        for side in (-1, 1):
            for plate in range(3 if shape == "plates" else 1):
                x = side * (0.08 + 0.035 * plate + (0.03 if shape != "plates" else 0))
                radius = size * (1 - 0.15 * plate)
                long = 0.03 if shape == "plates" else 0.09
                if shape == "hexagon":
                    angle = np.arange(6) * np.pi / 3 + np.pi / 6
                    outline = np.stack([np.sin(angle), np.cos(angle)], 1) * size
                    model.prism(outline, long, weight, (x, y, size), "x")
                else:
                    model.cylinder((x, y, size), radius, long, weight, "x")
    return settled(model)


def skateboard(design: Design) -> Model:
    """A board on four wheels: level, long, on its side against a wall, upside down."""
    model, shape = of_family(
        design, "skateboard", ("popsicle", "long", "cruiser"), ("on its back",)
    )
    deck = finishes.wood(design, "dark", "vivid", "wood", "any")
    metal, wheel = finishes.metal(design, "metal"), finishes.plastic(design, "white", "vivid")
    long = {"long": 1.0, "cruiser": 0.6}.get(shape, 0.8) * design.uniform(0.92, 1.05)
    wide, up = design.uniform(0.19, 0.23), 0.1
    model.box((0, 0, up), (wide, long * 0.72, 0.014), deck)
    for side in (-1, 1):
        kick = 0.0 if shape == "long" else 0.3
        at = (0.0, side * long * 0.42, up + (0.02 if kick else 0.0))
        model.box(at, (wide * 0.85, long * 0.16, 0.014), deck, tilted(side * kick))
        axle = (0.0, side * long * 0.27, 0.045)
        model.box((0, axle[1], 0.07), (0.05, 0.07, 0.06), metal)
        model.cylinder(axle, 0.01, wide, metal, "x")
        for x in (-1, 1):
            model.cylinder((x * wide * 0.42, axle[1], 0.03), 0.03, 0.035, wheel, "x")
    if shape == "on its back":
        for piece in model.primitives:
            turn = tilted(np.pi)
            piece.centre, piece.rotation = turn @ piece.centre, turn @ piece.rotation
    return settled(model)


def drum_kit(design: Design) -> Model:
    """A bass drum, toms, a snare and cymbals; or electronic pads on a frame; or bongos."""
    model, shape = of_family(design, "drum kit", ("jazz", "rock", "pads"), ("bongos",))
    shell, skin = finishes.plastic(design, "vivid", "dark", "white"), finishes.paper(design)
    metal = finishes.metal(design, "metal", "dark")
    brass = design.paint("wood", "metal", material="metal")
    if shape == "bongos":
        for x, radius in ((-0.17, 0.14), (0.16, 0.18)):
            model.cylinder((x, 0, 0.4), radius * 0.75, 0.8, shell, taper=1.35)
            model.cylinder((x, 0, 0.803), radius, 0.012, skin)
        return settled(model)
    drums = [(-0.25, 0.05, 0.75, 0.14), (0.2, 0.05, 0.75, 0.15), (0.55, -0.3, 0.5, 0.19),
             (-0.5, -0.35, 0.58, 0.17)]  # fmt: skip
    if shape == "rock":
        drums.append((0.75, -0.65, 0.45, 0.2))
    if shape == "pads":
        for x in (-0.6, 0.6):
            model.box((x, 0.1, 0.5), (0.04, 0.04, 1.0), metal)
            model.box((x, 0.1, 0.015), (0.05, 0.5, 0.03), metal)
        model.box((0, 0.1, 0.78), (1.2, 0.04, 0.04), metal)
    else:
        model.cylinder((0, 0.2, 0.28), 0.28, 0.4, shell, "y")
        model.cylinder((0, 0.2, 0.28), 0.26, 0.41, skin, "y")
    for x, y, z, radius in drums:
        tall = 0.05 if shape == "pads" else 0.2
        model.cylinder((x, y, z), radius, tall, shell)
        model.cylinder((x, y, z + tall / 2), radius * 0.95, 0.012, skin)
        if shape == "pads":
            bar(model, (x, y, z), (x, 0.1, 0.78), 0.03, metal)
            if z < 0.7:
                bar(model, (x, y, 0.0), (x, y, z), 0.03, metal)
        else:
            foot = (x, y, 0.0) if abs(x) > 0.4 else (x * 0.5, 0.2, 0.5)
            bar(model, foot, (x, y, z - tall / 2), 0.03, metal)
            if abs(x) > 0.4:
                for angle in (0.0, 2.1, 4.2):
                    end = (x + 0.2 * float(np.cos(angle)), y + 0.2 * float(np.sin(angle)), 0.0)
                    bar(model, (x, y, 0.25), end, 0.02, metal)
    for x, y in ((-0.7, 0.0), (0.72, 0.1)):
        high = design.uniform(0.95, 1.2)
        bar(model, (x, y, 0.0), (x, y, high), 0.025, metal)
        for angle in (0.0, 2.1, 4.2):
            end = (x + 0.22 * float(np.cos(angle)), y + 0.22 * float(np.sin(angle)), 0.0)
            bar(model, (x, y, 0.3), end, 0.02, metal)
        model.cylinder((x, y, high), 0.19, 0.012, brass, rotation=tilted(0.15))
    if design.chance(0.6):
        model.cylinder((0.0, -0.55, 0.5), 0.17, 0.09, finishes.upholstery(design))
        model.cylinder((0.0, -0.55, 0.23), 0.03, 0.46, metal)
        model.cylinder((0.0, -0.55, 0.02), 0.17, 0.04, metal)
    return settled(model)


def aquarium(design: Design) -> Model:
    """A tank with water, gravel and weed, to stand on something: a box, a cube, a bowl."""
    model, shape = of_family(design, "aquarium", ("tank", "cube", "long"), ("bowl", "bow"))
    return _tank(design, model, shape, 0.0)


def aquarium_on_cabinet(design: Design) -> Model:
    """The same, larger, on a cabinet of its own."""
    model, shape = of_family(design, "aquarium", ("on a cabinet",), ("bow on a cabinet",))
    return _tank(design, model, shape, design.uniform(0.6, 0.75))


def _tank(design: Design, model: Model, shape: str, up: float) -> Model:
    water = finishes.glass(design, 0.1, 0.35)
    wide = design.uniform(0.3, 0.4) if shape == "cube" else design.uniform(0.4, 0.6)
    wide = design.uniform(0.6, 1.0) if up or shape == "long" else wide
    deep, high = min(0.45, wide * 0.35 + 0.1), design.uniform(0.25, 0.38) + 0.15 * (up > 0)
    gravel, dark = finishes.stone(design), finishes.plastic(design, "dark", "white")
    if shape == "bowl":
        radius = design.uniform(0.1, 0.15)
        model.ellipsoid((0, 0, radius * 0.9), (radius, radius, radius * 0.9), water)
        model.cylinder((0, 0, 0.01), radius * 0.6, 0.02, gravel)
        return settled(model)
    if up:
        model.box((0, 0, up / 2), (wide, deep, up), finishes.board(design))
    if shape.startswith("bow"):
        angle = np.linspace(0, np.pi, 9)
        front = np.stack([-np.cos(angle) * wide / 2, -np.sin(angle) * 0.1 - deep / 2], 1)
        outline = np.concatenate([front, [[wide / 2, deep / 2], [-wide / 2, deep / 2]]])
        model.prism(outline, high, water, (0, 0, up + high / 2))
    else:
        model.box((0, 0, up + high / 2), (wide, deep, high), water, faces=Faces.ALL & ~Faces.TOP)
    model.box((0, 0, up + 0.025), (wide * 0.98, deep * 0.98, 0.04), gravel)
    for _ in range(design.count(2, 7)):
        x, y = design.uniform(-0.42, 0.42) * wide, design.uniform(-0.35, 0.35) * deep
        tall = design.uniform(0.3, 0.8) * high
        bar(model, (x, y, up + 0.03), (x + design.normal(0.02), y, up + tall), 0.03,
            finishes.leaves(design))  # fmt: skip
    model.box((0, 0, up + high + 0.015), (wide * 1.01, deep * 1.01, 0.04), dark)
    return settled(model)
