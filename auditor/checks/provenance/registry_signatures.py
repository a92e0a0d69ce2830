"""Did the registry sign exactly what the lockfile pins?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotChecked, Yield, check
from auditor.checks.absent import about_packages
from auditor.checks.left_out import left_out
from auditor.checks.provenance.verdicts import Code, Verdict, judge
from auditor.model import Confidence, Evidence, Fact, Finding, Gap, Location, Severity
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.sources.npm import Packument
    from sbom.model import Component

NO_DATA_HINT = (
    "ask the registry: --online, or pass a folder of its documents: --registry-data FOLDER"
)

_HOLDS = (Code.OK, Code.TIME_UNKNOWN)
_SILENT = (*_HOLDS, Code.NOT_APPLICABLE)
_COUNTED = (
    Code.INVALID,
    Code.MISSING,
    Code.UNKNOWN_KEY,
    Code.EXPIRED_KEY,
    Code.TIME_UNKNOWN,
    Code.UNCOVERED,
    Code.UNREACHABLE,
    Code.NOT_APPLICABLE,
)


@check("provenance.registry_signatures", rules=("signature-invalid", "signature-missing"))
def registry_signatures(context: Context) -> Iterator[Yield]:
    """The registry's signature over every package, verified with the lockfile's own integrity.

    npm's registry signs the name, version and integrity of each package. Verified
    over the integrity that stands in the lockfile, before anything is installed,
    the signature shows whether the registry ever published those bytes. Each
    package gets one verdict: ok, invalid, missing, unknown_key, expired_key,
    time_unknown (it holds, but the publish time is not told), uncovered (the pin
    is no sha512), unreachable (no registry data), not_applicable.

    Why: whoever can change a lockfile can point a name at other bytes. The
    installer checks the bytes against the lockfile, and nobody checks the
    lockfile.

    Fix: restore the entry from a lockfile that is known to be good, or delete it
    and let npm write it anew; then find out who changed it.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    source = context.sources.registry
    if not source.available:
        yield NotChecked(
            "no registry data at hand",
            hint=NO_DATA_HINT,
        )
        return
    components = inventory.components[1:]
    asked = [one for one in components if one.is_registry and source.serves(one)]
    data = source.lookup({one.name for one in asked})
    yield from data.gaps
    counts: Counter[Code] = Counter()
    for component in components:
        packument = data.packages.get(component.name) if source.serves(component) else None
        release = packument.releases.get(component.version or "") if packument else None
        verdict = judge(component, release, source.keys, now=context.now)
        failure = data.failures.get(component.name)
        if verdict.code is Code.UNREACHABLE and failure is not None:
            verdict = Verdict(Code.UNREACHABLE, failure)
        counts[verdict.code] += 1
        if verdict.code in (Code.INVALID, Code.MISSING):
            yield _finding(component, verdict, packument, inventory.lockfile)
        elif verdict.code not in _SILENT:
            yield Gap(f"{inventory.lockfile}: {component.location}", verdict.reason)
    attributes: dict[str, int | str] = {code.value: counts[code] for code in _COUNTED}
    attributes |= {"total": len(components), "keys_as_of": source.keys.as_of}
    yield Fact("signatures.checked", sum(counts[code] for code in _HOLDS), attributes)
    yield from left_out(inventory)
    yield Examined(len(components), unit="packages")


def _finding(
    component: Component, verdict: Verdict, packument: Packument | None, lockfile: str
) -> Finding:
    invalid = verdict.code is Code.INVALID
    rule = "signature-invalid" if invalid else "signature-missing"
    package = excerpt(f"{component.name}@{component.version}")
    said = "the registry never signed what the lockfile pins: " if invalid else ""
    evidence: tuple[Evidence, ...] = ()
    if packument is not None:
        evidence = (Evidence("packument", packument.origin, packument.sha256),)
    return Finding(
        rule=rule,
        severity=Severity.CRITICAL if invalid else Severity.MEDIUM,
        confidence=Confidence.HIGH,
        message=f"{package}: {said}{verdict.reason}",
        location=Location(lockfile, component.line),
        purl=component.purl,
        cwe=(347,) if invalid else (),
        tags=frozenset({rule}),
        attributes={
            "package": component.name,
            "version": component.version,
            "dev": component.dev,
            "place": component.location,
        },
        fix=(
            "do not install; restore this entry from a lockfile that is known to be good"
            if invalid
            else "update to a version that the registry has signed, or ask the registry for keys"
        ),
        evidence=evidence,
    )
