# SPDX-License-Identifier: Apache-2.0
"""The ROS 2 side: converts messages, calls ws3d_model, publishes; decides nothing."""
