# SPDX-License-Identifier: Apache-2.0
"""Tables and low tables with what lies on them."""

from __future__ import annotations

import copy

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.decor import small_plant
from ws3d_model.worlds.furniture.desks import desk
from ws3d_model.worlds.furniture.electronics import laptop
from ws3d_model.worlds.furniture.kitchen_things import bowl, plate
from ws3d_model.worlds.furniture.office_things import papers
from ws3d_model.worlds.furniture.ornaments import candle, vase
from ws3d_model.worlds.furniture.small_objects import (
    Maker,
    books,
    bottle,
    cup,
    scatter,
    small_box,
)
from ws3d_model.worlds.furniture.table_bases import Top, circular, rectangular
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint

__all__ = ["ON_TABLES", "bare_table", "coffee_table", "desk", "laid", "table"]

ON_TABLES: tuple[Maker, ...] = (
    *(bottle, cup, cup, books, small_box, small_plant, laptop),
    *(bowl, plate, papers, vase, candle),
)


def table(design: Design, round_top: bool | None = None, width: float | None = None) -> Model:
    """A table to sit at, with things on it."""
    return laid(design, bare_table(design, round_top, width))


def laid(design: Design, bare: Model) -> Model:
    """A copy of a bare table with things on it."""
    return scatter(design, copy.deepcopy(bare), ON_TABLES, 5)


def bare_table(design: Design, round_top: bool | None = None, width: float | None = None) -> Model:
    """A table to sit at; its support is the free top."""
    if round_top is None:
        round_top = design.chance(0.35)
    height = design.uniform(0.68, 0.78)
    model, top = Model("table"), _top(design)
    frame = top if design.chance(0.35) else finishes.frame(design)
    if round_top:
        circular(design, model, width or design.uniform(0.6, 1.5), height, top, frame)
    else:
        wide = width or design.uniform(0.8, 2.4)
        form: Top = design.choose(("square", "square", "rounded", "oval"))
        rectangular(design, model, wide, design.uniform(0.6, 1.1), height, top, frame, form)
    return model


def _top(design: Design) -> Paint:
    if design.chance(0.08):
        return finishes.glass(design, 0.2, 0.8)
    return design.choose((finishes.wood, finishes.board, finishes.board, finishes.stone))(design)


def coffee_table(design: Design) -> Model:
    """A low table."""
    model, height = Model("coffee table"), design.uniform(0.3, 0.5)
    top = _top(design)
    frame = top if design.chance(0.4) else finishes.frame(design)
    if design.chance(0.3):
        circular(design, model, design.uniform(0.45, 0.9), height, top, frame)
    else:
        wide, deep = design.uniform(0.5, 1.3), design.uniform(0.45, 0.75)
        form: Top = design.choose(("square", "square", "rounded", "oval"))
        rectangular(design, model, wide, deep, height, top, frame, form)
    return scatter(design, model, ON_TABLES, 4)
