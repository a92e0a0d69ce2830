from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.checks.code.readers import all_readers
from auditor.model import Fact

FactsOf = Callable[..., list[Fact]]

KEYS = (
    *("secret", "keys", "name", "key", "cookie", "secure", "httpOnly", "sameSite", "maxAge"),
    *("expires", "store", "ttl", "resave", "rolling", "expiresIn", "exp", "algorithms", "hsts"),
    *("strictTransportSecurity", "includeSubDomains", "contentSecurityPolicy", "xPoweredBy"),
    *("minVersion", "secureProtocol", "windowMs", "limit", "max", "url", "uri", "host", "socket"),
    *("connectionString", "tls", "ssl", "dialect", "dialectOptions", "maxFiles", "datePattern"),
    *("limits", "fileSize", "dest", "storage", "destination", "redact", "paths", "format", "EX"),
    *("expiration", "type", "value", "stdTTL", "defaultJobOptions", "removeOnComplete", "age"),
    *("topics", "configEntries", "Rules", "LifecycleConfiguration", "Expiration", "Days", "pool"),
    *("timeout", "signal", "retries", "validationRules", "plugins", "expireAfterSeconds"),
    *("appenders", "max_logs", "paranoid", "statement_timeout", "maxPoolSize", "autoRemove"),
    *("options", "count", "frequency", "transport", "targets", "target", "interval", "maxSize"),
)
ATOMS = st.sampled_from(
    [
        *(
            "'text'",
            "''",
            "'7d'",
            "'mongodb://h/x'",
            "`a${b}`",
            "0",
            "-1",
            "1e308",
            "true",
            "false",
        ),
        *("null", "undefined", "x", "process.env.A", "process.env.A || 'b'", "Date.now()", "/a/"),
        *("process.env.NODE_ENV === 'production'", "new Date(0)", "() => 1", "new Store({})"),
        *("process.env.NODE_ENV === 'production' ? {} : [1]", "ms('1d')", "f(...a)", "a.b()"),
    ]
)
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from([*KEYS, "...a, b"]), inner), max_size=5).map(
            lambda pairs: f"{{ {', '.join(f'{key}: {value}' for key, value in pairs)} }}"
        ),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("name", sorted(all_readers()))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(arguments=st.lists(VALUES, max_size=3))
def test_no_options_make_a_reader_fail(facts_of: FactsOf, name: str, arguments: list[str]) -> None:
    for fact in facts_of(name, f"call({', '.join(arguments)})", "call(", by="pino-roll"):
        assert isinstance(fact.value, str | int | float | bool | None)
        for value in fact.attributes.values():
            assert isinstance(value, str | int | float | bool | None)


@pytest.mark.parametrize("name", sorted(all_readers()))
@pytest.mark.parametrize("value", ["{}", "[]", "{ a: [] }", "new Store()"])
def test_every_option_may_be_an_object_or_a_list(facts_of: FactsOf, name: str, value: str) -> None:
    for key in KEYS:
        options = f"{{ {key}: {value}, cookie: {{ {key}: {value} }} }}"
        for by in (
            *("winston-daily-rotate-file", "pino-roll", "rotating-file-stream", "log4js"),
            *("file-stream-rotator", "fetch", "axios", "got"),
        ):
            facts_of(name, f"call({options}, {options}, {options})", "call(", by=by)
