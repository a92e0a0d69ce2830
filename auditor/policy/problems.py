"""How does a schema violation become one sentence with file, line and what was meant?"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from auditor.errors import PolicyError
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    from auditor.policy.document import Document

_EXPECTED = {
    "bool_type": "must be true or false",
    "date_from_datetime_parsing": "must be a date like 2026-07-01",
    "date_from_datetime_inexact": "must be a date like 2026-07-01",
    "date_parsing": "must be a date like 2026-07-01",
    "date_type": "must be a date like 2026-07-01",
    "finite_number": "must be a finite number",
    "float_type": "must be a number",
    "int_from_float": "must be a whole number",
    "int_type": "must be a whole number",
    "list_type": "must be a list",
    "model_type": "must be a mapping",
    "model_attributes_type": "must be a mapping",
    "dict_type": "must be a mapping",
    "string_pattern_mismatch": "must be lower-case letters, digits, dots, hyphens and underscores",
    "string_too_long": "is too long",
    "string_too_short": "must not be empty",
    "string_type": "must be text",
    "too_short": "must not be empty",
    "tuple_type": "must be a list",
}
_BOUNDS = {"greater_than_equal": "must be at least", "less_than_equal": "must be at most"}


def schema_error(error: ValidationError, document: Document, model: type[BaseModel]) -> PolicyError:
    """Return the first problem as a PolicyError.

    First an unknown key, which may be what another problem comes from; then in
    the order of the file.
    """
    found = error.errors()
    first = min(found, key=lambda problem: _order(problem, document))
    line = document.line(first["loc"])
    others = len(found) - 1
    more = "problem" if others == 1 else "problems"
    hint = f"{others} more {more} in this file" if others else ""
    return PolicyError(f"{document.name}:{line}: {_describe(first, model)}", hint=hint)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean "…"?`` where a known word is near, else nothing."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    near = near or [each for each in words if word and each.startswith(word)]
    return f'; did you mean "{near[0]}"?' if near else ""


def _order(problem: Any, document: Document) -> tuple[bool, int]:
    return (problem["type"] != "extra_forbidden", document.line(problem["loc"]))


def _describe(problem: Any, model: type[BaseModel]) -> str:
    loc: tuple[str | int, ...] = problem["loc"]
    kind: str = problem["type"]
    name = str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        known = _known_keys(model, loc[:-1])
        return f'unknown key "{excerpt(name)}"{did_you_mean(name, known)}'
    if kind == "missing":
        within = _dotted(loc[:-1])
        return f'the key "{name}" is missing' + (f" in {within}" if within else "")
    subject = _dotted(loc) or "the file"
    return f"{subject}: {_what(kind, problem)}"


def _what(kind: str, problem: Any) -> str:
    context = problem.get("ctx", {})
    shown = _shown(problem["input"])
    if kind in _EXPECTED:
        return f"{shown}{_EXPECTED[kind]}"
    if kind == "value_error":
        return f"{shown}{context['error']}"
    if kind == "literal_error":
        words = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return f"{shown}is none of {', '.join(words)}{did_you_mean(str(problem['input']), words)}"
    if kind in _BOUNDS:
        return f"{shown}{_BOUNDS[kind]} {next(iter(context.values())):g}"
    message: str = problem["msg"]
    return f"{shown}{message[:1].lower()}{message[1:]}"


def _shown(given: object) -> str:
    if isinstance(given, bool):
        return "true " if given else "false "
    return f'"{excerpt(str(given))}" ' if isinstance(given, str | int | float) else ""


def _dotted(loc: tuple[str | int, ...]) -> str:
    text = ""
    for step in loc:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return excerpt(text.removeprefix("."))


def _known_keys(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys allowed at ``loc``, following the fields of the model."""
    current: Any = model
    for step in loc:
        current = _model_of(_annotation(current, step)) or current
    return [field.alias or name for name, field in current.model_fields.items()]


def _annotation(model: type[BaseModel], step: str | int) -> Any:
    for name, field in model.model_fields.items():
        if step in {name, field.alias}:
            return field.annotation
    return None


def _model_of(annotation: Any) -> Any:
    """Return the first model class inside an annotation such as ``tuple[Waiver, ...] | None``."""
    if hasattr(annotation, "model_fields"):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _model_of(part)) is not None:
            return found
    return None
