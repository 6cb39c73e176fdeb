# SPDX-License-Identifier: Apache-2.0
"""Parametric things that rooms hold, one file a kind."""
