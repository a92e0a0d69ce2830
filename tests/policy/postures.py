"""What do the policy tests judge? Audits built from a few facts and findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from builders import NOW
from policy.deployment_posture import DEPLOYMENT_CHECKS, careful_deployment

from auditor.model import (
    Audit,
    CheckRun,
    Confidence,
    Fact,
    Finding,
    Location,
    Outcome,
    Severity,
    Value,
)
from auditor.policy import Assessment, Control, ControlResult, Policy
from auditor.policy.baseline import Baseline
from auditor.policy.controls import load_controls
from auditor.policy.evaluate import evaluate
from auditor.policy.load import load_policy

TODAY = date(2026, 11, 22)
CHECKS = (
    "advisories.osv",
    "advisories.vex_files",
    "ci.steps",
    "code.routes",
    "code.schemas",
    "code.semgrep",
    *DEPLOYMENT_CHECKS,
    "lockfile.aliases",
    "lockfile.confusion",
    "lockfile.deprecated",
    "lockfile.drift",
    "lockfile.install_scripts",
    "lockfile.integrity",
    "lockfile.licences",
    "lockfile.npmrc",
    "lockfile.pins",
    "lockfile.release_age",
    "lockfile.resolved",
    "lockfile.typosquat",
    "lockfile.unused",
    "provenance.attestations",
    "provenance.drift",
    "provenance.registry_signatures",
    "runtime.base_image",
    "runtime.node_version",
    "secrets.dotenv",
    "secrets.files",
    "secrets.history",
    "secrets.images",
    "secrets.managers",
)

Item = Fact | Finding

THERE: Value = True


def place(text: str) -> Location | None:
    """Return ``src/app.js:12`` as a location; nothing for an empty text."""
    path, _, line = text.partition(":")
    return Location(path, int(line or 0)) if text else None


def fact(
    name: str, value: Value = THERE, /, *, at: str = "src/app.js:10", **attributes: Value
) -> Fact:
    return Fact(name, value, attributes, place(at))


def finding(
    *tags: str,
    at: str = "src/app.js:20",
    severity: Severity = Severity.HIGH,
    message: str = "this is wrong",
    rule: str = "a-rule",
    purl: str = "",
    **attributes: Value,
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        confidence=Confidence.HIGH,
        message=message,
        location=place(at),
        purl=purl,
        tags=frozenset(tags),
        attributes=attributes,
    )


def audit_of(items: Iterable[Item] = (), broken: Mapping[str, Outcome] | None = None) -> Audit:
    """Return an audit whose checks all ran to the end, but for the ``broken`` ones."""
    found = tuple(items)
    ends = dict.fromkeys(CHECKS, Outcome.COMPLETE) | dict(broken or {})
    runs = [
        CheckRun(
            check,
            outcome,
            "" if outcome is Outcome.COMPLETE else "it was switched off",
            findings=tuple(each for each in found if isinstance(each, Finding)),
            facts=tuple(each for each in found if isinstance(each, Fact)),
        )
        if check == "code.semgrep"
        else CheckRun(check, outcome, "" if outcome is Outcome.COMPLETE else "it was switched off")
        for check, outcome in sorted(ends.items())
    ]
    return Audit("shop", "auditor test", NOW, None, tuple(runs))


@cache
def shipped_controls() -> tuple[Control, ...]:
    return load_controls()


@cache
def shipped_policy(name: str = "express-baseline") -> Policy:
    return load_policy(name, today=TODAY, controls=shipped_controls())


def assess(
    *items: Item,
    policy: str | Policy = "express-baseline",
    broken: Mapping[str, Outcome] | None = None,
    controls: Iterable[Control] | None = None,
    today: date = TODAY,
    baseline: Baseline | None = None,
) -> Assessment:
    """Return the assessment of an audit that left ``items``."""
    return evaluate(
        audit_of(items, broken),
        shipped_policy(policy) if isinstance(policy, str) else policy,
        shipped_controls() if controls is None else controls,
        today=today,
        baseline=baseline,
    )


def result_of(
    control: str, *items: Item, broken: Mapping[str, Outcome] | None = None
) -> ControlResult:
    """Return the result of one shipped control under the baseline."""
    return assess(*items, broken=broken).result(control)


def _careful_code() -> tuple[Item, ...]:
    """What the code of a careful deployment shows besides its sessions, tokens and headers."""
    return (
        fact("upload.handled", limit="bounded", filter=True, destination_public=False),
        fact("schema.strictness", "strict"),
        fact("graphql.server", depth_limited=True, introspection=False),
        fact("stream.joined", how="pipeline"),
        fact("admin_ui.mounted"),
        fact("logger.used", by="pino", structured=True),
        fact("log.redaction", 7, paths="password token"),
        fact("log.correlation", by="pino-http"),
        fact("auth_event.logged", outcome="failure"),
        fact("otel.sdk"),
        fact("redis.write", 3600, state="bounded"),
        fact("pii.field", "email", category="contact", model="User"),
        fact("pii.inventory", "docs/ropa.md", at="docs/ropa.md:1"),
        fact("data.purge"),
        fact("erasure.offered"),
        fact("queue.retention", 3600, state="bounded", by="bullmq", subject="failed"),
        fact("pool.configured", kind="postgres", max=10, timeout="bounded"),
        fact("retry.used", by="p-retry", capped=True, jitter=True),
        fact("breaker.used"),
    )


def _careful_accounts() -> tuple[Item, ...]:
    """What a careful deployment shows of its accounts, keys and caches."""
    return (
        fact("session.regenerated", by="express-session"),
        fact("password.hashed", algorithm="argon2", cost=65_536, state="strong"),
        fact("access_control.used", by="casbin"),
        fact("oauth.used", state=True, pkce=True),
        fact("jwks.used", source="remote", cache=True),
        fact("cookie.signed", keys="list", by="express-session"),
        fact("cache_control.set", no_store=True, public=False),
        fact("tls.pinned", by="authority"),
        fact("tls.redirect", status=308),
        fact("secret.from_vault", by="node-vault"),
    )


def careful() -> tuple[Item, ...]:
    """Everything a careful deployment shows; signatures were not checked, the store is the seed."""
    return (
        fact("source.files", 12, at="", parsed=12),
        fact("express.app", at="src/app.js:3"),
        fact("express.listen", at="src/app.js:90"),
        *careful_routes(),
        *careful_deployment(),
        fact(
            "session.used",
            store="connect-redis",
            name="__Host-shop",
            secret="environment",  # noqa: S106 - where it comes from, no secret
            save_uninitialized=False,
            resave=False,
            rolling=True,
        ),
        fact(
            "cookie.set",
            "__Host-shop",
            origin="session",
            secure=True,
            http_only=True,
            same_site="lax",
            lifetime="bounded",
            max_age_s=28_800,
            prefixed=True,
            domain="host",
        ),
        fact("session.lifetime", 28_800, state="bounded", source="cookie"),
        fact("token.issued", lifetime="bounded", max_age_s=900, secret="environment"),  # noqa: S106 - as above
        fact("token.verified", algorithms="listed", audience=True, issuer=True),
        fact(
            "helmet.used",
            hsts=True,
            hsts_max_age_s=31_536_000,
            hsts_include_subdomains=True,
            csp=True,
        ),
        fact("headers.powered_by", False, by="helmet"),
        fact(
            "tls.server",
            min_version="1.2",
            min_version_source="explicit",
            client_certificate="required",
        ),
        fact("datastore.connection", kind="redis", tls=True, local=False),
        fact("secret.from_environment", "SESSION_SECRET", sink="express-session"),
        fact("environment.validated", by="envalid"),
        fact("log.rotation", 400, state="bounded", by="winston-daily-rotate-file"),
        *_careful_code(),
        *_careful_accounts(),
        fact("lockfile.present", "package-lock.json", format="npm", version=3, in_sync=True),
        fact("lockfile.integrity", 80, at="", total=80, weak=0, missing=0),
        fact("lockfile.resolved", 80, at="", foreign=0, insecure=0),
        fact("advisories.store", 200, at="", complete=False, as_of="2026-11-20", digest="00"),
        fact("dotenv.ignored", True, by="gitignore", path=".env"),
        fact("image.build", "Dockerfile", at="Dockerfile", secret_mounts=1),
        fact("history.blobs", 400, at="", commits=90),
        fact("secret.manager", "sops", at=".sops.yaml", seen_in="deployment"),
        fact("sops.files", 2, at=".sops.yaml", encrypted=2, plaintext=0),
        fact("secret.rotation", 30, at="prod.enc.yaml", by="sops"),
        fact("kubernetes.secret", "SealedSecret", at="k8s/secret.yaml:2", state="managed"),
        fact("registry.scope", "@shop", at="", public=False, mapped=True),
        fact("ci.step", "publish", at=".github/workflows/ci.yml:12", provenance=True),
        fact("lockfile.install_scripts", 0, at="", scripts_run=False, unmet_mode="none"),
        fact("lockfile.deprecated", 0, at="", runtime=0),
        fact("dependencies.imported", 15, at="package.json", undeclared=0, unused=0),
        fact("lockfile.licences", 1, at="", undeclared=0),
        fact("licence.used", "MIT", at="", packages=80, first="MIT", second="MIT", third="MIT"),
        fact("lockfile.typosquat", 0, at="", known=900),
        fact("npmrc.hardening", True, at=".npmrc", files=1, ignore_scripts=True),
        fact("pins.ranges", True, at="package.json", exact=20, total=20, loose=0),
        fact("runtime.node", "24", at="Dockerfile:1", source="dockerfile", state="supported"),
        fact("image.base", "node", at="Dockerfile:1", pinned_by="digest", final=True),
        fact("ci.step", "sbom", at=".github/workflows/ci.yml:9", tool="npm sbom", neutered=False),
        fact("ci.step", "sbom_signature", at=".github/workflows/ci.yml:10", neutered=False),
        fact(
            "ci.step",
            "audit_signatures",
            at=".github/workflows/ci.yml:8",
            tool="npm audit signatures",
            neutered=False,
        ),
    )


def careful_routes() -> tuple[Item, ...]:
    """What the route table of a careful deployment says."""
    login: dict[str, Value] = {
        "mutating": True,
        "reads_input": True,
        "validated": True,
        "cookie_auth": True,
        "csrf": True,
        "limited": "route",
        "login_like": True,
        "admin_like": False,
        "authenticated": False,
    }
    guarded: dict[str, Value] = {"login_like": False, "admin_like": True, "authenticated": True}
    return (
        fact("route", "POST /login", at="src/app.js:50", **login),
        fact("route", "POST /admin/users", at="src/app.js:60", **{**login, **guarded}),
        fact(
            "route.table", 2, at="src/app.js:3", validation="all", mutating_reading=2, misplaced=0
        ),
        fact("app.protection", "helmet", state="before", csp=True),
        fact("app.protection", "limiter", state="before", store="shared"),
        fact("error.handler", "last", leak="none"),
        fact("async.handler", "function", guarded=True, express_major=5),
        fact("body.parser", 102_400, parser="json"),
        fact("cors.used", origin="list", credentials=True),
        fact("static.served", "public", project_root=False, listing=False, dotfiles="deny"),
        fact("trust_proxy", 1, exact=True),
        fact("process.handler", "uncaughtException", logs=True, exits=True),
        fact("graceful.shutdown", "SIGTERM", closes=True),
        fact("server.timeouts", 15_000, of="request"),
    )


def without(*names: str) -> tuple[Item, ...]:
    """Return the careful deployment without the facts of those names."""
    return tuple(item for item in careful() if not (isinstance(item, Fact) and item.name in names))


CAREFUL_BROKEN = {
    "provenance.attestations": Outcome.SKIPPED,
    "lockfile.release_age": Outcome.SKIPPED,
    "provenance.drift": Outcome.SKIPPED,
    "provenance.registry_signatures": Outcome.SKIPPED,
}
