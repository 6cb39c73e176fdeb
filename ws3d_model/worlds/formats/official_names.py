# SPDX-License-Identifier: Apache-2.0
"""What each benchmark calls the classes of the catalog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.words import ancestors


@dataclass(frozen=True)
class OfficialNames:
    """The classes of a benchmark and what the catalog's names are there.

    Args:
        ids: the benchmark's number of each of its names.
        members: the catalog's names that each takes, besides its own name. A name that is in no
            list is looked for by its parents, then by its last words ("corner sofa" as "sofa").
        other: the benchmark's name for what it has no name for.
    """

    ids: Mapping[str, int]
    members: Mapping[str, Sequence[str]]
    other: str

    def of(self, name: str) -> str:
        """The benchmark's name of a class."""
        words = name.split()
        endings = (" ".join(words[first:]) for first in range(len(words)))
        tried = (name, *ancestors(name), *endings)
        return next((self._known[word] for word in tried if word in self._known), self.other)

    def table(self, names: Sequence[str]) -> npt.NDArray[np.int32]:
        """int32 (K + 1,): the number of each name, and last 0: indexed by labels, -1 included."""
        return np.array([*(self.ids[self.of(name)] for name in names), 0], np.int32)

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """Every name that the benchmark has a name for."""
        known = {member: official for official, all_ in self.members.items() for member in all_}
        return {**{official: official for official in self.ids}, **known}


_NYU40 = (
    *("wall", "floor", "cabinet", "bed", "chair", "sofa", "table", "door", "window", "bookshelf"),
    *("picture", "counter", "blinds", "desk", "shelves", "curtain", "dresser", "pillow", "mirror"),
    *("floor mat", "clothes", "ceiling", "books", "refridgerator", "television", "paper", "towel"),
    *("shower curtain", "box", "whiteboard", "person", "night stand", "toilet", "sink", "lamp"),
    *("bathtub", "bag", "otherstructure", "otherfurniture", "otherprop"),
)
# NYU Depth v2's 40 classes (Gupta, Arbelaez and Malik 2013), numbered from 1, as ScanNet uses them.
NYU40 = OfficialNames(
    ids={name: number for number, name in enumerate(_NYU40, start=1)},
    members={
        "cabinet": ("wardrobe", "file cabinet", "media console", "sideboard", "locker", "vanity"),
        "bed": ("bunk bed", "crib", "hospital bed", "cot"),
        "chair": ("armchair", "office chair", "waiting seats", "high chair"),
        "sofa": ("couch", "futon", "daybed", "bean bag"),
        "table": ("coffee table", "side table", "dining table", "workbench", "table tennis table"),
        "bookshelf": ("bookcase",),
        "picture": ("poster", "painting", "photo frame"),
        "counter": ("kitchen island", "bar counter", "reception desk", "checkout counter"),
        "shelves": ("shelf", "rack", "storage rack", "wall shelf", "shoe rack"),
        "dresser": ("chest of drawers",),
        "pillow": ("cushion",),
        "floor mat": ("rug", "doormat", "carpet", "yoga mat"),
        "clothes": ("shoes", "coat", "jacket", "hat", "laundry"),
        "books": ("book", "magazine", "notebook", "binder"),
        "refridgerator": ("refrigerator", "freezer"),
        "television": ("tv", "monitor"),
        "paper": ("toilet paper", "paper towel", "newspaper", "paper sheets"),
        "box": ("cardboard box", "crate", "carton", "storage box"),
        "whiteboard": ("blackboard", "bulletin board", "notice board", "chalkboard"),
        "person": ("child", "pedestrian", "man", "woman"),
        "night stand": ("nightstand", "bedside table"),
        "lamp": ("ceiling lamp", "floor lamp", "table lamp", "desk lamp", "light", "chandelier"),
        "bag": ("backpack", "handbag", "suitcase", "shopping bag"),
        "otherstructure": (
            *("column", "beam", "stairs", "fireplace", "railing", "radiator", "pillar", "ladder"),
            *("skirting", "cornice", "windowsill", "ramp", "pipe", "elevator", "projection screen"),
        ),
        "otherfurniture": (
            *("stool", "bench", "ottoman", "coat rack", "piano", "easel", "trolley", "cart"),
            *(
                "stove",
                "oven",
                "washing machine",
                "dishwasher",
                "trash can",
                "bin",
                "vending machine",
            ),
            *("lectern", "showcase", "room divider", "ironing board", "exercise machine"),
        ),
    },
    other="otherprop",
)

# Stanford 2D-3D-S / S3DIS v1.2, by the names of its annotation files.
S3DIS = OfficialNames(
    ids={
        name: number
        for number, name in enumerate(
            (
                *("ceiling", "floor", "wall", "beam", "column", "window", "door", "table", "chair"),
                *("sofa", "bookcase", "board", "clutter", "stairs"),
            )
        )
    },
    members={
        "column": ("pillar",),
        "window": ("blinds",),
        "table": ("desk", "coffee table", "counter", "side table", "kitchen island"),
        "chair": ("armchair", "office chair", "stool", "bench", "wheelchair", "ottoman"),
        "sofa": ("couch", "futon"),
        "bookcase": ("bookshelf", "shelf", "wardrobe", "cabinet", "file cabinet", "dresser"),
        "board": ("whiteboard", "blackboard", "bulletin board", "projector screen"),
        "stairs": ("staircase",),
        "floor": ("rug", "carpet"),
        "clutter": ("cutting board", "ironing board"),
    },
    other="clutter",
)

# semantic-kitti.yaml of the SemanticKITTI API (Behley et al. 2019).
SEMANTIC_KITTI = OfficialNames(
    ids={
        "unlabeled": 0, "outlier": 1, "car": 10, "bicycle": 11, "bus": 13, "motorcycle": 15,
        "on-rails": 16, "truck": 18, "other-vehicle": 20, "person": 30, "bicyclist": 31,
        "motorcyclist": 32, "road": 40, "parking": 44, "sidewalk": 48, "other-ground": 49,
        "building": 50, "fence": 51, "other-structure": 52, "lane-marking": 60, "vegetation": 70,
        "trunk": 71, "terrain": 72, "pole": 80, "traffic-sign": 81, "other-object": 99,
    },
    members={
        "car": ("van", "taxi", "police car", "suv", "pickup truck"),
        "bus": ("coach", "minibus"),
        "motorcycle": ("motor scooter", "moped"),
        "on-rails": ("tram", "train", "streetcar"),
        "truck": ("lorry", "garbage truck", "fire truck", "ambulance"),
        "other-vehicle": (
            *("trailer", "caravan", "tractor", "excavator", "bulldozer", "crane", "forklift"),
            *("golf cart", "tricycle"),
        ),
        "person": ("pedestrian", "child", "man", "woman", "police officer", "worker"),
        "bicyclist": ("cyclist", "bicycle rider"),
        "motorcyclist": ("motorcycle rider",),
        "road": ("street", "bike lane", "speed bump", "manhole cover"),
        "parking": ("parking space", "parking lot", "driveway"),
        "sidewalk": ("pavement", "footpath", "path", "kerb", "curb"),
        "other-ground": ("traffic island", "rail track", "plaza", "gravel", "pond"),
        "building": (
            *("house", "garage", "shed", "roof", "balcony", "shop front", "awning", "chimney"),
            *("greenhouse", "door", "garage door", "window", "column"),
        ),
        "fence": ("railing", "guard rail", "gate"),
        "other-structure": (
            *("wall", "bridge", "tunnel", "bus stop", "bus shelter", "stairs", "kiosk"),
            *("scaffolding", "tent", "portable toilet", "shipping container", "ramp"),
        ),
        "lane-marking": ("lane marking", "road marking", "crosswalk", "stop line"),
        "vegetation": (
            *("tree", "conifer", "palm tree", "bush", "hedge", "plant", "flower bed", "ivy"),
            "tall weeds",
        ),
        "trunk": ("tree trunk", "tree stump", "log"),
        "terrain": ("grass", "lawn", "soil", "sand", "snow", "rock", "leaf pile"),
        "pole": ("street light", "street lamp", "lamp post", "traffic light", "bollard"),
        "traffic-sign": ("street sign", "stop sign", "sign"),
        "other-object": (
            *("bench", "trash can", "bin", "fire hydrant", "mailbox", "traffic cone", "barrier"),
            *("advertising column", "kick scooter", "cart", "shopping cart"),
        ),
    },
    other="other-object",
)  # fmt: skip
# What of SemanticKITTI's classes moves, and its number when it does.
MOVING = {
    "car": 252, "bicyclist": 253, "person": 254, "motorcyclist": 255, "on-rails": 256, "bus": 257,
    "truck": 258, "other-vehicle": 259,
}  # fmt: skip
# S3DIS's kinds of rooms, by words in the kind of a procedural one.
S3DIS_ROOMS = {
    "conference": "conferenceRoom", "meeting": "conferenceRoom", "office": "office",
    "corridor": "hallway", "hall": "hallway", "bathroom": "WC", "restroom": "WC", "toilet": "WC",
    "kitchen": "pantry", "storage": "storage", "lobby": "lobby", "living": "lounge",
    "lounge": "lounge", "classroom": "auditorium", "lecture": "auditorium", "copy": "copyRoom",
}  # fmt: skip
ANY_S3DIS_ROOM = "openspace"
