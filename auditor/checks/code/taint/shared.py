"""What do the taint rules share: sources, barriers, and the form that sums up a function?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

Patterns = list[Any]

SUMMARY = "--parameter"
"""Ends the id of a derived rule: the same sinks, reached by a parameter of a function."""
PASSED = ("request-passed", "parameter-passed")
"""The ids of the two rules that say what is handed to a call."""

_MARK = "parameter:"


def completed(native: Mapping[str, Any]) -> dict[str, Any]:
    """``native`` as Semgrep takes it: shared patterns put in, our metadata left out.

    Raises:
        KeyError: it names a group of sources or barriers that is not there.
    """
    ours = native.get("metadata", {})
    rule = {key: value for key, value in native.items() if key != "metadata"}
    groups = () if "pattern-sources" in native else ours.get("sources", ())
    _add_choice(rule, ours, groups)
    rule["metadata"]["uses"] = tuple(
        use
        for use, reads in (("tests", ours.get("kind") != "fact"), ("browser", ours.get("browser")))
        if reads
    )
    if native.get("mode") == "taint":
        own = rule.get("pattern-sources", [])
        rule["pattern-sources"] = [*own, *_groups("sources", ours.get("sources", ()))]
        _add_barriers(rule, ours.get("barriers", ()))
        rule["options"] = {"taint_assume_safe_comparisons": True, **rule.get("options", {})}
    return rule


def summary_of(native: Mapping[str, Any]) -> dict[str, Any] | None:
    """The rule that finds the parameters which reach the sinks of ``native``.

    None for a rule that does not follow requests. The message of its matches is
    read by ``parameter_of``.
    """
    ours = native.get("metadata", {})
    follows = any(group.startswith("request") for group in ours.get("sources", ()))
    if native.get("mode") != "taint" or not ours.get("summary", follows):
        return None
    rule = completed(native)
    rule["id"] += SUMMARY
    rule["message"] = f"{_MARK}$PARAM"
    rule["pattern-sources"] = _groups("sources", ["parameter"])
    _add_choice(rule, ours, ["parameter"])
    return rule


def passing_rules() -> list[dict[str, Any]]:
    """The rules that say which data of a request, and which parameters, go into a call."""
    rules = []
    for rule_id, group in zip(PASSED, ("request", "parameter"), strict=True):
        rule: dict[str, Any] = {
            "id": rule_id,
            "mode": "taint",
            "languages": ["javascript", "typescript"],
            "severity": "INFO",
            "message": f"{_MARK}$PARAM",
            "options": {"taint_assume_safe_comparisons": True},
            "pattern-sources": _groups("sources", [group]),
            "pattern-sinks": [
                {"patterns": [{"pattern": "$F(..., $ARG, ...)"}, {"focus-metavariable": "$ARG"}]}
            ],
        }
        _add_choice(rule, {}, [group])
        _add_barriers(rule, ["numbers", "schemas", "lists"])
        rules.append(rule)
    return rules


def parameter_of(message: str) -> str:
    """The text of the parameter that a summary's message names."""
    return message.removeprefix(_MARK)


def _add_choice(rule: dict[str, Any], ours: Mapping[str, Any], groups: Iterable[str]) -> None:
    """Say what the files of a rule hold (``files-with``); the engine is spared the others."""
    found_by = [*ours.get("files-with", ())]
    named = list(groups)
    words = _shared()["words"]
    if named and words.keys() >= set(named):
        found_by.append(rf"\b(?:{'|'.join(word for group in named for word in words[group])})\b")
    rule["metadata"] = {"files-with": found_by, "uses": ()}


def _add_barriers(rule: dict[str, Any], groups: Iterable[str]) -> None:
    found = [*rule.get("pattern-sanitizers", []), *_groups("barriers", groups)]
    if found:
        rule["pattern-sanitizers"] = found


def _groups(kind: str, names: Iterable[str]) -> Patterns:
    return [pattern for name in names for pattern in _shared()[kind][name]]


@cache
def _shared() -> dict[str, dict[str, Any]]:
    file = files("auditor.checks.code.taint").joinpath("shared.yaml")
    found: dict[str, dict[str, Any]] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return found
