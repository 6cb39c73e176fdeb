# SPDX-License-Identifier: Apache-2.0
"""Views as picture files: colours, depth, and which point is behind every pixel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from ws3d_model.rendering.views import Views

UInt8 = npt.NDArray[np.uint8]

MILLIMETRES = 1000
NO_DEPTH = 0  # in a depth file, as cameras write it


def write_views(views: Views, folder: Path, stem: str) -> list[Path]:
    """Write four files a view: `STEM_NN.color.png`, `.depth.png`, `.index.npy`, `.index.png`.

    Depth is 16 bits, whole millimetres, 0 for nothing and for more than 65 m. `index.npy` is the
    exact index map, int32; `index.png` shows it, a colour a point.

    Returns:
        The colour pictures.

    Raises:
        OSError: the disk is full, or the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number in range(len(views)):
        path = folder / f"{stem}_{number:03d}"
        color = path.with_name(f"{path.name}.color.png")
        Image.fromarray(views.rgb[number]).save(color)
        Image.fromarray(depth_millimetres(views.depth[number])).save(f"{path}.depth.png")
        np.save(f"{path}.index.npy", views.index[number], allow_pickle=False)
        Image.fromarray(index_colors(views.index[number])).save(f"{path}.index.png")
        written.append(color)
    return written


def view_sheet(views: Views, most: int = 6) -> UInt8:
    """uint8 picture: a column a view, its colours above its depth above its index map."""
    columns = [
        np.concatenate(
            [views.rgb[n], depth_colors(views.depth[n]), index_colors(views.index[n])], axis=0
        )
        for n in range(min(most, len(views)))
    ]
    if not columns:
        return np.zeros((3 * views.camera.height, views.camera.width, 3), np.uint8)
    return np.concatenate(columns, axis=1)


def depth_millimetres(depth: npt.NDArray[np.float32]) -> npt.NDArray[np.uint16]:
    """Depth in metres (inf for nothing) as cameras write it: uint16 millimetres, 0 for nothing."""
    known = np.isfinite(depth) & (depth * MILLIMETRES < np.iinfo(np.uint16).max)
    return np.where(known, np.round(np.where(known, depth, 0) * MILLIMETRES), 0).astype(np.uint16)


def depth_colors(depth: npt.NDArray[np.float32]) -> UInt8:
    """uint8 (H, W, 3): near is light, far is dark, nothing is black."""
    known = np.isfinite(depth)
    if not known.any():
        return np.zeros((*depth.shape, 3), np.uint8)
    near, far = np.percentile(depth[known], (1, 99))
    share = np.clip((np.where(known, depth, far) - near) / max(float(far - near), 1e-6), 0, 1)
    grey = np.where(known, 235 - 195 * share, 0).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=-1)


def index_colors(index: npt.NDArray[np.int32]) -> UInt8:
    """uint8 (H, W, 3): a colour for every point, black for none; the same in every view."""
    # Three multiplications by odd constants spread neighbouring rows over all colours.
    rows = index.astype(np.uint32) + np.uint32(1)
    mixed = rows * np.uint32(2654435761)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(2246822519)
    channels = [(mixed >> np.uint32(shift)) & np.uint32(255) for shift in (0, 8, 16)]
    colors = np.stack(channels, axis=-1).astype(np.uint8)
    return np.where(index[..., None] >= 0, np.maximum(colors, 40), np.uint8(0))
