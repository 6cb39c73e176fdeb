# SPDX-License-Identifier: Apache-2.0
"""Perception: from a point cloud to labels, instances and boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ws3d_model.language import (
    EncodedVocabulary,
    TextEncoder,
    TextSpace,
    Vocabulary,
    check_encoder,
    encode_vocabulary,
    load_encoder,
)
from ws3d_model.naming import name_voxels
from ws3d_model.network import Checkpoint, load_checkpoint
from ws3d_model.objects import (
    GroupingSettings,
    fit_boxes,
    group_instances,
    instance_labels,
    instance_scores,
    surface_names,
)
from ws3d_model.observation import Observation, Stopwatch, observe
from ws3d_model.point_cloud import PointCloud
from ws3d_model.scene_labels import SceneLabels
from ws3d_model.weights import checkpoint_path

DEFAULT_VOCABULARY = ("wall", "floor", "ceiling", "door", "window", "chair", "table", "cabinet")
# A vocabulary that names one of these pairs means the whole scene; see PerceptionSettings.rivals.
SURFACES = (("wall", "floor"), ("road", "building"))


@dataclass(frozen=True)
class PerceptionSettings:
    """How a cloud is processed.

    Args:
        max_points: of a larger cloud, so many evenly spread points go through the network; the
            others take the label of their voxel where it has one.
        max_range: points farther than this from the origin stay unlabelled, metres.
        rivals: whether the other words that the network knows compete for points, which then come
            out unlabelled. "auto": unless the vocabulary names wall and floor, or road and
            building: it means to describe the whole scene then; "always"; "never".
        grouping: see `GroupingSettings`.

    Raises:
        ValueError: a value out of range.
    """

    max_points: int = 1_000_000
    max_range: float = 100.0
    rivals: str = "auto"
    grouping: GroupingSettings = field(default_factory=GroupingSettings)

    def __post_init__(self) -> None:
        if self.max_points < 1:
            raise ValueError(f"max_points must be at least 1, got {self.max_points}")
        if not 0 < self.max_range <= 1500:
            raise ValueError(f"max_range must lie in 0..1500 m, got {self.max_range}")
        if self.rivals not in ("auto", "always", "never"):
            raise ValueError(f"rivals must be auto, always or never, got {self.rivals!r}")


class Perception:
    """A network, a vocabulary, and the way from a cloud to what is in it.

    Args:
        checkpoint: the network and its text space.
        encoder: the text encoder that the checkpoint was trained with.
        settings: see `PerceptionSettings`; may be replaced between two clouds.

    Raises:
        EncoderMismatch: the encoder is another one than the checkpoint's; the message names both.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        encoder: TextEncoder,
        settings: PerceptionSettings | None = None,
    ) -> None:
        check_encoder(
            encoder,
            checkpoint.encoder,
            checkpoint.network.shape.text_dimension,
            checkpoint.encoder_probe,
        )
        self.checkpoint = checkpoint
        self.encoder = encoder
        self.settings = settings or PerceptionSettings()
        self._last_asked: _Asked | None = None
        self.text_space = TextSpace.restore(
            encoder,
            checkpoint.text_centre,
            checkpoint.anchor_names,
            checkpoint.anchors,
            checkpoint.rivals,
        )
        self.set_vocabulary(DEFAULT_VOCABULARY)

    @staticmethod
    def load(
        model: str | Path | None = None,
        device: str = "auto",
        encoder: TextEncoder | None = None,
        settings: PerceptionSettings | None = None,
    ) -> Perception:
        """Load a checkpoint: a shipped one, or the one at a path.

        Args:
            model: "rooms" (when left out) or "streets", which come with ws3d, or a path.
            device: "auto" (a CUDA device if there is one), "cpu" or "cuda".
            encoder: the text encoder; the one that the checkpoint names when left out.

        Raises:
            CheckpointError: the checkpoint cannot be used; the message says why.
            EncoderMismatch: the encoder is another one than the checkpoint's.
            ValueError: the device is unknown, or not there.
        """
        chosen = choose_device(device)
        checkpoint = load_checkpoint(checkpoint_path(model), chosen)
        return Perception(checkpoint, encoder or load_encoder(checkpoint.encoder), settings)

    @property
    def device(self) -> torch.device:
        """Where the network runs."""
        return self.checkpoint.network.log_scale.device

    @property
    def vocabulary(self) -> Vocabulary:
        """What is looked for at present."""
        return self._encoded.vocabulary

    def encode_vocabulary(self, vocabulary: Vocabulary) -> EncodedVocabulary:
        """The slow part of a change of vocabulary; may run in any thread, beside `process`."""
        return encode_vocabulary(vocabulary, self.encoder, self.text_space)

    def set_vocabulary(self, vocabulary: Vocabulary | EncodedVocabulary | Sequence[str]) -> None:
        """Look for other names from the next cloud on; a cloud in progress keeps its own.

        Raises:
            VocabularyError: a name is unusable, or there is none.
        """
        if isinstance(vocabulary, EncodedVocabulary):
            self._encoded = vocabulary
            return
        if not isinstance(vocabulary, Vocabulary):
            vocabulary = Vocabulary.of(vocabulary)
        self._encoded = self.encode_vocabulary(vocabulary)

    def process(
        self,
        cloud: PointCloud,
        vocabulary: EncodedVocabulary | None = None,
        ground: float | None = None,
    ) -> SceneLabels:
        """Labels, instances and boxes of a gravity-aligned cloud (z up), in its points' order.

        Keeps no state from cloud to cloud. Points that are not finite, or out of range, stay
        unlabelled; a cloud without usable points gives an empty scene.

        Args:
            vocabulary: asked instead of the present one.
            ground: z of the ground in the cloud's frame, metres; the lowest points are taken for it
                when left out, which misleads where no ground is in view.
        """
        encoded = vocabulary or self._encoded
        return self.label(self.observe(cloud, ground), encoded)

    def observe(self, cloud: PointCloud, ground: float | None = None) -> Observation:
        """What the network sees in a cloud, before any word is asked for."""
        settings = self.settings
        return observe(
            cloud, self.checkpoint.network, settings.max_points, settings.max_range, ground
        )

    def label(self, observation: Observation, encoded: EncodedVocabulary) -> SceneLabels:
        """Answer a vocabulary; several can be asked of one observation."""
        clock = Stopwatch(observation.seconds)
        if len(observation) == 0:
            return SceneLabels.empty(encoded.vocabulary.names, len(observation.voxel_of_point))
        with clock("language"), torch.inference_mode():
            labels, confidences = self._name(observation, encoded)
        with clock("objects"):
            size = self.checkpoint.network.shape.voxel_size
            instances = group_instances(
                observation.centres,
                np.where(self._asked(encoded).countless[labels], np.int32(-1), labels),
                observation.offsets,
                observation.objectness,
                size,
                self.settings.grouping,
            )
            boxes, ids = fit_boxes(observation.xyz, instances, size)
        with clock("points"):
            scene = SceneLabels(
                names=encoded.vocabulary.names,
                labels=observation.spread(labels, -1),
                confidences=observation.spread(confidences, 0),
                instances=observation.spread(instances, -1),
                boxes=boxes,
                box_labels=instance_labels(labels, instances, ids),
                box_scores=instance_scores(confidences, instances, ids),
                box_instances=ids,
                timings=clock.seconds,
            )
        return scene

    def _name(
        self, observation: Observation, encoded: EncodedVocabulary
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Label (M,) and confidence (M,) of every voxel."""
        rivals = self._asked(encoded).rivals
        network, device = self.checkpoint.network, self.device
        vectors = torch.from_numpy(np.concatenate([encoded.vectors, rivals])).to(device)
        trust = torch.from_numpy(encoded.trust).to(device)
        prior = torch.cat([trust.clamp(min=1e-6).log(), trust.new_zeros(len(rivals))])
        scale = float(network.scale()) / self.checkpoint.calibration.get("temperature", 1.0)

        cosines = network.language.asked_for(vectors)

        def probabilities(features: Tensor) -> Tensor:
            return torch.softmax(torch.add(prior, cosines(features), alpha=scale), dim=1)

        label, best = name_voxels(
            observation.features,
            observation.neighbourhood,
            probabilities,
            len(encoded.vocabulary),
            max(len(vectors), network.shape.hidden),
        )
        unnamed = (label < 0) | (best < encoded.vocabulary.threshold)
        # A word that names nothing visible labels nothing, not even where it has no competitor.
        unnamed |= trust[label] < 0.5
        labels = torch.where(unnamed, -1, label).int().cpu().numpy()
        return labels, torch.where(unnamed, 0.0, best).float().cpu().numpy()

    def _asked(self, encoded: EncodedVocabulary) -> _Asked:
        """What follows from a vocabulary; computed for the first cloud that it is asked of.

        Its products by BLAS wake threads that wait awake afterwards and slow down the network.
        """
        rule, asked = self.settings.rivals, self._last_asked
        if asked is None or asked.of != (encoded, rule):
            space, vectors = self.text_space, encoded.vectors[: len(encoded.vocabulary)]
            countless = surface_names(vectors, space.anchor_names, space.anchors)
            asked = _Asked((encoded, rule), self._rivals(encoded), np.append(countless, True))
            self._last_asked = asked
        return asked

    def _rivals(self, encoded: EncodedVocabulary) -> npt.NDArray[np.float32]:
        """Vectors of the other words that compete for points, (R, D)."""
        space = self.text_space
        if self.settings.rivals == "never":
            return space.anchors[:0]
        asked = encoded.vectors[: len(encoded.vocabulary)]
        if self.settings.rivals == "auto":
            for pair in SURFACES:
                rows = [space.anchor_names.index(n) for n in pair if n in space.anchor_names]
                covered = (space.anchors[rows] @ asked.T).max(axis=1, initial=-1.0) > 0.8
                if rows and covered.all():
                    return space.anchors[:0]
        return space.rivals(asked)


@dataclass(frozen=True, eq=False)
class _Asked:
    """What follows from a vocabulary alone.

    Args:
        of: the vocabulary, and the rule for rivals.
        rivals: float32 (R, D), the other words that compete.
        countless: bool (K + 1,): names that have no instances; the last entry serves -1.
    """

    of: tuple[EncodedVocabulary, str]
    rivals: npt.NDArray[np.float32]
    countless: npt.NDArray[np.bool_]


def choose_device(name: str) -> torch.device:
    """The torch device of "auto", "cpu" or "cuda".

    Raises:
        ValueError: another name, or "cuda" where torch finds no CUDA device.
    """
    if name not in ("auto", "cpu", "cuda"):
        raise ValueError(f"device must be auto, cpu or cuda, got {name!r}")
    if name == "cuda" and not torch.cuda.is_available():
        raise ValueError(
            "torch finds no CUDA device: use device auto or cpu, or install CUDA torch"
        )
    return torch.device("cuda" if name != "cpu" and torch.cuda.is_available() else "cpu")
