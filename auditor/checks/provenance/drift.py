"""Do packages still come from where they came before?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotChecked, Yield, check
from auditor.checks.absent import about_packages
from auditor.model import Confidence, Evidence, Fact, Finding, Gap, Location, Severity, Value
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.checks.provenance.attested import Proven
    from auditor.provenance.drift import Change
    from auditor.provenance.history import Event
    from auditor.provenance.lock import Judged, Lock
    from auditor.provenance.origin import Proof
    from sbom.model import Component

LOCK = "provenance.lock"
_LOST, _CHANGED, _BUILD = "provenance-lost", "publisher-changed", "build-changed"
_SEVERITIES = {_LOST: Severity.HIGH, _CHANGED: Severity.HIGH, _BUILD: Severity.INFO}
_FIXES = {
    _LOST: (
        "stay on the version that had one until the maintainers say why; if it is meant,"
        " pin it anew: auditor provenance pin"
    ),
    _CHANGED: (
        "find out whether the project moved; if it did, pin it anew: auditor provenance pin"
    ),
    _BUILD: "look at the change once; pin it anew: auditor provenance pin",
}


@check("provenance.drift", rules=(_LOST, _CHANGED, _BUILD))
def drift(context: Context) -> Iterator[Yield]:
    """Whether the verified origin of every package is still the one it had before.

    Compared is what the build's certificate says: issuer, source repository and
    owner by their ids, workflow and runner. With a lock of origins
    (--provenance-lock), against what was once accepted; a lock in the target is
    not obeyed unless it is named. Without a pin, against earlier versions of the
    same release line, by their own verified attestations: a package without
    provenance against the last version that had one, a verified one against as
    many as --provenance-history says. Unknown is neither a match nor a change.

    Why: a stolen account publishes from another place, or from a laptop. That
    the provenance is gone, or names another repository, is seen before anybody
    has read the code.

    Fix: stay on the earlier version until the change is explained; then accept
    it with auditor provenance pin, and review the lock like any file.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_packages(context.target)
        return
    source = context.sources.registry
    if not source.available:
        yield NotChecked(
            "no registry data at hand",
            hint="pass a folder of registry documents: --registry-data FOLDER",
        )
        return
    from auditor.checks.provenance.attested import prove  # noqa: PLC0415 -- heavy
    from auditor.checks.provenance.origins import Earlier, histories  # noqa: PLC0415 -- as above
    from auditor.provenance import Trust  # noqa: PLC0415 -- as above

    sources = context.sources
    lock = sources.provenance_lock
    if not lock.pins and context.target.exists(LOCK) and sources.settings.provenance_lock is None:
        yield Gap(LOCK, "the target's own lock of origins is not obeyed unless it is named")
    trust = Trust(sources.trust_root, source.keys)
    components = inventory.components[1:]
    second, memory = sources.second_engine, sources.verified
    proven, _ = prove(components, source, trust, second, memory)
    counts: Counter[str] = Counter()
    unpinned = []
    for one in proven:
        if lock.pin_of(one.component.name, one.component.version or "") is None:
            unpinned.append(one)
        else:
            yield from _against(lock, one, counts, inventory.lockfile)
    earlier = Earlier(source, trust, second, memory, sources.settings.provenance_history)
    for one, found in histories(unpinned, earlier):
        counts["compared"] += found.verified > 0 and not found.unknown
        counts["unknown"] += bool(found.unknown)
        for event in found.events:
            yield _event(one, event, inventory.lockfile)
    yield _fact(counts, len(lock), len(components))
    yield Examined(len(components), unit="packages")


def _against(lock: Lock, one: Proven, counts: Counter[str], lockfile: str) -> Iterator[Yield]:
    from auditor.checks.provenance.origins import release_of  # noqa: PLC0415 -- heavy
    from auditor.provenance.lock import Standing, against  # noqa: PLC0415 -- as above

    judged = against(lock, one.component.name, release_of(one))
    counts["pinned"] += 1
    if judged.standing is Standing.UNKNOWN:
        counts["unknown"] += 1
        yield Gap(f"{lockfile}: {one.component.location}", judged.reason)
        return
    counts["compared"] += 1
    if judged.changes:
        yield _pinned(one.component, judged, lockfile)


def _pinned(component: Component, judged: Judged, lockfile: str) -> Finding:
    pin = judged.pin
    since = pin.established_on if pin else ""
    evidence = (Evidence("attestations", f"{component.name}@{since}", pin.evidence),) if pin else ()
    rule = min((_rule(change) for change in judged.changes), key=list(_SEVERITIES).index)
    message = f"{judged.reason}; pinned on {excerpt(since)}"
    return _finding(component, rule, message, lockfile, evidence)


def _event(one: Proven, event: Event, lockfile: str) -> Finding:
    from auditor.provenance.drift import Change, Weight, words  # noqa: PLC0415 -- heavy

    name = one.component.name
    said = words(event.change)
    if event.change is not Change.PROVENANCE_LOST:
        said += f" from {excerpt(event.before or 'its own')} to {excerpt(event.after or 'its own')}"
    message = f"{said}; {excerpt(event.since)} {_logged(event.before_proof)}"
    proofs = ((event.since, event.before_proof), (event.version, event.after_proof))
    evidence = tuple(
        Evidence("attestations", f"{name}@{version}", proof.sha256)
        for version, proof in proofs
        if proof is not None
    )
    rule = _rule(event.change) if event.weight is Weight.FAILS else _BUILD
    return _finding(one.component, rule, message, lockfile, evidence)


def _logged(proof: Proof | None) -> str:
    if proof is None:
        return "was verified"
    return f"was logged {proof.signed_at:%Y-%m-%d} as {proof.log_index}"


def _rule(change: Change) -> str:
    from auditor.provenance.drift import FAILING, Change  # noqa: PLC0415 -- heavy

    if change is Change.PROVENANCE_LOST:
        return _LOST
    return _CHANGED if change in FAILING else _BUILD


def _finding(
    component: Component,
    rule: str,
    message: str,
    lockfile: str,
    evidence: tuple[Evidence, ...],
) -> Finding:
    return Finding(
        rule=rule,
        severity=_SEVERITIES[rule],
        confidence=Confidence.HIGH,
        message=f"{excerpt(f'{component.name}@{component.version}')}: {message}",
        location=Location(lockfile, component.line),
        purl=component.purl,
        tags=frozenset({rule}),
        attributes={
            "package": component.name,
            "version": component.version,
            "dev": component.dev,
            "place": component.location,
        },
        fix=_FIXES[rule],
        evidence=evidence,
    )


def _fact(counts: Counter[str], pins: int, total: int) -> Fact:
    attributes: dict[str, Value] = {
        "total": total,
        "pins": pins,
        "pinned": counts["pinned"],
        "unknown": counts["unknown"],
    }
    return Fact("origins.compared", counts["compared"], attributes)
