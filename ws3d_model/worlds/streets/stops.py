# SPDX-License-Identifier: Apache-2.0
"""Bus stops, advertising columns, billboards, phone booths, fountains and statues."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Pattern
from ws3d_model.worlds.streets.materials import glazing, reflective, steel
from ws3d_model.worlds.streets.people import SITTING, dressed, figure
from ws3d_model.worlds.streets.solids import add, quads, tube


def bus_stop(design: Design) -> Model:
    """A shelter with glass or boards on three sides, open to the front, with a seat within."""
    family = design.family(
        "bus stop", ("glass", "boards", "half open", "cantilever"), ("brick", "barrel")
    )
    model, frame = Model("bus stop", f"bus stop: {family}"), steel(design)
    long, deep, high = design.uniform(2.4, 4.5), design.uniform(1.2, 1.6), design.uniform(2.3, 2.6)
    paints = {"boards": design.paint("wood"), "brick": design.paint("brick")}
    side_paint = paints.get(family, glazing(design))
    thick = 0.2 if family == "brick" else 0.03
    half, back = long / 2, deep / 2
    for x in (-half, half) if family != "cantilever" else (-half * 0.7, half * 0.7):
        for y in (back,) if family == "cantilever" else (-back + 0.3, back):
            model.box((x, y, high / 2 - 0.1), (0.08, 0.08, high + 0.2), frame)
    model.box((0, back, high / 2 + 0.05), (long - 0.1, thick, high - 0.4), side_paint)
    if family != "cantilever":
        for x in (-half, half)[: 1 if family == "half open" else 2]:
            model.box((x, 0.1, high / 2 + 0.05), (thick, deep - 0.5, high - 0.4), side_paint)
    if family == "barrel":
        model.cylinder((0, 0, high), deep * 0.55, long + 0.2, frame, axis="x", radius_y=0.3)
    else:
        model.box((0, 0, high + 0.04), (long + 0.2, deep + 0.2, 0.1), frame)
    model.box((0, back - 0.3, 0.45), (long * 0.6, 0.34, 0.05), design.paint("wood", "metal"))
    for x in (-long * 0.25, long * 0.25):
        model.box((x, back - 0.2, 0.21), (0.06, 0.2, 0.43), frame)
    if design.chance(0.4):
        poster = design.paint("vivid", pattern=Pattern.BLOTCHES, material="paper")
        model.box((half - 0.07 - thick, 0.1, 1.3), (0.08, deep - 0.55, 1.7), poster)
    return model


def advertising_column(design: Design) -> Model:
    """A round column covered with posters."""
    family = design.family("advertising column", ("plain", "domed"), ("lit",))
    model = Model("advertising column", f"advertising column: {family}")
    radius, high = design.uniform(0.5, 0.75), design.uniform(2.5, 3.6)
    poster = design.paint("vivid", "white", pattern=Pattern.BLOTCHES, material="paper")
    model.cylinder((0, 0, 0.15), radius * 1.08, 0.3, design.paint("concrete"))
    model.cylinder((0, 0, high / 2), radius, high, poster)
    cap = design.paint("dark", "metal")
    model.cylinder((0, 0, high + 0.06), radius * 1.12, 0.14, cap)
    if family == "domed":
        model.ellipsoid((0, 0, high + 0.1), (radius, radius, 0.35), cap)
    elif family == "lit":
        model.cylinder(
            (0, 0, high + 0.3), radius * 0.8, 0.4, design.paint("white", material="glass")
        )
    return model


def billboard(design: Design) -> Model:
    """A poster wall on legs, a lit city light, an A-board of a shop."""
    family = design.family("billboard", ("large", "city light", "a-board"), ("on one leg",))
    model = Model("billboard", f"billboard: {family}")
    poster = design.paint("vivid", "white", pattern=Pattern.BLOTCHES, material="paper")
    if family == "a-board":
        for side in (-1.0, 1.0):
            sheet = [
                [
                    [-0.32, side * 0.28, 0.0],
                    [0.32, side * 0.28, 0.0],
                    [0.32, side * 0.02, 1.05],
                    [-0.32, side * 0.02, 1.05],
                ]
            ]
            add(model, quads(np.array(sheet)), poster)
        return model
    wide = {"large": design.uniform(3.0, 3.8), "city light": 1.3}.get(family, 2.6)
    tall, lift = (
        wide * 0.7 if family != "city light" else 1.9,
        0.35 if family == "city light" else 1.6,
    )
    legs = (0.0,) if family == "on one leg" else (-wide * 0.4, wide * 0.4)
    for x in legs:
        model.box(
            (x, 0.06, (lift + tall) / 2 - 0.15), (0.12, 0.1, lift + tall + 0.3), steel(design)
        )
    model.box((0, 0, lift + tall / 2), (wide, 0.12, tall), design.paint("dark", "metal"))
    model.box((0, -0.07, lift + tall / 2), (wide * 0.93, 0.02, tall * 0.93), poster)
    return model


def phone_booth(design: Design) -> Model:
    """A glazed box with a roof, or a telephone on a post under a hood."""
    family = design.family("phone booth", ("glazed box", "classic"), ("hood",))
    model, paint = (
        Model("phone booth", f"phone booth: {family}"),
        design.paint("vivid", "metal", "dark"),
    )
    if family == "hood":
        model.cylinder((0, 0.1, 0.5), 0.06, 1.4, paint)
        model.box((0, 0, 1.4), (0.6, 0.5, 0.8), paint, roundness=6.0)
        return model
    side = design.uniform(0.85, 1.0)
    for x in (-side / 2, side / 2):
        for y in (-side / 2, side / 2):
            model.box((x, y, 1.12), (0.09, 0.09, 2.25), paint)
        model.box((x, 0, 1.2), (0.03, side - 0.1, 1.9), glazing(design))
        model.box((0, x, 1.2), (side - 0.1, 0.03, 1.9), glazing(design))
    model.box((0, 0, 2.32), (side + 0.12, side + 0.12, 0.2), paint)
    model.box((0, 0, 0.05), (side + 0.05, side + 0.05, 0.1), paint)
    if family == "classic":
        for z in (0.7, 1.1, 1.5, 1.9):
            for x in (-side / 2, side / 2):
                model.box((x, 0, z), (0.05, side, 0.04), paint)
                model.box((0, x, z), (side, 0.05, 0.04), paint)
    model.box((0, side / 2 - 0.12, 1.3), (0.3, 0.15, 0.5), design.paint("dark"))
    return model


def fountain(design: Design) -> Model:
    """A basin with a column, bowls or a jet."""
    family = design.family("fountain", ("basin", "bowls", "trough"), ("jet",))
    model, stone = (
        Model("fountain", f"fountain: {family}"),
        design.paint("concrete", material="stone"),
    )
    water = design.paint("glass", gloss=0.6, material="water")._replace(infrared=0.03)
    radius, high = design.uniform(0.9, 2.2), design.uniform(0.45, 0.65)
    if family == "trough":
        model.box((0, 0, high / 2), (2 * radius, 0.9, high), stone)
        model.box((0, 0.35, 0.8), (0.3, 0.3, 1.6), stone)
        return model
    count = 12
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    for a in angle.tolist():
        at = ((radius - 0.1) * float(np.cos(a)), (radius - 0.1) * float(np.sin(a)), high / 2)
        cos, sin = float(np.cos(a)), float(np.sin(a))
        turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
        model.box(at, (0.2, 2 * radius * 0.27, high), stone, turn)
    model.cylinder((0, 0, high * 0.35), radius - 0.15, high * 0.7, water)
    top = design.uniform(1.2, 2.4)
    model.cylinder((0, 0, top / 2), 0.14, top, stone if family != "jet" else water)
    if family == "bowls":
        for share, wide in ((0.65, 0.5), (1.0, 0.28)):
            model.cylinder((0, 0, top * share), wide * radius * 0.5, 0.2, stone, taper=1.9)
    else:
        model.ellipsoid((0, 0, top), (0.25, 0.25, 0.25), stone if family != "jet" else water)
    return model


def statue(design: Design) -> Model:
    """A figure, an obelisk or an abstract form on a plinth."""
    family = design.family("statue", ("figure", "seated figure", "obelisk"), ("abstract",))
    model, stone = (
        Model("statue", f"statue: {family}"),
        design.paint("concrete", "dark", material="stone"),
    )
    side, plinth = design.uniform(0.7, 1.2), design.uniform(0.5, 1.6)
    model.box((0, 0, 0.1), (side * 1.5, side * 1.5, 0.2), stone)
    model.box((0, 0, plinth / 2), (side, side, plinth), stone)
    if family == "obelisk":
        model.cylinder((0, 0, plinth + 1.5), side * 0.35, 3.0, stone, taper=0.5)
        return model
    if family == "abstract":
        line = [
            (0, 0, plinth),
            (0.3, 0, plinth + 0.6),
            (-0.2, 0, plinth + 1.2),
            (0.2, 0.1, plinth + 1.9),
        ]
        return add(model, tube(line, [0.3, 0.2, 0.25, 0.1], 8), stone)
    body, height = Model("statue"), design.uniform(1.7, 2.4)
    clothing = dressed(design)
    seated = family == "seated figure"
    hip = 0.5 if seated else None
    if seated:
        body.box((0, 0.1, 0.2), (0.6, 0.5, 0.4), stone)
        figure(body, SITTING, clothing, height, hip)
    else:
        figure(body, SITTING.__class__(), clothing, height, hip)
    for primitive in body.primitives:
        primitive.paint = stone
    return model.join(body, (0, 0, plinth))


def stop_post(design: Design) -> Model:
    """The pole of a stop with its plate and timetable."""
    model = Model("pole", "pole: stop post")
    model.cylinder((0, 0, 1.2), 0.04, 3.0, steel(design))
    plate = Model("traffic sign", "traffic sign: stop plate")
    plate.cylinder(
        (0, 0, 0), 0.25, 0.03, reflective(design, (0.1, 0.4, 0.2), (0.85, 0.7, 0.1)), axis="y"
    )
    model.put(plate, (0, -0.06, 2.42))
    model.box((0, -0.06, 1.5), (0.35, 0.04, 0.5), design.paint("white"))
    return model
