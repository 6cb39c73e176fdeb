# SPDX-License-Identifier: Apache-2.0
"""Checkpoints: safetensors with JSON metadata and a content hash; no pickle anywhere."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import safetensors
import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from ws3d_model.network.features import FEATURES
from ws3d_model.network.text_space_record import TextSpaceRecord
from ws3d_model.network.vision_language_net import NetworkShape, VisionLanguageNet
from ws3d_model.tensor_files import write_tensors

FORMAT_VERSION = 1
# Two hundred times the shipped checkpoint: room for wide networks, but not for all the memory.
MAX_BYTES = 1 << 30
_TEXT_SPACE = ("text_space.centre", "text_space.anchors")


class CheckpointError(ValueError):
    """A checkpoint cannot be used; the message says why and what to do."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A trained network, and what it was trained for.

    Args:
        network: the weights, in evaluation mode.
        encoder: identity of the text encoder that the language head is aligned with.
        encoder_probe: fingerprint of that encoder's vectors (`ws3d_model.language.probe_hash`).
        text_centre: float32 (D,), mean of the trained words' vectors.
        anchor_names: the trained words.
        anchors: float32 (A, D), their centred unit vectors.
        general_names, rival_names: some of the trained words, see `TextSpaceRecord`.
        further: the network's other text spaces by name.
        calibration: temperature and the like, by name.
        training: summary for people: data, steps, figures.
        licence: of the weights and of what they were trained on.
    """

    network: VisionLanguageNet
    encoder: str
    encoder_probe: str
    text_centre: npt.NDArray[np.float32]
    anchor_names: tuple[str, ...]
    anchors: npt.NDArray[np.float32]
    calibration: Mapping[str, float] = field(default_factory=dict)
    training: Mapping[str, str] = field(default_factory=dict)
    licence: str = "Apache-2.0"
    content_hash: str = ""
    general_names: tuple[str, ...] = ()
    rival_names: tuple[str, ...] = ()
    further: Mapping[str, TextSpaceRecord] = field(default_factory=dict)

    @property
    def rivals(self) -> tuple[str, ...]:
        """The trained words that compete for what a short vocabulary has no name for."""
        general = set(self.general_names)
        return self.rival_names or tuple(n for n in self.anchor_names if n not in general)

    def using(self, space: str) -> Checkpoint:
        """The checkpoint with one of its further text spaces for its main one.

        Raises:
            CheckpointError: it has no such text space, or that came from a file of vectors, so that
                no encoder can be checked against it.
        """
        if space not in self.further:
            raise CheckpointError(
                f"the checkpoint has no text space {space!r}, but {sorted(self.further)} beside "
                f"its main one ({self.encoder})"
            )
        record = self.further[space]
        if not record.probe:
            raise CheckpointError(
                f"the text space {space!r} was trained with a file of vectors that has no "
                "fingerprint of its encoder; train with the encoder to ask it for words"
            )
        return dataclasses.replace(
            self,
            network=self.network.using(space),
            encoder=record.encoder,
            encoder_probe=record.probe,
            text_centre=record.centre,
            anchor_names=record.anchor_names,
            anchors=record.anchors,
            general_names=record.general_names,
            rival_names=record.rival_names,
            further={},
        )

    def save(self, path: Path, dtype: torch.dtype = torch.float16) -> None:
        """Write the checkpoint whole or not at all; half precision halves the file.

        Raises:
            OSError: the folder cannot be written to.
        """
        tensors = {
            f"network.{name}": value.detach()
            .cpu()
            .to(dtype if value.is_floating_point() else value.dtype)
            for name, value in self.network.state_dict().items()
            if not name.endswith("num_batches_tracked")
        }
        tensors[_TEXT_SPACE[0]] = torch.from_numpy(self.text_centre)
        tensors[_TEXT_SPACE[1]] = torch.from_numpy(self.anchors).to(dtype)
        for space, record in self.further.items():
            tensors[f"text_space.{space}.centre"] = torch.from_numpy(record.centre)
            tensors[f"text_space.{space}.anchors"] = torch.from_numpy(record.anchors).to(dtype)
        tensors = {name: value.contiguous() for name, value in tensors.items()}
        metadata = {
            "format": "ws3d",
            "version": str(FORMAT_VERSION),
            "shape": json.dumps(dataclasses.asdict(self.network.shape)),
            "features": json.dumps(FEATURES),
            "encoder": self.encoder,
            "encoder_probe": self.encoder_probe,
            "anchor_names": json.dumps(self.anchor_names),
            "general_names": json.dumps(self.general_names),
            "rival_names": json.dumps(self.rival_names),
            "calibration": json.dumps(dict(self.calibration)),
            "training": json.dumps(dict(self.training)),
            "licence": self.licence,
            "content_hash": content_hash(tensors),
        }
        if self.further:
            texts = ("encoder", "probe", "anchor_names", "general_names", "rival_names")
            metadata["further"] = json.dumps(
                {s: {key: getattr(r, key) for key in texts} for s, r in self.further.items()}
            )
        write_tensors(path, tensors, metadata)


def load_checkpoint(path: Path, device: torch.device) -> Checkpoint:
    """Read a checkpoint and build its network on a device, in evaluation mode and float32.

    Raises:
        CheckpointError: missing, truncated, not a ws3d checkpoint, of another version, or changed
            since it was written.
    """
    metadata, tensors = _read(path)
    if metadata.get("format") != "ws3d":
        raise CheckpointError(
            f"{path} is a safetensors file but no ws3d checkpoint; give one that `ws3d train` wrote"
        )
    if metadata.get("version") != str(FORMAT_VERSION):
        raise CheckpointError(
            f"{path} has checkpoint format {metadata.get('version')}, this ws3d reads format "
            f"{FORMAT_VERSION}: use the ws3d release that wrote it, or train again"
        )
    try:
        shape = json.loads(metadata["shape"])
        shape["channels"] = tuple(shape["channels"])
        shape["further_spaces"] = tuple(
            (str(name), int(size)) for name, size in shape.get("further_spaces", ())
        )
        if tuple(json.loads(metadata["features"])) != FEATURES:
            raise CheckpointError(
                f"{path} expects the input features {metadata['features']}, this ws3d computes "
                f"{list(FEATURES)}: use the ws3d release that wrote it"
            )
        if content_hash(tensors) != metadata["content_hash"]:
            raise CheckpointError(f"{path} is damaged (content hash differs); copy it again")
        centre, anchors = (tensors.pop(name).float().numpy() for name in _TEXT_SPACE)
        further = {
            space: TextSpaceRecord(
                known["encoder"],
                known["probe"],
                tensors.pop(f"text_space.{space}.centre").float().numpy(),
                tuple(known["anchor_names"]),
                tensors.pop(f"text_space.{space}.anchors").float().numpy(),
                tuple(known["general_names"]),
                tuple(known.get("rival_names", ())),
            )
            for space, known in json.loads(metadata.get("further", "{}")).items()
        }
        weights = {name.removeprefix("network."): t.float() for name, t in tensors.items()}
        network = _with_weights(path, NetworkShape(**shape), weights)
        return Checkpoint(
            network=network.to(device).eval(),
            encoder=metadata["encoder"],
            encoder_probe=metadata["encoder_probe"],
            text_centre=centre,
            anchor_names=tuple(json.loads(metadata["anchor_names"])),
            anchors=anchors,
            calibration=json.loads(metadata["calibration"]),
            training=json.loads(metadata["training"]),
            licence=metadata["licence"],
            content_hash=metadata["content_hash"],
            general_names=tuple(json.loads(metadata["general_names"])),
            rival_names=tuple(json.loads(metadata.get("rival_names", "[]"))),
            further=further,
        )
    except CheckpointError:
        raise
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise CheckpointError(f"{path} has unusable metadata or weights: {error}") from error


def _with_weights(
    path: Path, shape: NetworkShape, weights: Mapping[str, Tensor]
) -> VisionLanguageNet:
    """The network of that shape, if these are its weights; else no memory is taken for it."""
    with torch.device("meta"), _WithoutValues():
        outline = VisionLanguageNet(shape).state_dict()
    expected = {
        name: tuple(value.shape)
        for name, value in outline.items()
        if not name.endswith("num_batches_tracked")
    }
    found = {name: tuple(value.shape) for name, value in weights.items()}
    if found != expected:
        differing = sorted(set(found.items()) ^ set(expected.items()))
        raise CheckpointError(
            f"{path} has other weights than the network that it describes, such as "
            f"{differing[0][0]} {differing[0][1]}: it was put together wrongly; copy it again"
        )
    network = VisionLanguageNet(shape)
    network.load_state_dict(weights, strict=False)  # without the counters of batches
    return network


class _WithoutValues(TorchFunctionMode):
    """Leaves out what fills weights: random numbers without memory make torch load its compiler,
    which takes two seconds and 70 MB."""

    def __torch_function__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Any = None
    ) -> Any:
        if getattr(func, "__module__", "") == nn.init.__name__:
            return args[0] if args else kwargs["tensor"]
        return func(*args, **(kwargs or {}))


def content_hash(tensors: Mapping[str, Tensor]) -> str:
    """sha256 over names, dtypes, shapes and bytes of all tensors, in the order of their names."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        tensor = tensors[name].contiguous()
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.view(-1).view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


def _read(path: Path) -> tuple[dict[str, str], dict[str, Tensor]]:
    if not path.is_file():
        raise CheckpointError(
            f"there is no checkpoint at {path}; give the path of a .safetensors file, or the name "
            "of a shipped one, such as rooms"
        )
    if path.stat().st_size > MAX_BYTES:
        raise CheckpointError(f"{path} is larger than {MAX_BYTES >> 20} MiB: no ws3d checkpoint")
    try:
        with safetensors.safe_open(path, framework="pt") as file:
            return file.metadata() or {}, {
                # A copy: the tensors may be views of the file, which somebody may write over.
                name: file.get_tensor(name).clone()
                for name in list(file.keys())
            }
    except (safetensors.SafetensorError, OSError) as error:
        raise CheckpointError(
            f"{path} cannot be read ({error}): truncated, or no safetensors file; copy it again"
        ) from error
