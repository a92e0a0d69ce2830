from __future__ import annotations

from datetime import date

from auditor import semver
from auditor.checks.runtime.releases import shipped_releases


def test_every_line_starts_before_it_ends() -> None:
    for line in shipped_releases().lines.values():
        milestones = [line.start, line.lts, line.maintenance, line.end]
        known = [date.fromisoformat(one) for one in milestones if one]
        assert known[0] == min(known), line
        assert known[-1] == max(known), line


def test_the_table_is_dated_and_names_lines_and_security_releases() -> None:
    table = shipped_releases()
    assert date.fromisoformat(table.as_of) >= date(2026, 11, 22)
    assert table.named("iron") is table.lines["20"]
    assert table.named("unobtainium") is None
    assert table.named("") is None
    for line in table.lines.values():
        assert semver.key(line.first) is not None
        assert not line.security or line.security.startswith(f"{line.name}.")
