from __future__ import annotations

from pathlib import Path

import pytest

from auditor.errors import PolicyError
from auditor.policy import identities
from auditor.policy.identities import Identities, read_identities
from auditor.provenance.policy import IdentityPolicy


def read(folder: Path, text: str) -> Identities:
    file = folder / "identities.yaml"
    file.write_text(f"schema: auditor.identities/1\nidentities:\n{text}")
    return read_identities(file)


def test_the_most_exact_name_speaks(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """\
  "*": {repository_id: "1"}
  "@acme/*": {repository_id: "2"}
  "@acme/widget": {repository_id: "3"}
""",
    )
    ids = {
        name: policy.source_repository_id
        for name in ("@acme/widget", "@acme/gadget", "@acme2/widget", "acme")
        for policy, _ in [found.of(name) or (IdentityPolicy(), False)]
    }
    assert ids == {"@acme/widget": "3", "@acme/gadget": "2", "@acme2/widget": "1", "acme": "1"}


def test_nothing_is_expected_of_others(tmp_path: Path) -> None:
    found = read(tmp_path, '  widget: {owner_id: "2"}\n')
    assert found.of("gadget") is None


def test_everything_that_can_be_expected(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """\
  widget:
    repositories: [https://code.example/acme/widget]
    repository_id: 1001
    owner_id: "2002"
    issuer: https://issuer.example
    workflow: .github/workflows/release.yml
    ref: refs/heads/main
    runner: github-hosted
    forbidden_triggers: [pull_request_target]
    proof_required: true
    required: true
""",
    )
    policy = IdentityPolicy(
        source_repositories=frozenset({"https://code.example/acme/widget"}),
        source_repository_id="1001",
        source_owner_id="2002",
        issuer="https://issuer.example",
        workflow=".github/workflows/release.yml",
        ref="refs/heads/main",
        runner_environment="github-hosted",
        forbidden_triggers=frozenset({"pull_request_target"}),
        proof_required=True,
    )
    assert found.of("widget") == (policy, True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  - x\n", ":2: is no mapping of 1 to 10,000 names"),
        ("  widget: 1\n", ":3: identities.widget is no mapping"),
        (
            "  widget: {workflow: x}\n",
            ":3: identities.widget names no repositories, repository_id or owner_id",
        ),
        ("  widget: {owner_id: 1, subject: x}\n", ":3: unknown key subject"),
        ("  widget: {owner_id: true}\n", ":3: identities.widget.owner_id is no text"),
        ("  widget: {owner_id: ''}\n", ":3: identities.widget.owner_id is no text"),
        ("  widget: {repositories: x}\n", ":3: identities.widget.repositories is no list of texts"),
        ("  widget: {repositories: [1]}\n", "repositories is no list of texts"),
        ("  widget: {owner_id: 1, required: 1}\n", "required is neither true nor false"),
        ("  wid*: {owner_id: 1}\n", ":3: identities.wid* is no package name, @scope/* or *"),
        ("  widget: {owner_id: 1}\n  widget: {owner_id: 1}\n", ":4: the key"),
    ],
)
def test_a_wrong_place_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read(tmp_path, text)
    assert message in caught.value.message


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    for text in ("schema: other\n", "[]\n"):
        file.write_text(text)
        with pytest.raises(PolicyError, match="its schema is not auditor"):
            read_identities(file)
    file.write_text("schema: auditor.identities/1\nextra: 1\nidentities: {a: {owner_id: 1}}\n")
    with pytest.raises(PolicyError, match="unknown key extra"):
        read_identities(file)


def test_names_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "  a: {owner_id: 1}\n  b: {owner_id: 1}\n"
    monkeypatch.setattr(identities, "MAX_IDENTITIES", 2)
    assert read(tmp_path, text).of("b") is not None
    monkeypatch.setattr(identities, "MAX_IDENTITIES", 1)
    with pytest.raises(PolicyError, match="no mapping of 1 to 1 names"):
        read(tmp_path, text)
