"""What do Kubernetes manifests run, and with which rights?

Pods and what makes them (Kubernetes API, "PodSpec", "Container", "SecurityContext"),
with the pod's settings where a container has none; Ingress, Role and ClusterRole; and the
values of Helm charts. A template is no manifest before Helm has filled it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ruamel.yaml.nodes import Node

from auditor.errors import TargetError
from auditor.formats.variable import Variable
from auditor.formats.yaml_nodes import at, compose, compose_all, flag, line, merged, sequence, text

MAX_OBJECTS = 500

_MANIFEST = re.compile(rb"^[ \t]*(?:apiVersion|kind)[ \t]*:", re.MULTILINE)
_POD_PATHS: Mapping[str, tuple[str, ...]] = {
    "Pod": ("spec",),
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
    **dict.fromkeys(
        ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job"),
        ("spec", "template", "spec"),
    ),
}
_JOBS = frozenset({"Job", "CronJob"})
_NAMESPACES = ("hostNetwork", "hostPID", "hostIPC")


@dataclass(frozen=True, slots=True)
class Container:
    """One container with what holds for it.

    None means that nothing is said. ``limits`` are ``memory`` and ``cpu``, ``probes``
    ``readiness``, ``liveness`` and ``startup``; ``serves`` is False for jobs and for
    containers that only prepare the others.
    """

    name: str
    line: int
    image: str
    image_line: int
    user: str
    non_root: bool | None
    privileged: bool | None
    escalation: bool | None
    read_only: bool | None
    drops_all: bool
    added: tuple[str, ...]
    seccomp: str
    limits: frozenset[str]
    probes: frozenset[str]
    ports: tuple[int, ...]
    variables: tuple[Variable, ...]
    command: str
    serves: bool


@dataclass(frozen=True, slots=True)
class Pod:
    """What one object runs. ``namespaces`` and ``host_paths`` are the host's, with their lines."""

    name: str
    line: int
    containers: tuple[Container, ...]
    namespaces: tuple[tuple[str, int], ...]
    host_paths: tuple[tuple[str, int], ...]
    mounts_token: bool | None


@dataclass(frozen=True, slots=True)
class Ingress:
    """One Ingress: whether it has certificates, and its annotations."""

    name: str
    line: int
    has_tls: bool
    annotations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Other:
    """Any other object, as it stands."""

    kind: str
    api: str
    name: str
    line: int
    node: Node


Object = Pod | Ingress | Other


def may_be_manifest(path: str, data: bytes) -> bool:
    """Whether a YAML file says that it is of an API."""
    parts = path.split("/")
    named = parts[-1].endswith((".yaml", ".yml")) and ".github" not in parts
    return named and "node_modules" not in parts and len(_MANIFEST.findall(data)) > 1


def read_objects(data: bytes) -> tuple[Object, ...]:
    """Return the objects of all documents, those of a List included, at most MAX_OBJECTS.

    Raises:
        TargetError: too large, too deep, no YAML, or a template; the message leaves
            naming the file to the caller.
    """
    try:
        roots = compose_all(data)
    except TargetError as error:
        if b"{{" in data:
            raise TargetError(
                "this is a template, which Helm has to fill in first",
                hint="audit what helm template prints",
            ) from error
        raise
    return tuple(_objects(roots))[:MAX_OBJECTS]


def _objects(roots: tuple[Node, ...]) -> Iterator[Object]:
    for root in roots:
        inner = [root]
        if text(at(root, "kind")) == "List":
            inner = list(sequence(at(root, "items")))
        for node in inner:
            if at(node, "kind") is not None and at(node, "apiVersion") is not None:
                yield _object(node)


def _object(node: Node) -> Object:
    kind = text(at(node, "kind"))
    name = f"{kind} {text(at(node, 'metadata', 'name'))}".strip()
    path = _POD_PATHS.get(kind)
    if path:
        return read_pod(at(node, *path), name, line(node), serves=kind not in _JOBS)
    if kind == "Ingress":
        own = at(node, "metadata", "annotations")
        annotations = {key: text(value) for key, value in merged(own).items()}
        has_tls = any(True for _ in sequence(at(node, "spec", "tls")))
        return Ingress(name, line(node), has_tls, annotations)
    return Other(kind, text(at(node, "apiVersion")), name, line(node), node)


def read_pod(spec: Node | None, name: str, number: int, *, serves: bool) -> Pod:
    """What a PodSpec says."""
    context = at(spec, "securityContext")
    prepares = [(one, False) for one in sequence(at(spec, "initContainers"))]
    containers = [*((one, serves) for one in sequence(at(spec, "containers"))), *prepares]
    paths = (at(one, "hostPath", "path") for one in sequence(at(spec, "volumes")))
    switches = ((key, at(spec, key)) for key in _NAMESPACES)
    return Pod(
        name,
        number,
        tuple(_container(one, context, serves=each) for one, each in containers),
        tuple((key, line(one)) for key, one in switches if one is not None and flag(one)),
        tuple((text(one), line(one)) for one in paths if one is not None),
        flag(at(spec, "automountServiceAccountToken")),
    )


def _container(node: Node, pod: Node | None, *, serves: bool) -> Container:
    own = at(node, "securityContext")

    def either(*path: str) -> Node | None:
        mine = at(own, *path)
        return at(pod, *path) if mine is None else mine

    image = at(node, "image")
    capabilities = at(own, "capabilities")
    return Container(
        name=text(at(node, "name")),
        line=line(node),
        image=text(image),
        image_line=line(image or node),
        user=text(either("runAsUser")),
        non_root=flag(either("runAsNonRoot")),
        privileged=flag(at(own, "privileged")),
        escalation=flag(at(own, "allowPrivilegeEscalation")),
        read_only=flag(at(own, "readOnlyRootFilesystem")),
        drops_all="ALL" in {text(one).upper() for one in sequence(at(capabilities, "drop"))},
        added=tuple(text(one) for one in sequence(at(capabilities, "add"))),
        seccomp=text(either("seccompProfile", "type")),
        limits=frozenset(merged(at(node, "resources", "limits")).keys() & {"memory", "cpu"}),
        probes=frozenset(
            key for key in ("readiness", "liveness", "startup") if at(node, f"{key}Probe")
        ),
        ports=tuple(_ports(node)),
        variables=tuple(_variables(node)),
        command=" ".join(
            text(one) for key in ("command", "args") for one in sequence(at(node, key))
        ),
        serves=serves,
    )


def _ports(node: Node) -> Iterator[int]:
    for one in sequence(at(node, "ports")):
        port = text(at(one, "containerPort"))
        if port.isdecimal() and len(port) < 6:  # noqa: PLR2004 -- a port has five digits
            yield int(port)


def _variables(node: Node) -> Iterator[Variable]:
    for one in sequence(at(node, "env")):
        value = at(one, "value")
        yield Variable(text(at(one, "name")), None if value is None else text(value), line(one))


def is_values(path: str) -> bool:
    """Whether a file holds the values of a Helm chart, by its name."""
    parts = path.split("/")
    named = re.fullmatch(r"values(?:[.-][\w.-]+)?\.ya?ml", parts[-1]) is not None
    return named and "node_modules" not in parts


def read_values(data: bytes) -> Pod | None:
    """What the usual names in a chart's values say of its container; None without any of them.

    Raises:
        TargetError: too large, too deep, or no YAML.
    """
    root = compose(data)
    if root is None or (at(root, "image") is None and at(root, "securityContext") is None):
        return None
    read = _container(root, at(root, "podSecurityContext"), serves=True)
    image = at(root, "image")
    tag, digest = text(at(image, "tag")), text(at(image, "digest"))
    name = text(at(image, "repository")) or text(image)
    shown = f"{name}@{digest}" if digest else f"{name}:{tag}" if tag else name
    number = line(image or root)
    container = replace(read, name="values", image=shown, image_line=number)
    mounts = flag(at(root, "serviceAccount", "automount"))
    return Pod("values", line(root), (container,), (), (), mounts)
