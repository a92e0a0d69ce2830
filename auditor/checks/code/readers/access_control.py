"""Which library defines who may do what?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import package_of
from auditor.model import Fact

PACKAGES = frozenset({"@casl/ability", "accesscontrol", "casbin", "express-jwt-permissions"})


@reader("access_control")
def access_control(site: Site) -> Iterator[Fact]:
    """Yield access_control.used where the call belongs to a package that defines rights."""
    package = package_of(site.call)
    if package in PACKAGES:
        yield site.fact("access_control.used", by=package)
