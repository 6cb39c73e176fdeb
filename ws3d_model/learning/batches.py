# SPDX-License-Identifier: Apache-2.0
"""WorldBatches: draws scans of a store, changes them, and voxelizes them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from ws3d_model.learning.augmentation import AugmentationSettings, Dice, augment, crop
from ws3d_model.learning.batch import Batch
from ws3d_model.learning.caption_book import CaptionBook
from ws3d_model.learning.parts import Part, PartsOnGrid
from ws3d_model.learning.scan_store import ScanStore
from ws3d_model.learning.teacher_store import TeacherStore
from ws3d_model.network.features import lowest_height, voxel_features

CPU = torch.device("cpu")

# A scan with fewer points than this teaches nothing about a room.
MIN_POINTS = 500


@dataclass(frozen=True)
class DataSettings:
    """What batches are made of.

    Args:
        scans: scans a batch and process.
        mix: share of scans with a second one laid over them (Mix3D, Nekrasov et al., 2021).
        workers: processes that make batches; -1 one a core but one.
        kept_gib: memory for scans read before, shared by the workers.
        captions: ways of saying what one thing is, at most.
        wrong_captions: hard negatives of a caption, at most.
        augmentation: see `AugmentationSettings`.

    Raises:
        ValueError: a value out of range.
    """

    scans: int = 4
    mix: float = 0.3
    workers: int = -1
    kept_gib: float = 4.0
    captions: int = 3
    wrong_captions: int = 0
    augmentation: AugmentationSettings = field(default_factory=AugmentationSettings)

    def __post_init__(self) -> None:
        if self.scans < 1 or self.captions < 1 or self.wrong_captions < 0:
            raise ValueError("scans and captions must be at least 1, wrong_captions at least 0")
        if not (0 <= self.mix <= 1 and self.kept_gib > 0 and -1 <= self.workers <= 64):
            raise ValueError("mix must lie in 0..1, workers in -1..64, and kept_gib be positive")


@dataclass(frozen=True, eq=False)
class WorldBatches:
    """Draws batches from shards.

    Args:
        store: of the scans.
        settings: how many, and how they are changed.
        seed: of everything random.
        voxel_size: metres.
        captions: None where no term needs any.
        teachers: by text space.
    """

    store: ScanStore
    settings: DataSettings
    seed: int
    voxel_size: float
    captions: CaptionBook | None = None
    teachers: Mapping[str, TeacherStore] = field(default_factory=dict)

    def draw(self, step: int, rank: int = 0, ranks: int = 1) -> Batch:
        """One process's scans of the batch of a step.

        Scans are drawn by their place in the whole batch: several processes together draw what one
        would with as many more scans.
        """
        parts: list[Part] = []
        for item in range(self.settings.scans):
            dice = Dice(self.seed, CPU, step, rank * self.settings.scans + item)
            layers = 2 if dice.chance(self.settings.mix) else 1
            parts += [self._draw_part(item, dice) for _ in range(layers)]
        shift = Dice(self.seed, CPU, step).values(3) * self.voxel_size
        return self.assemble(parts, shift)

    def _draw_part(self, item: int, dice: Dice) -> Part:
        settings = self.settings.augmentation
        for _ in range(100):
            held = None
            if dice.chance(settings.balanced):
                held = self.store.choose_holder(dice.uniform(), dice.uniform())
            number, label = held or (self.store.choose(dice.uniform()), None)
            whole = self.store.scan(number)
            cut = crop(whole, dice, settings, label)
            scan = augment(cut, dice, settings)
            if len(scan) >= MIN_POINTS:
                # A robot knows its ground, if at all, to a few centimetres: the reference moves.
                known = dice.chance(settings.ground_known)
                ground = scan.xyz.new_zeros(()) if known else lowest_height(scan.xyz[:, 2])
                ground = ground + 0.03 * dice.values(1, normal=True)[0]
                return Part(scan, number, item, ground, known, len(cut) / len(whole), dice)
        raise ValueError(
            f"100 draws gave no scan of at least {MIN_POINTS} points; the scans are too small for "
            "the crops: raise crop_radius or lower crop"
        )

    def assemble(self, parts: list[Part], shift: Tensor) -> Batch:
        """Voxelize scans together, moved by `shift` (3,) against the grid."""
        return self.describe(PartsOnGrid.lay(parts, shift, self.voxel_size))

    def describe(self, laid: PartsOnGrid) -> Batch:
        """What the voxels of scans look like, and what the network should say of them."""
        parts, part_of = laid.parts, laid.part_of
        scans = [part.scan for part in parts]
        rgb = torch.cat([torch.zeros_like(s.xyz) if s.rgb is None else s.rgb for s in scans])
        ground = laid.of_points([part.ground for part in parts]) + laid.shift[2]
        colored = laid.of_points([float(scan.rgb is not None) for scan in scans])
        known = laid.of_points([float(part.ground_known) for part in parts])
        labels = laid.of_voxels([scan.labels for scan in scans]).long()
        instances = laid.of_voxels([scan.instances for scan in scans]).long()
        rows = laid.of_voxels([scan.rows for scan in scans]).long()
        caption, candidates, empty = self._caption(parts, part_of, labels, instances)
        scene_caption, is_whole, rivals = self._caption_scenes(parts)
        return Batch(
            features=voxel_features(
                laid.xyz, rgb, laid.voxels, self.voxel_size, ground, colored, known
            ),
            keys=laid.voxels.keys,
            labels=labels,
            to_centre=laid.of_voxels([scan.to_centre for scan in scans]),
            is_object=instances >= 0,
            item=laid.item[laid.first],
            caption=caption,
            candidates=candidates,
            scene_caption=scene_caption,
            is_whole=is_whole,
            rivals=rivals,
            teacher={
                space: teacher.tell([part.number for part in parts], part_of, rows, parts[0].dice)
                for space, teacher in self.teachers.items()
            },
            counts={"empty_captions": empty} if self.captions else {},
        )

    def _caption(
        self, parts: Sequence[Part], part_of: Tensor, labels: Tensor, instances: Tensor
    ) -> tuple[Tensor, Tensor, int]:
        """See `CaptionBook.of_regions`; nothing where there is no book."""
        if self.captions is None:
            return torch.full_like(labels, -1), labels.new_zeros(0, 3), 0
        told = [(part.number, part.dice) for part in parts]
        return self.captions.of_regions(told, part_of, labels, instances)

    def _caption_scenes(self, parts: Sequence[Part]) -> tuple[Tensor, Tensor, Tensor]:
        """The caption of every scan, -1 for those with another one laid over them, whether it is of
        a whole scene, and captions to tell it from, see `Batch`."""
        caption = torch.full((self.settings.scans,), -1)
        whole = torch.zeros(self.settings.scans, dtype=torch.bool)
        rivals: set[tuple[int, int]] = set()
        items = [part.item for part in parts]
        for part in parts:
            if self.captions is not None and items.count(part.item) == 1:
                number = self.captions.of_scene(part.number, part.seen, part.dice)
                caption[part.item] = number
                whole[part.item] = kind = self.captions.wholes[part.number]
                if number >= 0:
                    others = self.captions.of_other_scenes(part.number, part.dice)
                    rivals.update((other, int(kind)) for other in others)
        told = torch.tensor(sorted(rivals), dtype=torch.long).reshape(-1, 2)
        return caption, whole, told
