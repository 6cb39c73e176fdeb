# SPDX-License-Identifier: Apache-2.0
"""Counters at which one stands: reception desks and bars."""

from __future__ import annotations

from ws3d_model.worlds.furniture import finishes
from ws3d_model.worlds.furniture.electronics import monitor
from ws3d_model.worlds.furniture.families import of_family
from ws3d_model.worlds.furniture.gadgets import telephone
from ws3d_model.worlds.furniture.office_things import papers
from ws3d_model.worlds.furniture.small_objects import bottle, cup, scatter
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Support


def reception_desk(design: Design) -> Model:
    """A high front with a lower desk behind it."""
    model, shape = of_family(design, "reception desk", ("straight", "L", "stepped"), ("curved",))
    body, top = finishes.board(design), finishes.board(design)
    wide, high = design.uniform(1.5, 2.8), design.uniform(1.0, 1.2)
    deep, low = design.uniform(0.65, 0.85), 0.74
    if shape == "curved":
        pieces = 8
        for piece in range(pieces):
            share = (piece + 0.5) / pieces - 0.5
            y = -deep / 2 + 1.2 * share * share
            model.box((share * wide, y, high / 2), (wide / pieces * 1.25, 0.14, high), body)
            model.box((share * wide, y, high + 0.02), (wide / pieces * 1.25, 0.34, 0.04), top)
    else:
        front = wide * 0.6 if shape == "stepped" else wide
        model.box(((front - wide) / 2, -deep / 2, high / 2), (front, 0.06, high), body)
        model.box(((front - wide) / 2, -deep / 2, high + 0.02), (front, 0.32, 0.04), top)
        model.box((0, -deep / 2, low / 2), (wide, 0.05, low), body)
    model.box((0, 0, low - 0.015), (wide, deep, 0.03), top)
    for side in (-1, 1):
        model.box((side * (wide / 2 - 0.02), 0, low / 2), (0.04, deep, low), body)
    if shape == "L":
        side = design.choose((-1, 1))
        x, y = side * (wide / 2 - 0.3), deep / 2 + 0.5
        model.box((x, y, low - 0.015), (0.6, 1.05, 0.03), top)
        model.box((side * (wide / 2 - 0.02), y, high / 2), (0.05, 1.05, high), body)
        model.box((x, y + 0.5, low / 2), (0.6, 0.04, low), body)
    model.put(monitor(design), (wide * 0.2, -0.05, low), 3.14)
    model.supports = [Support((-wide / 2 + 0.1, 0.0), (0.0, deep / 2), low, 0.3)]
    return scatter(design, model, (papers, telephone, cup), 3).centred()


def bar_counter(design: Design) -> Model:
    """A bar to stand or sit at."""
    model, shape = of_family(
        design, "drinks bar", ("panelled", "open", "with rail"), ("curved top", "crate")
    )
    body, top = finishes.wood(design), finishes.board(design)
    wide, deep, high = (
        design.uniform(1.2, 3.0),
        design.uniform(0.45, 0.7),
        design.uniform(1.02, 1.18),
    )
    if shape == "open":
        for x in (-0.5, 0.5):
            model.box((x * (wide - 0.1), 0, high / 2), (0.08, deep * 0.8, high), body)
        model.box((0, deep * 0.35, high / 2), (wide - 0.1, 0.03, high), body)
    else:
        model.box((0, 0.04, high / 2), (wide - 0.1, deep - 0.12, high), body)
    if shape == "panelled":
        number = max(2, round(wide / 0.5))
        for place in range(number):
            x = ((place + 0.5) / number - 0.5) * (wide - 0.1)
            panel = (wide / number * 0.75, 0.03, high * 0.7)
            model.box((x, -deep / 2 + 0.1, high * 0.5), panel, design.tinted(body, 0.2))
    elif shape == "crate":
        for level in range(5):
            z = 0.12 + level * (high - 0.2) / 4
            model.box((0, -deep / 2 + 0.09, z), (wide - 0.08, 0.03, 0.12), design.tinted(body))
    model.box((0, 0, high + 0.02), (wide, deep, 0.045), top)
    if shape == "curved top":
        for side in (-1, 1):
            model.cylinder((side * wide / 2, 0, high + 0.02), deep / 2, 0.045, top)
    if shape == "with rail":
        rail = finishes.metal(design)
        model.cylinder((0, -deep / 2 - 0.08, 0.18), 0.02, wide, rail, "x")
        for x in (-0.45, 0.0, 0.45):
            model.box((x * wide, -deep / 2 - 0.01, 0.18), (0.03, 0.2, 0.03), rail)
    free = (-wide / 2 + 0.08, wide / 2 - 0.08)
    model.supports = [Support(free, (-deep / 2 + 0.05, deep / 2 - 0.05), high + 0.042, 0.5)]
    return scatter(design, model, (bottle, cup, cup), 5).centred()
