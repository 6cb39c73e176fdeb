# SPDX-License-Identifier: Apache-2.0
"""`ros2 run ws3d_ros evaluate_bag BAG --out DIR`: how good is it here, and does it keep up?"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ws3d_model.kept_memory import keep_memory
from ws3d_model.openmp_waiting import wait_briefly
from ws3d_ros.shared_interpreter import settle_loaded
from ws3d_ros.transport import use_shared_memory_profile

if TYPE_CHECKING:
    from ws3d_ros.bag_evaluation.verdict import Finding


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 when every limit is kept, 1 when one is missed or nothing could be judged,
    2 for input that cannot be used."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    use_shared_memory_profile()
    keep_memory()
    wait_briefly()
    # Here and not at the top: the middleware and numpy read what was set when they are loaded.
    from ws3d_ros.bag_evaluation.options import label_names_of, options_of, scenario_of

    options = options_of(given)
    from ws3d_ros.bag_evaluation.evaluation import EvaluationError, evaluate
    from ws3d_ros.bag_evaluation.scenario import ScenarioError

    settle_loaded()
    try:
        outcome = evaluate(
            scenario_of(options),
            options.out,
            labels=options.labels,
            label_names=label_names_of(options.label_names),
            compare_model=options.compare_model,
            compare_vocabulary=options.compare_vocabulary,
            record=options.record,
            live_rate=options.rate if options.live else None,
            live_node=options.node,
            limit=options.frames,
            quiet=options.quiet,
        )
    except (EvaluationError, ScenarioError) as error:
        print(f"evaluate_bag: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("evaluate_bag: stopped before the first frame: there is no report", file=sys.stderr)
        return 1
    _print(outcome.findings, outcome.lines)
    print(f"report: {outcome.report}")
    return 0 if outcome.passed else 1


def _print(findings: Sequence[Finding], lines: Sequence[str]) -> None:
    for line in lines:
        print(line)
    for finding in findings:
        said = "kept  " if finding.kept else "MISSED"
        found = "not measured" if math.isnan(finding.measured) else f"{finding.measured:.4g}"
        print(f"{said} {finding.what} {finding.limit:g}: {found}")


if __name__ == "__main__":
    sys.exit(main())
