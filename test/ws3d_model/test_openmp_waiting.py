# SPDX-License-Identifier: Apache-2.0
"""How long threads wait awake: what the library sees, and the user's word before ours."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ws3d_model.openmp_waiting import BLAS_THREADS, VARIABLES, wait_briefly

PROGRAMS = (
    "ws3d_model.commands.main",
    "ws3d_ros.node_process",
    "ws3d_ros.bag_evaluation.command",
    "ws3d_ros.bag_evaluation.scenario_set",
)
SHOW = """
import os
from ws3d_model.openmp_waiting import wait_briefly
wait_briefly()
import torch
torch.zeros(100_000).add(1)
"""


def test_libgomp_takes_it() -> None:
    plain = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env=plain | {"OMP_DISPLAY_ENV": "verbose"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    if "GOMP_SPINCOUNT" not in done.stderr:
        pytest.skip("another OpenMP library than GNU's")
    assert "GOMP_SPINCOUNT = '4000'" in done.stderr


@pytest.mark.parametrize("name", VARIABLES)
def test_the_users_word_stands(name: str) -> None:
    environment = {name: "active", BLAS_THREADS: "4"}
    wait_briefly(environment)
    assert environment == {name: "active", BLAS_THREADS: "4"}


@pytest.mark.parametrize("program", PROGRAMS)
def test_numpy_is_not_imported_before_it_can_be_told(program: str) -> None:
    """Its BLAS starts its threads when it is imported."""
    look = f"import sys, {program}; sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", look], check=True, timeout=60)


def test_blas_gets_one_thread() -> None:
    environment: dict[str, str] = {}
    wait_briefly(environment)
    assert environment[BLAS_THREADS] == "1"
