# SPDX-License-Identifier: Apache-2.0
"""Where crops come from: views of scans, photographs of rooms, photographs of single things."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.rendering import (
    FreeFloor,
    NoFreeFloor,
    PinholeCamera,
    floor_views,
    look_at,
    splat,
    views_towards,
)
from ws3d_model.teachers.crops import Crops, KnownPicture, crops_of
from ws3d_model.teachers.framing import best_poses, box_extents, point_extents
from ws3d_model.teachers.sharp_views import calmed, sharp_views
from ws3d_model.worlds.furniture.inventory import INVENTORY
from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.sensors.depth_camera import color_image, look, truth_of
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Families
from ws3d_model.worlds.words.captions import region_captions

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]

SPLAT_CAMERA = PinholeCamera.of_view(288, 216, 65)
PHOTO_CAMERA = PinholeCamera.of_view(384, 288, 65)
GLANCE = PinholeCamera.of_view(48, 36, 65)
GLANCES = 4  # places that a photographer tries, to take the picture where most is seen
THING_CAMERA = PinholeCamera.of_view(160, 160, 45)
POINT_SIZE = 0.025  # metres, of the worlds' scans
LEAST_POINTS = 150  # of a thing that a camera looks at
LEAST_SIZE = 0.12  # metres; smaller things are not looked at
EYES = 1.9  # metres; cameras in rooms stay below


def scan_crops(scan: LabelledCloud, seed: int, views: int, size: int, windows: int = 0) -> Crops:
    """Crops of views splatted from a coloured scan; none where it has no free floor or things.

    Args:
        scan: coloured, z up, with instances.
        seed: of cameras and crops.
        views: how many cameras; each looks at a thing, every class being as likely.
        size: of the crops, pixels.
        windows: of each view, besides; see `crops_of`.
    """
    rng = np.random.default_rng((seed, 51))
    rows = np.flatnonzero((scan.instances >= 0) & (scan.labels >= 0) & scan.cloud.finite)
    things, first, counts = np.unique(scan.instances[rows], return_index=True, return_counts=True)
    kept = counts >= LEAST_POINTS
    names = [scan.names[label] for label in scan.labels[rows[first[kept]]]]
    numbers = things[kept]
    xyz, owner = scan.cloud.xyz[rows], scan.instances[rows]
    middles = [xyz[owner == thing].mean(axis=0) for thing in numbers]
    wanted, targets = _evenly(names, np.array(middles, np.float32).reshape(-1, 3), views, rng)
    if len(targets) == 0:
        return Crops.none(size)
    try:
        tried = np.repeat(targets, GLANCES, axis=0)
        poses = floor_views(scan.cloud.xyz, len(tried), seed, (0.35, 0.8), tried)
    except NoFreeFloor:
        return Crops.none(size)
    # The last entry serves index -1.
    thing, label = (np.append(column, np.int32(-1)) for column in (scan.instances, scan.labels))

    def glance(pose: Float64) -> Int32:
        return thing[splat(scan.cloud.xyz, GLANCE, pose, POINT_SIZE).index]

    poses = best_poses(poses, numbers[wanted].tolist(), GLANCES, glance)
    seen = sharp_views(calmed(scan.cloud, POINT_SIZE), SPLAT_CAMERA, poses, POINT_SIZE)
    count = int(scan.instances.max()) + 1
    parts = []
    for rgb, index, pose in zip(seen.rgb, seen.index, poses, strict=True):
        extents = point_extents(xyz, owner, count, SPLAT_CAMERA, pose)
        picture = KnownPicture(
            rgb, thing[index], label[index], scan.names, scan.descriptions, extents
        )
        parts.append(crops_of(picture, rng, size, windows=windows))
    return Crops.joined(parts, size)


def room_crops(scene: Scene, seed: int, views: int, size: int, windows: int = 0) -> Crops:
    """Crops of photographs taken in a room; see `scan_crops` for the arguments."""
    rng = np.random.default_rng((seed, 52))
    large = [row for row, thing in enumerate(scene.objects) if max(thing.box[3:6]) >= LEAST_SIZE]
    names = [scene.objects[row].name for row in large]
    wanted, targets = _evenly(names, scene.centres[large], views, rng)
    if len(targets) == 0 or len(scene.free_floor) == 0:
        return Crops.none(size)
    stand = FreeFloor(scene.free_floor.astype(np.float64), 0.0, EYES)
    poses = views_towards(stand, np.repeat(targets, GLANCES, axis=0), rng, (0.4, 1.0))
    caster = RayCaster(scene)

    def glance(pose: Float64) -> Int32:
        return truth_of(caster, look(caster, GLANCE, pose[None])[0])[1]

    poses = best_poses(poses, [large[row] for row in wanted], GLANCES, glance)
    said = tuple("\n".join(ways) for ways in region_captions(scene, seed))
    pictures = [
        _photograph(caster, PHOTO_CAMERA, pose, seed + number, said, whole=False)
        for number, pose in enumerate(poses)
    ]
    parts = [crops_of(picture, rng, size, windows=windows) for picture in pictures]
    return Crops.joined(parts, size)


def thing_crops(
    names: Sequence[str], families: Families, seed: int, views: int, size: int
) -> Crops:
    """Crops of photographs of single things on a piece of floor, some with a wall behind.

    Args:
        names: of the things, keys of `INVENTORY`; one is built for each.
        families: of shapes, colours and light.
        seed: of everything.
        views: of each thing.
        size: of the crops, pixels.
    """
    parts = []
    for number, name in enumerate(names):
        design = Design(seed * 1000 + number, families)
        item = design.choose(INVENTORY[name])
        model = item.make(design)
        low, high = model.bounds(own=True)
        on_wall = item.place in ("on wall", "ceiling")
        lift = design.uniform(0.9, 1.6) if on_wall else 0.0
        if item.place == "on table":
            lift = 0.75
        scene = _studio(design, model, low, high, lift, item.place)
        caster = RayCaster(scene)
        middle = (low + high) / 2 + np.array([0.0, 0.0, lift])
        reach = float(np.linalg.norm(high - low)) / 2
        rng = np.random.default_rng((seed, number, 53))
        behind = on_wall or item.place in ("wall-side", "corner")
        said = tuple("\n".join(ways) for ways in region_captions(scene, seed))
        for view in range(views):
            turn = np.radians(rng.uniform(-70, 70) - 90 if behind else rng.uniform(0, 360))
            up = np.radians(rng.uniform(-15, 25) if on_wall else rng.uniform(3, 45))
            way = np.array([np.cos(turn) * np.cos(up), np.sin(turn) * np.cos(up), np.sin(up)])
            eye = middle + way * max(reach * rng.uniform(2.6, 4.0), 0.2)
            target = middle + rng.normal(0, 0.08, 3) * reach
            picture = _photograph(caster, THING_CAMERA, look_at(eye, target), seed + view, said)
            wanted = frozenset((name,))
            parts.append(crops_of(picture, rng, size, wanted, surfaces=0))
    return Crops.joined(parts, size)


def _evenly(
    names: Sequence[str], places: Float32, count: int, rng: np.random.Generator
) -> tuple[list[int], Float32]:
    """Rows of some of the places (I, 3), every class as likely, and float32 (count, 3) near them;
    or none."""
    kinds = np.array(names)
    if len(kinds) == 0 or count == 0:
        return [], np.zeros((0, 3), np.float32)
    order = np.resize(rng.permutation(np.unique(kinds)), count)
    chosen = [int(rng.choice(np.flatnonzero(kinds == kind))) for kind in order]
    return chosen, (places[chosen] + rng.normal(0, 0.15, (count, 3))).astype(np.float32)


def _photograph(
    caster: RayCaster,
    camera: PinholeCamera,
    pose: Float64,
    seed: int,
    said: tuple[str, ...],
    whole: bool = True,
) -> KnownPicture:
    shape = (camera.height, camera.width)
    rng = np.random.default_rng((seed, 54))
    rgb = color_image(caster, camera, pose, seed, float(rng.uniform(0, 0.04)), rng.random() < 0.3)
    hits, _ = look(caster, camera, pose[None])
    label, thing = (column.reshape(shape) for column in truth_of(caster, hits))
    extents = None if whole else box_extents(caster.scene.boxes, camera, pose)
    return KnownPicture(rgb, thing, label, caster.scene.names, said, extents)


def _studio(
    design: Design, model: Model, low: Float64, high: Float64, lift: float, place: str
) -> Scene:
    """The thing at the origin, lifted by `lift`, on a floor, a table or a wall."""
    ground = Model("floor").box(
        (0, 0, -0.05), (12, 12, 0.1), design.paint("any", "wood", "neutral")
    )
    around = [Placed(ground, np.zeros(3), 0.0)]
    back = float(high[1]) + (0.0 if place in ("wall-side", "corner", "on wall") else 0.6)
    if place in ("wall-side", "corner", "on wall") or design.chance(0.5):
        wall = Model("wall").box(
            (0, back + 0.06, 1.5), (12, 0.1, 3), design.paint("white", "neutral", "any")
        )
        around.append(Placed(wall, np.zeros(3), 0.0))
    if place == "on table":
        plate = Model("table").box((0, 0, lift - 0.02), (1.2, 0.8, 0.04), design.paint("wood"))
        around.append(Placed(plate, np.zeros(3), 0.0))
    shown = Placed(model, np.array([0.0, 0.0, lift]), 0.0)
    floor = np.array([[0.0, -2.0]])
    return assemble([shown, *around], "room", design.families, floor, design.count(0, 10**6))
