# SPDX-License-Identifier: Apache-2.0
"""The names of the procedural rooms: what is trained, what is held out, and how classes nest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

# One line a class: its name, the other words it is trained with, words that are never trained (to
# measure unseen synonyms), and the coarser class it belongs to ("" for none). No trained word holds
# another class's name, except the parent's: "dining chair" as a chair would ruin "dining table".
_CLASSES: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("wall", ("room wall", "interior wall"), ("partition",), ""),
    ("floor", ("flooring", "floorboards"), ("ground",), ""),
    ("ceiling", ("room ceiling",), ("overhead surface",), ""),
    ("door", ("room door", "wooden door"), ("doorway",), ""),
    ("window", ("glass window", "window frame"), ("windowpane",), ""),
    ("curtain", ("fabric curtain", "long curtain"), ("drapes",), ""),
    ("picture", ("framed picture", "poster", "photograph"), ("painting",), ""),
    ("whiteboard", ("board", "blackboard", "dry erase board"), ("chalkboard",), ""),
    ("column", ("pillar", "structural column"), ("post",), ""),
    ("radiator", ("heater", "heating radiator"), ("convector",), ""),
    ("rug", ("carpet", "mat"), ("area rug",), ""),
    ("blinds", ("venetian blinds", "roller blind"), ("shades",), ""),
    ("mirror", ("looking glass", "framed mirror"), ("reflective glass",), ""),
    ("bed", ("double bed", "single bed", "bed with blanket"), ("mattress",), ""),
    ("sofa", ("settee", "loveseat", "sectional sofa"), ("couch",), ""),
    ("chair", ("wooden chair", "side chair", "plastic chair"), ("seat",), ""),
    ("office chair", ("swivel chair", "rolling chair"), ("task chair",), "chair"),
    ("armchair", ("lounge chair",), ("easy chair",), "chair"),
    ("stool", ("bar stool", "round stool"), ("footstool",), ""),
    ("table", ("round table", "meeting table", "large table"), ("dining table",), ""),
    ("desk", ("work desk", "office desk", "computer desk"), ("workstation",), ""),
    ("coffee table", ("low table", "side table"), ("cocktail table",), "table"),
    ("cabinet", ("storage cabinet", "cupboard"), ("sideboard",), ""),
    ("kitchen cabinet", ("kitchen unit", "kitchen base cabinet"), ("kitchen cupboard",), "cabinet"),
    ("wardrobe", ("closet", "built-in closet"), ("armoire",), "cabinet"),
    ("bookshelf", ("library bookshelf", "book rack"), ("bookcase",), ""),
    ("shelf", ("storage rack", "shelving unit"), ("ledge",), "bookshelf"),
    ("counter", ("kitchen counter", "service counter"), ("countertop",), ""),
    ("dresser", ("chest of drawers", "drawers"), ("bureau",), "cabinet"),
    ("nightstand", ("bedside cabinet",), ("bedside table",), ""),
    ("media console", ("media unit", "low media cabinet"), ("credenza",), "cabinet"),
    ("file cabinet", ("filing cabinet", "metal file cabinet"), ("filing drawers",), "cabinet"),
    ("bench", ("seating bench",), ("pew",), ""),
    ("sink", ("basin", "kitchen sink"), ("washbasin",), ""),
    ("toilet", ("wc", "toilet bowl"), ("lavatory",), ""),
    ("bathtub", ("bath", "white bathtub"), ("tub",), ""),
    ("shower curtain", ("plastic shower curtain", "shower screen"), ("shower drape",), "curtain"),
    ("refrigerator", ("freezer", "kitchen refrigerator"), ("fridge",), ""),
    ("stove", ("oven", "cooker"), ("kitchen range",), ""),
    ("microwave", ("microwave appliance",), ("small heating appliance",), ""),
    ("washing machine", ("laundry machine", "tumble dryer"), ("washer",), ""),
    ("television", ("tv", "flat television"), ("flat screen",), ""),
    ("monitor", ("computer monitor", "computer screen"), ("display",), ""),
    ("computer tower", ("desktop computer", "pc case"), ("desktop case",), ""),
    ("keyboard", ("computer keyboard",), ("typing keys",), ""),
    ("printer", ("copier", "laser printer"), ("photocopier",), ""),
    ("laptop", ("notebook computer", "laptop computer"), ("portable computer",), ""),
    ("lamp", ("light", "standing lamp", "lampshade"), ("light fixture",), ""),
    ("pillow", ("cushion", "soft pillow"), ("bolster",), ""),
    ("box", ("cardboard box", "carton"), ("package",), ""),
    ("trash can", ("garbage can", "waste bin"), ("wastebasket",), ""),
    ("backpack", ("bag", "rucksack"), ("satchel",), ""),
    ("plant", ("potted plant", "house plant"), ("foliage",), ""),
    ("books", ("stack of books", "paper book"), ("novels",), ""),
    ("bottle", ("water bottle", "glass bottle"), ("flask",), ""),
    ("cup", ("mug", "drinking glass"), ("tumbler",), ""),
    ("clothes", ("clothing", "pile of clothes", "jacket"), ("garments",), ""),
    ("towel", ("hanging towel", "folded towel"), ("washcloth",), ""),
    ("shoes", ("pair of shoes", "sneakers"), ("footwear",), ""),
    ("person", ("human", "standing person", "man"), ("pedestrian",), ""),
)

NAMES: tuple[str, ...] = tuple(name for name, *_ in _CLASSES)

# Never generated in training rooms, never a trained word: to measure classes never seen.
LEFT_OUT: tuple[str, ...] = ("armchair", "nightstand", "bench")

TRAIN_SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: (name, *words) for name, words, _, _ in _CLASSES if name not in LEFT_OUT}
)
HELD_OUT_SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: words for name, _, words, _ in _CLASSES}
)
COARSE: Mapping[str, str] = MappingProxyType(
    {name: parent for name, _, _, parent in _CLASSES if parent}
)

# Words for groups of classes, each with its wordings; trained through `COARSER`.
_GROUPS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("clutter", "small objects", "stuff lying around", "miscellaneous items"),
        (
            *(
                "monitor",
                "computer tower",
                "keyboard",
                "printer",
                "laptop",
                "lamp",
                "pillow",
                "box",
            ),
            *("trash can", "backpack", "plant", "books", "bottle", "cup", "clothes", "towel"),
            *("shoes", "microwave"),
        ),
    ),
    (
        ("furniture", "piece of furniture"),
        (
            *("bed", "sofa", "chair", "office chair", "stool", "table", "desk", "coffee table"),
            *("cabinet", "kitchen cabinet", "wardrobe", "bookshelf", "shelf", "counter", "dresser"),
            *("media console", "file cabinet"),
        ),
    ),
    (
        ("appliance", "household appliance", "electrical appliance"),
        ("refrigerator", "stove", "microwave", "washing machine", "television"),
    ),
)
GENERAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {wordings[0]: wordings for wordings, _ in _GROUPS}
)
_MERGES = {w[0]: dict.fromkeys(members, w[0]) for w, members in _GROUPS}
_PARENTS = {name: parent for name, parent in COARSE.items() if name not in LEFT_OUT}
# Vocabularies that training takes now and then: classes by their parents, then with groups merged.
COARSER: tuple[Mapping[str, str], ...] = (
    _PARENTS,
    {**_PARENTS, **_MERGES["clutter"]},
    {**_MERGES["furniture"], **_MERGES["clutter"], **_MERGES["appliance"]},
)

# Names without instances: surfaces of the building that have no natural centre.
STUFF: tuple[str, ...] = ("wall", "floor", "ceiling")

# The benchmark of 20 names: building parts and furniture that ScanNet and S3DIS share with homes
# and offices here, each large enough to be judged at 5 cm, one family of confusions a row.
EVALUATION_NAMES: tuple[str, ...] = (
    *("wall", "floor", "ceiling"),
    *("door", "window", "curtain", "picture", "whiteboard", "television"),
    *("bed", "sofa", "chair", "table", "desk"),
    *("cabinet", "bookshelf", "refrigerator"),
    *("toilet", "sink", "bathtub"),
)


def labels_within(names: Sequence[str]) -> npt.NDArray[np.int32]:
    """int32 (len(NAMES),): where each class stands in another list of names.

    A class that is not in the list counts as its coarser class ("office chair" as "chair"); one
    whose parents are not in the list either is -1, to be left out of the judgement.
    """
    place = {name: index for index, name in enumerate(names)}
    found = np.full(len(NAMES), -1, np.int32)
    for index, name in enumerate(NAMES):
        while name not in place and name in COARSE:
            name = COARSE[name]
        found[index] = place.get(name, -1)
    return found
