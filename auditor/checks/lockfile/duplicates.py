"""Do lockfiles compete, and which of them does nobody look at?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity

RULE = "lockfile-rival"

# npm's own two are told apart by lockfile.drift: there the one simply wins over the other.
_MANAGERS = {
    "bun.lock": "bun",
    "bun.lockb": "bun",
    "npm-shrinkwrap.json": "npm",
    "package-lock.json": "npm",
    "pnpm-lock.yaml": "pnpm",
    "yarn.lock": "yarn",
}


@check("lockfile.duplicates", rules=(RULE,))
def duplicates(context: Context) -> Iterator[Yield]:
    """Lockfiles of several package managers side by side, and lockfiles in other folders.

    A folder should have the lockfile of one package manager. Lockfiles below the
    root belong to other installs; they are not part of this audit, and named so
    that nobody takes them for audited.

    Why: each manager installs from its own lockfile and lets the others grow old,
    so the versions that were reviewed are not the ones that run.

    Fix: decide for one package manager and delete the lockfiles of the others;
    audit other folders by their own path.
    """
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for entry in context.target.files:
        folder, _, name = entry.path.rpartition("/")
        if name in _MANAGERS and "node_modules" not in folder.split("/"):
            folders[folder].append(name)
    if not folders:
        yield NotApplicable("there is no lockfile")
        return
    audited = context.inventory.lockfile if context.inventory else ""
    for folder, names in sorted(folders.items()):
        if not folder:
            yield from _rivals(names, audited)
        else:
            for name in names:
                path = f"{folder}/{name}"
                yield Fact("lockfile.elsewhere", path, {"manager": _MANAGERS[name]}, Location(path))
                yield Gap(path, "this lockfile is not audited: name its folder to audit it")
    managers = {_MANAGERS[name] for name in folders.get("", [])}
    yield Fact("lockfile.managers", len(managers), {"audited": audited or None})
    yield Examined(sum(len(names) for names in folders.values()))


def _rivals(names: list[str], audited: str) -> Iterator[Finding]:
    if len({_MANAGERS[name] for name in names}) < 2:  # noqa: PLR2004 -- one has no rival
        return
    chosen = audited or names[0]
    for name in names:
        if _MANAGERS[name] != _MANAGERS.get(chosen):
            yield Finding(
                rule=RULE,
                severity=Severity.MEDIUM,
                confidence=Confidence.HIGH,
                message=f"{name} of {_MANAGERS[name]} stands beside {chosen}: "
                "the two install different versions sooner or later",
                location=Location(name),
                cwe=(1357,),
                tags=frozenset({RULE}),
                attributes={"manager": _MANAGERS[name]},
                fix="keep the lockfile of one package manager and delete the other",
            )
