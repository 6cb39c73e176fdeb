# SPDX-License-Identifier: Apache-2.0
"""Graph: a client of the perception node in the test's own process that also hears diagnostics."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

# A response is lost where the service has not yet found its asker's reader: rmw_fastrtps waits for
# it 0.1 s (github.com/ros2/rmw_fastrtps/pull/704), which a busy machine exceeds now and then.
ASK_AGAIN = 5.0  # seconds
START_SECONDS = 120.0  # torch alone takes several seconds to import on a busy machine


class Graph:
    """A client of the node: publishes, listens, calls services; for the test's own thread.

    Args:
        namespace: of the node and of the client.
    """

    def __init__(self, namespace: str = "/") -> None:
        import rclpy
        from rclpy.executors import SingleThreadedExecutor

        self._context = rclpy.Context()
        rclpy.init(context=self._context)
        self.node = rclpy.create_node("test_client", context=self._context, namespace=namespace)
        self._executor = SingleThreadedExecutor(context=self._context)
        self._executor.add_node(self.node)
        self.perception = f"{namespace.rstrip('/')}/perception"
        self._clients: dict[str, Any] = {}
        self._subscriptions: list[Any] = []

    def close(self) -> None:
        """Leave the graph."""
        self._executor.shutdown()
        self.node.destroy_node()
        self._context.try_shutdown()

    def until(self, condition: Callable[[], Any], seconds: float = 40.0, what: object = "") -> Any:
        """Serve the graph until the condition holds, and return its value; fail after `seconds`."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            if time.monotonic() > end:
                pytest.fail(f"waited {seconds:.0f} s in vain for {what or condition}")
            self._executor.spin_once(timeout_sec=0.05)
        return value

    def spin(self, seconds: float) -> None:
        """Serve the graph for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._executor.spin_once(timeout_sec=0.05)

    def listen(self, topic: str, message_type: type, qos: Any = 10) -> list[Any]:
        """Subscribe; the list fills while the graph is served."""
        messages: list[Any] = []
        subscription = self.node.create_subscription(
            message_type, self._resolved(topic), messages.append, qos
        )
        self._subscriptions.append(subscription)
        return messages

    def forget(self) -> None:
        """Drop all subscriptions."""
        while self._subscriptions:
            self.node.destroy_subscription(self._subscriptions.pop())

    def publisher(self, topic: str, message_type: type, qos: Any = 5) -> Any:
        """A publisher; wait for the node with `matched`, after the last `listen`."""
        return self.node.create_publisher(message_type, topic, qos)

    def matched(self, publisher: Any, seconds: float = 40.0) -> None:
        """Wait until the node subscribes, and has had the time to find this client as well.

        A publisher knows a reader that was there before it at once; the reader learns of the
        publisher later, and what is sent in between is lost. A node that has answered a question
        asked after that was served since, however busy the machine is.
        """
        self.until(
            lambda: publisher.get_subscription_count() > 0,
            seconds,
            f"a subscriber of {publisher.topic_name}",
        )
        self.state()
        self.spin(0.2)

    def call(self, name: str, service_type: type, request: Any, seconds: float = 30.0) -> Any:
        """Call a service of the node, such as "~/set_vocabulary", and return the response."""
        future = self.call_async(name, service_type, request, seconds)
        return self.until(lambda: future.done() and future.result(), seconds, f"{name} to answer")

    def ask(self, name: str, service_type: type, request: Any, seconds: float = 30.0) -> Any:
        """As `call`, but again and again, for requests that may be carried out twice."""
        asked, last = [], 0.0

        def answer() -> Any:
            nonlocal last
            if time.monotonic() - last > ASK_AGAIN:
                last = time.monotonic()
                asked.append(self.call_async(name, service_type, request, seconds))
            return next((future.result() for future in asked if future.done()), None)

        return self.until(answer, seconds, f"{name} to answer")

    def call_async(self, name: str, service_type: type, request: Any, seconds: float = 30.0) -> Any:
        """As `call`, but return the future."""
        client = self._clients.get(name)
        if client is None:
            client = self.node.create_client(service_type, self._resolved(name))
            self._clients[name] = client
        self.until(client.service_is_ready, seconds, f"service {name}")
        return client.call_async(request)

    def set_parameters(self, **values: Any) -> list[Any]:
        """Set parameters of the node; the results, with reasons."""
        from rcl_interfaces.srv import SetParameters
        from rclpy.parameter import Parameter

        request = SetParameters.Request()
        request.parameters = [Parameter(n, value=v).to_parameter_msg() for n, v in values.items()]
        return list(self.ask("~/set_parameters", SetParameters, request).results)

    def parameter(self, name: str) -> Any:
        """The value of a parameter of the node."""
        from rcl_interfaces.srv import GetParameters
        from rclpy.parameter import parameter_value_to_python

        response = self.ask("~/get_parameters", GetParameters, GetParameters.Request(names=[name]))
        return parameter_value_to_python(response.values[0])

    def change_state(self, transition: str) -> bool:
        """Ask for a lifecycle transition by its name."""
        from lifecycle_msgs.msg import Transition
        from lifecycle_msgs.srv import ChangeState

        request = ChangeState.Request(transition=Transition(label=transition))
        return bool(self.call("~/change_state", ChangeState, request, START_SECONDS).success)

    def state(self) -> str:
        """The node's lifecycle state."""
        from lifecycle_msgs.srv import GetState

        response = self.ask("~/get_state", GetState, GetState.Request(), START_SECONDS)
        return str(response.current_state.label)

    def active(self) -> None:
        """Wait until the node has configured and activated itself."""
        self.until(lambda: self.state() == "active", START_SECONDS, "the node to be active")

    def names(self) -> list[str]:
        """What the node looks for."""
        from ws3d_msgs.srv import GetVocabulary

        known = self.ask("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
        return [entry.name for entry in known.entries]

    def diagnostics(self) -> Diagnostics:
        """Listen to /diagnostics."""
        from diagnostic_msgs.msg import DiagnosticArray

        name = self.perception.lstrip("/")
        return Diagnostics(self, name, self.listen("/diagnostics", DiagnosticArray))

    def _resolved(self, name: str) -> str:
        return name.replace("~", self.perception, 1)


class _Late:
    """A text that is made when it is printed."""

    def __init__(self, text: Callable[[], str]) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text()


class Diagnostics:
    """What the node last said about each of its parts."""

    def __init__(self, graph: Graph, node: str, messages: list[Any]) -> None:
        self._graph, self._node, self._messages = graph, node, messages

    def part(self, name: str) -> Any:
        """The newest status of a part, or None."""
        for message in reversed(self._messages):
            for status in message.status:
                if status.name == f"{self._node}: {name}":
                    return status
        return None

    def says(self, part: str, text: str, seconds: float = 30.0) -> Any:
        """Wait until a part's message contains the text; returns the status."""

        def found() -> Any:
            status = self.part(part)
            return status if status is not None and text in status.message else None

        what = _Late(lambda: f"{part} to say '{text}', got {self.part(part)}")
        return self._graph.until(found, seconds, what)
