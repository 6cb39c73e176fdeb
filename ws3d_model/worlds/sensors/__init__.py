# SPDX-License-Identifier: Apache-2.0
"""Simulated sensors: ray casting, depth cameras, lidar, fused scans, and their paths."""
