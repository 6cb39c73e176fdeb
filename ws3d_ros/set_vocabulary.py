# SPDX-License-Identifier: Apache-2.0
"""Tell a running node what to look for: `ros2 run ws3d_ros set_vocabulary chair "red sofa"`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import rclpy
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from rclpy.utilities import remove_ros_args

from ws3d_model.language import Vocabulary, VocabularyError
from ws3d_msgs.msg import VocabularyEntry
from ws3d_msgs.srv import SetVocabulary
from ws3d_ros.conversions.vocabulary import messages_from_entries

KEEP = -1.0  # a threshold below 0 keeps the present one


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 when the vocabulary was changed, 1 when not, 2 for a wrong command line."""
    given = sys.argv if arguments is None else ["set_vocabulary", *arguments]
    options = _parser().parse_args(remove_ros_args(given)[1:])
    try:
        request = _request(options)
    except (OSError, VocabularyError) as error:
        print(f"set_vocabulary: {error}", file=sys.stderr)
        return 2
    rclpy.init(args=given, signal_handler_options=SignalHandlerOptions.NO)
    node = rclpy.create_node("set_vocabulary")
    try:
        response = _call(node, options.node, request, options.timeout)
    except KeyboardInterrupt:
        return 1
    finally:
        node.destroy_node()
        rclpy.try_shutdown()
    if response is None:
        print(
            f"set_vocabulary: no answer from {options.node} within {options.timeout:g} s: is it "
            "running? `ros2 node list` shows the names, --node takes one",
            file=sys.stderr,
        )
        return 1
    _report(response)
    return 0 if response.success else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="set_vocabulary", description="Tell a running ws3d node what to look for."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help='such as chair "red sofa"')
    parser.add_argument(
        "--file",
        type=Path,
        help="a vocabulary: .txt (a name a line) or .yaml. Its threshold is sent unless it is 0; "
        "its background is not, the service has no such field: set the parameter background",
    )
    parser.add_argument(
        "--threshold",
        type=float,
        default=KEEP,
        help="confidence (0 to 1) below which a point stays unlabelled; when left out, the file's "
        "or the present one",
    )
    parser.add_argument("--node", default="perception", help="name of the node (%(default)s)")
    parser.add_argument(
        "--timeout", type=float, default=30.0, help="seconds to wait for it (%(default)s)"
    )
    return parser


def _request(options: argparse.Namespace) -> SetVocabulary.Request:
    entries = [VocabularyEntry(name=name) for name in options.names]
    threshold = options.threshold
    if options.file is not None:
        file = Vocabulary.from_file(options.file)
        entries += messages_from_entries(file.entries)
        threshold = (file.threshold or KEEP) if threshold < 0 else threshold
        if file.background:
            names = ", ".join(file.background)
            print(
                f"set_vocabulary: the background of {options.file} is not sent, the service has no "
                f'field for it: ros2 param set {options.node} background "[{names}]"',
                file=sys.stderr,
            )
    if not entries:
        raise VocabularyError('give at least one name, as: set_vocabulary chair "red sofa"')
    return SetVocabulary.Request(entries=entries, threshold=threshold)


def _call(
    node: Node, target: str, request: SetVocabulary.Request, timeout: float
) -> SetVocabulary.Response | None:
    client = node.create_client(SetVocabulary, f"{target.rstrip('/')}/set_vocabulary")
    if not client.wait_for_service(timeout_sec=timeout):
        return None
    future = client.call_async(request)
    rclpy.spin_until_future_complete(node, future, timeout_sec=timeout)
    return future.result() if future.done() else None


def _report(response: SetVocabulary.Response) -> None:
    if response.success:
        print(f"version {response.version}: {response.message}")
        print(f"accepted: {', '.join(response.accepted)}")
    else:
        print(f"refused: {response.message}")
    for name, reason in zip(response.rejected, response.reasons, strict=True):
        print(f"rejected: {name!r}: {reason}")


if __name__ == "__main__":
    sys.exit(main())
