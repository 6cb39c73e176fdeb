# SPDX-License-Identifier: Apache-2.0
"""People: jointed figures that stand, walk, sit, carry, ride and push."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, Triple
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.streets.materials import cloth, reflective
from ws3d_model.worlds.streets.solids import Float64, Solid, add, merged, tube


@dataclass(frozen=True)
class Pose:
    """Angles in radians from hanging straight down, positive to the front; left limb first.

    Attributes:
        lean: of the torso, from upright.
        thighs, shins, arms, forearms: two each.
        spread: how far the arms stand off sideways.
    """

    lean: float = 0.03
    thighs: tuple[float, float] = (0.04, -0.04)
    shins: tuple[float, float] = (0.0, -0.06)
    arms: tuple[float, float] = (0.05, -0.05)
    forearms: tuple[float, float] = (0.2, 0.15)
    spread: float = 0.12


@dataclass(frozen=True, eq=False)
class Clothing:
    """Paints of a figure."""

    skin: Paint
    top: Paint
    legs: Paint
    shoes: Paint
    hair: Paint
    hat: str = ""
    build: float = 1.0
    extras: tuple[str, ...] = field(default=())


SITTING = Pose(0.1, (1.5, 1.45), (0.05, 0.1), (0.5, 0.6), (1.2, 1.2))
DRIVING = Pose(-0.2, (1.5, 1.45), (-1.6, -1.6), (1.0, 1.0), (1.3, 1.3))  # hidden legs folded
PUSHING = Pose(0.12, (0.35, -0.3), (0.1, -0.5), (0.7, 0.7), (1.3, 1.3))


def walking(design: Design) -> Pose:
    """A step of any length, the arms swinging against the legs."""
    step, swing = design.uniform(0.15, 0.55), design.uniform(0.1, 0.6)
    return Pose(
        design.uniform(0.0, 0.15),
        (step, -step * 0.8),
        (step * 0.4, -step * 0.8 - design.uniform(0.1, 0.5)),
        (-swing, swing),
        (-swing + 0.3, swing + 0.5),
        design.uniform(0.06, 0.2),
    )


def standing(design: Design) -> Pose:
    """Arms hanging, folded, on the telephone, waving or pointing."""
    arms, forearms = design.choose(
        (
            ((0.05, -0.05), (0.2, 0.2)),
            ((0.3, 0.3), (1.7, 1.7)),
            ((0.1, 0.5), (0.2, 2.5)),
            ((0.0, 2.7), (0.1, 2.9)),
            ((0.1, 1.4), (0.1, 1.5)),
        )
    )
    return Pose(arms=arms, forearms=forearms, spread=design.uniform(0.08, 0.3))


def dressed(design: Design, child: bool = False) -> Clothing:
    """Clothes, build, hat and what is carried."""
    outfit = design.family(
        "child" if child else "person",
        ("trousers", "shorts", "coat", "skirt"),
        ("long dress", "rain cape"),
    )
    hat = design.choose(("", "", "hair", "hair", "cap", "hood"))
    carried = design.choose(("", "", "", "backpack", "handbag", "shopping bags"))
    return Clothing(
        design.paint("skin"),
        cloth(design),
        cloth(design),
        design.paint("dark", "white"),
        design.paint("dark", "wood"),
        hat,
        design.uniform(0.85, 1.25),
        tuple(word for word in (outfit, carried) if word),
    )


def person(design: Design, pose: Pose | None = None, name: str = "person") -> Model:
    """A pedestrian; or with name "child" a small one."""
    child = name == "child"
    clothing = dressed(design, child)
    if name == "worker":  # a vest with stripes, and a helmet
        vest = reflective(design, (0.95, 0.45, 0.05), (0.8, 0.9, 0.1))
        helmet = design.paint("vivid", "white", material="plastic")
        clothing = replace(clothing, top=vest, hair=helmet, hat="cap", extras=("trousers",))
    model = Model(name, f"{name}: {clothing.extras[0]}")
    if pose is None:
        pose = walking(design) if design.chance(0.6) else standing(design)
    height = design.uniform(0.95, 1.4) if child else design.uniform(1.55, 1.95)
    figure(model, pose, clothing, height, hip=None)
    return model


def seat_driver(model: Model, design: Design, seat: Triple, ceiling: float) -> None:
    """A driver as a piece of the vehicle, which is how data sets label those within.

    Args:
        model: the vehicle.
        design: dice.
        seat: x, y, z of the seat's surface, metres.
        ceiling: height that the head stays below.
    """
    clothing = replace(dressed(design), extras=("trousers",), hat="hair")
    height = min(1.75, (ceiling - seat[2]) / 0.56)
    sitter = Model(model.name)
    figure(sitter, DRIVING, clothing, height, hip=seat[2] + 0.1)
    model.join(sitter, (seat[0], seat[1], 0.0))


def figure(
    model: Model, pose: Pose, clothing: Clothing, height: float, hip: float | None, y: float = 0.0
) -> None:
    """Add a body to a model, looking to the front.

    Args:
        model: gets the limbs.
        pose, clothing: as drawn.
        height: when standing, metres.
        hip: height of the hips, or None to set the lower foot on the ground.
        y: of the hips.
    """
    k, wide = height / 1.75, clothing.build
    legs = [
        _chain((side * 0.09 * k, y, 0.0), (0.42 * k, 0.4 * k), (thigh, shin))
        for side, thigh, shin in zip((-1, 1), pose.thighs, pose.shins, strict=True)
    ]
    if hip is None:
        hip = 0.08 * k - min(float(leg[-1, 2]) for leg in legs)
    lift = np.array([0, 0, hip])
    legs = [leg + lift for leg in legs]
    sleeve = [0.082 * k * wide, 0.062 * k * wide, 0.045 * k]
    add(model, merged([tube(leg, sleeve) for leg in legs]), clothing.legs)
    feet = [(leg[-1, 0], leg[-1, 1] - 0.07 * k, leg[-1, 2] - 0.035 * k) for leg in legs]
    for foot in feet:
        model.box(
            (float(foot[0]), float(foot[1]), float(foot[2])),
            (0.09 * k, 0.26 * k, 0.09 * k),
            clothing.shoes,
        )
    ahead, up = -float(np.sin(pose.lean)), float(np.cos(pose.lean))
    spine = [np.array([0, y + ahead * s * k, hip + up * s * k]) for s in (-0.06, 0.2, 0.45, 0.54)]
    torso = tube(spine, [0.13 * k * wide, 0.115 * k * wide, 0.125 * k * wide, 0.05 * k], 9)
    torso.vertices[:, 0] *= 1.4
    neck = spine[-1]
    arms = [
        _chain(
            (side * 0.19 * k * wide, float(spine[2][1]), float(spine[2][2]) + 0.02 * k),
            (0.28 * k, 0.3 * k),
            (arm, forearm),
            side * pose.spread,
        )
        for side, arm, forearm in zip((-1, 1), pose.arms, pose.forearms, strict=True)
    ]
    add(
        model,
        merged([torso, *(tube(a, [0.055 * k, 0.045 * k, 0.035 * k]) for a in arms)]),
        clothing.top,
    )
    head = neck + np.array([0, ahead * 0.13 * k - 0.02, up * 0.14 * k])
    model.ellipsoid(tuple(head.tolist()), (0.085 * k, 0.1 * k, 0.125 * k), clothing.skin)
    if clothing.hat:
        cap = head + np.array([0, 0.02, 0.045 * k])
        model.ellipsoid(tuple(cap.tolist()), (0.1 * k, 0.115 * k, 0.1 * k), clothing.hair)
    for arm in arms:
        model.ellipsoid(tuple(arm[-1].tolist()), (0.04 * k,) * 3, clothing.skin)
    _outfit(model, clothing, k, spine, arms, hip)


def _chain(
    start: Triple, lengths: tuple[float, float], angles: tuple[float, float], aside: float = 0.0
) -> Float64:
    """(3, 3) joints of a limb that hangs from `start`."""
    joints = [np.array(start, np.float64)]
    for length, angle in zip(lengths, angles, strict=True):
        step = (np.sin(aside), -np.sin(angle), -np.cos(angle))
        joints.append(joints[-1] + length * np.array(step))
        aside *= 0.3
    return np.array(joints)


def _outfit(
    model: Model,
    clothing: Clothing,
    k: float,
    spine: list[Float64],
    arms: list[Float64],
    hip: float,
) -> None:
    """Coats, skirts and bags."""
    hems = {"coat": 0.55, "skirt": 0.45, "long dress": 0.75, "rain cape": 0.5}
    hem = next((hems[word] for word in clothing.extras if word in hems), 0.0)
    if hem and hip > 0.6 * k:
        y = float(spine[0][1])
        top = 0.42 if "rain cape" in clothing.extras else 0.05
        bell: Solid = tube(
            [(0, y, hip + top * k), (0, y, hip - hem * 0.5 * k), (0, y, hip - hem * k)],
            [0.16 * k, 0.19 * k, 0.24 * k],
            9,
        )
        bell.vertices[:, 0] *= 1.25
        add(model, bell, clothing.top)
    if "backpack" in clothing.extras:
        at = spine[2] + np.array([0, 0.2 * k, -0.1 * k])
        model.box(tuple(at.tolist()), (0.3 * k, 0.17 * k, 0.42 * k), clothing.hair, roundness=8.0)
    for number, word in enumerate(("handbag", "shopping bags")):
        if word in clothing.extras:
            for arm in arms[: number + 1]:
                at = arm[-1] + np.array([0, 0, -0.2 * k])
                if at[2] > 0.2:
                    model.box(tuple(at.tolist()), (0.12, 0.28 * k, 0.3 * k), clothing.hair)
