"""What do the controls of the deployment say about the two shops?"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from builders import NOW, MemoryTarget
from policy.postures import TODAY, shipped_controls, shipped_policy

from auditor.check import Context, Needs
from auditor.checks import all_checks
from auditor.engine import run_check
from auditor.model import Audit
from auditor.policy import Assessment, Verdict, evaluate
from auditor.settings import Settings
from auditor.sources import Sources

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NEEDED = ("ci.steps", "deployment.", "runtime.base_image")
PASSES = (
    "audit.drills",
    "ci.actions_pinned",
    "ci.dangerous_workflow",
    "ci.dep_scan",
    "ci.permissions",
    "ci.review",
    "ci.sast",
    "ci.secret_scan",
    "ci.update_bot",
    "docs.adr",
    "docs.remediation_sla",
    "docs.runbooks",
    "docs.security_md",
    "docs.threat_model",
    "resilience.health",
    "retention.plan",
    "runtime.container_user",
    "runtime.node_env",
    "supply.build_downloads",
)
DOES_NOT_APPLY = (
    "audit.append_only",
    "auth.least_privilege",
    "resilience.bulkhead",
    "retention.backups",
    "retention.traces",
    "runtime.ephemeral",
    "runtime.exposure",
    "supply.image.signed",
)
FAILS = (
    "ci.actions_pinned",
    "ci.permissions",
    "ci.sast",
    "ci.secret_scan",
    "ci.update_bot",
    "docs.adr",
    "docs.remediation_sla",
    "docs.security_md",
    "runtime.container_user",
)


@cache
def judged(shop: str) -> Assessment:
    folder = EXAMPLES / shop
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    context = Context(MemoryTarget(files), None, Sources(Settings()), NOW)
    runs = tuple(
        run_check(check, context, Needs.NOTHING)
        for check in all_checks()
        if check.id.startswith(NEEDED)
    )
    audit = Audit(shop, "test", NOW, None, runs)
    return evaluate(audit, shipped_policy(), shipped_controls(), today=TODAY)


@pytest.mark.parametrize("control", PASSES)
def test_the_careful_shop_passes(control: str) -> None:
    result = judged("careful-shop").result(control)

    assert result.verdict is Verdict.PASS, result.reason


@pytest.mark.parametrize("control", DOES_NOT_APPLY)
def test_what_the_careful_shop_does_not_have_does_not_apply(control: str) -> None:
    result = judged("careful-shop").result(control)

    assert result.verdict is Verdict.NOT_APPLICABLE, result.reason


@pytest.mark.parametrize("control", FAILS)
def test_the_careless_shop_fails(control: str) -> None:
    result = judged("careless-shop").result(control)

    assert result.verdict is Verdict.FAIL, result.reason
