# SPDX-License-Identifier: Apache-2.0
"""One row of the parameter table: what a parameter is, and which values it takes."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Scalar = bool | int | float | str
Value = Scalar | tuple[str, ...] | tuple[float, ...]


@dataclass(frozen=True)
class Row:
    """One parameter: how it is declared, what it accepts, and what it is for.

    Args:
        name, default: the parameter's; the default's type is the parameter's type.
        description: one or two sentences for `ros2 param describe` and the reference.
        minimum, maximum: inclusive range of a number.
        choices: the accepted strings; empty: any.
        live: takes effect at once; else at the next configure, and refused while configured.
    """

    name: str
    default: Value
    description: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    live: bool = True

    @property
    def type_name(self) -> str:
        """The ROS name of the type, as `ros2 param describe` prints it."""
        if isinstance(self.default, tuple):
            return "double array" if self._holds_numbers else "string array"
        return {bool: "boolean", int: "integer", float: "double", str: "string"}[type(self.default)]

    @property
    def range_text(self) -> str:
        """The accepted values in words; empty where anything of the type goes."""
        if self.choices:
            return ", ".join(self.choices)
        if self.minimum is None:
            return ""
        if self.maximum is None:
            return f"{self.minimum:g} or more"
        return f"{self.minimum:.10g} to {self.maximum:.10g}"

    def checked(self, value: object) -> Value:
        """The value as the settings hold it: a whole number becomes a float where one is asked for.

        Raises:
            ValueError: wrong type or out of range; the message says what would be right.
        """
        if not isinstance(self.default, tuple):
            return self._checked_scalar(value, type(self.default))
        items = self._items(value)
        if not self._holds_numbers:
            return tuple(str(self._checked_scalar(item, str)) for item in items)
        if len(items) != len(self.default):
            raise ValueError(f"{self.name} must be {len(self.default)} numbers, got {len(items)}")
        return tuple(float(self._checked_scalar(item, float)) for item in items)

    @property
    def _holds_numbers(self) -> bool:
        return isinstance(self.default, tuple) and any(isinstance(v, float) for v in self.default)

    def _items(self, value: object) -> tuple[object, ...]:
        """The items of an array; an array that ROS holds as "not set" or as bytes is empty."""
        if value is None or value == b"":
            return ()
        if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
            raise ValueError(f"{self.name} must be a {self.type_name}, got {value!r}")
        return tuple(value)

    def _checked_scalar(self, value: object, kind: type) -> Scalar:
        if isinstance(value, bool) and kind is bool:
            return value
        if isinstance(value, str) and kind is str:
            if self.choices and value not in self.choices:
                raise ValueError(f"{self.name} must be one of {self.range_text}, got '{value}'")
            return value
        if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(self._checked_number(value))
        if kind is int and isinstance(value, int) and not isinstance(value, bool):
            return self._checked_number(value)
        raise ValueError(f"{self.name} must be a {self.type_name}, got {value!r}")

    def _checked_number(self, value: int | float) -> int | float:
        low = -math.inf if self.minimum is None else self.minimum
        high = math.inf if self.maximum is None else self.maximum
        if not math.isfinite(value) or not low <= value <= high:
            raise ValueError(f"{self.name} must be {self.range_text or 'finite'}, got {value!r}")
        return value


def parameter(default: Value, description: str, **limits: Any) -> Any:
    """A dataclass field that is a row of the table: `limits` are the fields of `Row`."""
    return dataclasses.field(default=default, metadata={"description": description, **limits})
