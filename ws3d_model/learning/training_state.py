# SPDX-License-Identifier: Apache-2.0
"""TrainingState: network, moving average and optimiser, written so that a stop loses little."""

from __future__ import annotations

import copy
import math
from pathlib import Path

import safetensors
import torch
from torch import Tensor, nn

from ws3d_model.learning.moving_average import follow
from ws3d_model.tensor_files import write_tensors


class TrainingState:
    """What changes from step to step.

    Args:
        network: the network that is trained.
        lr, weight_decay: of AdamW.
        decay: of the moving average.
    """

    def __init__(self, network: nn.Module, lr: float, weight_decay: float, decay: float) -> None:
        self.network = network
        self.decay = decay
        self.average = copy.deepcopy(network).eval().requires_grad_(False)
        self.parameters = [p for p in network.parameters() if p.requires_grad]
        # eps far above the default: half-precision gradients near zero must not become large steps.
        self.optimizer = torch.optim.AdamW(
            self.parameters, lr=lr, weight_decay=weight_decay, eps=1e-6
        )
        self.step = 0

    def set_learning_rate(self, value: float) -> None:
        """Use this rate from the next step on."""
        for group in self.optimizer.param_groups:
            group["lr"] = value

    def backward(self, loss: Tensor) -> None:
        """Fresh gradients of the loss."""
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]

    def update(self, clip: float) -> float:
        """One optimiser step and one step of the average; returns the gradient's norm.

        Nothing changes where the norm is not finite.
        """
        norm = float(torch.nn.utils.clip_grad_norm_(self.parameters, clip))
        if math.isfinite(norm):
            self.optimizer.step()
            self.step += 1
            follow(self.average, self.network, self.step, self.decay)
        return norm

    def save(self, path: Path) -> None:
        """Write everything that resuming needs, whole or not at all.

        Raises:
            OSError: the disk is full or not writable; what was saved before stays.
        """
        tensors = {f"network.{k}": v for k, v in self.network.state_dict().items()}
        tensors |= {f"average.{k}": v for k, v in self.average.state_dict().items()}
        for number, parameter in enumerate(self.parameters):
            for key, value in self.optimizer.state[parameter].items():
                tensors[f"optimizer.{number}.{key}"] = value
        write_tensors(path, tensors, {"step": str(self.step)})

    def resume(self, path: Path, device: torch.device) -> None:
        """Go on from a saved state.

        Raises:
            ValueError: the file is damaged, or the state belongs to another network.
        """
        try:
            with safetensors.safe_open(path, framework="pt", device=str(device)) as file:
                step = int(file.metadata()["step"])
                tensors = {name: file.get_tensor(name) for name in list(file.keys())}
        except (safetensors.SafetensorError, KeyError, TypeError) as error:
            raise ValueError(
                f"{path} is no state of a training ({error}): remove it to begin anew"
            ) from error
        try:
            self.network.load_state_dict(_below("network.", tensors))
            self.average.load_state_dict(_below("average.", tensors))
        except RuntimeError as error:
            raise ValueError(
                f"{path} belongs to another network; resume with its configuration, or begin in "
                f"an empty folder: {error}"
            ) from error
        for number, parameter in enumerate(self.parameters):
            state = _below(f"optimizer.{number}.", tensors)
            if state:  # a parameter that has had no gradient yet has none
                # AdamW counts its steps on the host.
                state["step"] = state["step"].cpu()
                self.optimizer.state[parameter] = state
        self.step = step


def _below(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}
