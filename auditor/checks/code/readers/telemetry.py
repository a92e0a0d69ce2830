"""What does a service outside learn from the errors and events it is sent?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import given
from auditor.checks.code.values import in_production, option, package_of, switch
from auditor.model import Fact

SCRUBBERS = ("beforeSend", "onError", "transform", "sanitize_properties", "redactedKeys")


@reader("telemetry")
def telemetry(site: Site) -> Iterator[Fact]:
    """Yield telemetry.sent: ``personal_data`` as asked for, ``scrubbed`` where a hook sees all."""
    package = package_of(site.call)
    if package is None:
        return
    options = in_production(site.argument(0))
    hooks = [given(options, name) for name in SCRUBBERS]
    yield site.fact(
        "telemetry.sent",
        by=package,
        personal_data=switch(option(options, "sendDefaultPii", default=False)),
        scrubbed=True if True in hooks else None if None in hooks else False,
    )
