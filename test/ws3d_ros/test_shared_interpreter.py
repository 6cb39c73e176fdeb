# SPDX-License-Identifier: Apache-2.0
"""A garbage collector that leaves alone what is loaded, and a short wait for the interpreter."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from ws3d_ros.shared_interpreter import settle_loaded


class _Loaded:
    """Something in a circle, as networks and nodes are."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thawed")
def test_what_is_loaded_is_left_alone_and_what_was_unloaded_is_collected() -> None:
    loaded = _Loaded()
    gone = weakref.ref(loaded)
    settle_loaded()
    assert gc.get_freeze_count() > 0
    del loaded
    gc.collect()
    assert gone() is not None  # frozen: no round looks at it
    settle_loaded()
    assert gone() is None
