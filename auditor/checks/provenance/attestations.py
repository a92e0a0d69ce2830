"""Where does each package come from, by attestations that hold?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotChecked, Yield, check
from auditor.checks.absent import about_packages
from auditor.checks.left_out import left_out
from auditor.checks.provenance.registry_signatures import NO_DATA_HINT
from auditor.model import Confidence, Evidence, Fact, Finding, Gap, Location, Severity, Value
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.checks.provenance.attested import Proven, Standing
    from auditor.provenance import Trust

# The standings that are findings: the tag and rule, the severity and what is said first.
_FINDINGS = {
    "invalid": ("provenance-invalid", Severity.CRITICAL, "its attestations do not hold"),
    "integrity_mismatch": (
        "provenance-invalid",
        Severity.CRITICAL,
        "its attestations are about other bytes",
    ),
    "stripped": ("provenance-stripped", Severity.HIGH, "its attestations are incomplete"),
}
_SILENT = frozenset({"verified", "missing", "not_applicable"})
_FIXES = {
    "provenance-invalid": (
        "do not install; find out whether the registry, a mirror or the lockfile was changed,"
        " and install a version whose attestations hold"
    ),
    "provenance-stripped": (
        "ask the registry itself instead of a mirror; until the attestations are back, stay on"
        " the version that had them"
    ),
}


@check("provenance.attestations", rules=("provenance-invalid", "provenance-stripped"))
def attestations(context: Context) -> Iterator[Yield]:
    """The sigstore attestations of every package, verified for the lockfile's own integrity.

    npm serves two attestations for a release that was built in public: the
    build's provenance, signed by the build, and the registry's word that it
    published it. Both are verified down to the transparency log, bound to the
    integrity in the lockfile, and by two engines where both know the kind. Each
    package gets one verdict: verified, missing (the registry lists none),
    invalid, integrity_mismatch, stripped (announced and not served, or the
    reverse), unknown_key, expired, trust_root_too_old, unsupported, uncovered,
    unreachable, not_applicable. Nothing is compared with a clock.

    Why: a registry account that is taken over publishes what it likes under a
    trusted name. It cannot make the project's own build sign it.

    Fix: do not install what has attestations that do not hold. Renew the trust
    root and the keys where they are too old to judge.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    source = context.sources.registry
    if not source.available:
        yield NotChecked("no registry data at hand", hint=NO_DATA_HINT)
        return
    from auditor.checks.provenance.attested import Standing, prove  # noqa: PLC0415 -- heavy
    from auditor.provenance import Trust  # noqa: PLC0415 -- as above

    trust = Trust(context.sources.trust_root, source.keys)
    components = inventory.components[1:]
    sources = context.sources
    proven, gaps = prove(components, source, trust, sources.second_engine, sources.verified)
    yield from gaps
    yield from _stale(trust, context)
    for one in proven:
        yield _package(one)
        if one.standing in _FINDINGS:
            yield _finding(one, inventory.lockfile)
        elif one.standing not in _SILENT:
            yield Gap(f"{inventory.lockfile}: {one.component.location}", one.reason)
    counts = Counter(one.standing for one in proven)
    yield _checked(counts, trust, len(proven), tuple(Standing))
    yield from left_out(inventory)
    yield Examined(len(components), unit="packages")


def _stale(trust: Trust, context: Context) -> Iterator[Gap]:
    """What is not seen because the trust root or the keys are old."""
    from auditor.provenance.freshness import staleness  # noqa: PLC0415 -- as above

    for what, day in (
        ("the trust root", trust.root.as_of),
        ("the registry's keys", _day(trust.keys.as_of)),
    ):
        if said := staleness(what, day, context.now):
            yield Gap(what, said.removeprefix(f"{what}: "))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # the file of keys does not say
        return None


def _checked(
    counts: Counter[Standing], trust: Trust, total: int, standings: Iterable[Standing]
) -> Fact:
    """How many packages stand how; the ratios are of those that a registry attests at all."""
    attributes: dict[str, Value] = {each.value: counts[each] for each in standings}
    verified = sum(counts[each] for each in standings if each == "verified")
    applicable = total - sum(counts[each] for each in standings if each == "not_applicable")
    attributes |= {
        "total": total,
        "applicable": applicable,
        "attested_ratio": round(verified / applicable, 4) if applicable else None,
        "trust_root_as_of": str(trust.root.as_of or "") or None,
        "trust_root_sha256": trust.root.sha256,
        "keys_as_of": trust.keys.as_of or None,
    }
    return Fact("provenance.checked", verified, attributes)


def _package(one: Proven) -> Fact:
    """The standing of one package; of a verified one also who built it from what."""
    attributes: dict[str, Value] = {"verdict": one.standing.value}
    if one.code and one.standing != "verified":
        attributes["code"] = one.code
    provenance = one.provenance
    evidence = provenance.evidence if provenance else None
    if evidence is not None and evidence.identity is not None:
        identity = evidence.identity
        attributes |= {
            "repository": identity.source_repository,
            "repository_id": identity.source_repository_id,
            "commit": identity.commit,
            "workflow": identity.workflow,
            "issuer": identity.issuer,
            "runner_environment": identity.runner_environment,
            "signed_at": f"{evidence.time:%Y-%m-%dT%H:%M:%SZ}",
            "log_index": evidence.log_index,
            "log_evidence": evidence.grade.value,
        }
    return Fact("provenance.package", one.component.purl, attributes, evidence=_evidence(one))


def _evidence(one: Proven) -> tuple[Evidence, ...]:
    if one.answer is None:
        return ()
    return (Evidence("attestations", one.answer.origin, one.answer.sha256),)


def _finding(one: Proven, lockfile: str) -> Finding:
    rule, severity, said = _FINDINGS[one.standing]
    component = one.component
    return Finding(
        rule=rule,
        severity=severity,
        confidence=Confidence.HIGH,
        message=f"{excerpt(f'{component.name}@{component.version}')}: {said}: {one.reason}",
        location=Location(lockfile, component.line),
        purl=component.purl,
        cwe=(345,),
        tags=frozenset({rule}),
        attributes={
            "package": component.name,
            "version": component.version,
            "dev": component.dev,
            "place": component.location,
            "verdict": one.standing.value,
            "code": one.code or None,
        },
        fix=_FIXES[rule],
        evidence=_evidence(one),
    )
