# SPDX-License-Identifier: Apache-2.0
"""write_tensors: a safetensors file that appears whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import safetensors
import safetensors.torch
from torch import Tensor

from ws3d_model.whole_files import whole_file


def write_tensors(path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> None:
    """Write tensors by name; what was at the path stays until all of them are written.

    Args:
        path: of the file, in a folder that exists.
        tensors: on any device, in any strides; they may share memory.
        metadata: texts by name.

    Raises:
        OSError: the disk is full, or the folder cannot be written to.
    """
    # Clones: the format refuses tensors that share their memory.
    plain = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    try:
        with whole_file(path) as partial:
            safetensors.torch.save_file(plain, partial, dict(metadata))
            # It is written for its owner alone, but a robot's node often runs as another user.
            partial.chmod(0o644)
    except safetensors.SafetensorError as error:
        raise OSError(f"{path} could not be written: {error}") from error
