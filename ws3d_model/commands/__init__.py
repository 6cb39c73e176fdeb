# SPDX-License-Identifier: Apache-2.0
"""The `ws3d` command line, one file a command."""
