"""Does an audit of every real lockfile project run to a verdict?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from command import Run

from auditor.checks import all_checks

CORPUS = Path(
    os.environ.get("AUDITOR_CORPUS", Path(__file__).resolve().parents[3] / "shared" / "corpus")
)
PROJECTS = sorted(path.parent for path in CORPUS.glob("lockfiles/*/expected-arborist.json"))

pytestmark = pytest.mark.skipif(not PROJECTS, reason=f"the corpus is not at {CORPUS}")


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_every_project_gets_a_verdict_and_every_check_an_outcome(run: Run, project: Path) -> None:
    done = run("audit", project, "--format", "json")
    assert done.code in {1, 3}
    assert done.err == ""
    report = json.loads(done.out)
    assert [one["check"] for one in report["checks"]] == [check.id for check in all_checks()]
    assert all(one["reason"] for one in report["checks"] if one["outcome"] != "complete")
    assert report["gate"]["outcome"] in {"fail", "incomplete"}
