"""Does the lockfile fetch every package from where it should come?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from auditor.check import Context, Examined, Yield, check
from auditor.checks.absent import about_entries
from auditor.checks.left_out import left_out
from auditor.model import Confidence, Fact, Finding, Location, Severity
from auditor.sanitise import excerpt
from sbom.model import Kind
from sbom.purl import default_registry
from sbom.source import Address, read_address

if TYPE_CHECKING:
    from sbom.model import Component

INSECURE = "resolved-insecure"
FOREIGN = "resolved-foreign"
MISMATCH = "resolved-mismatch"
CREDENTIALS = "resolved-credentials"

_SECURE = frozenset({"https", "git+https", "git+ssh", "git+file"})
_REMOTE = frozenset({Kind.REGISTRY, Kind.TARBALL, Kind.GIT})
_SEVERITIES = {
    INSECURE: Severity.HIGH,
    FOREIGN: Severity.MEDIUM,
    MISMATCH: Severity.HIGH,
    CREDENTIALS: Severity.HIGH,
}
_CWE = {INSECURE: (319,), FOREIGN: (829,), MISMATCH: (345,), CREDENTIALS: (522,)}
_FIXES = {
    INSECURE: "change the address to https and let npm write the entry anew",
    FOREIGN: "check who owns that host; if it is not meant, delete the entry and install anew",
    MISMATCH: "do not install; restore the entry from a lockfile that is known to be good",
    CREDENTIALS: "revoke the credentials; keep the new ones in the user's own npm settings",
}


@check("lockfile.resolved", rules=(INSECURE, FOREIGN, MISMATCH, CREDENTIALS))
def resolved(context: Context) -> Iterator[Yield]:
    """Entries whose `resolved` address is unencrypted, on another host, or of another package.

    Looks at the scheme; at the host, which should be npm's default registry or
    the one that most of the lockfile uses; at the path, which in a registry's
    address names package and version; and at credentials in the address. A
    lockfile without any `resolved` is fine: the installer's own setting decides.

    Why: npm fetches from the address in the lockfile, whatever the registry is
    called in the configuration. One changed line among thousands is easy to
    miss in a review.

    Fix: delete the entry, run `npm install --package-lock-only --ignore-scripts`
    and compare; revoke credentials that stood in the file.
    """
    inventory = context.inventory
    if inventory is None:
        yield about_entries(context.target)
        return
    remote = [one for one in inventory.components if one.kind in _REMOTE]
    addressed = [one for one in remote if one.resolved]
    usual = _usual_host(addressed)
    known = {usual, _host(default_registry())}
    counts: Counter[str] = Counter()
    for component in remote:
        for rule, what in _broken(component, known):
            counts[rule] += 1
            yield _finding(component, rule, what, inventory.lockfile)
    yield Fact(
        "lockfile.resolved",
        len(addressed),
        {
            "foreign": counts[FOREIGN],
            "insecure": counts[INSECURE],
            "mismatch": counts[MISMATCH],
            "credentials": counts[CREDENTIALS],
            "host": usual,
        },
    )
    yield from left_out(inventory)
    yield Examined(len(addressed), unit="packages")


def _usual_host(addressed: list[Component]) -> str | None:
    """The host that more than half of the addresses name, if there is one."""
    hosts = Counter(_host(one.resolved) for one in addressed if one.kind is Kind.REGISTRY)
    if not hosts:
        return None
    host, count = min(hosts.items(), key=lambda item: (-item[1], item[0]))
    return host if count * 2 > hosts.total() else None


def _broken(component: Component, known: set[str | None]) -> Iterator[tuple[str, str]]:
    """The rules that the address breaks, each with what is wrong."""
    if component.credentials:
        yield CREDENTIALS, "is fetched with credentials that stand in the lockfile"
    address = read_address(component.resolved or "")
    if address.form == "unknown":  # the reader has noted it: lockfile.drift reports it
        return
    scheme = (component.resolved or "").partition(":")[0].lower()
    if scheme not in _SECURE:
        yield INSECURE, f"is fetched over {excerpt(scheme)}, which anyone on the way can change"
    if component.kind is Kind.GIT:
        return
    host = _host(component.resolved)
    if host not in known:
        yield FOREIGN, f"is fetched from {excerpt(host)}, not from the registry of the others"
    other = _other_package(component, address)
    if other:
        yield MISMATCH, f"is fetched from the address of another package: {excerpt(other)}"


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").netloc.lower()
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def _other_package(component: Component, address: Address) -> str:
    """What a registry's address names, where that is not the component; else an empty text."""
    if address.form != "registry":
        return ""
    named = unquote(f"{address.base}/{address.name}").split("/")
    name = "/".join(named[-2:]) if named[-2].startswith("@") else named[-1]
    version = (component.version or "").partition("+")[0]
    if (name, address.file) == (
        component.name,
        f"{component.name.rpartition('/')[2]}-{version}.tgz",
    ):
        return ""
    return f"{name}/-/{address.file}"


def _finding(component: Component, rule: str, what: str, lockfile: str) -> Finding:
    return Finding(
        rule=rule,
        severity=_SEVERITIES[rule],
        confidence=Confidence.HIGH,
        message=f"{excerpt(f'{component.name}@{component.version}')} {what}",
        location=Location(lockfile, component.line),
        purl=component.purl,
        cwe=_CWE[rule],
        tags=frozenset({rule}),
        attributes={"package": component.name, "dev": component.dev, "place": component.location},
        fix=_FIXES[rule],
    )
