# SPDX-License-Identifier: Apache-2.0
"""Assets: any folder of meshes, checked, named, set upright, and drawn into the worlds."""
