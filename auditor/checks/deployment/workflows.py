"""Can somebody else make the continuous integration do what they like?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.deployment._expressions import contexts, is_open, is_untrusted
from auditor.checks.deployment._files import named, parsed
from auditor.checks.deployment._workflow_rules import RULES
from auditor.errors import TargetError
from auditor.formats.commands import read_commands
from auditor.formats.workflows import PATH, Job, Permissions, Step, Workflow, read_workflow
from auditor.model import Fact, Finding, Gap, Location, Value
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.target import Target

MAX_MANIFEST_BYTES = 4 * 2**20

_COMMIT = re.compile(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")
_PRIVILEGED = frozenset({"pull_request_target", "workflow_run", "issue_comment"})
_PUBLIC = frozenset({"pull_request", "pull_request_target", "issue_comment", "issues", "fork"})
_HEAD = re.compile(
    r"head(?:_ref|\.ref|\.sha|_sha|_branch|_commit)|pull/|merge_commit_sha|pull_request\.number"
)
_SCRIPTS = {
    "actions/github-script": "script",
    "azure/cli": "inlinescript",
    "azure/powershell": "inlinescript",
}
_OWNER = re.compile(r"github\.com[/:]([\w.-]+)/|^(?:github:)?([\w.-]+)/[\w.-]+$")
_CACHES = re.compile(r"actions/cache(?:/restore)?|.*/rust-cache|.*/sccache-action")
_SETUPS = re.compile(
    r"actions/setup-(?:node|python|java|go|dotnet)|ruby/setup-ruby|oven-sh/setup-bun"
)
_RELEASES = re.compile(
    r"docker/build-push-action|softprops/action-gh-release|js-devtools/npm-publish"
    r"|ncipollo/release-action|actions/create-release|pypa/gh-action-pypi-publish"
    r"|cycjimmy/semantic-release-action|changesets/action|goreleaser/goreleaser-action"
)
_PUBLISHES = re.compile(
    r"\b(?:npm|pnpm|yarn npm) publish\b|\bdocker (?:image )?push\b|semantic-release"
)
_PUSHES = re.compile(
    r"\b(?:docker|podman|buildah)[ \t]+(?:image[ \t]+)?push\b|\bbuild\b.{0,400}[ \t]--push\b"
)
_SIGNS = re.compile(r"\bcosign[ \t]+(?:sign|attest)\b|\bnotation[ \t]+sign\b")
_VERIFIES = re.compile(
    r"\bcosign[ \t]+verify|\bnotation[ \t]+verify\b|\bslsa-verifier[ \t]+verify-image\b"
)
_EXPRESSION = re.compile(r"\$\{\{[^}\n]{0,500}\}\}")
_PRINTS = re.compile(
    r"\b(?:echo|printf|cat|console\.log)\b[^\n|>]{0,300}\$\{\{\s*secrets\.", re.IGNORECASE
)


@check("deployment.workflows", rules=RULES)
def workflows(context: Context) -> Iterator[Yield]:
    """Who decides what the GitHub workflows run, with which rights and which secrets.

    Reads the workflows of the tree: actions and images that are not named by their bytes, what the
    token may do, triggers that bring the rights of the repository to code of strangers,
    expressions that are pasted into scripts, secrets that are printed or handed on,
    runners of one's own, caches in what publishes. Nothing is run, and no other repository
    is looked into. The comments with which other tools are told to look away do not count.

    Why: whoever writes a branch name, or moves a tag of an action, runs as the
    repository: its token, its secrets, its releases.

    Fix: actions by the 40 characters of a commit, `permissions: contents: read`, and
    values of strangers through `env:` instead of `${{ }}` in a script.
    """
    target = context.target
    paths = named(target, lambda path: PATH.fullmatch(path) is not None)
    if not paths:
        yield NotApplicable("there is no workflow of GitHub in the tree")
        return
    owner = _owner(target)
    count = 0
    for path, workflow in parsed(target, paths, read_workflow):
        if isinstance(workflow, Gap):
            yield workflow
            continue
        count += 1
        told = {"jobs": len(workflow.jobs), "public": bool(_PUBLIC & workflow.triggers.keys())}
        yield Fact("ci.workflow", path, told, Location(path))
        yield from _rights(path, workflow)
        yield from _triggers(path, workflow)
        for job in workflow.jobs:
            yield from _job(path, workflow, job, owner)
    yield Examined(count)


def _owner(target: Target) -> str:
    """Whose repository this is, as package.json says; empty where it does not."""
    try:
        manifest = json.loads(target.read("package.json", max_bytes=MAX_MANIFEST_BYTES))
    except (TargetError, ValueError, RecursionError):
        return ""
    given = manifest.get("repository") if isinstance(manifest, dict) else None
    address = given.get("url") if isinstance(given, dict) else given
    found = _OWNER.search(address) if isinstance(address, str) else None
    return (found[1] or found[2]).lower() if found else ""


def _rights(path: str, workflow: Workflow) -> Iterator[Yield]:
    level, line = _level(workflow)
    yield Fact("ci.permissions", level, {}, Location(path, line))
    if level == "write-all":
        yield RULES["workflow-permissions-all"].at(path, line)
    elif level == "unset":
        yield RULES["workflow-permissions-unset"].at(path, line)
    elif level == "write" and workflow.permissions and len(workflow.jobs) > 1:
        yield RULES["workflow-permissions-shared"].at(
            path, line, ", ".join(workflow.permissions.writes)
        )


def _level(workflow: Workflow) -> tuple[str, int]:
    """``read``, ``write``, ``write-all``, ``unset``, or ``jobs`` where each job says its own."""
    everywhere = [job.permissions for job in workflow.jobs]
    broad = next((one for one in (workflow.permissions, *everywhere) if _is_broad(one)), None)
    if broad:
        return "write-all", broad.line
    top = workflow.permissions
    if top is not None:
        return ("write" if top.writes and len(workflow.jobs) > 1 else "read"), top.line
    if workflow.jobs and all(everywhere):
        return "jobs", workflow.jobs[0].line
    bare = next((job.line for job in workflow.jobs if job.permissions is None), 1)
    return "unset", bare


def _is_broad(permissions: Permissions | None) -> bool:
    return permissions is not None and permissions.text == "write-all"


def _triggers(path: str, workflow: Workflow) -> Iterator[Finding]:
    for name in sorted(_PRIVILEGED & workflow.triggers.keys()):
        yield RULES["workflow-trigger-privileged"].at(path, workflow.triggers[name], name)


def _job(path: str, workflow: Workflow, job: Job, owner: str) -> Iterator[Yield]:
    if job.inherits and job.uses and not job.uses.startswith("./"):
        yield RULES["workflow-secrets-inherited"].at(path, job.line, job.uses)
    if "self-hosted" in job.runs_on and _PUBLIC & workflow.triggers.keys():
        yield RULES["workflow-runner-own"].at(path, job.line, job.name)
    for image, line in job.images:
        if "@sha256:" not in image and "${{" not in image:
            yield RULES["workflow-image-unpinned"].at(path, line, image)
    for step in job.steps:
        if step.uses:
            yield from _action(path, step, owner)
            yield from _checkout(path, workflow, step)
        yield from _scripts(path, step)
    yield from _caches(path, workflow, job)
    yield from _images(path, job)


def _images(path: str, job: Job) -> Iterator[Fact]:
    """Images that are published and signed."""
    for step in job.steps:
        name, place = step.uses.partition("@")[0].lower(), Location(path, step.line)
        pushes = _PUSHES.search(step.run) or (
            name == "docker/build-push-action" and step.inputs.get("push", "") not in {"", "false"}
        )
        if pushes:
            yield Fact("image.published", True, {}, place)
        attests = (
            name.startswith("actions/attest") and step.inputs.get("push-to-registry") == "true"
        )
        if attests or _SIGNS.search(step.run):
            by = "attestation" if attests else "cosign"
            yield Fact("image.signing", "sign", {"by": by}, place)
        elif _VERIFIES.search(step.run):
            yield Fact("image.signing", "verify", {"by": "cosign"}, place)


def _action(path: str, step: Step, owner: str) -> Iterator[Yield]:
    uses = step.uses
    if uses.startswith(("./", "$")):
        return
    if uses.startswith("docker://"):
        if "@sha256:" not in uses:
            yield RULES["workflow-image-unpinned"].at(path, step.line, uses)
        return
    name, _, reference = uses.partition("@")
    pinned = _COMMIT.fullmatch(reference) is not None
    is_own = bool(owner) and name.partition("/")[0].lower() == owner
    told: dict[str, Value] = {"pinned_by": "commit" if pinned else "name", "own": is_own}
    yield Fact("ci.action", excerpt(uses, max_characters=80), told, Location(path, step.line))
    if not pinned:
        rule = RULES["workflow-action-unpinned"]
        yield rule.at(path, step.line, uses, own=is_own)


def _checkout(path: str, workflow: Workflow, step: Step) -> Iterator[Finding]:
    if step.uses.partition("@")[0].lower() != "actions/checkout":
        return
    wanted = f"{step.inputs.get('ref', '')} {step.inputs.get('repository', '')}"
    trigger = next((one for one in sorted(_PRIVILEGED) if one in workflow.triggers), "")
    if trigger and _HEAD.search(wanted):
        yield RULES["workflow-untrusted-checkout"].at(path, step.line, trigger)
    if step.inputs.get("persist-credentials", "").lower() != "false":
        yield RULES["workflow-credentials-kept"].at(path, step.line)


def _scripts(path: str, step: Step) -> Iterator[Finding]:
    name = step.uses.partition("@")[0].lower()
    inputs = {key.lower(): value for key, value in step.inputs.items()}
    text = step.run or inputs.get(_SCRIPTS.get(name, ""), "")
    seen: set[str] = set()
    for context, line in contexts(text):
        at = step.line + (line - 1 if step.run else 0)
        if context in seen:
            continue
        seen.add(context)
        if is_untrusted(context):
            yield RULES["workflow-template-injection"].at(path, at, context)
        elif is_open(context, step.environment):
            yield RULES["workflow-template-expanded"].at(path, at, context)
    if step.run:
        yield from _commands(path, step)


def _commands(path: str, step: Step) -> Iterator[Finding]:
    if _PRINTS.search(step.run[:64_000]):
        yield RULES["workflow-secret-printed"].at(path, step.line)
    for command in read_commands(_EXPRESSION.sub("$EXPRESSION", step.run)):
        words = command.words
        line = step.line + command.line - 1
        if words[:1] in {("npm",), ("pnpm",)} and {"-g", "--global"} & set(words):
            names = [one for one in words[2:] if not one.startswith("-")]
            loose = next((one for one in names if not re.search(r".@[0-9$]", one)), "")
            if loose:
                yield RULES["workflow-tool-unpinned"].at(path, line, loose)
        if words[0] in {"curl", "wget"} and _is_piped(step.run, command.line):
            yield RULES["workflow-download-piped"].at(path, line, words[0])


def _is_piped(text: str, line: int) -> bool:
    whole = text.replace("\\\n", "  ").split("\n")[line - 1 : line]
    return bool(whole and re.search(r"\|\s*(?:sudo\s+(?:-E\s+)?)?(?:ba|z|da)?sh\b", whole[0]))


def _caches(path: str, workflow: Workflow, job: Job) -> Iterator[Finding]:
    """Caches in a workflow that publishes: whoever fills the cache is in the release."""
    if not workflow.tags and not any(
        _publishes(one) for each in workflow.jobs for one in each.steps
    ):
        return
    for step in job.steps:
        name = step.uses.partition("@")[0].lower()
        setup = _SETUPS.fullmatch(name) is not None
        off = step.inputs.get("package-manager-cache") == "false" or step.inputs.get("cache") in {
            "",
            "false",
        }
        if _CACHES.fullmatch(name) or (setup and not off):
            certain = not setup or bool(step.inputs.get("cache"))
            rule = RULES["workflow-cache-in-release" if certain else "workflow-cache-by-default"]
            yield rule.at(path, step.line, name)


def _publishes(step: Step) -> bool:
    name = step.uses.partition("@")[0].lower()
    if name == "docker/build-push-action":
        return step.inputs.get("push", "") not in {"", "false"}
    return _RELEASES.fullmatch(name) is not None or _PUBLISHES.search(step.run) is not None
