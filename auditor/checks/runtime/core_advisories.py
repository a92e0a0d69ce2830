"""Which of Node.js's own advisories hold for a version of it?

The table is given as data, in the form of the Node.js security working group's
``vuln/core/index.json``: npm ranges ``vulnerable`` and ``patched``. A line that
was dead when a hole was found is in none of them: that says nothing for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor import ranges
from auditor.errors import DataError
from sbom import strict_json
from sbom.errors import DocumentError

MAX_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class CoreAdvisory:
    """One entry: ``id`` is the table's own key, ``severity`` its word, or ``unknown``."""

    id: str
    cves: tuple[str, ...]
    severity: str
    vulnerable: ranges.Range
    patched: ranges.Range | None

    def holds(self, version: str) -> bool:
        """Whether ``version`` is vulnerable and not patched."""
        patched = self.patched is not None and self.patched.allows(version)
        return self.vulnerable.allows(version) and not patched


def read_core_advisories(data: bytes, file: str) -> tuple[CoreAdvisory, ...]:
    """Return the entries of the table, in its order.

    Raises:
        DataError: no such table, or an entry of it cannot be read.
    """
    try:
        table = strict_json.parse(data, file, DocumentError).value
    except DocumentError as error:
        raise DataError(error.message, hint=error.hint) from error
    if not isinstance(table, dict) or not table:
        raise DataError(f"{file}: this is no table of Node.js advisories")
    if len(table) > MAX_ENTRIES:
        raise DataError(f"{file}: more than {MAX_ENTRIES:,} entries")
    return tuple(_read(key, entry, f"{file}: entry {key}") for key, entry in table.items())


def _read(key: str, entry: strict_json.Value, place: str) -> CoreAdvisory:
    if not isinstance(entry, dict):
        raise DataError(f"{place} is no object")
    vulnerable = _range(entry.get("vulnerable"), f"{place}: vulnerable")
    given = entry.get("patched")
    patched = _range(given, f"{place}: patched") if given else None
    cves = entry.get("cve")
    names = cves if isinstance(cves, list) else []
    severity = entry.get("severity")
    return CoreAdvisory(
        id=key,
        cves=tuple(sorted(name for name in names if isinstance(name, str))),
        severity=severity if isinstance(severity, str) else "unknown",
        vulnerable=vulnerable,
        patched=patched,
    )


def _range(value: strict_json.Value, place: str) -> ranges.Range:
    allowed = ranges.parse(value) if isinstance(value, str) else None
    if allowed is None:
        raise DataError(f"{place} is no range that npm can read")
    return allowed
