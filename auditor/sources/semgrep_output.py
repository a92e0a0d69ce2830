"""What did the engine say? Reads the JSON of ``semgrep scan --json``.

The shape is ``cli_output`` of Semgrep's own interface description, version 1.182;
tests/sources/test_semgrep_output.py pins the part that is read here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from auditor.errors import ProcessError

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

TYPESCRIPT_SUFFIX = "--typescript"
"""Ends the id of the form of a rule that reads TypeScript; it is taken off."""

_LINE = re.compile(r":(\d+)(?::|$)")
_MAX_LINES_NAMED = 5
_MAX_SAID = 300


@dataclass(frozen=True, slots=True)
class RawMatch:
    """One result, still under our own file name. Offsets count bytes from 0."""

    rule: str
    name: str
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    start_offset: int
    end_offset: int
    message: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """One error that concerns a file, under our own file name."""

    name: str
    kind: str
    rule: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """One error that is about no file: an invalid rule, or the engine as a whole."""

    kind: str
    rule: str
    said: str


@dataclass(frozen=True, slots=True)
class Output:
    """All of the engine's answer that auditor relies on."""

    version: str
    matches: tuple[RawMatch, ...]
    troubles: tuple[Trouble, ...]
    failures: tuple[Failure, ...]
    scanned: frozenset[str]


def decode(stdout: bytes) -> Output:
    """Read the engine's answer.

    Raises:
        ProcessError: it is no JSON of the expected shape.
    """
    try:
        # Messages quote the source, which may not be UTF-8.
        answer = _object(json.loads(stdout.decode("utf-8", "surrogateescape")))
        errors = [_object(one) for one in _list(answer["errors"])]
        return Output(
            version=_text(answer["version"]),
            matches=tuple(_match(_object(one)) for one in _list(answer["results"])),
            troubles=tuple(_trouble(one) for one in errors if "path" in one),
            failures=tuple(_failure(one) for one in errors if "path" not in one),
            scanned=frozenset(_name(one) for one in _list(_object(answer["paths"])["scanned"])),
        )
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise ProcessError(
            "semgrep: its answer is not the JSON that was expected",
            hint="auditor is tested with semgrep 1.182; install that version",
        ) from error


def require_no_failure(output: Output) -> None:
    """Refuse an answer that is not about all the rules.

    The native front end drops an invalid rule, runs the others and exits with 0.

    Raises:
        ProcessError: there is a failure; it names the first.
    """
    for one in output.failures:
        where = f"rule {one.rule}" if one.rule else one.kind.lower()
        raise ProcessError(
            f"semgrep: {where}: {one.said or 'no reason given'}",
            hint="correct the rule, or reinstall auditor" if one.rule else "",
        )


def reasons(troubles: tuple[Trouble, ...]) -> Mapping[str, str]:
    """Return one sentence for each file that has trouble, by our file name."""
    by_name: dict[str, list[Trouble]] = {}
    for trouble in troubles:
        by_name.setdefault(trouble.name, []).append(trouble)
    return {name: "; ".join(_sentences(found)) for name, found in sorted(by_name.items())}


def _sentences(troubles: list[Trouble]) -> list[str]:
    lines = sorted({line for one in troubles if not one.rule for line in one.lines})
    late = sorted({one.rule for one in troubles if one.rule and one.kind == "Timeout"})
    other = sorted({one.kind.lower() for one in troubles if one.kind not in _NAMED})
    sentences = []
    if any(one.kind == "PartialParsing" for one in troubles):
        sentences.append(f"not understood by the parser at {_places(lines)}")
    elif any(one.kind in _PARSING for one in troubles):
        sentences.append(f"could not be parsed, from {_places(lines[:1])}")
    if late:
        listed = ", ".join(late)
        sentences.append(f"ran out of time in rule {listed}, so further rules may not have run")
    if other:
        sentences.append(f"the engine reported: {', '.join(other)}")
    return sentences


_PARSING = frozenset({"Syntax error", "Lexical error", "Other syntax error", "AST builder error"})
_NAMED = _PARSING | {"PartialParsing", "Timeout"}
LASTING = _PARSING | {"PartialParsing"}
"""Kinds of trouble that a file has whenever it is scanned."""


def _places(lines: list[int]) -> str:
    if not lines:
        return "an unknown line"
    named = ", ".join(str(line) for line in lines[:_MAX_LINES_NAMED])
    more = f" and {len(lines) - _MAX_LINES_NAMED} more" if len(lines) > _MAX_LINES_NAMED else ""
    return f"line{'s' if len(lines) > 1 else ''} {named}{more}"


def _match(result: Mapping[str, Json]) -> RawMatch:
    start, end = _object(result["start"]), _object(result["end"])
    return RawMatch(
        rule=_rule(result["check_id"]),
        name=_name(result["path"]),
        start_line=_number(start["line"]),
        start_column=_number(start["col"]),
        end_line=_number(end["line"]),
        end_column=_number(end["col"]),
        start_offset=_number(start["offset"]),
        end_offset=_number(end["offset"]),
        message=_text(_object(result["extra"])["message"]),
    )


def _trouble(error: Mapping[str, Json]) -> Trouble:
    message = _text(error.get("message", ""))
    spans = [_object(span) for span in _list(error.get("spans", []))]
    lines = [_number(_object(span["start"])["line"]) for span in spans]
    if not lines and (found := _LINE.search(message.partition("\n")[0])):
        lines = [int(found[1])]
    return Trouble(
        name=_name(error["path"]),
        kind=_kind(error),
        rule=_rule(error.get("rule_id", "")),
        lines=tuple(sorted(lines)),
    )


def _failure(error: Mapping[str, Json]) -> Failure:
    words = error.get("message") or error.get("short_msg") or error.get("long_msg") or ""
    said = " ".join(_text(words).split())[:_MAX_SAID]
    return Failure(_kind(error), _rule(error.get("rule_id", "")), said)


def _kind(error: Mapping[str, Json]) -> str:
    kind = error["type"]
    return _text(kind[0] if isinstance(kind, list) else kind)


def _rule(value: Json) -> str:
    return _text(value).removesuffix(TYPESCRIPT_SUFFIX)


def _name(path: Json) -> str:
    return _text(path).rpartition("/")[2]


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: Json) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value
