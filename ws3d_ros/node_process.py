# SPDX-License-Identifier: Apache-2.0
"""The process around the node: transport, signals, executor, and a clean end with exit code 0."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from ws3d_model.openmp_waiting import wait_briefly
from ws3d_ros.shared_interpreter import share_quickly
from ws3d_ros.transport import use_shared_memory_profile

SPIN_SECONDS = 0.1  # a signal is seen at the latest after this
# A launcher kills what has not ended 5 s after SIGINT. A bare `except:` in an imported package can
# swallow Stop, and loading on a busy machine can take longer.
LAST_SECONDS = 4.0


class Stop(BaseException):
    """Raised in the main thread by SIGINT or SIGTERM, wherever it is at that moment."""


def main(arguments: list[str] | None = None) -> int:
    """Run the node until SIGINT or SIGTERM, once or more often; the exit code is 0."""
    stopping = threading.Event()
    with contextlib.suppress(Stop), contextlib.ExitStack() as ending:
        _stop_on_signals(stopping)
        wait_briefly()  # before numpy is imported
        use_shared_memory_profile()
        share_quickly()
        # Here and not at the top: a signal during the import ends the process cleanly, too.
        from ws3d_model.kept_memory import keep_memory

        keep_memory()
        import rclpy
        from rclpy.executors import SingleThreadedExecutor
        from rclpy.signals import SignalHandlerOptions

        from ws3d_ros.perception_node import PerceptionNode

        rclpy.init(args=arguments, signal_handler_options=SignalHandlerOptions.NO)
        ending.callback(rclpy.try_shutdown)
        executor = SingleThreadedExecutor()
        ending.callback(executor.shutdown)
        if stopping.is_set():
            return 0
        node = PerceptionNode()
        ending.callback(node.destroy_node)
        ending.callback(_close, node.close)
        executor.add_node(node)
        # The flag as well as the exception: Python drops an exception that meets a destructor.
        while not stopping.is_set():
            executor.spin_once(timeout_sec=SPIN_SECONDS)
    return 0


def _stop_on_signals(stopping: threading.Event) -> None:
    """Let the first SIGINT or SIGTERM raise Stop, and further ones do nothing."""
    numbers = [signal.SIGTERM]
    # A background job of a shell has SIGINT ignored; that is its user's wish.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        numbers.append(signal.SIGINT)

    def stop(number: int, frame: FrameType | None) -> None:
        # The second Ctrl-C would otherwise interrupt the ending of the first.
        for other in (signal.SIGINT, signal.SIGTERM):
            signal.signal(other, signal.SIG_IGN)
        stopping.set()
        last = threading.Timer(LAST_SECONDS, _leave)
        last.daemon = True
        last.start()
        raise Stop

    for number in numbers:
        signal.signal(number, stop)


def _close(close: Callable[[], bool]) -> None:
    """End the node's threads, or the process where one of them computes on and on."""
    if not close():
        _leave()


def _leave() -> None:
    """End the process at once: waiting longer would end in a SIGKILL by whoever launched it."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def run() -> None:
    """The console script: `main`, and out.

    Python's finalisation would take another second of CPU after everything is closed, on a busy
    machine longer than a launcher waits before it kills.
    """
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
