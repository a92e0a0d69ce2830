"""What does a hook get from ``auditor audit --fast``?"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from builders import write_tree
from command import Run

BAD = "const agent = new (require('https').Agent)({ rejectUnauthorized: false });\n"
APP = "const express = require('express');\nconst app = express();\napp.listen(3000);\n"
CONTROL = "tls.reject_unauthorized"


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, "-C", str(folder), *arguments], check=True)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository whose committed code has a weakness, and secrets outside the code."""
    folder = write_tree(
        tmp_path / "shop",
        {
            "app.js": APP,
            "old.js": BAD,
            ".env": "DATABASE_PASSWORD=correct-horse-battery\n",
            "package.json": '{"name": "shop", "dependencies": {"express": "4"}}',
        },
    )
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def fast(run: Run, folder: Path, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    done = run("audit", folder, "--fast", "--format", "json", *arguments)
    assert done.err == ""
    return done.code, json.loads(done.out)


def failing(report: dict[str, Any]) -> dict[str, list[str]]:
    return {
        one["id"]: [each["location"]["path"] for each in one["instances"] if each["location"]]
        for one in report["controls"]
        if one["verdict"] == "fail"
    }


def test_what_was_committed_fails_nothing_and_passes_nothing(run: Run, shop: Path) -> None:
    code, report = fast(run, shop)

    assert code == 0
    assert failing(report) == {}
    assert "pass" not in {
        one["verdict"] for one in report["controls"] if one["section"] in {"tls", "secrets"}
    }
    checks = {one["check"]: one for one in report["checks"]}
    assert checks["code.routes"]["reason"] == "left out by --fast"
    assert "complete" not in {one["outcome"] for one in report["checks"]}


def test_what_a_change_brings_fails_with_its_place(run: Run, shop: Path) -> None:
    (shop / "new.js").write_text(BAD)

    code, report = fast(run, shop)

    assert code == 1
    assert failing(report)[CONTROL] == ["new.js"]
    assert "runtime.helmet" not in failing(report)  # it may be mounted in a file not looked at
    (criterion,) = report["gate"]["criteria"]
    assert criterion["criterion"] == "severity"
    assert report["policy"]["name"] == "express-baseline, --fast"


def test_a_file_that_is_as_committed_again_counts_no_more(run: Run, shop: Path) -> None:
    (shop / "app.js").write_text(APP + BAD)
    assert failing(fast(run, shop)[1])[CONTROL] == ["app.js"]
    (shop / "app.js").write_text(APP)
    assert fast(run, shop)[0] == 0


def test_the_first_commit_is_looked_at_whole(run: Run, tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "shop", {"app.js": APP + BAD, "package.json": "{}"})
    git(folder, "init", "-q")

    assert failing(fast(run, folder)[1])[CONTROL] == ["app.js"]


def test_a_baseline_answers_for_what_it_knows_and_calls_nothing_unseen_fixed(
    run: Run, shop: Path
) -> None:
    baseline = shop.parent / "baseline.json"
    run("audit", shop, "--format", f"baseline={baseline}")
    (shop / "old.js").write_text(f"// moved\n{BAD}")

    code, report = fast(run, shop, "--baseline", baseline)

    assert code == 0
    assert failing(report)[CONTROL] == ["old.js"]
    assert report["baseline"]["fixed"] == []


def test_text_says_in_a_few_lines_what_was_not_looked_at(run: Run, shop: Path) -> None:
    done = run("audit", shop, "--fast")

    text = " ".join(done.out.split())
    assert len(done.out.splitlines()) < 60
    assert "controls not looked at: --fast reads what differs from the last commit:" in text
    assert "left out by --fast; to know it: run auditor audit without --fast" in text


@pytest.mark.parametrize(
    "arguments", [("--online",), ("--history", "all"), ("--baseline", "git:HEAD")]
)
def test_what_it_cannot_do_is_a_usage_error(
    run: Run, shop: Path, arguments: tuple[str, ...]
) -> None:
    done = run("audit", shop, "--fast", *arguments)

    assert (done.code, done.out) == (2, "")
    assert "--fast: goes with neither" in done.err


def test_outside_of_a_repository_there_is_nothing_to_compare_with(run: Run, tmp_path: Path) -> None:
    write_tree(tmp_path / "shop", {"app.js": APP, "package.json": "{}"})

    done = run("audit", tmp_path / "shop", "--fast")

    assert done.code == 2
    assert "is in no git repository" in done.err
