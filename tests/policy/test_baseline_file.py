from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from policy.plain_requests import audited
from policy.postures import audit_of

from auditor.errors import UsageError
from auditor.policy import read_baseline
from auditor.report import Sink
from auditor.reports.baseline import REPORT

SHOP = {"a.js": "fetch('http://bank.example')\n"}
PRINT = "0123456789abcdef"
GOOD = {
    "control": "tls.plain_outbound",
    "fingerprint": f"{PRINT}:{PRINT}:{PRINT}:0",
    "path": "a.js",
    "purl": "",
    "identifiers": ["plain-request"],
}


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "b.json"
    file.write_text(text, encoding="utf-8")
    return file


def document(*known: object, **changes: object) -> str:
    return json.dumps({"schema": "auditor.baseline/1", "tool": "t", "known": list(known)} | changes)


def test_what_the_report_writes_is_read_back(tmp_path: Path) -> None:
    assessment = audited(SHOP)
    stream = io.StringIO()
    REPORT.write(audit_of(), assessment, Sink(stream))

    baseline = read_baseline(written(tmp_path, stream.getvalue()))

    assert baseline.known == assessment.failing
    assert baseline.source.endswith("b.json")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "line 1, column 2: the JSON ends too early"),
        ("[]", "the document: is not what auditor.baseline/1 has there"),
        (document(schema="auditor.baseline/2"), "schema: is not what"),
        (document(extra=1), "extra: is not what"),
        (document(GOOD | {"fingerprint": "x"}), "known.0.fingerprint: is not what"),
        (document(GOOD | {"identifiers": "a"}), "known.0.identifiers: is not what"),
        ('{"schema": "auditor.baseline/1", "tool": "a", "tool": "b", "known": []}', "twice"),
    ],
)
def test_refuses_what_is_no_baseline(tmp_path: Path, text: str, problem: str) -> None:
    file = written(tmp_path, text)

    with pytest.raises(UsageError) as caught:
        read_baseline(file)

    assert caught.value.message.startswith(f"{file}:")
    assert problem in caught.value.message
    assert "--format baseline=FILE" in caught.value.hint


def test_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.json: cannot be read: No such file"):
        read_baseline(tmp_path / "gone.json")
