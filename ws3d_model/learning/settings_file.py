# SPDX-License-Identifier: Apache-2.0
"""Settings from a YAML file: sections of entries, checked against frozen dataclasses."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

import yaml


class Dataclass(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


S = TypeVar("S", bound=Dataclass)

MOST_BYTES = 1 << 20


class ExperimentError(ValueError):
    """An experiment's file is unusable; the message names the entry and what may stand there."""


def read_sections(
    path: Path, names: Sequence[str], based_on: bool = True
) -> dict[str, dict[str, Any]]:
    """The sections of a file; `base: OTHER.yaml` takes over those of a file beside it.

    Raises:
        ExperimentError: no such file, no YAML, or another section.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ExperimentError(f"{path} is larger than {MOST_BYTES} bytes: no experiment")
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ExperimentError(f"{path} cannot be read as YAML: {error}") from error
    if not isinstance(content, dict) or not set(content) <= {*names, "base"}:
        raise ExperimentError(f"{path} must hold some of the sections {', '.join(names)}")
    given = {name: entries(content.get(name), name, path) for name in names}
    if "base" not in content:
        return given
    if not based_on or not isinstance(content["base"], str):
        raise ExperimentError(f"{path}: base must name one file that has no base itself")
    base = read_sections(path.parent / content["base"], names, based_on=False)
    return {name: {**base[name], **given[name]} for name in names}


def fill(kind: type[S], values: Mapping[str, Any], path: Path) -> S:
    """A settings value from its entries; lists become tuples, settings within it are filled too.

    Raises:
        ExperimentError: an unknown entry, or a value of the wrong kind or out of range.
    """
    defaults = kind()
    known = [field.name for field in dataclasses.fields(kind)]
    if not set(values) <= set(known):
        raise ExperimentError(f"{path}: {sorted(set(values) - set(known))} is not among {known}")
    filled: dict[str, Any] = {}
    for name, value in values.items():
        default = getattr(defaults, name)
        if dataclasses.is_dataclass(default) and not isinstance(default, type):
            filled[name] = fill(type(default), entries(value, name, path), path)
        elif isinstance(default, tuple) and isinstance(value, list):
            filled[name] = tuple(value)
        elif _alike(value, default):
            filled[name] = value
        else:
            raise ExperimentError(f"{path}: {name} must be like {default!r}, got {value!r}")
    try:
        return kind(**filled)
    except (TypeError, ValueError) as error:
        raise ExperimentError(f"{path}: {error}") from error


def _alike(value: object, default: object) -> bool:
    if isinstance(value, bool) or isinstance(default, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    return isinstance(value, type(default)) or (isinstance(default, float) and type(value) is int)


def entries(values: Any, name: object, path: Path) -> dict[str, Any]:
    """A section, or a part of one, as a mapping; nothing is an empty one."""
    if values is None:
        return {}
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise ExperimentError(f"{path}: {name} must hold entries, got {values!r}")
    return dict(values)
