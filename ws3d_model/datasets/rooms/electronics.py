# SPDX-License-Identifier: Apache-2.0
"""Televisions, computers and what belongs to them."""

from __future__ import annotations

from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.model import Model, tilted
from ws3d_model.datasets.rooms.palette import Pattern


def television(design: Design, standing: bool = True) -> Model:
    """A flat television on its foot, or without one for the wall."""
    model, width = Model("television"), design.uniform(0.7, 1.5)
    screen = design.paint("dark", pattern=Pattern.PLAIN, gloss=0.3)
    height, lift = width * 0.57, design.uniform(0.04, 0.09) if standing else 0.0
    thick = design.family("television", (0.04, 0.06, 0.08), (0.025, 0.1))
    model.box((0, 0, lift + height / 2), (width, thick, height), screen)
    if standing:
        dark = design.paint("dark", "metal")
        model.box((0, 0.01, lift / 2 + 0.02), (0.08, 0.03, lift + 0.04), dark)
        model.box((0, 0, 0.01), (width * 0.4, 0.2, 0.02), dark)
    return model


def monitor(design: Design) -> Model:
    """A computer monitor, switched off or showing something."""
    model, width = Model("monitor"), design.uniform(0.4, 0.68)
    shape = design.family("monitor", ("foot", "square foot"), ("two legs", "deep"))
    dark = design.paint("dark", "dark", "neutral")
    height, lift = width * design.choose((0.58, 0.6, 0.78)), design.uniform(0.07, 0.16)
    lean = tilted(-design.uniform(-0.02, 0.15))
    model.box((0, 0, lift + height / 2), (width, 0.04, height), dark, lean)
    if design.chance(0.3):
        shown = design.paint("vivid", "white", pattern=Pattern.BLOTCHES)
        model.box((0, -0.022, lift + height / 2), (width * 0.94, 0.004, height * 0.9), shown, lean)
    if shape == "deep":
        model.box((0, 0.15, lift + height / 2), (width * 0.7, 0.28, height * 0.7), dark)
    model.box((0, 0.04, (lift + height / 2) / 2), (0.06, 0.04, lift + height / 2), dark)
    if shape == "foot":
        model.cylinder((0, 0.03, 0.01), 0.12, 0.02, dark)
    elif shape == "two legs":
        for side in (-1, 1):
            model.box((side * 0.14, 0.02, 0.01), (0.03, 0.22, 0.02), dark)
    else:
        model.box((0, 0.03, 0.01), (0.24, 0.19, 0.02), dark)
    return model


def keyboard(design: Design) -> Model:
    """A keyboard, full or short."""
    wide = design.family("keyboard", (0.42, 0.45), (0.3, 0.37))
    paint = design.paint("dark", "neutral", pattern=Pattern.JOINTS)
    return Model("keyboard").box((0, 0, 0.014), (wide, 0.14, 0.028), paint)


def laptop(design: Design) -> Model:
    """An open or closed laptop."""
    model, paint = Model("laptop"), design.paint("dark", "metal", "neutral")
    width = design.uniform(0.29, 0.38)
    depth = width * 0.68
    model.box((0, 0, 0.01), (width, depth, 0.02), paint)
    lean = design.family("laptop", (0.3, 0.15), (0.6, 0.02))
    if design.chance(0.9):
        shown = design.paint("dark", "vivid")
        size = (width, 0.012, depth)
        model.box((0, depth / 2 + depth / 2 * lean, depth / 2), size, shown, tilted(-lean))
    return model.centred()


def computer_tower(design: Design) -> Model:
    """The case of a desktop computer."""
    model, paint = Model("computer tower"), design.paint("dark", "dark", "neutral", "metal")
    size = design.family(
        "computer tower", ((0.19, 0.43, 0.42), (0.21, 0.46, 0.47)), ((0.1, 0.3, 0.34),)
    )
    model.box((0, 0, size[2] / 2), size, paint)
    front = (size[0] * 0.9, 0.01, size[2] * 0.5)
    return model.box((0, -size[1] / 2, size[2] * 0.6), front, design.tinted(paint, 0.5))


def printer(design: Design) -> Model:
    """A table-top printer or an office copier."""
    model, paint, dark = Model("printer"), design.paint("neutral", "white"), design.paint("dark")
    copier = design.family("printer", ("copier", "desktop"), ("flatbed", "wide copier"))
    if "copier" in copier:
        width = 0.6 if copier == "copier" else 0.8
        height = design.uniform(0.85, 1.1)
        model.box((0, 0, height / 2), (width, 0.58, height), paint)
        model.box((0, 0, height + 0.06), (width * 0.95, 0.5, 0.1), design.tinted(paint, 0.3))
        model.box((-width * 0.4, -0.2, height + 0.05), (0.2, 0.15, 0.03), dark)
        for level in (0.2, 0.42, 0.6):
            model.box((0, -0.295, level), (width * 0.9, 0.02, 0.16), design.tinted(paint, 0.2))
        return model
    height = 0.26 if copier == "desktop" else 0.14
    model.box((0, 0, height / 2), (0.44, 0.38, height), paint)
    model.box((0, -0.02, height + 0.02), (0.36, 0.25, 0.04), dark)
    return model.box((0, -0.24, height * 0.35), (0.26, 0.12, 0.015), paint)
