# SPDX-License-Identifier: Apache-2.0
"""Patterns: how the colour of a painted surface varies from point to point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.shapes.palette import Paint, Pattern, reflectivity, retro_terms
from ws3d_model.worlds.shapes.primitives import Primitive

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]


class PaintTable:
    """The paints and the axes of P primitives as arrays, to judge many points at once.

    Attributes:
        brightness: float32 (P,), mean of red, green and blue, 0..1.
        gloss: float32 (P,), chance that a depth camera sees nothing.
        infrared: float32 (P,), reflectivity at 905 nm.
        is_glass: bool (P,), light goes through.
    """

    def __init__(self, primitives: Sequence[Primitive]) -> None:
        paints: list[Paint] = [primitive.paint for primitive in primitives]
        count = len(paints)
        self._colour = _table([paint.colour for paint in paints], (count, 3))
        self._pattern = np.array([paint.pattern for paint in paints], np.int32)
        self._frequency = _table([paint.frequency for paint in paints], (count, 3))
        self._contrast = _table([paint.contrast for paint in paints], (count,))
        self._centre = _table([primitive.centre for primitive in primitives], (count, 3))
        self.brightness: Float32 = self._colour.mean(axis=1)
        self.gloss = _table([paint.gloss for paint in paints], (count,))
        self.infrared = _table([reflectivity(paint) for paint in paints], (count,))
        self._retro = _table([retro_terms(paint) for paint in paints], (count, 2))
        self.is_glass = np.array([paint.material == "glass" for paint in paints], np.bool_)
        self._axes = _table([primitive.rotation for primitive in primitives], (count, 3, 3))

    def colours(
        self,
        points: Float32,  # (N, 3) world frame
        primitive: Int32,  # (N,) row of the primitive that each lies on
    ) -> Float32:
        """float32 (N, 3) in 0..1, before any light."""
        colours = self._colour[primitive]
        pattern = self._pattern[primitive] if len(primitive) else np.zeros(0, np.int32)
        for kind in Pattern:
            rows = np.flatnonzero(pattern == kind) if kind is not Pattern.PLAIN else ()
            if len(rows) == 0:
                continue
            owner = primitive[rows]
            offset = points[rows] - self._centre[owner]
            local = np.einsum("ni,nij->nj", offset, self._axes[owner])
            contrast = self._contrast[owner]
            if kind is Pattern.BLOTCHES:
                colours[rows] = _blotched(colours[rows], local, self._frequency[owner], contrast)
            else:
                shift = _shift(kind, local, self._frequency[owner])
                colours[rows] *= (1 + contrast * shift)[:, None]
        painted: Float32 = np.clip(colours, 0.0, 1.0)
        return painted

    def returned(
        self,
        primitive: Int32,  # (N,)
        cosine: Float32,  # (N,) of incidence
    ) -> Float32:
        """float32 (N,): share of the infrared light that goes back to where it came from."""
        retro = self._retro[primitive]
        share = retro[:, 0] * cosine + retro[:, 1] * (1 - cosine**2)
        back: Float32 = self.infrared[primitive] * share
        return back


def _table(rows: Sequence[object], shape: tuple[int, ...]) -> Float32:
    table: Float32 = np.array(rows, np.float32).reshape(shape)
    return table


def _shift(kind: Pattern, local: Float32, frequency: Float32) -> Float32:
    """(N,) from -1 to 1: how much lighter or darker by its contrast each point is."""
    shift: Float32
    if kind is Pattern.GRAIN:
        shift = np.sin((local * frequency).sum(1))
    elif kind is Pattern.STRIPES:
        shift = np.sign(np.sin(2.5 * local[:, 0] * frequency[:, 0]))
    else:
        waves = np.sin(local * frequency)
        if kind is Pattern.TILES:
            shift = np.sign(waves).prod(1)
        else:
            shift = np.where((np.abs(waves) < 0.12).any(1), np.float32(-1), np.float32(0))
    return shift


def _blotched(colours: Float32, local: Float32, frequency: Float32, contrast: Float32) -> Float32:
    """Two colours in patches: the paint's own and one with its channels exchanged."""
    phase = np.float32(0.7) * frequency
    patch = np.sin(local * phase + 2 * np.sin(np.roll(local, 1, 1) * phase))
    other = np.roll(colours, 1, axis=1) * (0.6 + 0.4 * patch[:, 1:2])
    strength = np.minimum(3 * contrast, 1.0)
    share = (strength * (0.5 + 0.5 * np.sign(patch.sum(1))))[:, None]
    mixed: Float32 = ((1 - share) * colours + share * other).astype(np.float32)
    return mixed
