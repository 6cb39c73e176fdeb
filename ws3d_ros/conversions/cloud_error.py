# SPDX-License-Identifier: Apache-2.0
"""CloudError: a measurement that cannot become a cloud, with what its sender must change."""

from __future__ import annotations


class CloudError(ValueError):
    """The message says what is wrong with a cloud, an image or a camera, and what to do about it.

    The node turns it into a diagnostic, drops the measurement and goes on.
    """
