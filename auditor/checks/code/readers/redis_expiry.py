"""After how many seconds does a key end that ``setEx`` or ``expire`` gives an end?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import lifetime
from auditor.model import Fact


@reader("redis_expiry")
def redis_expiry(site: Site) -> Iterator[Fact]:
    """Yield redis.write; both commands take the key and the seconds first."""
    state, value = lifetime(site.argument(1), "s")
    yield site.fact("redis.write", value, state="unknown" if state == "unbounded" else state)
