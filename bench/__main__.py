# SPDX-License-Identifier: Apache-2.0
"""The command: `python -m bench` measures, prints a table and writes JSON."""

from __future__ import annotations

import argparse
import dataclasses
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import (
    bench_busy,
    bench_conversions,
    bench_engine,
    bench_latency,
    bench_memory,
    bench_process,
    bench_regions,
    bench_rendering,
    bench_spconv,
    bench_training,
    bench_transport,
    bench_vocabulary,
)
from bench.figure import Figure
from bench.machine import describe, in_one_line, warning
from bench.options import Options
from bench.report import as_text, write_json, write_section

PARTS: dict[str, Callable[[Options], list[Figure]]] = {
    "process": bench_process.measure,
    "engine": bench_engine.measure,
    "spconv": bench_spconv.measure,
    "regions": bench_regions.measure,
    "rendering": bench_rendering.measure,
    "training": bench_training.measure,
    "conversions": bench_conversions.measure,
    "latency": bench_latency.measure,
    "busy": bench_busy.measure,
    "transport": bench_transport.measure,
    "vocabulary": bench_vocabulary.measure,
    "memory": bench_memory.measure,
}


def main() -> int:
    """Exit code: 0 when everything could be measured, whatever came out, 1 when not."""
    given = _parser().parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    options = _options(given)
    machine = describe()
    print(in_one_line(machine), flush=True)
    if warning(machine):
        logging.getLogger("bench").warning(warning(machine))
    parts: dict[str, list[Figure]] = {}
    failures: dict[str, str] = {}
    for name in given.only or PARTS:
        start = time.monotonic()
        try:
            parts[name] = PARTS[name](options)
        # One part that cannot be measured must not take the others along.
        except Exception as error:
            logging.getLogger("bench").exception("%s could not be measured", name)
            failures[name] = f"{type(error).__name__}: {error}"
            continue
        if not parts[name]:
            del parts[name]  # left out, with the reason printed
            continue
        print(f"\n{name} ({time.monotonic() - start:.0f} s)\n{as_text(parts[name])}", flush=True)
    write_json(given.out, machine, dataclasses.asdict(options), parts, failures)
    print(f"\nwritten: {given.out}")
    if given.docs is not None:
        write_section(given.docs, machine, parts)
        print(f"written: {given.docs}")
    figures = [figure for part in parts.values() for figure in part]
    judged = [figure for figure in figures if figure.met is not None]
    print(f"{sum(bool(figure.met) for figure in judged)} of {len(judged)} figures are as asked for")
    for name, failure in failures.items():
        print(f"NOT measured: {name}: {failure}")
    if given.quick:
        print("quick: small sizes, which say nothing about what is asked for")
    return 1 if failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure speed and memory of ws3d; let nothing else run on the machine.",
    )
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"), help="(%(default)s)")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="these parts instead of all")
    parser.add_argument("--model", type=Path, help="a checkpoint instead of the shipped one")
    parser.add_argument(
        "--minutes", type=float, help="how long the node's memory is watched (0.5; growth needs 5)"
    )
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that it runs")
    parser.add_argument("--docs", type=Path, help="a page whose marked section is replaced")
    return parser


def _options(given: argparse.Namespace) -> Options:
    if given.quick:
        return Options.quick(given.model, given.minutes or 0.05)
    return Options(given.model, given.minutes or 0.5)


if __name__ == "__main__":
    sys.exit(main())
