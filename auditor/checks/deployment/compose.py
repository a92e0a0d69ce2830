"""Which rights do the services of a Compose file have, and what do they publish?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.deployment._files import named, parsed
from auditor.checks.deployment._node import (
    DATASTORES,
    DEBUG_PORTS,
    STORE_IMAGES,
    is_loopback,
    opens_inspector,
)
from auditor.checks.deployment._rules import HIGH, LOW, MEDIUM, Rule, apart
from auditor.formats.compose import Service, is_compose, read_services
from auditor.model import Fact, Finding, Gap, Location, Value
from auditor.sanitise import excerpt

RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "compose-privileged",
            HIGH,
            "{what} is privileged: it is root on the host",
            "drop privileged, and add the one capability that is needed",
            (250,),
            ("container-privileged",),
        ),
        Rule(
            "compose-docker-socket",
            HIGH,
            "{what} has the Docker socket, and with it the host",
            "take the mount away; a proxy of the socket can allow single calls",
            (250,),
            ("container-privileged",),
        ),
        Rule(
            "compose-host-namespace",
            MEDIUM,
            "{what} is not kept apart from the host",
            "drop the line, and publish the ports that are needed",
            (653,),
            ("container-privileged",),
        ),
        Rule(
            "compose-capability-added",
            MEDIUM,
            "{what} gives the container power over the host",
            "drop it, or name the one capability that is needed",
            (250,),
            ("container-privileged",),
        ),
        Rule(
            "compose-confinement-off",
            MEDIUM,
            "{what} takes the container's confinement away",
            "drop the line; the default profile fits servers",
            (693,),
            ("container-hardening",),
        ),
        Rule(
            "compose-host-folder",
            MEDIUM,
            "{what} of the host is mounted",
            "use a volume, or mount the one file that is needed, read only",
            (668,),
            ("host-path",),
        ),
        Rule(
            "compose-datastore-published",
            HIGH,
            "{what} is published on every address of the host",
            "drop the port: services reach each other by name; or publish it on 127.0.0.1",
            (668,),
            ("datastore-exposed",),
        ),
        Rule(
            "compose-datastore-open",
            HIGH,
            "{what} lets everybody in without a password",
            "drop the setting, and give the password as a secret",
            (306,),
            ("datastore-exposed",),
        ),
        Rule(
            "compose-port-debug",
            MEDIUM,
            "port {what} is for debugging, and is published",
            "drop the port, or publish it on 127.0.0.1 in a file for development",
            (489,),
            ("debug-exposed",),
        ),
        Rule(
            "compose-inspector-open",
            HIGH,
            "the inspector of Node.js listens to everybody: {what}",
            "drop --inspect, or keep it in a file for development",
            (489, 94),
            ("debug-exposed",),
        ),
        Rule(
            "compose-user-root",
            HIGH,
            "{what} is told to run as root",
            "drop the line, or name another user",
            (250,),
            ("container-root",),
        ),
        Rule(
            "compose-image-floating",
            LOW,
            "{what} is whatever the tag means on the day",
            "name a version, best with the digest",
            (829,),
            ("image-floating",),
        ),
    )
}
_SOCKETS = ("docker.sock", "containerd.sock", "crio.sock", "podman.sock")
_CAPABILITIES = frozenset(
    {
        "ALL", "SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE", "NET_ADMIN", "DAC_READ_SEARCH", "BPF",
        "SYS_RAWIO", "SYS_BOOT", "PERFMON",
    }
)  # fmt: skip
_HOST = ("/etc", "/root", "/proc", "/sys", "/dev", "/boot", "/var/lib/docker", "/var/run", "/run")
_OPEN = {
    "POSTGRES_HOST_AUTH_METHOD": "trust",
    "MYSQL_ALLOW_EMPTY_PASSWORD": "",
    "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD": "",
    "ALLOW_EMPTY_PASSWORD": "yes",
    "xpack.security.enabled": "false",
    "DISABLE_SECURITY_PLUGIN": "true",
}


@check("deployment.compose", rules=RULES)
def compose(context: Context) -> Iterator[Yield]:
    """What services of Compose files may do to the host, publish and run.

    Reads every docker-compose*.yml and compose*.yml with its merges; `extends` and
    `include` are not followed, the files that they name are read by themselves.
    A file for tests or development, by its name, is reported and judged by nobody.

    Why: a published data store is on the internet as soon as the host is; a container with
    the socket or without confinement is the host.

    Fix: no `ports` on data stores, no `privileged`, no socket; `read_only: true`,
    `cap_drop: [ALL]` and limits on what serves.
    """
    target = context.target
    paths = named(target, is_compose)
    if not paths:
        yield NotApplicable("there is no Compose file")
        return
    count = 0
    for path, services in parsed(target, paths, read_services):
        if isinstance(services, Gap):
            yield services
            continue
        for service in services:
            count += 1
            yield from _facts(path, service)
            yield from _rights(path, service)
            yield from _opened(path, service)
    yield Examined(count, unit="services")


def _facts(path: str, service: Service) -> Iterator[Fact]:
    """What is said of a service that is built here: the others are not the application."""
    if not service.builds:
        return
    told: dict[str, Value] = {"source": "compose", **apart(path)}
    name = excerpt(service.name, max_characters=80)
    if service.user.text:
        user = service.user.text.partition(":")[0]
        root = None if "$" in user else user in {"root", "0"}
        shown = excerpt(user, max_characters=80)
        yield Fact(
            "container.user", shown, {"root": root, **told}, Location(path, service.user.line)
        )
    place = Location(path, service.line)
    yield Fact(
        "container.limits",
        name,
        {"memory": "memory" in service.limits, "cpu": "cpu" in service.limits, **told},
        place,
    )
    yield Fact("container.filesystem", name, {"read_only": service.read_only, **told}, place)
    if service.health is not None:
        yield Fact("container.health", "checked" if service.health else "none", told, place)


def _rights(path: str, service: Service) -> Iterator[Finding]:
    name = service.name
    if service.privileged:
        yield RULES["compose-privileged"].at(path, service.privileged.line, name)
    if service.user.text.partition(":")[0] in {"root", "0"}:
        yield RULES["compose-user-root"].at(path, service.user.line, name)
    for word in (one for one in service.namespaces if one.text.endswith(": host")):
        yield RULES["compose-host-namespace"].at(path, word.line, f"{name} ({word.text})")
    for word in service.added:
        if word.text.upper().removeprefix("CAP_") in _CAPABILITIES:
            yield RULES["compose-capability-added"].at(path, word.line, word.text)
    for word in service.security:
        if word.text.replace("=", ":").endswith((":unconfined", "label:disable")):
            yield RULES["compose-confinement-off"].at(path, word.line, word.text)
    yield from _mounted(path, service)


def _mounted(path: str, service: Service) -> Iterator[Finding]:
    for mount in service.mounts:
        if mount.source.endswith(_SOCKETS):
            yield RULES["compose-docker-socket"].at(path, mount.line, service.name)
        elif _is_of_host(mount.source):
            yield RULES["compose-host-folder"].at(path, mount.line, mount.source)


def _is_of_host(source: str) -> bool:
    if source in {"/etc/localtime", "/etc/timezone"}:
        return False
    return source == "/" or any(source == one or source.startswith(f"{one}/") for one in _HOST)


def _opened(path: str, service: Service) -> Iterator[Yield]:
    if service.image.text.rpartition("/")[2].partition(":")[0].lower() in STORE_IMAGES:
        told: dict[str, Value] = {"source": "compose", **apart(path)}
        yield Fact(
            "data.store",
            excerpt(service.name, max_characters=80),
            told,
            Location(path, service.line),
        )
    for port in service.ports:
        if port.host is None or (port.host and is_loopback(port.host)):
            continue
        if port.container in DEBUG_PORTS:
            yield RULES["compose-port-debug"].at(path, port.line, str(port.container))
        elif port.container in DATASTORES:
            shown = f"{DATASTORES[port.container]} (port {port.container})"
            yield RULES["compose-datastore-published"].at(path, port.line, shown)
    if opens_inspector(service.command.text):
        yield RULES["compose-inspector-open"].at(path, service.command.line, service.command.text)
    for variable in service.variables:
        wanted = _OPEN.get(variable.name)
        value = (variable.value or "").lower()
        if wanted is not None and value and (not wanted or value in {wanted, "true"}):
            yield RULES["compose-datastore-open"].at(path, variable.line, variable.name)
    image = service.image.text
    last = image.rpartition("/")[2]
    if image and "@" not in image and "$" not in image and last.partition(":")[2] in {"", "latest"}:
        yield RULES["compose-image-floating"].at(path, service.image.line, image)
