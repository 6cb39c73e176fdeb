# SPDX-License-Identifier: Apache-2.0
"""Decompress LZF, the compression of binary_compressed PCD files."""

from __future__ import annotations

# A back reference of three bytes stands for at most 264 bytes.
MOST_EXPANSION = 88


def decompress(data: bytes, size: int) -> bytes:
    """The `size` bytes that LZF `data` stands for (format: liblzf 3.6, lzf_d.c, by M. Lehmann).

    A control byte below 32 precedes that many plus one literal bytes. Otherwise its upper three
    bits are a length (7: one more byte is added) and its lower five the high part of a distance.

    Raises:
        ValueError: the data ends early, points before the start, or stands for another size.
    """
    out = bytearray()
    position, end = 0, len(data)
    while position < end:
        control = data[position]
        position += 1
        if control < 32:
            out += data[position : position + control + 1]
            position += control + 1
        else:
            length = control >> 5
            if length == 7:
                if position >= end:
                    break
                length += data[position]
                position += 1
            if position >= end:
                break
            start = len(out) - ((control & 31) << 8) - data[position] - 1
            position += 1
            length += 2
            if start < 0:
                raise ValueError("a back reference points before the start")
            chunk = out[start : start + length]
            # A reference may reach into what it is writing: the bytes so far repeat.
            while len(chunk) < length:
                chunk += chunk[: length - len(chunk)]
            out += chunk
        if len(out) > size:
            raise ValueError(f"more than the declared {size} bytes come out")
    if len(out) != size:
        raise ValueError(f"{len(out)} bytes come out, {size} were declared")
    return bytes(out)
