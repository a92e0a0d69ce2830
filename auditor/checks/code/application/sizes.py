"""How many bytes is a limit, written as body-parser accepts it?"""

from __future__ import annotations

import re
from fractions import Fraction

DEFAULT_BODY_LIMIT_BYTES = 100 * 1024
"""Of every parser of express and body-parser."""

_UNITS = {"": 1, "b": 1, "kb": 2**10, "mb": 2**20, "gb": 2**30, "tb": 2**40, "pb": 2**50}
_SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?) ?(|b|kb|mb|gb|tb|pb)", re.IGNORECASE | re.ASCII)


def size_bytes(value: object) -> int | None:
    """Bytes of ``'20kb'`` or of a number; None where it is neither."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if 0 <= value < 2**53 else None
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    return int(Fraction(match[1]) * _UNITS[match[2].lower()]) if match else None
