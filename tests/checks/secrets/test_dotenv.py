from __future__ import annotations

from collections.abc import Mapping

import pytest
from builders import NOW, MemoryTarget
from hypothesis import given
from hypothesis import strategies as st

from auditor.check import Context, Needs
from auditor.checks.secrets.dotenv import MAX_BYTES, MAX_FILES, dotenv
from auditor.engine import run_check
from auditor.model import CheckRun, Confidence, Fact, Finding, Location, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources

SECRET = "s3cret-made-up"  # noqa: S105 -- made up, to look for it in the output


def run(files: Mapping[str, str | bytes]) -> CheckRun:
    contents = {
        path: data if isinstance(data, bytes) else data.encode() for path, data in files.items()
    }
    context = Context(MemoryTarget(contents), None, Sources(Settings()), NOW)
    return run_check(dotenv, context, Needs.NOTHING)


def only_finding(result: CheckRun) -> Finding:
    (finding,) = result.findings
    return finding


def ignored(result: CheckRun) -> dict[tuple[object, object], object]:
    return {
        (fact.attributes["path"], fact.attributes["by"]): fact.value
        for fact in result.facts
        if fact.name == "dotenv.ignored"
    }


def dotenv_files(result: CheckRun) -> list[tuple[object, object]]:
    return [
        (fact.value, fact.attributes["example"])
        for fact in result.facts
        if fact.name == "dotenv.file"
    ]


def test_reports_a_file_with_a_value_at_its_first_value() -> None:
    result = run({".env": f"# ours\nEMPTY=\nDB_PASSWORD={SECRET}\nOTHER=x\n"})

    finding = only_finding(result)
    assert finding.rule == "dotenv-tracked"
    assert finding.severity is Severity.HIGH
    assert finding.confidence is Confidence.HIGH
    assert finding.location == Location(".env", 3)
    assert finding.tags == {"dotenv-tracked"}
    assert result.outcome is Outcome.COMPLETE


@pytest.mark.parametrize("git", ["", ".env"])
def test_a_value_never_appears(git: str) -> None:
    result = run({".env": f'DB_PASSWORD="{SECRET}"\n', ".gitignore": git})

    assert result.findings
    assert SECRET not in repr(result)


def test_a_file_that_git_ignores_is_mentioned_and_not_counted_as_tracked() -> None:
    result = run({".env": "A=1", ".gitignore": "node_modules\n.env\n"})

    finding = only_finding(result)
    assert finding.severity is Severity.LOW
    assert finding.confidence is Confidence.LOW
    assert "dotenv-tracked" not in finding.tags
    assert "does not tell what git tracks" in finding.message
    (fact,) = (fact for fact in result.facts if fact.name == "dotenv.ignored")
    assert fact == Fact(
        "dotenv.ignored", True, {"by": "gitignore", "path": ".env"}, Location(".gitignore", 2)
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A=",
        "A=  ",
        'A=""',
        "A='  ' # later",
        "export A=# later",
        "# A=1",
        "A:",
        "just words",
        "\ufeffA=\r\nB=\r",
    ],
)
def test_a_file_without_values_is_silent(text: str) -> None:
    result = run({".env": text})

    assert result.findings == ()
    assert dotenv_files(result) == [(".env", False)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A=1", 1),
        ("export A=1", 1),
        ("A: 1", 1),
        ("  A.b-c = 1 # x", 1),
        ('A="# not a comment"', 1),
        ('A="\nline\n"', 1),
        ("A=\rB=1", 2),
        ("A=\r\n\r\nB=1", 3),
        ("\ufeffA=1", 1),
    ],
)
def test_finds_a_value_in_every_spelling_that_dotenv_reads(text: str, line: int) -> None:
    assert only_finding(run({".env": text})).location == Location(".env", line)


def test_reads_a_file_written_by_a_windows_shell() -> None:
    assert only_finding(run({".env": "A=1".encode("utf-16")})).location == Location(".env", 1)


@pytest.mark.parametrize(
    "name", [".env.example", ".env.sample", ".env.template", ".env.dist", ".env.prod.Example"]
)
def test_an_example_may_hold_anything(name: str) -> None:
    result = run({name: "A=1"})

    assert result.findings == ()
    assert dotenv_files(result) == [(name, True)]


def test_an_example_stands_for_the_file_that_is_made_from_it() -> None:
    result = run({"apps/web/.env.example": "A=", "apps/web/.gitignore": ".env\n"})

    assert ignored(result) == {("apps/web/.env", "gitignore"): True}


def test_without_any_file_the_ignore_lists_are_still_asked() -> None:
    result = run({"package.json": "{}", ".gitignore": "node_modules\n"})

    assert ignored(result) == {(".env", "gitignore"): False}
    assert [fact.location for fact in result.facts] == [None]


@pytest.mark.parametrize("name", [".env.local", "apps/web/.env.production", ".env.example.local"])
def test_every_variant_in_every_folder_is_reported(name: str) -> None:
    assert only_finding(run({name: "A=1"})).location == Location(name, 1)


@pytest.mark.parametrize("name", [".envrc", "env", "x.env", "node_modules/x/.env"])
def test_other_files_are_not_looked_into(name: str) -> None:
    result = run({name: "A=1"})

    assert result.findings == ()
    assert dotenv_files(result) == []


def test_the_dockerignore_counts_only_beside_a_dockerfile() -> None:
    without = run({".env": "", ".dockerignore": ".env"})
    beside = run({".env": "", ".dockerignore": ".env", "Dockerfile": "", "web/Dockerfile": ""})

    assert (".env", "dockerignore") not in ignored(without)
    assert ignored(beside)[".env", "dockerignore"] is True


def test_a_dockerfile_without_a_dockerignore_copies_everything() -> None:
    assert ignored(run({".env": "", "prod.Dockerfile": ""}))[".env", "dockerignore"] is False


def test_paths_in_a_dockerignore_start_at_its_folder() -> None:
    result = run({"web/.env": "", "web/Dockerfile.prod": "", "web/.dockerignore": ".env"})

    assert ignored(result)["web/.env", "dockerignore"] is True


def test_several_files_in_one_folder_are_asked_of_the_same_ignore_files() -> None:
    result = run({".env": "", ".env.local": "", "Dockerfile": "", ".dockerignore": ".env\n[x"})

    assert ignored(result)[".env", "dockerignore"] is True
    assert ignored(result)[".env.local", "dockerignore"] is False
    assert [gap.subject for gap in result.coverage.gaps] == [".dockerignore:2"]


def test_a_dockerfile_may_have_an_ignore_file_of_its_own() -> None:
    result = run(
        {".env": "", "Dockerfile": "", ".dockerignore": ".env", "Dockerfile.dockerignore": "x"}
    )

    assert ignored(result)[".env", "dockerignore"] is False


def test_a_file_at_the_size_limit_is_read_and_a_larger_one_is_a_gap() -> None:
    full = b"A=1\n".ljust(MAX_BYTES, b"#")

    assert run({".env": full}).outcome is Outcome.COMPLETE
    larger = run({".env": full + b"#"})
    assert larger.outcome is Outcome.PARTIAL
    assert [gap.subject for gap in larger.coverage.gaps] == [".env"]


def test_as_many_files_as_the_limit_are_read_and_one_more_is_a_gap() -> None:
    files = {f"{number:03}/.env": "A=1" for number in range(MAX_FILES + 1)}

    result = run(files)

    assert len(result.findings) == MAX_FILES
    assert [gap.subject for gap in result.coverage.gaps] == [f"{MAX_FILES:03}/.env"]


def test_an_ignore_line_that_is_not_understood_is_a_gap_with_its_place() -> None:
    result = run({".env": "", ".gitignore": "x\n[.env\n"})

    assert result.outcome is Outcome.PARTIAL
    assert [str(gap.subject) for gap in result.coverage.gaps] == [".gitignore:2"]


@given(content=st.binary(max_size=300), ignore=st.binary(max_size=300))
def test_any_bytes_leave_a_run(content: bytes, ignore: bytes) -> None:
    result = run(
        {".env": content, ".gitignore": ignore, ".dockerignore": ignore, "Dockerfile": b""}
    )

    assert result.outcome in (Outcome.COMPLETE, Outcome.PARTIAL)
