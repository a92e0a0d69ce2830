from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from provenance.instance import PACKAGE, PROVENANCE, PUBLISH, Instance, Leaf, changed

from auditor.provenance import (
    Code,
    Grade,
    IdentityPolicy,
    Kind,
    Opinion,
    Package,
    Stance,
    Trust,
    verify_response,
)
from auditor.provenance.response import MAX_ATTESTATIONS


def verify(answer: Any, trust: Trust, **options: Any) -> Code:
    return verify_response(json.dumps(answer).encode(), PACKAGE, trust, **options).code


@pytest.fixture(scope="module")
def answer(instance: Instance) -> dict[str, Any]:
    return instance.response()


def test_both_attestations_of_a_release_are_verified(answer: dict[str, Any], trust: Trust) -> None:
    verdict = verify_response(json.dumps(answer).encode(), PACKAGE, trust)
    assert (verdict.code, verdict.reason) == (
        Code.OK,
        "provenance and publish attestation verified",
    )
    provenance, publish = verdict.attestations
    assert provenance.evidence is not None
    assert provenance.evidence.identity is not None
    assert provenance.evidence.identity.source_repository == "https://github.com/acme/widget"
    assert provenance.evidence.grade is Grade.PROOF
    assert provenance.builder == "https://github.com/actions/runner/github-hosted"
    assert (publish.kind, publish.code) == (Kind.PUBLISH, Code.OK)
    assert publish.evidence is not None
    assert publish.evidence.keyid == "SHA256:registry"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.MALFORMED),
        (b"[]", Code.MALFORMED),
        (b"{}", Code.MALFORMED),
        (b'{"attestations": 3}', Code.MALFORMED),
        (b'{"attestations": [3]}', Code.MALFORMED),
        (b'{"attestations": [{}]}', Code.MALFORMED),
        (b'{"attestations": []}', Code.ATTESTATIONS_EMPTY),
        (b'{"attestations": null}', Code.ATTESTATIONS_EMPTY),
        (b'{"attestations": [], "attestations": []}', Code.DUPLICATE_KEY),
    ],
)
def test_an_answer_without_attestations_is_refused(data: bytes, code: Code, trust: Trust) -> None:
    verdict = verify_response(data, PACKAGE, trust)
    assert (verdict.code, verdict.attestations) == (code, ())


def test_an_answer_may_hold_so_many_attestations_and_no_more(
    answer: dict[str, Any], trust: Trust
) -> None:
    junk = [{"predicateType": f"https://junk.example/{number}"} for number in range(20)]
    most = {"attestations": answer["attestations"] + junk[: MAX_ATTESTATIONS - 2]}
    assert verify(most, trust) is Code.OK
    most["attestations"].append(junk[-1])
    assert verify(most, trust) is Code.TOO_MANY_ATTESTATIONS


@pytest.mark.parametrize(
    ("kept", "code"),
    [
        ([0], Code.PUBLISH_MISSING),
        ([1], Code.PROVENANCE_MISSING),
        ([0, 1, 1], Code.DUPLICATE_ATTESTATION),
        ([0, 0, 1], Code.DUPLICATE_ATTESTATION),
    ],
)
def test_exactly_one_of_each_kind_is_expected(
    kept: list[int], code: Code, answer: dict[str, Any], trust: Trust
) -> None:
    attestations = [answer["attestations"][index] for index in kept]
    assert verify({"attestations": attestations}, trust) is code


@pytest.mark.parametrize(
    ("index", "label", "code"),
    [
        (0, "https://slsa.dev/provenance/v0.2", Code.PREDICATE_TYPE),
        (0, "https://slsa.dev/provenance/v9", Code.PREDICATE_TYPE),
        (1, "https://publish.example/v1", Code.PREDICATE_TYPE),
        (0, 3, Code.MALFORMED),
    ],
)
def test_a_label_that_does_not_fit_is_refused(
    index: int, label: object, code: Code, answer: dict[str, Any], trust: Trust
) -> None:
    broken = changed(answer, ("attestations", index, "predicateType"), label)
    assert verify(broken, trust) is code


def test_attestations_that_swap_signers_are_refused(instance: Instance, trust: Trust) -> None:
    said = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": PACKAGE.purl, "digest": {"sha512": PACKAGE.sha512}}],
        "predicate": {"name": PACKAGE.name, "version": PACKAGE.version},
    }
    by_certificate = json.dumps({**said, "predicateType": PUBLISH}).encode()
    by_registry = json.dumps({**said, "predicateType": PROVENANCE}).encode()
    bundles = [
        {"predicateType": PUBLISH, "bundle": instance.bundle(by_certificate, leaf=Leaf())},
        {"predicateType": PROVENANCE, "bundle": instance.bundle(by_registry)},
    ]
    verdict = verify_response(json.dumps({"attestations": bundles}).encode(), PACKAGE, trust)
    assert [one.code for one in verdict.attestations] == [Code.SIGNER_UNEXPECTED] * 2
    assert all(one.evidence is not None for one in verdict.attestations)


@pytest.mark.parametrize(
    ("package", "code"),
    [
        (Package("@acme/widget", "1.0.1", PACKAGE.sha512), Code.SUBJECT_NAME),
        (Package("@acme/gadget", "1.0.0", PACKAGE.sha512), Code.SUBJECT_NAME),
        (Package("@acme/widget", "1.0.0", "0" * 128), Code.SUBJECT_DIGEST),
        (Package("@acme/widget", "1.0.0", PACKAGE.sha512.upper()), Code.SUBJECT_DIGEST),
    ],
)
def test_attestations_of_another_release_are_refused(
    package: Package, code: Code, answer: dict[str, Any], trust: Trust
) -> None:
    verdict = verify_response(json.dumps(answer).encode(), package, trust)
    assert [one.code for one in verdict.attestations] == [code, code]


def test_a_publish_predicate_of_another_version_is_refused(
    instance: Instance, answer: dict[str, Any], trust: Trust
) -> None:
    other = instance.publish({"name": PACKAGE.name, "version": "2.0.0"})
    broken = changed(answer, ("attestations", 1, "bundle"), other)
    assert verify(broken, trust) is Code.PUBLISH_PREDICATE


def test_a_predicate_that_contradicts_the_certificate_is_refused(
    instance: Instance, trust: Trust
) -> None:
    answer = instance.response(leaf=Leaf(said={**Leaf().said, 12: "https://github.com/evil/fork"}))
    verdict = verify_response(json.dumps(answer).encode(), PACKAGE, trust)
    assert verdict.code is Code.PREDICATE_IDENTITY_MISMATCH
    assert "https://github.com/evil/fork" in verdict.reason


def test_the_policy_is_for_the_provenance(answer: dict[str, Any], trust: Trust) -> None:
    for repository, code in (
        ("https://github.com/acme/widget", Code.OK),
        ("https://github.com/acme/wid", Code.IDENTITY_SOURCE_REPOSITORY),
    ):
        policy = IdentityPolicy(source_repositories=frozenset({repository}))
        assert verify(answer, trust, policy=policy) is code


def test_the_second_engine_can_only_refuse(answer: dict[str, Any], trust: Trust) -> None:
    asked = []

    def refusing(bundle: bytes) -> Opinion:
        asked.append(json.loads(bundle))
        return Opinion(Stance.REFUSES, "it said so")

    assert verify(answer, trust, second=refusing) is Code.ENGINES_DISAGREE
    assert asked == [one["bundle"] for one in answer["attestations"]]
    silent = Opinion(Stance.UNSUPPORTED)
    assert verify(answer, trust, second=lambda _: silent) is Code.OK
    broken = changed(answer, ("attestations", 0, "bundle", "dsseEnvelope", "signatures"), [])
    accepting = Opinion(Stance.ACCEPTS)
    assert verify(broken, trust, second=lambda _: accepting) is Code.SIGNATURE_COUNT


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3)
    ),
    max_leaves=8,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if isinstance(value, (dict, list)):
        names: Any = value if isinstance(value, dict) else range(len(value))
        for name in names:
            found += places(value[name], (*path, name))
    return found


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_hostile_answers_get_a_verdict_and_no_exception(
    data: st.DataObject, answer: dict[str, Any], trust: Trust
) -> None:
    place = data.draw(st.sampled_from(places(answer)))
    broken = changed(answer, place, data.draw(values))
    verdict = verify_response(json.dumps(broken).encode(), PACKAGE, trust)
    assert isinstance(verdict.code, Code)
    assert "tamper" not in verdict.reason


@settings(deadline=None)
@given(data=st.binary(max_size=200))
def test_hostile_bytes_get_a_verdict_and_no_exception(data: bytes, trust: Trust) -> None:
    assert verify_response(data, PACKAGE, trust).code is not Code.OK
