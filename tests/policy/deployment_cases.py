"""Which verdict do the controls of the deployment give on which facts and findings?"""

from __future__ import annotations

from policy.postures import Item, fact, finding, place
from policy.retention_cases import (
    FAIL,
    NOT_APPLICABLE,
    PARTIAL,
    PASS,
    SOURCES,
    UNKNOWN,
    Case,
    case,
)

from auditor.model import Fact

OWNERS = fact("codeowners", "a", everything=True, required=False)
WORKFLOW = fact("ci.workflow", "ci.yml", jobs=1, public=True)
IMAGE = fact("container.user", "node", root=False, source="dockerfile")
LIMITED = fact("container.limits", "shop", memory=True, cpu=True)


def user(*, root: bool | None) -> Item:
    return fact("container.user", "", root=root, source="dockerfile")


def step(purpose: str, *, neutered: bool | None) -> Item:
    return fact("ci.step", purpose, tool="a-tool", neutered=neutered, why="|| true")


def rights(level: str) -> Item:
    return fact("ci.permissions", level)


def action(pinned_by: str, *, own: bool = False) -> Item:
    return fact("ci.action", "a/b@v1", pinned_by=pinned_by, own=own)


def limits(*, memory: bool, cpu: bool) -> Item:
    return fact("container.limits", "shop", memory=memory, cpu=cpu)


def document(name: str, **told: str | float | bool | None) -> Item:
    return Fact(name, "docs/a.md", told, place("docs/a.md"))


RUNTIME: list[Case] = [
    case("runtime.container_user", PASS, "holds", IMAGE),
    case("runtime.container_user", FAIL, "runs as root", user(root=True)),
    case("runtime.container_user", FAIL, "this is wrong", IMAGE, finding("container-privileged")),
    case("runtime.container_user", PARTIAL, "this is wrong", IMAGE, finding("container-hardening")),
    case("runtime.container_user", UNKNOWN, "root of container.user", user(root=None)),
    case("runtime.container_user", NOT_APPLICABLE, "builds no image", SOURCES),
    case("runtime.node_env", PASS, "holds", IMAGE, fact("node_env", "production")),
    case("runtime.node_env", FAIL, "this is wrong", IMAGE, finding("node-env")),
    case(
        "runtime.node_env",
        FAIL,
        "this is wrong",
        fact("node_env", "production"),
        finding("dev-dependencies"),
    ),
    case("runtime.node_env", UNKNOWN, "no file of the tree sets NODE_ENV", IMAGE),
    case("runtime.node_env", UNKNOWN, "value of node_env", fact("node_env", None)),
    case("runtime.node_env", NOT_APPLICABLE, "how the application is run", SOURCES),
    case("runtime.ephemeral", PASS, "holds", fact("container.filesystem", "a", read_only=True)),
    case("runtime.ephemeral", FAIL, "this is wrong", finding("host-path")),
    case(
        "runtime.ephemeral",
        PARTIAL,
        "shop may write over its own files",
        fact("container.filesystem", "shop", read_only=False),
    ),
    case("runtime.ephemeral", NOT_APPLICABLE, "what containers may write", SOURCES),
    case("runtime.exposure", PASS, "none opens", fact("data.store", "redis")),
    case("runtime.exposure", FAIL, "this is wrong", finding("datastore-exposed")),
    case("runtime.exposure", FAIL, "this is wrong", finding("bucket-public")),
    case("runtime.exposure", PARTIAL, "this is wrong", finding("storage-unencrypted")),
    case("runtime.exposure", NOT_APPLICABLE, "sets up a data store", SOURCES),
    case("resilience.health", PASS, "holds", fact("container.health", "checked")),
    case("resilience.health", PARTIAL, "one of readiness", fact("container.health", "one")),
    case("resilience.health", UNKNOWN, "nothing in the tree", fact("container.health", "none")),
    case("resilience.health", NOT_APPLICABLE, "builds no image", SOURCES),
    case("resilience.bulkhead", PASS, "holds", LIMITED),
    case("resilience.bulkhead", PARTIAL, "none of CPU", limits(memory=True, cpu=False)),
    case("resilience.bulkhead", PARTIAL, "none of memory", limits(memory=False, cpu=True)),
    case("resilience.bulkhead", UNKNOWN, "no container", limits(memory=False, cpu=False)),
    case("resilience.bulkhead", NOT_APPLICABLE, "how containers are run", SOURCES),
    case("auth.least_privilege", PASS, "holds", fact("access.granted", "a", wildcard=False)),
    case(
        "auth.least_privilege",
        FAIL,
        "this is wrong",
        fact("access.granted", "a", wildcard=True),
        finding("privilege-wildcard"),
    ),
    case(
        "auth.least_privilege",
        PARTIAL,
        "this is wrong",
        LIMITED,
        finding("service-token"),
        fact("service_account.token", "a", mounted=True),
    ),
    case("auth.least_privilege", PASS, "holds", fact("service_account.token", "a", mounted=False)),
    case("auth.least_privilege", NOT_APPLICABLE, "no role", SOURCES),
]

CI: list[Case] = [
    *(
        one
        for control, purpose in (
            ("ci.dep_scan", "dep_scan"),
            ("ci.sast", "sast"),
            ("ci.secret_scan", "secret_scan"),
        )
        for one in (
            case(control, PASS, "holds", step(purpose, neutered=False)),
            case(control, PARTIAL, "cannot stop the build", step(purpose, neutered=True)),
            case(control, UNKNOWN, "neutered of ci.step", step(purpose, neutered=None)),
            case(control, FAIL, "no workflow", step("sbom", neutered=False)),
        )
    ),
    case("ci.update_bot", PASS, "holds", fact("update.bot", "renovate", complete=True, covers=3)),
    case(
        "ci.update_bot",
        PARTIAL,
        "dependabot leaves out docker",
        fact("update.bot", "dependabot", complete=False, covers=2, missing="docker"),
    ),
    case("ci.update_bot", FAIL, "neither Dependabot", SOURCES),
    case("ci.actions_pinned", PASS, "holds", action("commit")),
    case("ci.actions_pinned", FAIL, "a/b@v1 is whatever", action("name"), action("commit")),
    case("ci.actions_pinned", PARTIAL, "of the same owner", action("name", own=True)),
    case(
        "ci.actions_pinned",
        PARTIAL,
        "this is wrong",
        action("commit"),
        finding("action-unpinned-image"),
    ),
    case("ci.actions_pinned", NOT_APPLICABLE, "no workflow uses", SOURCES),
    case("ci.permissions", PASS, "holds", rights("read")),
    case("ci.permissions", FAIL, "may write everything", rights("write-all")),
    case("ci.permissions", FAIL, "left to the settings", rights("unset"), rights("read")),
    case("ci.permissions", PARTIAL, "a new one would not", rights("jobs")),
    case("ci.permissions", PARTIAL, "every job", rights("write"), rights("read")),
    case("ci.permissions", NOT_APPLICABLE, "no workflow of GitHub", SOURCES),
    case("ci.dangerous_workflow", PASS, "none runs what a stranger", WORKFLOW),
    case("ci.dangerous_workflow", FAIL, "this is wrong", WORKFLOW, finding("dangerous-workflow")),
    case("ci.dangerous_workflow", PARTIAL, "this is wrong", WORKFLOW, finding("workflow-trigger")),
    case("ci.dangerous_workflow", NOT_APPLICABLE, "no workflow of GitHub", SOURCES),
    case("ci.review", PASS, "holds", fact("review.required")),
    case("ci.review", FAIL, "asks for no review", fact("review.required", False)),
    case("ci.review", PARTIAL, "owners are named", OWNERS),
    case("ci.review", UNKNOWN, "GitHub may have them", SOURCES),
    case("supply.image.signed", PASS, "holds", fact("image.signing", "verify", by="cosign")),
    case(
        "supply.image.signed",
        PARTIAL,
        "nothing in the tree verifies",
        fact("image.published"),
        fact("image.signing", "sign", by="cosign"),
    ),
    case("supply.image.signed", FAIL, "without a signature", fact("image.published")),
    case("supply.image.signed", NOT_APPLICABLE, "publishes an image", SOURCES),
    case("supply.build_downloads", PASS, "none runs what it has not", IMAGE),
    case("supply.build_downloads", FAIL, "this is wrong", IMAGE, finding("download-unverified")),
    case("supply.build_downloads", NOT_APPLICABLE, "neither a Dockerfile", SOURCES),
]

KEPT: list[Case] = [
    case("retention.objects", PASS, "holds", fact("object.lifecycle", 90, state="bounded")),
    case("retention.objects", FAIL, "never deletes", fact("object.lifecycle", state="unbounded")),
    case("retention.objects", UNKNOWN, "objects", fact("object.lifecycle", state="unknown")),
    case("retention.objects", NOT_APPLICABLE, "no lifecycle", SOURCES),
    case("retention.backups", PASS, "holds", fact("backup.retention", 7, state="bounded")),
    case(
        "retention.backups", FAIL, "RDS keeps no", fact("backup.retention", state="none", by="RDS")
    ),
    case("retention.backups", FAIL, "for ever", fact("backup.retention", state="unbounded")),
    case("retention.backups", NOT_APPLICABLE, "no backup", SOURCES),
    case("retention.traces", PASS, "holds", fact("trace.retention", 7, state="bounded")),
    case("retention.traces", FAIL, "for ever", fact("trace.retention", state="unbounded")),
    case("retention.traces", NOT_APPLICABLE, "no platform of traces", SOURCES),
    case(
        "retention.plan",
        PASS,
        "holds",
        document("retention.plan", age_days=9, owned=True, periods=True),
    ),
    case(
        "retention.plan",
        PARTIAL,
        "for a year",
        document("retention.plan", age_days=366, owned=True, periods=True),
    ),
    case(
        "retention.plan",
        PARTIAL,
        "names no owner",
        document("retention.plan", age_days=9, owned=False, periods=True),
    ),
    case("retention.plan", UNKNOWN, "may lie elsewhere", SOURCES),
    case("audit.append_only", PASS, "holds", fact("audit.append_only")),
    case("audit.append_only", FAIL, "is granted", fact("audit.append_only", False)),
    case("audit.append_only", UNKNOWN, "can be changed", fact("audit.table")),
    case("audit.append_only", NOT_APPLICABLE, "no trail", SOURCES),
    case("retention.logs", PASS, "holds", fact("log.rotation", 400, state="bounded", by="Loki")),
    case("retention.logs", FAIL, "30 days", fact("log.rotation", 30, state="bounded", by="Loki")),
]

OPEN: list[Case] = [
    case("auth.least_privilege", UNKNOWN, "wildcard of", fact("access.granted", wildcard=None)),
    case("ci.actions_pinned", UNKNOWN, "own of", fact("ci.action", pinned_by="name", own=None)),
    case("ci.permissions", UNKNOWN, "value of ci.permissions", fact("ci.permissions", None)),
    case(
        "ci.update_bot",
        UNKNOWN,
        "complete and covers",
        fact("update.bot", "renovate", complete=None),
    ),
    case("docs.adr", UNKNOWN, "status of", fact("decision.record", "a", status=None)),
    case("docs.remediation_sla", UNKNOWN, "value of", fact("remediation.sla", None)),
    case("docs.security_md", UNKNOWN, "contact", fact("security.policy", "a", contact=None)),
    case("retention.backups", UNKNOWN, "state of", fact("backup.retention", state=None)),
    case("retention.traces", UNKNOWN, "state of", fact("trace.retention", state=None)),
    case("runtime.ephemeral", UNKNOWN, "read_only", fact("container.filesystem", read_only=None)),
    case("supply.image.signed", UNKNOWN, "value of image.signing", fact("image.signing", None)),
]

DOCUMENTS: list[Case] = [
    case(
        "docs.security_md", PASS, "holds", document("security.policy", contact=True, process=True)
    ),
    case(
        "docs.security_md",
        PARTIAL,
        "names no address",
        document("security.policy", contact=False, process=True),
    ),
    case("docs.security_md", FAIL, "neither SECURITY.md", SOURCES),
    case("docs.threat_model", PASS, "holds", document("threat.model", age_days=365)),
    case("docs.threat_model", PARTIAL, "for a year", document("threat.model", age_days=366)),
    case("docs.threat_model", UNKNOWN, "age_days of", document("threat.model", age_days=None)),
    case("docs.threat_model", UNKNOWN, "may lie elsewhere", SOURCES),
    case("docs.adr", PASS, "holds", document("decision.record", status="accepted", age_days=9)),
    case("docs.adr", PARTIAL, "no status", document("decision.record", status="none", age_days=9)),
    case(
        "docs.adr",
        FAIL,
        "no decision",
        document("decision.record", status="accepted", age_days=999),
    ),
    case("docs.adr", FAIL, "no decision", SOURCES),
    case("docs.runbooks", PASS, "holds", document("runbook", owned=True, age_days=180)),
    case("docs.runbooks", PARTIAL, "half a year", document("runbook", owned=True, age_days=181)),
    case("docs.runbooks", PARTIAL, "no owner", document("runbook", owned=False, age_days=1)),
    case("docs.runbooks", UNKNOWN, "may lie elsewhere", SOURCES),
    case("docs.remediation_sla", PASS, "holds", fact("remediation.sla", "per severity")),
    case("docs.remediation_sla", PARTIAL, "not for each", fact("remediation.sla", "prose")),
    case("docs.remediation_sla", FAIL, "how soon", SOURCES),
    case("audit.drills", PASS, "holds", document("drill", age_days=365)),
    case("audit.drills", PARTIAL, "more than a year", document("drill", age_days=366)),
    case("audit.drills", UNKNOWN, "no drill", SOURCES),
    case("audit.slo", PASS, "holds", document("slo.defined")),
    case("audit.slo", UNKNOWN, "may lie elsewhere", SOURCES),
]

TLS: list[Case] = [
    case("tls.min_version", PASS, "holds", fact("proxy.tls", min_version="1.2", by="nginx")),
    case(
        "tls.min_version",
        FAIL,
        "nginx accepts TLS 1.0, the policy asks for 1.2",
        fact("proxy.tls", min_version="1.0", by="nginx"),
    ),
    case(
        "tls.min_version",
        FAIL,
        "nginx accepts TLS 1.1",
        fact("tls.server", min_version="1.3"),
        fact("proxy.tls", min_version="1.1", by="nginx"),
    ),
    case(
        "tls.hsts",
        PASS,
        "holds",
        fact("proxy.hsts", max_age_s=31_536_000, include_subdomains=True, by="nginx"),
    ),
    case(
        "tls.hsts",
        FAIL,
        "HSTS of nginx lasts 1h",
        fact("proxy.hsts", max_age_s=3_600, include_subdomains=True, by="nginx"),
    ),
    case(
        "tls.hsts",
        PARTIAL,
        "leaves the subdomains out",
        fact("proxy.hsts", max_age_s=31_536_000, include_subdomains=False, by="nginx"),
    ),
    case("tls.gateway", PARTIAL, "this is wrong", finding("proxy-headers")),
    case("tls.redirect", PASS, "holds", fact("tls.redirect", status=308, by="nginx")),
    case("tls.reject_unauthorized", FAIL, "this is wrong", finding("tls-verification")),
    case("tls.datastores", FAIL, "this is wrong", finding("tls-datastore")),
    case("runtime.debug_exposed", FAIL, "this is wrong", finding("debug-exposed")),
    case("runtime.static", FAIL, "this is wrong", finding("path-traversal-proxy")),
    case("supply.image.digest", FAIL, "this is wrong", finding("image-floating")),
]

CASES: list[Case] = [*RUNTIME, *CI, *KEPT, *DOCUMENTS, *TLS, *OPEN]
