"""Which JSON is accepted from a stranger?

UTF-8 (RFC 8259, section 8.1), bounded in bytes, depth and containers, without
the constants that JavaScript has and JSON has not. Names that occur twice in
one object are kept track of, because two readers may see two documents.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import NoReturn

from sbom.errors import SbomError

MAX_BYTES = 64 * 2**20
MAX_DEPTH = 200
MAX_CONTAINERS = 4_000_000
MAX_INTEGER_DIGITS = 19

Value = dict[str, "Value"] | list["Value"] | str | int | float | bool | None

_NOT_STRUCTURE = bytes(byte for byte in range(256) if byte not in b'"[]{}')
_AS_BRACES = bytes.maketrans(b"[]", b"{}")
_SURROGATE_ESCAPE = re.compile(
    r"\\\\"  # an escaped backslash is no escape sequence's start
    r"|(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A name that occurs more than once in the object at ``path``.

    ``same`` says whether every occurrence has the same value, so that all
    readers agree on the document.
    """

    path: tuple[str, ...]
    key: str
    same: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its value, its text, and what is odd about it."""

    value: Value
    text: str
    duplicates: tuple[Duplicate, ...]
    surrogates: int


def parse(
    data: bytes,
    file: str,
    error: type[SbomError],
    *,
    max_bytes: int = MAX_BYTES,
) -> Document:
    """Return the document in ``data``; the last of two equal names wins, as in npm.

    Half surrogate pairs become U+FFFD and are counted.

    Raises:
        SbomError: of the type ``error``, with file, place and remedy.
    """
    text = _decode(data, file, error, max_bytes)
    _check_structure(data, file, error)
    text, surrogates = _without_half_surrogates(text)
    seen: dict[int, tuple[dict[str, Value], list[tuple[str, bool]]]] = {}

    def collect(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        value = dict(pairs)
        if len(value) != len(pairs):
            seen[id(value)] = (value, _repeated(pairs))
        return value

    try:
        value: Value = json.loads(
            text,
            object_pairs_hook=collect,
            parse_constant=_refuse_constant,
            parse_int=_bounded_int,
            parse_float=_finite_float,
        )
    except json.JSONDecodeError as problem:
        raise _explained(problem, text, file, error) from problem
    except ValueError as problem:
        raise error(
            f"{file}: {problem}", hint="write the file anew with the tool that made it"
        ) from problem
    duplicates = tuple(_locate(value, seen)) if seen else ()
    return Document(value, text, duplicates, surrogates)


def _decode(data: bytes, file: str, error: type[SbomError], max_bytes: int) -> str:
    if len(data) > max_bytes:
        raise error(
            f"{file}: {len(data):,} bytes are more than the {max_bytes:,} that are read",
            hint="check that this is the file that was meant",
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:4]:
        raise error(f"{file}: the text is UTF-16 or UTF-32", hint="save the file as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise error(
            f"{file}: line {line}: byte {problem.start} is not UTF-8",
            hint="save the file as UTF-8",
        ) from problem
    if not text.strip():
        raise error(f"{file}: the file is empty", hint="write it anew with the tool that made it")
    return text


def _check_structure(data: bytes, file: str, error: type[SbomError]) -> None:
    """Bound depth and number of containers before the parser recurses, in linear time."""
    if b"\\" in data:
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    marks = data.translate(_AS_BRACES, _NOT_STRUCTURE).replace(b'""', b"")
    if b'"' in marks:
        marks = b"".join(marks.split(b'"')[::2])
    containers = marks.count(b"{")
    if containers > MAX_CONTAINERS:
        raise error(
            f"{file}: {containers:,} objects and lists are more than the {MAX_CONTAINERS:,}"
            " that are read",
            hint="check that this is the file that was meant",
        )
    depth = 0
    while b"{}" in marks and depth <= MAX_DEPTH:
        marks = marks.replace(b"{}", b"")  # peels the innermost level
        depth += 1
    if depth + marks.count(b"{") > MAX_DEPTH:
        raise error(
            f"{file}: objects and lists are nested more than {MAX_DEPTH} levels deep",
            hint="no tool writes such a file: do not trust where it came from",
        )


def _without_half_surrogates(text: str) -> tuple[str, int]:
    if "\\u" not in text:
        return text, 0
    count = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal count
        if match[2] is None:
            return match[0]
        count += 1
        return "\\ufffd"

    return _SURROGATE_ESCAPE.sub(replace, text), count


def _repeated(pairs: list[tuple[str, Value]]) -> list[tuple[str, bool]]:
    values: dict[str, list[Value]] = {}
    for key, value in pairs:
        values.setdefault(key, []).append(value)
    return [
        (key, all(each == found[0] for each in found))
        for key, found in sorted(values.items())
        if len(found) > 1
    ]


def _locate(
    value: Value, seen: dict[int, tuple[dict[str, Value], list[tuple[str, bool]]]]
) -> list[Duplicate]:
    """Find where the objects with repeated names stand; one that was itself replaced is gone."""
    found: list[Duplicate] = []
    stack: list[tuple[tuple[str, ...], Value]] = [((), value)]
    while stack:
        path, item = stack.pop()
        if isinstance(item, dict):
            if id(item) in seen:
                found.extend(Duplicate(path, key, same) for key, same in seen[id(item)][1])
            stack.extend(((*path, key), each) for key, each in item.items())
        elif isinstance(item, list):
            stack.extend(((*path, str(index)), each) for index, each in enumerate(item))
    return sorted(found, key=lambda duplicate: (duplicate.path, duplicate.key))


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON number")


def _bounded_int(text: str) -> int:
    if len(text) > MAX_INTEGER_DIGITS:
        raise ValueError(f"an integer of {len(text):,} digits is too large")
    return int(text)


def _finite_float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number is too large for JSON's number range")
    return value


def _explained(
    problem: json.JSONDecodeError, text: str, file: str, error: type[SbomError]
) -> SbomError:
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        return error(
            f"{file}: line {line}: there is a merge conflict marker",
            hint="resolve the conflict and write the file anew with npm install",
        )
    place = f"line {problem.lineno}, column {problem.colno}"
    if problem.pos >= len(text.rstrip()) or problem.msg.startswith("Unterminated"):
        return error(
            f"{file}: {place}: the JSON ends too early",
            hint="the file is cut off: fetch or write it anew",
        )
    return error(
        f"{file}: {place}: this is not JSON ({problem.msg[:1].lower()}{problem.msg[1:]})",
        hint="write the file anew with the tool that made it",
    )
