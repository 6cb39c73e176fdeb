# SPDX-License-Identifier: Apache-2.0
"""Shower cabins and urinals, and the partitions between cubicles."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.frames import bar
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, turned


def shower_cabin(design: Design) -> Model:
    """A tray behind glass, with rods, a head and a mixer; its back and one side go to walls."""
    model, shape = of_family(design, "shower", ("corner", "niche", "screen"), ("round", "closed"))
    side, high = design.uniform(0.75, 1.1), design.uniform(1.85, 2.1)
    pane, metal = (
        finishes.glass(design, 0.5, 0.95),
        finishes.metal(design, "metal", "white", "dark"),
    )
    tray, low = finishes.ceramic(design, "white", "neutral"), design.uniform(0.03, 0.15)
    deep = side * design.uniform(0.85, 1.1)
    model.box((0, 0, low / 2), (side, deep, low), tray)
    middle, tall = (high + low) / 2, high - low
    if shape == "round":
        model.cylinder((0, 0, low / 2), side * 0.52, low, tray)
    for x in (-1, 1):
        model.box((x * side / 2, -deep / 2, middle), (0.025, 0.025, tall), metal)
        model.box((x * side / 2, deep / 2 - 0.012, middle), (0.025, 0.025, tall), metal)
    if shape != "screen":
        model.box((0, -deep / 2, high - 0.015), (side, 0.025, 0.03), metal)
        model.box((0, -deep / 2, middle), (side, 0.01, tall), pane)
        model.box((side * 0.1, -deep / 2 - 0.03, low + 0.95), (0.02, 0.05, 0.3), metal)
    if shape != "niche":
        model.box((side / 2, 0, middle), (0.01, deep, tall), pane)
        model.box((side / 2, 0, high - 0.015), (0.025, deep, 0.03), metal)
    if shape == "closed":
        back = finishes.plastic(design, "white", "neutral")
        model.box((0, deep / 2 - 0.01, middle), (side, 0.02, tall), back)
        model.box((-side / 2, 0, middle), (0.02, deep, tall), back)
        model.box((0, 0, high), (side, deep, 0.04), back)
    else:
        model.box((0, deep / 2 - 0.01, middle), (0.06, 0.02, tall), metal)
    rod = deep / 2 - 0.05
    model.cylinder((0, rod, low + 1.2), 0.012, 1.4, metal)
    model.box((0, rod, low + 0.95), (0.22, 0.06, 0.05), metal)
    for z in (low + 0.6, low + 0.95, low + 1.8):
        model.box((0, deep / 2 - 0.03, z), (0.03, 0.06, 0.03), metal)
    bar(model, (0, rod, low + 1.85), (0, rod - 0.25, low + 1.9), 0.02, metal)
    model.cylinder((0, rod - 0.25, low + 1.88), 0.09, 0.02, metal)
    return model.centred()


def urinal(design: Design) -> Model:
    """A urinal on the wall, its lower edge on z = 0."""
    model, shape = of_family(design, "urinal", ("oval", "long"), ("square",))
    white, metal = finishes.ceramic(design), finishes.metal(design, "metal")
    wide, deep = design.uniform(0.3, 0.4), design.uniform(0.28, 0.36)
    tall = design.uniform(0.9, 1.1) if shape == "long" else design.uniform(0.5, 0.7)
    model.box(
        (0, -0.05, tall / 2), (wide, 0.1, tall), white, roundness=0 if shape == "square" else 9
    )
    if shape == "oval":
        model.ellipsoid((0, -deep * 0.56, tall * 0.28), (wide / 2, deep * 0.55, tall * 0.28), white)
    else:
        model.box(
            (0, -deep / 2, tall * 0.16),
            (wide, deep, tall * 0.32),
            white,
            roundness=6 if shape == "long" else 0,
        )
    for side in (-1, 1):
        model.box(
            (side * wide * 0.46, -deep * 0.3, tall / 2), (0.03, deep * 0.5, tall * 0.8), white
        )
    model.cylinder((0, -0.04, tall + 0.1), 0.012, 0.24, metal)
    model.box((0, -0.03, tall + 0.2), (0.07, 0.06, 0.07), metal)
    return model


def cubicle(design: Design) -> Model:
    """Light partitions with a door around a toilet cubicle; open to the back."""
    model, shape = of_family(
        design, "room divider", ("cubicle", "cubicle on feet"), ("high cubicle",)
    )
    board = finishes.board(design)
    wide, deep = design.uniform(0.85, 1.1), design.uniform(1.3, 1.6)
    low, high = (0.0, 2.2) if shape == "high cubicle" else (0.15, design.uniform(1.9, 2.05))
    middle, tall = (low + high) / 2, high - low
    for side in (-1, 1):
        model.box((side * wide / 2, 0, middle), (0.03, deep, tall), board)
        post = (0.18, 0.035, tall)
        model.box((side * (wide / 2 - 0.09), -deep / 2, middle), post, board)
        for y in (-0.45, 0.45) if low else ():
            model.box(
                (side * wide / 2, y * deep, low / 2), (0.03, 0.03, low), finishes.metal(design)
            )
    leaf = design.tinted(board, 0.2) if design.chance(0.6) else finishes.board(design)
    model.box((0, -deep / 2 + 0.01, middle), (wide - 0.34, 0.03, tall * 0.97), leaf)
    model.box((0, -deep / 2, high - 0.02), (wide, 0.045, 0.05), finishes.metal(design))
    model.box((wide * 0.25, -deep / 2 - 0.02, 1.0), (0.1, 0.04, 0.04), finishes.metal(design))
    return model.centred()


def divider(design: Design) -> Model:
    """A screen that parts a room: office panels on feet, a folding screen, a hospital screen."""
    model, shape = of_family(
        design, "room divider", ("panel", "folding", "desk panels"), ("curtain frame",)
    )
    cloth, metal = finishes.fabric(design), finishes.metal(design)
    wide, high = design.uniform(1.0, 2.0), design.uniform(1.3, 1.9)
    if shape == "folding":
        leaves, x = design.count(3, 5), 0.0
        for leaf in range(leaves):
            y = 0.18 if leaf % 2 else -0.18
            angle = float(np.arctan2(2 * y, 0.4))
            model.box((x + 0.2, 0, high / 2), (0.54, 0.03, high), cloth, turned(angle))
            x += 0.4
        return model.centred()
    low = 0.0 if shape == "desk panels" else 0.12
    model.box((0, 0, (high + low) / 2), (wide, 0.05, high - low), cloth)
    for side in (-1, 1):
        x = side * wide / 2
        model.box((x, 0, high / 2), (0.04, 0.06, high), metal)
        model.box((x, 0, 0.02), (0.05, design.uniform(0.3, 0.5), 0.04), metal)
    model.box((0, 0, high), (wide, 0.06, 0.03), metal)
    if shape == "curtain frame":
        for side in (-1, 1):
            bar(
                model,
                (side * wide / 2, 0, high),
                (side * (wide / 2 + 0.3), -0.35, high),
                0.03,
                metal,
            )
            bar(
                model,
                (side * (wide / 2 + 0.3), -0.35, high),
                (side * (wide / 2 + 0.3), -0.35, 0.0),
                0.03,
                metal,
            )
    return model.centred()
