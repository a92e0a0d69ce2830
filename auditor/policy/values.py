"""How are the single values of a policy written?

Text in, plain values out; whatever is not written so is an error that says
how it should be.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.config import JsonDict

from auditor.policy.advisories import KINDS
from auditor.policy.strictness import REQUIRED
from auditor.policy.units import parse_day, parse_duration
from auditor.policy.when import parse_when

_PURL = re.compile(r"pkg:npm/(?:(?:%40|@)[^/@\s]+/)?[^/@\s?#]+")


def _duration(value: object) -> int:
    if not isinstance(value, str):
        raise ValueError("must be a duration with a unit, like 12h")  # noqa: TRY004 - pydantic's way
    return parse_duration(value)


def _seconds(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return parse_duration(f"{value}s")
    return _duration(value)


def _tls_version(value: object) -> str:
    if isinstance(value, float):
        raise ValueError(f'must be quoted, like "{value}"')  # noqa: TRY004 - pydantic's way
    if value not in {"1.2", "1.3"}:  # RFC 8996 withdrew what came before
        raise ValueError('is neither "1.2" nor "1.3"')
    return str(value)


def _date(value: object) -> date:
    try:
        return parse_day(value if isinstance(value, str) else "")
    except ValueError as error:
        raise ValueError("must be a date like 2026-07-01") from error


def _when(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a condition, like epss >= 0.10")  # noqa: TRY004 - pydantic's way
    return parse_when(value, KINDS).text


def _purl(value: object) -> str:
    if not isinstance(value, str) or not _PURL.fullmatch(value):
        raise ValueError('is no purl without a version, like "pkg:npm/esbuild"')
    return value.replace("/@", "/%40")


Text = Annotated[str, Field(min_length=1, max_length=1_000)]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]
Purls = Annotated[tuple[Annotated[str, BeforeValidator(_purl)], ...], Field(strict=False)]
_DURATION_SCHEMA: JsonDict = {"type": "string", "pattern": "^[0-9]{1,10}[smhdw]$"}
Duration = Annotated[int, BeforeValidator(_duration), WithJsonSchema(_DURATION_SCHEMA)]
Seconds = Annotated[
    int,
    BeforeValidator(_seconds),
    WithJsonSchema({"anyOf": [_DURATION_SCHEMA, {"type": "integer", "minimum": 1}]}),
]
TlsVersion = Annotated[str, BeforeValidator(_tls_version), WithJsonSchema({"enum": ["1.2", "1.3"]})]
Day = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Days = Annotated[int, Field(ge=1, le=36_500)]
SeverityWord = Literal["low", "medium", "high", "critical"]
When = Annotated[str, BeforeValidator(_when), WithJsonSchema({"type": "string"})]
Ratio = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Required = Annotated[Literal["required"] | None, REQUIRED]
SameSite = Annotated[tuple[Literal["lax", "strict", "none"], ...], Field(strict=False)]


class Strict(BaseModel):
    """A mapping whose unknown keys are errors, and whose values are not coerced."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, frozen=True)
