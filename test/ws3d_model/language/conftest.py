# SPDX-License-Identifier: Apache-2.0
"""The embedded text encoder, loaded once for the tests of this folder."""

from __future__ import annotations

import pytest

from ws3d_model.language.minilm import MiniLMEncoder


@pytest.fixture(scope="session")
def minilm() -> MiniLMEncoder:
    return MiniLMEncoder()
