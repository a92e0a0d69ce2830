from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.model import Fact, Value

FactsOf = Callable[..., list[Fact]]
PROLOGUE = """
import pino from 'pino';
import { pinoHttp } from 'pino-http';
import winston, { format } from 'winston';
import morgan from 'morgan';
import { Logger } from 'tslog';
import bole from 'bole';
"""


def by_name(facts: list[Fact]) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts}


@pytest.mark.parametrize(
    ("made", "structured"),
    [
        ("pino()", True),
        ("pinoHttp({ logger })", True),
        ("morgan('combined')", False),
        ("winston.createLogger({ transports: [] })", True),
        ("winston.createLogger({ format: winston.format.json() })", True),
        (
            "winston.createLogger({ format: format.combine(format.timestamp(), format.json()) })",
            True,
        ),
        ("winston.createLogger({ format: winston.format.simple() })", False),
        ("winston.createLogger({ format: format.combine(format.cli(), other()) })", False),
        ("winston.createLogger({ format: chosen })", None),
        ("winston.createLogger(options)", None),
        ("new Logger({ type: 'json' })", True),
        ("new Logger()", False),
        ("new Logger({ type })", None),
        ("bole('shop')", None),
    ],
)
def test_says_whether_lines_are_data(facts_of: FactsOf, made: str, structured: Value) -> None:
    facts = by_name(facts_of("logger", f"{PROLOGUE}\n{made};", made))
    assert facts["logger.used"].attributes["structured"] is structured


@pytest.mark.parametrize(
    ("options", "count", "paths"),
    [
        ("{ redact: ['password', 'token', 'password'] }", 2, "password token"),
        ("{ redact: { paths: ['req.headers.cookie'], remove: true } }", 1, "req.headers.cookie"),
        ("{ redact: [] }", 0, ""),
        ("{ redact: list }", None, None),
        ("{ redact: [...base, 'a'] }", None, None),
        ("{ redact: { paths } }", None, None),
    ],
)
def test_says_what_pino_takes_out(
    facts_of: FactsOf, options: str, count: Value, paths: Value
) -> None:
    facts = by_name(facts_of("logger", f"{PROLOGUE}\npino({options});", "pino({"))
    fact = facts["log.redaction"]
    assert (fact.value, fact.attributes["paths"]) == (count, paths)


def test_without_redact_nothing_is_taken_out(facts_of: FactsOf) -> None:
    for options in ("{}", "{ redact: null }"):
        facts = facts_of("logger", f"{PROLOGUE}\npino({options});", "pino({")
        assert "log.redaction" not in by_name(facts)


@pytest.mark.parametrize(
    ("made", "time"),
    [
        ("pino({ timestamp: pino.stdTimeFunctions.isoTime })", "iso"),
        ("pino()", "epoch"),
        ("pino({ timestamp: true })", "epoch"),
        ("pino({ timestamp: false })", "none"),
        ("pino({ timestamp: () => '' })", None),
        ("winston.createLogger({ format: winston.format.timestamp() })", "iso"),
    ],
)
def test_says_how_lines_tell_the_time(facts_of: FactsOf, made: str, time: Value) -> None:
    facts = by_name(facts_of("logger", f"{PROLOGUE}\n{made};", made))
    assert facts["log.time"].value == time


def test_pino_http_gives_each_request_an_id(facts_of: FactsOf) -> None:
    facts = by_name(facts_of("logger", f"{PROLOGUE}\npinoHttp();", "pinoHttp()"))
    assert facts["log.correlation"].attributes["by"] == "pino-http"


def test_a_logger_of_the_application_itself_is_no_package(facts_of: FactsOf) -> None:
    assert facts_of("logger", "import { make } from './logger.js'; make({})", "make({") == []
