# SPDX-License-Identifier: Apache-2.0
"""Recorded bags, written and read without a ROS installation."""
