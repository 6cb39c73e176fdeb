# SPDX-License-Identifier: Apache-2.0
"""Chairs and office chairs: a style that the chairs of a table share, and a chair of it."""

from __future__ import annotations

from dataclasses import dataclass

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.chair_backs import add_back
from ws3d_model.worlds.furniture.chair_legs import add_legs
from ws3d_model.worlds.furniture.frames import bar
from ws3d_model.worlds.furniture.stools import bench, stool
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint

__all__ = ["ChairStyle", "bench", "chair", "chair_style", "stool", "tub_style"]


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
    arms: str  # "" for none
    plate: str  # shape of the seat
    roundness: float
    fabric: Paint
    frame: Paint

    @property
    def under(self) -> float:
        """Height of the seat's underside, metres."""
        return self.seat - self.cushion


def chair_style(design: Design, name: str = "chair") -> ChairStyle:
    """Draw a style for "chair" or "office chair"."""
    office = name == "office chair"
    if office:
        legs = design.family("office chair legs", ("star", "star high", "four star"), ("disc",))
        backrest = design.family(
            "office chair back", ("panel", "gap", "headrest", "low"), ("mesh frame", "split")
        )
        arms = design.family("office chair arms", ("T", "loop", ""), ("panel", "none"))
    else:
        legs = design.family(
            "chair legs",
            ("four", "splayed", "sled", "pedestal", "round legs", "stacking", "stretchers", "wire"),
            ("cantilever", "crossed", "folding", "panel sides"),
        )
        backrest = design.family(
            "chair back",
            ("panel", "gap", "shell", "slats", "curved", "wrapped", "high panel", "rail"),
            ("ladder", "hoop", "bow", "split"),
        )
        with_arms = design.chance(0.4)
        arms = design.family("chair arms", ("T", "loop"), ("panel",)) if with_arms else ""
    soft = design.chance(0.5)
    fabric = finishes.upholstery(design) if office or soft else finishes.plastic(design)
    if not office and design.chance(0.35):
        fabric = finishes.wood(design)
    frame = finishes.metal(design) if office or design.chance(0.6) else finishes.wood(design)
    tall = design.uniform(0.45, 0.75) if backrest in ("high panel", "headrest") else 0.0
    return ChairStyle(
        name,
        width=design.uniform(0.38, 0.56),
        depth=design.uniform(0.38, 0.52),
        seat=design.uniform(0.41, 0.5),
        cushion=design.uniform(0.03, 0.1) if soft or office else design.uniform(0.015, 0.03),
        back=tall or design.uniform(0.3, 0.5),
        lean=design.uniform(0.02, 0.25),
        legs=legs,
        backrest=backrest,
        arms=arms,
        plate=design.choose(("square", "square", "round", "tapered")),
        roundness=design.choose((0.0, 6.0)) if soft or office else 0.0,
        fabric=fabric,
        frame=frame,
    )


def tub_style(design: Design) -> ChairStyle:
    """Draw a style for a tub chair: its low back goes round the seat, no higher than a table."""
    seat, cushion = design.uniform(0.41, 0.47), design.uniform(0.05, 0.1)
    shown = finishes.metal(design) if design.chance(0.5) else finishes.wood(design)
    return ChairStyle(
        "chair",
        width=design.uniform(0.5, 0.62),
        depth=design.uniform(0.5, 0.6),
        seat=seat,
        cushion=cushion,
        back=design.uniform(0.66, 0.8) - seat + cushion / 2,
        lean=design.uniform(0.0, 0.08),
        legs=design.choose(("four", "round legs", "splayed", "pedestal")),
        backrest="tub",
        arms="",
        plate="round",
        roundness=0.0,
        fabric=finishes.upholstery(design),
        frame=shown,
    )


def chair(design: Design, style: ChairStyle) -> Model:
    """One chair of a style."""
    model = Model(style.name, f"{style.name}: {style.legs}, {style.backrest} back")
    middle = style.seat - style.cushion / 2
    wide, deep = style.width, style.depth
    if style.plate == "round" and style.roundness == 0:
        model.cylinder((0, 0, middle), wide / 2, style.cushion, style.fabric, radius_y=deep / 2)
        model.box((0, 0, style.under + 0.01), (wide * 0.72, deep * 0.72, 0.02), style.frame)
        model.box((0, deep / 2 - 0.06, middle), (wide * 0.8, 0.12, style.cushion), style.fabric)
    elif style.plate == "tapered" and style.roundness == 0:
        corners = [(-wide / 2, -deep / 2), (wide / 2, -deep / 2), (wide * 0.4, deep / 2),
                   (-wide * 0.4, deep / 2)]  # fmt: skip
        model.prism(corners, style.cushion, style.fabric, (0, 0, middle))
    else:
        model.box((0, 0, middle), (wide, deep, style.cushion), style.fabric,
                  roundness=style.roundness)  # fmt: skip
    if style.roundness:
        model.box((0, 0, style.under + 0.008), (wide * 0.92, deep * 0.92, 0.016), style.frame)
    add_back(model, style)
    add_legs(model, style)
    if style.arms not in ("", "none"):
        _arms(model, style)
    return model.centred()


def _arms(model: Model, style: ChairStyle) -> None:
    rise, deep = style.seat + 0.2, style.depth
    for side in (-1.0, 1.0):
        x = side * (style.width / 2 + 0.02)
        if style.arms == "panel":
            model.box((x, 0, style.seat + 0.06), (0.04, deep, 0.3), style.fabric)
            continue
        model.box((x, 0, rise), (0.05, deep * 0.8, 0.035), style.frame)
        low = style.seat - style.cushion / 2
        if style.arms == "loop":
            for y in (-0.36, 0.36):
                bar(model, (x, y * deep, low), (x, y * deep, rise), 0.03, style.frame)
            bar(model, (x, -0.36 * deep, low), (x, 0.36 * deep, low), 0.03, style.frame)
        else:
            bar(model, (x, 0, low), (x, 0, rise), 0.03, style.frame, 0.045)
            bar(model, (x, 0, low), (x - side * 0.06, 0, low), 0.03, style.frame)
