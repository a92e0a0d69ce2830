"""What holds for every registered check, report and reader, present and future."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import auditor.checks
import auditor.reports
import sbom.readers
from auditor.check import Check
from auditor.checks import all_checks
from auditor.checks.code.rules import load_rules
from auditor.policy import builtin_folder, load_controls
from auditor.reports import all_reports

ROOT = Path(__file__).resolve().parents[1]

CHECK = '''
from auditor.check import check, Examined

@check("added.check")
def added(context):
    """A check from a temporary folder.

    Why: to prove the registry.

    Fix: nothing.
    """
    yield Examined(1)
'''

REPORT = """
from auditor.report import Report

REPORT = Report("added", "A report from a temporary folder", lambda audit, assessment, sink: None)
"""


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_every_check_says_what_why_and_how_to_fix(check: Check) -> None:
    assert check.title.endswith(("?", "."))
    assert "\nWhy: " in check.doc
    assert "\nFix: " in check.doc


def test_check_ids_are_family_dot_name_and_unique() -> None:
    ids = [check.id for check in all_checks()]
    assert len(ids) == len(set(ids))
    assert all(len(check_id.split(".")) == 2 for check_id in ids)


def test_rule_ids_of_findings_belong_to_one_check() -> None:
    rules = [rule for check in all_checks() for rule in check.rules]
    assert len(rules) == len(set(rules))


def test_a_check_is_added_by_adding_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "added_check.py").write_text(CHECK)
    monkeypatch.setattr(auditor.checks, "__path__", [*auditor.checks.__path__, str(tmp_path)])
    assert "added.check" in [check.id for check in all_checks()]


def test_a_report_is_added_by_adding_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "added_report.py").write_text(REPORT)
    monkeypatch.setattr(auditor.reports, "__path__", [*auditor.reports.__path__, str(tmp_path)])
    assert "added" in [report.name for report in all_reports()]


def test_two_checks_with_one_id_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("first_twin", "second_twin"):
        (tmp_path / f"{name}.py").write_text(CHECK.replace("added.check", "twin.check"))
    monkeypatch.setattr(auditor.checks, "__path__", [*auditor.checks.__path__, str(tmp_path)])
    with pytest.raises(ValueError, match=r"registered twice: twin\.check"):
        all_checks()


def test_report_names_are_their_module_names() -> None:
    # The help text of --format lists module names, so that --help imports no report.
    assert {report.name for report in all_reports()} == set(
        auditor.discovery.module_names(auditor.reports)
    )


def test_a_reader_is_added_by_adding_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "added_reader.py").write_text(
        "from sbom.reader import Reader\n"
        "from sbom import Component, Inventory, Kind\n"
        "def read(files, load):\n"
        "    root = Component('', 'added', None, Kind.ROOT)\n"
        "    return Inventory('added.lock', 'added', '1', '0' * 64, (root,), ())\n"
        "READER = Reader('added', ('added.lock',), read)\n"
    )
    monkeypatch.setattr(sbom.readers, "__path__", [*sbom.readers.__path__, str(tmp_path)])
    sbom.readers.all_readers.cache_clear()
    inventory = sbom.read_project({"added.lock": b""}.get, ["added.lock"])
    sbom.readers.all_readers.cache_clear()
    assert inventory.format == "added"


def test_no_source_file_names_a_package_registry_or_hides_from_coverage() -> None:
    forbidden = ("registry." + "npmjs", "registry." + "yarnpkg", "pypi." + "org", "no " + "cover")
    offenders = [
        f"{path.relative_to(ROOT)}: {word}"
        for folder in ("auditor", "sbom", "policies", "tests", "examples", ".github")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
        for word in forbidden
        if word.encode() in path.read_bytes()
    ]
    assert offenders == []


def test_a_code_rule_is_added_by_adding_a_file(tmp_path: Path) -> None:
    shipped = load_rules()
    (pattern,) = ROOT.glob("auditor/checks/code/rules/tokens/token_expiry_ignored.yaml")
    text = pattern.read_text(encoding="utf-8").replace("token-expiry-ignored", "added-rule")
    (tmp_path / "added_rule.yaml").write_text(text, encoding="utf-8")
    assert len(load_rules([tmp_path])) == len(shipped) + 1


def test_a_control_is_added_by_adding_a_file(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(builtin_folder() / "controls", tmp_path / "controls"))
    text = (folder / "cookies" / "cookies_name.yaml").read_text(encoding="utf-8")
    (folder / "cookies" / "cookies_added.yaml").write_text(
        text.replace("cookies.name", "cookies.added"), encoding="utf-8"
    )
    added = {control.id for control in load_controls(folder)}
    assert added - {control.id for control in load_controls()} == {"cookies.added"}
