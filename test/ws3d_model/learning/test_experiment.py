# SPDX-License-Identifier: Apache-2.0
"""Experiments: those in the repository can be read, and bad ones say what may stand there."""

from pathlib import Path

import pytest

from ws3d_model.learning.experiment import Experiment, ExperimentError
from ws3d_model.learning.space_targets import SpaceSettings

FOLDER = Path(__file__).parents[3] / "config" / "training"
PRETRAINING = sorted(
    [FOLDER / "rooms.yaml", FOLDER / "streets.yaml", *FOLDER.glob("pretrain_*.yaml")]
)


def test_an_empty_file_is_the_default_experiment(tmp_path: Path) -> None:
    (tmp_path / "e.yaml").write_text("{}")
    assert Experiment.read(tmp_path / "e.yaml") == Experiment()
    assert Experiment().spaces["minilm"].names == 1.0


@pytest.mark.parametrize("path", PRETRAINING, ids=lambda path: path.stem)
def test_shipped_experiments_can_be_read(path: Path) -> None:
    experiment = Experiment.read(path)
    assert experiment.training.steps > 0
    assert any(
        s.names or s.region or s.view or s.scene or s.point for s in experiment.spaces.values()
    )


def test_a_base_is_taken_over_entry_by_entry(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        "network: {hidden: 32}\ntraining: {steps: 7, lr: 0.5}\nspaces: {first: {names: 1.0}}"
    )
    (tmp_path / "own.yaml").write_text(
        "base: base.yaml\ntraining: {lr: 0.25}\nspaces: {first: {region: 1.0}}"
    )
    experiment = Experiment.read(tmp_path / "own.yaml")
    assert experiment.network.hidden == 32
    assert (experiment.training.steps, experiment.training.lr) == (7, 0.25)
    assert dict(experiment.spaces) == {"first": SpaceSettings(region=1.0)}


def test_files_given_apart_go_to_their_text_space(tmp_path: Path) -> None:
    both = Experiment().with_files({"minilm": tmp_path / "v.npz"}, {"minilm": tmp_path})
    assert both.spaces["minilm"].vectors.endswith("v.npz")
    assert both.spaces["minilm"].teacher == str(tmp_path)
    with pytest.raises(ExperimentError, match=r"no text space 'clip'.*minilm"):
        Experiment().with_files({"clip": tmp_path}, {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("training: {stepz: 3}", "stepz"),
        ("training: {steps: many}", "steps must be like"),
        ("training: {steps: 0}", "at least 1"),
        ("network: {channels: [1]}", "channels must be"),
        ("data: {scans: true}", "scans must be like"),
        ("data: {augmentation: {crops: 1}}", "crops"),
        ("data: 3", "data must hold entries"),
        ("spaces: {a: {title: 1.0}}", "title"),
        ("spaces: {a b: {names: 1.0}}", "plain word"),
        ("spaces: {a: 3}", "a must hold entries"),
        ("losses: {coarse: 2.0}", "coarse"),
        ("base: 3", "base must name one file"),
        ("base: none.yaml", "none.yaml cannot be read"),
        ("- a list", "sections"),
        ("{", "cannot be read as YAML"),
    ],
)
def test_bad_experiment_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "e.yaml"
    path.write_text(text)
    with pytest.raises(ExperimentError, match=message):
        Experiment.read(path)
