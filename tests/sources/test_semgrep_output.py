import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import ProcessError
from auditor.sources.semgrep_output import (
    Failure,
    RawMatch,
    Trouble,
    decode,
    reasons,
    require_no_failure,
)


def answer(**changed: object) -> dict[str, Any]:
    return {"version": "1.182.0", "results": [], "errors": [], "paths": {"scanned": []}} | changed


def encoded(**changed: object) -> bytes:
    return json.dumps(answer(**changed)).encode()


RESULT = {
    "check_id": "canary",
    "path": "sources/000001.js",
    "start": {"line": 2, "col": 3, "offset": 40},
    "end": {"line": 2, "col": 10, "offset": 47},
    "extra": {"message": "eval of x", "metadata": {}, "severity": "ERROR"},
}
PARTIAL = {
    "code": 3,
    "level": "warn",
    "type": ["PartialParsing", [{"path": "sources/000001.js"}]],
    "message": "Syntax error at line sources/000001.js:7:\n `@@@` was unexpected",
    "path": "sources/000001.js",
    "spans": [
        {"file": "sources/000001.js", "start": {"line": 9, "col": 1}, "end": {"line": 9, "col": 2}},
        {"file": "sources/000001.js", "start": {"line": 7, "col": 1}, "end": {"line": 7, "col": 2}},
    ],
}
SYNTAX = {
    "code": 3,
    "level": "warn",
    "type": "Syntax error",
    "message": "Syntax error at line sources/000002.js:4:\n `a:99:` was unexpected",
    "path": "sources/000002.js",
}
TIMEOUT = {
    "code": 2,
    "level": "warn",
    "type": "Timeout",
    "rule_id": "slow",
    "message": "Timeout when running slow on sources/000003.js:\n ",
    "path": "sources/000003.js",
}
RULE = {
    "code": 2,
    "level": "error",
    "type": "Rule parse error",
    "rule_id": "bad",
    "message": "Rule parse error in rule bad:\n Invalid pattern",
}


def test_reads_version_matches_and_scanned_files() -> None:
    output = decode(encoded(results=[RESULT], paths={"scanned": ["sources/000001.js"]}))
    assert output.version == "1.182.0"
    assert output.matches == (RawMatch("canary", "000001.js", 2, 3, 2, 10, 40, 47, "eval of x"),)
    assert output.scanned == {"000001.js"}
    require_no_failure(output)


def test_reads_bytes_that_are_not_utf8() -> None:
    raw = encoded(version="@").replace(b"@", b"\xe9")
    assert decode(raw).version == "\udce9"


def test_errors_about_files_are_troubles() -> None:
    assert decode(encoded(errors=[PARTIAL, SYNTAX, TIMEOUT])).troubles == (
        Trouble("000001.js", "PartialParsing", "", (7, 9)),
        Trouble("000002.js", "Syntax error", "", (4,)),
        Trouble("000003.js", "Timeout", "slow", ()),
    )


def test_errors_about_no_file_are_failures() -> None:
    output = decode(encoded(errors=[RULE]))
    said = "Rule parse error in rule bad: Invalid pattern"
    assert output.failures == (Failure("Rule parse error", "bad", said),)
    with pytest.raises(ProcessError, match="semgrep: rule bad: Rule parse error") as refused:
        require_no_failure(output)
    assert "rule" in refused.value.hint


def test_a_failure_of_the_engine_names_its_kind() -> None:
    with pytest.raises(ProcessError, match="semgrep: fatal error: no reason given"):
        require_no_failure(decode(encoded(errors=[{"type": "Fatal error"}])))


def test_each_file_in_trouble_has_one_sentence() -> None:
    assert reasons(decode(encoded(errors=[SYNTAX, TIMEOUT, PARTIAL])).troubles) == {
        "000001.js": "not understood by the parser at lines 7, 9",
        "000002.js": "could not be parsed, from line 4",
        "000003.js": "ran out of time in rule slow, so further rules may not have run",
    }


def test_all_troubles_of_a_file_are_told() -> None:
    errors = [PARTIAL, TIMEOUT, TIMEOUT | {"rule_id": "late"}, PARTIAL | {"type": "Out of memory"}]
    troubles = decode(encoded(errors=[one | {"path": "a.js"} for one in errors])).troubles
    assert reasons(troubles) == {
        "a.js": "not understood by the parser at lines 7, 9; ran out of time in rule late, slow, "
        "so further rules may not have run; the engine reported: out of memory"
    }


def test_many_lines_are_counted_and_unknown_ones_are_said_to_be() -> None:
    many = Trouble("a.js", "PartialParsing", "", tuple(range(1, 9)))
    none = Trouble("b.js", "Lexical error", "", ())
    assert reasons((many, none)) == {
        "a.js": "not understood by the parser at lines 1, 2, 3, 4, 5 and 3 more",
        "b.js": "could not be parsed, from an unknown line",
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"'utf-8' codec can't decode",
        b"[" * 100_000,
        encoded(version=1),
        encoded(results=[{}]),
        encoded(results=[RESULT | {"start": 1}]),
        encoded(results=[RESULT | {"start": {"line": "1", "col": 1, "offset": 0}}]),
        encoded(errors=[PARTIAL | {"spans": {}}]),
        encoded(errors=[PARTIAL | {"type": []}]),
        encoded(errors=[1]),
        encoded(paths={}),
        encoded(paths={"scanned": [1]}),
    ],
)
def test_an_unexpected_shape_is_refused(raw: bytes) -> None:
    with pytest.raises(ProcessError, match="its answer is not the JSON that was expected") as no:
        decode(raw)
    assert no.value.hint


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["path", "type", "start", "line", "message"]), inner)
    ),
    max_leaves=8,
)


@given(st.sampled_from(["version", "results", "errors", "paths"]), JSON)
def test_any_json_is_read_or_refused(key: str, value: object) -> None:
    with suppress(ProcessError):
        decode(encoded(**{key: value}))
