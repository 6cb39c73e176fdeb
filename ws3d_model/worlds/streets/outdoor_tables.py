# SPDX-License-Identifier: Apache-2.0
"""Tables in the open: picnic tables, tables of a pavement cafe, and the parasols over them."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.streets.materials import steel
from ws3d_model.worlds.streets.solids import add, bar, merged


def picnic_table(design: Design) -> Model:
    """A table with its two benches in one."""
    family = design.family("picnic table", ("a-frame", "block legs"), ("round",))
    model, paint = (
        Model("picnic table", f"picnic table: {family}"),
        design.paint("wood", "concrete"),
    )
    if family == "round":
        model.cylinder((0, 0, 0.74), 0.65, 0.06, paint)
        model.cylinder((0, 0, 0.37), 0.1, 0.74, paint)
        for angle in np.linspace(0, 2 * np.pi, 4, endpoint=False).tolist():
            at = (1.0 * float(np.cos(angle)), 1.0 * float(np.sin(angle)))
            model.cylinder((*at, 0.44), 0.22, 0.05, paint)
            add(model, bar((0, 0, 0.2), (*at, 0.42), 0.06, 0.06), paint)
        return model
    long = design.uniform(1.5, 2.2)
    for number in range(5):
        model.box((0, (number - 2) * 0.15, 0.74), (long, 0.13, 0.045), paint)
    for side in (-1.0, 1.0):
        model.box((0, side * 0.68, 0.44), (long, 0.26, 0.045), paint)
        x = side * long * 0.36
        if family == "a-frame":
            pieces = [bar((x, s * 0.3, 0.72), (x, s * 0.72, 0.0), 0.05, 0.09) for s in (-1, 1)]
            add(model, merged([*pieces, bar((x, -0.78, 0.4), (x, 0.78, 0.4), 0.05, 0.09)]), paint)
        else:
            model.box((x, 0, 0.36), (0.12, 0.5, 0.72), paint)
            model.box((x, 0, 0.21), (0.12, 1.5, 0.42), paint)
    return model


def parasol(design: Design) -> Model:
    """A sunshade on its foot."""
    family = design.family("parasol", ("round", "square"), ("closed",))
    model, fabric = (
        Model("parasol", f"parasol: {family}"),
        design.paint("vivid", "white", material="fabric"),
    )
    high, reach = design.uniform(2.3, 2.8), design.uniform(1.1, 1.7)
    model.cylinder((0, 0, 0.06), 0.28, 0.12, design.paint("concrete", "dark"))
    model.cylinder((0, 0, high / 2), 0.025, high, steel(design))
    if family == "closed":
        model.cylinder((0, 0, high - 0.75), 0.12, 1.4, fabric, taper=0.4)
        return model
    corners = 8 if family == "round" else 4
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    outline = [(reach * float(np.cos(a)), reach * float(np.sin(a))) for a in angle]
    model.prism(outline, 0.4, fabric, (0, 0, high - 0.15), taper=0.06)
    return model


def table_of_cafe(design: Design) -> Model:
    """A small round or square table of a pavement cafe."""
    model, paint = Model("table", "table: cafe"), design.paint("metal", "wood", "white")
    if design.chance(0.5):
        model.cylinder((0, 0, 0.73), design.uniform(0.3, 0.4), 0.03, paint)
    else:
        model.box((0, 0, 0.73), (0.65, 0.65, 0.03), paint)
    model.cylinder((0, 0, 0.36), 0.03, 0.72, paint)
    model.cylinder((0, 0, 0.015), 0.22, 0.03, paint)
    return model
