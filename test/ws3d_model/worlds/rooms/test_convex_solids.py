# SPDX-License-Identifier: Apache-2.0
"""Overlap of convex solids: known depths, and a slow reference that tries every direction."""

from __future__ import annotations

import numpy as np
import pytest

from ws3d_model.worlds.convex_solids import Solids, any_deeper, near_pairs, overlap
from ws3d_model.worlds.primitive_solids import pieces_of, solids_of
from ws3d_model.worlds.shapes.model import Model, tilted, turned
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Faces, Kind, Mesh

GREY = Paint(np.full(3, 0.5))


def one(shape, *arguments, **options):
    """The solids of a single primitive."""
    model = Model("box")
    getattr(model, shape)(*arguments, GREY, **options)
    return solids_of(model.primitives)[0]


def depth(first, second):
    return float(overlap(first, second)[0][0])


def test_no_solids_overlap_nothing():
    none = Solids.none()
    found, way = overlap(none, none)
    assert found.shape == (0,) and way.shape == (0, 3)
    assert not any_deeper(none, none, 0.01)
    assert len(solids_of([])[0]) == 0
    assert near_pairs(*none.bounds(), *none.bounds())[0].shape == (0,)


CUBE = ("box", (0, 0, 0), (1, 1, 1))
DRUM = ("cylinder", (0, 0, 0), 0.5, 1.0)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (CUBE, ("box", (0, 0, 0.95), (1, 1, 1)), 0.05),
        (CUBE, ("box", (0, 0, 1.03), (1, 1, 1)), -0.03),
        (CUBE, ("box", (0, 0, 0), (0.1, 0.1, 0.1)), 0.55),
        (DRUM, ("cylinder", (0.95, 0, 0), 0.5, 1.0), 0.05),
        (DRUM, ("box", (0.5 * np.cos(0.6) + 0.1, 0.5 * np.sin(0.6) + 0.1, 0), (0.2, 0.2, 1)), 0.0),
        (("ellipsoid", (0, 0, 0), (0.5, 0.3, 0.2)), ("box", (0, 0.35, 0), (2, 0.12, 2)), 0.01),
        (("ellipsoid", (0, 0, 0), (0.2, 0.2, 0.2)), ("ellipsoid", (0.2, 0.2, 0.2),
          (0.2, 0.2, 0.2)), 0.4 - 0.2 * 3**0.5),
        (("cylinder", (0, 0, 0), 0.1, 0.4), ("cylinder", (0, 0, 0.35), 0.1, 0.4), 0.05),
    ],
)  # fmt: skip
def test_depth_of_known_pairs(first, second, expected):
    assert depth(one(*first), one(*second)) == pytest.approx(expected, abs=1e-3)
    assert depth(one(*second), one(*first)) == pytest.approx(expected, abs=1e-3)


def test_a_cone_is_wide_at_one_end_only():
    cone = one("cylinder", (0, 0, 0), 0.1, 0.4, taper=2.0)
    above = one("box", (0.25, 0, 0.15), (0.2, 0.2, 0.1))
    below = one("box", (0.25, 0, -0.15), (0.2, 0.2, 0.1))
    assert depth(cone, above) > 0.03
    assert depth(cone, below) < 0.01


def test_rounded_boxes_leave_their_corners_free():
    round_box, sharp = (one("box", (0, 0, 0), (1, 1, 1), roundness=r) for r in (3.0, 0.0))
    corner = one("box", (0.5, 0.5, 0.5), (0.1, 0.1, 0.1))
    assert depth(sharp, corner) > 0.04
    assert depth(round_box, corner) < 0


def test_a_prism_is_one_hull_and_its_slope_is_free():
    model = Model("box").prism([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)], 1.0, GREY)
    wedge = solids_of(model.primitives)[0]
    assert len(wedge) == 1
    assert depth(wedge, one("box", (0.8, 0.8, 0), (0.2, 0.2, 0.2))) < 0
    assert depth(wedge, one("box", (0.3, 0.3, 0), (0.2, 0.2, 0.2))) > 0.1


def test_a_fine_mesh_is_many_small_solids():
    angle = np.linspace(0, 2 * np.pi, 40)
    ring = np.stack([np.cos(angle), np.sin(angle), 0 * angle], 1)
    vertices = np.concatenate([ring, ring + np.array([0, 0, 0.1])])
    here = np.arange(39)
    faces = np.concatenate(
        [np.stack([here, here + 1, here + 41], 1), np.stack([here, here + 41, here + 40], 1)]
    )
    model = Model("box").mesh(vertices, faces, GREY)
    solids, owner = solids_of(model.primitives)
    assert len(solids) > 10 and (owner == 0).all()
    middle = one("box", (0, 0, 0.05), (0.5, 0.5, 0.05))
    edge = one("box", (1, 0, 0.05), (0.3, 0.3, 0.05))
    for box, free in ((middle, True), (edge, False)):
        rows = np.zeros(len(solids), int)
        assert (overlap(box.chosen(rows), solids)[0].max() < 0) == free


def test_pieces_of_a_mesh_cover_it_and_stretch_with_it():
    rng = np.random.default_rng(3)
    vertices = rng.normal(size=(300, 3)).astype(np.float32) * (0.5, 0.2, 0.4)
    near = np.argsort(np.linalg.norm(vertices[:, None] - vertices[None], axis=2), axis=1)[:, :3]
    mesh = Mesh(vertices.astype(np.float32), near.astype(np.int32))
    factor, shift = np.array([1.1, 0.9, 1.3]), np.array([0.2, 0.0, -0.1])
    pieces = pieces_of(mesh).scaled(factor, shift)
    low = np.concatenate([pieces.low, *(corners.min(1) for corners in pieces.hulls)])
    high = np.concatenate([pieces.high, *(corners.max(1) for corners in pieces.hulls)])
    corners = (vertices * factor + shift)[near]
    inside = (corners[:, None] >= low[:, None] - 1e-6) & (corners[:, None] <= high[:, None] + 1e-6)
    assert inside.all((2, 3)).any(1).all()
    assert len(pieces_of(Mesh(vertices[:0].astype(np.float32), near[:0].astype(np.int32))).low) == 0


def test_a_model_with_known_pieces_is_as_solid_as_without():
    angle = np.linspace(0, 2 * np.pi, 40)
    ring = np.stack([np.cos(angle), np.sin(angle), 0 * angle], 1)
    vertices = np.concatenate([ring, ring + np.array([0, 0, 0.1])])
    here = np.arange(39)
    faces = np.stack([here, here + 1, here + 41], 1)
    pieces = pieces_of(Mesh(vertices.astype(np.float32), faces.astype(np.int32)))
    known = Model("box").mesh(vertices, faces, GREY, pieces=pieces)
    found, slow = (
        solids_of(model.primitives)[0].bounds()
        for model in (known, Model("box").mesh(vertices, faces, GREY))
    )
    assert np.allclose(found[0].min(0), slow[0].min(0), atol=1e-5)
    assert np.allclose(found[1].max(0), slow[1].max(0), atol=1e-5)


@pytest.mark.parametrize("shape", ["box", "cylinder"])
def test_open_vessels_hold_things(shape):
    faces = Faces.ALL & ~Faces.TOP if shape == "box" else Faces.SIDE | Faces.BOTTOM
    arguments = ((0, 0, 0.5), (1, 1, 1)) if shape == "box" else ((0, 0, 0.5), 0.5, 1.0)
    model = Model("box")
    getattr(model, shape)(*arguments, GREY, faces=faces)
    content = one("box", (0, 0, 0.3), (0.3, 0.3, 0.3))
    closed, _ = solids_of(model.primitives)
    vessel, _ = solids_of(model.primitives, hollow=True)
    rows = np.zeros(len(vessel), int)
    assert depth(closed, content) > 0.3
    assert overlap(content.chosen(rows), vessel)[0].max() < 0.02
    through = one("box", (0.5, 0, 0.5), (0.6, 0.2, 0.2)).chosen(rows)
    assert overlap(through, vessel)[0].max() > 0.09


def random_solid(rng):
    model, at = Model("box"), tuple(rng.uniform(-0.5, 0.5, 3))
    turn = turned(rng.uniform(0, 6)) @ tilted(rng.uniform(-1, 1))
    size = rng.uniform(0.2, 1.0, 3)
    kind = Kind(int(rng.integers(3)))
    if kind is Kind.BOX:
        model.box(at, tuple(size), GREY, turn, roundness=float(rng.choice((0.0, 4.0))))
    elif kind is Kind.CYLINDER:
        model.cylinder(at, size[0] / 2, size[1], GREY, taper=rng.uniform(0.5, 1), rotation=turn)
    else:
        model.ellipsoid(at, tuple(size / 2), GREY, rotation=turn)
    return solids_of(model.primitives)[0]


def test_depth_agrees_with_trying_every_direction():
    rng = np.random.default_rng(0)
    ways = rng.normal(size=(20000, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    compared = 0
    for _ in range(60):
        first, second = random_solid(rng), random_solid(rng)
        between = second.centre - first.centre
        reach = first.support(ways[None]) + second.support(-ways[None])
        reference = float((reach[0] - ways @ between[0]).min())
        found = depth(first, second)
        if reference > 0.02:
            # The reference steps over narrow minima by its spacing of the directions.
            assert reference - 0.03 < found < reference + 0.02
            compared += 1
        else:
            assert found < 0.03
    assert compared > 20


def test_the_quick_answer_is_that_of_the_whole_search():
    rng = np.random.default_rng(5)
    first = Solids.joined([random_solid(rng) for _ in range(400)])
    second = Solids.joined([random_solid(rng) for _ in range(400)])
    found = overlap(first, second)[0]
    assert (found > 0.02).sum() > 50 < (found < 0.005).sum()
    for row in range(400):
        pair = first.chosen(np.array([row])), second.chosen(np.array([row]))
        for most in (0.005, 0.012, 0.05):
            assert any_deeper(*pair, most) == (found[row] > most)
    rows = np.flatnonzero(found < 0.012)
    assert not any_deeper(first.chosen(rows), second.chosen(rows), 0.012)
    rows = np.append(rows, found.argmax())
    assert any_deeper(first.chosen(rows), second.chosen(rows), 0.012)


def test_bounds_are_the_reach_along_the_axes_of_the_world():
    rng = np.random.default_rng(6)
    solids = Solids.joined([random_solid(rng) for _ in range(100)])
    for some in (solids, solids.chosen((solids.hull < 0) & (solids.taper == 1))):
        ways = np.broadcast_to(np.concatenate([np.eye(3), -np.eye(3)]), (len(some), 6, 3))
        reach = some.support(ways)
        low, high = some.bounds()
        np.testing.assert_allclose(low, some.centre - reach[:, 3:], atol=1e-12)
        np.testing.assert_allclose(high, some.centre + reach[:, :3], atol=1e-12)
