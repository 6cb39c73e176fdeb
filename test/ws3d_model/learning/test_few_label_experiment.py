# SPDX-License-Identifier: Apache-2.0
"""Files of few-label experiments: the repository's own, and what is wrong in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ws3d_model.learning.few_label_experiment import FewLabelExperiment

PROJECT = Path(__file__).parents[3]


@pytest.mark.parametrize("kind", ["finetune", "self_train"])
def test_the_experiments_can_be_read(kind: str) -> None:
    found = sorted((PROJECT / "config/training").glob(f"{kind}_*.yaml"))
    assert found
    for path in found:
        experiment = FewLabelExperiment.read(path)
        assert experiment.losses.with_teacher or path.stem.startswith("finetune_xs")


def test_a_shorter_training_warms_up_for_a_shorter_time() -> None:
    whole = FewLabelExperiment.read(PROJECT / "config/training/self_train_xs.yaml")
    assert (whole.training.steps, whole.training.warmup) == (1000, 100)
    short = whole.lasting(200)
    assert (short.training.steps, short.training.warmup) == (200, 20)
    assert short.lasting(1000) == whole


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("losses: {energie: 1}", "energie"),
        ("losses: {energy: -1}", "must not be negative"),
        ("losses: {region: {energy: {steps: 0}}}", "steps must lie in 1..100"),
        ("losses: {keep: true}", "keep must be like 0.0"),
        ("losses: 3", "losses must hold entries"),
        ("something: {}", "must hold some of the sections"),
        ("base: few.yaml", "base"),
        ("[", "cannot be read as YAML"),
    ],
)
def test_what_is_wrong_in_a_file_is_told(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "few.yaml"
    path.write_text(content)
    with pytest.raises(ValueError, match=message):
        FewLabelExperiment.read(path)
