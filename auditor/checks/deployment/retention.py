"""How long does the platform keep logs, traces and backups?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.deployment._files import MAX_BYTES, named, parsed
from auditor.checks.deployment._rules import apart
from auditor.errors import TargetError
from auditor.formats.kept import (
    Kept,
    is_lifecycle,
    is_log_rotation,
    read_lifecycle,
    read_platform,
    read_rotation,
)
from auditor.formats.serverless import is_serverless, read_service
from auditor.model import Fact, Gap, Location, Value

if TYPE_CHECKING:
    from auditor.target import Target

_PLATFORM = re.compile(
    rb"^[ \t]*(?:schema_config|limits_config|block_retention|jaeger_storage|compactor"
    rb"|retentionPolicy)[ \t]*:|^kind:[ \t]*Schedule[ \t]*$",
    re.MULTILINE,
)
_FACTS = {"logs": "log.rotation", "traces": "trace.retention", "backups": "backup.retention"}


@check("deployment.retention")
def retention(context: Context) -> Iterator[Yield]:
    """How many days Loki, Elasticsearch, logrotate, Tempo, Velero and others keep what they have.

    Reads the configuration of Loki, Tempo and Jaeger, policies of ILM and ISM, files of
    logrotate, schedules of Velero and clusters of CloudNativePG, and the
    `logRetentionInDays` of the Serverless Framework. Nothing said means what the product
    does by itself: Loki deletes nothing, a log group of Lambda stays for ever.

    Why: logs that are gone too soon cannot tell what happened, and those that stay for
    ever are personal data without a reason.

    Fix: write the number of days down, and switch the deletion on.
    """
    target = context.target
    count = gaps = 0
    for path, found in _every(target):
        if isinstance(found, Gap):
            gaps += 1
            yield found
            continue
        for kept in found:
            count += 1
            told: dict[str, Value] = {"state": kept.state, "by": kept.by, **apart(path)}
            yield Fact(_FACTS[kept.subject], kept.days, told, Location(path, kept.line))
    if not count and not gaps:
        yield NotApplicable("nothing in the tree configures a platform of logs, traces or backups")
    yield Examined(count, unit="settings")


def _every(target: Target) -> Iterator[tuple[str, tuple[Kept, ...] | Gap]]:
    yield from parsed(target, named(target, is_log_rotation), read_rotation)
    yield from parsed(target, named(target, is_lifecycle), read_lifecycle)
    yield from parsed(target, named(target, is_serverless), _of_serverless)
    yaml = (one.path for one in target.files if one.path.endswith((".yaml", ".yml")))
    yield from parsed(target, [path for path in yaml if _is_platform(target, path)], read_platform)


def _of_serverless(data: bytes) -> tuple[Kept, ...]:
    service = read_service(data)
    days = service.log_retention
    known = days.isdecimal() and 0 < len(days) < 6  # noqa: PLR2004 -- 270 years
    state = "bounded" if known else "unknown" if days else "unbounded"
    number = service.log_line or service.line
    return (Kept("logs", "Lambda", int(days) if known else None, state, number),)


def _is_platform(target: Target, path: str) -> bool:
    parts = path.split("/")
    if ".github" in parts or "node_modules" in parts:
        return False
    try:
        return _PLATFORM.search(target.read(path, max_bytes=MAX_BYTES)) is not None
    except TargetError:
        return False
