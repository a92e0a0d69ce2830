"""Is the assessment of real applications the same, byte for byte, whenever and however it is made?

Needs their checkouts (AUDITOR_CORPUS_SRC: a folder with one folder per application)
and reads the lockfile projects (AUDITOR_CORPUS). Nothing of them is in the tree.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from builders import NOW
from policy.postures import TODAY, shipped_controls, shipped_policy

from auditor import engine
from auditor.policy import evaluate
from auditor.report import Sink
from auditor.reports.json import write
from auditor.targets import open_target

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCES = Path(os.environ.get("AUDITOR_CORPUS_SRC", "/nonexistent"))
CORPUS = Path(os.environ.get("AUDITOR_CORPUS", CHECKOUT.parent / "shared" / "corpus"))
APPLICATIONS = sorted(path for path in SOURCES.glob("*") if path.is_dir())
PROJECTS = sorted(path.parent for path in CORPUS.glob("lockfiles/*/expected-arborist.json"))


def report(folder: Path, monkeypatch: pytest.MonkeyPatch, workers: int) -> str:
    monkeypatch.setattr(engine, "MAX_WORKERS", workers)
    measured = engine.audit(open_target(str(folder)), now=NOW)
    assessment = evaluate(measured, shipped_policy(), shipped_controls(), today=TODAY)
    stream = io.StringIO()
    write(measured, assessment, Sink(stream))
    return stream.getvalue()


def assert_stable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = report(folder, monkeypatch, 1)

    assert report(folder, monkeypatch, 1) == first
    assert report(folder, monkeypatch, 8) == first


@pytest.mark.skipif(not APPLICATIONS, reason="set AUDITOR_CORPUS_SRC to the applications' folder")
@pytest.mark.parametrize("folder", APPLICATIONS, ids=lambda path: path.name)
def test_an_application_is_assessed_alike(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_stable(folder, monkeypatch)


@pytest.mark.skipif(not PROJECTS, reason=f"the corpus is not at {CORPUS}")
@pytest.mark.parametrize("folder", PROJECTS[:5], ids=lambda path: path.name)
def test_a_lockfile_project_is_assessed_alike(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_stable(folder, monkeypatch)
