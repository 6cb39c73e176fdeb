# SPDX-License-Identifier: Apache-2.0
"""Groups of classes and the coarser vocabularies made of them: users ask in such words too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.words.catalog import CATALOG, ENTRIES, NAMES, TRAIN_SYNONYMS, ancestors

# Every group's name and its other wordings; all are trained, through `COARSER`.
_WORDINGS: tuple[tuple[str, ...], ...] = (
    ("clutter", "small objects", "stuff lying around", "miscellaneous items"),
    ("furniture", "piece of furniture"),
    ("appliance", "household appliance", "electrical appliance"),
    ("structural element", "architectural element"),
    ("fixture", "built-in fixture", "installed fitting"),
    ("seating", "sitting furniture"),
    ("storage furniture", "furniture for storage"),
    ("textile", "fabric", "home textiles"),
    ("decoration", "ornament", "home decor"),
    ("office equipment", "office supplies and machines"),
    ("electronic device", "electronics", "gadget"),
    ("lighting", "luminaire", "lighting equipment"),
    ("kitchenware", "kitchen utensils", "cooking equipment", "tableware"),
    ("bathroom fixture", "sanitary ware", "plumbing fixture"),
    ("container", "receptacle", "vessel"),
    ("stationery", "writing and desktop supplies"),
    ("food", "groceries", "edible items"),
    ("fruit", "fresh fruit"),
    ("tool", "hand tool", "workshop equipment"),
    ("toys and sports", "leisure goods", "sports equipment"),
    ("musical instrument", "instrument for music"),
    ("luggage", "bags and cases"),
    ("medical equipment", "hospital equipment"),
    ("shop equipment", "store fixture", "retail equipment"),
    ("warehouse equipment", "logistics equipment", "industrial equipment"),
    ("paved surface", "drivable surface", "paving"),
    ("natural surface", "unpaved surface"),
    ("built structure", "man-made structure", "construction"),
    ("street furniture", "roadside object", "urban equipment"),
    ("pole-like object", "thin upright object"),
    ("barrier-like object", "blocking street object"),
    ("playground equipment", "play structure"),
    ("vehicle", "motor vehicle", "means of transport"),
    ("other vehicle", "large special vehicle"),
    ("two-wheeler", "two-wheeled vehicle"),
    ("rider", "rider on two wheels"),
    ("vegetation", "greenery", "plants and trees"),
    ("natural object", "object of nature"),
    ("animal", "creature"),
)
GENERAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {wordings[0]: wordings for wordings in _WORDINGS}
)
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {group: tuple(e.name for e in ENTRIES if group in e.groups) for group in GENERAL}
)
HYPERNYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {e.name: (*ancestors(e.name), *e.groups) for e in ENTRIES}
)

# Vocabularies by the groups that they merge. A class goes by the first of them that it is in.
_COARSEST = (
    *("appliance", "clutter", "furniture", "fixture", "medical equipment", "shop equipment"),
    *("warehouse equipment", "rider", "vehicle", "vegetation", "animal", "street furniture"),
    *("paved surface", "natural surface", "built structure"),
)
_BY_USE = (
    *("seating", "storage furniture", "fruit", "food", "kitchenware", "bathroom fixture"),
    *("lighting", "electronic device", "appliance", "office equipment", "stationery", "textile"),
    *("decoration", "luggage", "container", "tool", "toys and sports", "musical instrument"),
    *("two-wheeler", "other vehicle", "pole-like object", "barrier-like object"),
    *("playground equipment", "natural object", "structural element"),
)


# Merging these would leave nothing to tell apart in a room or on a street.
_KEPT = ("wall", "floor", "ceiling", "door", "window", "road", "sidewalk", "building")


def coarser_vocabularies(names: Sequence[str]) -> tuple[Mapping[str, str], ...]:
    """Coarser vocabularies of some classes: what a class goes by, where it is not its own name.

    First every class by the coarsest one above it that is among `names`; then with groups merged:
    clutter, the coarsest groups, groups by use. The values are names or keys of `GENERAL`.
    """
    return (
        _merged(names, (), by_parents=True),
        _merged(names, ("clutter",), by_parents=True),
        _merged(names, _COARSEST, by_parents=False),
        _merged(names, _BY_USE, by_parents=True),
    )


def _merged(names: Sequence[str], groups: Sequence[str], by_parents: bool) -> Mapping[str, str]:
    merges: dict[str, str] = {}
    for name in names:
        if name in _KEPT or name not in CATALOG:
            continue
        above = [parent for parent in ancestors(name) if parent in names]
        group = _group((name, *above), groups)
        if above and above[-1] in _KEPT:
            merges[name] = above[-1]
        elif group or (above and by_parents):
            merges[name] = group or above[-1]
    return MappingProxyType(merges)


def _group(kinds: Sequence[str], groups: Sequence[str]) -> str:
    """The first of the groups that a class is in, else one that a class above it is in, else ""."""
    for kind in kinds:
        for group in groups:
            if group in CATALOG[kind].groups:
                return group
    return ""


# Vocabularies that training takes now and then: classes by their parents, then with groups merged.
COARSER: tuple[Mapping[str, str], ...] = coarser_vocabularies(tuple(TRAIN_SYNONYMS))


def labels_within(names: Sequence[str], classes: Sequence[str] = NAMES) -> npt.NDArray[np.int32]:
    """int32 (len(classes),): where each class stands in another list of names.

    A class that is not in the list counts as its coarser class ("office chair" as "chair"), else as
    the first of its groups that is; one for which nothing is found is -1, to be left out of the
    judgement. `classes` may hold names that are not in the catalog.
    """
    place = {name: index for index, name in reversed(list(enumerate(names)))}
    found = np.full(len(classes), -1, np.int32)
    for index, name in enumerate(classes):
        for candidate in (name, *HYPERNYMS.get(name, ())):
            if candidate in place:
                found[index] = place[candidate]
                break
    return found


def class_of(word: str) -> str | None:
    """The class that a word stands for, by any of its words; None where there is none.

    Case, underscores, hyphens and a plural s do not matter: "Traffic_Cones" are traffic cones.
    """
    plain = _plain(word)
    forms = (plain, f"{plain}s", plain.removesuffix("s"))
    return next((_CLASS_OF[form] for form in forms if form in _CLASS_OF), None)


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())


_CLASS_OF: Mapping[str, str] = MappingProxyType(
    {_plain(word): e.name for e in ENTRIES for word in (e.name, *e.words, *e.unseen)}
)
