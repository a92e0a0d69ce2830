"""What does a person get from ``auditor init``?"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from builders import write_tree
from command import Run
from ruamel.yaml import YAML

from auditor.cli import ci_workflow
from auditor.policy import read_baseline

ROOT = Path(__file__).resolve().parents[2]
FILES = ("auditor-policy.yaml", ".github/workflows/auditor.yml", "auditor-baseline.json")
PIN = re.compile(r"uses: ([\w/-]+)@([0-9a-f]{40}) # (v[\d.]+)")
APP = """\
const express = require('express');
const https = require('https');
const app = express();
const agent = new https.Agent({ rejectUnauthorized: false });
app.listen(3000);
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    lock = {"name": "shop", "version": "1.0.0", "lockfileVersion": 3}
    packages = {"": {"name": "shop"}, "node_modules/left": {"version": "1.0.0"}}
    return write_tree(
        tmp_path / "shop",
        {"app.js": APP, "package-lock.json": json.dumps({**lock, "packages": packages})},
    )


def test_writes_policy_workflow_and_baseline_and_says_so_and_what_next(
    run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop)
    done = run("init")

    assert done.code == 0
    assert done.out.splitlines()[:3] == [f"{name}: written" for name in FILES]
    assert "Next: auditor audit . --policy auditor-policy.yaml --baseline" in done.out
    assert "It knows 64 advisories; the workflow will know all there are." in done.out
    assert read_baseline(shop / FILES[2]).known


def test_what_failed_before_fails_no_gate_and_the_written_files_add_nothing(
    run: Run, shop: Path
) -> None:
    run("init", shop)

    arguments = ("--policy", shop / FILES[0], "--baseline", shop / FILES[2], "--format", "json")
    done = run("audit", shop, *arguments)

    report = json.loads(done.out)
    assert done.code != 1
    assert not [one for one in report["gate"]["criteria"] if one["outcome"] == "fail"]
    told = [one["new"] for each in report["controls"] for one in each["instances"]]
    assert True not in told
    assert False in told


def test_what_is_there_already_stays(run: Run, shop: Path) -> None:
    given = "schema: auditor.policy/1\nname: mine\n"
    write_tree(shop, {FILES[0]: given, FILES[2]: "mine"})

    done = run("init", shop)

    assert done.code == 0
    assert (shop / FILES[0]).read_text() == given
    assert (shop / FILES[2]).read_text() == "mine"
    assert done.out.count("is there already, and stays") == 2
    assert (shop / FILES[1]).exists()


def test_in_a_repository_the_workflow_stands_at_its_root(run: Run, shop: Path) -> None:
    (shop.parent / ".git").mkdir()
    write_tree(shop, {FILES[2]: "mine"})

    run("init", shop)

    written = YAML(typ="safe").load((shop.parent / FILES[1]).read_text())
    *_, step = written["jobs"]["audit"]["steps"]
    assert step["working-directory"] == "shop"
    assert not (shop / FILES[1]).exists()


def test_a_link_out_of_the_repository_is_not_written_through(
    run: Run, shop: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (shop / ".github").symlink_to(tmp_path / "elsewhere", target_is_directory=True)

    done = run("init", shop)

    assert done.code == 2
    assert "a symbolic link leads out of the repository" in done.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_in_the_way_of_a_folder_is_said(run: Run, shop: Path) -> None:
    (shop / ".github").write_text("a file")

    done = run("init", shop)

    assert done.code == 2
    assert "its folder cannot be made" in done.err


@pytest.mark.parametrize(("folder", "code"), [("empty", 4), ("gone", 3)])
def test_where_nothing_can_be_audited_nothing_is_written(
    run: Run, tmp_path: Path, folder: str, code: int
) -> None:
    (tmp_path / "empty").mkdir()

    assert run("init", tmp_path / folder).code == code
    assert list((tmp_path / "empty").iterdir()) == []


def test_the_workflow_reads_alone_and_names_every_action_by_its_commit() -> None:
    text = ci_workflow.workflow('a"b: ${{ x }}')
    written = YAML(typ="safe").load(text)

    assert written["permissions"] == {}
    assert written["jobs"]["audit"]["permissions"] == {"contents": "read"}
    assert text.count("uses: ") == len(PIN.findall(text))


def test_every_workflow_of_ours_pins_an_action_to_the_same_commit() -> None:
    files = [*(ROOT / ".github").rglob("*.yml"), ROOT / "docs" / "ci.md"]
    texts = [file.read_text(encoding="utf-8") for file in files if file.exists()]
    pins: dict[str, set[tuple[str, str]]] = {}
    for text in [*texts, ci_workflow.workflow(".")]:
        for action, commit, version in PIN.findall(text):
            pins.setdefault(action, set()).add((commit, version))

    assert {action: sorted(found) for action, found in pins.items() if len(found) > 1} == {}
