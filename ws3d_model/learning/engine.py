# SPDX-License-Identifier: Apache-2.0
"""The training loop: draw, forward, backward, log, save; a stop at any moment can be resumed.

One loop for whatever is learnt: what a batch is and what the losses are comes in from outside.
"""

from __future__ import annotations

import contextlib
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import torch
from torch import Tensor, nn
from tqdm import tqdm

from ws3d_model.learning.batch_loader import load_batches
from ws3d_model.learning.objective import (
    BatchSource,
    Losses,
    Objective,
    TrainingBatch,
    TrainingError,
)
from ws3d_model.learning.ranks import Ranks
from ws3d_model.learning.training_log import TrainingLog
from ws3d_model.learning.training_settings import TrainingSettings
from ws3d_model.learning.training_state import TrainingState
from ws3d_model.tensor_files import write_tensors

N = TypeVar("N", bound=nn.Module)
B = TypeVar("B", bound=TrainingBatch)

STATE = "state.safetensors"


@dataclass(frozen=True)
class Engine(Generic[N, B]):
    """A training in a folder.

    Args:
        settings: how long and how fast.
        folder: for `log.jsonl`, `state.safetensors`, and a batch on which a step failed.
        ranks: the processes that take part.
        workers: processes that make batches; 0 makes them in this one.
        tensorboard: log for TensorBoard too.
        quiet: no progress bar.
    """

    settings: TrainingSettings
    folder: Path
    ranks: Ranks
    workers: int = 0
    tensorboard: bool = False
    quiet: bool = False

    def train(
        self,
        network: N,
        source: BatchSource[B],
        objective: Objective[N, B],
        save_checkpoint: Callable[[N, int], None],
    ) -> TrainingState:
        """Train until `settings.steps`, from the state in the folder if there is one.

        A run that was killed and started again ends with the weights of one that was not.

        Args:
            network: on the device to train on.
            source: of batches.
            objective: their losses.
            save_checkpoint: called with the averaged network and the step whenever it is saved.

        Raises:
            TrainingError: a loss or gradient is not finite, a file cannot be written, or another
                process is gone; the last saved state stays.
            ValueError: the state in the folder belongs to another network.
        """
        settings, ranks = self.settings, self.ranks
        device = next(network.parameters()).device
        ranks.share_statistics(network)
        state = TrainingState(network, settings.lr, settings.weight_decay, settings.average)
        if (self.folder / STATE).exists():
            state.resume(self.folder / STATE, device)
        saved_at = time.monotonic()
        network.train()
        with self._explained(state), contextlib.ExitStack() as open_things:
            log = TrainingLog(self.folder, state.step, self.tensorboard) if ranks.first else None
            bar = open_things.enter_context(self._bar(state.step))
            batches = load_batches(source, state.step, settings.steps, ranks, self.workers)
            while state.step < settings.steps:
                with log.waiting() if log else contextlib.nullcontext():
                    batch = next(batches).to(device)
                half = settings.half_precision(device.type)
                with torch.autocast(device.type, torch.bfloat16, enabled=half):
                    losses = objective(network, batch, state.step, ranks)  # type: ignore[arg-type]
                rate = settings.learning_rate(state.step)
                state.set_learning_rate(rate)
                loss, means = self._combine(losses)
                if not math.isfinite(float(loss.detach())):
                    self._stop(state, batch, means)
                state.backward(loss)
                ranks.average_gradients(state.parameters)
                if not math.isfinite(state.update(settings.clip)):
                    self._stop(state, batch, means)
                bar.update()
                last = state.step == settings.steps
                if log is None:
                    continue
                log.add(len(batch) * ranks.count, means, losses.counts)
                if last or state.step % settings.log_every == 0:
                    line = log.write(state.step, rate)
                    bar.set_postfix(voxels_s=int(line["voxels_per_second"]))
                if last or time.monotonic() - saved_at > settings.save_every:
                    state.save(self.folder / STATE)
                    save_checkpoint(state.average, state.step)  # type: ignore[arg-type]
                    saved_at = time.monotonic()
        return state

    def _combine(self, losses: Losses) -> tuple[Tensor, dict[str, Tensor]]:
        """This process's share of the loss, and every term's mean over all processes."""
        terms = losses.terms
        totals = torch.stack([term.total.detach().float() for term in terms.values()])
        weights = torch.stack([term.weight.float() for term in terms.values()])
        sums = self.ranks.sum(torch.cat([totals, weights]))
        totals, weights = sums[: len(terms)], sums[len(terms) :]
        weights = torch.where(weights > 0, weights, 1.0)
        # Processes average their gradients: each counts its part as often as there are processes.
        shares = [
            term.factor * self.ranks.count * term.total / weight
            for term, weight in zip(terms.values(), weights, strict=True)
        ]
        return torch.stack(shares).sum(), dict(zip(terms, totals / weights, strict=True))

    def _stop(self, state: TrainingState, batch: TrainingBatch, means: dict[str, Tensor]) -> None:
        """Keep the batch on which a step failed, and say where it is."""
        path = self.folder / f"failed_batch_{state.step}_rank{self.ranks.rank}.safetensors"
        write_tensors(path, batch.tensors(), {"step": str(state.step)})
        terms = ", ".join(f"{name} {float(mean):.3g}" for name, mean in means.items())
        raise TrainingError(
            f"the loss or its gradient is not finite in step {state.step + 1} ({terms}). The batch "
            f"is kept in {path}; the state in {self.folder / STATE} is from before. Go on from it "
            "with a lower lr or clip, or look for damaged scans"
        )

    @contextlib.contextmanager
    def _explained(self, state: TrainingState) -> Iterator[None]:
        """Turn what may befall a long run into an error that says what to do."""
        try:
            yield
        except OSError as error:
            raise TrainingError(
                f"at step {state.step} a file in {self.folder} could not be written ({error}). The "
                "state saved before is whole: make room, then give the same command to go on"
            ) from error
        except TrainingError:
            raise
        except RuntimeError as error:
            if self.ranks.count == 1:
                raise
            raise TrainingError(
                f"process {self.ranks.rank} of {self.ranks.count} stopped at step {state.step}: "
                f"{error}. Where the connection was closed, look for the first error of the other "
                f"processes. {self.folder / STATE} is whole: give the same command to go on"
            ) from error

    def _bar(self, step: int) -> tqdm[None]:
        return tqdm(
            total=self.settings.steps, initial=step, desc="training", unit="step",
            disable=self.quiet or not self.ranks.first, file=sys.stderr,
        )  # fmt: skip
