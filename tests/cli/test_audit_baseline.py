"""What does a person get from ``auditor audit --baseline``?"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from builders import write_tree
from command import Run

APP = """\
const express = require('express');
const https = require('https');
const app = express();
const agent = new https.Agent({ rejectUnauthorized: false });
app.listen(3000);
"""
AGAIN = "const other = new https.Agent({ rejectUnauthorized: false });\n"
CONTROL = "tls.reject_unauthorized"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "shop", {"app.js": APP, "package.json": '{"name": "shop"}'})


def new_places(report: str) -> list[str]:
    told: dict[str, Any] = json.loads(report)
    (result,) = (one for one in told["controls"] if one["id"] == CONTROL)
    return [f"{one['location']['line']}" for one in result["instances"] if one["new"]]


def criterion(report: str, name: str) -> str:
    (told,) = (one for one in json.loads(report)["gate"]["criteria"] if one["criterion"] == name)
    return str(told["outcome"])


def test_a_file_of_an_earlier_audit_tells_what_a_change_brought(run: Run, shop: Path) -> None:
    baseline = shop.parent / "baseline.json"
    run("audit", shop, "--format", f"baseline={baseline}", "--format", "json")
    (shop / "app.js").write_text("// a line above\n" + APP, encoding="utf-8")

    same = run("audit", shop, "--baseline", baseline, "--format", "json")
    (shop / "app.js").write_text("// a line above\n" + APP + AGAIN, encoding="utf-8")
    more = run("audit", shop, "--baseline", baseline, "--format", "json")

    assert (new_places(same.out), criterion(same.out, "severity")) == ([], "pass")
    assert (new_places(more.out), criterion(more.out, "severity")) == (["7"], "fail")


def test_a_commit_is_audited_to_compare_with(run: Run, shop: Path) -> None:
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "first"]):
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, "-C", str(shop), *arguments], check=True)
    (shop / "app.js").write_text(APP + AGAIN, encoding="utf-8")

    done = run("audit", shop, "--baseline", "git:HEAD", "--format", "json")
    text = run("audit", shop, "--baseline", "git:HEAD")

    assert new_places(done.out) == ["6"]
    assert json.loads(done.out)["baseline"]["source"] == "git:HEAD"
    assert "since git:HEAD:" in text.out
    assert "new app.js:6" in " ".join(text.out.split())


def test_a_second_audit_scans_what_changed_alone(run: Run, shop: Path) -> None:
    def scanned() -> str:
        text = " ".join(run("audit", shop, "--verbose").out.split())
        return text.partition("code.semgrep complete (")[2].partition(" s)")[0]

    assert "scanned anew" not in scanned()
    assert scanned().startswith("1 files, 0 of them scanned anew, ")
    (shop / "b.js").write_text(AGAIN, encoding="utf-8")
    assert scanned().startswith("2 files, 1 of them scanned anew, ")


@pytest.mark.parametrize(
    ("baseline", "problem"),
    [("git:HEAD", "is in no git repository"), ("gone.json", "gone.json: cannot be read")],
)
def test_a_baseline_that_is_not_there_is_a_usage_error(
    run: Run, shop: Path, baseline: str, problem: str
) -> None:
    done = run("audit", shop, "--baseline", baseline)

    assert (done.code, done.out) == (2, "")
    assert problem in done.err
