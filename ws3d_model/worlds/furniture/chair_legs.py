# SPDX-License-Identifier: Apache-2.0
"""What chairs stand on: four legs, sleds, stars, pedestals, cantilevers, folding frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from ws3d_model.worlds.furniture.frames import bar, legs
from ws3d_model.worlds.shapes.model import Model, turned

if TYPE_CHECKING:
    from ws3d_model.worlds.furniture.seating import ChairStyle


def add_legs(model: Model, style: ChairStyle) -> None:
    """Add the legs of the style under the seat.

    Raises:
        KeyError: no such legs.
    """
    _LEGS[style.legs](model, style)


def _four(model: Model, style: ChairStyle) -> None:
    splay = 0.06 if style.legs == "splayed" else 0.0
    round_ = style.legs == "round legs"
    wide, deep = style.width - 0.02, style.depth - 0.02
    if style.plate != "square" and style.roundness == 0:
        wide, deep = wide * 0.76, deep * 0.76
    top = style.under + 0.006
    legs(model, wide, deep, top, 0.035, style.frame, splay, round_)
    if style.legs == "stretchers":
        for side in (-1, 1):
            x = side * (wide / 2 - 0.0175)
            model.box((x, 0, top * 0.45), (0.02, deep, 0.025), style.frame)
            model.box((0, side * (deep / 2 - 0.0175), top * 0.6), (wide, 0.02, 0.025), style.frame)


def _sled(model: Model, style: ChairStyle) -> None:
    for x in (-1, 1):
        side = x * (style.width / 2 - 0.005)
        for y in (-1, 1):
            at = (side, y * (style.depth / 2 - 0.02), style.seat / 2 - 0.01)
            model.box(at, (0.025, 0.025, style.seat - 0.02), style.frame)
        model.box((side, 0, 0.0125), (0.025, style.depth, 0.025), style.frame)
        model.box((side, 0, style.under - 0.005), (0.025, style.depth, 0.02), style.frame)


def _wire(model: Model, style: ChairStyle) -> None:
    """Thin rods that meet below the seat, with crossing braces."""
    wide, deep, top = style.width / 2 + 0.02, style.depth / 2 + 0.02, style.under + 0.004
    feet = [(x * wide, y * deep, 0.0) for x in (-1, 1) for y in (-1, 1)]
    for x, y, _ in feet:
        bar(model, (x, y, 0.0), (x * 0.45, y * 0.45, top), 0.018, style.frame)
    for x, y, _ in feet:
        middle = (x * 0.72, y * 0.72, top * 0.5)
        bar(model, middle, (-x * 0.45, y * 0.45, top), 0.012, style.frame)
    model.box((0, 0, top - 0.005), (wide * 1.1, deep * 1.1, 0.012), style.frame)


def _stacking(model: Model, style: ChairStyle) -> None:
    """A bent tube: upright front legs, inclined rear legs that run on into the back."""
    top = style.under
    for x in (-1, 1):
        side = x * (style.width / 2 - 0.005)
        bar(model, (side, -style.depth / 2 + 0.03, 0), (side, -style.depth / 2 + 0.03, top), 0.025,
            style.frame)  # fmt: skip
        bar(model, (side, -style.depth / 2 + 0.03, top), (side, style.depth / 2, top + 0.01), 0.025,
            style.frame)  # fmt: skip
        bar(model, (side, style.depth / 2 + 0.06, 0), (side, style.depth / 2 - 0.08, top), 0.025,
            style.frame)  # fmt: skip


def _pedestal(model: Model, style: ChairStyle) -> None:
    model.cylinder((0, 0, style.under / 2), 0.03, style.under, style.frame)
    wide = 0.24 if style.legs == "pedestal" else 0.29
    model.cylinder((0, 0, 0.015), wide, 0.03, style.frame)
    model.box((0, 0, style.under - 0.008), (0.2, 0.2, 0.025), style.frame)


def _star(model: Model, style: ChairStyle) -> None:
    low = 0.12 if style.legs == "star high" else 0.07
    arms = 4 if style.legs == "four star" else 5
    model.cylinder((0, 0, (style.under + low) / 2), 0.03, style.under - low, style.frame)
    model.box((0, 0, style.under - 0.01), (0.22, 0.26, 0.03), style.frame)
    for angle in np.arange(arms) * 2 * np.pi / arms:
        x, y = float(np.cos(angle)), float(np.sin(angle))
        bar(model, (0, 0, low + 0.04), (0.3 * x, 0.3 * y, low), 0.045, style.frame)
        model.box((0.29 * x, 0.29 * y, low / 2), (0.05, 0.05, low), style.frame, turned(angle))


def _cantilever(model: Model, style: ChairStyle) -> None:
    for x in (-1, 1):
        side = x * (style.width / 2 - 0.01)
        front = (side, -style.depth / 2 + 0.02, style.seat / 2 - 0.01)
        model.box(front, (0.025, 0.025, style.seat - 0.02), style.frame)
        model.box((side, 0, 0.0125), (0.025, style.depth, 0.025), style.frame)
        model.box((side, 0, style.under - 0.005), (0.025, style.depth, 0.02), style.frame)
    model.box((0, style.depth / 2, 0.0125), (style.width, 0.025, 0.025), style.frame)


def _crossed(model: Model, style: ChairStyle) -> None:
    """Two legs a side that cross: the front foot under the back edge of the seat."""
    reach = style.depth / 2 * (0.98 if style.legs == "crossed" else 1.05)
    for x in (-1, 1):
        side = x * (style.width / 2 - 0.02)
        for way in (-1, 1):
            start = (side, way * reach, 0.0)
            bar(model, start, (side, -way * reach * 0.8, style.under + 0.01), 0.03, style.frame)
    for y in (-reach, reach):
        model.box((0, y * 0.92, 0.04), (style.width - 0.04, 0.02, 0.025), style.frame)
    if style.legs == "folding":
        for x in (-1, 1):
            side = x * (style.width / 2 - 0.02)
            bar(model, (side, reach * 0.5, style.under * 0.8), (side, style.depth / 2, style.seat),
                0.025, style.frame)  # fmt: skip


def _panels(model: Model, style: ChairStyle) -> None:
    for x in (-1, 1):
        side = x * (style.width / 2 - 0.015)
        size = (0.03, style.depth * 0.95, style.under + 0.004)
        model.box((side, 0, size[2] / 2), size, style.frame)
    model.box((0, 0, style.under * 0.5), (style.width - 0.03, 0.03, 0.1), style.frame)


_LEGS: Mapping[str, Callable[[Model, ChairStyle], None]] = MappingProxyType(
    {
        "four": _four,
        "splayed": _four,
        "round legs": _four,
        "stretchers": _four,
        "sled": _sled,
        "wire": _wire,
        "stacking": _stacking,
        "pedestal": _pedestal,
        "disc": _pedestal,
        "star": _star,
        "star high": _star,
        "four star": _star,
        "cantilever": _cantilever,
        "crossed": _crossed,
        "folding": _crossed,
        "panel sides": _panels,
    }
)
