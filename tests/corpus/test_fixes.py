"""Applies the advice with the real npm; needs its registry, so it runs only when asked for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from auditor.checks.advisories.fixes import Way, advise, plan
from auditor.checks.advisories.match import Matches, look_up
from auditor.sources.osv import AdvisorySource, AdvisoryStore
from sbom import Inventory, read_project

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
ADVISORIES = CORPUS / "advisories"
SECTIONS = ("name", "version", "dependencies", "devDependencies", "optionalDependencies")
QUIET = (
    "--package-lock-only",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--legacy-peer-deps",
)

pytestmark = [
    pytest.mark.skipif(
        not ADVISORIES.is_dir(), reason=f"no corpus at {ADVISORIES} (AUDITOR_CORPUS)"
    ),
    pytest.mark.skipif(
        not os.environ.get("AUDITOR_NPM_INSTALL") or shutil.which("npm") is None,
        reason="applies fixes with npm and its registry: set AUDITOR_NPM_INSTALL=1",
    ),
]


def scan(folder: Path) -> tuple[Inventory, AdvisoryStore, Matches]:
    files = {name: (folder / name).read_bytes() for name in ("package-lock.json", "package.json")}
    inventory = read_project(files.get, sorted(files))
    return inventory, *look_up(inventory, AdvisorySource(ADVISORIES / "osv"))


def npm(folder: Path, *arguments: str) -> None:
    subprocess.run(["npm", *arguments, *QUIET], cwd=folder, check=True, capture_output=True)


def rows(matches: Matches) -> set[tuple[str, str | None, str]]:
    return {(one.component.name, one.component.version, one.advisory.id) for one in matches.rows}


@pytest.mark.parametrize("name", ["dvna", "juice-shop"])
def test_the_advice_removes_what_has_a_fix_and_brings_nothing_new(
    name: str, tmp_path: Path
) -> None:
    lock = json.loads((ADVISORIES / "lockfiles" / f"{name}.package-lock.json").read_bytes())
    root = {key: value for key, value in lock["packages"][""].items() if key in SECTIONS}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    (tmp_path / "package.json").write_text(json.dumps(root))
    inventory, store, before = scan(tmp_path)
    fixes = advise(inventory, before, store)
    steps = plan(fixes)
    for _, *arguments in steps.installs:
        npm(tmp_path, *arguments)
    manifest = json.loads((tmp_path / "package.json").read_bytes())
    manifest["overrides"] = dict(steps.overrides)
    (tmp_path / "package.json").write_text(json.dumps(manifest))
    npm(tmp_path, "install")
    for _, *arguments in steps.updates:
        npm(tmp_path, *arguments)
    _, _, after = scan(tmp_path)
    without = {(fix.package, fix.installed) for fix in fixes if fix.way is Way.NONE}
    fixable = {one for one in rows(before) if one[:2] not in without}
    left = fixable & rows(after)
    assert len(left) <= len(fixable) * 0.1, sorted(map(str, left))
    known = {(package, record) for package, _, record in rows(before)}
    assert {(package, record) for package, _, record in rows(after)} <= known
