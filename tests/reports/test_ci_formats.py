"""JUnit, GitLab, GitHub and Markdown: do their readers see the verdicts, and obey nothing?"""

from __future__ import annotations

import json
import re

import pytest
from defusedxml import ElementTree
from reports.worlds import HOSTILE, hostile_world, judged, unsafe, world, written

from auditor.assessment import Verdict
from auditor.policy.baseline import Baseline
from auditor.reports import github, markdown

MANY = tuple(unsafe(path=f"src/f{number}.js") for number in range(30))


def test_junit_has_one_case_per_control_with_its_verdict() -> None:
    audit, assessment = world(unsafe(), note="a.js: cannot be parsed")

    root = ElementTree.fromstring(written("junit", audit, assessment))

    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert set(cases) == {one.control.id for one in assessment.controls}
    for result in assessment.controls:
        children = [child.tag for child in cases[result.control.id]]
        expected = {
            Verdict.FAIL: ["failure"],
            Verdict.UNKNOWN: ["error"],
            Verdict.NOT_APPLICABLE: ["skipped"],
        }.get(result.verdict, [])
        assert children == expected, result.control.id


def test_junit_counts_what_it_lists() -> None:
    root = ElementTree.fromstring(written("junit", *hostile_world()))

    for suite in root.iter("testsuite"):
        assert int(suite.get("tests") or 0) == len(suite.findall("testcase"))
        assert int(suite.get("failures") or 0) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors") or 0) == len(suite.findall("testcase/error"))
        assert int(suite.get("skipped") or 0) == len(suite.findall("testcase/skipped"))


def test_gitlab_fingerprints_are_unique_and_survive_moved_lines() -> None:
    before = json.loads(written("gitlab", *world(unsafe(line=7), unsafe(path="b.js"))))
    after = json.loads(written("gitlab", *world(unsafe(line=9), unsafe(path="b.js"))))

    prints = [issue["fingerprint"] for issue in before]
    assert len(set(prints)) == len(prints)
    assert prints == [issue["fingerprint"] for issue in after]


def test_gitlab_issues_have_what_the_widget_needs() -> None:
    for issue in json.loads(written("gitlab", *hostile_world())):
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
        assert "\n" not in issue["location"]["path"]


COMMAND = re.compile(
    r"::(?:(?:error|warning|notice) file=[^,\n]+,line=\d+,title=[\w.]+|notice title=auditor)::.+"
)


def test_github_commands_are_those_we_write_and_no_others() -> None:
    lines = written("github", *hostile_world()).splitlines()

    assert all(COMMAND.fullmatch(line) for line in lines)
    for text in HOSTILE:
        assert not [line for line in lines if line.startswith(text)]


def test_github_shows_ten_per_level_the_new_ones_first() -> None:
    known = Baseline("before", world(*MANY[:25])[1].failing)
    audit, _ = world(*MANY)

    lines = written("github", audit, judged(audit, baseline=known)).splitlines()

    errors = [line for line in lines if line.startswith("::error")]
    assert len(errors) == github.MAX_PER_LEVEL
    assert all(re.search(r"src/f2[5-9]\.js", line) for line in errors[:5])


def test_markdown_says_the_verdict_first_and_the_remedy_of_each_failure() -> None:
    audit, assessment = world(unsafe())

    text = written("markdown", audit, assessment)

    assert text.startswith("# shop: failed\n")
    failing = [one for one in assessment.controls if one.verdict is Verdict.FAIL]
    assert text.count("**Fix:**") >= len(failing)


def test_markdown_leaves_no_syntax_of_the_target() -> None:
    text = written("markdown", *hostile_world())

    bare = re.sub(r"(`+)(?:(?!\1).)*?\1", "", text)  # without code spans
    assert "<img" not in re.sub(r"\\.", "", bare)
    assert "](" not in re.sub(r"\\.", "", bare)
    assert "\x1b" not in text


def test_markdown_is_cut_below_the_limit_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MAX_BYTES", 3_000)

    text = written("markdown", *world(*MANY))

    assert len(text.encode()) <= 3_000
    assert "The rest is left out" in text
