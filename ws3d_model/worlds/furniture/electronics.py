# SPDX-License-Identifier: Apache-2.0
"""Televisions on feet, monitors, keyboards, laptops, computers and printers."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted
from ws3d_model.worlds.shapes.palette import Pattern


def television(design: Design, standing: bool = True) -> Model:
    """A television on its foot, or without one."""
    model, shape = of_family(
        design, "television", ("plate foot", "two feet", "thick"), ("column", "box")
    )
    wide = design.uniform(0.55, 0.75) if shape == "box" else design.uniform(0.6, 1.5)
    tall = wide * (0.78 if shape == "box" else design.uniform(0.56, 0.6))
    lift = design.uniform(0.04, 0.09) if standing and shape != "box" else 0.0
    thick = {"thick": 0.09, "box": 0.06}.get(shape, design.uniform(0.025, 0.06))
    rim = finishes.plastic(design, "dark", "dark", "metal", "white")
    pane = finishes.lit_screen(design) if design.chance(0.25) else finishes.screen(design)
    model.box((0, 0, lift + tall / 2), (wide, thick, tall), rim)
    edge = design.uniform(0.01, 0.04)
    face = (wide - 2 * edge, 0.004, tall - 2 * edge)
    model.box((0, -thick / 2, lift + tall / 2), face, pane)
    if shape == "box":
        model.box((0, 0.2, tall * 0.48), (wide * 0.75, 0.38, tall * 0.75), rim)
        model.box((0, 0.1, 0.03), (wide * 0.8, 0.3, 0.06), rim)
        return model.centred()
    if standing:
        dark = finishes.plastic(design, "dark", "metal")
        if shape == "two feet":
            for side in (-1, 1):
                x = side * wide * 0.36
                model.box((x, 0, lift / 2 + 0.02), (0.03, 0.03, lift + 0.04), dark)
                model.box((x, 0, 0.01), (0.03, 0.24, 0.02), dark)
        else:
            foot = 0.2 if shape == "column" else 0.08
            model.box((0, 0.01, lift / 2 + 0.02), (foot, 0.03, lift + 0.04), dark)
            model.box((0, 0, 0.01), (wide * 0.4, 0.2, 0.02), dark)
    return model


def monitor(design: Design) -> Model:
    """A computer monitor, switched off or showing something."""
    model, shape = of_family(
        design,
        "monitor",
        ("round foot", "square foot", "wide", "arm"),
        ("two legs", "deep", "all in one"),
    )
    wide = design.uniform(0.42, 0.6)
    if shape == "wide":
        wide = design.uniform(0.62, 0.68)
    tall, lift = wide * design.choose((0.58, 0.6, 0.7)), design.uniform(0.08, 0.16)
    if shape == "wide":
        tall = wide * 0.45
    rim = finishes.plastic(design, "dark", "dark", "neutral", "white")
    lean = tilted(-design.uniform(-0.02, 0.12))
    middle = lift + tall / 2
    model.box((0, 0, middle), (wide, 0.04, tall), rim, lean)
    pane = finishes.lit_screen(design) if design.chance(0.45) else finishes.screen(design)
    model.box((0, -0.021, middle), (wide * 0.95, 0.004, tall * 0.92), pane, lean)
    if shape == "deep":
        model.box((0, 0.15, middle), (wide * 0.7, 0.28, tall * 0.7), rim)
    elif shape == "all in one":
        model.box((0, 0.03, middle), (wide * 0.9, 0.06, tall * 0.8), rim)
    model.box((0, 0.04, middle / 2), (0.05, 0.035, middle), rim)
    if shape in ("round foot", "wide"):
        model.cylinder((0, 0.03, 0.01), 0.12, 0.02, rim)
    elif shape == "two legs":
        model.box((0, 0.03, 0.012), (0.3, 0.04, 0.02), rim)
        for side in (-1, 1):
            model.box((side * 0.14, 0.02, 0.01), (0.03, 0.22, 0.02), rim)
    elif shape == "arm":
        model.box((0, 0.06, 0.02), (0.08, 0.1, 0.04), rim)
        model.box((0, 0.06, middle), (0.12, 0.06, 0.12), rim)
    else:
        model.box((0, 0.03, 0.01), (0.24, 0.19, 0.02), rim)
    return model


def keyboard(design: Design) -> Model:
    """A keyboard, full or short, its keys standing out."""
    model, wide = of_family(design, "keyboard", (0.42, 0.45), (0.3, 0.37))
    body = finishes.plastic(design, "dark", "neutral", "white")
    keys = finishes.plastic(design, "dark", "white")._replace(
        pattern=Pattern.JOINTS, frequency=(160.0, 160.0, 0.0), contrast=0.3
    )
    model.box((0, 0, 0.008), (wide, 0.14, 0.016), body)
    return model.box((0, 0, 0.02), (wide * 0.95, 0.11, 0.014), keys)


def laptop(design: Design) -> Model:
    """An open or closed laptop."""
    model, lean = of_family(design, "laptop", (0.3, 0.15), (0.6, 0.02))
    paint = finishes.metal(design, "dark", "metal", "neutral", "vivid")
    wide = design.uniform(0.29, 0.38)
    deep = wide * 0.68
    model.box((0, 0, 0.01), (wide, deep, 0.02), paint)
    if design.chance(0.9):
        back = deep / 2 + deep / 2 * lean
        model.box((0, back, deep / 2), (wide, 0.012, deep), paint, tilted(-lean))
        pane = finishes.lit_screen(design) if design.chance(0.5) else finishes.screen(design)
        at = (0.0, back - 0.007, deep / 2)
        model.box(at, (wide * 0.94, 0.003, deep * 0.9), pane, tilted(-lean))
        model.box((0, deep / 2, 0.01), (wide * 0.8, 0.03, 0.02), paint)
    keys = finishes.plastic(design, "dark", "white")
    model.box((0, deep * 0.12, 0.021), (wide * 0.9, deep * 0.5, 0.003), keys)
    return model.centred()


def computer_tower(design: Design) -> Model:
    """The case of a desktop computer."""
    model, shape = of_family(design, "computer tower", ("midi", "large"), ("small", "cube"))
    size = {"midi": (0.19, 0.43, 0.42), "large": (0.21, 0.46, 0.47), "small": (0.1, 0.3, 0.34),
            "cube": (0.24, 0.3, 0.26)}[shape]  # fmt: skip
    paint = finishes.metal(design, "dark", "dark", "neutral", "white", "metal")
    model.box((0, 0, size[2] / 2 + 0.008), (size[0], size[1], size[2] - 0.016), paint)
    for side in (-1, 1):
        model.box((side * size[0] * 0.35, 0, 0.006), (0.03, size[1] * 0.8, 0.012), paint)
    front, panel = -size[1] / 2, finishes.plastic(design, "dark", "neutral")
    model.box((0, front, size[2] * 0.6), (size[0] * 0.9, 0.012, size[2] * 0.5), panel)
    return model.box((0, front - 0.005, size[2] * 0.88), (size[0] * 0.7, 0.012, 0.04), paint)


def printer(design: Design) -> Model:
    """A table-top printer or an office copier."""
    model, shape = of_family(
        design, "printer", ("copier", "desktop", "laser"), ("flatbed", "wide copier")
    )
    paint, dark = (
        finishes.plastic(design, "neutral", "white", "dark"),
        finishes.plastic(design, "dark"),
    )
    if "copier" in shape:
        width = design.uniform(0.56, 0.66) if shape == "copier" else 0.8
        height = design.uniform(0.85, 1.1)
        model.box((0, 0, height / 2), (width, 0.58, height), paint)
        model.box((0, 0.02, height + 0.05), (width * 0.95, 0.5, 0.1), design.tinted(paint, 0.3))
        model.box((-width * 0.4, -0.28, height + 0.02), (0.24, 0.15, 0.03), dark)
        for level in (0.2, 0.42, 0.6):
            model.box((0, -0.295, level), (width * 0.9, 0.02, 0.16), design.tinted(paint, 0.2))
            model.box((0, -0.305, level + 0.04), (0.16, 0.012, 0.02), dark)
        if design.chance(0.4):  # a finisher at its side
            model.box((width / 2 + 0.17, 0, height * 0.45), (0.36, 0.5, height * 0.9), paint)
        return model.centred()
    height = {"desktop": 0.22, "laser": 0.32}.get(shape, 0.14)
    wide, deep = design.uniform(0.38, 0.48), design.uniform(0.32, 0.42)
    model.box((0, 0, height / 2), (wide, deep, height), paint)
    model.box((0, -0.02, height + 0.015), (wide * 0.8, deep * 0.65, 0.04), dark)
    if shape == "laser":
        model.box(
            (0, -deep / 2, height * 0.2), (wide * 0.9, 0.02, height * 0.3), design.tinted(paint)
        )
    if shape == "desktop":
        model.box((0, deep / 2 + 0.02, height * 0.9), (wide * 0.6, 0.02, 0.26), dark, tilted(-0.3))
    model.box((0, -deep / 2 - 0.05, height * 0.35), (wide * 0.6, 0.13, 0.015), paint)
    return model.centred()
