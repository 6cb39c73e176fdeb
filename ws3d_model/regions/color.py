# SPDX-License-Identifier: Apache-2.0
"""Colours as the eye tells them apart: sRGB to CIE L*a*b*."""

from __future__ import annotations

import torch
from torch import Tensor

# Linear sRGB to XYZ relative to the white point D65 (IEC 61966-2-1): each row sums to 1.
_XYZ = (
    (0.4339530, 0.3762193, 0.1898277),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0177578, 0.1094765, 0.8727657),
)


def lab(rgb: Tensor) -> Tensor:  # (N, 3) in 0..1
    """L* in 0..100, a* and b* (N, 3) of sRGB colours; distances there are CIE 1976 differences."""
    linear = torch.where(rgb <= 0.04045, rgb / 12.92, ((rgb.clamp_min(0) + 0.055) / 1.055).pow(2.4))
    relative = linear @ linear.new_tensor(_XYZ).t()
    # The cube root above 0.0088, a line with the same value and slope below (CIE 15).
    low = relative <= (6 / 29) ** 3
    f = torch.where(
        low, relative / (3 * (6 / 29) ** 2) + 4 / 29, relative.clamp_min(1e-6) ** (1 / 3)
    )
    x, y, z = f.unbind(1)
    return torch.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], 1)
