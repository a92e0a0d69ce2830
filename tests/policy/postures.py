"""What do the policy tests judge? Audits built from a few facts and findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from builders import NOW

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
    "code.semgrep",
    "lockfile.drift",
    "lockfile.integrity",
    "lockfile.resolved",
    "provenance.registry_signatures",
    "secrets.dotenv",
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


def careful() -> tuple[Item, ...]:
    """Everything a careful deployment shows; signatures were not checked, the store is the seed."""
    return (
        fact("source.files", 12, at="", parsed=12),
        fact("express.app", at="src/app.js:3"),
        fact("express.listen", at="src/app.js:90"),
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
        ),
        fact("session.lifetime", 28_800, state="bounded", source="cookie"),
        fact("token.issued", lifetime="bounded", max_age_s=900, secret="environment"),  # noqa: S106 - as above
        fact("token.verified", algorithms="listed"),
        fact(
            "helmet.used",
            hsts=True,
            hsts_max_age_s=31_536_000,
            hsts_include_subdomains=True,
            csp=True,
        ),
        fact("headers.powered_by", False, by="helmet"),
        fact("tls.server", min_version="1.2", min_version_source="explicit"),
        fact("datastore.connection", kind="redis", tls=True, local=False),
        fact("secret.from_environment", "SESSION_SECRET", sink="express-session"),
        fact("environment.validated", by="envalid"),
        fact("log.rotation", 400, state="bounded", by="winston-daily-rotate-file"),
        fact("lockfile.present", "package-lock.json", format="npm", version=3, in_sync=True),
        fact("lockfile.integrity", 80, at="", total=80, weak=0, missing=0),
        fact("lockfile.resolved", 80, at="", foreign=0, insecure=0),
        fact("advisories.store", 200, at="", complete=False, as_of="2026-11-20", digest="00"),
        fact("dotenv.ignored", True, by="gitignore", path=".env"),
    )


def without(*names: str) -> tuple[Item, ...]:
    """Return the careful deployment without the facts of those names."""
    return tuple(item for item in careful() if not (isinstance(item, Fact) and item.name in names))


CAREFUL_BROKEN = {"provenance.registry_signatures": Outcome.SKIPPED}
