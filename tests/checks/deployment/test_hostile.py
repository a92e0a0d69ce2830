"""Do the checks of the deployment end where files of every name are made to keep them busy?"""

from __future__ import annotations

import pytest
from checks.deployment.measured import measure

import auditor.checks.deployment
from auditor.check import Check
from auditor.discovery import discover
from auditor.model import Outcome

SIZE = 255 * 2**10
CHECKS = discover(auditor.checks.deployment, Check)
NAMES = (
    ".github/CODEOWNERS",
    ".github/dependabot.yml",
    ".github/settings.yml",
    ".github/workflows/ci.yml",
    "Dockerfile",
    "Procfile",
    "SECURITY.md",
    "compose.yml",
    "db/audit.sql",
    "docs/runbooks/a.md",
    "ecosystem.config.js",
    "ilm.json",
    "k8s/a.yaml",
    "logrotate.conf",
    "main.tf",
    "nginx.conf",
    "package.json",
    "pm2.json",
    "renovate.json",
    "serverless.yml",
    "values.yaml",
)
FILLINGS = {
    "blank lines": b"\n" * SIZE,
    "spaces": b"owner" + b" " * SIZE,
    "one word": b"a" * SIZE,
    "open comments": b"/* " * (SIZE // 3),
    "escaped quotes": b'"' + b'\\"' * (SIZE // 2 - 1),
    "nothing but NULs": b"\0" * SIZE,
    "manifests": b"apiVersion: a\nkind: Pod\n---\n" * 2_000,
    "revoked": b"revoke update on " * (SIZE // 17),
    "instructions": b"RUN curl -k a | sh\n" * 3_000,
    "expressions": b"${{ github.head_ref " * (SIZE // 20),
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
@pytest.mark.parametrize("filling", FILLINGS)
def test_ends_with_a_canary_still_found(check: Check, filling: str) -> None:
    files = dict.fromkeys(NAMES, FILLINGS[filling])
    run = measure(check, {**files, "deploy/Dockerfile": "FROM node:24\nUSER root\n"})

    assert run.outcome in {Outcome.COMPLETE, Outcome.PARTIAL}
    if check.id == "deployment.dockerfile":
        assert "deploy/Dockerfile" in {
            one.location.path for one in run.findings if one.location is not None
        }
