"""CRC-32 of two texts joined, from the CRC-32 of each: what gzip's trailer needs and zlib for Python leaves out. Pure.

A checksum is a polynomial over GF(2) modulo the one of RFC 1952 §8; to append n octets multiplies it by x^(8n).
"""

from __future__ import annotations

from functools import lru_cache

# x^0 is the highest bit: gzip counts bits from the other end.
_ONE = 1 << 31
_POLYNOMIAL = 0xEDB88320


def combined(first: int, second: int, size: int) -> int:
    """The CRC-32 of A + B, where A has `first`, and B has `second` and `size` octets."""
    return _times(_power_of_octets(size), first) ^ second


def _times(a: int, b: int) -> int:
    product = 0
    while a:
        if a & _ONE:
            product ^= b
        a = (a << 1) & 0xFFFFFFFF
        b = (b >> 1) ^ (_POLYNOMIAL if b & 1 else 0)
    return product


@lru_cache(maxsize=4096)  # chunks keep their sizes while files change
def _power_of_octets(count: int) -> int:
    """x^(8·count), by squaring."""
    power, square = _ONE, _ONE >> 8
    while count:
        if count & 1:
            power = _times(square, power)
        square = _times(square, square)
        count >>= 1
    return power
