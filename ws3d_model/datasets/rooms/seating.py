# SPDX-License-Identifier: Apache-2.0
"""Chairs, office chairs, stools and benches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.model import Model, tilted, turned
from ws3d_model.datasets.rooms.palette import Paint


@dataclass(frozen=True)
class ChairStyle:
    """What the chairs of one table have in common; lengths in metres."""

    name: str
    width: float
    depth: float
    seat: float  # height of the seat's top
    cushion: float  # thickness of the seat
    back: float  # height of the backrest above the seat
    lean: float  # radians
    legs: str
    backrest: str
    arms: bool
    roundness: float
    fabric: Paint
    frame: Paint


def chair_style(design: Design, name: str = "chair") -> ChairStyle:
    """Draw a style for "chair" or "office chair"."""
    office = name == "office chair"
    if office:
        legs = design.family("office chair legs", ("star", "star high"), ("disc",))
        backrest = design.family("office chair back", ("panel", "gap"), ("mesh frame",))
    else:
        legs = design.family(
            "chair legs", ("four", "four splayed", "sled", "pedestal"), ("cantilever", "crossed")
        )
        backrest = design.family(
            "chair back",
            ("panel", "gap", "shell", "slats", "curved", "wrapped"),
            ("ladder", "hoop"),
        )
    return ChairStyle(
        name,
        width=design.uniform(0.38, 0.56),
        depth=design.uniform(0.38, 0.52),
        seat=design.uniform(0.41, 0.5),
        cushion=design.uniform(0.02, 0.1),
        back=design.uniform(0.3, 0.6),
        lean=design.uniform(0.02, 0.25),
        legs=legs,
        backrest=backrest,
        arms=design.chance(0.6 if office else 0.25),
        roundness=design.choose((0.0, 6.0)),
        fabric=design.paint("vivid", "neutral", "dark", *(() if office else ("wood",))),
        frame=design.paint("dark", "metal", "neutral", *(() if office else ("wood",))),
    )


def chair(design: Design, style: ChairStyle) -> Model:
    """One chair of a style."""
    model = Model(style.name)
    height = style.seat - style.cushion / 2
    size = (style.width, style.depth, style.cushion)
    model.box((0, 0, height), size, style.fabric, roundness=style.roundness)
    _backrest(model, style)
    _LEGS[style.legs](model, style)
    if style.arms:
        top = style.seat + 0.2
        for side in (-1.0, 1.0):
            x = side * (style.width / 2 + 0.02)
            model.box((x, 0, top), (0.05, style.depth * 0.8, 0.035), style.frame)
            model.box((x, -style.depth * 0.3, top - 0.12), (0.03, 0.03, 0.26), style.frame)
    return model.centred()


def _backrest(model: Model, style: ChairStyle) -> None:
    rotation, back = tilted(-style.lean), style.back
    y, w = style.depth / 2 - 0.01, style.width

    def at(x: float, up: float) -> tuple[float, float, float]:
        return (x, y + float(np.sin(style.lean)) * up, style.seat + float(np.cos(style.lean)) * up)

    if style.backrest in ("panel", "shell"):
        soft = 5.0 if style.backrest == "shell" else style.roundness
        model.box(at(0, back / 2), (w * 0.95, 0.05, back), style.fabric, rotation, soft)
        return
    if style.backrest in ("curved", "wrapped"):  # one bent sheet, to the sides or all round them
        reach = 1.0 if style.backrest == "curved" else 1.9
        for angle in np.linspace(-reach, reach, 7):
            x, ahead = w * 0.52 * float(np.sin(angle)), w * 0.45 * (1 - float(np.cos(angle)))
            tall = back * (1.0 - 0.12 * abs(float(angle)))
            turn = turned(-float(angle)) @ rotation
            centre = (x, at(0, tall / 2)[1] - ahead, at(0, tall / 2)[2])
            model.box(centre, (w * 0.52 * reach / 2.6, 0.025, tall), style.fabric, turn)
        return
    if style.backrest == "hoop":
        for step in np.linspace(-1, 1, 7):
            up = back * (0.25 + 0.75 * float(np.sqrt(1 - step**2 * 0.9)))
            x = w / 2 * step
            model.box(at(x, up / 2), (0.02, 0.02, up), style.frame, rotation)
        return
    for side in (-1.0, 1.0):
        x = side * (w / 2 - 0.02)
        model.box(at(x, back / 2), (0.03, 0.025, back), style.frame, rotation)
    if style.backrest == "gap":
        model.box(at(0, back * 0.7), (w * 0.95, 0.04, back * 0.55), style.fabric, rotation, 6)
    elif style.backrest == "mesh frame":
        model.box(at(0, back * 0.55), (w, 0.015, back * 0.85), style.fabric, rotation)
        model.box(at(0, back), (w, 0.03, 0.04), style.frame, rotation)
    elif style.backrest == "slats":
        for step in np.linspace(-0.35, 0.35, 4):
            model.box(at(w * step, back / 2), (0.05, 0.015, back), style.frame, rotation)
        model.box(at(0, back), (w, 0.025, 0.06), style.frame, rotation)
    else:  # ladder
        for up in np.linspace(0.12, back - 0.03, 4):
            model.box(at(0, float(up)), (w, 0.02, 0.06), style.frame, rotation)


def _four_legs(model: Model, style: ChairStyle) -> None:
    height = style.seat - style.cushion
    thick = 0.035
    splay = 0.12 if style.legs == "four splayed" else 0.0
    for x in (-1, 1):
        for y in (-1, 1):
            at = (x * (style.width / 2 - 0.03), y * (style.depth / 2 - 0.03), height / 2)
            model.box(at, (thick, thick, height), style.frame, tilted(y * splay))


def _sled(model: Model, style: ChairStyle) -> None:
    for x in (-1, 1):
        for y in (-1, 1):
            at = (x * style.width / 2, y * (style.depth / 2 - 0.02), style.seat / 2)
            model.box(at, (0.025, 0.025, style.seat - 0.02), style.frame)
        model.box((x * style.width / 2, 0, 0.0125), (0.025, style.depth, 0.025), style.frame)


def _pedestal(model: Model, style: ChairStyle) -> None:
    model.cylinder((0, 0, style.seat / 2), 0.03, style.seat - style.cushion, style.frame)
    wide = 0.24 if style.legs == "pedestal" else 0.29
    model.cylinder((0, 0, 0.015), wide, 0.03, style.frame)


def _star(model: Model, style: ChairStyle) -> None:
    top = style.seat - style.cushion
    low = 0.07 if style.legs == "star" else 0.12
    model.cylinder((0, 0, (top + low) / 2), 0.03, top - low, style.frame)
    for angle in np.arange(5) * 2 * np.pi / 5:
        x, y = 0.15 * float(np.cos(angle)), 0.15 * float(np.sin(angle))
        model.box((x, y, low), (0.3, 0.045, 0.04), style.frame, turned(angle))
        model.box((1.9 * x, 1.9 * y, low / 2), (0.05, 0.05, low), style.frame)


def _cantilever(model: Model, style: ChairStyle) -> None:
    for x in (-1, 1):
        side = x * (style.width / 2 - 0.01)
        front = (side, -style.depth / 2 + 0.02, style.seat / 2)
        model.box(front, (0.025, 0.025, style.seat), style.frame)
        model.box((side, 0, 0.0125), (0.025, style.depth, 0.025), style.frame)
    model.box((0, style.depth / 2, 0.0125), (style.width, 0.025, 0.025), style.frame)


def _crossed(model: Model, style: ChairStyle) -> None:
    height = style.seat - style.cushion
    slope = float(np.arctan2(style.depth, height))
    length = float(np.hypot(style.depth, height)) - 0.03
    for x in (-1, 1):
        for lean in (-slope, slope):
            at = (x * (style.width / 2 - 0.02), 0.0, height / 2)
            model.box(at, (0.03, 0.03, length), style.frame, tilted(lean))


_LEGS: dict[str, Callable[[Model, ChairStyle], None]] = {
    "four": _four_legs,
    "four splayed": _four_legs,
    "sled": _sled,
    "pedestal": _pedestal,
    "star": _star,
    "star high": _star,
    "disc": _pedestal,
    "cantilever": _cantilever,
    "crossed": _crossed,
}


def stool(design: Design) -> Model:
    """A stool, low or at bar height, no backrest."""
    model, paint, metal = Model("stool"), design.paint(), design.paint("metal", "dark", "wood")
    height = design.uniform(0.4, 0.5) if design.chance(0.5) else design.uniform(0.6, 0.78)
    width = design.uniform(0.28, 0.42)
    shape = design.family("stool", ("round legs", "square legs", "round foot"), ("drum", "tripod"))
    if shape == "drum":
        return model.cylinder((0, 0, 0.22), width / 2, 0.44, paint, taper=0.9)
    if shape == "square legs":
        model.box((0, 0, height - 0.03), (width, width, 0.06), paint)
    else:
        model.cylinder((0, 0, height - 0.03), width / 2, 0.06, paint)
    if shape == "round foot":
        model.cylinder((0, 0, height / 2), 0.03, height - 0.06, metal)
        return model.cylinder((0, 0, 0.015), 0.2, 0.03, metal)
    legs = 3 if shape == "tripod" else 4
    for angle in np.arange(legs) * 2 * np.pi / legs + np.pi / 4:
        x, y = 0.42 * width * float(np.cos(angle)), 0.42 * width * float(np.sin(angle))
        model.box((x, y, height / 2 - 0.03), (0.03, 0.03, height - 0.06), metal)
    return model


def bench(design: Design) -> Model:
    """A bench without a back, or with a low one (a class left out of training)."""
    model, paint = Model("bench"), design.paint("wood", "neutral", "vivid")
    width, height = design.uniform(0.9, 1.6), design.uniform(0.4, 0.5)
    model.box((0, 0, height - 0.03), (width, 0.4, 0.06), paint)
    for side in (-1.0, 1.0):
        model.box(
            (side * (width / 2 - 0.1), 0, height / 2 - 0.03), (0.05, 0.36, height - 0.06), paint
        )
    if design.chance(0.4):
        model.box((0, 0.19, height + 0.2), (width, 0.03, 0.25), paint)
        for side in (-1.0, 1.0):
            model.box((side * width * 0.4, 0.19, height + 0.04), (0.04, 0.03, 0.1), paint)
    return model
