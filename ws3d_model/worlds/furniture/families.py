# SPDX-License-Identifier: Apache-2.0
"""The beginning of most things: an empty model of a class, and the shape family it is built in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model

Choice = TypeVar("Choice")


def of_family(
    design: Design, name: str, train: Sequence[Choice], held_out: Sequence[Choice]
) -> tuple[Model, Choice]:
    """An empty model of class `name` that notes its family, and the family drawn for this side."""
    shape = design.family(name, train, held_out)
    return Model(name, f"{name}: {shape}"), shape
