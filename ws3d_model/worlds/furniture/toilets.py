# SPDX-License-Identifier: Apache-2.0
"""Toilets: on a foot with a cistern, skirted, square, hung on the wall."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted
from ws3d_model.worlds.shapes.palette import Paint

Plan = list[tuple[float, float]]


def toilet(design: Design) -> Model:
    """A toilet: on a foot with its cistern, back to the wall, or hung on it."""
    model, shape = of_family(
        design,
        "toilet",
        ("cistern", "low cistern", "skirted", "flush panel"),
        ("wall-hung", "square", "high cistern"),
    )
    white = finishes.ceramic(design, "white", "white", "neutral")
    seat = white if design.chance(0.6) else finishes.plastic(design, "white", "dark", "wood")
    wide, long = design.uniform(0.34, 0.4), design.uniform(0.44, 0.54)
    high = design.uniform(0.38, 0.45)
    square = shape == "square"
    outline = _bowl_outline(wide, long, square)
    low = 0.16 if shape in ("wall-hung", "flush panel") else high * 0.45
    model.prism(outline, high - low, white, (0, 0, (high + low) / 2), taper=1.0)
    if shape not in ("wall-hung", "flush panel"):
        share = 0.92 if shape in ("skirted", "square") else design.uniform(0.55, 0.7)
        foot = [(x * share, y * (0.75 if share < 0.8 else 0.95) + 0.03) for x, y in outline]
        model.prism(foot, low + 0.02, white, (0, 0, (low + 0.02) / 2), taper=1 / share**0.5)
    lid_up = design.chance(0.25)
    model.prism(outline, 0.03, seat, (0, -0.005, high + 0.013))
    if lid_up:
        at = (0.0, long / 2 - 0.02, high + long * 0.45)
        model.box(at, (wide * 0.95, 0.025, long * 0.85), seat, tilted(-0.1), 5)
        model.box((0, long / 2 - 0.03, high + 0.03), (wide * 0.6, 0.05, 0.05), seat)
    else:
        model.prism(outline, 0.025, design.tinted(seat), (0, 0.005, high + 0.036))
    back = long / 2
    _cistern(design, model, shape, back, high, wide, white)
    return model.centred()


def _bowl_outline(wide: float, long: float, square: bool) -> Plan:
    """The bowl from above, its front rounded towards -y."""
    half, back = wide / 2, long / 2
    if square:
        return [
            (half, back),
            (-half, back),
            (-half, -back + 0.08),
            (-half * 0.8, -back),
            (half * 0.8, -back),
            (half, -back + 0.08),
        ]
    return [
        (half * 0.85, back),
        (-half * 0.85, back),
        (-half, back * 0.3),
        (-half * 0.97, -back * 0.3),
        (-half * 0.72, -back * 0.78),
        (-half * 0.3, -back),
        (half * 0.3, -back),
        (half * 0.72, -back * 0.78),
        (half * 0.97, -back * 0.3),
        (half, back * 0.3),
    ]


def _cistern(
    design: Design, model: Model, shape: str, back: float, high: float, wide: float, white: Paint
) -> None:
    metal = finishes.metal(design, "metal", "white")
    if shape in ("wall-hung", "flush panel"):  # a boxed-in cistern, or only its panel
        tall = design.uniform(0.85, 1.15)
        case = finishes.board(design) if design.chance(0.5) else white
        thick = design.uniform(0.1, 0.2)
        model.box(
            (0, back + thick / 2 - 0.01, tall / 2), (design.uniform(0.45, 0.9), thick, tall), case
        )
        model.box((0, back - 0.015, tall - 0.12), (0.24, 0.014, 0.16), metal)
        return
    tall, deep = design.uniform(0.32, 0.42), design.uniform(0.15, 0.2)
    if shape == "low cistern":
        tall = 0.24
    z = high + tall / 2 + 0.01
    if shape == "high cistern":
        z = design.uniform(1.6, 1.8)
        model.cylinder((0, back + 0.05, z / 2 + 0.1), 0.018, z - high + 0.2, metal)
        model.box((0, back + 0.02, high - 0.03), (wide * 0.6, 0.14, 0.1), white)
        model.box((0, back + 0.13, z / 2 + 0.1), (0.04, 0.05, z - 0.2), metal)
        model.box((0, back + 0.1, z / 2), (0.05, 0.12, 0.04), metal)
    else:
        model.box((0, back + deep / 2 - 0.03, high - 0.06), (wide * 0.8, deep + 0.06, 0.14), white)
    size = (max(wide, design.uniform(0.36, 0.46)), deep, tall)
    model.box((0, back + deep / 2, z), size, white, roundness=design.choose((0.0, 10.0)))
    model.box((0, back + deep / 2, z + tall / 2), (size[0] * 0.96, deep * 0.98, 0.03), white)
    model.cylinder((0, back + deep / 2, z + tall / 2 + 0.02), 0.025, 0.02, metal)
