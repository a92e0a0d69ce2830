from __future__ import annotations

import json
from typing import Any

import pytest
from provenance.instance import PACKAGE, PROVENANCE, changed, statement

from auditor.provenance import Code, Package, RefusedError
from auditor.provenance.statement import check_subject, read_statement

GOOD = statement(PROVENANCE, {})


def refusal(payload: bytes) -> Code:
    with pytest.raises(RefusedError) as refused:
        check_subject(read_statement(payload, PROVENANCE), PACKAGE)
    return refused.value.code


def test_a_statement_about_the_package_is_read() -> None:
    read = read_statement(json.dumps(GOOD).encode(), PROVENANCE)
    check_subject(read, PACKAGE)
    assert (read.subject, read.sha512) == (PACKAGE.purl, PACKAGE.sha512)


@pytest.mark.parametrize(
    ("path", "new", "code"),
    [
        (("_type",), "https://in-toto.io/Statement/v2", Code.STATEMENT_TYPE),
        (("predicateType",), "https://slsa.dev/provenance/v0.2", Code.PREDICATE_TYPE),
        (("subject",), None, Code.SUBJECT_COUNT),
        (("subject",), [], Code.SUBJECT_COUNT),
        (("subject",), [{}, {}], Code.SUBJECT_COUNT),
        (("subject",), [3], Code.PAYLOAD_MALFORMED),
        (("subject", 0, "name"), 3, Code.SUBJECT_NAME),
        (("subject", 0, "name"), "pkg:npm/widget@1.0.0", Code.SUBJECT_NAME),
        (("subject", 0, "digest"), "text", Code.SUBJECT_DIGEST),
        (("subject", 0, "digest"), {"sha1": "00"}, Code.SUBJECT_DIGEST),
        (("subject", 0, "digest", "sha512"), 3, Code.SUBJECT_DIGEST),
        (("subject", 0, "digest", "sha512"), PACKAGE.sha512.upper(), Code.SUBJECT_DIGEST),
        (("predicate",), [], Code.PAYLOAD_MALFORMED),
    ],
)
def test_other_statements_are_refused(path: tuple[str | int, ...], new: Any, code: Code) -> None:
    assert refusal(json.dumps(changed(GOOD, path, new)).encode()) is code


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", Code.PAYLOAD_MALFORMED),
        (b"[]", Code.PAYLOAD_MALFORMED),
        (b'{"a":1,"a":1}', Code.PAYLOAD_DUPLICATE_KEY),
    ],
)
def test_payloads_that_are_no_statement_are_refused(payload: bytes, code: Code) -> None:
    assert refusal(payload) is code


def test_a_scope_is_encoded_in_the_purl() -> None:
    assert PACKAGE.purl == "pkg:npm/%40acme/widget@1.0.0"
    assert Package("widget", "1.0.0", "").purl == "pkg:npm/widget@1.0.0"
