"""What does the deployment of a careful service show besides its code?"""

from __future__ import annotations

from auditor.model import Fact, Location, Value

DEPLOYMENT_CHECKS = (
    "deployment.audit_tables",
    "deployment.compose",
    "deployment.dockerfile",
    "deployment.documents",
    "deployment.environment",
    "deployment.image_dependencies",
    "deployment.kubernetes",
    "deployment.nginx",
    "deployment.retention",
    "deployment.terraform",
    "deployment.upkeep",
    "deployment.workflows",
)
THERE: Value = True


def _fact(name: str, value: Value = THERE, /, *, at: str = "Dockerfile", **told: Value) -> Fact:
    return Fact(name, value, told, Location(at, 1))


def careful_deployment() -> tuple[Fact, ...]:
    """Every fact that satisfies a control of the deployment."""
    workflow = ".github/workflows/ci.yml"
    return (
        _fact("container.user", "node", root=False, source="dockerfile"),
        _fact("container.health", "checked", source="dockerfile"),
        _fact("container.filesystem", "shop", read_only=True, source="compose"),
        _fact("container.limits", "shop", memory=True, cpu=True, source="compose"),
        _fact("node_env", "production", source="dockerfile"),
        _fact("image.development", False, source="dockerfile"),
        _fact("data.store", "redis", source="compose"),
        _fact("ci.workflow", workflow, at=workflow, jobs=1, public=True),
        _fact("ci.permissions", "read", at=workflow),
        _fact("ci.action", "actions/checkout@1", at=workflow, pinned_by="commit", own=False),
        *(
            _fact("ci.step", purpose, at=workflow, tool="a-tool", neutered=False)
            for purpose in ("dep_scan", "sast", "secret_scan")
        ),
        _fact("image.published", at=workflow),
        _fact("image.signing", "verify", at=workflow, by="cosign"),
        _fact("update.bot", "dependabot", covers=3, missing="", complete=True, waits=True),
        _fact("codeowners", ".github/CODEOWNERS", everything=True, required=True),
        _fact("review.required", by="settings.yml"),
        _fact("access.granted", "aws_iam_policy.shop", wildcard=False),
        _fact("object.lifecycle", 90, state="bounded"),
        _fact("backup.retention", 30, state="bounded", by="RDS"),
        _fact("trace.retention", 14, state="bounded", by="Tempo"),
        _fact("audit.table", by="SQL"),
        _fact("audit.append_only", by="REVOKE"),
        _fact("security.policy", "SECURITY.md", contact=True, process=True, age_days=None),
        _fact("remediation.sla", "per severity"),
        _fact("threat.model", "docs/threat-model.md", age_days=30),
        _fact("decision.record", "docs/adr/0001.md", status="accepted", age_days=30),
        _fact("runbook", "docs/runbooks/restore.md", owned=True, age_days=30),
        _fact("retention.plan", "docs/retention.md", owned=True, periods=True, age_days=30),
        _fact("drill", "docs/drills/2026-06.md", age_days=90),
        _fact("slo.defined", "slo/shop.yaml", age_days=None),
    )
