from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.model import Fact, Value

FactsOf = Callable[..., list[Fact]]

WINSTON = "winston-daily-rotate-file"
PINO = "pino-roll"
ROLLING = "{ target: 'pino-roll', options: { frequency: 'daily', limit: { count: 7 } } }"
STREAM = "rotating-file-stream"


@pytest.mark.parametrize(
    ("by", "arguments", "days", "state"),
    [
        (WINSTON, "{ maxFiles: '30d' }", 30, "bounded"),
        (WINSTON, "{ maxFiles: 14 }", 14, "bounded"),
        (WINSTON, "{ maxFiles: '14' }", 14, "bounded"),
        (WINSTON, "{ maxFiles: 48, datePattern: 'YYYY-MM-DD-HH' }", 2, "bounded"),
        (WINSTON, "{ maxFiles: 5, datePattern: 'YYYY-[W]ww' }", None, "unknown"),
        (WINSTON, "{}", None, "unbounded"),
        (WINSTON, "{ maxFiles: null }", None, "unbounded"),
        (WINSTON, "{ maxFiles: kept }", None, "unknown"),
        (WINSTON, "options", None, "unknown"),
        (PINO, "{ options: { frequency: 'daily', limit: { count: 400 } } }", 400, "bounded"),
        (PINO, "{ options: { frequency: 'hourly', limit: { count: 36 } } }", 1.5, "bounded"),
        (PINO, "{ options: { frequency: 43_200_000, limit: { count: 10 } } }", 5, "bounded"),
        (PINO, "{ options: { size: '10m', limit: { count: 10 } } }", None, "unknown"),
        (PINO, "{ options: { frequency: 'daily' } }", None, "unbounded"),
        (PINO, "{ transport: { options: {} } }", None, "unbounded"),
        (PINO, f"{{ targets: [{{ target: 'pino-pretty' }}, {ROLLING}] }}", 7, "bounded"),
        (STREAM, "'a.log', { interval: '1d', maxFiles: 30 }", 30, "bounded"),
        (STREAM, "'a.log', { interval: '12h', maxFiles: 4 }", 2, "bounded"),
        (STREAM, "'a.log', { size: '10M', maxFiles: 4 }", None, "unknown"),
        (STREAM, "'a.log', { interval: '1d' }", None, "unbounded"),
        (STREAM, "'a.log', { maxSize: '1G' }", None, "unknown"),
        ("another-package", "{}", None, "unknown"),
    ],
)
def test_says_how_many_days_logs_are_kept(
    facts_of: FactsOf, by: str, arguments: str, days: Value, state: str
) -> None:
    (fact,) = facts_of("log_rotation", f"rotate({arguments})", "rotate", by=by)
    assert (fact.value, dict(fact.attributes)) == (days, {"state": state, "by": by})
