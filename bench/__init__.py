# SPDX-License-Identifier: Apache-2.0
"""Measures speed and memory of the network and of the node; see docs/performance.md."""
