"""What do the caller's VEX documents state about a finding?

A statement holds where it names the vulnerability (by the advisory's id or its
own CVE, not by what a database linked to it) and the product: the package's
purl, or the audited project itself, with the package as a subcomponent or
without any. A purl without a version means every version. Of several
statements the latest counts; of equally late ones the one that worries most.
A statement that says ``not_affected`` and not why is not honoured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from auditor.checks.advisories.exploitation import own_cve
from auditor.sanitise import excerpt
from auditor.vex import Product, Statement, Status
from sbom.purl import read_npm_purl

if TYPE_CHECKING:
    from auditor.checks.advisories.match import Row
    from auditor.model import Value
    from auditor.sources.advisory_vex import VexFile
    from sbom.model import Component, Inventory

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
UNJUSTIFIED = "it gives neither a justification nor an impact statement"
_WORDS = {
    Status.NOT_AFFECTED: "not affected",
    Status.AFFECTED: "affected",
    Status.FIXED: "fixed",
    Status.UNDER_INVESTIGATION: "under investigation",
}
_WORRY = (Status.NOT_AFFECTED, Status.FIXED, Status.UNDER_INVESTIGATION, Status.AFFECTED)


@dataclass(frozen=True, slots=True)
class Declared:
    """What one statement of the file ``source`` says.

    ``honoured`` is False where it says ``not_affected`` and not why.
    """

    statement: Statement
    source: str
    honoured: bool = True

    @property
    def reason(self) -> str:
        """Why the product is not affected, in the statement's own terms."""
        one = self.statement
        return one.justification.value if one.justification else one.impact

    def attributes(self) -> Mapping[str, Value]:
        """What a finding carries of it: the status only where it is honoured."""
        if not self.honoured:
            return {"vex_source": self.source, "vex_refused": UNJUSTIFIED}
        return {
            "vex_source": self.source,
            "vex_status": self.statement.status.value,
            "vex_justification": excerpt(self.reason) or None,
        }

    def in_words(self) -> str:
        """What a message says of it."""
        if not self.honoured:
            return f"{self.source} says not_affected, which is not honoured: {UNJUSTIFIED}"
        because = f": {excerpt(self.reason)}" if self.reason else ""
        return f"declared {_WORDS[self.statement.status]} by {self.source}{because}"


@dataclass(frozen=True, slots=True)
class _Dated:
    statement: Statement
    source: str
    time: datetime

    @property
    def order(self) -> tuple[datetime, int]:
        return self.time, _WORRY.index(self.statement.status)


class Declarations:
    """The statements of all documents, by the vulnerabilities that they name."""

    def __init__(self, files: Sequence[VexFile], inventory: Inventory) -> None:
        self._root = inventory.components[0] if inventory.components else None
        self._by_name: defaultdict[str, list[_Dated]] = defaultdict(list)
        for file in files:
            for one in file.document.statements:
                time = _time(one.timestamp or file.document.timestamp)
                for name in {one.vulnerability, *one.aliases}:
                    self._by_name[name].append(_Dated(one, file.name, time))

    def about(self, row: Row) -> Declared | None:
        """Return the statement that counts for ``row``; None where there is none."""
        found = [
            dated
            for name in names_of(row)
            for dated in self._by_name.get(name, ())
            if self._concerns(dated.statement.products, row.component)
        ]
        honoured = [dated for dated in found if not dated.statement.unjustified]
        chosen = max(honoured or found, key=lambda dated: dated.order, default=None)
        if chosen is None:
            return None
        return Declared(chosen.statement, chosen.source, honoured=bool(honoured))

    def _concerns(self, products: Iterable[Product], component: Component) -> bool:
        return any(self._is_about(product, component) for product in products)

    def _is_about(self, product: Product, component: Component) -> bool:
        project = self._root is not None and _names(product.id, self._root)
        if product.subcomponents:
            return project and any(_names(one, component) for one in product.subcomponents)
        return project or _names(product.id, component)


def names_of(row: Row) -> tuple[str, ...]:
    """What a statement may name the vulnerability of ``row`` by."""
    cve = own_cve(row.advisory)
    return (row.advisory.id, cve) if cve else (row.advisory.id,)


def _names(identifier: str, component: Component) -> bool:
    if identifier == component.purl:
        return bool(identifier)
    # The sign before a scope should be encoded, and often is not.
    found = read_npm_purl(identifier.replace("pkg:npm/@", "pkg:npm/%40", 1))
    if found is None or not component.name:
        return False
    name, version, qualifiers = found
    return not qualifiers and name == component.name and version in (None, component.version)


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # the 31st of February
        return _LONG_AGO
