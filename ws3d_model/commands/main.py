# SPDX-License-Identifier: Apache-2.0
"""`ws3d`: the command line, from its arguments to a command and its exit status."""

from __future__ import annotations

import argparse
import importlib.metadata
import logging
import sys
from collections.abc import Sequence

# Light modules: each imports torch and the rest when it runs, so that --help answers at once.
from ws3d_model.commands import (
    calibrate,
    evaluate,
    export,
    generate,
    predict,
    prepare,
    render,
    teach,
    train,
)
from ws3d_model.kept_memory import keep_memory
from ws3d_model.openmp_waiting import wait_briefly

EXAMPLES = """\
examples:
  ws3d predict room.ply --vocabulary "wall, floor, office chair, plant" --output room.npz
  ws3d predict sweep.bin --vocabulary config/vocabularies/street.yaml --output sweep.ply
  ws3d generate rooms --count 400 --out build/rooms
  ws3d train pretrain config/training/rooms.yaml --data build/rooms --out build/training
  ws3d evaluate build/held_out --model build/training/checkpoint.safetensors

`ws3d COMMAND --help` explains a command."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 2 an error that the message explains.

    Args:
        argv: the arguments; those of the process when left out.
    """
    keep_memory()
    wait_briefly()
    parser = _parser()
    args = parser.parse_args(_joined(sys.argv[1:] if argv is None else argv))
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    try:
        status: int = args.run(args)
        return status
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of a pipe, such as `head`, has seen enough
        sys.stderr.close()
        return 141
    except (ValueError, OSError, ImportError, RuntimeError, MemoryError) as error:
        if args.traceback:
            raise
        print(f"ws3d: {_one_line(error)}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ws3d",
        description="Find things by name in 3D point clouds: a label, an instance and a confidence "
        "for every point, and oriented boxes.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"ws3d {_version()}")
    parser.add_argument(
        "--traceback", action="store_true", help="show where in the program an error arose"
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (predict, generate, render, teach, prepare, train, calibrate, evaluate, export):
        command.add_parser(commands)
    return parser


def _joined(argv: Sequence[str]) -> list[str]:
    """The arguments with `--up -y` as `--up=-y`, which argparse would take for an option -y."""
    joined: list[str] = []
    for word in argv:
        if joined and joined[-1] == "--up" and word in ("-x", "-y", "-z"):
            joined[-1] = f"--up={word}"
        else:
            joined.append(word)
    return joined


def _version() -> str:
    try:
        return importlib.metadata.version("ws3d_ros")
    except importlib.metadata.PackageNotFoundError:
        return "(run from its source, not installed)"


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    # What the system says about a file names it; some exceptions say nothing but their kind.
    return text or type(error).__name__


if __name__ == "__main__":
    sys.exit(main())
