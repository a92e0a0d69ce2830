import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from builders import MemoryTarget

from auditor.errors import ProcessError
from auditor.model import Gap
from auditor.sources.process import Limits, run, which
from auditor.sources.semgrep import Match, Scan, Semgrep
from auditor.sources.suppressions import Suppression

CANARY: Mapping[str, object] = {
    "id": "canary",
    "languages": ["javascript", "typescript"],
    "severity": "ERROR",
    "message": "eval of $X",
    "pattern": "eval($X)",
}
PATIENCE_S = 120.0


def scan(files: Mapping[str, bytes], *rules: Mapping[str, object]) -> Scan:
    return Semgrep().scan(MemoryTarget(files), rules or (CANARY,), timeout_s=PATIENCE_S)


def fake(tmp_path: Path, script: str) -> Semgrep:
    """A program that stands where Semgrep stands."""
    path = tmp_path / "semgrep"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return Semgrep(path)


def answering(**changed: object) -> str:
    answer = {
        "version": "9",
        "results": [],
        "errors": [],
        "paths": {"scanned": ["sources/000001.js"]},
    }
    return f"cat <<'END'\n{json.dumps(answer | changed)}\nEND"


@pytest.fixture(scope="module")
def mixed() -> Scan:
    """One scan of files that are whole, broken, odd and refused."""
    return scan(
        {
            "--output=x.js": b"eval(a)",
            "web/b.mts": b"let n: number = 1;\n  eval(n as any)",
            "web/c.cjs": "// caf\u00e9\neval(`caf\u00e9 ${x}`)".encode(),
            "latin.js": b'var name = "caf\xe9"; eval(name)',
            "partial.js": b"eval(p)\nlet q = @@@ 3;\n",
            "broken.js": b"class A { eval(x) {",
            "quiet.js": b"eval(q) // nosemgrep: canary",
            "vendor.min.js": b"var a=1;" * 1000,
            "empty.js": b"",
            ".semgrepignore": b"*",
            "README.md": b"eval(x)",
        }
    )


def test_matches_are_placed_in_the_target(mixed: Scan) -> None:
    assert [(one.path, one.start_line) for one in mixed.matches] == [
        ("--output=x.js", 1),
        ("latin.js", 1),
        ("partial.js", 1),
        ("quiet.js", 1),
        ("web/b.mts", 2),
        ("web/b.mts", 2),
        ("web/c.cjs", 2),
    ]


def test_a_match_has_places_message_and_bytes(mixed: Scan) -> None:
    assert mixed.matches[0] == Match(
        path="--output=x.js",
        start_offset=0,
        end_offset=7,
        rule="canary",
        start_line=1,
        start_column=1,
        end_line=1,
        end_column=8,
        message="eval of a",
        matched=b"eval(a)",
    )


def test_offsets_count_bytes(mixed: Scan) -> None:
    (found,) = (one for one in mixed.matches if one.path == "web/c.cjs")
    assert found.matched == "eval(`caf\u00e9 ${x}`)".encode()


def test_what_could_not_be_assessed_is_a_gap(mixed: Scan) -> None:
    assert mixed.gaps == (
        Gap("broken.js", "could not be parsed, from line 1"),
        Gap("partial.js", "not understood by the parser at line 2"),
        Gap("vendor.min.js", "minified"),
    )


def test_files_are_those_the_engine_looked_at(mixed: Scan) -> None:
    assert mixed.files == (
        "--output=x.js",
        "broken.js",
        "empty.js",
        "latin.js",
        "partial.js",
        "quiet.js",
        "web/b.mts",
        "web/c.cjs",
    )


def test_suppressions_are_listed_and_not_obeyed(mixed: Scan) -> None:
    assert mixed.suppressions == (
        Suppression(".semgrepignore", 0, "semgrepignore", ".semgrepignore"),
        Suppression("quiet.js", 1, "nosemgrep", "eval(q) // nosemgrep: canary"),
    )


def test_the_native_front_end_answers(mixed: Scan) -> None:
    assert (mixed.front_end, mixed.engine.split(".")[0]) == ("native", "1")
    assert mixed.seconds > 0


def test_a_rule_that_takes_too_long_makes_its_file_a_gap() -> None:
    late = {"id": "slow", "pattern": "f(..., $A, ..., $B, ..., $C, ..., last, ...)"}
    files = {"slow.js": b"// last\nf(" + b"a,\n" * 300 + b"b)\neval(y)", "a.js": b"eval(x)"}
    found = scan(files, {**CANARY, **late}, CANARY)
    assert found.gaps == (
        Gap("slow.js", "ran out of time in rule slow, so further rules may not have run"),
    )
    assert [one.path for one in found.matches] == ["a.js", "slow.js"]


@pytest.mark.parametrize(
    "wrong",
    [{"pattern": "eval(("}, {"languages": ["klingon"]}, {"pattern": None}, {"message": 7}],
)
def test_one_invalid_rule_fails_the_scan(wrong: Mapping[str, object]) -> None:
    with pytest.raises(ProcessError, match="semgrep: rule wrong: ") as refused:
        scan({"a.js": b"eval(x)"}, CANARY, {**CANARY, **wrong, "id": "wrong"})
    assert "rule" in refused.value.hint


def test_no_rules_are_an_error() -> None:
    with pytest.raises(ProcessError, match="there are no rules to run"):
        Semgrep().scan(MemoryTarget(), (), timeout_s=PATIENCE_S)


def test_without_source_files_nothing_is_started() -> None:
    target = MemoryTarget({"a.py": b"", "b.js": b"\0", ".semgrepignore": b"*"})
    found = Semgrep(Path("/nonexistent")).scan(target, [CANARY], timeout_s=PATIENCE_S)
    assert (found.matches, found.files) == ((), ())
    assert [gap.subject for gap in found.gaps] == ["b.js"]
    assert [one.path for one in found.suppressions] == [".semgrepignore"]
    assert (found.engine, found.front_end) == ("", "")


def test_progress_says_what_runs(tmp_path: Path) -> None:
    said: list[str] = []
    engine = fake(tmp_path, answering())
    target = MemoryTarget({"a.js": b"eval(x)"})
    engine.scan(target, [CANARY], timeout_s=PATIENCE_S, progress=said.append)
    assert said == ["semgrep: 1 rules over 1 files"]


def test_the_python_front_end_answers_where_the_native_one_does_not(tmp_path: Path) -> None:
    engine = fake(
        tmp_path,
        f'case "$*" in *--experimental*) exit 2;; esac\nexec {which("semgrep")} "$@"',
    )
    target = MemoryTarget({"a.js": b"eval(x) // nosemgrep", "b.js": b"eval(y)\nlet q = @@@ 3;\n"})
    asked = engine.scan(target, [CANARY], timeout_s=PATIENCE_S)
    native = Semgrep().scan(target, [CANARY], timeout_s=PATIENCE_S)
    assert asked.front_end == "python"
    assert (asked.matches, asked.gaps, asked.files) == (native.matches, native.gaps, native.files)


def test_an_unreadable_answer_is_asked_for_again(tmp_path: Path) -> None:
    script = f'case "$*" in *--experimental*) echo oops;; *) {answering()}\n;; esac'
    said: list[str] = []
    found = fake(tmp_path, script).scan(
        MemoryTarget({"a.js": b"eval(x)"}), [CANARY], timeout_s=PATIENCE_S, progress=said.append
    )
    assert (found.front_end, found.engine, found.files) == ("python", "9", ("a.js",))
    assert "the native front end gave no answer" in said[1]


def test_a_staged_file_that_the_engine_passes_over_is_a_gap(tmp_path: Path) -> None:
    target = MemoryTarget({"a.js": b"eval(x)", "b.js": b"eval(x)"})
    found = fake(tmp_path, answering()).scan(target, [CANARY], timeout_s=PATIENCE_S)
    assert found.files == ("a.js",)
    assert found.gaps == (Gap("b.js", "passed over by the engine without a reason"),)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("kill -9 $$", "was ended by signal SIGKILL"),
        ("sleep 600", "did not finish within 1 s"),
        ("echo oops", "its answer is not the JSON that was expected"),
        ("exit 2", "its answer is not the JSON that was expected"),
        (f"{answering()}\nexit 13", "ended with status 13"),
        (
            answering(errors=[{"type": "Fatal error", "message": "no"}]) + "\nexit 3",
            "fatal error: no",
        ),
        (answering(paths={"scanned": ["/etc/passwd"]}), "about files that it was not given"),
        (
            answering(errors=[{"type": "Timeout", "path": "sources/7.js"}]),
            "about files that it was not given",
        ),
        ("yes", "wrote more than 100000 bytes"),
    ],
)
def test_an_engine_that_fails_is_an_error(tmp_path: Path, script: str, message: str) -> None:
    fake(tmp_path, script)
    engine = Semgrep(tmp_path / "semgrep", limits=Limits(output_bytes=100_000))
    with pytest.raises(ProcessError, match=f"^semgrep: .*{message}"):
        engine.scan(MemoryTarget({"a.js": b"eval(x)"}), [CANARY], timeout_s=1)


def test_a_missing_engine_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr("auditor.sources.process.SYSTEM_FOLDERS", ())
    with pytest.raises(ProcessError, match="semgrep: no such program") as missing:
        scan({"a.js": b"eval(x)"})
    assert "install semgrep" in missing.value.hint


def shape(value: Any) -> Any:
    """The keys and types of a JSON value."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in sorted(value.items())}
    return type(value).__name__


def test_the_answer_of_the_installed_engine_has_the_shape_we_read(tmp_path: Path) -> None:
    (tmp_path / "rules.json").write_text(json.dumps({"rules": [CANARY]}))
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/000001.js").write_bytes(b"eval(x)\nlet q = @@@ 3;\n")
    words = ["scan", "--experimental", "--metrics=off", "--quiet", "--json"]
    argv = [str(which("semgrep")), *words, "--config=rules.json", "sources"]
    environment = {"SEMGREP_ENABLE_VERSION_CHECK": "0", "GIT_DIR": "/nonexistent"}
    done = run(argv, cwd=tmp_path, timeout_s=PATIENCE_S, env_extra=environment)
    answer = json.loads(done.stdout)
    position = {"line": "int", "col": "int", "offset": "int"}
    (result,) = answer["results"]
    assert shape({key: result[key] for key in ("check_id", "path", "start", "end")}) == {
        "check_id": "str",
        "path": "str",
        "start": position,
        "end": position,
    }
    assert result["extra"]["message"] == "eval of x"
    (error,) = answer["errors"]
    assert error["type"][0] == "PartialParsing"
    assert error["path"] == "sources/000001.js"
    assert [shape(span) for span in error["spans"]] == [
        {"file": "str", "start": position, "end": position}
    ]
    assert answer["paths"] == {"scanned": ["sources/000001.js"]}
    assert shape(answer["version"]) == "str"
