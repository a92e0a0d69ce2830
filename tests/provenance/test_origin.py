from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from provenance.instance import (
    PACKAGE,
    SAID,
    SIGNED,
    WORKFLOW,
    Instance,
    Leaf,
    provenance_predicate,
)

from auditor.provenance import Code, IdentityPolicy, Package, ResponseVerdict, verify_response
from auditor.provenance.origin import Origin, Release, State, judged


def release(
    instance: Instance, answer: Any, policy: IdentityPolicy | None = None, **changes: str
) -> Release:
    data = json.dumps(answer).encode()
    package = Package(PACKAGE.name, changes.get("version", PACKAGE.version), PACKAGE.sha512)
    verdict = verify_response(data, package, instance.trust(), policy or IdentityPolicy())
    return judged(package.version, data, verdict, datetime(2026, 3, 2, tzinfo=UTC))


def test_a_verified_release_says_who_built_it_and_what_proves_it(instance: Instance) -> None:
    found = release(instance, instance.response())
    assert found.state is State.VERIFIED
    assert found.origin == Origin(
        issuer=SAID[8],
        source_repository=SAID[12],
        source_repository_id="1001",
        source_owner_id="2002",
        workflow=WORKFLOW,
        build_signer="",
        runner_environment="github-hosted",
        predicate_type="https://slsa.dev/provenance/v1",
        builder="https://github.com/actions/runner/github-hosted",
    )
    assert found.proof is not None
    assert (found.proof.signed_at, found.time) == (SIGNED, SIGNED)


def test_a_reusable_workflow_is_named_without_its_ref(instance: Instance) -> None:
    signer = "https://github.com/builders/npm/.github/workflows/build.yml"
    leaf = Leaf(said={**SAID, 9: f"{signer}@refs/tags/v1"})
    found = release(instance, instance.response(leaf=leaf))
    assert found.origin is not None
    assert found.origin.build_signer == signer


def test_the_version_of_a_builder_is_left_out(instance: Instance) -> None:
    predicate = provenance_predicate()
    predicate["runDetails"]["builder"]["id"] = "https://github.com/npm/cli@9.4.2"
    found = release(instance, instance.response(predicate=predicate))
    assert found.origin is not None
    assert found.origin.builder == "https://github.com/npm/cli"


def test_a_contradicted_signer_is_known_and_refused(instance: Instance) -> None:
    leaf = Leaf(said={**SAID, 15: "7777"})
    found = release(instance, instance.response(leaf=leaf))
    assert found.state is State.REFUSED
    assert found.origin is not None
    assert found.origin.source_repository_id == "7777"


def test_an_unwanted_signer_is_known_and_refused(instance: Instance) -> None:
    policy = IdentityPolicy(source_repositories=frozenset({"https://github.com/else/where"}))
    found = release(instance, instance.response(), policy)
    assert (found.state, found.origin is None) == (State.REFUSED, False)


def test_a_replayed_answer_says_nothing_about_who_built_this(instance: Instance) -> None:
    found = release(instance, instance.response(), version="9.9.9")
    assert (found.state, found.origin, found.proof) == (State.REFUSED, None, None)


@pytest.mark.parametrize("kept", [[], [1]])
def test_an_answer_without_provenance_is_an_absence(instance: Instance, kept: list[int]) -> None:
    answer = instance.response()
    answer["attestations"] = [answer["attestations"][index] for index in kept]
    found = release(instance, answer)
    assert (found.state, found.origin) == (State.ABSENT, None)
    assert found.time == datetime(2026, 3, 2, tzinfo=UTC)


def test_what_cannot_be_judged_is_unknown() -> None:
    verdict = ResponseVerdict(Code.TRUST_ROOT_TOO_OLD, "the root is older")
    assert judged("1.0.0", b"{}", verdict).state is State.UNKNOWN


def test_a_missing_publish_attestation_refuses_and_the_signer_is_known(instance: Instance) -> None:
    answer = instance.response()
    del answer["attestations"][1]
    found = release(instance, answer)
    assert (found.state, found.origin is None) == (State.REFUSED, False)
