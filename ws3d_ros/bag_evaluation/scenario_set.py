# SPDX-License-Identifier: Apache-2.0
"""Several scenarios one after the other, with a table: what `make evaluate` runs."""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ws3d_model.kept_memory import keep_memory
from ws3d_model.openmp_waiting import wait_briefly

COLUMNS = ("mean iou", "box ap25", "instance ap50", "label flicker", "process ms p95")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 when every limit of every scenario is kept, 1 when one is missed, 2 where a
    scenario cannot be evaluated."""
    keep_memory()
    wait_briefly()
    options = _parser().parse_args(arguments)
    # Here and not at the top: numpy reads what was set when it is loaded.
    from ws3d_ros.bag_evaluation.evaluation import EvaluationError
    from ws3d_ros.bag_evaluation.scenario import ScenarioError

    rows, missed, unusable = [], [], False
    for path in options.scenario:
        began = time.monotonic()
        print(f"{path}:", flush=True)
        try:
            row, lines, stopped = _evaluated(path, options.out / path.stem, options.quiet)
        except (EvaluationError, ScenarioError) as error:
            print(f"  {error}", file=sys.stderr)
            unusable = True
            continue
        except KeyboardInterrupt:
            missed.append(f"{path.stem}: stopped before its first frame")
            break
        rows.append((path.stem, *row, f"{time.monotonic() - began:.0f} s"))
        missed += [f"{path.stem}: {line}" for line in lines]
        if stopped:
            missed.append(f"{path.stem}: stopped by the user, and so is all that follows")
            break
    _print_table(("scenario", *COLUMNS, "limits", "took"), rows)
    for line in missed:
        print(f"MISSED {line}")
    print(f"reports: {options.out}/*/report.html")
    return 2 if unusable else int(bool(missed))


def _evaluated(path: Path, out: Path, quiet: bool) -> tuple[list[str], list[str], bool]:
    """A row of the table, the limits that are missed, and whether the user wants no more."""
    from ws3d_ros.bag_evaluation.evaluation import evaluate
    from ws3d_ros.bag_evaluation.scenario import Scenario
    from ws3d_ros.bag_evaluation.verdict import measured_figures

    outcome = evaluate(Scenario.read(path), out, quiet=quiet)
    figures = measured_figures(outcome.result)
    row = [_figure(name, figures[name.replace(" ", "_")]) for name in COLUMNS]
    missed = [f"{f.what} {f.limit:g}: {f.measured:.4g}" for f in outcome.findings if not f.kept]
    if not outcome.result.used:
        missed.append("no frame could be used")
    kept = sum(finding.kept for finding in outcome.findings)
    return [*row, f"{kept}/{len(outcome.findings)} kept"], missed, outcome.stopped


def _figure(name: str, value: float) -> str:
    if math.isnan(value):
        return "-"
    return f"{value:.0f}" if " ms " in name else f"{100 * value:.1f} %"


def _print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = [heads, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(heads))]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ws3d_ros.bag_evaluation.scenario_set",
        description="Evaluate scenarios one after the other. Bags that they generate are kept in "
        "build/scenarios.",
    )
    parser.add_argument("scenario", nargs="+", type=Path, help="YAML files")
    parser.add_argument("--out", type=Path, required=True, help="folder of the reports")
    parser.add_argument("--quiet", action="store_true", help="no progress bars")
    return parser


if __name__ == "__main__":
    sys.exit(main())
