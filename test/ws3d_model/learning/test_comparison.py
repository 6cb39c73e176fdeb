# SPDX-License-Identifier: Apache-2.0
"""Comparisons: the mean that they end with, and spaces that no encoder can be asked about."""

from pathlib import Path

import pytest

from ws3d_model.learning.comparison import Reach, compare
from ws3d_model.learning.experiment import Experiment


@pytest.mark.parametrize(
    ("values", "mean"),
    [((0.5, 0.5, 0.5), 0.5), ((0.6, 0.3, 0.2), 0.3), ((0.9, 0.9, 0.0), 0.0)],
)
def test_reach_is_the_harmonic_mean(values: tuple[float, float, float], mean: float) -> None:
    assert Reach(*values).harmonic == pytest.approx(mean)


@pytest.mark.slow
def test_a_space_from_a_file_is_trained_and_not_judged(
    toy_file: Path, shards: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    experiments = {"first": Experiment.read(toy_file), "second": Experiment.read(toy_file)}
    rows = compare(experiments, shards, [], tmp_path / "out", "cpu", quiet=True)
    assert len(rows) == 2  # the head of the table alone
    for name in experiments:
        assert (tmp_path / "out" / name / "checkpoint.safetensors").exists()
        assert (tmp_path / "out" / name / "reach.json").read_text() == "{}\n"
