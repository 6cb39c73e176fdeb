# SPDX-License-Identifier: Apache-2.0
"""The class lists of the benchmarks: official numbers, prompts, stuff, published partitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from ws3d_model.language.vocabulary import Vocabulary, VocabularyEntry

Int32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class ClassList:
    """The classes that a benchmark is scored on.

    Args:
        title: the benchmark's name.
        ids: the number that the benchmark's files give each name.
        stuff: names without objects to count.
        background: names that the foreground mIoU leaves out.
        prompts: phrases for names that are no plain English.
        merged: further numbers of files and the name each counts as (classes that move).
        partitions: by its published title, the novel names; the base names are the others but for
            `ignored`.
        ignored: names that the partitions leave out.
        aligned_boxes: boxes are judged along the axes of the scene (VoteNet's protocol).

    Raises:
        ValueError: a field names a class that is not in the list.
    """

    title: str
    ids: Mapping[str, int]
    stuff: frozenset[str]
    background: tuple[str, ...]
    prompts: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    merged: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    partitions: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    ignored: tuple[str, ...] = ()
    aligned_boxes: bool = False

    def __post_init__(self) -> None:
        novel = [name for names in self.partitions.values() for name in names]
        used = {*self.stuff, *self.background, *self.prompts, *self.merged.values(), *novel}
        unknown = sorted({*used, *self.ignored} - set(self.ids))
        if unknown:
            raise ValueError(f"{self.title} has no classes {', '.join(unknown)}")

    @property
    def names(self) -> tuple[str, ...]:
        """The K names, in the benchmark's order."""
        return tuple(self.ids)

    def labels(self, numbers: npt.NDArray[np.integer]) -> Int32:
        """Labels int32 (N,), indices into the names, of a file's numbers (N,); -1 for others."""
        known = dict(self.merged) | {number: name for name, number in self.ids.items()}
        table = np.full(max(known) + 2, -1, np.int32)
        for number, name in known.items():
            table[number] = self.names.index(name)
        # The last entry serves every number that is out of the table.
        return table[np.where((numbers < 0) | (numbers > max(known)), max(known) + 1, numbers)]

    def numbers(self, labels: Int32) -> Int32:
        """The files' numbers int32 (N,) of labels (N,); 0 for -1."""
        return np.array([*self.ids.values(), 0], np.int32)[labels]

    def vocabulary(self, names: Sequence[str] | None = None) -> Vocabulary:
        """The names (all, or these) with their prompts, to ask a network for."""
        chosen = self.names if names is None else names
        return Vocabulary(tuple(VocabularyEntry(n, self.prompts.get(n, ())) for n in chosen))

    def novel(self, partition: str) -> tuple[str, ...]:
        """The novel names of a published partition.

        Raises:
            ValueError: the benchmark has no such partition.
        """
        if partition not in self.partitions:
            known = ", ".join(self.partitions) or "none"
            raise ValueError(f"{self.title} has no partition {partition!r}; it has {known}")
        return self.partitions[partition]


# ScanNet's benchmark scripts (evaluate_semantic_label.py), numbers of NYU40. The foreground is that
# of annotation-free results (RegionPLC). Partitions: the configuration files of PLA (Ding et al.,
# CVPR 2023; repository CVMI-Lab/PLA, tools/cfgs/scannet_models/spconv_clip_base*_caption_adamw).
SCANNET20 = ClassList(
    title="ScanNet",
    ids={
        "wall": 1, "floor": 2, "cabinet": 3, "bed": 4, "chair": 5, "sofa": 6, "table": 7, "door": 8,
        "window": 9, "bookshelf": 10, "picture": 11, "counter": 12, "desk": 14, "curtain": 16,
        "refrigerator": 24, "shower curtain": 28, "toilet": 33, "sink": 34, "bathtub": 36,
        "otherfurniture": 39,
    },
    stuff=frozenset(("wall", "floor")),
    background=("wall", "floor", "otherfurniture"),
    prompts={
        "otherfurniture": ("furniture", "stool", "bench", "ottoman", "trash can", "oven", "fan"),
    },
    partitions={
        "B15/N4": ("sofa", "bookshelf", "desk", "toilet"),
        "B12/N7": ("bed", "chair", "table", "bookshelf", "picture", "sink", "bathtub"),
        "B10/N9": (
            *("bookshelf", "picture", "counter", "desk", "refrigerator", "shower curtain"),
            *("toilet", "sink", "bathtub"),
        ),
    },
    ignored=("otherfurniture",),
    aligned_boxes=True,
)  # fmt: skip

# S3DIS (Armeni et al., CVPR 2016); numbers in the usual order, since its files hold names.
# Partitions: PLA's tools/cfgs/s3dis_models/spconv_clip_base*_caption_adamw.
S3DIS13 = ClassList(
    title="S3DIS",
    ids={
        name: number
        for number, name in enumerate(
            (
                *("ceiling", "floor", "wall", "beam", "column", "window", "door", "table", "chair"),
                *("sofa", "bookcase", "board", "clutter"),
            )
        )
    },
    stuff=frozenset(("ceiling", "floor", "wall")),
    background=("wall", "floor"),
    prompts={
        "bookcase": ("bookcase", "bookshelf"),
        "board": ("whiteboard", "blackboard", "bulletin board"),
        "clutter": ("box", "books", "bottle", "backpack", "cup", "trash can", "laptop"),
    },
    partitions={
        "B8/N4": ("window", "table", "sofa", "bookcase"),
        "B6/N6": ("floor", "window", "door", "table", "bookcase", "board"),
    },
    ignored=("clutter",),
    aligned_boxes=True,
)

# semantic-kitti.yaml of the data set's API (Behley et al., ICCV 2019): learning_map and inverse.
SEMANTIC_KITTI19 = ClassList(
    title="SemanticKITTI",
    ids={
        "car": 10, "bicycle": 11, "motorcycle": 15, "truck": 18, "other-vehicle": 20, "person": 30,
        "bicyclist": 31, "motorcyclist": 32, "road": 40, "parking": 44, "sidewalk": 48,
        "other-ground": 49, "building": 50, "fence": 51, "vegetation": 70, "trunk": 71,
        "terrain": 72, "pole": 80, "traffic-sign": 81,
    },
    stuff=frozenset(
        (
            *("road", "parking", "sidewalk", "other-ground", "building", "fence", "vegetation"),
            *("trunk", "terrain", "pole", "traffic-sign"),
        )
    ),
    background=("road", "sidewalk", "parking", "other-ground", "building", "terrain"),
    prompts={
        "car": ("car", "van"),
        "other-vehicle": ("bus", "tram", "trailer", "caravan", "tractor"),
        "bicyclist": ("cyclist", "person riding a bicycle"),
        "motorcyclist": ("motorcyclist", "person riding a motorcycle"),
        "parking": ("parking lot", "parking space"),
        "other-ground": ("traffic island", "rail track", "gravel"),
        "vegetation": ("tree", "bush", "hedge"),
        "trunk": ("tree trunk",),
        "terrain": ("grass", "lawn", "soil"),
        "traffic-sign": ("traffic sign", "street sign"),
    },
    merged={
        13: "other-vehicle", 16: "other-vehicle", 60: "road", 252: "car", 253: "bicyclist",
        254: "person", 255: "motorcyclist", 256: "other-vehicle", 257: "other-vehicle",
        258: "truck", 259: "other-vehicle",
    },
)  # fmt: skip
# Numbers of SemanticKITTI's files that are no fault, but no class of its benchmark either:
# unlabelled, outlier, other structure, other object.
SEMANTIC_KITTI_UNSCORED = (0, 1, 52, 99)

CLASS_LISTS: Mapping[str, ClassList] = MappingProxyType(
    {"scannet": SCANNET20, "s3dis": S3DIS13, "semantickitti": SEMANTIC_KITTI19}
)
