# SPDX-License-Identifier: Apache-2.0
"""Table tops and what carries them: legs, panels, trestles, columns, stars, drums, frames."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ws3d_model.worlds.furniture.frames import bar, legs
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support, turned
from ws3d_model.worlds.shapes.palette import Paint

Top = Literal["square", "round", "oval", "rounded"]


def rectangular(
    design: Design,
    model: Model,
    wide: float,
    deep: float,
    height: float,
    top: Paint,
    frame: Paint,
    form: Top = "square",
) -> None:
    """Add a top of the given form and its base; the free top becomes a support."""
    thick = design.uniform(0.02, 0.06)
    middle = (0.0, 0.0, height - thick / 2)
    if form == "oval":
        model.cylinder(middle, wide / 2, thick, top, radius_y=deep / 2)
    elif form == "rounded":
        cut = min(wide, deep) * 0.2
        model.prism(_rounded(wide, deep, cut), thick, top, middle)
    else:
        model.box(middle, (wide, deep, thick), top)
    share = 0.72 if form == "oval" else 0.94 if form == "rounded" else 1.0
    shape = design.family(
        "table base",
        ("legs", "thick legs", "panels", "columns", "splayed", "apron", "T feet"),
        ("trestle", "X", "folding", "frames"),
    )
    model.family = f"{model.name}: {form} on {shape}"
    _base(model, shape, wide * share, deep * share, height - thick, frame)
    model.supports = [
        Support(
            (-wide / 2 * share, wide / 2 * share),
            (-deep / 2 * share, deep / 2 * share),
            height,
            0.45,
        )
    ]


def _rounded(wide: float, deep: float, cut: float) -> list[tuple[float, float]]:
    """A rectangle with its corners cut by two lines each."""
    corners = []
    for x, y in ((1, -1), (1, 1), (-1, 1), (-1, -1)):
        along = [
            (wide / 2 - cut, deep / 2),
            (wide / 2 - cut * 0.3, deep / 2 - cut * 0.3),
            (wide / 2, deep / 2 - cut),
        ]
        ordered = along if x * y < 0 else along[::-1]
        corners += [(x * px, y * py) for px, py in ordered]
    return corners


def _base(model: Model, shape: str, wide: float, deep: float, under: float, frame: Paint) -> None:
    if shape in ("legs", "thick legs", "apron"):
        thick = 0.08 if shape == "thick legs" else 0.045
        legs(model, wide - 0.02, deep - 0.02, under + 0.004, thick, frame)
        if shape == "apron":
            for side in (-1, 1):
                at = (side * (wide / 2 - 0.035), 0.0, under - 0.045)
                model.box(at, (0.025, deep - 0.1, 0.09), frame)
                model.box(
                    (0, side * (deep / 2 - 0.035), under - 0.045), (wide - 0.1, 0.025, 0.09), frame
                )
    elif shape == "splayed":
        legs(model, wide * 0.7, deep * 0.7, under + 0.004, 0.05, frame, min(wide, deep) * 0.12)
        model.box((0, 0, under - 0.02), (wide * 0.68, deep * 0.6, 0.03), frame)
    elif shape == "panels":
        for side in (-1, 1):
            model.box((side * (wide / 2 - 0.1), 0, under / 2), (0.04, deep * 0.85, under), frame)
        model.box((0, 0, under - 0.06), (wide - 0.2, 0.03, 0.12), frame)
    elif shape == "columns":
        for side in (-1, 1) if wide > 1.3 else (0,):
            model.cylinder((side * wide * 0.3, 0, under / 2), 0.05, under, frame)
            model.cylinder((side * wide * 0.3, 0, 0.015), min(wide, deep) * 0.3, 0.03, frame)
    elif shape == "T feet":
        for side in (-1, 1):
            x = side * (wide / 2 - 0.15)
            model.box((x, 0, under / 2), (0.06, 0.09, under), frame)
            model.box((x, 0, 0.02), (0.07, deep * 0.9, 0.04), frame)
            model.box((x, 0, under - 0.02), (0.05, deep * 0.8, 0.04), frame)
    elif shape == "trestle":
        for side in (-1, 1):
            x = side * wide * 0.35
            for y in (-1, 1):
                bar(model, (x, y * deep * 0.42, 0.012), (x, y * deep * 0.12, under), 0.05, frame)
            model.box((x, 0, under * 0.3), (0.04, deep * 0.7, 0.05), frame)
            model.box((x, 0, under - 0.02), (0.06, deep * 0.8, 0.05), frame)
        model.box((0, 0, under * 0.3), (wide * 0.7, 0.04, 0.06), frame)
    elif shape == "folding":
        for side in (-1, 1):
            x = side * wide * 0.38
            for y in (-1, 1):
                bar(model, (x, y * deep * 0.4, 0.0), (x, y * deep * 0.4, under), 0.025, frame)
                bar(
                    model,
                    (x, y * deep * 0.4, under * 0.6),
                    (x * 0.4, y * deep * 0.4, under),
                    0.018,
                    frame,
                )
            model.box((x, 0, 0.012), (0.025, deep * 0.82, 0.024), frame)
            model.box((x, 0, under * 0.6), (0.025, deep * 0.82, 0.024), frame)
    elif shape == "frames":
        for side in (-1, 1):
            x = side * (wide / 2 - 0.08)
            for y in (-1, 1):
                model.box((x, y * (deep / 2 - 0.04), under / 2), (0.06, 0.04, under), frame)
            for z in (0.02, under - 0.02):
                model.box((x, 0, z), (0.06, deep - 0.04, 0.04), frame)
    else:  # X: two crossing panels
        for angle in (np.pi / 5, -np.pi / 5):
            size = (float(np.hypot(wide, deep)) * 0.65, 0.04, under)
            model.box((0, 0, under / 2), size, frame, turned(angle))


def circular(
    design: Design, model: Model, wide: float, height: float, top: Paint, frame: Paint
) -> None:
    """Add a round top and its base; the free top becomes a support."""
    thick = design.uniform(0.02, 0.05)
    model.cylinder((0, 0, height - thick / 2), wide / 2, thick, top)
    shape = design.family(
        "round base", ("foot", "cone", "legs", "star", "splayed"), ("drum", "tripod", "cross")
    )
    model.family = f"{model.name}: round on {shape}"
    under = height - thick
    if shape in ("foot", "cone"):
        radius = design.uniform(0.03, 0.09)
        taper = 0.45 if shape == "cone" else 1.0
        model.cylinder((0, 0, under / 2), radius, under, frame, taper=taper)
        model.cylinder((0, 0, 0.015), wide * 0.28, 0.03, frame)
        model.cylinder((0, 0, under - 0.01), wide * 0.15, 0.02, frame)
    elif shape == "drum":
        model.cylinder((0, 0, under / 2), wide * 0.27, under, frame, taper=1.25)
    elif shape == "cross":
        for angle in (np.pi / 4, -np.pi / 4):
            model.box((0, 0, under / 2), (wide * 0.75, 0.035, under), frame, turned(angle))
    else:
        if shape == "star":
            model.cylinder((0, 0, under / 2), 0.04, under, frame)
        number = 3 if shape == "tripod" else 4
        for angle in np.arange(number) * 2 * np.pi / number:
            x, y = 0.36 * wide * float(np.cos(angle)), 0.36 * wide * float(np.sin(angle))
            if shape == "star":
                bar(model, (0, 0, 0.09), (x, y, 0.02), 0.045, frame)
                bar(model, (0, 0, under - 0.06), (x * 0.8, y * 0.8, under - 0.01), 0.03, frame)
            elif shape == "splayed":
                bar(model, (x * 1.15, y * 1.15, 0.01), (x * 0.5, y * 0.5, under), 0.04, frame)
            else:
                model.box((x, y, under / 2), (0.045, 0.045, under), frame)
    half = wide / 2 * 0.68
    model.supports = [Support((-half, half), (-half, half), height, 0.45)]
