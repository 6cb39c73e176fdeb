# SPDX-License-Identifier: Apache-2.0
"""Finishes: paints by what a thing is made of, wide in colour so that colour names no class."""

from __future__ import annotations

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.palette import Paint, Pattern, Shade

_TEXTILE_PATTERNS = (Pattern.PLAIN, Pattern.PLAIN, Pattern.STRIPES, Pattern.BLOTCHES, Pattern.TILES)


def wood(design: Design, *shades: Shade) -> Paint:
    """Timber or veneer: natural, or stained and lacquered in any colour."""
    return _of(design.paint(*(shades or ("wood", "wood", "wood", "white", "any"))), "wooden")


def board(design: Design) -> Paint:
    """Coated board of cabinets and worktops: white, grey, coloured or with a wood print."""
    shade: Shade = design.choose(("wood", "white", "neutral", "vivid", "dark"), (3, 3, 2, 1.5, 1))
    return _of(design.paint(shade), "wooden" if shade == "wood" else "plastic")


def metal(design: Design, *shades: Shade) -> Paint:
    """Bare metal, or powder coated in any colour."""
    shades = shades or ("metal", "metal", "dark", "white", "neutral", "vivid")
    return _of(design.paint(*shades, pattern=Pattern.PLAIN), "metal")


def frame(design: Design) -> Paint:
    """What legs and frames are made of: metal or wood."""
    return metal(design) if design.chance(0.6) else wood(design, "wood", "dark", "white")


def plastic(design: Design, *shades: Shade) -> Paint:
    """Moulded plastic."""
    shades = shades or ("neutral", "white", "dark", "vivid")
    return _of(design.paint(*shades, pattern=Pattern.PLAIN), "plastic")


def appliance(design: Design) -> Paint:
    """Enamel, steel or plastic of household machines."""
    shade: Shade = design.choose(("white", "metal", "dark", "neutral", "vivid"), (3, 2, 2, 1, 1))
    gloss = 0.15 if shade == "metal" and design.chance(0.5) else 0.0
    return _of(design.paint(shade, pattern=Pattern.PLAIN, gloss=gloss), "metal")


def fabric(design: Design, *shades: Shade) -> Paint:
    """Cloth, plain or with a pattern."""
    shades = shades or ("vivid", "neutral", "neutral", "dark", "white", "any")
    return _of(design.paint(*shades, pattern=design.choose(_TEXTILE_PATTERNS)), "fabric")


def upholstery(design: Design) -> Paint:
    """Cloth or leather of seats."""
    if design.chance(0.3):
        shades: tuple[Shade, ...] = ("dark", "wood", "neutral", "vivid", "white")
        return _of(design.paint(*shades, pattern=Pattern.PLAIN), "leather")
    return fabric(design)


def ceramic(design: Design, *shades: Shade) -> Paint:
    """Glazed earthenware and sanitary ware."""
    return _of(design.paint(*(shades or ("white",)), pattern=Pattern.PLAIN, gloss=0.05), "ceramic")


def glass(design: Design, low: float = 0.3, high: float = 0.9) -> Paint:
    """Clear or tinted glass; a depth camera misses a share of it between `low` and `high`."""
    paint = design.paint("glass", pattern=Pattern.PLAIN, gloss=design.uniform(low, high))
    return _of(paint, "glass")


def screen(design: Design) -> Paint:
    """A switched-off screen: dark and shiny."""
    return _of(design.paint("dark", pattern=Pattern.PLAIN, gloss=design.uniform(0.1, 0.4)), "glass")


def lit_screen(design: Design) -> Paint:
    """A screen that shows something."""
    paint = design.paint("vivid", "white", "dark", pattern=design.choose(tuple(Pattern)))
    return _of(paint, "glass")


def stone(design: Design) -> Paint:
    """Stone, terrazzo or brick."""
    pattern = design.choose((Pattern.GRAIN, Pattern.BLOTCHES, Pattern.JOINTS, Pattern.PLAIN))
    return _of(design.paint("neutral", "wood", "dark", "white", pattern=pattern), "stone")


def paper(design: Design) -> Paint:
    """Paper, printed or not."""
    pattern = design.choose((Pattern.PLAIN, Pattern.STRIPES, Pattern.BLOTCHES, Pattern.JOINTS))
    return _of(design.paint("white", "white", "any", "vivid", pattern=pattern), "paper")


def wicker(design: Design) -> Paint:
    """Woven cane, rope or straw."""
    return _of(design.paint("wood", "neutral", "any", pattern=Pattern.TILES), "wicker")


def leaves(design: Design) -> Paint:
    """Leaves, mostly green."""
    return _of(design.paint("leaf"), "plant")


def _of(paint: Paint, material: str) -> Paint:
    return paint._replace(material=material)
