# SPDX-License-Identifier: Apache-2.0
"""What things are made of: primitives, paint, palettes, and the dice that draw them."""
