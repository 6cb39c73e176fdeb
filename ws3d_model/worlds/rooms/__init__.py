# SPDX-License-Identifier: Apache-2.0
"""Rooms: floor plans, shells, and what stands where."""
