"""Which environment variables does the deployment set, in files of any kind?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.checks.deployment._files import MAX_BYTES, named, parsed_by_path
from auditor.errors import TargetError
from auditor.formats.compose import is_compose, names, read_services
from auditor.formats.dockerfile import environment, is_dockerfile, read_stages
from auditor.formats.kubernetes import Pod, may_be_manifest, read_objects
from auditor.formats.processes import is_pm2, is_procfile, read_pm2, read_procfile
from auditor.formats.serverless import is_serverless, read_service
from auditor.formats.variable import Variable
from auditor.formats.workflows import PATH, read_workflow
from auditor.model import Gap

if TYPE_CHECKING:
    from auditor.target import Target


@dataclass(frozen=True, slots=True)
class Given:
    """One variable, the file that sets it, and that file's kind.

    ``neighbours`` are names of machines that are on the same host.
    """

    variable: Variable
    path: str
    source: str
    neighbours: frozenset[str] = frozenset()


def variables(target: Target) -> Iterator[Given | Gap]:
    """Every variable that is set, by kind and file; a gap for what cannot be read."""
    for source, wanted, read in _KINDS:
        paths = named(target, wanted)
        if source == "kubernetes":
            paths = [one for one in paths if _is_manifest(target, one)]
        for path, found in parsed_by_path(target, paths, read):
            if isinstance(found, Gap):
                yield found
                continue
            every, neighbours = found
            for variable in every:
                yield Given(variable, path, source, neighbours)


_Found = tuple[tuple[Variable, ...], frozenset[str]]
_Reader = Callable[[str, bytes], _Found]
_NOBODY: frozenset[str] = frozenset()


def _is_manifest(target: Target, path: str) -> bool:
    try:
        return may_be_manifest(path, target.read(path, max_bytes=MAX_BYTES))
    except TargetError:
        return False  # too large to be one; the check of manifests says so


def _of_compose(_: str, data: bytes) -> _Found:
    every = (one for service in read_services(data) for one in service.variables)
    return tuple(every), names(data)


def _of_dockerfile(_: str, data: bytes) -> _Found:
    every = (
        Variable(name, value, each.line)
        for stage in read_stages(data)
        for each in stage.instructions
        if each.name == "ENV"
        for name, value in environment(each.text)
    )
    return tuple(every), _NOBODY


def _of_manifest(_: str, data: bytes) -> _Found:
    every = (
        one
        for each in read_objects(data)
        if isinstance(each, Pod)
        for container in each.containers
        for one in container.variables
    )
    return tuple(every), _NOBODY


def _of_serverless(_: str, data: bytes) -> _Found:
    return read_service(data).variables, _NOBODY


def _of_procfile(_: str, data: bytes) -> _Found:
    return tuple(one for each in read_procfile(data) for one in each.variables), _NOBODY


def _of_pm2(path: str, data: bytes) -> _Found:
    return tuple(one for each in read_pm2(path, data) for one in each.variables), _NOBODY


def _of_workflow(_: str, data: bytes) -> _Found:
    """One for each name and value: what all jobs share is written once."""
    found = {
        (name, value): Variable(name, None if "${{" in value else value, step.line)
        for job in reversed(read_workflow(data).jobs)
        for step in reversed(job.steps)
        for name, value in step.environment.items()
    }
    return tuple(found.values()), _NOBODY


_KINDS: tuple[tuple[str, Callable[[str], bool], _Reader], ...] = (
    ("compose", is_compose, _of_compose),
    ("dockerfile", is_dockerfile, _of_dockerfile),
    ("kubernetes", lambda path: path.endswith((".yaml", ".yml")), _of_manifest),
    ("pm2", is_pm2, _of_pm2),
    ("procfile", is_procfile, _of_procfile),
    ("serverless", is_serverless, _of_serverless),
    ("workflow", lambda path: PATH.fullmatch(path) is not None, _of_workflow),
)
