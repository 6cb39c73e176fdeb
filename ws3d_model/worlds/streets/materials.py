# SPDX-License-Identifier: Apache-2.0
"""Materials of the street: colours with the infrared reflectivity that tells asphalt from paint."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.palette import Paint, Pattern, Shade


def asphalt(design: Design) -> Paint:
    """Road surface: fresh and black to old and grey."""
    paint = _scaled(
        design,
        design.paint("asphalt", pattern=Pattern.PLAIN),
        0.7,
        1.35,
        design.uniform(0.06, 0.24),
    )
    grey = 0.75 * float(paint.colour.mean()) + 0.25 * paint.colour
    return paint._replace(colour=np.asarray(grey))


def paving(design: Design) -> Paint:
    """Slabs, cobbles, bricks or concrete of sidewalks and yards."""
    shades: tuple[Shade, ...] = ("concrete", "concrete", "brick", "asphalt")
    shade = design.choose(shades)
    pattern = (
        Pattern.PLAIN if shade == "asphalt" else design.choose((Pattern.JOINTS, Pattern.TILES))
    )
    paint = design.paint(shade, pattern=pattern)
    if shade == "concrete":
        paint = paint._replace(material="stone")
    return paint._replace(infrared=design.uniform(0.15, 0.5), contrast=design.uniform(0.05, 0.25))


def kerbstone(design: Design) -> Paint:
    """Granite or concrete."""
    return design.paint("concrete", material="stone")._replace(infrared=design.uniform(0.25, 0.55))


def gravel(design: Design) -> Paint:
    """Unpaved paths and yards."""
    paint = design.paint("soil", "concrete", pattern=Pattern.PLAIN, material="gravel")
    return paint._replace(infrared=design.uniform(0.2, 0.4))


def turf(design: Design) -> Paint:
    """Grass, fresh or dry."""
    return _scaled(
        design, design.paint("grass", pattern=Pattern.PLAIN), 0.75, 1.3, design.uniform(0.35, 0.6)
    )


def soil(design: Design) -> Paint:
    """Bare earth and fields."""
    return _scaled(design, design.paint("soil", pattern=Pattern.PLAIN), 0.7, 1.3, None)


def foliage(design: Design) -> Paint:
    """Leaves: green, now and then yellow, red or brown."""
    paint = design.paint("leaf", pattern=Pattern.PLAIN)
    turning = np.array((1.0, 1.0, 1.0))
    if design.chance(0.18):
        turning = np.array((design.uniform(1.5, 3.5), design.uniform(0.8, 1.4), 0.6))
    colour = np.clip(paint.colour * turning * design.uniform(0.6, 1.3), 0.02, 0.9)
    return paint._replace(colour=colour, infrared=design.uniform(0.4, 0.6))


def wood_bark(design: Design) -> Paint:
    """Bark, from birch to oak."""
    return _scaled(design, design.paint("bark", pattern=Pattern.GRAIN), 0.6, 1.6, None)


def marking(design: Design) -> Paint:
    """Road paint with glass beads: white, or yellow; worn or fresh."""
    colour = design.choose(((0.88, 0.88, 0.85), (0.88, 0.88, 0.85), (0.85, 0.68, 0.15)))
    worn = design.uniform(0.65, 1.0)
    return Paint(np.array(colour) * worn, material="reflective", infrared=design.uniform(0.6, 1.2))


def reflective(design: Design, *colours: tuple[float, float, float]) -> Paint:
    """Sheeting of traffic signs, number plates and cone collars, far brighter than white paint."""
    colour = np.array(design.choose(colours)) * design.uniform(0.85, 1.0)
    return Paint(colour, material="reflective", infrared=design.uniform(1.2, 2.0))


def car_paint(design: Design) -> Paint:
    """Lacquer: mostly white, grey and black; dark cars are nearly lost to a lidar."""
    paint = design.paint(
        *("white", "neutral", "neutral", "dark", "vivid"), pattern=Pattern.PLAIN, material="metal"
    )
    brightness = float(paint.colour.mean())
    infrared = np.clip(design.uniform(0.05, 0.3) + 0.5 * brightness, 0.04, 0.8)
    return paint._replace(gloss=design.uniform(0.0, 0.3), infrared=float(infrared))


def glazing(design: Design) -> Paint:
    """Panes: rays pass, glance off, or come back from the frame."""
    return design.paint("glass", "dark", gloss=0.7, material="glass")._replace(
        infrared=design.uniform(0.03, 0.1)
    )


def tyre(design: Design) -> Paint:
    """Black rubber."""
    return design.paint("dark", pattern=Pattern.PLAIN, material="rubber")


def steel(design: Design) -> Paint:
    """Galvanised or painted metal of posts and rails."""
    return design.paint(
        "metal", "metal", "neutral", "dark", pattern=Pattern.PLAIN, material="metal"
    )


def masonry(design: Design) -> Paint:
    """Plaster, brick or concrete of facades and garden walls."""
    shades: tuple[Shade, ...] = ("neutral", "white", "brick", "brick", "concrete", "vivid")
    shade = design.choose(shades)
    paint = design.paint(shade, pattern=Pattern.JOINTS if shade == "brick" else None)
    if shade in ("neutral", "white", "vivid"):
        colour = 0.5 * paint.colour + 0.5 * np.array((0.75, 0.72, 0.66))
        paint = paint._replace(colour=colour, material="plaster")
    return paint._replace(infrared=design.uniform(0.25, 0.7))


def roofing(design: Design) -> Paint:
    """Tiles, slate or bitumen."""
    return design.paint("brick", "dark", "asphalt", pattern=Pattern.STRIPES, material="stone")


def cloth(design: Design) -> Paint:
    """Clothes: dyes hardly absorb in the infrared."""
    return design.paint("vivid", "dark", "neutral", material="fabric")._replace(
        infrared=design.uniform(0.25, 0.75)
    )


def _scaled(design: Design, paint: Paint, low: float, high: float, infrared: float | None) -> Paint:
    colour = np.clip(paint.colour * design.uniform(low, high), 0.02, 0.95)
    return paint._replace(colour=colour, infrared=infrared, contrast=min(paint.contrast, 0.2))
