"""What does a command or an action do for security, and would it fail the build?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor.formats.commands import Command
from auditor.formats.workflows import Step


class Purpose(StrEnum):
    """The classes of steps that controls ask for."""

    AUDIT_SIGNATURES = "audit_signatures"
    DEPENDENCY_SCAN = "dep_scan"
    PUBLISH = "publish"
    SAST = "sast"
    SBOM = "sbom"
    SBOM_SIGNATURE = "sbom_signature"
    SECRET_SCAN = "secret_scan"  # noqa: S105 -- the name of a class


@dataclass(frozen=True, slots=True)
class Does:
    """What a step does, and with which tool; ``reports`` says why it only reports."""

    purpose: Purpose
    tool: str
    reports: str = ""


_Words = tuple[str, ...]
_Rule = Callable[[_Words], Does | None]


def of_command(command: Command) -> Does | None:
    """What ``command`` does for security, if anything; its own options are looked at."""
    if not command.words or _HELP & set(command.words):
        return None
    rule = _COMMANDS.get(command.words[0])
    return rule(command.words) if rule else None


def of_action(step: Step) -> Does | None:
    """What the action of ``step`` does for security, if anything."""
    name = step.uses.partition("@")[0].lower()
    for prefix, purpose in _ACTIONS.items():
        if name == prefix or name.startswith(f"{prefix}/"):
            return _as_told(Does(purpose, prefix), step.inputs)
    return None


_HELP = frozenset({"--help", "--version", "-v", "-h"})

_ACTIONS: Mapping[str, Purpose] = {
    "actions/dependency-review-action": Purpose.DEPENDENCY_SCAN,
    "actions/attest-sbom": Purpose.SBOM_SIGNATURE,
    "anchore/sbom-action": Purpose.SBOM,
    "anchore/scan-action": Purpose.DEPENDENCY_SCAN,
    "aquasecurity/trivy-action": Purpose.DEPENDENCY_SCAN,
    "cyclonedx/gh-node-module-generatebom": Purpose.SBOM,
    "gitguardian/ggshield-action": Purpose.SECRET_SCAN,
    "github/codeql-action/analyze": Purpose.SAST,
    "gitleaks/gitleaks-action": Purpose.SECRET_SCAN,
    "google/osv-scanner-action": Purpose.DEPENDENCY_SCAN,
    "js-devtools/npm-publish": Purpose.PUBLISH,
    "returntocorp/semgrep-action": Purpose.SAST,
    "semgrep/semgrep-action": Purpose.SAST,
    "snyk/actions": Purpose.DEPENDENCY_SCAN,
    "sonarsource/sonarcloud-github-action": Purpose.SAST,
    "sonarsource/sonarqube-scan-action": Purpose.SAST,
    "trufflesecurity/trufflehog": Purpose.SECRET_SCAN,
}


def _as_told(does: Does, inputs: Mapping[str, str]) -> Does:
    """An action with the inputs that turn it into another one, or into a mere report."""
    if does.tool == "aquasecurity/trivy-action":
        if inputs.get("format", "") in _SBOM_FORMATS:
            return Does(Purpose.SBOM, does.tool)
        if inputs.get("exit-code", "0") == "0":
            return Does(does.purpose, does.tool, "exit-code is 0")
    if does.tool == "anchore/scan-action" and inputs.get("fail-build") == "false":
        return Does(does.purpose, does.tool, "fail-build is false")
    if inputs.get("warn-only") == "true":
        return Does(does.purpose, does.tool, "warn-only is true")
    return does


_SBOM_FORMATS = frozenset({"cyclonedx", "spdx", "spdx-json", "github"})


def _flag(words: _Words, *names: str) -> str | None:
    """The value of an option, ``--name value`` or ``--name=value``; empty where it has none."""
    for at, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in names:
            if equals:
                return value
            following = words[at + 1] if at + 1 < len(words) else ""
            return "" if following.startswith("-") else following
    return None


def _plain(words: _Words) -> list[str]:
    return [word for word in words[1:] if not word.startswith("-")]


def _package_manager(words: _Words) -> Does | None:
    tool = words[0]
    verbs = _plain(words)
    verbs = verbs[1:] if tool == "yarn" and verbs[:1] == ["npm"] else verbs
    if verbs[:2] == ["audit", "signatures"]:
        return Does(Purpose.AUDIT_SIGNATURES, f"{tool} audit signatures")
    if verbs[:1] == ["audit"] and verbs[1:2] != ["fix"]:
        none = _flag(words, "--audit-level") == "none"
        reports = "--audit-level=none" if none else ""
        return Does(Purpose.DEPENDENCY_SCAN, f"{tool} audit", reports)
    if verbs[:1] == ["sbom"]:
        return Does(Purpose.SBOM, f"{tool} sbom")
    if verbs[:1] == ["publish"] and "--dry-run" not in words:
        return Does(Purpose.PUBLISH, f"{tool} publish")
    return None


def _osv_scanner(words: _Words) -> Does | None:
    if (_flag(words, "--format", "-f") or "").startswith(("cyclonedx", "spdx")):
        return Does(Purpose.SBOM, words[0])
    return Does(Purpose.DEPENDENCY_SCAN, words[0])


def _trivy(words: _Words) -> Does | None:
    if _flag(words, "--format", "-f") in _SBOM_FORMATS:
        return Does(Purpose.SBOM, "trivy")
    gates = (_flag(words, "--exit-code") or "0") != "0"
    return Does(Purpose.DEPENDENCY_SCAN, "trivy", "" if gates else "no --exit-code")


def _grype(words: _Words) -> Does | None:
    gates = _flag(words, "--fail-on", "-f") is not None
    return Does(Purpose.DEPENDENCY_SCAN, "grype", "" if gates else "no --fail-on")


def _snyk(words: _Words) -> Does | None:
    verbs = _plain(words)
    if verbs[:2] == ["code", "test"]:
        return Does(Purpose.SAST, "snyk code")
    if verbs[:1] == ["sbom"]:
        return Does(Purpose.SBOM, "snyk sbom")
    if verbs[:1] in (["test"], ["monitor"]):
        reports = "snyk monitor only reports" if verbs[0] == "monitor" else ""
        return Does(Purpose.DEPENDENCY_SCAN, "snyk", reports)
    return None


def _auditor(words: _Words) -> Does | None:
    verbs = _plain(words)
    if verbs[:1] == ["sbom"]:
        return Does(Purpose.SBOM, "auditor sbom")
    return Does(Purpose.DEPENDENCY_SCAN, "auditor") if verbs[:1] == ["audit"] else None


def _semgrep(words: _Words) -> Does | None:
    verbs = _plain(words)
    gates = verbs[:1] == ["ci"] or "--error" in words
    return Does(Purpose.SAST, "semgrep", "" if gates else "no --error")


def _gitleaks(words: _Words) -> Does | None:
    reports = "--exit-code 0" if _flag(words, "--exit-code") == "0" else ""
    return Does(Purpose.SECRET_SCAN, "gitleaks", reports)


def _trufflehog(words: _Words) -> Does | None:
    return Does(Purpose.SECRET_SCAN, "trufflehog", "" if "--fail" in words else "no --fail")


def _detect_secrets(words: _Words) -> Does | None:
    reports = "detect-secrets scan only reports" if words[0] == "detect-secrets" else ""
    return Does(Purpose.SECRET_SCAN, words[0], reports)


def _release_tool(words: _Words) -> Does | None:
    """semantic-release, and others that publish by a verb of theirs."""
    publishes = words[0] == "semantic-release" or "publish" in _plain(words)
    return Does(Purpose.PUBLISH, words[0]) if publishes and "--dry-run" not in words else None


def _always(purpose: Purpose) -> _Rule:
    return lambda words: Does(purpose, words[0])


def _cosign(words: _Words) -> Does | None:
    """``cosign attest --type cyclonedx`` and the like sign an SBOM; other attestations do not."""
    if words[1:2] not in (("attest",), ("attest-blob",)):
        return None
    kind = _flag(words, "--type")
    return Does(Purpose.SBOM_SIGNATURE, "cosign") if kind in _SBOM_TYPES else None


_SBOM_TYPES = frozenset({"cyclonedx", "spdx", "spdxjson"})

_COMMANDS: Mapping[str, _Rule] = {
    **dict.fromkeys(("npm", "pnpm", "yarn", "bun"), _package_manager),
    **dict.fromkeys(("audit-ci", "better-npm-audit", "retire"), _always(Purpose.DEPENDENCY_SCAN)),
    **dict.fromkeys(
        ("cyclonedx-npm", "cyclonedx-node-npm", "cyclonedx-node-yarn", "cdxgen", "syft"),
        _always(Purpose.SBOM),
    ),
    **dict.fromkeys(("njsscan", "sonar-scanner"), _always(Purpose.SAST)),
    **dict.fromkeys(("ggshield", "secretlint"), _always(Purpose.SECRET_SCAN)),
    **dict.fromkeys(("lerna", "changeset", "nx", "semantic-release"), _release_tool),
    **dict.fromkeys(("detect-secrets", "detect-secrets-hook"), _detect_secrets),
    "auditor": _auditor,
    "cosign": _cosign,
    "gitleaks": _gitleaks,
    "grype": _grype,
    "osv-scanner": _osv_scanner,
    "semgrep": _semgrep,
    "snyk": _snyk,
    "trivy": _trivy,
    "trufflehog": _trufflehog,
}
