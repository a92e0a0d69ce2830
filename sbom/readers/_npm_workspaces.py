"""Which folders of a project are its workspaces?

The ``workspaces`` field of package.json: glob patterns, matched against the
locations of a lockfile. Matching is linear in pattern times text, because the
pattern may come from a stranger.
"""

from __future__ import annotations

from collections.abc import Iterable

from sbom.locations import is_outside

MAX_PATTERNS = 1000
MAX_BRACE_FORMS = 64


def read_patterns(workspaces: object) -> list[str]:
    """Return the patterns of a ``workspaces`` field: a list, or an object with ``packages``."""
    if isinstance(workspaces, dict):
        workspaces = workspaces.get("packages")
    if not isinstance(workspaces, list):
        return []
    return [each for each in workspaces[:MAX_PATTERNS] if isinstance(each, str)]


def match_workspaces(patterns: Iterable[str], locations: Iterable[str]) -> list[str]:
    """Return the locations that are workspaces; a later ``!pattern`` takes matches back."""
    candidates = [
        location
        for location in locations
        if location and not is_outside(location) and "node_modules" not in location.split("/")
    ]
    chosen: set[str] = set()
    for pattern in patterns:
        negated = pattern.startswith("!")
        forms = [_parts(form) for form in _brace_forms(pattern.lstrip("!"))]
        matched = {
            location
            for location in candidates
            if any(_match_parts(form, location.split("/")) for form in forms)
        }
        chosen = chosen - matched if negated else chosen | matched
    return sorted(chosen)


def _brace_forms(pattern: str) -> list[str]:
    """Expand ``{a,b}``; nested braces are left as they are, which then match nothing."""
    forms = [pattern]
    while len(forms) <= MAX_BRACE_FORMS:
        head, brace, rest = forms[0].partition("{")
        inner, end, tail = rest.partition("}")
        if not brace or not end:
            return forms
        choices = inner.split(",")
        forms = [f"{head}{choice}{tail}" for choice in choices] + forms[1:]
        forms.sort(key=lambda form: "{" not in form)
    return []


def _parts(pattern: str) -> list[str]:
    return [part for part in pattern.split("/") if part not in ("", ".")]


def _match_parts(pattern: list[str], parts: list[str]) -> bool:
    """Match path parts, where ``**`` stands for any number of them."""
    reachable = {0}
    for part in pattern:
        if part == "**":
            reachable = set(range(min(reachable), len(parts) + 1))
        else:
            reachable = {
                at + 1 for at in reachable if at < len(parts) and _match_text(part, parts[at])
            }
        if not reachable:
            return False
    return len(parts) in reachable


def _match_text(pattern: str, text: str) -> bool:
    """Match ``*`` and ``?`` within one part, going back to the last star only."""
    at = star = mark = 0
    has_star = False
    position = 0
    while position < len(text):
        if at < len(pattern) and pattern[at] == "*":
            has_star, star, mark = True, at, position
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[position]):
            at += 1
            position += 1
        elif has_star:
            mark += 1
            at, position = star + 1, mark
        else:
            return False
    return not pattern[at:].strip("*")
