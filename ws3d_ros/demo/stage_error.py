# SPDX-License-Identifier: Apache-2.0
"""StageError: a stage of the demo that could not be done."""


class StageError(RuntimeError):
    """Says what failed and what to do about it."""


class Interrupted(Exception):
    """The user asked to stop."""
