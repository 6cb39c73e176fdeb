# SPDX-License-Identifier: Apache-2.0
"""Makes the modules of the set-up importable: they are programs beside the project, not in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "environment"))


@pytest.fixture
def project() -> Path:
    """The project's root folder."""
    return PROJECT
