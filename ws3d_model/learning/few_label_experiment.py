# SPDX-License-Identifier: Apache-2.0
"""FewLabelExperiment: the YAML file of `ws3d train finetune` and `ws3d train self-train`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from ws3d_model.few_labels import RegionLossSettings
from ws3d_model.learning.batches import DataSettings
from ws3d_model.learning.label_choice import LabelSettings
from ws3d_model.learning.settings_file import fill, read_sections
from ws3d_model.learning.training_settings import TrainingSettings
from ws3d_model.network.vision_language_net import NetworkShape
from ws3d_model.regions import RegionSettings

SECTIONS = ("start", "network", "data", "labels", "losses", "regions", "training")


@dataclass(frozen=True)
class StartSettings:
    """Where the training begins.

    Args:
        model: a shipped checkpoint's name or a path; "scratch" for random weights.
        encoder: of the text space, from scratch; otherwise the checkpoint's holds.
    """

    model: str = "rooms"
    encoder: str = "minilm-l6-v2"


@dataclass(frozen=True)
class FewLabelLossSettings:
    """Weights of the terms, 0 switching one off, and their sizes.

    Args:
        names: cross-entropy of labelled voxels over the vectors of the names.
        objectness, offset: of labelled voxels, in scans that know their objects.
        keep: nearness to the checkpoint that the training began with, see `keep_loss`.
        boundary, energy, contrast: of regions, see `few_labels.region_losses`; energy weighs all
            of its sums, that of pseudo-labels included.
        pseudo: self-training of voxels on the averaged network's answers, see `pseudo_loss`.
        spread: whether a label speaks for its region where the region's labels agree: `names`
            learns from some of its voxels (`region: voxels`) too, and `pseudo` from none of them.
        labelled: share of draws from scans with labels, where some have none; those that are drawn
            for one of their classes (`data: augmentation: balanced`) come on top.
        label_voxels, keep_voxels, pseudo_voxels: voxels of a batch in these terms at most.
        others: of the words that the checkpoint knows beside the names, so many compete in what is
            learnt from predictions, as all names without a label do: a thing that none of the
            learnt names is for becomes none of them. 0 where the names, as those of a benchmark,
            cover all that there is.
        keep_words: words that one step compares in `keep`.
        text_noise: length of the noise on the names' vectors, see `TextTargets.draw`.
        ramp: share of the training over which `pseudo` gains weight.
        teacher: decay of the averaged network that makes pseudo-labels.
        region: see `RegionLossSettings`.

    Raises:
        ValueError: a value out of range.
    """

    names: float = 1.0
    objectness: float = 0.3
    offset: float = 0.3
    keep: float = 0.0
    boundary: float = 0.0
    energy: float = 0.0
    contrast: float = 0.0
    pseudo: float = 0.0
    spread: bool = False
    labelled: float = 0.5
    label_voxels: int = 6000
    keep_voxels: int = 1000
    pseudo_voxels: int = 2000
    others: int = 0
    keep_words: int = 128
    text_noise: float = 0.1
    ramp: float = 0.25
    teacher: float = 0.99
    region: RegionLossSettings = field(default_factory=RegionLossSettings)

    def __post_init__(self) -> None:
        weights = (self.names, self.objectness, self.offset, self.keep, self.boundary)
        if min(*weights, self.energy, self.contrast, self.pseudo, self.text_noise) < 0:
            raise ValueError("the weights of losses and text_noise must not be negative")
        if min(self.label_voxels, self.keep_voxels, self.pseudo_voxels) < 1:
            raise ValueError("label_voxels, keep_voxels and pseudo_voxels must be at least 1")
        if not (0 <= self.others <= 4096 and 2 <= self.keep_words <= 4096):
            raise ValueError("others must lie in 0..4096, keep_words in 2..4096")
        if not (0 <= self.ramp <= 1 and 0 <= self.teacher < 1 and 0 < self.labelled < 1):
            raise ValueError("ramp must lie in 0..1, teacher and labelled between 0 and 1")

    @property
    def with_region_terms(self) -> bool:
        """Whether there are terms of regions, which need heads of their own."""
        return bool(self.boundary or self.energy or self.contrast)

    @property
    def with_regions(self) -> bool:
        """Whether scans are cut into regions."""
        return self.with_region_terms or self.spread

    @property
    def with_pseudo_labels(self) -> bool:
        """Whether a term learns from the averaged network's labels."""
        return bool(self.energy or self.pseudo)

    @property
    def with_teacher(self) -> bool:
        """Whether a term needs the averaged network's predictions."""
        return self.with_region_terms or bool(self.pseudo)


@dataclass(frozen=True)
class FewLabelExperiment:
    """What a file config/training/finetune_*.yaml or self_train_*.yaml says.

    Args:
        start: the checkpoint to begin with.
        network: from scratch; the text dimension comes from the encoder.
        data: what batches are made of.
        labels: which of the labels are used.
        losses: what is learnt from them.
        regions: how finely scans are cut.
        training: how long and how fast.
    """

    start: StartSettings = field(default_factory=StartSettings)
    network: NetworkShape = field(default_factory=NetworkShape)
    data: DataSettings = field(default_factory=DataSettings)
    labels: LabelSettings = field(default_factory=LabelSettings)
    losses: FewLabelLossSettings = field(default_factory=FewLabelLossSettings)
    regions: RegionSettings = field(default_factory=RegionSettings)
    training: TrainingSettings = field(default_factory=TrainingSettings)

    def lasting(self, steps: int) -> FewLabelExperiment:
        """The same with so many steps, of which the rate rises over the same share."""
        warmup = round(self.training.warmup * steps / self.training.steps)
        training = replace(self.training, steps=steps, warmup=warmup)
        return replace(self, training=training)

    @staticmethod
    def read(path: Path) -> FewLabelExperiment:
        """Read a YAML file; what it leaves out has its default.

        `base: OTHER.yaml` takes over the sections of a file beside it, entry by entry.

        Raises:
            ExperimentError: no such file, no YAML, an unknown entry, or an unusable value.
        """
        given = read_sections(path, SECTIONS)
        return FewLabelExperiment(
            fill(StartSettings, given["start"], path),
            fill(NetworkShape, given["network"], path),
            fill(DataSettings, given["data"], path),
            fill(LabelSettings, given["labels"], path),
            fill(FewLabelLossSettings, given["losses"], path),
            fill(RegionSettings, given["regions"], path),
            fill(TrainingSettings, given["training"], path),
        )
