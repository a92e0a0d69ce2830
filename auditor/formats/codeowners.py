"""Who owns which files, by a CODEOWNERS file?

Patterns of .gitignore's kind without exceptions; the last one that matches counts
(GitHub, "About code owners").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.errors import TargetError

MAX_BYTES = 3 * 2**20  # GitHub reads no larger one
MAX_PATTERN_CHARACTERS = 500
PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")

_OWNER = re.compile(r"@[\w.-]+(?:/[\w.-]+)*|[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern, its owners and its line; without owners it takes them away."""

    pattern: str
    owners: tuple[str, ...]
    line: int

    def covers(self, path: str) -> bool:
        """Whether the pattern is about a path; patterns with a star inside are about none."""
        bare = self.pattern.strip("/")
        if bare in {"*", "**", ""}:
            return True
        if bare.startswith("*.") and "*" not in bare[1:]:
            return path.endswith(bare[1:])
        bare = bare.removesuffix("/*").removesuffix("/**")
        anchored = "/" in self.pattern.rstrip("/")
        return f"/{path}/".startswith(f"/{bare}/") or (not anchored and f"/{bare}/" in f"/{path}/")


def read_rules(data: bytes) -> tuple[Rule, ...]:
    """Return the rules in their order.

    Raises:
        TargetError: too large; the message leaves naming the file to the caller.
    """
    if len(data) > MAX_BYTES:
        raise TargetError(f"larger than {MAX_BYTES // 2**20} MiB")
    return tuple(_rules(data.decode("utf-8", errors="replace")))


def owners_of(path: str, rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """The owners of a path; empty where nobody is."""
    return next((one.owners for one in reversed(rules) if one.covers(path)), ())


def _rules(content: str) -> Iterator[Rule]:
    for number, one in enumerate(content.splitlines(), start=1):
        words = one.partition("#")[0].split()
        if (
            words
            and not words[0].startswith(("[", "^["))
            and len(words[0]) <= MAX_PATTERN_CHARACTERS
        ):
            owners = tuple(word for word in words[1:] if _OWNER.fullmatch(word))
            yield Rule(words[0], owners, number)
