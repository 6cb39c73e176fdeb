# SPDX-License-Identifier: Apache-2.0
"""Evaluation on recorded bags: what the node would have said, how right, how steady, how fast."""
