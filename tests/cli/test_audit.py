"""What does a person get from ``auditor audit``? Exit codes, and the examples end to end."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from builders import write_tree
from command import EXAMPLES, Done, Run
from osv_mirror import record

CODE_CONTROLS = {"cookies.secure", "secrets.code_literals", "tls.reject_unauthorized"}
LOCK = (
    '{"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "shop"}}}'
)


def verdicts(report: str) -> dict[str, str]:
    return {one["id"]: one["verdict"] for one in json.loads(report)["controls"]}


def places(report: dict[str, Any], control: str) -> set[str]:
    (result,) = (one for one in report["controls"] if one["id"] == control)
    return {
        f"{one['location']['path']}:{one['location']['line']}"
        for one in result["instances"]
        if one["location"]
    }


def audit_json(run: Run, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    done = run("audit", *arguments, "--format", "json")
    return done.code, json.loads(done.out)


@pytest.fixture
def careful(tmp_path: Path) -> Path:
    """A copy of careful-shop to break."""
    return Path(shutil.copytree(EXAMPLES / "careful-shop", tmp_path / "careful-shop"))


def test_careful_shop_passes_with_nothing_waived(run: Run) -> None:
    code, report = audit_json(run, EXAMPLES / "careful-shop")
    assert code == 0
    assert report["gate"]["outcome"] == "pass"
    assert report["waivers"] == []
    found = {one["id"]: one["verdict"] for one in report["controls"] if not one["preview"]}
    # What this machine cannot know is said, not passed: no registry data, and a seed only.
    assert found.pop("supply.signature") == "unknown"
    assert found.pop("supply.advisory") == "partial"
    assert found.pop("supply.malware") == "partial"
    assert set(found.values()) <= {"pass", "not_applicable"}


def test_careless_shop_fails_with_its_mistakes_at_their_lines(run: Run) -> None:
    code, report = audit_json(run, EXAMPLES / "careless-shop")
    assert code == 1
    assert report["gate"]["outcome"] == "fail"
    expected = {
        "auth.session.fixed_secret": "src/session.js:8",
        "secrets.code_literals": "src/auth/tokens.js:5",
        "secrets.startup_validation": "src/config.js:9",
        "secrets.dotenv": ".env:2",
        "tls.reject_unauthorized": "src/routes/api.js:12",
        "tls.datastores": "src/cache.js:7",
        "tls.plain_outbound": "src/routes/api.js:28",
        "cookies.secure": "src/session.js:7",
        "cookies.same_site": "src/app.js:25",
        "cookies.max_age": "src/session.js:7",
        "auth.session.store": "src/session.js:7",
        "auth.jwt.lifetime": "src/auth/tokens.js:8",
        "retention.session_ttl": "src/session.js:7",
        "retention.logs": "src/logger.js:12",
        "runtime.helmet": "src/app.js:11",
        "supply.integrity": "package-lock.json:727",
    }
    for control, place in expected.items():
        assert place in places(report, control), control
    assert len([one for one in report["controls"] if one["verdict"] == "fail"]) >= 20


def test_the_text_report_says_what_failed_where_and_what_next(run: Run) -> None:
    done = run("audit", EXAMPLES / "careless-shop")
    assert done.code == 1
    lines = done.out.splitlines()
    assert lines[1].startswith("FAILED  score")
    assert "src/session.js:8" in done.out
    assert "fix: " in done.out
    assert "Could not be established" in done.out
    assert done.out.rstrip().endswith("how to fix it") or "Next: auditor explain" in done.out
    assert max(len(line) for line in lines) <= 80
    assert not [line for line in lines if line != line.rstrip()]


def test_nothing_but_the_report_is_on_stdout_and_the_exit_code_is_the_same(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "report.json"
    done = run("audit", EXAMPLES / "careful-shop", "--format", f"json={file}", "--format", "text")
    assert done.code == 0
    assert json.loads(file.read_text())["schema"] == "auditor.report/1"
    assert done.out.startswith("careful-shop against express-baseline\n")


def test_two_runs_give_the_same_bytes(run: Run) -> None:
    first, second = (run("audit", EXAMPLES / "careless-shop", "--format", "json") for _ in range(2))
    assert first.out == second.out


def test_a_folder_without_lockfile_and_express_exits_4(run: Run, tmp_path: Path) -> None:
    write_tree(tmp_path, {"README.md": "nothing here"})
    done = run("audit", tmp_path)
    assert done.code == 4
    assert "no npm lockfile and no Express application found" in done.err
    assert done.out == ""


def test_a_truncated_lockfile_exits_3_with_file_and_position(run: Run, tmp_path: Path) -> None:
    write_tree(tmp_path, {"package-lock.json": LOCK[:60]})
    done = run("audit", tmp_path)
    assert done.code == 3
    first, hint = done.err.splitlines()
    assert first.startswith("auditor: package-lock.json: line 1, column ")
    assert hint.startswith("  hint: ")


def test_an_unknown_policy_key_exits_2_with_line_and_suggestion(run: Run, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("schema: auditor.policy/1\nname: mine\ncookiez:\n  secure: required\n")
    done = run("audit", EXAMPLES / "careful-shop", "--policy", policy)
    assert done.code == 2
    assert "policy.yaml:3" in done.err
    assert 'did you mean "cookies"' in done.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--format", "pdf"), "there is no format 'pdf'"),
        (("--format", "json="), "no file after '='"),
        (("--format", "json", "--format", "text"), "only one report can go to stdout"),
        (("--policy", "express-bassline"), "express-baseline"),
        (("--format", "json=/nonexistent/folder/a.json"), "cannot be written"),
    ],
)
def test_usage_errors_exit_2(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    done = run("audit", EXAMPLES / "careful-shop", *arguments)
    assert done.code == 2
    assert sentence in done.err
    assert "Traceback" not in done.err


def test_an_unknown_option_exits_2(run: Run) -> None:
    assert run("audit", "--no-such-option").code == 2


def test_a_target_that_does_not_exist_is_an_error_not_a_pass(run: Run, tmp_path: Path) -> None:
    assert run("audit", tmp_path / "absent").code == 3


class TestLosingEvidence:
    """Whatever is taken away makes controls unknown, lowers floor and coverage, never exits 0."""

    def check(self, done: Done, lost: set[str], careful: dict[str, Any]) -> None:
        report = json.loads(done.out)
        assert done.code == 3
        assert report["gate"]["outcome"] == "incomplete"
        found = verdicts(done.out)
        assert {control for control in lost if found[control] != "unknown"} == set()
        assert report["score"]["floor"] < careful["score"]["floor"]
        assert report["score"]["coverage"] < careful["score"]["coverage"]

    @pytest.fixture
    def whole(self, run: Run) -> dict[str, Any]:
        return audit_json(run, EXAMPLES / "careful-shop")[1]

    def test_semgrep_killed(self, run: Run, whole: dict[str, Any], tmp_path: Path) -> None:
        fake = tmp_path / "semgrep"
        fake.write_text("#!/bin/sh\nkill -9 $$\n")
        fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
        done = run("audit", EXAMPLES / "careful-shop", "--semgrep", fake, "--format", "json")
        self.check(done, CODE_CONTROLS, whole)

    def test_semgrep_missing(self, run: Run, whole: dict[str, Any], tmp_path: Path) -> None:
        absent = tmp_path / "absent"
        done = run("audit", EXAMPLES / "careful-shop", "--semgrep", absent, "--format", "json")
        self.check(done, CODE_CONTROLS, whole)

    def test_advisory_data_hidden(self, run: Run, whole: dict[str, Any], tmp_path: Path) -> None:
        done = run(
            "audit",
            EXAMPLES / "careful-shop",
            "--advisories",
            tmp_path / "gone",
            "--format",
            "json",
        )
        self.check(done, {"supply.advisory"}, whole)

    def test_a_source_file_that_cannot_be_parsed(
        self, run: Run, whole: dict[str, Any], careful: Path
    ) -> None:
        (careful / "src" / "broken.js").write_text("const = = {{{ nothing ((\n")
        done = run("audit", careful, "--format", "json")
        self.check(done, CODE_CONTROLS, whole)

    def test_a_source_file_that_is_a_symbolic_link(
        self, run: Run, whole: dict[str, Any], careful: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "elsewhere.js").write_text("eval(process.argv[2])\n")
        (careful / "src" / "linked.js").symlink_to(tmp_path / "elsewhere.js")
        done = run("audit", careful, "--format", "json")
        self.check(done, CODE_CONTROLS, whole)


@pytest.mark.parametrize("width", [60, 120, 200])
def test_the_report_fits_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("audit", EXAMPLES / "careless-shop").out.splitlines()
    assert max(len(line) for line in lines) <= width


class TestAdvisories:
    """What the caller says about advisories counts, and is shown as the caller's word."""

    @pytest.fixture
    def shop(self, tmp_path: Path) -> Path:
        """A lockfile with one vulnerable package, and the record about it."""
        packages = {
            "": {"name": "shop", "version": "1.0.0", "dependencies": {"lodash": "4"}},
            "node_modules/lodash": {"version": "4.17.20"},
        }
        lock = {"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": packages}
        one = record("GHSA-1", "lodash", "4.17.21", database_specific={"severity": "HIGH"})
        statement = {
            "vulnerability": "GHSA-1",
            "products": ["pkg:npm/lodash@4.17.20"],
            "status": "not_affected",
            "justification": "vulnerable_code_not_in_execute_path",
        }
        vex = {
            "@context": "https://openvex.dev/ns/v0.2.0",
            "@id": "https://shop.example/vex",
            "author": "The shop",
            "timestamp": "2026-11-01T00:00:00Z",
            "statements": [statement],
        }
        files = {
            "shop/package-lock.json": json.dumps(lock),
            "osv/1.json": json.dumps(one),
            "my.vex.json": json.dumps(vex),
        }
        return write_tree(tmp_path, files)

    def test_a_folder_is_a_part_unless_the_caller_says_otherwise(
        self, run: Run, shop: Path
    ) -> None:
        arguments = (shop / "shop", "--advisories", shop / "osv")
        found = {one["id"]: one for one in audit_json(run, *arguments)[1]["controls"]}
        assert found["supply.malware"]["verdict"] == "partial"
        assert "(osv), not declared complete" in found["supply.malware"]["reason"]
        report = audit_json(run, *arguments, "--advisories-complete")[1]
        verdict = {one["id"]: one["verdict"] for one in report["controls"]}
        assert (verdict["supply.malware"], verdict["supply.advisory"]) == ("pass", "fail")

    def test_nothing_can_be_declared_complete_that_is_not_named(self, run: Run, shop: Path) -> None:
        done = run("audit", shop / "shop", "--advisories-complete")
        assert done.code == 2
        assert "no --advisories are given" in done.err

    def test_a_statement_is_honoured_and_listed(self, run: Run, shop: Path) -> None:
        arguments = ("--advisories", shop / "osv", "--advisories-complete", "--vex")
        arguments_of_all = (*arguments, shop / "my.vex.json")
        report = audit_json(run, shop / "shop", *arguments_of_all)[1]
        verdict = {one["id"]: one["verdict"] for one in report["controls"]}
        assert verdict["supply.advisory"] == "pass"
        text = " ".join(run("audit", shop / "shop", *arguments_of_all).out.split())
        assert "Declared not affected by VEX (1)" in text
        assert "declared not affected by my.vex.json: vulnerable_code_not_in_execute_path" in text
        assert "no EPSS, no KEV" in text

    def test_a_document_that_is_none_leaves_the_answer_open(self, run: Run, shop: Path) -> None:
        (shop / "bad.json").write_text("{}")
        arguments = ("--advisories", shop / "osv", "--vex", shop / "bad.json")
        report = audit_json(run, shop / "shop", *arguments)[1]
        (found,) = (one for one in report["controls"] if one["id"] == "supply.advisory")
        assert found["verdict"] == "unknown"
        assert "bad.json: this is neither an OpenVEX nor a CycloneDX document" in found["reason"]
