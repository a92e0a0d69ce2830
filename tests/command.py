"""How do tests run the auditor command? In this process, with the day and the width fixed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor.cli import main

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@dataclass(frozen=True)
class Done:
    """How one run of the command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture(name="run")
def command(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Run:
    """Run the command in this process, with the day fixed and an 80-column terminal."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 2026-11-22
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no-data-of-the-user"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache-of-the-user"))
    monkeypatch.delenv("AUDITOR_POLICY", raising=False)
    monkeypatch.delenv("AUDITOR_ADVISORIES", raising=False)

    def call(*arguments: str | Path) -> Done:
        code = main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Done(code, captured.out, captured.err)

    return call
