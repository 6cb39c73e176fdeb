# SPDX-License-Identifier: Apache-2.0
"""What depth cameras make of exact depth: noise, steps, flying pixels and holes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.sensors.ray_caster import Hits
from ws3d_model.worlds.shapes.palette import Families
from ws3d_model.worlds.shapes.patterns import PaintTable

Float32 = npt.NDArray[np.float32]
Bool = npt.NDArray[np.bool_]
Range = tuple[float, float]

NEAR = 0.25  # metres; depth cameras see nothing nearer
_EDGE = (0.06, 1.5)  # metres; steps in depth between neighbours that mix


@dataclass(frozen=True)
class DepthNoise:
    """Ranges that one camera's faults are drawn from.

    The axial deviation is base + quadratic * (z - 0.4)^2, as measured for the Kinect by Nguyen,
    Izadi and Lovell (3DIMPVT 2012: 0.0012 + 0.0019 (z - 0.4)^2).
    """

    base: Range = (0.0006, 0.002)  # metres
    quadratic: Range = (0.0003, 0.0025)  # 1 / metres
    waves: Range = (0.2, 0.7)  # share of its variance that varies slowly over the image
    disparity_step: Range = (0.0004, 0.0025)  # quantum of 1 / z, 1 / metres
    flying: Range = (0.1, 0.6)  # share of the pixels at depth edges that mix
    edge_holes: Range = (0.0, 0.4)  # share of the pixels at depth edges that are lost
    dark_holes: Range = (0.0, 0.6)  # share lost on black surfaces 4.5 m away
    grazing: Range = (0.05, 0.2)  # cosine below which surfaces are lost more and more
    colour: Range = (0.01, 0.04)  # deviation, 0..1
    max_depth: Range = (3.5, 8.0)  # metres


DEPTH_NOISE: dict[Families, DepthNoise] = {
    "train": DepthNoise(),
    "held_out": DepthNoise(
        base=(0.002, 0.003),
        quadratic=(0.0025, 0.0032),
        waves=(0.7, 0.8),
        disparity_step=(0.0025, 0.0032),
        flying=(0.6, 0.8),
        edge_holes=(0.4, 0.5),
        dark_holes=(0.6, 0.9),
        grazing=(0.2, 0.25),
        colour=(0.04, 0.06),
        max_depth=(3.0, 6.0),
    ),
}
_NONE = (0.0, 0.0)
NO_NOISE = DepthNoise(*(_NONE,) * 9, max_depth=(1e3, 1e3))  # exact depth, to compare with
_PATCH = 8  # pixels; slow noise varies over this distance, as block matching leaves it


class DepthFaults:
    """The faults of one camera, drawn from their ranges."""

    def __init__(self, noise: DepthNoise, rng: np.random.Generator) -> None:
        self._rng = rng
        self._base, self._quadratic = rng.uniform(*noise.base), rng.uniform(*noise.quadratic)
        self._waves = float(rng.uniform(*noise.waves))
        self._quantum = float(rng.uniform(*noise.disparity_step))
        self._flying, self._lost = rng.uniform(*noise.flying), rng.uniform(*noise.edge_holes)
        self._dark, self._grazing = rng.uniform(*noise.dark_holes), rng.uniform(*noise.grazing)
        self._is_exact = noise == NO_NOISE
        self.colour = float(rng.uniform(*noise.colour))
        self.reach = float(rng.uniform(*noise.max_depth))

    def held(
        self,
        paints: PaintTable,
        hits: Hits,  # of R rays
        depth: Float32,  # (R,) along the optical axis, metres, inf for nothing
    ) -> Bool:
        """bool (R,): pixels that get a depth at all: near enough, not glossy, black or grazed."""
        held: Bool = (depth < self.reach) & (depth > NEAR)
        if self._is_exact or len(paints.gloss) == 0:
            return held
        black = np.clip(1 - paints.brightness / 0.15, 0, 1) * np.float32(self._dark)
        chance = np.zeros(len(depth), np.float32)
        risky = np.flatnonzero(held & ((paints.gloss + black) > 0)[hits.primitive])
        owner = hits.primitive[risky]
        chance[risky] = paints.gloss[owner] * _patchy(hits.select(risky).points)
        chance[risky] += black[owner] * np.clip((depth[risky] - 1.5) / 3, 0, 1)
        chance += np.clip(1 - hits.cosine / np.float32(max(self._grazing, 1e-6)), 0, 1)
        held &= self._rng.random(len(depth), np.float32) >= chance
        return held

    def measured(
        self,
        depth: Float32,  # (F, H, W) metres along the optical axis, inf for nothing
        held: Bool,  # (F, H, W) as `held` gives
    ) -> Float32:
        """float32 (F, H, W): depth with flying pixels, noise and quantisation; NaN for holes."""
        if self._is_exact:
            return np.where(held, depth, np.float32(np.nan))
        rng = self._rng
        clean = np.where(held, depth, np.float32(1))
        holes = ~held
        beside, both = _neighbours(clean, held, rng)
        step = np.abs(beside - clean)
        edge = np.flatnonzero(both & (step > _EDGE[0]) & (step < _EDGE[1]))
        chance = rng.random((3, len(edge)), np.float32)
        flat, other = clean.reshape(-1), beside.reshape(-1)
        mixed = edge[chance[0] < self._flying]
        share = chance[2, chance[0] < self._flying]
        flat[mixed] = share * flat[mixed] + (1 - share) * other[mixed]
        holes.reshape(-1)[edge[chance[1] < self._lost]] = True
        deviation = np.float32(self._base) + np.float32(self._quadratic) * (clean - 0.4) ** 2
        noisy = clean + self._noise(depth.shape) * deviation
        noisy = np.maximum(noisy, np.float32(0.05))
        quantum = np.float32(self._quantum)
        stepped: Float32 = 1 / (np.maximum(np.round(1 / noisy / quantum), 1) * quantum)
        stepped[holes] = np.nan
        return stepped

    def _noise(self, shape: tuple[int, ...]) -> Float32:
        """(F, H, W) noise of deviation 1: from pixel to pixel, and over patches of pixels."""
        fine = self._rng.standard_normal(shape, np.float32)
        if self._waves == 0:
            return fine
        rows, columns = _hats(shape[1]), _hats(shape[2])
        nodes = (shape[0], rows.shape[1], columns.shape[1])
        slow = rows @ self._rng.standard_normal(nodes, np.float32) @ columns.T
        noise: Float32 = np.float32((1 - self._waves) ** 0.5) * fine
        noise += np.float32(self._waves**0.5) * slow
        return noise


def _hats(pixels: int) -> Float32:
    """(pixels, nodes) weights of linear interpolation that keep the variance of the nodes."""
    nodes = max(2, pixels // _PATCH)
    place = np.linspace(0, nodes - 1, pixels)[:, None]
    weights = np.clip(1 - np.abs(place - np.arange(nodes)), 0, None)
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    hats: Float32 = weights.astype(np.float32)
    return hats


def _neighbours(depth: Float32, held: Bool, rng: np.random.Generator) -> tuple[Float32, Bool]:
    """Depth of a neighbour of each pixel, across or along the image, and whether both are held."""
    across = _rolled(depth, held, 2, 1 if rng.random() < 0.5 else -1)
    along = _rolled(depth, held, 1, 1 if rng.random() < 0.5 else -1)
    which = rng.random(depth.shape, np.float32) < 0.5
    return np.where(which, across[0], along[0]), held & np.where(which, across[1], along[1])


def _rolled(depth: Float32, held: Bool, axis: int, shift: int) -> tuple[Float32, Bool]:
    """Both moved by a pixel along an axis; what would come in from the other side is not held."""
    known: Bool = np.roll(held, shift, axis)
    rim = [slice(None)] * 3
    rim[axis] = slice(0, 1) if shift > 0 else slice(-1, None)
    known[tuple(rim)] = False
    return np.roll(depth, shift, axis), known


def _patchy(xyz: Float32) -> Float32:
    """A factor 0..1.6 that varies over decimetres: holes on glossy surfaces come in patches."""
    waves = np.sin(xyz[..., 0] * 9 + 2 * np.sin(xyz[..., 1] * 7)) + np.sin(xyz[..., 2] * 11)
    factor: Float32 = np.clip(0.8 + 0.6 * waves, 0, 1.6)
    return factor
