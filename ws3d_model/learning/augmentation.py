# SPDX-License-Identifier: Apache-2.0
"""Augmentation of scans on the device: crops, placement, shape, density, colour.

Values are usual for indoor scans (rotation, scale, elastic distortion: Choy et al., 2019; Mix3D:
Nekrasov et al., 2021); colour is dropped often, because many sensors see none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from ws3d_model.learning.scan import Scan


@dataclass(frozen=True)
class AugmentationSettings:
    """How far scans are changed.

    Args:
        crop: share of scans cut to a cylinder or box around one of their points.
        crop_radius: smallest and largest radius of that cut, metres.
        balanced: share of scans drawn, and cut, for one of their classes, each class as likely:
            what is rare in rooms is not rare in batches.
        scale: smallest and largest factor of size.
        tilt: standard deviation of a tilt about the two level axes, radians.
        elastic: largest amplitude of a smooth distortion, metres.
        jitter: largest standard deviation of noise on every point, metres.
        sparse: share of scans thinned out, down to a quarter.
        cut_height: share of scans cut off at a height of 0.8 to 1.9 m.
        drop_color: share of scans whose colour is dropped.
        ground_known: share of scans whose ground, at z = 0, the network is told; the others' is
            taken to be at their lowest points.

    Raises:
        ValueError: a value out of range.
    """

    crop: float = 0.6
    crop_radius: tuple[float, float] = (1.4, 2.8)
    balanced: float = 0.5
    scale: tuple[float, float] = (0.88, 1.14)
    tilt: float = 0.025
    elastic: float = 0.04
    jitter: float = 0.008
    sparse: float = 0.5
    cut_height: float = 0.12
    drop_color: float = 0.3
    ground_known: float = 0.6

    def __post_init__(self) -> None:
        for name in ("crop", "balanced", "sparse", "cut_height", "drop_color", "ground_known"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is a share: it must lie in 0..1")
        for name in ("crop_radius", "scale"):
            ends = getattr(self, name)
            if len(ends) != 2 or not 0 < ends[0] <= ends[1] < math.inf:
                raise ValueError(f"{name} must be two rising numbers above 0, got {ends}")
        if not all(0 <= value < math.inf for value in (self.tilt, self.elastic, self.jitter)):
            raise ValueError("tilt, elastic and jitter must be numbers from 0 on")


class Dice:
    """Random numbers: the same seed gives the same ones on a device.

    Args:
        seed: of a run.
        device: where `noise` is drawn.
        places: numbers that tell apart what is drawn in one run: the step, a scan's place.
    """

    def __init__(self, seed: int, device: torch.device, *places: int) -> None:
        for place in places:
            seed = (seed * 1_000_003 + place + 1) % (1 << 62)
        self.host = torch.Generator().manual_seed(seed)
        self.device_generator = torch.Generator(device).manual_seed(seed)
        self.device = device

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """One number in low..high."""
        return low + (high - low) * float(torch.rand((), generator=self.host))

    def chance(self, probability: float) -> bool:
        """True with that probability."""
        return self.uniform() < probability

    def integer(self, bound: int) -> int:
        """One of 0..bound-1."""
        return int(torch.randint(bound, (), generator=self.host))

    def values(self, *shape: int, normal: bool = False) -> Tensor:
        """A few numbers (uniform in 0..1, or normal) drawn on the host, on the device."""
        draw = torch.randn if normal else torch.rand
        return draw(*shape, generator=self.host).to(self.device)

    def noise(self, *shape: int, normal: bool = True) -> Tensor:
        """Many numbers drawn on the device."""
        draw = torch.randn if normal else torch.rand
        return draw(*shape, generator=self.device_generator, device=self.device)


def crop(scan: Scan, dice: Dice, settings: AugmentationSettings, label: int | None = None) -> Scan:
    """The part of a scan around one of its points (of that label): a cylinder, or a box."""
    if len(scan) == 0 or (label is None and not dice.chance(settings.crop)):
        return scan
    rows = None if label is None else torch.nonzero(scan.labels == label).squeeze(1)
    centre = dice.integer(len(scan)) if rows is None else rows[dice.integer(len(rows))]
    delta = (scan.xyz - scan.xyz[centre])[:, :2]
    radius = dice.uniform(*settings.crop_radius)
    if dice.chance(0.7):
        return scan.select((delta * delta).sum(1) < radius * radius)
    return scan.select(delta.abs().amax(1) < 0.9 * radius)


def augment(scan: Scan, dice: Dice, settings: AugmentationSettings) -> Scan:
    """Another plausible scan of the same scene, centred on the origin in x and y."""
    if len(scan) == 0:
        return scan
    scan = _thin(scan, dice, settings)
    linear = _linear_map(dice, settings).to(scan.xyz)
    centre = scan.xyz.mean(0)
    centre[2] = 0
    xyz = (scan.xyz - centre) @ linear.t()
    to_centre = scan.to_centre @ linear.t()
    if dice.chance(0.5):
        waves, phases = 1 + 5 * dice.values(3, 3), 2 * math.pi * dice.values(3)
        xyz = xyz + dice.uniform(0, settings.elastic) * torch.sin(xyz @ waves + phases)
    xyz = xyz + dice.uniform(0, settings.jitter) * dice.noise(*xyz.shape)
    rgb = None if scan.rgb is None else _recolor(scan.rgb, dice, settings)
    return replace(scan, xyz=xyz, rgb=rgb, to_centre=to_centre)


def _thin(scan: Scan, dice: Dice, settings: AugmentationSettings) -> Scan:
    if dice.chance(settings.sparse):
        scan = scan.select(dice.noise(len(scan), normal=False) < dice.uniform(0.25, 1.0))
    if dice.chance(settings.cut_height) and len(scan):
        scan = scan.select(scan.xyz[:, 2] < scan.xyz[:, 2].min() + dice.uniform(0.8, 1.9))
    return scan


def _linear_map(dice: Dice, settings: AugmentationSettings) -> Tensor:
    """(3, 3): mirror, yaw, slight tilt and size."""
    yaw = dice.uniform(0, 2 * math.pi)
    cos, sin = math.cos(yaw), math.sin(yaw)
    a, b = (settings.tilt * torch.randn(2, generator=dice.host)).tolist()
    mirror = torch.diag(torch.tensor([-1.0 if dice.chance(0.5) else 1.0, 1.0, 1.0]))
    turn = torch.tensor([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
    tilt = torch.tensor([[1, 0, a], [0, 1, b], [-a, -b, 1.0]])
    size = dice.uniform(*settings.scale)
    stretch = torch.diag(torch.tensor([size, size, size * dice.uniform(0.95, 1.05)]))
    return stretch @ tilt @ turn @ mirror


def _recolor(rgb: Tensor, dice: Dice, settings: AugmentationSettings) -> Tensor | None:
    if len(rgb) == 0 or dice.chance(settings.drop_color):
        return None
    rgb = rgb.float() / 255 if rgb.dtype == torch.uint8 else rgb
    if dice.chance(0.4):  # stretch the contrast, as cameras do
        low, high = rgb.amin(0), rgb.amax(0)
        share = dice.uniform(0, 0.6)
        rgb = (1 - share) * rgb + share * (rgb - low) / (high - low + 1e-3)
    if dice.chance(0.3):
        share = dice.uniform(0, 1)
        rgb = (1 - share) * rgb + share * rgb.mean(1, keepdim=True)
    if dice.chance(0.2):
        rgb = rgb[:, torch.randperm(3, generator=dice.host).to(rgb.device)]
    gain = dice.uniform(0.7, 1.3)
    cast = 0.06 * dice.values(3, normal=True) + 0.05 * dice.values(1, normal=True)
    noise = dice.uniform(0, 0.06) * dice.noise(*rgb.shape)
    return (rgb * gain + cast + noise).clamp(0, 1)
