# SPDX-License-Identifier: Apache-2.0
"""Zero-shot evaluation of a checkpoint on procedural rooms: how far its words reach."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.evaluation.semantic import SemanticScore
from ws3d_model.language import Vocabulary
from ws3d_model.observation import Observation
from ws3d_model.perception import Perception
from ws3d_model.point_cloud import PointCloud
from ws3d_model.up_direction import find_up, turn_up
from ws3d_model.worlds.words import (
    EVALUATION_NAMES,
    HELD_OUT_SYNONYMS,
    LEFT_OUT,
    labels_within,
)

TILT = np.pi / 6
NONSENSE = ("blorptang", "xqzzt vrem", "quux flibber", "snorvik", "zalmifrod")

Int32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class ZeroShotReport:
    """Figures in 0..1.

    Args:
        names: the 20 names, IoU each.
        mean_iou: over the 20 names.
        without_color, shuffled_palettes: the same mean where the colour is dropped, or exchanged
            between objects.
        synonyms: IoU of a name when it is asked for by a synonym that was never trained.
        left_out: IoU of the classes in the clouds that training never saw, among the 20 names, with
            its chance level (labels drawn evenly).
        alone: IoU of a name that is asked for by itself, while all other known words compete.
        nonsense: share of the points that five nonsense words claim among the 20 names.
        tilted, optical: share of points with the same label when the cloud comes in a frame tilted
            by 30 degrees, or in a camera's axes, and is levelled by the known rotation.
        tilt_found, tilt_ignored: mean IoU of the clouds tilted by 30 degrees, where up is found in
            their planes (`find_up`), and where they are taken as they come.
    """

    names: Mapping[str, float]
    mean_iou: float
    without_color: float
    shuffled_palettes: float
    synonyms: Mapping[str, float]
    left_out: Mapping[str, tuple[float, float]]
    alone: Mapping[str, float]
    nonsense: float
    tilted: float
    optical: float
    tilt_found: float
    tilt_ignored: float

    @property
    def synonym_share(self) -> float:
        """Mean IoU by the synonyms over mean IoU by the names."""
        by_name = [self.names[name] for name in self.synonyms]
        return float(np.sum(list(self.synonyms.values())) / max(np.sum(by_name), 1e-9))

    @property
    def mean_alone(self) -> float:
        """Mean IoU of the names, each asked for by itself."""
        return float(np.mean(list(self.alone.values()))) if self.alone else float("nan")

    @property
    def synonyms_kept(self) -> int:
        """Names whose synonym has at least 60 % of the name's IoU."""
        return sum(iou >= 0.6 * self.names[name] for name, iou in self.synonyms.items())


class ZeroShot:
    """Asks one network about many rooms in many words; every room goes through it once a variant.

    Args:
        perception: what is judged. Other known words compete for points where a name is asked for
            alone and nowhere else: the truth of the benchmark has only its own names.
        clouds: labelled scans of procedural rooms.
    """

    def __init__(
        self, perception: Perception, clouds: Sequence[LabelledCloud], quiet: bool = False
    ) -> None:
        if not clouds:
            raise ValueError("there are no clouds to evaluate on; make some with `ws3d generate`")
        self.perception = perception
        self.clouds = clouds
        self._quiet = quiet
        perception.settings = dataclasses.replace(perception.settings, rivals="never")
        self._seen = self._observe("network", lambda cloud: cloud.cloud)

    def report(self) -> ZeroShotReport:
        """All figures."""
        names = EVALUATION_NAMES
        base = self.score(names)
        iou = _known(base)
        synonyms = {}
        for place, name in enumerate(names):
            if name in iou and HELD_OUT_SYNONYMS[name]:
                asked = (*names[:place], HELD_OUT_SYNONYMS[name][0], *names[place + 1 :])
                synonyms[name] = float(self.score(names, asked).iou[place])
        return ZeroShotReport(
            names=iou,
            mean_iou=base.mean_iou,
            without_color=self.score(
                names, seen=self._observe("no colour", _without_color)
            ).mean_iou,
            shuffled_palettes=self.score(names, seen=self._observe("palettes", _shuffled)).mean_iou,
            synonyms=synonyms,
            left_out={name: self._left_out(name) for name in LEFT_OUT if self._occurs(name)},
            alone={name: self._alone(name) for name in names if name in iou},
            nonsense=self._nonsense(names),
            tilted=self._agreement(names, _rotation_x(TILT)),
            optical=self._agreement(names, np.array([[0, -1, 0], [0, 0, -1], [1, 0, 0.0]])),
            tilt_found=self.score(
                names, seen=self._observe("tilt found", lambda cloud: _levelled(_tilted(cloud)))
            ).mean_iou,
            tilt_ignored=self.score(names, seen=self._observe("tilt ignored", _tilted)).mean_iou,
        )

    def score(
        self,
        names: Sequence[str],
        asked: Sequence[str] | None = None,
        seen: Sequence[Observation] | None = None,
    ) -> SemanticScore:
        """Score on `names` when their places in the vocabulary hold the words `asked`."""
        encoded = self.perception.encode_vocabulary(Vocabulary.of(asked or names))
        judged = self.perception
        pairs = [
            (self._truth(cloud, names), judged.label(observation, encoded).labels)
            for cloud, observation in zip(self.clouds, seen or self._seen, strict=True)
        ]
        return SemanticScore.of(tuple(names), pairs)

    def _truth(self, cloud: LabelledCloud, names: Sequence[str]) -> Int32:
        # The last entry serves label -1.
        return np.append(labels_within(names, cloud.names), np.int32(-1))[cloud.labels]

    def _occurs(self, name: str) -> bool:
        return any(
            name in cloud.names and bool((cloud.labels == cloud.names.index(name)).any())
            for cloud in self.clouds
        )

    def _left_out(self, name: str) -> tuple[float, float]:
        names = (*EVALUATION_NAMES, name)
        score = self.score(names)
        frequency = score.confusion[-1].sum() / max(score.confusion.sum(), 1)
        even = 1 / len(names)
        chance = frequency * even / (frequency + even - frequency * even)
        return float(score.iou[-1]), float(chance)

    def _alone(self, name: str) -> float:
        """IoU of a name asked for by itself; NaN where the clouds have no such point."""
        encoded = self.perception.encode_vocabulary(Vocabulary.of((name,)))
        settings = self.perception.settings
        self.perception.settings = dataclasses.replace(settings, rivals="always")
        both = either = there = 0
        try:
            for cloud, observation in zip(self.clouds, self._seen, strict=True):
                true = self._truth(cloud, (name,)) == 0
                labels = self.perception.label(observation, encoded).labels
                told = (labels == 0) & (cloud.labels >= 0)
                both += int((true & told).sum())
                either += int((true | told).sum())
                there += int(true.sum())
        finally:
            self.perception.settings = settings
        return both / either if there else float("nan")

    def _nonsense(self, names: Sequence[str]) -> float:
        both = (*names, *NONSENSE)
        score = self.score(both)
        return sum(score.called(word) for word in NONSENSE)

    def _agreement(self, names: Sequence[str], rotation: npt.NDArray[np.float64]) -> float:
        """Share of equal labels when the sensor is turned and the turn is known."""
        encoded = self.perception.encode_vocabulary(Vocabulary.of(names))
        same = total = 0
        for cloud, observation in zip(self.clouds, self._seen, strict=True):
            level = self.perception.label(observation, encoded).labels
            turned = cloud.cloud.rotated(rotation)
            again = self.perception.process(turned.rotated(rotation.T), encoded).labels
            same += int((level == again).sum())
            total += len(level)
        return same / max(total, 1)

    def _observe(
        self, what: str, change: Callable[[LabelledCloud], PointCloud]
    ) -> list[Observation]:
        clouds = tqdm(self.clouds, desc=what, unit="scan", disable=self._quiet)
        return [self.perception.observe(change(cloud)) for cloud in clouds]


def _known(score: SemanticScore) -> dict[str, float]:
    return {
        name: float(iou)
        for name, iou in zip(score.names, score.iou, strict=True)
        if not np.isnan(iou)
    }


def _tilted(cloud: LabelledCloud) -> PointCloud:
    return cloud.cloud.rotated(_rotation_x(TILT))


def _levelled(cloud: PointCloud) -> PointCloud:
    """The cloud with up as its planes tell it, if they do."""
    up = find_up(cloud.xyz, (0, 0, 1))
    return cloud if up is None else cloud.rotated(turn_up(up))


def _without_color(cloud: LabelledCloud) -> PointCloud:
    return dataclasses.replace(cloud.cloud, rgb=None)


def _shuffled(cloud: LabelledCloud) -> PointCloud:
    """Every surface and object takes the mean colour of another one, its own shading kept."""
    if cloud.cloud.rgb is None:
        return cloud.cloud
    parts = cloud.labels.astype(np.int64) * (cloud.instances.max(initial=0) + 2) + cloud.instances
    _, part = np.unique(parts, return_inverse=True)
    part = part.reshape(-1)
    counts = np.bincount(part)[:, None]
    rgb = cloud.cloud.rgb.astype(np.float64)
    means = np.stack([np.bincount(part, channel) for channel in rgb.T], 1) / counts
    other = means[np.random.default_rng(len(cloud)).permutation(len(means))]
    changed = np.clip(rgb - means[part] + other[part], 0, 255).astype(np.uint8)
    return dataclasses.replace(cloud.cloud, rgb=changed)


def _rotation_x(angle: float) -> npt.NDArray[np.float64]:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]])
