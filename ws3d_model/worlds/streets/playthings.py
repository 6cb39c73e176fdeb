# SPDX-License-Identifier: Apache-2.0
"""Things of playgrounds, and what people push: slides, swings, strollers, wheelchairs, carts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.primitives import Faces
from ws3d_model.worlds.streets.materials import cloth, steel, tyre
from ws3d_model.worlds.streets.people import PUSHING, SITTING, dressed, figure
from ws3d_model.worlds.streets.solids import add, bar, merged, slab, tube


def playground_slide(design: Design) -> Model:
    """A slide with its ladder; it ends at the front."""
    family = design.family("playground slide", ("straight", "wavy", "tower"), ("tube",))
    model, paint = (
        Model("playground slide", f"playground slide: {family}"),
        design.paint("vivid", "metal"),
    )
    high, frame = design.uniform(1.1, 2.2), design.paint("wood", "metal", "vivid")
    run = high * 1.7
    y = np.linspace(0.3, -run, 7)
    z = np.interp(y, [-run, -run + 0.5, 0.0, 0.3], [0.2, 0.25, high, high])
    if family == "wavy":
        z = z + 0.12 * np.sin(np.linspace(0, 3 * np.pi, 7)) * (z > 0.4) * (z < high - 0.05)
    points = list(zip(y.tolist(), z.tolist(), strict=True))
    if family == "tube":
        add(model, tube([(0, a, b + 0.3) for a, b in points], [0.38] * 7, 10), paint)
    else:
        for (y0, z0), (y1, z1) in pairwise(points):
            add(model, bar((0, y0, z0), (0, y1, z1), 0.5, 0.04), paint)
            for x in (-0.26, 0.26):
                add(model, bar((x, y0, z0 + 0.08), (x, y1, z1 + 0.08), 0.03, 0.18), paint)
    model.box((0, 0.6, high - 0.03), (0.7, 0.7, 0.06), frame)
    posts = [
        bar((x, s, -0.2), (x, s, high + 0.8), 0.08, 0.08) for x in (-0.33, 0.33) for s in (0.3, 0.9)
    ]
    rungs = [
        bar((-0.3, 0.95, s), (0.3, 0.95, s), 0.04, 0.04)
        for s in np.arange(0.25, high, 0.25).tolist()
    ]
    add(model, merged([*posts, *rungs]), frame)
    if family == "tower":
        model.box((0, 0.6, high + 0.95), (1.0, 1.0, 0.1), design.paint("vivid", "wood"))
    model.box((0, -run, 0.1), (0.4, 0.1, 0.24), paint)
    return model


def swing(design: Design) -> Model:
    """A frame with one to three seats on chains."""
    family = design.family("swing", ("a-frame", "portal"), ("nest swing",))
    model, frame = Model("swing", f"swing: {family}"), design.paint("wood", "metal", "vivid")
    seats = 1 if family == "nest swing" else design.count(1, 3)
    half, high, pieces = 0.55 * seats + 0.5, design.uniform(2.0, 2.5), []
    for x in (-half, half):
        feet = (-0.8, 0.8) if family != "portal" else (0.0,)
        pieces += [bar((x, y, -0.2), (x, 0, high), 0.09, 0.09) for y in feet]
    pieces.append(bar((-half - 0.1, 0, high), (half + 0.1, 0, high), 0.09, 0.09))
    add(model, merged(pieces), frame)
    for number in range(seats):
        x, angle = (number - (seats - 1) / 2) * 1.1, design.normal(0.15)
        drop, wide = high - 0.5, 0.5 if family == "nest swing" else 0.22
        y, z = -drop * float(np.sin(angle)), high - drop * float(np.cos(angle))
        chains = [bar((x + s * wide, 0, high), (x + s * wide, y, z), 0.02, 0.02) for s in (-1, 1)]
        add(model, merged(chains), steel(design))
        if family == "nest swing":
            model.cylinder((x, y, z), 0.55, 0.08, design.paint("dark"))
        else:
            model.box((x, y, z), (0.46, 0.22, 0.04), design.paint("dark"))
    return model


def stroller(design: Design) -> Model:
    """A pram or a pushchair."""
    family = design.family("stroller", ("pram", "pushchair"), ("jogger",))
    model, fabric, frame = Model("stroller", f"stroller: {family}"), cloth(design), steel(design)
    wheels = [(-0.4, 0.0)] if family == "jogger" else [(-0.35, -0.24), (-0.35, 0.24)]
    for y, x in [*wheels, (0.3, -0.26), (0.3, 0.26)]:
        model.cylinder((x, y, 0.13), 0.13, 0.05, tyre(design), axis="x")
    pieces = [bar((s * 0.24, -0.35, 0.2), (s * 0.22, 0.55, 1.02), 0.03, 0.03) for s in (-1, 1)]
    pieces += [bar((s * 0.24, 0.3, 0.13), (s * 0.22, -0.1, 0.55), 0.03, 0.03) for s in (-1, 1)]
    pieces.append(bar((-0.22, 0.55, 1.02), (0.22, 0.55, 1.02), 0.03, 0.03))
    add(model, merged(pieces), frame)
    if family == "pram":
        body = slab(
            [-0.42, -0.3, 0.35, 0.42], [0.62, 0.5, 0.5, 0.62], [0.78] * 4, [0.2] * 4, [0.22] * 4
        )
        add(model, body, fabric)
        model.ellipsoid((0, 0.22, 0.82), (0.23, 0.24, 0.26), fabric)
    else:
        model.box((0, -0.08, 0.5), (0.36, 0.4, 0.08), fabric)
        model.box((0, 0.16, 0.72), (0.36, 0.1, 0.5), fabric)
        model.ellipsoid((0, 0.08, 0.98), (0.22, 0.24, 0.12), fabric)
    return model


def wheelchair(design: Design, used: bool = True) -> Model:
    """A wheelchair, with a person in it or empty."""
    family = design.family("wheelchair", ("manual", "high back"), ("electric",))
    model, frame, fabric = (
        Model("wheelchair", f"wheelchair: {family}"),
        steel(design),
        design.paint("dark"),
    )
    large = 0.18 if family == "electric" else 0.3
    for side in (-1.0, 1.0):
        model.cylinder((side * 0.35, 0.16, large), large, 0.04, tyre(design), axis="x")
        model.cylinder((side * 0.26, -0.36, 0.1), 0.1, 0.05, tyre(design), axis="x")
        rods = [
            bar((side * 0.3, -0.36, 0.15), (side * 0.3, -0.2, 0.48), 0.03, 0.03),
            bar((side * 0.3, -0.2, 0.48), (side * 0.3, 0.25, 0.48), 0.03, 0.03),
            bar((side * 0.3, 0.25, 0.3), (side * 0.3, 0.3, 0.95), 0.03, 0.03),
            bar((side * 0.3, 0.3, 0.93), (side * 0.3, 0.45, 0.93), 0.03, 0.03),
            bar((side * 0.3, -0.15, 0.7), (side * 0.3, 0.27, 0.7), 0.03, 0.03),
        ]
        add(model, merged(rods), frame)
    model.box((0, 0.02, 0.48), (0.48, 0.42, 0.05), fabric)
    tall = 0.75 if family == "high back" else 0.45
    model.box((0, 0.26, 0.5 + tall / 2), (0.46, 0.04, tall), fabric)
    if family == "electric":
        model.box((0, 0.1, 0.27), (0.4, 0.5, 0.24), fabric)
    if used:
        rider, clothing = Model("person", "person: in a wheelchair"), dressed(design)
        clothing = replace(clothing, extras=("trousers",), build=min(clothing.build, 1.0))
        figure(rider, SITTING, clothing, design.uniform(1.5, 1.7), hip=0.68, y=0.0)
        model.put(rider, (0, 0, 0))
    return model


def shopping_cart(design: Design) -> Model:
    """A wire cart of a supermarket."""
    family = design.family("shopping cart", ("wire", "shallow"), ("plastic",))
    model, frame = Model("shopping cart", f"shopping cart: {family}"), steel(design)
    for x in (-0.2, 0.2):
        for y in (-0.38, 0.32):
            model.cylinder((x, y, 0.06), 0.06, 0.03, tyre(design), axis="x")
    low = 0.65 if family == "shallow" else 0.45
    paint = design.paint("vivid", material="plastic") if family == "plastic" else frame
    open_top = Faces.ALL & ~Faces.TOP
    if family == "plastic":
        model.box((0, -0.05, (low + 0.95) / 2), (0.52, 0.8, 0.95 - low), paint, faces=open_top)
    rods = [bar((s * 0.24, -0.4, 0.1), (s * 0.24, 0.36, 0.1), 0.03, 0.03) for s in (-1, 1)]
    rods += [bar((s * 0.24, 0.3, 0.1), (s * 0.26, 0.45, 1.0), 0.03, 0.03) for s in (-1, 1)]
    rods.append(bar((-0.26, 0.45, 1.0), (0.26, 0.45, 1.0), 0.035, 0.035))
    if family != "plastic":
        for y in np.linspace(-0.45, 0.35, 8).tolist():
            rods += [bar((s * 0.26, y, low), (s * 0.26, y, 0.95), 0.012, 0.012) for s in (-1, 1)]
            rods.append(bar((-0.26, y, low), (0.26, y, low), 0.012, 0.012))
        for z in (low, 0.7, 0.95):
            rods += [bar((s * 0.26, -0.45, z), (s * 0.26, 0.38, z), 0.012, 0.012) for s in (-1, 1)]
    add(model, merged(rods), frame)
    return model


def pushed(design: Design, thing: Model) -> Model:
    """A thing with a person who pushes it, hands at its back."""
    walker = Model("person", "person: pushing")
    figure(walker, PUSHING, dressed(design), design.uniform(1.6, 1.85), hip=None)
    behind = float(thing.bounds()[1][1] - walker.bounds()[0][1])
    return thing.put(walker, (0, behind - 0.01, 0))
