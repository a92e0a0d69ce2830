"""Does the real npm, fed the same records on this machine, find the same?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from npm_audit import NPM, Pairs, audit

from auditor.checks.advisories.match import look_up
from auditor.sources.osv import AdvisorySource
from sbom import read_project

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
ADVISORIES = CORPUS / "advisories"

pytestmark = [
    pytest.mark.skipif(
        not ADVISORIES.is_dir(), reason=f"no corpus at {ADVISORIES} (AUDITOR_CORPUS)"
    ),
    pytest.mark.skipif(NPM is None, reason="no npm on this machine"),
]

PAIRS = {
    "NodeGoat": 111,
    "nodejs-goof": 108,
    "juice-shop": 38,
    "dvna": 28,
    "rest-api-nodejs-mongodb": 86,
}


def both(name: str, folder: Path) -> tuple[Pairs, Pairs]:
    """Our pairs of package and advisory, and those of npm."""
    data = (ADVISORIES / "lockfiles" / f"{name}.package-lock.json").read_bytes()
    source = AdvisorySource(ADVISORIES / "osv")
    _, found = look_up(read_project({"package-lock.json": data}.get, ["package-lock.json"]), source)
    mine = {(row.component.name, row.advisory.id) for row in found.rows}
    return mine, audit(data, source.everything(), folder).pairs


@pytest.mark.parametrize("name", PAIRS)
def test_npm_finds_the_same_pairs_of_package_and_advisory(name: str, tmp_path: Path) -> None:
    mine, theirs = both(name, tmp_path)
    assert (mine - theirs, theirs - mine) == (set(), set())
    assert len(mine) == PAIRS[name]


def test_an_alias_in_an_old_lockfile_hides_a_package_from_npm_and_not_from_us(
    tmp_path: Path,
) -> None:
    mine, theirs = both("traps-v1", tmp_path)
    assert mine - theirs == {("@babel/traverse", "GHSA-67hx-6x53-jw92")}


def test_an_odd_name_ends_the_run_of_npm_and_not_ours(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"EINVALIDTAGNAME|Invalid tag name"):
        both("traps", tmp_path)
