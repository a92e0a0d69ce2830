"""Of two values of one setting, which is the stricter?

The schema annotates every setting with one of these; merging policies and
showing values follow from the annotation alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from auditor.policy.units import show_duration

Setting = bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strictness:
    """What "stricter" means for a setting, in words and as a function, and how a value is shown.

    A switch has no value to compare with: it makes a control one that must not fail.
    ``unset`` is the value where no file says anything; None leaves it open.
    """

    words: str
    stricter: Callable[[Any, Any], Any]
    show: Callable[[Any], str] = str
    is_switch: bool = False
    unset: Setting | None = None


def _show_flag(flag: bool) -> str:
    return "yes" if flag else "no"


def _show_words(words: tuple[str, ...]) -> str:
    return ", ".join(words) or "nothing"


def _common(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in left if word in right)


def _united(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*left, *right}))


def ranked(*words: str) -> Strictness:
    """Return the strictness of a choice among ``words``, the loosest first."""
    return Strictness(
        f"the later of {', '.join(words)}", lambda *pair: max(pair, key=words.index), str
    )


LOWER = Strictness("the lower number", min)
HIGHER = Strictness("the higher number", max)
SHORTER = Strictness("the shorter time", min, show_duration)
LONGER = Strictness("the longer time", max, show_duration)
NEWER_TLS = ranked("1.2", "1.3")
TRUE = Strictness("yes, if either says so", lambda left, right: left or right, _show_flag)
FEWER = Strictness("what both allow", _common, _show_words)
MORE = Strictness("what either asks for", _united, _show_words)
EXCEPTIONS = Strictness("what both allow", _common, _show_words, unset=())
"""Exceptions from a rule: where no file makes any, there are none."""
FORBIDDEN = Strictness("what either forbids", _united, _show_words, unset=())
FROM_SEVERITY = ranked("critical", "high", "medium", "low", "info")
"""A threshold: whatever is at least this severe counts; a lower threshold is stricter."""
REQUIRED = Strictness("required, if either says so", max, is_switch=True)
"""A switch: the control of the same name must not fail."""
