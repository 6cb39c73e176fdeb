# SPDX-License-Identifier: Apache-2.0
"""The parameters of a running node: declared from the table, checked, and kept as `Settings`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rcl_interfaces.msg import (
    FloatingPointRange,
    IntegerRange,
    ParameterDescriptor,
    SetParametersResult,
)
from rclpy.exceptions import InvalidParameterValueException
from rclpy.node import Node
from rclpy.parameter import Parameter

from ws3d_ros.parameter_row import Row, Value
from ws3d_ros.parameters import Settings, rows

# Called with the settings before and after a change; raises ValueError to refuse it.
OnChange = Callable[[Settings, Settings], None]


class NodeParameters:
    """Declares every parameter and refuses bad values with a reason.

    A bad value at start (YAML, launch, command line) must not end the node: it is kept in `faults`
    until a good one is set, and the node does not configure before.

    Args:
        node: gets the parameters.
        on_change: told of every change after the checks, before it is in force.
        configured: whether the node is configured now; then only live parameters may change.
    """

    def __init__(self, node: Node, on_change: OnChange, configured: Callable[[], bool]) -> None:
        self._node, self._on_change, self._configured = node, on_change, configured
        self._rows = {row.name: row for row in rows()}
        self._following = False
        self.faults: dict[str, str] = {}
        self.settings = Settings()
        for row in self._rows.values():
            self._declare(row)
        node.add_on_set_parameters_callback(self._on_set)

    def follow(self, values: Mapping[str, Value]) -> None:
        """Set parameters to what is in force already, without asking for a change again."""
        parameters = [
            Parameter(name, _ros_type(self._rows[name]), _ros_value(value))
            for name, value in values.items()
        ]
        self._following = True
        try:
            self._node.set_parameters(parameters)
        finally:
            self._following = False

    def _declare(self, row: Row) -> None:
        declare = self._node.declare_parameter
        try:
            declare(row.name, _ros_value(row.default), _descriptor(row))
            given = self._node.get_parameter(row.name).value
            self.settings = self.settings.changed({row.name: given})
        except InvalidParameterValueException as error:
            self.faults[row.name] = str(error)
            declare(row.name, _ros_value(row.default), _descriptor(row), ignore_override=True)
        except ValueError as error:
            self.faults[row.name] = str(error)

    def _on_set(self, parameters: list[Parameter]) -> SetParametersResult:
        values: dict[str, Any] = {p.name: p.value for p in parameters if p.name in self._rows}
        deleted = [p.name for p in parameters if p.type_ == Parameter.Type.NOT_SET]
        try:
            if deleted:
                raise ValueError(f"{', '.join(deleted)} cannot be deleted, only changed")
            settings = self.settings.changed(values)
            fixed = [name for name in values if not self._rows[name].live]
            if self._configured() and any(
                getattr(settings, name) != getattr(self.settings, name) for name in fixed
            ):
                raise ValueError(
                    f"{', '.join(fixed)} takes effect when the node is configured: deactivate and "
                    "clean it up first, or set it at start"
                )
            if settings != self.settings and not self._following:
                self._on_change(self.settings, settings)
        except ValueError as error:
            return SetParametersResult(successful=False, reason=str(error))
        self.settings = settings
        for name in values:
            self.faults.pop(name, None)
        return SetParametersResult(successful=True)


def _descriptor(row: Row) -> ParameterDescriptor:
    # Dynamic typing leaves the check of types to the table, whose messages say what to do and which
    # takes 10 for 10.0. The present type shows in `ros2 param describe` all the same.
    descriptor = ParameterDescriptor(
        description=row.description, additional_constraints=row.range_text, dynamic_typing=True
    )
    if row.minimum is not None and row.maximum is not None:
        if isinstance(row.default, float):
            limits = FloatingPointRange(from_value=row.minimum, to_value=row.maximum)
            descriptor.floating_point_range = [limits]
        else:
            whole = IntegerRange(from_value=int(row.minimum), to_value=int(row.maximum), step=1)
            descriptor.integer_range = [whole]
    return descriptor


def _ros_value(value: Value) -> Any:
    """A value as rclpy takes it; an empty array of strings would become one of bytes."""
    return (list(value) or [""]) if isinstance(value, tuple) else value


def _ros_type(row: Row) -> Parameter.Type:
    kind: Parameter.Type = Parameter.Type.from_parameter_value(_ros_value(row.default))
    return kind
