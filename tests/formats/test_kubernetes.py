from __future__ import annotations

import pytest

from auditor.errors import TargetError
from auditor.formats.kubernetes import (
    MAX_OBJECTS,
    Ingress,
    Other,
    Pod,
    is_values,
    may_be_manifest,
    read_objects,
    read_values,
)

POD = b"apiVersion: v1\nkind: Pod\n"


@pytest.mark.parametrize(
    ("path", "data", "is_one"),
    [
        ("k8s/a.yaml", POD, True),
        ("a.yml", b"kind: a\napiVersion: b\n", True),
        ("a.yaml", b"kind: a\n", False),
        ("a.json", POD, False),
        (".github/a.yml", POD, False),
        ("node_modules/a/b.yaml", POD, False),
    ],
)
def test_a_manifest_says_of_which_api_it_is(path: str, data: bytes, is_one: bool) -> None:
    assert may_be_manifest(path, data) is is_one


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("Pod", "spec: %s"),
        ("Deployment", "spec: {template: {spec: %s}}"),
        ("CronJob", "spec: {jobTemplate: {spec: {template: {spec: %s}}}}"),
    ],
)
def test_finds_the_pod_wherever_a_kind_has_it(kind: str, path: str) -> None:
    spec = (
        "{initContainers: [{name: before}], containers: [{name: web, env: [{name: A, value: b}]}]}"
    )
    (pod,) = read_objects(f"apiVersion: v1\nkind: {kind}\n{path % spec}\n".encode())

    assert isinstance(pod, Pod)
    assert [(one.name, one.serves) for one in pod.containers] == [
        ("web", kind != "CronJob"),
        ("before", False),
    ]
    assert [(one.name, one.value) for one in pod.containers[0].variables] == [("A", "b")]


def test_a_container_s_own_word_counts_before_the_pod_s() -> None:
    spec = (
        "{securityContext: {runAsUser: 0}, containers: [{securityContext: {runAsUser: 1000}}, {}]}"
    )
    (pod,) = read_objects(POD + f"spec: {spec}\n".encode())

    assert isinstance(pod, Pod)
    assert [one.user for one in pod.containers] == ["1000", "0"]


def test_keeps_other_objects_as_they_are() -> None:
    text = b"apiVersion: a\nkind: Ingress\nspec: {tls: [{}]}\n---\napiVersion: b\nkind: Role\n"
    ingress, role = read_objects(text)

    assert isinstance(ingress, Ingress)
    assert ingress.has_tls
    assert isinstance(role, Other)
    assert (role.kind, role.api, role.line) == ("Role", "b", 5)


def test_reads_no_more_objects_than_the_limit() -> None:
    items = "- {apiVersion: a, kind: b}\n" * (MAX_OBJECTS + 1)
    text = f"apiVersion: v1\nkind: List\nitems:\n{items}"

    assert len(read_objects(text.encode())) == MAX_OBJECTS


def test_a_template_is_refused_by_name() -> None:
    with pytest.raises(TargetError, match="Helm has to fill in first"):
        read_objects(POD + b"metadata: {{ .Values.a }}: [\n")


def test_reads_values_of_a_chart() -> None:
    text = (
        b"image: {repository: shop/web, digest: 'sha256:00'}\npodSecurityContext: {runAsUser: 7}\n"
    )
    pod = read_values(text)

    assert pod is not None
    assert (pod.containers[0].image, pod.containers[0].user) == ("shop/web@sha256:00", "7")
    assert read_values(b"replicas: 3\n") is None
    assert is_values("chart/values.prod.yaml")
    assert not is_values("chart/values.json")
