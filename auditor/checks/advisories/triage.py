"""What ranks one finding above another?

Attributes of a finding about an advisory; None is what could not be established.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from auditor.checks.advisories.exploitation import Tables, own_cve
from auditor.checks.advisories.reachability import Reach, reach
from auditor.checks.advisories.severity import rate
from sbom.model import Kind

if TYPE_CHECKING:
    from auditor.checks.advisories.match import Row
    from auditor.formats.imports import Imports
    from auditor.model import Value
    from sbom.model import Inventory

_OWN = frozenset({Kind.ROOT, Kind.WORKSPACE})


@dataclass(frozen=True, slots=True)
class Triage:
    """All that the ranking of the findings of one audit rests on."""

    tables: Tables
    reached: Mapping[str, Reach]
    reach_known: bool
    direct: frozenset[str]
    today: date

    @classmethod
    def of(cls, inventory: Inventory, tables: Tables, imports: Imports, today: date) -> Triage:
        """Work out once what every finding about ``inventory`` needs."""
        own = {one.location for one in inventory.components if one.kind in _OWN}
        asked = {edge.target for edge in inventory.dependencies if edge.source in own}
        return cls(
            tables,
            reach(inventory, imports.specifiers),
            imports.complete,
            frozenset(target for target in asked if target is not None),
            today,
        )

    def attributes(self, row: Row) -> Mapping[str, Value]:
        """Return what ranks ``row``.

        ``direct``: the project itself asks for the package; ``reachable``:
        "imported", "through_imported" or "never" by the application's own
        imports; ``age_days`` since the advisory was published;
        ``fix_available``: the record names a version that ends the range.
        """
        advisory = row.advisory
        known = self.tables.about(advisory)
        score = rate(advisory).score
        return {
            "age_days": _age_days(advisory.published, self.today),
            "cve": own_cve(advisory),
            "cvss": None if score is None else score.value,
            "dev": row.component.dev,
            "direct": row.component.location in self.direct,
            "epss": known.epss,
            "fix_available": _fix_available(row),
            "kev": known.exploited,
            "malware": advisory.malware,
            "reachable": self._reachable(row.component.location),
        }

    def _reachable(self, location: str) -> str | None:
        found = self.reached.get(location)
        if found is None or (found is Reach.NEVER and not self.reach_known):
            return None
        return found.value


def _fix_available(row: Row) -> bool | None:
    """None where the record ends a range without saying which version is good."""
    if row.fixed is not None:
        return True
    ranges = [events for entry in row.advisory.affected for events in entry.ranges]
    endless = any(all(event.kind == "introduced" for event in events) for events in ranges)
    return False if endless else None


def _age_days(published: str, today: date) -> int | None:
    try:
        days = (today - date.fromisoformat(published[:10])).days
    except ValueError:
        return None
    return days if days >= 0 else None
