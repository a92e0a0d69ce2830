from __future__ import annotations

from types import MappingProxyType

import pytest

from auditor.checks.ci.classify import Does, Purpose, of_action, of_command
from auditor.formats.commands import expanded, read_commands
from auditor.formats.workflows import Step

DEP, SBOM, SAST = Purpose.DEPENDENCY_SCAN, Purpose.SBOM, Purpose.SAST
SECRETS, PUBLISH = Purpose.SECRET_SCAN, Purpose.PUBLISH


def does(text: str) -> Does | None:
    (command,) = (one for each in read_commands(text) for one in expanded(each, {}))
    return of_command(command)


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("npm audit", DEP),
        ("npm audit --audit-level=high --omit=dev", DEP),
        ("yarn npm audit", DEP),
        ("pnpm audit --prod", DEP),
        ("npx audit-ci --high", DEP),
        ("osv-scanner -r .", DEP),
        ("trivy fs --exit-code 1 .", DEP),
        ("trivy fs --exit-code=1 .", DEP),
        ("grype dir:. --fail-on high", DEP),
        ("snyk test", DEP),
        ("auditor audit .", DEP),
        ("npm audit signatures", Purpose.AUDIT_SIGNATURES),
        ("npm sbom --sbom-format cyclonedx", SBOM),
        ("npx @cyclonedx/cyclonedx-npm", SBOM),
        ("syft . -o spdx-json", SBOM),
        ("trivy fs --format cyclonedx .", SBOM),
        ("osv-scanner --format=cyclonedx-1-5 .", SBOM),
        ("snyk sbom --format=cyclonedx1.4+json", SBOM),
        ("auditor sbom", SBOM),
        ("cosign attest --type cyclonedx --predicate sbom.json image", Purpose.SBOM_SIGNATURE),
        ("cosign attest-blob --type=spdxjson --predicate s.json a.tgz", Purpose.SBOM_SIGNATURE),
        ("semgrep ci", SAST),
        ("semgrep scan --error", SAST),
        ("snyk code test", SAST),
        ("njsscan src", SAST),
        ("gitleaks detect", SECRETS),
        ("trufflehog git file://. --fail", SECRETS),
        ("detect-secrets-hook --baseline x", SECRETS),
        ("npm publish --provenance", PUBLISH),
        ("yarn npm publish", PUBLISH),
        ("npx semantic-release", PUBLISH),
        ("npx lerna publish from-git", PUBLISH),
        ("changeset publish", PUBLISH),
    ],
)
def test_what_a_command_does(text: str, purpose: Purpose) -> None:
    found = does(text)
    assert found is not None
    assert (found.purpose, found.reports) == (purpose, "")


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("npm audit --audit-level=none", "--audit-level=none"),
        ("npm audit --audit-level none", "--audit-level=none"),
        ("trivy fs .", "no --exit-code"),
        ("trivy fs --exit-code 0 .", "no --exit-code"),
        ("grype dir:.", "no --fail-on"),
        ("snyk monitor", "snyk monitor only reports"),
        ("semgrep scan", "no --error"),
        ("gitleaks detect --exit-code 0", "--exit-code 0"),
        ("trufflehog git file://.", "no --fail"),
        ("detect-secrets scan", "detect-secrets scan only reports"),
    ],
)
def test_a_tool_that_is_told_only_to_report(text: str, reports: str) -> None:
    found = does(text)
    assert found is not None
    assert found.reports == reports


@pytest.mark.parametrize(
    "text",
    [
        "npm ci",
        "npm audit fix",
        "npm publish --dry-run",
        "npm audit --help",
        "semgrep --version",
        "snyk auth",
        "auditor explain x",
        "lerna run build",
        "semantic-release --dry-run",
        "echo npm audit",
        "cosign attest --type slsaprovenance --predicate p.json image",
        "cosign verify image",
    ],
)
def test_what_does_nothing_of_it(text: str) -> None:
    assert does(text) is None


def action(uses: str, **inputs: str) -> Does | None:
    told = {key.replace("_", "-"): value for key, value in inputs.items()}
    return of_action(Step("", uses, 1, MappingProxyType(told), MappingProxyType({})))


@pytest.mark.parametrize(
    ("uses", "purpose"),
    [
        ("github/codeql-action/analyze@v3", SAST),
        ("Gitleaks/Gitleaks-Action@abc", SECRETS),
        ("google/osv-scanner-action/osv-scanner-action@v2", DEP),
        ("google/osv-scanner-action/.github/workflows/osv-scanner-reusable.yml@v2", DEP),
        ("anchore/sbom-action@v0", SBOM),
        ("actions/attest-sbom@v2", Purpose.SBOM_SIGNATURE),
        ("JS-DevTools/npm-publish@v3", PUBLISH),
    ],
)
def test_what_an_action_does(uses: str, purpose: Purpose) -> None:
    found = action(uses)
    assert found is not None
    assert (found.purpose, found.reports) == (purpose, "")


def test_an_action_is_as_it_is_told() -> None:
    trivy = "aquasecurity/trivy-action@v1"
    assert action(trivy) == Does(DEP, "aquasecurity/trivy-action", "exit-code is 0")
    assert action(trivy, exit_code="1") == Does(DEP, "aquasecurity/trivy-action")
    assert action(trivy, format="cyclonedx") == Does(SBOM, "aquasecurity/trivy-action")
    grype = action("anchore/scan-action@v1", fail_build="false")
    review = action("actions/dependency-review-action@v4", warn_only="true")
    assert [one.reports for one in (grype, review) if one] == [
        "fail-build is false",
        "warn-only is true",
    ]


def test_other_actions_do_nothing_of_it() -> None:
    assert action("actions/checkout@v4") is None
    assert action("github/codeql-action/init@v3") is None
    assert action("gitleaks/gitleaks-action-of-mine@v1") is None
