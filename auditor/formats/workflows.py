"""Which steps does a GitHub workflow have?

Reads jobs and steps as data (GitHub's "Workflow syntax"): what each runs or
uses, with which shell, and what is said about its failure. Nothing is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ruamel.yaml.nodes import Node, ScalarNode

from auditor.formats.yaml_nodes import compose, items, line, sequence, text, value

PATH = re.compile(r"\.github/workflows/[^/]+\.ya?ml")

_NEVER = frozenset({"false", "${{ false }}", "${{false}}"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step, or a job that is another workflow.

    ``run`` is shell text, ``uses`` an action; one of them is empty. ``inputs`` and
    ``environment`` are the texts as written, the job's and the workflow's
    environment included. ``neutered`` says in a few words why a failure is of no
    consequence; None where an expression decides that. ``shell`` is empty where
    none is named: bash without pipefail. ``identity`` says that the job may ask for
    an identity token.
    """

    run: str
    uses: str
    line: int
    inputs: Mapping[str, str]
    environment: Mapping[str, str]
    neutered: str | None = ""
    shell: str = ""
    identity: bool = False
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a token may do: ``text`` is ``read-all`` or ``write-all``, else ``scopes`` count."""

    text: str
    scopes: Mapping[str, str]
    line: int

    @property
    def writes(self) -> tuple[str, ...]:
        """The scopes that may be written, sorted."""
        return tuple(sorted(name for name, level in self.scopes.items() if level == "write"))


@dataclass(frozen=True, slots=True)
class Job:
    """One job. ``images`` are those of its container and services, with their lines.

    ``uses`` is the workflow that it is, if it is one; ``inherits`` says that this one
    gets all secrets. ``permissions`` is None where the workflow's hold.
    """

    name: str
    line: int
    permissions: Permissions | None
    runs_on: tuple[str, ...]
    uses: str
    inherits: bool
    images: tuple[tuple[str, int], ...]
    condition: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow: its triggers with their lines, whether tags start it, and its jobs."""

    triggers: Mapping[str, int]
    tags: bool
    permissions: Permissions | None
    jobs: tuple[Job, ...]


def read_steps(data: bytes) -> tuple[Step, ...]:
    """Return the steps of all jobs, in their order.

    Raises:
        TargetError: too large, too deep, or no YAML; the message leaves naming the
            file to the caller.
    """
    root = compose(data)
    return tuple(step for _, job in items(value(root, "jobs")) for step in _of_job(job, root))


def read_workflow(data: bytes) -> Workflow:
    """Return the workflow with what it runs and may do.

    Raises:
        TargetError: too large, too deep, or no YAML; the message leaves naming the
            file to the caller.
    """
    root = compose(data)
    start = value(root, "on") or value(root, "true")
    triggers = {name: line(one) for name, one in items(start)}
    named = [start] if isinstance(start, ScalarNode) else sequence(start)
    triggers |= {text(one): line(one) for one in named}
    jobs = items(value(root, "jobs"))
    return Workflow(
        triggers=MappingProxyType(triggers),
        tags=value(value(start, "push"), "tags") is not None or "release" in triggers,
        permissions=_permissions(value(root, "permissions")),
        jobs=tuple(_job(name, job, root) for name, job in jobs),
    )


def _job(name: str, job: Node, root: Node | None) -> Job:
    runs_on = value(job, "runs-on")
    labels = value(runs_on, "labels") or runs_on
    places = [value(job, "container"), *(one for _, one in items(value(job, "services")))]
    images = ((value(one, "image") or one) for one in places if one is not None)
    return Job(
        name=name,
        line=line(job),
        permissions=_permissions(value(job, "permissions")),
        runs_on=(*(text(one) for one in sequence(labels)), text(labels)),
        uses=text(value(job, "uses")).strip(),
        inherits=text(value(job, "secrets")) == "inherit",
        images=tuple((text(one).strip(), line(one)) for one in images if text(one)),
        condition=text(value(job, "if")),
        steps=tuple(_of_job(job, root)),
    )


def _permissions(node: Node | None) -> Permissions | None:
    if node is None:
        return None
    scopes = MappingProxyType({name: text(one) for name, one in items(node)})
    return Permissions(text(node), scopes, line(node))


def _of_job(job: Node, root: Node | None) -> Iterator[Step]:
    identity = _identity(value(job, "permissions") or value(root, "permissions"))
    environment = {**_texts(value(root, "env")), **_texts(value(job, "env"))}
    outer = _fate(job)
    steps = list(sequence(value(job, "steps")))
    if not steps and value(job, "uses") is not None:
        steps = [job]
    shells = [text(value(value(value(one, "defaults"), "run"), "shell")) for one in (job, root)]
    for step in steps:
        fate = outer if step is job else _worse(outer, _fate(step))
        place = value(step, "run") or value(step, "uses")
        yield Step(
            run=text(value(step, "run")),
            uses=text(value(step, "uses")).strip(),
            line=_first_line(place) if place is not None else line(step),
            inputs=MappingProxyType(_texts(value(step, "with"))),
            environment=MappingProxyType({**environment, **_texts(value(step, "env"))}),
            neutered=fate,
            shell=text(value(step, "shell")) or next((one for one in shells if one), ""),
            identity=identity,
            condition=text(value(step, "if")),
        )


def _first_line(node: Node) -> int:
    """The line of the text itself: that of a block scalar begins below its mark."""
    is_block = isinstance(node, ScalarNode) and node.style in {"|", ">"}
    return line(node) + is_block


def _fate(node: Node) -> str | None:
    """What a job or step says about its failure; None where an expression decides."""
    if text(value(node, "if")).strip().lower() in _NEVER:
        return "it never runs"
    tolerated = value(node, "continue-on-error")
    if tolerated is None or text(tolerated).lower() == "false":
        return ""
    return "continue-on-error" if text(tolerated).lower() == "true" else None


def _worse(one: str | None, other: str | None) -> str | None:
    return one or other or (None if one is None or other is None else "")


def _identity(permissions: Node | None) -> bool:
    return text(permissions) == "write-all" or text(value(permissions, "id-token")) == "write"


def _texts(node: Node | None) -> dict[str, str]:
    return {key: text(one) for key, one in items(node)}
