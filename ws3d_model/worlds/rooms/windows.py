# SPDX-License-Identifier: Apache-2.0
"""Windows with frames and sills, and what hangs before them: curtains and blinds."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.furniture.decor import curtain
from ws3d_model.worlds.furniture.plants import small_plant
from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.floor_plan import TAKEN, Wall
from ws3d_model.worlds.rooms.openings import Opening
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint, Pattern

_CLOTH = 0.1  # metres from the wall to the middle of a curtain


def glaze(building: Building, wall: Wall, opening: Opening) -> None:
    """Put a window into its opening, perhaps with a plant on the sill."""
    design = building.design
    (x0, x1), (z0, z1), depth = opening.x, opening.z, opening.depth
    wide, tall, middle = x1 - x0, z1 - z0, (x0 + x1) / 2
    frame = design.paint("white", "white", "wood", "dark", "metal")
    shape = design.family("window", ("casements", "cross bar", "single"), ("grid", "louvre"))
    model, thick = Model("window", f"window: {shape}"), design.uniform(0.03, 0.08)
    y, z = depth + 0.035, z0 + tall / 2
    columns = 1 if shape == "single" else max(1, round(wide / design.uniform(0.45, 1.1)))
    rows = {"cross bar": 2, "grid": 3, "louvre": 6}.get(shape, 1)
    for column in range(columns + 1):
        x = -wide / 2 + thick / 2 + (wide - thick) * column / columns
        model.box((x, y, z), (thick, 0.06, tall), frame)
    for row in range(rows + 1):
        model.box((0, y, z0 + thick / 2 + (tall - thick) * row / rows), (wide, 0.06, thick), frame)
    model.box((0, y + 0.005, z), (wide - thick, 0.01, tall - thick), _outside(design))
    if design.chance(0.35):  # handles
        metal = design.paint("metal", "white", "dark")
        model.box((0, y - 0.045, z), (0.025, 0.03, 0.12), metal)
    sill = design.chance(0.6) and z0 > 0.1
    if sill:
        out = design.uniform(0.01, 0.14)
        shape = design.family("windowsill", ("board", "thick"), ("rounded",))
        board, thin = Model("windowsill", f"windowsill: {shape}"), 0.025
        thin = 0.05 if shape == "thick" else thin
        slab = (wide + 0.06, out, thin)
        paint = frame if design.chance(0.5) else design.paint("neutral", "wood", "white")
        board.box((0, -out / 2, z0 - thin / 2), slab, paint, roundness=8.0 * (shape == "rounded"))
        model.put(board, (0, 0, 0))
    building.on_wall(model, wall, middle)
    if sill and depth > 0.1 and design.chance(0.3):
        pot = small_plant(design)
        low, high = pot.bounds()
        x, y_pot = design.uniform(-wide / 3, wide / 3), depth / 2 - 0.02
        if high[0] - low[0] < depth + 0.1:
            place = wall.point(middle + x, -y_pot)
            if building.fits(pot, np.append(place, z0), wall.yaw):
                building.fix(pot, place, wall.yaw, z0)


def _outside(design: Design) -> Paint:
    """The pane: what a camera takes for its colour is the day or the night outside."""
    gloss = design.choose((0.0, 0.3, 0.6, 0.9))
    grey = design.choose((0.95, 0.3, 0.7))
    colour = np.clip(grey + design.rng.normal(0, 0.1, 3), 0, 1)
    pattern = design.choose((Pattern.PLAIN, Pattern.BLOTCHES))
    return Paint(colour, pattern, (2.0, 1.0, 3.0), 0.3, gloss, material="glass")


def dress_windows(building: Building, wall: Wall, openings: list[Opening]) -> None:
    """Curtains before the windows of a wall, blinds in them, or one curtain over the whole wall."""
    design = building.design
    windows = [opening for opening in openings if opening.kind == "window"]
    whole = design.chance(0.1 if windows else 0.02) and wall.length < 6.5
    if whole and not any(opening.z[0] < 0.05 for opening in openings):
        _drape(building, wall, (0.06, wall.length - 0.06), 0.02, wall.height - 0.06)
        return
    for window in windows:
        kind = design.choose(("curtain", "blinds", "none"), (5, 2, 4))
        if kind == "curtain":
            _curtains(building, wall, window)
        elif kind == "blinds":
            _blinds(building, wall, window)


def _curtains(building: Building, wall: Wall, window: Opening) -> None:
    design = building.design
    (x0, x1), (z0, z1) = window.x, window.z
    wide = x1 - x0
    top = min(z1 + design.uniform(0.05, 0.3), wall.height - 0.06)
    low = design.choose((0.02, max(0.02, z0 - 0.12)))
    left, right = max(0.04, x0 - 0.15), min(wall.length - 0.04, x1 + 0.15)
    if design.chance(0.25):
        _drape(building, wall, (left, right), low, top)
        return
    for side in design.choose(((0,), (1,), (0, 1), (0, 1))):
        width = design.uniform(0.25, 0.48) * wide + 0.1
        span = (left, left + width) if side == 0 else (right - width, right)
        _drape(building, wall, span, low, top)


def _drape(
    building: Building, wall: Wall, span: tuple[float, float], low: float, top: float
) -> None:
    """A curtain with its rail on the wall, where nothing is in its way."""
    design = building.design
    wide, middle = span[1] - span[0], (span[0] + span[1]) / 2
    if wide < 0.15 or top - low < 0.4:
        return
    cloth = curtain(design, wide, top - low - 0.02)
    model = Model("curtain", cloth.family).join(cloth, (0, -_CLOTH, low))
    rail, above = design.paint("metal", "wood", "white"), top - 0.005
    model.box((0, -_CLOTH, above), (wide, 0.03, 0.03), rail)
    for side in (-1, 1):
        at = (side * (wide / 2 - 0.02), -_CLOTH / 2, above)
        model.box(at, (0.02, _CLOTH, 0.02), rail)
    place = wall.point(middle)
    if building.fits(model, np.append(place, 0.0), wall.yaw):
        building.on_wall(model, wall, middle)
        wall.take(span, (low, top))
        if low < 1.0:
            building.plan.take(place, wall.yaw, np.array([-wide / 2, -_CLOTH - 0.06]),
                               np.array([wide / 2, 0.0]), TAKEN)  # fmt: skip


def _blinds(building: Building, wall: Wall, window: Opening) -> None:
    """A roller blind, slats across, or slats upright, in the reveal or before the wall."""
    design = building.design
    (x0, x1), (z0, z1), depth = window.x, window.z, window.depth
    wide, down = x1 - x0, design.uniform(z0, (z0 + z1) / 2)
    shape = design.family("blinds", ("roller", "venetian"), ("slats upright", "pleated"))
    paint = design.paint("white", "neutral", "wood", "vivid", pattern=Pattern.PLAIN)
    model, tall = Model("blinds", f"blinds: {shape}"), z1 - down
    inside = depth > 0.09
    y, clear = (depth / 2 - 0.01, wide - 0.02) if inside else (-0.03, wide + 0.04)
    top = z1 - 0.035 if inside else z1 + 0.035
    model.box((0, y, top), (clear, 0.06, 0.06), paint)
    if shape == "venetian":
        for z in np.arange(down + 0.02, top - 0.04, 0.05):
            model.box((0, y, float(z)), (clear * 0.98, 0.035, 0.006), paint)
    elif shape == "slats upright":
        for x in np.arange(-clear / 2 + 0.06, clear / 2 - 0.05, 0.11):
            model.box((float(x), y, top - tall / 2), (0.09, 0.02, tall - 0.06), paint)
    else:
        own = paint
        if shape == "pleated":
            own = paint._replace(pattern=Pattern.STRIPES, frequency=(0.0, 0.0, 90.0), contrast=0.2)
        model.box((0, y, top - tall / 2), (clear * 0.98, 0.012, tall - 0.02), own)
    at = np.append(wall.point((x0 + x1) / 2), 0.0)
    if building.fits(model, at, wall.yaw):
        building.on_wall(model, wall, (x0 + x1) / 2)
