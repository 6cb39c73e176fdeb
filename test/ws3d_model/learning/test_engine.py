# SPDX-License-Identifier: Apache-2.0
"""The loop with a toy of a network: averages, schedules, logs, and steps that fail."""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from ws3d_model.learning.engine import STATE, Engine
from ws3d_model.learning.objective import Losses, Term, TrainingError
from ws3d_model.learning.ranks import Ranks
from ws3d_model.learning.training_settings import TrainingSettings

SETTINGS = TrainingSettings(steps=5, warmup=0, save_every=1e9, log_every=2, lr=0.1)


@dataclass(frozen=True)
class Numbers:
    values: Tensor

    def __len__(self) -> int:
        return len(self.values)

    def to(self, device: torch.device) -> "Numbers":
        return Numbers(self.values.to(device))

    def tensors(self) -> dict[str, Tensor]:
        return {"values": self.values}


@dataclass(frozen=True)
class Source:
    """Batch k holds k + 1 numbers; one of them is bad from a step on."""

    bad: int = 1000

    def draw(self, step: int, rank: int, ranks: int) -> Numbers:
        values = torch.arange(step + 1.0)
        return Numbers(torch.full_like(values, torch.nan) if step >= self.bad else values)


class Line(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.slope = nn.Parameter(torch.zeros(()))


def objective(network: Line, batch: Numbers, step: int, ranks: Ranks) -> Losses:
    """The slope should be 2; the second term never has anything to say."""
    error = (network.slope * batch.values - 2 * batch.values) ** 2
    nothing = Term(error.sum() * 0, error.new_zeros(()), 5.0)
    fit = Term(error.sum(), error.new_tensor(float(len(batch))), 1.0)
    return Losses({"fit": fit, "nothing": nothing}, {"seen": len(batch)})


def engine(folder: Path, **changes: object) -> Engine[Line, Numbers]:
    settings = dataclasses.replace(SETTINGS, **changes)  # type: ignore[arg-type]
    return Engine(settings, folder, Ranks(), quiet=True)


def test_it_learns_logs_and_saves(tmp_path: Path) -> None:
    saved: list[int] = []
    run = engine(tmp_path, steps=200)
    state = run.train(Line(), Source(), objective, lambda _, step: saved.append(step))
    assert float(state.network.slope.detach()) == pytest.approx(2.0, abs=0.05)
    assert 0 < float(state.average.slope) < 2.5
    assert saved == [200]
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == list(range(2, 201, 2))
    assert lines[0]["seen"] == 3  # 1 and 2
    assert lines[0]["nothing"] == 0.0
    assert lines[0].keys() >= {"fit", "voxels_per_second", "data_share", "lr"}


def test_batches_made_by_other_processes_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    alone = engine(tmp_path / "a").train(Line(), Source(), objective, lambda *_: None)
    helped = dataclasses.replace(engine(tmp_path / "b"), workers=1)
    assert torch.equal(
        alone.network.slope,
        helped.train(Line(), Source(), objective, lambda *_: None).network.slope,
    )


@pytest.mark.parametrize("workers", [0, 1])
def test_a_step_that_is_not_finite_stops_with_its_batch_saved(tmp_path: Path, workers: int) -> None:
    run = dataclasses.replace(engine(tmp_path, save_every=-1.0), workers=workers)
    with pytest.raises(TrainingError, match=r"not finite in step 4 .*fit nan.*failed_batch_3"):
        run.train(Line(), Source(bad=3), objective, lambda *_: None)
    batch = load_file(tmp_path / "failed_batch_3_rank0.safetensors")
    assert batch["values"].isnan().all()
    kept = load_file(tmp_path / STATE)
    assert all(bool(torch.isfinite(value).all()) for value in kept.values())
    # The same command goes on from there, and does not pass over the bad step in silence.
    with pytest.raises(TrainingError, match="step 4"):
        run.train(Line(), Source(bad=3), objective, lambda *_: None)
    repaired = run.train(Line(), Source(), objective, lambda *_: None)
    assert repaired.step == 5


def test_state_of_another_network_or_no_state_is_refused(tmp_path: Path) -> None:
    engine(tmp_path).train(Line(), Source(), objective, lambda *_: None)
    other = nn.Linear(2, 2)
    with pytest.raises(ValueError, match="belongs to another network"):
        engine(tmp_path).train(other, Source(), objective, lambda *_: None)  # type: ignore[arg-type]
    (tmp_path / STATE).write_bytes(b"broken")
    with pytest.raises(ValueError, match="remove it to begin anew"):
        engine(tmp_path).train(Line(), Source(), objective, lambda *_: None)


def test_a_missing_tensorboard_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch.utils.tensorboard", None)
    run = dataclasses.replace(engine(tmp_path), tensorboard=True)
    with pytest.raises(ImportError, match="pip install tensorboard"):
        run.train(Line(), Source(), objective, lambda *_: None)


def test_schedules() -> None:
    trapezoid = TrainingSettings(steps=1000, warmup=100, cooldown=0.4, lr=1.0)
    rates = [trapezoid.learning_rate(step) for step in range(1000)]
    assert rates[0] == 0.01
    assert rates[100] == rates[599] == 1.0
    assert rates[800] == pytest.approx(0.5)
    assert rates[-1] == 0.02
    cycle = dataclasses.replace(trapezoid, schedule="one_cycle")
    rates = [cycle.learning_rate(step) for step in range(1000)]
    assert rates[0] == pytest.approx(0.04)
    assert max(rates) == rates[100] == pytest.approx(1.0)
    assert rates[-1] < 1e-3
    assert rates[101:] == sorted(rates[101:], reverse=True)


@pytest.mark.parametrize(
    "bad",
    [
        {"steps": 0},
        {"schedule": "steps"},
        {"precision": "fp16"},
        {"lr": 0.0},
        {"average": 1},
        {"cooldown": 2.0},
        {"weight_decay": -0.1},
    ],
)
def test_settings_out_of_range_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must"):
        TrainingSettings(**bad)  # type: ignore[arg-type]


def test_half_precision_is_for_gpus_unless_asked_for() -> None:
    chosen = {
        (precision, device): TrainingSettings(precision=precision).half_precision(device)
        for precision in ("auto", "bf16", "fp32")
        for device in ("cpu", "cuda")
    }
    assert [key for key, half in chosen.items() if half] == [
        ("auto", "cuda"), ("bf16", "cpu"), ("bf16", "cuda"),
    ]  # fmt: skip
