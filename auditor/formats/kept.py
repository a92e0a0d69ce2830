"""How long do the settings of a platform keep logs, traces and backups?

Loki, Tempo, Jaeger, Elasticsearch's ILM, OpenSearch's ISM, logrotate, Velero,
CloudNativePG. Durations as they write them: ``744h``, ``31d``, ``30 days``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml.nodes import Node

from auditor.errors import TargetError
from auditor.formats.yaml_nodes import at, compose_all, flag, line, merged, text

MAX_BYTES = 64 * 2**10
MAX_LINE_CHARACTERS = 1_000

_DURATION = re.compile(r"([0-9]{1,9})\s*(ms|s|m|h|d|w|M|y)?[a-z]*")
_SECONDS = {
    "ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "M": 2_592_000,
    "y": 31_536_000,
}  # fmt: skip
_PERIODS = {"hourly": 1 / 24, "daily": 1, "weekly": 7, "monthly": 30, "yearly": 365}


@dataclass(frozen=True, slots=True)
class Kept:
    """What (``logs``, ``traces``, ``backups``) is kept by what, and for how many days.

    ``days`` is None where that is for ever (``state`` unbounded) or not known.
    """

    subject: str
    by: str
    days: float | None
    state: str
    line: int


def is_log_rotation(path: str) -> bool:
    """Whether a file of the tree is logrotate's, by its name or folder."""
    parts = path.split("/")
    named = "logrotate" in parts[-1] and not parts[-1].endswith((".js", ".ts", ".md", ".sh"))
    return (named or "logrotate.d" in parts[:-1]) and "node_modules" not in parts


def is_lifecycle(path: str) -> bool:
    """Whether a file may be a policy of ILM or ISM, by its name."""
    name = path.rpartition("/")[2].lower()
    return name.endswith(".json") and re.search(r"ilm|ism|lifecycle|retention", name) is not None


def read_rotation(data: bytes) -> tuple[Kept, ...]:
    """Return what each block of a logrotate file keeps (logrotate(8), "rotate", "maxage").

    Raises:
        TargetError: too large; the message leaves naming the file to the caller.
    """
    return tuple(_rotations(_text(data).splitlines()))


def read_lifecycle(data: bytes) -> tuple[Kept, ...]:
    """Return what a policy of ILM or ISM keeps; nothing for any other JSON.

    Raises:
        TargetError: too large, or no JSON.
    """
    try:
        found = json.loads(_text(data))
    except (ValueError, RecursionError) as error:
        raise TargetError("this is no JSON that can be read") from error
    policy = found.get("policy") if isinstance(found, dict) else None
    if not isinstance(policy, dict):
        return ()
    phases = policy.get("phases")
    if isinstance(phases, dict):
        delete = phases.get("delete")
        age = delete.get("min_age", "0s") if isinstance(delete, dict) else None
        return (_kept("logs", "ILM", age if isinstance(age, str) else None, 1),)
    states = policy.get("states")
    if isinstance(states, list):
        return (_kept("logs", "ISM", _ism_age(states), 1),)
    return ()


def _ism_age(states: list[object]) -> str | None:
    moves = (
        move
        for state in states
        if isinstance(state, dict)
        for move in (state.get("transitions") or ())
        if isinstance(move, dict) and move.get("state_name") == "delete"
    )
    conditions = (move.get("conditions") for move in moves)
    ages = (one.get("min_index_age") for one in conditions if isinstance(one, dict))
    return next((age for age in ages if isinstance(age, str)), None)


def read_platform(data: bytes) -> tuple[Kept, ...]:
    """Return what a YAML file of Loki, Tempo, Jaeger, Velero or CloudNativePG keeps.

    Raises:
        TargetError: too large, too deep, or no YAML.
    """
    return tuple(one for root in compose_all(data) for one in _of_document(root))


def _of_document(root: Node) -> Iterator[Kept]:
    kind = text(at(root, "kind"))
    if kind == "Schedule":
        yield from _backup(at(root, "spec", "template", "ttl"), "Velero", root)
    elif kind == "Cluster" and at(root, "spec", "backup") is not None:
        yield from _backup(at(root, "spec", "backup", "retentionPolicy"), "CloudNativePG", root)
    if at(root, "schema_config") is not None or at(root, "limits_config") is not None:
        yield _loki(root)
    traces = at(root, "compactor", "compaction")
    if traces is not None and (
        at(root, "distributor") is not None or at(root, "storage") is not None
    ):
        age = at(traces, "block_retention")
        yield _kept(
            "traces", "Tempo", text(age) if age is not None else "336h", line(age or traces)
        )
    if at(root, "storage", "backends") is not None or "jaeger_storage" in merged(
        at(root, "extensions")
    ):
        place = at(root, "extensions", "jaeger_storage") or root
        yield _kept("traces", "Jaeger", None, line(place), known=False)


def _backup(age: Node | None, by: str, root: Node) -> Iterator[Kept]:
    yield _kept("backups", by, text(age) if age is not None else None, line(age or root))


def _loki(root: Node) -> Kept:
    """Loki deletes nothing unless the compactor or the table manager is told to."""
    period = at(root, "limits_config", "retention_period")
    on = flag(at(root, "compactor", "retention_enabled"))
    tables = at(root, "table_manager", "retention_period")
    if flag(at(root, "table_manager", "retention_deletes_enabled")) and tables is not None:
        return _kept("logs", "Loki", text(tables), line(tables))
    if on and period is not None:
        return _kept("logs", "Loki", text(period), line(period))
    return _kept("logs", "Loki", None, line(period or root))


def _rotations(lines: list[str]) -> Iterator[Kept]:
    outer: dict[str, str] = {}
    inner: dict[str, str] | None = None
    start = 1
    for number, one in enumerate(lines, start=1):
        words = one[:MAX_LINE_CHARACTERS].partition("#")[0].replace("{", " { ").split()
        if "{" in words:
            inner, start = {}, number
        elif words[:1] == ["}"] and inner is not None:
            yield _rotation({**outer, **inner}, start)
            inner = None
        elif words:
            (outer if inner is None else inner)[words[0]] = words[1] if len(words) > 1 else ""


def _rotation(settings: dict[str, str], number: int) -> Kept:
    period = next((days for word, days in _PERIODS.items() if word in settings), None)
    count, age = settings.get("rotate", "0"), settings.get("maxage", "")
    if age.isdecimal() and len(age) < 6:  # noqa: PLR2004 -- 270 years
        return Kept("logs", "logrotate", int(age), "bounded", number)
    if count == "-1":
        return Kept("logs", "logrotate", None, "unbounded", number)
    if period is None or not count.isdecimal() or len(count) > 5:  # noqa: PLR2004 -- as above
        return Kept("logs", "logrotate", None, "unknown", number)
    return Kept("logs", "logrotate", round(int(count) * period, 2), "bounded", number)


def _kept(subject: str, by: str, age: str | None, number: int, *, known: bool = True) -> Kept:
    """``0`` and nothing mean for ever, where the platform says so."""
    if age is None:
        return Kept(subject, by, None, "unbounded" if known else "unknown", number)
    found = _DURATION.match(age.strip())
    if found is None:
        return Kept(subject, by, None, "unknown", number)
    days = int(found[1]) * _SECONDS[found[2] or "s"] / 86_400
    if not days:
        return Kept(subject, by, None, "unbounded", number)
    return Kept(subject, by, round(days, 2), "bounded", number)


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise TargetError(f"larger than {MAX_BYTES // 2**10} KiB")
    return data.decode("utf-8", errors="replace").removeprefix("\ufeff")
