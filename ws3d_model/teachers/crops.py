# SPDX-License-Identifier: Apache-2.0
"""Crops: square cuttings of pictures whose things are known, each with what it shows where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from ws3d_model.language.prompts import with_article
from ws3d_model.npz_files import open_npz
from ws3d_model.whole_files import whole_file

UInt8 = npt.NDArray[np.uint8]
Int16 = npt.NDArray[np.int16]
Int32 = npt.NDArray[np.int32]
Square = tuple[float, float, float]  # left, top, side; pixels

LEAST_SIDE = 24  # pixels; smaller pictures show nothing
LEAST_SHARE = 0.15  # of a crop that its thing covers
LEAST_SEEN = 0.5  # of what a thing covers where nothing hides it and the picture has no edges
MARGINS = (1.05, 1.5)  # side of a crop over that of what it shows
BARE = 0.8  # of a window that shows one surface
MOSTLY = 0.5  # of a window that shows one class more than others
GREY = (128, 128, 128)
MAP_STEP = 4  # pixels of a crop, along each side, that share a place of its map


@dataclass(frozen=True, eq=False)
class Crops:
    """C square pictures with the class that each shows, and those of all its places.

    Args:
        images: uint8 (C, S, S, 3).
        names: C class names; empty for a window that shows no class more than others.
        captions: C texts; each line of one is a way of saying what the picture shows.
        maps: int16 (C, M, M), M = S // MAP_STEP: row in `shown` of what each place shows, or -1.
        shown: class names.
    """

    images: UInt8
    names: tuple[str, ...]
    captions: tuple[str, ...]
    maps: Int16
    shown: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)

    @staticmethod
    def none(size: int) -> Crops:
        """No crops, `size` pixels wide."""
        side = size // MAP_STEP
        images, maps = np.zeros((0, size, size, 3), np.uint8), np.zeros((0, side, side), np.int16)
        return Crops(images, (), (), maps, ())

    @staticmethod
    def joined(parts: Sequence[Crops], size: int) -> Crops:
        """All crops of the parts."""
        shown = tuple(dict.fromkeys(name for part in parts for name in part.shown))
        row_of = {name: row for row, name in enumerate(shown)}
        none = Crops.none(size)
        return Crops(
            np.concatenate([none.images, *(part.images for part in parts)]),
            tuple(name for part in parts for name in part.names),
            tuple(caption for part in parts for caption in part.captions),
            np.concatenate([none.maps, *(part.maps_among(row_of) for part in parts)]),
            shown,
        )

    def maps_among(self, row_of: Mapping[str, int]) -> Int16:
        """The maps with other numbers for the classes; -1 for those that have none."""
        rows = [row_of.get(name, -1) for name in self.shown]
        return np.array([*rows, -1], np.int16)[self.maps]

    def save(self, path: Path) -> None:
        """Write an .npz, whole or not at all."""
        with whole_file(path) as partial, partial.open("wb") as file:
            np.savez(
                file,
                images=self.images,
                names=np.array(self.names, np.str_),
                captions=np.array(self.captions, np.str_),
                maps=self.maps,
                shown=np.array(self.shown, np.str_),
            )

    @staticmethod
    def load(path: Path) -> Crops:
        """Read what `save` wrote.

        Raises:
            ValueError: the file is damaged, or something else.
        """
        try:
            with open_npz(path) as stored:
                keys = ("images", "names", "captions", "maps", "shown")
                images, names, captions, maps, shown = (stored[key] for key in keys)
        except Exception as error:
            raise ValueError(
                f"{path} holds no crops ({error}): remove it and make them again"
            ) from error
        texts = (tuple(map(str, column)) for column in (names, captions, shown))
        names, captions, shown = texts
        return Crops(images, names, captions, maps, shown)


@dataclass(frozen=True, eq=False)
class KnownPicture:
    """A picture with the truth of every pixel.

    Args:
        rgb: uint8 (H, W, 3).
        thing: int32 (H, W), number of the thing, -1 for none.
        label: int32 (H, W), row in `names`, -1 for none.
        names: class names.
        said: of each thing, what may be said of it, a line each; empty where nothing is known.
        extents: float (T, 4), left, top, right and bottom of each thing, in pixels, were nothing in
            front of it and the picture without edges; not finite for things that reach behind the
            camera. None where every thing is seen whole.
    """

    rgb: UInt8
    thing: Int32
    label: Int32
    names: tuple[str, ...]
    said: tuple[str, ...] = ()
    extents: npt.NDArray[np.float64] | None = None


def crops_of(
    picture: KnownPicture,
    rng: np.random.Generator,
    size: int,
    classes: frozenset[str] | None = None,
    surfaces: int = 2,
    windows: int = 0,
) -> Crops:
    """Crops of the things that a picture shows, and windows.

    Args:
        picture: the picture.
        rng: of the margins and windows.
        size: S, pixels.
        classes: of things to cut out; None takes all.
        surfaces: windows that are tried for bare walls, floors and ceilings.
        windows: windows anywhere, of any size; each is named by what covers most of it, if any
            class does.
    """
    found: list[tuple[str, str, Square]] = []
    things = np.unique(picture.thing[(picture.thing >= 0) & (picture.label >= 0)])
    for number in things.tolist():
        mask = picture.thing == number
        name = picture.names[int(picture.label[mask].max())]
        if classes is not None and name not in classes:
            continue
        extent = None if picture.extents is None else picture.extents[number]
        square = _around(mask, rng, extent)
        if square is not None:
            said = picture.said[number] if picture.said else ""
            found.append((name, said or with_article(name), square))
    for attempt in range(surfaces + windows):
        window = _window(picture, rng, bare=attempt < surfaces)
        if window is not None:
            name, square = window
            found.append((name, with_article(name) if name else "", square))
    if not found:
        return Crops.none(size)
    names, captions, squares = zip(*found, strict=True)
    images = np.stack([cut(picture.rgb, s, size) for s in squares])
    maps = np.stack([cut_map(picture.label, s, size // MAP_STEP) for s in squares])
    return Crops(images, names, captions, maps, picture.names)


def _around(
    mask: npt.NDArray[np.bool_],
    rng: np.random.Generator,
    extent: npt.NDArray[np.float64] | None,
) -> Square | None:
    """A square around what is shown; None where that is too little of a thing."""
    lines, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    high, wide = lines[-1] - lines[0] + 1, columns[-1] - columns[0] + 1
    longest = max(high, wide)
    margin = float(rng.uniform(*MARGINS))
    # What reaches over two sides of the picture is a part, which need not show what it is.
    last = mask.shape[0] - 1, mask.shape[1] - 1
    edges = (lines[0] == 0, columns[0] == 0, lines[-1] == last[0], columns[-1] == last[1])
    if longest < LEAST_SIDE or mask.sum() < LEAST_SHARE * longest**2 or sum(edges) > 1:
        return None
    if extent is not None:
        whole = (extent[2] - extent[0]) * (extent[3] - extent[1])
        if not np.isfinite(whole) or high * wide < LEAST_SEEN * whole:
            return None
    side = longest * margin
    slack = (side - np.array([wide, high])) * rng.uniform(0.25, 0.75, 2)
    return float(columns[0] - slack[0]), float(lines[0] - slack[1]), float(side)


def _window(
    picture: KnownPicture, rng: np.random.Generator, bare: bool
) -> tuple[str, Square] | None:
    """A window and the class that covers most of it, if any; where `bare`, only one with hardly
    anything but a surface that is no thing."""
    high, wide = picture.label.shape
    if min(high, wide) < 2 * LEAST_SIDE:
        return None
    most = min(high, wide) // 2 if bare else min(high, wide) - 1
    side = int(rng.integers(LEAST_SIDE, most + 1))
    top, left = int(rng.integers(0, high - side)), int(rng.integers(0, wide - side))
    window = picture.label[top : top + side, left : left + side]
    if bare:
        window = np.where(picture.thing[top : top + side, left : left + side] < 0, window, -1)
    counts = np.bincount(window.ravel() + 1, minlength=len(picture.names) + 1)
    first = int(counts[1:].argmax())
    square = float(left), float(top), float(side)
    if counts[first + 1] < (BARE if bare else MOSTLY) * window.size:
        return None if bare else ("", square)
    return picture.names[first], square


def cut(rgb: UInt8, square: Square, size: int) -> UInt8:
    """The square of a picture (H, W, 3), scaled to `size` pixels.

    It is moved into the picture as far as it fits; what is beyond is grey.
    """
    left, top, whole = _moved(square, rgb.shape[:2])
    window = Image.new("RGB", (whole, whole), GREY)
    window.paste(Image.fromarray(rgb), (-left, -top))
    filter_ = Image.Resampling.BOX if whole >= size else Image.Resampling.BILINEAR
    return np.asarray(window.resize((size, size), filter_), np.uint8)


def cut_map(label: Int32, square: Square, places: int) -> Int16:
    """int16 (places, places): the label (H, W) at the middle of each place of the same cutting.

    -1 beyond the picture.
    """
    left, top, side = _moved(square, label.shape)
    steps = ((np.arange(places) + 0.5) * side / places).astype(np.int64)
    lines, columns = top + steps, left + steps
    high, wide = label.shape
    inside = np.logical_and.outer((lines >= 0) & (lines < high), (columns >= 0) & (columns < wide))
    found = label[np.ix_(lines.clip(0, high - 1), columns.clip(0, wide - 1))]
    return np.where(inside, found, -1).astype(np.int16)


def _moved(square: Square, shape: tuple[int, ...]) -> tuple[int, int, int]:
    """Left, top and side in whole pixels, moved into the picture as far as it fits."""
    left, top, side = square
    whole = max(1, round(side))
    high, wide = shape
    left = min(max(left, 0.0), wide - whole) if whole <= wide else left
    top = min(max(top, 0.0), high - whole) if whole <= high else top
    return int(np.floor(left)), int(np.floor(top)), whole
