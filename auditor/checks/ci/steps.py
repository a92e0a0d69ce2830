"""Which steps of the continuous integration guard the deployment, and could they stop it?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotChecked, Yield, check
from auditor.checks.ci.classify import Does, Purpose, of_action, of_command
from auditor.errors import TargetError
from auditor.formats.commands import Command, expanded, read_commands
from auditor.formats.workflows import PATH, Step, read_steps
from auditor.formats.yaml_nodes import MAX_BYTES
from auditor.model import Fact, Gap, Location, Value
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.target import Target

MAX_FILES = 100
MAX_MANIFEST_BYTES = 4 * 2**20

_OTHERS = (
    ".gitlab-ci.yml",
    ".travis.yml",
    ".circleci/config.yml",
    "Jenkinsfile",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
)
# What these run is not read; whatever was not found may be in there.
_OPAQUE = frozenset({"bash", "sh", "zsh", "make", "just", "task", "nx", "turbo", "gulp"})
# Nobody hides a release, and whether anything is published is not guessed.
_MAY_HIDE = tuple(purpose for purpose in Purpose if purpose is not Purpose.PUBLISH)


@dataclass(frozen=True, slots=True)
class _Package:
    """What the package.json at the root has to do with it."""

    scripts: Mapping[str, str]
    provenance: bool


@check("ci.steps")
def steps(context: Context) -> Iterator[Yield]:
    """What the workflows scan, sign, describe and publish, and whether a failure stops them.

    Reads the GitHub workflows of the tree; the scripts of package.json are
    followed. Known are scanners of dependencies, of code and of secrets, makers of
    an SBOM, `npm audit signatures` and publishing, as commands and as actions. A
    step is neutered where its failure is caught (`|| true`), lost in a pipe,
    tolerated (`continue-on-error`), or where the tool is told only to report.
    Where steps run something that is not read (make, a shell script, a workflow of
    another repository), or where another system than GitHub's is set up as well,
    what was not found is unknown, not missing.

    Why: a scan that cannot fail the build is a line in a log that nobody reads.

    Fix: let the step fail: remove `|| true` and `continue-on-error`, and give the
    tool the option that makes it exit with an error.
    """
    target = context.target
    paths = [entry.path for entry in target.files if PATH.fullmatch(entry.path)]
    others = [path for path in _OTHERS if target.exists(path)]
    if not paths:
        yield _no_workflow(others)
        return
    for path in paths[MAX_FILES:]:
        yield Gap(path, f"only the first {MAX_FILES} workflows are read")
    package = _package(target)
    found: set[Value] = set()
    opaque = [Location(path) for path in others]
    read: list[tuple[str, Step]] = []
    for path in paths[:MAX_FILES]:
        try:
            every = read_steps(target.read(path, max_bytes=MAX_BYTES))
        except TargetError as error:
            yield Gap(path, error.message)
        else:
            read += [(path, step) for step in every]
    for result in (one for path, step in read for one in _of_step(step, path, package)):
        if isinstance(result, Location):
            opaque.append(result)
        else:
            found.add(result.value)
            yield result
    yield from _hidden(found, opaque)
    yield Fact("ci.workflows", len(paths), {"steps": len(read), "opaque": len(opaque)})
    yield Examined(len(read), unit="steps")


def _hidden(found: set[Value], opaque: list[Location]) -> Iterator[Fact]:
    for purpose in _MAY_HIDE if opaque else ():
        if purpose.value not in found:
            unknown = {"tool": None, "neutered": None, "why": None}
            yield Fact("ci.step", purpose.value, unknown, min(opaque))


def _no_workflow(others: list[str]) -> NotChecked:
    if others:
        reason = f"{others[0]}: this kind of continuous integration is not read"
    else:
        reason = "there is no continuous integration in the tree; it may be elsewhere"
    return NotChecked(reason, hint="audit the folder that holds .github/workflows")


def _package(target: Target) -> _Package:
    """Scripts and settings of package.json; what cannot be read there is no script."""
    try:
        data = json.loads(target.read("package.json", max_bytes=MAX_MANIFEST_BYTES))
    except (TargetError, ValueError, RecursionError):
        return _Package({}, provenance=False)
    manifest = data if isinstance(data, dict) else {}
    scripts, settings = manifest.get("scripts"), manifest.get("publishConfig")
    return _Package(
        {key: text for key, text in scripts.items() if isinstance(text, str)}
        if isinstance(scripts, dict)
        else {},
        provenance=isinstance(settings, dict) and settings.get("provenance") is True,
    )


def _of_step(step: Step, path: str, package: _Package) -> Iterator[Fact | Location]:
    place = Location(path, step.line)
    if step.uses:
        does = of_action(step)
        if does:
            yield _fact(does, step, place, package)
        elif "/.github/workflows/" in step.uses and not step.uses.startswith("./"):
            yield place
        return
    stops = step.shell not in {"cmd", "cmd.exe"}
    for command in read_commands(step.run, stops=stops, pipes_fail=step.shell == "bash"):
        at = Location(path, step.line + command.line - 1)
        for one in expanded(command, package.scripts):
            does = of_command(one)
            if does:
                yield _fact(does, step, at, package, one)
            elif _is_opaque(one.words):
                yield at


def _is_opaque(words: tuple[str, ...]) -> bool:
    runs_image = words[0] == "docker" and "run" in words
    return runs_image or words[0] in _OPAQUE or words[0].endswith(".sh")


def _fact(
    does: Does, step: Step, place: Location, package: _Package, command: Command | None = None
) -> Fact:
    why = (command.neutered if command else "") or step.neutered or does.reports
    unknown = step.neutered is None and not why
    attributes: dict[str, Value] = {
        "tool": does.tool,
        "neutered": None if unknown else bool(why),
        "why": excerpt(why, max_characters=80) if why else "",
    }
    if does.purpose is Purpose.PUBLISH:
        attributes["provenance"] = _provenance(step, package, command)
    return Fact("ci.step", does.purpose.value, attributes, place)


def _provenance(step: Step, package: _Package, command: Command | None) -> bool | None:
    """Whether the release says where it comes from; None for a tool that decides by itself.

    npm does so by itself where it publishes as a trusted publisher: with an
    identity and without a token.
    """
    words = command.words if command else ()
    environment = {key.upper(): text for key, text in step.environment.items()}
    if "--no-provenance" in words or "--provenance=false" in words:
        return False
    if (
        "--provenance" in words
        or "--provenance=true" in words
        or package.provenance
        or environment.get("NPM_CONFIG_PROVENANCE", "").lower() == "true"
    ):
        return step.identity
    trusted = step.identity and not {"NODE_AUTH_TOKEN", "NPM_TOKEN"} & environment.keys()
    if words[:2] == ("npm", "publish"):
        return trusted
    return True if trusted else None
