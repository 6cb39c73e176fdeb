# SPDX-License-Identifier: Apache-2.0
"""Augmentation of crops: shifted, scaled, mirrored, tinted, in other hues, partly hidden."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from ws3d_model.teachers.crops import MAP_STEP

ZOOM = (0.8, 1.05)  # part of a crop's side that is shown
TURN = 0.12  # radians, either way
OTHER_HUE = 0.4  # of the crops whose colours are turned around grey: a shape has any colour
GREY = 0.1  # of the crops without colours
HIDDEN = 0.15  # of the crops with a patch in front


def augment(
    images: Tensor, maps: Tensor, size: int, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """Pictures in 0..1 and what their places show; the same dice give the same.

    Args:
        images: uint8 (B, S, S, 3).
        maps: int64 (B, M, M), -1 for what is not known.
        size: of the result, pixels.
        rng: the dice.

    Returns:
        float (B, 3, size, size), and int64 (B, size // MAP_STEP, size // MAP_STEP).
    """
    count = len(images)

    def draw(low: float, high: float, *shape: int) -> Tensor:
        return torch.from_numpy(rng.uniform(low, high, (count, *shape)).astype(np.float32))

    values = images.permute(0, 3, 1, 2).float() / 255
    zoom, mirror = draw(*ZOOM, 1), torch.where(draw(0, 1, 1) < 0.5, -1.0, 1.0)
    turn = draw(-TURN, TURN, 1)
    room = (1 - zoom).clamp(min=0)
    theta = torch.zeros(count, 2, 3)
    theta[:, 0, :2] = torch.cat([mirror * zoom * turn.cos(), -zoom * turn.sin()], 1)
    theta[:, 1, :2] = torch.cat([mirror * zoom * turn.sin(), zoom * turn.cos()], 1)
    theta[:, :, 2] = draw(-1, 1, 2) * room
    grid = functional.affine_grid(theta, [count, 3, size, size], align_corners=False)
    values = functional.grid_sample(values, grid, padding_mode="reflection", align_corners=False)
    places = size // MAP_STEP
    grid = functional.affine_grid(theta, [count, 1, places, places], align_corners=False)
    moved = functional.grid_sample(
        (maps[:, None] + 1).float(), grid, mode="nearest", align_corners=False
    )  # 0 beyond the crop
    angle = draw(-np.pi, np.pi, 1, 1) * (draw(0, 1, 1, 1) < OTHER_HUE)
    faded = (draw(0, 1, 1, 1) >= GREY).float()
    mixing = around_grey(angle, faded) * draw(0.9, 1.1, 3, 1) * draw(0.75, 1.25, 1, 1)
    values = torch.bmm(mixing, values.flatten(2)).view_as(values)
    middle = values.mean(dim=(1, 2, 3), keepdim=True)
    values = middle + (values - middle) * draw(0.7, 1.3, 1, 1, 1)
    seeds: npt.NDArray[np.float32] = rng.standard_normal((count, 1, size, size), np.float32)
    values = values + torch.from_numpy(seeds) * draw(0, 0.03, 1, 1, 1)
    for row in np.flatnonzero(rng.random(count) < HIDDEN).tolist():
        high, wide = (rng.uniform(0.15, 0.45, 2) * size).astype(int)
        top, left = int(rng.integers(size - high)), int(rng.integers(size - wide))
        colour = torch.from_numpy(rng.random((3, 1, 1)).astype(np.float32))
        values[row, :, top : top + high, left : left + wide] = colour
    return values.clamp(0, 1), moved[:, 0].long() - 1


def around_grey(angle: Tensor, faded: Tensor) -> Tensor:
    """(B, 3, 3): colours turned about the grey axis, by angles (B, 1, 1), and with a saturation.

    Rodrigues' rotation about (1, 1, 1).
    """
    axis = 3**-0.5
    cross = torch.tensor([[0.0, -axis, axis], [axis, 0.0, -axis], [-axis, axis, 0.0]])
    grey = torch.full((3, 3), 1 / 3)
    return grey + faded * (angle.cos() * (torch.eye(3) - grey) + angle.sin() * cross)
