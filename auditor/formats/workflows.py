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


def read_steps(data: bytes) -> tuple[Step, ...]:
    """Return the steps of all jobs, in their order.

    Raises:
        TargetError: too large, too deep, or no YAML; the message leaves naming the
            file to the caller.
    """
    root = compose(data)
    return tuple(step for _, job in items(value(root, "jobs")) for step in _of_job(job, root))


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
