"""Which rights do the pods of Kubernetes manifests have, and who gets in?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.deployment._files import MAX_BYTES, parsed
from auditor.checks.deployment._kubernetes_rules import RULES
from auditor.checks.deployment._node import DEBUG_PORTS, opens_inspector
from auditor.checks.deployment._rules import apart
from auditor.errors import TargetError
from auditor.formats.kubernetes import (
    Container,
    Ingress,
    Other,
    Pod,
    is_values,
    may_be_manifest,
    read_objects,
    read_values,
)
from auditor.formats.yaml_nodes import at, line, sequence, text
from auditor.model import Fact, Finding, Gap, Location, Value
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.target import Target

_REDIRECTS = ("ssl-redirect", "force-ssl-redirect")
_VERIFIES = ("verifyimages", "clusterimagepolicy", "imagepolicy")


@check("deployment.kubernetes", rules=RULES)
def kubernetes(context: Context) -> Iterator[Yield]:
    """As whom pods run, what of the node they reach, their limits and probes, and the Ingress.

    Reads manifests of one or many documents, and the usual names in the values of Helm
    charts; a template is no manifest before Helm has filled it in, and is said to be
    unread. Settings of a pod hold for its containers. What an admission policy or a mesh of
    the cluster adds is not in the tree.

    Why: what a pod is not kept from, whoever breaks into it may do, on the node and in the
    cluster.

    Fix: `runAsNonRoot: true`, `allowPrivilegeEscalation: false`, `capabilities: {drop: [ALL]}`,
    `readOnlyRootFilesystem: true`, `seccompProfile: {type: RuntimeDefault}`, limits, probes.
    """
    target = context.target
    paths = [one.path for one in target.files if one.path.endswith((".yaml", ".yml"))]
    manifests = [path for path in paths if _is_manifest(target, path)]
    values = [path for path in paths if is_values(path) and path not in manifests]
    count = 0
    for path, objects in parsed(target, manifests, read_objects):
        if isinstance(objects, Gap):
            yield objects
            continue
        for each in objects:
            count += 1
            yield from _object(path, each)
    for path, pod in parsed(target, values, read_values):
        if isinstance(pod, Gap):
            yield pod
        elif pod:
            count += 1
            yield from _pod(path, pod, is_values_file=True)
    if not manifests and not values:
        yield NotApplicable("there are no Kubernetes manifests")
    yield Examined(count, unit="objects")


def _is_manifest(target: Target, path: str) -> bool:
    if ".github/" in path:
        return False
    try:
        return may_be_manifest(path, target.read(path, max_bytes=MAX_BYTES))
    except TargetError:
        return False


def _object(path: str, each: Pod | Ingress | Other) -> Iterator[Yield]:
    match each:
        case Pod():
            yield from _pod(path, each)
        case Ingress():
            yield from _ingress(path, each)
        case _:
            yield from _other(path, each)


def _pod(path: str, pod: Pod, *, is_values_file: bool = False) -> Iterator[Yield]:
    for key, number in pod.namespaces:
        yield RULES["kubernetes-host-namespace"].at(path, number, f"{pod.name} ({key})")
    for host_path, number in pod.host_paths:
        yield RULES["kubernetes-host-folder"].at(path, number, host_path)
    told: dict[str, Value] = {"source": "kubernetes", **apart(path)}
    if not is_values_file:
        shown = excerpt(pod.name, max_characters=80)
        mounts = pod.mounts_token is not False
        place = Location(path, pod.line)
        yield Fact("service_account.token", shown, {"mounted": mounts, **told}, place)
        if mounts:
            yield RULES["kubernetes-token-mounted"].at(path, pod.line, pod.name)
    for each in pod.containers:
        yield from _facts(path, pod, each)
        yield from _rights(path, each)
        yield from _confinement(path, each)
        yield from _running(path, each, is_values_file=is_values_file)


def _facts(path: str, pod: Pod, each: Container) -> Iterator[Fact]:
    told: dict[str, Value] = {"source": "kubernetes", **apart(path)}
    place = Location(path, each.line)
    name = excerpt(each.name or pod.name, max_characters=80)
    root: bool | None = None
    if each.user:
        root = each.user == "0"
    elif each.non_root:
        root = False
    if root is not None:
        yield Fact(
            "container.user", excerpt(each.user, max_characters=80), {"root": root, **told}, place
        )
    limits: dict[str, Value] = {"memory": "memory" in each.limits, "cpu": "cpu" in each.limits}
    yield Fact("container.limits", name, {**limits, **told}, place)
    yield Fact("container.filesystem", name, {"read_only": each.read_only is True, **told}, place)
    if each.serves:
        both = {"readiness", "liveness"} <= each.probes
        state = "checked" if both else "one" if each.probes else "none"
        yield Fact("container.health", state, told, place)


def _rights(path: str, each: Container) -> Iterator[Finding]:
    if each.privileged:
        yield RULES["kubernetes-privileged"].at(path, each.line, each.name)
    if each.user == "0" or (each.non_root is False and not each.user):
        yield RULES["kubernetes-user-root"].at(path, each.line, each.name)
    elif each.non_root is None and not each.user:
        yield RULES["kubernetes-user-unset"].at(path, each.line, each.name)
    for name in each.added:
        if name.upper().removeprefix("CAP_") not in {"NET_BIND_SERVICE", "CHOWN"}:
            yield RULES["kubernetes-capability-added"].at(path, each.line, name)


def _confinement(path: str, each: Container) -> Iterator[Finding]:
    if each.escalation is not False:
        yield RULES["kubernetes-escalation-allowed"].at(path, each.line, each.name)
    if not each.drops_all:
        yield RULES["kubernetes-capabilities-kept"].at(path, each.line, each.name)
    if each.read_only is not True:
        yield RULES["kubernetes-filesystem-writable"].at(path, each.line, each.name)
    if each.seccomp in {"", "Unconfined"}:
        yield RULES["kubernetes-seccomp-missing"].at(path, each.line, each.name)


def _running(path: str, each: Container, *, is_values_file: bool) -> Iterator[Finding]:
    missing = sorted({"cpu", "memory"} - each.limits)
    if missing:
        yield RULES["kubernetes-limits-missing"].at(
            path, each.line, f"{each.name} ({', '.join(missing)})"
        )
    if each.serves and not is_values_file and not {"readiness", "liveness"} <= each.probes:
        yield RULES["kubernetes-probes-missing"].at(path, each.line, each.name)
    for port in each.ports:
        if port in DEBUG_PORTS:
            yield RULES["kubernetes-port-debug"].at(path, each.line, str(port))
    if opens_inspector(each.command):
        yield RULES["kubernetes-inspector-open"].at(path, each.line, each.command)
    tag = each.image.rpartition("/")[2].partition(":")[2]
    if each.image and "@" not in each.image and tag in {"", "latest"} and "$" not in each.image:
        yield RULES["kubernetes-image-floating"].at(path, each.image_line, each.image)


def _ingress(path: str, each: Ingress) -> Iterator[Yield]:
    place = Location(path, each.line)
    by_name = {key.rpartition("/")[2]: value for key, value in each.annotations.items()}
    if not each.has_tls:
        yield RULES["kubernetes-ingress-plain"].at(path, each.line, each.name)
        return
    # The controller of nginx redirects by itself where there are certificates.
    off = any(by_name.get(name) == "false" for name in _REDIRECTS)
    if off:
        yield RULES["kubernetes-redirect-off"].at(path, each.line, each.name)
    else:
        yield Fact("tls.redirect", True, {"status": 308, "by": "ingress", **apart(path)}, place)


def _other(path: str, each: Other) -> Iterator[Yield]:
    if each.kind in {"Role", "ClusterRole"}:
        for rule in sequence(at(each.node, "rules")):
            verbs = {text(one) for one in sequence(at(rule, "verbs"))}
            resources = {text(one) for one in sequence(at(rule, "resources"))}
            wild = "*" in verbs or "*" in resources
            place = Location(path, line(rule))
            yield Fact("access.granted", each.name, {"wildcard": wild, **apart(path)}, place)
            if wild:
                yield RULES["kubernetes-role-wildcard"].at(path, line(rule), each.name)
    elif each.kind in {"RoleBinding", "ClusterRoleBinding"}:
        if text(at(each.node, "roleRef", "name")) == "cluster-admin":
            yield RULES["kubernetes-cluster-admin"].at(path, each.line, each.name)
    elif each.kind.lower() in _VERIFIES or _verifies(each):
        yield Fact(
            "image.signing", "verify", {"by": each.kind, **apart(path)}, Location(path, each.line)
        )


def _verifies(each: Other) -> bool:
    rules = sequence(at(each.node, "spec", "rules"))
    return each.kind in {"ClusterPolicy", "Policy"} and any(
        at(one, "verifyImages") for one in rules
    )
