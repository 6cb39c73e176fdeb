# SPDX-License-Identifier: Apache-2.0
"""CaptionBook: every caption that training may use, numbered, so that each is encoded once.

Objects bring their descriptions, surfaces the words of their class, scans what is said of the
whole. Beside a caption there may be wrong ones (hard negatives): an attribute exchanged, or the
same attributes on another class. A coarser or finer class ("furniture" for a chair) is no negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ws3d_model.learning.augmentation import Dice
from ws3d_model.learning.scan_store import ScanStore, Shard
from ws3d_model.worlds.words import HYPERNYMS
from ws3d_model.worlds.words.captions import hard_negatives, indefinite
from ws3d_model.worlds.words.captions.phrases import holds_unseen, nouns_of

WHOLE_MARK = "_fused"
"""In the name of a shard that shows all of its scene."""
MIN_REGION = 5
"""A region with fewer voxels is too small a part of its object for a caption."""
RIVALS = 8
"""Other scans that lend a caption for one of the batch to be told from."""


@dataclass(frozen=True, eq=False)
class CaptionBook:
    """Numbered captions.

    Args:
        texts: the captions, wrong ones included; none twice.
        objects: for every shard and object the numbers of its captions, none where it has none.
        surfaces: the same for every class.
        scenes: the same for every shard.
        wholes: for every shard, whether it shows all of its scene.
        wrong: of a caption the wrong ones beside it.
    """

    texts: tuple[str, ...]
    objects: tuple[tuple[tuple[int, ...], ...], ...]
    surfaces: tuple[tuple[int, ...], ...]
    scenes: tuple[tuple[int, ...], ...]
    wholes: tuple[bool, ...]
    wrong: dict[int, tuple[int, ...]]

    @staticmethod
    def build(store: ScanStore, ways: int, wrong: int) -> CaptionBook:
        """The book of a store.

        Args:
            ways: captions of one thing at most.
            wrong: hard negatives of one caption at most; none are made for 0.
        """
        number: dict[str, int] = {}
        beside: dict[int, tuple[int, ...]] = {}

        def add(texts: Sequence[str], name: str = "") -> tuple[int, ...]:
            found = []
            for text in texts[:ways]:
                found.append(number.setdefault(text, len(number)))
                if name and wrong and found[-1] not in beside:
                    others = _wrong(text, name, store.names, wrong)
                    beside[found[-1]] = tuple(number.setdefault(t, len(number)) for t in others)
            return tuple(found)

        surfaces = tuple(
            add([indefinite(noun) for noun in nouns_of(name)], name) for name in store.names
        )
        objects = tuple(
            tuple(
                add(ways_of(text), name)
                for text, name in zip(shard.descriptions, names, strict=False)
            )
            for shard, names in ((shard, _classes(shard)) for shard in store.shards)
        )
        scenes = tuple(add(_told(shard.scene_descriptions)) for shard in store.shards)
        wholes = tuple(WHOLE_MARK in shard.path.stem for shard in store.shards)
        return CaptionBook(tuple(number), objects, surfaces, scenes, wholes, beside)

    def of_object(self, shard: int, row: int, dice: Dice) -> int:
        """A caption of an object, -1 where it has none."""
        known = self.objects[shard]
        return _draw(known[row], dice) if row < len(known) else -1

    def of_surface(self, label: int, dice: Dice) -> int:
        """A caption of a surface of some class."""
        return _draw(self.surfaces[label], dice)

    def of_scene(self, shard: int, seen: float, dice: Dice) -> int:
        """A caption of a scan of which a share was kept, -1 where none holds.

        Of a part of a scan only what kind of scene it belongs to is known to be true: the first of
        the captions of a whole scene.
        """
        known = self.scenes[shard]
        if seen < 0.8:
            known = known[:1] if self.wholes[shard] else ()
        return _draw(known, dice)

    def of_other_scenes(self, shard: int, dice: Dice) -> tuple[int, ...]:
        """Captions of some other scans of the same kind (views, or whole scenes), to tell a scan's
        own from: few scans of a batch have one, and most batches one alone.

        What is also said of the scan itself is none of them.
        """
        found = set()
        for _ in range(RIVALS):
            other = dice.integer(len(self.scenes))
            if self.wholes[other] == self.wholes[shard]:
                found.add(_draw(self.scenes[other], dice))
        return tuple(sorted(found - {-1, *self.scenes[shard]}))

    def of_regions(
        self, parts: Sequence[tuple[int, Dice]], part_of: Tensor, labels: Tensor, instances: Tensor
    ) -> tuple[Tensor, Tensor, int]:
        """Captions of the regions in a batch: its objects, and the surfaces of each class.

        Args:
            parts: number of the shard, and dice, of every part of the batch.
            part_of: int64 (M,), the part that a voxel belongs to.
            labels: int64 (M,), -1 unlabelled: those voxels are in no region.
            instances: int64 (M,), the object within the part, -1 none.

        Returns:
            int64 (M,), the caption of a voxel's region, -1 none; int64 (J, 3), the candidates, see
            `Batch`; and how many regions had no caption.
        """
        # Objects by their number, surfaces by their class: one number for every region.
        within = torch.where(instances >= 0, instances, -2 - labels)
        keyed = torch.where(labels >= 0, part_of * (1 << 32) + within + (1 << 31), -1)
        regions, region_of, sizes = torch.unique(keyed, return_inverse=True, return_counts=True)
        numbers, empty = [], 0
        for region, size in zip(regions.tolist(), sizes.tolist(), strict=True):
            number = -1
            if region >= 0 and size >= MIN_REGION:
                (shard, dice), place = parts[region >> 32], (region & 0xFFFFFFFF) - (1 << 31)
                if place >= 0:
                    number = self.of_object(shard, place, dice)
                else:
                    number = self.of_surface(-2 - place, dice)
                empty += number < 0
            numbers.append(number)
        caption = torch.tensor([*numbers, -1], dtype=torch.long)[region_of]
        label_of = torch.full((len(numbers),), -1).scatter(0, region_of, labels)
        rows: set[tuple[int, int, int]] = set()
        for number, label in zip(numbers, label_of.tolist(), strict=True):
            if number >= 0:
                rows.add((number, label, -1))
                rows.update((wrong, label, number) for wrong in self.wrong.get(number, ()))
        return caption, torch.tensor(sorted(rows), dtype=torch.long).reshape(-1, 3), empty


def ways_of(description: str) -> tuple[str, ...]:
    """The captions in a description: its lines without blank ones."""
    return _told(description.split("\n"))


def _told(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts if text.strip())


def _classes(shard: Shard) -> tuple[str, ...]:
    """Of every described object its class; "" where no point shows it."""
    missing = len(shard.descriptions) - len(shard.object_classes)
    return (*shard.object_classes, *("" for _ in range(missing)))


def _draw(numbers: Sequence[int], dice: Dice) -> int:
    return numbers[dice.integer(len(numbers))] if numbers else -1


def _wrong(caption: str, name: str, names: Sequence[str], most: int) -> tuple[str, ...]:
    """Wrong captions: first the same adjectives on another class, then another attribute."""
    rng = np.random.default_rng((*caption.encode(), len(names)))
    other = names[int(rng.integers(len(names)))]
    found: list[str] = []
    for noun in sorted(nouns_of(name), key=len, reverse=True):
        if caption.endswith(f" {noun}") and not _is_kind(name, other) and not _is_kind(other, name):
            adjectives = caption.removesuffix(noun).split()[1:]
            found.append(indefinite(other, " ".join(adjectives)))
            break
    found = [text for text in found if not holds_unseen(text)]
    return (*found, *hard_negatives(caption, 0, most - len(found)))[:most]


def _is_kind(name: str, other: str) -> bool:
    return name == other or other in HYPERNYMS.get(name, ())


def related_classes(names: Sequence[str]) -> npt.NDArray[np.bool_]:
    """bool (K, K): classes of which one is a kind of the other; every class of itself."""
    index = {name: row for row, name in enumerate(names)}
    related = np.eye(len(names), dtype=bool)
    for name, row in index.items():
        for above in HYPERNYMS.get(name, ()):
            if above in index:
                related[row, index[above]] = related[index[above], row] = True
    return related
