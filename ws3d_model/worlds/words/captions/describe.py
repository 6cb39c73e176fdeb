# SPDX-License-Identifier: Apache-2.0
"""Captions of a scene: of each thing, of what a view shows, and of the whole.

The same scene and seed give the same captions. Attributes, counts and relations are those that the
scene holds; a synonym may name a kind of the class rather than the class ("sedan" for a car).
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.words.captions.grammar import counted, indefinite, is_counted, listed
from ws3d_model.worlds.words.captions.phrases import (
    adjectives_of,
    draw_noun,
    draw_phrase,
    holds_unseen,
)
from ws3d_model.worlds.words.captions.relations import (
    REACH,
    REACH_OUTDOORS,
    Relation,
    find_relations,
)

_GROUNDS = ("street", "road", "path", "lot", "floor")  # kinds of places that one is on
NAMED = 5  # most kinds of things that one caption names
_DISTANCES = (
    (0.35, "a hand's breadth"),
    (0.75, "about half a metre"),
    (1.5, "about one metre"),
    (2.5, "about two metres"),
)


def region_captions(scene: Scene, seed: int = 0) -> tuple[tuple[str, ...], ...]:
    """For each object its captions, at least one: by its name, its attributes, where it is.

    Args:
        seed: of the choice of words and sentences.
    """
    rng = np.random.default_rng((scene.light_seed, seed, 1))
    relations = _relations(scene)
    found = []
    for thing, known in zip(scene.objects, relations, strict=True):
        texts = [indefinite(draw_noun(thing.name, rng, 0.5))]
        if adjectives_of(thing):
            texts.append(draw_phrase(thing, rng, adjective=0.85))
        if known:
            # The first is the most telling; another one now and then.
            row = 0 if rng.random() < 0.7 else int(rng.integers(len(known)))
            texts.append(_clause(scene, known[row], rng))
        if rng.random() < 0.5:
            texts.append(f"{draw_phrase(thing, rng, adjective=0.3)} {_at(scene)} {_place(scene)}")
        found.append(_allowed(texts, scene, indefinite(thing.name)))
    return tuple(found)


def view_captions(scene: Scene, visible: Iterable[int], seed: int = 0) -> tuple[str, ...]:
    """Captions of what a view shows; none where it shows no object.

    Args:
        visible: rows of the objects that are seen.
        seed: of the choice of words and sentences.

    Raises:
        IndexError: a row is not one of the objects.
    """
    rows = sorted({int(row) for row in visible})
    if rows and not 0 <= rows[0] <= rows[-1] < len(scene.objects):
        raise IndexError(f"visible must be rows of {len(scene.objects)} objects, got {rows}")
    if not rows:
        return ()
    rng = np.random.default_rng((scene.light_seed, seed, 2, *rows))
    things = _things(scene, rows, rng)
    texts = [
        (f"a view of {things}", f"{things} {_at(scene)} {_place(scene)}", things)[
            int(rng.integers(3))
        ],
        f"part of {_place(scene)} with {_things(scene, rows, rng)}",
    ]
    seen = set(rows)
    relations = [
        relation
        for known in _relations(scene)
        for relation in known[:1]
        if relation.subject in seen and seen.issuperset(relation.others)
    ]
    if relations:
        order = rng.permutation(len(relations))[:2]
        texts.append(listed([_clause(scene, relations[row], rng) for row in order]))
    return _allowed(texts, scene, counted(scene.objects[rows[0]].name, 1))


def scene_captions(scene: Scene, seed: int = 0) -> tuple[str, ...]:
    """Captions of the whole scene: its kind, its things with their counts, one relation."""
    rng = np.random.default_rng((scene.light_seed, seed, 3))
    kind = _place(scene)
    texts = [kind]
    rows = range(len(scene.objects))
    if scene.objects:
        things = _things(scene, rows, rng)
        texts.append(
            (
                f"{kind} with {things}",
                f"a scan of {kind} with {things}",
                f"{kind} that has {things}",
            )[int(rng.integers(3))]
        )
        relations = [known[0] for known in _relations(scene) if known]
        if relations:
            chosen = relations[int(rng.integers(len(relations)))]
            texts.append(f"{kind} with {_clause(scene, chosen, rng)}")
    surfaces = _surfaces(scene, rng)
    if surfaces:
        texts.append(f"{kind} with {surfaces}")
    return _allowed(texts, scene, kind)


def _place(scene: Scene) -> str:
    """ "an office"; rooms of another kind of building keep their name."""
    return indefinite(scene.kind)


def _at(scene: Scene) -> str:
    """The word before the place: in a room, on a street, at a crossing."""
    last = scene.kind.split()[-1]
    return {"crossing": "at", **dict.fromkeys(_GROUNDS, "on")}.get(last, "in")


@functools.lru_cache(maxsize=1)
def _relations(scene: Scene) -> tuple[tuple[Relation, ...], ...]:
    return find_relations(scene.objects, REACH_OUTDOORS if scene.outdoors else REACH)


def _things(scene: Scene, rows: Sequence[int], rng: np.random.Generator) -> str:
    """A list of some of the things with their counts, large ones rather than small ones."""
    counts = Counter(scene.objects[row].name for row in rows)
    size = dict.fromkeys(counts, 0.0)
    for row in rows:
        box = scene.objects[row].box
        name = scene.objects[row].name
        size[name] = max(size[name], float(np.prod(box[3:6])) ** (1 / 3))
    names = sorted(counts)
    weights = np.array([size[name] + 0.05 for name in names])
    most = min(len(names), int(rng.integers(2, NAMED + 1)))
    chosen = rng.choice(len(names), size=most, replace=False, p=weights / weights.sum())
    items = [(draw_noun(names[row], rng, 0.3), counts[names[row]]) for row in chosen]
    return listed([counted(noun, count) for noun, count in items])


def _surfaces(scene: Scene, rng: np.random.Generator) -> str:
    """Some of the stuff: "a road, some grass and a building"."""
    held = {thing.name for thing in scene.objects}
    names = sorted({primitive.label for primitive in scene.primitives} - held)
    if not names:
        return ""
    chosen = rng.choice(len(names), size=min(len(names), 3), replace=False)
    return listed([indefinite(draw_noun(names[row], rng, 0.3)) for row in chosen])


def _clause(scene: Scene, relation: Relation, rng: np.random.Generator) -> str:
    """ "a red chair beside the desk", "a lamp about one metre from the door"."""
    things = scene.objects
    subject = draw_phrase(things[relation.subject], rng, adjective=0.5)
    counts = Counter(thing.name for thing in things)
    names = [things[row].name for row in relation.others]
    if relation.kind == "between":
        if names[0] == names[1] and is_counted(names[0]):
            return f"{subject} between {counted(names[0], 2)}"
        ends = [_other(scene, row, counts, rng) for row in relation.others]
        return f"{subject} between {ends[0]} and {ends[1]}"
    other = _other(scene, relation.others[0], counts, rng)
    if relation.kind == "beside":
        if relation.gap > 0.15 and rng.random() < 0.4:
            return f"{subject} {_distance(relation.gap)} from {other}"
        return f"{subject} {('beside', 'next to', 'near')[int(rng.integers(3))]} {other}"
    if relation.kind == "on" and rng.random() < 0.3:
        return (
            f"{subject} on top of {other}" if _is_flat(scene, relation) else f"{subject} on {other}"
        )
    return f"{subject} {relation.kind} {other}"


def _other(scene: Scene, row: int, counts: Counter[str], rng: np.random.Generator) -> str:
    """ "the desk" where there is one only, else "a desk"."""
    thing = scene.objects[row]
    return draw_phrase(thing, rng, 0.25, 0.3, definite=counts[thing.name] == 1)


def _is_flat(scene: Scene, relation: Relation) -> bool:
    """Whether the thing stands on the very top of the other."""
    thing, other = scene.objects[relation.subject].box, scene.objects[relation.others[0]].box
    return thing[2] - thing[5] / 2 > other[2] + other[5] / 2 - 0.05


def _distance(gap: float) -> str:
    for most, words in _DISTANCES:
        if gap < most:
            return words
    return f"about {round(gap)} metres"


def _allowed(texts: Sequence[str], scene: Scene, plain: str) -> tuple[str, ...]:
    """The captions, each once; in a scene for training none with a word that is kept from it."""
    kept = [text for text in texts if scene.families != "train" or not holds_unseen(text)]
    return tuple(dict.fromkeys(kept)) or (plain,)
