from __future__ import annotations

import pytest
from checks.deployment.measured import facts, measure, rules

from auditor.checks.deployment._kubernetes_rules import RULES
from auditor.checks.deployment.kubernetes import kubernetes
from auditor.model import Outcome

SAFE = (
    "allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]},"
    " runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}"
)
PROBES = "readinessProbe: {httpGet: {}}, livenessProbe: {httpGet: {}}"
LIMITS = "resources: {limits: {memory: 1Gi, cpu: 1}}"


def pod(
    container: str = "",
    spec: str = "",
    safe: str = SAFE,
    probes: str = PROBES,
    limits: str = LIMITS,
) -> dict[str, str]:
    text = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {template: {spec: {\n"
        f"automountServiceAccountToken: false, {spec}\n"
        f"containers: [{{name: web, {container} securityContext: {{{safe}}},"
        f" {probes}, {limits}}}]\n"
        "}}}\n"
    )
    return {"k8s/shop.yaml": text}


def other(text: str) -> dict[str, str]:
    return {"k8s/other.yaml": text}


def ingress(spec: str, notes: str = "") -> dict[str, str]:
    return other(
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
        f"metadata: {{name: shop, annotations: {{{notes}}}}}\nspec: {{{spec}}}\n"
    )


NGINX = "nginx.ingress.kubernetes.io"
FIRING = [
    ("kubernetes-user-root", pod(safe=SAFE.replace("runAsNonRoot: true", "runAsUser: 0"))),
    ("kubernetes-user-unset", pod(safe=SAFE.replace("runAsNonRoot: true, ", ""))),
    ("kubernetes-privileged", pod(safe=f"{SAFE}, privileged: true")),
    ("kubernetes-host-namespace", pod(spec="hostNetwork: true,")),
    ("kubernetes-host-folder", pod(spec="volumes: [{name: a, hostPath: {path: /}}],")),
    (
        "kubernetes-capability-added",
        pod(safe=SAFE.replace("drop: [ALL]", "drop: [ALL], add: [SYS_ADMIN]")),
    ),
    (
        "kubernetes-escalation-allowed",
        pod(safe=SAFE.replace("Escalation: false", "Escalation: true")),
    ),
    ("kubernetes-capabilities-kept", pod(safe=SAFE.replace("drop: [ALL]", "drop: [NET_RAW]"))),
    ("kubernetes-filesystem-writable", pod(safe=SAFE.replace("readOnlyRootFilesystem: true,", ""))),
    ("kubernetes-seccomp-missing", pod(safe=SAFE.replace("RuntimeDefault", "Unconfined"))),
    ("kubernetes-limits-missing", pod(limits="resources: {limits: {memory: 1Gi}}")),
    ("kubernetes-probes-missing", pod(probes="readinessProbe: {httpGet: {}}")),
    ("kubernetes-image-floating", pod("image: shop/web:latest,")),
    ("kubernetes-port-debug", pod("ports: [{containerPort: 9229}],")),
    ("kubernetes-inspector-open", pod("command: [node, '--inspect=0.0.0.0', a.js],")),
    (
        "kubernetes-token-mounted",
        {"k8s/shop.yaml": pod()["k8s/shop.yaml"].replace("Token: false", "Token: true")},
    ),
    (
        "kubernetes-role-wildcard",
        other("apiVersion: a\nkind: ClusterRole\nrules: [{verbs: ['*'], resources: [pods]}]\n"),
    ),
    (
        "kubernetes-cluster-admin",
        other("apiVersion: a\nkind: ClusterRoleBinding\nroleRef: {name: cluster-admin}\n"),
    ),
    ("kubernetes-ingress-plain", ingress("rules: []")),
    ("kubernetes-redirect-off", ingress("tls: [{}]", f"{NGINX}/ssl-redirect: 'false'")),
]
NEAR = [
    pod(),
    pod("image: 'shop/web:1.2.3',"),
    pod("image: 'registry.example:5000/shop/web@sha256:00',"),
    pod(safe=SAFE.replace("runAsNonRoot: true", "runAsUser: 1000")),
    pod(safe=SAFE.replace("drop: [ALL]", "drop: [all], add: [NET_BIND_SERVICE]")),
    pod("ports: [{containerPort: 3000}],"),
    pod(spec="hostNetwork: false, volumes: [{name: a, emptyDir: {}}],"),
    other("apiVersion: a\nkind: Role\nrules: [{verbs: [get], resources: [pods]}]\n"),
    ingress("tls: [{}]", f"{NGINX}/ssl-redirect: 'true'"),
]


@pytest.mark.parametrize(("rule", "files"), FIRING, ids=[rule for rule, _ in FIRING])
def test_fires_and_nothing_else_does(rule: str, files: dict[str, str]) -> None:
    assert {found for found, _ in rules(kubernetes, files)} == {rule}


@pytest.mark.parametrize("files", NEAR)
def test_is_silent_near_by(files: dict[str, str]) -> None:
    assert rules(kubernetes, files) == []


def test_every_rule_has_a_firing_case() -> None:
    assert {rule for rule, _ in FIRING} == set(RULES)


def test_what_the_pod_says_holds_for_its_containers() -> None:
    safe = SAFE.replace("runAsNonRoot: true, ", "")
    files = pod(spec="securityContext: {runAsNonRoot: true},", safe=safe)

    assert rules(kubernetes, files) == []
    (fact,) = facts(kubernetes, files, "container.user")
    assert fact.attributes["root"] is False


def test_reads_every_document_and_the_items_of_a_list() -> None:
    role = "apiVersion: a\nkind: Role\nrules: [{verbs: ['*']}]\n"
    one = "{apiVersion: a, kind: Role, rules: [{verbs: ['*']}]}"
    items = f"apiVersion: v1\nkind: List\nitems:\n- {one}\n"

    assert [line for _, line in rules(kubernetes, other(f"{role}---\n{items}"))] == [3, 8]


def test_a_job_needs_no_probes() -> None:
    text = pod(probes="tty: false")["k8s/shop.yaml"].replace("Deployment", "Job")

    assert rules(kubernetes, other(text)) == []


def test_reads_the_usual_names_of_a_chart_s_values() -> None:
    text = f"image: {{repository: shop/web, tag: latest}}\nsecurityContext: {{{SAFE}}}\n{LIMITS}\n"

    assert rules(kubernetes, {"chart/values.yaml": text}) == [("kubernetes-image-floating", 1)]


def test_tells_a_policy_that_verifies_images() -> None:
    policy = (
        "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec: {rules: [{verifyImages: [{}]}]}\n"
    )

    (fact,) = facts(kubernetes, other(policy), "image.signing")
    assert fact.value == "verify"


def test_a_template_is_a_gap_not_a_manifest() -> None:
    text = 'apiVersion: v1\nkind: Pod\nmetadata:\n  {{- include "labels" . }}\n'
    told = measure(kubernetes, {"chart/templates/pod.yaml": text})

    assert told.outcome is Outcome.PARTIAL
    assert "template" in told.reason


def test_yaml_that_is_no_manifest_does_not_apply() -> None:
    assert measure(kubernetes, {"a.yaml": "kind: of blue\n"}).outcome is Outcome.NOT_APPLICABLE
