"""What does a person get from ``auditor node``?"""

from __future__ import annotations

import json
from pathlib import Path

from command import Run

ENTRY = {"cve": ["CVE-2026-1"], "vulnerable": "24.x", "severity": "high"}


def index(folder: Path) -> Path:
    file = folder / "index.json"
    file.write_text(json.dumps({str(number): ENTRY for number in range(180)}))
    return file


def test_status_says_how_old_the_tables_are(run: Run) -> None:
    done = run("node", "status")
    assert done.code == 0
    lines, advisories = done.out.splitlines()
    assert lines.startswith("27 release lines as of 2026-07-02 (143 days old), nodejs/Release")
    assert advisories.startswith("171 advisories as of 2026-04-08 (228 days old), nodejs/")


def test_an_imported_table_is_used_from_then_on(run: Run, tmp_path: Path) -> None:
    done = run("node", "import", index(tmp_path), "--as-of", "2026-11-20")
    assert done.code == 0
    assert done.out.endswith("node-core-advisories.json: 180 rows as of 2026-11-20\n")
    assert "180 advisories as of 2026-11-20 (2 days old), index.json" in run("node", "status").out


def test_without_a_day_it_is_today(run: Run, tmp_path: Path) -> None:
    assert run("node", "import", index(tmp_path)).out.endswith("as of 2026-11-22\n")


def test_a_wrong_day_or_file_is_one_sentence(run: Run, tmp_path: Path) -> None:
    for day, message in (("soon", "is no date like"), ("2026-11-23", "is still to come")):
        done = run("node", "import", index(tmp_path), "--as-of", day)
        assert (done.code, done.out) == (2, "")
        assert message in done.err
    done = run("node", "import", tmp_path / "absent.json")
    assert done.code == 3
    assert "absent.json: no such file" in done.err
    assert "hint: " in done.err
