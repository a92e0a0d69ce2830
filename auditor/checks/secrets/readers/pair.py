"""What is a value with a name, in a file?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """A value and its name; ``end_line`` is where it ends, 0 for the same line.

    ``flat`` marks a file of settings alone.
    ``always`` marks what is a secret whatever it is called, as ``kind``.
    """

    name: str
    value: str
    line: int
    end_line: int = 0
    flat: bool = False
    always: str = ""

    def __repr__(self) -> str:
        return f"Pair(line={self.line})"
