from __future__ import annotations

from pathlib import Path

import pytest
from builders import NOW, MemoryTarget

import auditor.checks.secrets.files as module
from auditor.check import Context, Examined
from auditor.checks.secrets.files import files
from auditor.model import Confidence, Fact, Finding, Gap, Severity
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.target import Unread

VALUE = "Zx81-quiet-harbour"


def told(
    contents: dict[str, str], *, keys: Path | None = None, unread: tuple[Unread, ...] = ()
) -> list[object]:
    target = MemoryTarget({path: text.encode() for path, text in contents.items()}, unread)
    sources = Sources(Settings(project_keys=keys), now=NOW)
    return list(files.body(Context(target, None, sources, NOW)))


def only(contents: dict[str, str], *, keys: Path | None = None) -> Finding:
    (finding,) = (each for each in told(contents, keys=keys) if isinstance(each, Finding))
    return finding


def test_a_finding_tells_everything_but_the_value() -> None:
    finding = only({"prod.env": f"DB_PASSWORD={VALUE}\n"})

    assert finding.rule == "secret-committed"
    assert finding.message == "a password (DB_PASSWORD) is written out"
    assert str(finding.location) == "prod.env:1"
    assert (finding.severity, finding.confidence) == (Severity.CRITICAL, Confidence.HIGH)
    assert {**finding.attributes, "fingerprint": ""} == {
        "kind": "named-secret",
        "name": "DB_PASSWORD",
        "length": len(VALUE),
        "prefix": "",
        "fingerprint": "",
        "standing": "deployment",
    }


@pytest.mark.parametrize(
    ("path", "text", "rule", "severity", "tags"),
    [
        ("a.env", "DB_PASSWORD=changeme", "secret-default", Severity.HIGH, {"secret-default"}),
        ("a.env", "DB_PASSWORD=swordfish", "secret-committed", Severity.HIGH, {"secret-committed"}),
        (
            "test/a.env",
            f"A_KEY=1\nA_SECRET={VALUE}",
            "secret-committed",
            Severity.LOW,
            {"secret-committed"},
        ),
        (
            "Dockerfile",
            f"ENV A_SECRET={VALUE}",
            "secret-committed",
            Severity.CRITICAL,
            {"secret-committed", "secret-baked"},
        ),
        (
            "k8s.yml",
            f"kind: Secret\nstringData: {{a: {VALUE}}}",
            "secret-committed",
            Severity.CRITICAL,
            {"secret-committed", "secret-kubernetes"},
        ),
        (
            "id.ppk",
            "PuTTY-User-Key-File-3: x",
            "private-key-committed",
            Severity.CRITICAL,
            {"secret-committed", "private-key"},
        ),
        (
            ".htpasswd",
            "shop:$2y$05$abcdefghijklmnopqrstuv",
            "secret-committed",
            Severity.HIGH,
            {"secret-committed"},
        ),
    ],
)
def test_rule_severity_and_tags_follow_what_it_is(
    path: str, text: str, rule: str, severity: Severity, tags: set[str]
) -> None:
    found = [each for each in told({path: text}) if isinstance(each, Finding)]
    finding = next(each for each in found if each.rule == rule)

    assert (finding.severity, finding.tags) == (severity, tags)


def test_a_key_in_a_file_of_tests_says_so() -> None:
    finding = only({"test/tls.key": "PuTTY-User-Key-File-2: x\n"})

    assert finding.message == "a private key lies in the tree, in a file of tests"


def test_a_placeholder_is_a_fact() -> None:
    (fact,) = (each for each in told({".env": "API_KEY=<your-key>\n"}) if isinstance(each, Fact))

    assert (fact.name, fact.attributes["name"]) == ("secret.placeholder", "API_KEY")


def test_a_keystore_is_found_by_its_name() -> None:
    assert only({"tls/server.p12": ""}).rule == "keystore-committed"


def test_the_same_value_has_the_same_fingerprint_under_the_key_of_the_project(
    tmp_path: Path,
) -> None:
    one = only({"a.env": f"A_SECRET={VALUE}"}, keys=tmp_path)
    same = only({"b.json": f'{{"password": "{VALUE}"}}'}, keys=tmp_path)
    elsewhere = only({"a.env": f"A_SECRET={VALUE}"}, keys=tmp_path / "other")
    keyless = only({"a.env": f"A_SECRET={VALUE}"})
    other = only({"a.env": f"A_SECRET={VALUE}2"})

    assert one.attributes["fingerprint"] == same.attributes["fingerprint"]
    assert one.attributes["fingerprint"] != elsewhere.attributes["fingerprint"]
    assert keyless.attributes["fingerprint"] == other.attributes["fingerprint"]


def test_a_name_that_gives_the_value_away_is_not_told() -> None:
    token = "gh" + "p_" + "a1B2" * 9

    found = [
        each for each in told({"a.env": f"{token}_secret={VALUE}"}) if isinstance(each, Finding)
    ]

    assert all(token not in repr(each) for each in found)


def test_says_what_was_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_TOTAL_BYTES", 3)
    monkeypatch.setattr(module, "MAX_FILE_BYTES", 2)
    unread = (Unread("big.env", "too-large", "larger"), Unread("l", "symlink", "a link"))

    found = told({"a.env": "abc", "b.env": "a"}, unread=unread)

    assert [each.subject for each in found if isinstance(each, Gap)] == ["a.env", "big.env"]
    assert found[-1] == Examined(2)


def test_the_budget_is_cut_off_one_past_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_TOTAL_BYTES", 4)

    found = told({"a.env": "abc", "b.env": "a", "c.env": "a"})

    assert [each.subject for each in found if isinstance(each, Gap)] == ["c.env"]


def test_a_file_that_holds_too_many_is_a_gap() -> None:
    lines = "".join(f"A{at}_SECRET=Zx81-quiet-{at}\n" for at in range(201))

    assert any(isinstance(each, Gap) for each in told({"a.env": lines}))
