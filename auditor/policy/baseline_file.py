"""How is a baseline read from its file?

Strictly: a baseline that is half understood would call old things new, or new
things old.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auditor.assessment import BASELINE_SCHEMA, Known
from auditor.errors import UsageError
from auditor.policy.baseline import Baseline
from auditor.policy.identity import DIGITS
from sbom import strict_json
from sbom.errors import DocumentError

MAX_BYTES = 64 * 2**20
HINT = "write it anew with: auditor audit --format baseline=FILE"

_PART = f"[0-9a-f]{{{DIGITS}}}"
_FINGERPRINT = re.compile(rf"{_PART}:{_PART}:{_PART}:\d{{1,9}}")
_Text = Annotated[str, Field(max_length=4_096)]


class _Known(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    control: _Text
    fingerprint: Annotated[str, Field(pattern=rf"^{_FINGERPRINT.pattern}$")]
    path: _Text
    purl: _Text
    identifiers: list[_Text]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    schema_: Annotated[Literal["auditor.baseline/1"], Field(alias="schema")]
    tool: _Text
    known: list[_Known]


def read_baseline(file: Path) -> Baseline:
    """Return the baseline in ``file``.

    Raises:
        UsageError: it cannot be read, or is no baseline.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}", hint=HINT) from error
    try:
        document = strict_json.parse(data, str(file), DocumentError, max_bytes=MAX_BYTES)
    except DocumentError as error:
        raise UsageError(error.message, hint=HINT) from error
    if document.duplicates:
        first = document.duplicates[0]
        where = ".".join((*first.path, first.key))
        raise UsageError(f"{file}: {where}: stands there twice", hint=HINT)
    try:
        read = _File.model_validate(document.value)
    except ValidationError as error:
        first_error = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first_error["loc"]) or "the document"
        raise UsageError(
            f"{file}: {where}: is not what {BASELINE_SCHEMA} has there", hint=HINT
        ) from error
    known = (
        Known(one.control, one.fingerprint, one.path, one.purl, tuple(one.identifiers))
        for one in read.known
    )
    return Baseline(str(file), tuple(known))
