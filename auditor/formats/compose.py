"""What does a Docker Compose file run, and with which rights?

Services with their merges (Compose specification, "services", "Fragments"); both
forms of ports, volumes and environment. ``extends`` and ``include`` name other files,
which are read as files of their own, so that no circle of them is followed.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruamel.yaml.nodes import Node

from auditor.formats.variable import Variable
from auditor.formats.yaml_nodes import compose, flag, items, line, merged, sequence, text

MAX_SERVICES = 200

_NAME = re.compile(r"(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml", re.IGNORECASE)
_PORT = re.compile(
    r"(?:(?:(?P<host>\[[0-9a-fA-F:]+\]|[0-9.]+|\$\{[^}]*\}):)?(?P<published>[^:]*):)?"
    r"(?P<container>[0-9]+)(?:-[0-9]+)?(?:/(?:tcp|udp))?"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A text and its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Port:
    """A port of the container; ``host`` is the address it is published on, None where it is not."""

    container: int
    host: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Mount:
    """What a service sees of the host or of a volume, and where; ``source`` may be a name."""

    source: str
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Service:
    """One service, its merges included.

    ``user`` is empty where none is named. ``limits`` are ``memory`` and ``cpu``, as far
    as they are set; ``health`` is None where the image decides.
    """

    name: str
    line: int
    image: Word
    builds: bool
    user: Word
    privileged: Word | None
    read_only: bool
    namespaces: tuple[Word, ...]
    added: tuple[Word, ...]
    dropped: tuple[Word, ...]
    security: tuple[Word, ...]
    ports: tuple[Port, ...]
    mounts: tuple[Mount, ...]
    variables: tuple[Variable, ...]
    command: Word
    health: bool | None
    limits: frozenset[str]


def is_compose(path: str) -> bool:
    """Whether a file of the tree is a Compose file, by its name."""
    parts = path.split("/")
    return _NAME.fullmatch(parts[-1]) is not None and "node_modules" not in parts


def read_services(data: bytes) -> tuple[Service, ...]:
    """Return the services, in their order, at most MAX_SERVICES.

    Raises:
        TargetError: too large, too deep, or no YAML; the message leaves naming the
            file to the caller.
    """
    services = merged(merged(compose(data)).get("services"))
    return tuple(_service(name, node) for name, node in list(services.items())[:MAX_SERVICES])


def _service(name: str, node: Node) -> Service:
    own = merged(node)
    nothing = Word("", line(node))

    def word(key: str) -> Word:
        return Word(_joined(own[key]), line(own[key])) if key in own else nothing

    return Service(
        name=name,
        line=line(node),
        image=word("image"),
        builds="build" in own,
        user=word("user"),
        privileged=word("privileged") if flag(own.get("privileged")) else None,
        read_only=flag(own.get("read_only")) is True,
        namespaces=tuple(
            Word(f"{key}: {text(own[key])}", line(own[key]))
            for key in ("network_mode", "pid", "ipc", "userns_mode")
            if key in own
        ),
        added=_words(own.get("cap_add")),
        dropped=_words(own.get("cap_drop")),
        security=_words(own.get("security_opt")),
        ports=tuple(_ports(own.get("ports"))),
        mounts=tuple(_mounts(own.get("volumes"))),
        variables=tuple(read_variables(own.get("environment"))),
        command=word("command") if "command" in own else word("entrypoint"),
        health=_health(own.get("healthcheck")),
        limits=frozenset(_limits(own)),
    )


def _joined(node: Node) -> str:
    return text(node) or shlex.join(text(one) for one in sequence(node))


def _words(node: Node | None) -> tuple[Word, ...]:
    return tuple(Word(text(one), line(one)) for one in sequence(node))


def read_variables(node: Node | None) -> Iterator[Variable]:
    """The variables of a mapping or of a list of ``NAME=value``."""
    for name, given in merged(node).items():
        shown = text(given)
        yield Variable(name, _given(shown) if shown else None, line(given))
    for one in sequence(node):
        name, equals, value = text(one).partition("=")
        yield Variable(name, _given(value) if equals else None, line(one))


def _given(value: str) -> str | None:
    """The value, or the default of a variable of the shell; None where there is none."""
    found = re.fullmatch(r"\$\{\w+(?::?-([^{}]*))?(?::?\?[^{}]*)?\}|\$\w+", value)
    return found[1] if found else value


def _ports(node: Node | None) -> Iterator[Port]:
    for one in sequence(node):
        long = merged(one)
        if long:
            target = text(long.get("target"))
            if target.isdecimal() and len(target) < 6:  # noqa: PLR2004 -- a port has five digits
                host = text(long.get("host_ip")) if "published" in long else None
                yield Port(int(target), host, line(one))
            continue
        found = _PORT.fullmatch(text(one))
        if found and len(found["container"]) < 6:  # noqa: PLR2004 -- as above
            # Without a port of the host, Docker publishes on one that it chooses.
            yield Port(int(found["container"]), (found["host"] or "").strip("[]"), line(one))


def _mounts(node: Node | None) -> Iterator[Mount]:
    for one in sequence(node):
        long = merged(one)
        if long:
            yield Mount(text(long.get("source")), text(long.get("target")), line(one))
            continue
        source, _, rest = text(one).partition(":")
        yield Mount(source, rest.partition(":")[0] or source, line(one))


def _health(node: Node | None) -> bool | None:
    if node is None:
        return None
    own = merged(node)
    tests = [text(one) for one in sequence(own.get("test"))] or [text(own.get("test"))]
    return flag(own.get("disable")) is not True and tests[0].upper() != "NONE"


def _limits(own: Mapping[str, Node]) -> Iterator[str]:
    limits = merged(merged(merged(own.get("deploy")).get("resources")).get("limits"))
    if "memory" in limits or "mem_limit" in own:
        yield "memory"
    if "cpus" in limits or {"cpus", "cpu_quota"} & own.keys():
        yield "cpu"


def names(data: bytes) -> frozenset[str]:
    """The names that the services reach each other by."""
    services = merged(merged(compose(data)).get("services"))
    aliases = {text(merged(node).get("container_name")) for node in services.values()}
    more = {
        text(alias)
        for node in services.values()
        for _, network in items(merged(node).get("networks"))
        for alias in sequence(merged(network).get("aliases"))
    }
    return frozenset({*services, *aliases, *more} - {""})
