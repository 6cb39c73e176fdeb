# SPDX-License-Identifier: Apache-2.0
"""Generated data beside real data: density, holes, neighbours, classes and sizes, as plots."""
