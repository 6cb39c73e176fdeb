# SPDX-License-Identifier: Apache-2.0
"""Backrests of chairs: panels, shells, slats, hoops, bent sheets, with or without a gap."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from ws3d_model.worlds.furniture.frames import bar
from ws3d_model.worlds.shapes.model import Model, tilted, turned

if TYPE_CHECKING:
    from ws3d_model.worlds.furniture.seating import ChairStyle

Point = tuple[float, float, float]


def add_back(model: Model, style: ChairStyle) -> None:
    """Add the backrest of the style: it rises from the back edge of the seat and leans back."""
    if style.backrest in ("panel", "shell", "high panel", "low", "headrest"):
        _panel(model, style)
    elif style.backrest in ("curved", "wrapped", "tub"):
        _bent(model, style)
    elif style.backrest in ("hoop", "bow"):
        _hoop(model, style)
    else:
        _framed(model, style)


def _at(style: ChairStyle, x: float, up: float) -> Point:
    """A point of the backrest, `up` metres along it from the seat."""
    lean, y = style.lean, style.depth / 2 - 0.015
    base = style.seat - style.cushion / 2
    return (x, y + float(np.sin(lean)) * up, base + float(np.cos(lean)) * up)


def _panel(model: Model, style: ChairStyle) -> None:
    rotation, back, wide = tilted(-style.lean), style.back, style.width * 0.95
    soft = 5.0 if style.backrest == "shell" else style.roundness
    thick = 0.03 if style.backrest == "shell" else 0.05
    if style.backrest == "low":
        back *= 0.7
    model.box(_at(style, 0, back / 2), (wide, thick, back), style.fabric, rotation, soft)
    if soft:
        model.box(_at(style, 0, back * 0.3), (0.06, thick * 0.8, back * 0.6), style.frame, rotation)
    if style.backrest == "shell" and style.plate == "square":
        for side in (-1, 1):  # the sides of the bowl
            at = (side * style.width * 0.5, style.depth * 0.15, style.seat + 0.04)
            model.box(at, (0.03, style.depth * 0.7, 0.12), style.fabric, roundness=6)
    if style.backrest == "headrest":
        size = (wide * 0.6, thick * 1.2, 0.16)
        model.box(_at(style, 0, back + 0.1), size, style.fabric, rotation, 6)
        for side in (-1, 1):
            bar(model, _at(style, side * 0.05, back - 0.06), _at(style, side * 0.05, back + 0.1),
                0.02, style.frame)  # fmt: skip


def _bent(model: Model, style: ChairStyle) -> None:
    """One bent sheet, to the sides or all round them."""
    rotation = tilted(-style.lean)
    reach = {"curved": 1.0, "wrapped": 1.9, "tub": 2.0}[style.backrest]
    width, thick = style.width, 0.05 if style.backrest == "tub" else 0.025
    for angle in np.linspace(-reach, reach, 9):
        x, ahead = width * 0.52 * float(np.sin(angle)), width * 0.45 * (1 - float(np.cos(angle)))
        tall = style.back * (1.0 - 0.12 * abs(float(angle)))
        centre = _at(style, x, tall / 2)
        turn = turned(-float(angle)) @ rotation
        piece = (width * 0.52 * reach / 3.2, thick, tall)
        model.box((x, centre[1] - ahead, centre[2]), piece, style.fabric, turn)
    at = _at(style, 0, 0.02)
    model.box((0, at[1] - 0.02, at[2]), (width * 0.5, 0.06, 0.03), style.frame)


def _hoop(model: Model, style: ChairStyle) -> None:
    """A bent rod from side to side, with sticks inside; a bow has one splat."""
    width, back, points = style.width * 0.94, style.back, []
    for angle in np.linspace(0, np.pi, 9):
        up = back * float(np.sin(angle)) ** 0.6
        points.append(_at(style, width / 2 * float(np.cos(angle)), up))
    for start, end in itertools.pairwise(points):
        bar(model, start, end, 0.024, style.frame)
    if style.backrest == "bow":
        bar(model, _at(style, 0, 0), _at(style, 0, back), 0.015, style.frame, 0.12)
        return
    for step in np.linspace(-0.66, 0.66, 6):
        up = back * float(1 - step**2) ** 0.3 - 0.01
        x = width / 2 * float(step)
        bar(model, _at(style, x, 0), _at(style, x, up), 0.014, style.frame)


def _framed(model: Model, style: ChairStyle) -> None:
    """Two uprights with something between them."""
    rotation, back, w = tilted(-style.lean), style.back, style.width
    posts = w / 2 - 0.02 if style.plate == "square" or style.roundness else w * 0.36
    for side in (-1.0, 1.0):
        bar(model, _at(style, side * posts, -0.01), _at(style, side * posts, back), 0.026,
            style.frame)  # fmt: skip
    inner = 2 * posts + 0.02

    def across(up: float, tall: float, thick: float, soft: float = 0.0) -> None:
        paint = style.fabric if soft or style.backrest in ("rail", "split") else style.frame
        model.box(_at(style, 0, up), (inner, thick, tall), paint, rotation, soft)

    if style.backrest == "gap":
        across(back * 0.7, back * 0.55, 0.04, 6)
    elif style.backrest == "mesh frame":
        model.box(_at(style, 0, back * 0.55), (inner, 0.012, back * 0.85), style.fabric, rotation)
        across(back, 0.04, 0.03)
    elif style.backrest == "slats":
        for step in np.linspace(-0.35, 0.35, 4):
            model.box(_at(style, w * float(step) * 0.85, back / 2), (0.04, 0.015, back),
                      style.frame, rotation)  # fmt: skip
        across(back, 0.06, 0.025)
    elif style.backrest == "rail":
        across(back - 0.05, 0.12, 0.025)
    elif style.backrest == "split":
        across(back * 0.35, back * 0.3, 0.03)
        across(back * 0.8, back * 0.35, 0.03)
    else:  # ladder
        for up in np.linspace(0.12, back - 0.03, 4):
            across(float(up), 0.06, 0.02)
