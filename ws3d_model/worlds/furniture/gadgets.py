# SPDX-License-Identifier: Apache-2.0
"""Small electronic things: mice, headphones, tablets, mobile phones, telephones, routers."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted


def computer_mouse(design: Design) -> Model:
    """A mouse."""
    model, shape = of_family(design, "computer mouse", ("round", "flat"), ("upright",))
    high = {"round": 0.04, "flat": 0.025, "upright": 0.07}[shape]
    paint = finishes.plastic(design, "dark", "dark", "white", "vivid")
    return model.box((0, 0, high / 2), (0.065, 0.11, high), paint, roundness=3.5)


def headphones(design: Design) -> Model:
    """Headphones that lie on a table."""
    model, shape = of_family(design, "headphones", ("large", "small"), ("headset",))
    band, pad = finishes.plastic(design, "dark", "white", "vivid"), finishes.upholstery(design)
    radius = {"large": 0.09, "small": 0.075, "headset": 0.085}[shape]
    for angle in np.linspace(0, np.pi, 8)[:-1]:
        a, b = float(angle), float(angle + np.pi / 7)
        bar(model, (radius * float(np.cos(a)), radius * float(np.sin(a)), 0.03),
            (radius * float(np.cos(b)), radius * float(np.sin(b)), 0.03), 0.018, band)  # fmt: skip
    for side in (-1, 1):
        model.cylinder((side * (radius - 0.01), -0.01, 0.04), 0.04, 0.04, pad, "x")
    if shape == "headset":
        bar(model, (radius - 0.01, -0.02, 0.03), (radius * 0.4, -0.1, 0.015), 0.01, band)
    return model.centred()


def tablet(design: Design) -> Model:
    """A tablet computer, lying or propped up."""
    model, pose = of_family(design, "tablet", ("lying", "propped"), ("with cover",))
    wide = design.uniform(0.2, 0.28)
    tall, rim = (
        wide * design.uniform(0.65, 0.75),
        finishes.plastic(design, "dark", "white", "metal"),
    )
    pane = finishes.screen(design) if design.chance(0.5) else finishes.lit_screen(design)
    if pose == "lying":
        model.box((0, 0, 0.005), (wide, tall, 0.01), rim)
        return model.box((0, 0, 0.011), (wide * 0.92, tall * 0.9, 0.003), pane)
    lean = tilted(-0.4)
    model.box((0, 0, tall * 0.46), (wide, 0.01, tall), rim, lean)
    model.box((0, -0.007, tall * 0.46), (wide * 0.92, 0.004, tall * 0.9), pane, lean)
    if pose == "with cover":
        model.box((0, -0.06, 0.005), (wide, 0.18, 0.01), finishes.fabric(design))
    bar(model, (0, 0.13, 0.0), (0, 0.02, tall * 0.6), 0.008, rim, wide * 0.8)
    return model.centred()


def phone(design: Design) -> Model:
    """A mobile phone."""
    model, pose = of_family(design, "mobile phone", ("lying", "face down"), ("standing",))
    rim = finishes.plastic(design, "dark", "white", "vivid", "metal")
    size = (design.uniform(0.068, 0.08), design.uniform(0.14, 0.17), 0.01)
    if pose == "standing":
        model.box((0, 0, 0.015), (0.09, 0.08, 0.03), finishes.plastic(design))
        return model.box((0, 0, 0.1), (size[0], 0.01, size[1]), rim, tilted(-0.25)).centred()
    model.box((0, 0, 0.005), size, rim)
    if pose == "lying":
        model.box((0, 0, 0.0105), (size[0] * 0.92, size[1] * 0.94, 0.002), finishes.screen(design))
    return model


def telephone(design: Design) -> Model:
    """A desk telephone with its receiver, or a cordless one in its cradle."""
    model, shape = of_family(design, "telephone", ("desk", "large"), ("cordless", "old"))
    body = finishes.plastic(design, "dark", "dark", "neutral", "white", "vivid")
    if shape == "cordless":
        model.box((0, 0, 0.02), (0.1, 0.1, 0.04), body)
        return model.box((0, 0.01, 0.1), (0.05, 0.03, 0.17), body, tilted(-0.2)).centred()
    wide = 0.24 if shape == "large" else 0.19
    slope = [(-0.1, 0.0), (0.1, 0.0), (0.1, 0.075), (-0.1, 0.025)]
    model.prism(slope, wide, body, (0, 0, 0), "x")
    model.box((-wide * 0.33, 0, 0.075), (0.05, 0.2, 0.035), design.tinted(body), tilted(-0.24), 6)
    model.box(
        (wide * 0.15, 0.04, 0.07), (wide * 0.4, 0.06, 0.015), finishes.screen(design), tilted(-0.24)
    )
    if shape == "old":
        model.cylinder((wide * 0.12, -0.02, 0.06), 0.05, 0.05, design.tinted(body, 0.3))
    return model.centred()


def router(design: Design) -> Model:
    """A small flat box with aerials."""
    model, aerials = of_family(design, "router", (2, 3), (4, 0))
    body = finishes.plastic(design, "dark", "white", "neutral")
    wide = design.uniform(0.16, 0.26)
    size = (wide, 0.14, 0.035) if aerials else (0.06, 0.14, 0.22)
    model.box((0, 0, size[2] / 2), size, body)
    for number in range(aerials):
        x = (number / (aerials - 1) - 0.5) * wide * 0.9
        bar(model, (x, 0.07, 0.02), (x * 1.15, 0.08, design.uniform(0.14, 0.2)), 0.012, body)
    return model.centred()
