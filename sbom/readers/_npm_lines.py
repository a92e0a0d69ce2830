"""On which line of the lockfile does each entry begin?

One forward scan for the keys in the order of the file: no second parse.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

MAX_MISSES = 100


def find_lines(text: str, keys: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return the line of each location; ``keys`` are (location, key) in the order of the text.

    A key that is not found as npm would write it has no line. The scan gives
    up after MAX_MISSES of them, which no tool writes.
    """
    colon = '": {' if '": {' in text else '":{'
    lines: dict[str, int] = {}
    position, line, misses = 0, 1, 0
    for location, key in keys:
        plain = '"' not in key and "\\" not in key
        wanted = f'"{key}{colon}' if plain else f"{json.dumps(key)[:-1]}{colon}"
        found = text.find(wanted, position)
        if found < 0:
            misses += 1
            if misses == MAX_MISSES:
                break
            continue
        line += text.count("\n", position, found)
        position = found
        lines[location] = line
    return lines
