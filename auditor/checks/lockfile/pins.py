"""Is what gets installed decided in the repository, or anew with each install?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor import semver
from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.absent import MANIFEST
from auditor.checks.lockfile.declarations import Declaration, read_declarations
from auditor.errors import TargetError
from auditor.formats.commands import Command, expanded, read_commands
from auditor.formats.dockerfile import MAX_BYTES, is_dockerfile, read_runs
from auditor.formats.workflows import PATH, read_steps
from auditor.formats.yaml_nodes import MAX_BYTES as MAX_WORKFLOW_BYTES
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity, Value
from auditor.sanitise import excerpt
from sbom.errors import DocumentError

if TYPE_CHECKING:
    from auditor.target import Target

RULE = "install-not-from-lockfile"
MAX_FILES = 100
MAX_MANIFEST_BYTES = 4 * 2**20

_INSTALLS = frozenset({"install", "i", "in", "add", "isntall", "update", "up", "upgrade"})
_CLEAN = frozenset({"ci", "clean-install", "ic", "install-clean"})
_GLOBAL = frozenset({"-g", "--global", "global", "--location=global"})
_FROZEN = {
    "yarn": ("--immutable", "--frozen-lockfile"),
    "pnpm": ("--frozen-lockfile",),
    "bun": ("--frozen-lockfile",),
}
_COMMIT = re.compile(r".+#[0-9a-f]{40}")
_ELSEWHERE = ("file:", "link:", "workspace:", "portal:")


@check("lockfile.pins", rules=(RULE,))
def pins(context: Context) -> Iterator[Yield]:
    """Ranges in package.json that are no exact version, and installs that ignore the lockfile.

    Counts the exact ranges of the package.json at the root (peer dependencies have
    to be ranges and do not count), and reads the install commands of Dockerfiles and
    GitHub workflows. `npm ci` takes what the lockfile says and nothing else; so do
    yarn, pnpm and bun with their option for it. Global installs are tools and not
    part of this; nothing is followed into shell scripts.

    Why: `npm install` writes a new lockfile where the old one does not fit, and
    installs what nobody has reviewed; in a build nobody sees the difference.

    Fix: `npm ci` in Dockerfiles and workflows; `save-exact=true` in .npmrc.
    """
    target = context.target
    if not target.exists(MANIFEST):
        yield NotApplicable(f"there is no {MANIFEST}")
        return
    yield _ranges(target)
    count = 0
    for found in _commands(target):
        if isinstance(found, Gap):
            yield found
            continue
        source, command, place = found
        kind = _kind(command.words, source)
        if not kind:
            continue
        count += 1
        text = excerpt(" ".join(command.words), max_characters=80)
        scripts = "--ignore-scripts" not in command.words
        attributes: dict[str, Value] = {
            "kind": None if kind == "unknown" else kind,
            "source": source,
            "runs_scripts": scripts,
        }
        yield Fact("install.command", text, attributes, place)
        if kind == "install":
            yield _finding(text, source, place)
    yield Examined(count, unit="install commands")


def _ranges(target: Target) -> Fact | Gap:
    try:
        data = target.read(MANIFEST, max_bytes=MAX_MANIFEST_BYTES)
        asked = read_declarations(data, MANIFEST)
    except (TargetError, DocumentError) as error:
        return Gap(MANIFEST, error.message.removeprefix(f"{MANIFEST}: "))
    counted = [one for one in asked.values() if one.section != "peerDependencies"]
    loose = [one for one in counted if not _is_exact(one)]
    attributes = {"exact": len(counted) - len(loose), "total": len(counted), "loose": len(loose)}
    line = min((one.line for one in loose), default=0)
    return Fact("pins.ranges", not loose, attributes, Location(MANIFEST, line))


def _is_exact(declaration: Declaration) -> bool:
    text = declaration.range.strip()
    if text.startswith("npm:"):
        text = text.rpartition("@")[2]
    if text.startswith(_ELSEWHERE) or _COMMIT.fullmatch(text):
        return True
    return semver.is_strict(text.removeprefix("="))


def _commands(target: Target) -> Iterator[tuple[str, Command, Location] | Gap]:
    """The commands of Dockerfiles and workflows, each with its place."""
    workflows = [entry.path for entry in target.files if PATH.fullmatch(entry.path)]
    every = [(one.path, "dockerfile") for one in target.files if is_dockerfile(one.path)]
    every += [(path, "workflow") for path in workflows]
    for path, _ in every[MAX_FILES:]:
        yield Gap(path, f"only the first {MAX_FILES} files with commands are read")
    for path, source in every[:MAX_FILES]:
        try:
            texts = _texts(target, path, source)
        except TargetError as error:
            yield Gap(path, error.message)
            continue
        for text, line in texts:
            for command in read_commands(text):
                for one in expanded(command, {}):
                    yield source, one, Location(path, line + command.line - 1)


def _texts(target: Target, path: str, source: str) -> list[tuple[str, int]]:
    if source == "dockerfile":
        return [(run.text, run.line) for run in read_runs(target.read(path, max_bytes=MAX_BYTES))]
    steps = read_steps(target.read(path, max_bytes=MAX_WORKFLOW_BYTES))
    return [(step.run, step.line) for step in steps if step.run]


def _kind(words: tuple[str, ...], source: str) -> str:
    """``ci`` where the lockfile decides, ``install`` where it does not; else empty.

    In continuous integration pnpm and newer yarns do as the lockfile says by
    themselves; which yarn it is cannot be seen, so there it is ``unknown``.
    """
    tool = words[0]
    if tool not in {"npm", *_FROZEN} or _GLOBAL & {*words}:
        return ""
    verb = next((word for word in words[1:] if not word.startswith("-")), "")
    if tool == "npm":
        if verb in _CLEAN:
            return "ci"
        only_lock = "--package-lock-only" in words or "--dry-run" in words
        return "install" if verb in _INSTALLS and not only_lock else ""
    if verb not in _INSTALLS and (verb or tool != "yarn"):
        return ""
    if any(word in _FROZEN[tool] for word in words):
        return "ci"
    if source == "workflow" and verb in {"", "install", "i"}:
        return {"pnpm": "ci", "yarn": "unknown"}.get(tool, "install")
    return "install"


def _finding(text: str, source: str, place: Location) -> Finding:
    return Finding(
        rule=RULE,
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        message=f"{text} may install what the lockfile does not say",
        location=place,
        cwe=(1357,),
        tags=frozenset({RULE}),
        attributes={"source": source},
        fix="use npm ci, which takes what the lockfile says and stops where it does not fit",
    )
