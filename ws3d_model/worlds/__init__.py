# SPDX-License-Identifier: Apache-2.0
"""Worlds: procedural scenes with names for everything in them, and the sensors that see them."""
