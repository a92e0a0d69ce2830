"""What do the environment variables of the deployment turn off, open or send in plain?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.deployment._node import is_loopback, opens_inspector
from auditor.checks.deployment._rules import CRITICAL, HIGH, MEDIUM, Rule, apart
from auditor.checks.deployment._variables import Given, variables
from auditor.model import Fact, Finding, Gap, Location, Value
from auditor.sanitise import excerpt

RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "environment-tls-unverified",
            CRITICAL,
            "{what} is set: the process believes every certificate",
            "drop it; name a private authority in NODE_EXTRA_CA_CERTS",
            (295,),
            ("tls-verification",),
        ),
        Rule(
            "environment-datastore-plain",
            HIGH,
            "{what} is reached over the network without TLS",
            "use rediss, amqps, tls=true or sslmode=verify-full",
            (319,),
            ("tls-datastore",),
        ),
        Rule(
            "environment-inspector-open",
            HIGH,
            "NODE_OPTIONS lets the inspector listen to everybody",
            "drop --inspect, or bind it to 127.0.0.1",
            (489, 94),
            ("debug-exposed",),
        ),
        Rule(
            "environment-node-env-not-production",
            MEDIUM,
            "NODE_ENV is {what} where the application runs",
            "set NODE_ENV to production",
            (489,),
            ("node-env",),
        ),
    )
}
_KINDS = {
    "redis": ("redis", False),
    "rediss": ("redis", True),
    "amqp": ("amqp", False),
    "amqps": ("amqp", True),
    "mongodb": ("mongodb", None),
    "mongodb+srv": ("mongodb", True),
    "postgres": ("postgres", None),
    "postgresql": ("postgres", None),
    "mysql": ("mysql", None),
    "mariadb": ("mysql", None),
}
_URL = re.compile(
    r"(?P<scheme>[a-z+]{4,12})://(?:[^/?#\s]*@)?(?P<host>\[[^\]]*\]|[^:/?#\s,]*)[^?#\s]*"
    r"(?:\?(?P<query>[^#\s]*))?",
    re.IGNORECASE,
)
_ON = re.compile(r"(?:^|&)(?:tls|ssl)=true(?:&|$)|sslmode=(?:verify-full|verify-ca|require)|ssl-mode=(?:required|verify)", re.IGNORECASE)  # fmt: skip # noqa: E501 -- one pattern
_RUNS = frozenset({"compose", "kubernetes", "pm2", "procfile", "serverless"})


@check("deployment.environment", rules=RULES)
def environment(context: Context) -> Iterator[Yield]:
    """What variables set for Dockerfiles, Compose, Kubernetes, PM2, Procfile and workflows do.

    Looks for TLS verification that is turned off (`NODE_TLS_REJECT_UNAUTHORIZED=0`,
    `npm_config_strict_ssl=false`, `GIT_SSL_NO_VERIFY`, `PGSSLMODE`), connection strings of data
    stores without TLS, an inspector in NODE_OPTIONS, and NODE_ENV. A value that comes from a
    secret or from elsewhere is not known. A data store beside the application in one
    Compose file is on the same host. Values are never shown.

    Why: one variable undoes what the code takes care of, and no review of the code sees it.

    Fix: name the authority instead of believing everybody, and use addresses with TLS.
    """
    count = gaps = 0
    for given in variables(context.target):
        if isinstance(given, Gap):
            gaps += 1
            yield given
            continue
        count += 1
        yield from _turned_off(given)
        yield from _datastore(given)
        yield from _node(given)
    if not count and not gaps:
        yield NotApplicable("no file of the deployment sets environment variables")
    yield Examined(count, unit="variables")


def _turned_off(given: Given) -> Iterator[Finding]:
    name, value = given.variable.name, (given.variable.value or "").strip().lower()
    if (
        (name == "NODE_TLS_REJECT_UNAUTHORIZED" and value == "0")
        or (name.lower() == "npm_config_strict_ssl" and value == "false")
        or (name == "GIT_SSL_NO_VERIFY" and value in {"1", "true"})
        or (name == "PYTHONHTTPSVERIFY" and value == "0")
    ):
        yield RULES["environment-tls-unverified"].at(given.path, given.variable.line, name)


def _datastore(given: Given) -> Iterator[Yield]:
    found = _URL.match((given.variable.value or "").strip())
    kind, tls = _KINDS.get(found["scheme"].lower(), ("", None)) if found else ("", None)
    if not found or not kind:
        return
    host = found["host"].strip("[]").lower()
    if tls is None:
        tls = _ON.search(found["query"] or "") is not None
    local: bool | None = is_loopback(host) or host in given.neighbours
    if "$" in host:
        local = None
    told: dict[str, Value] = {"kind": kind, "tls": tls, "local": local, **apart(given.path)}
    place = Location(given.path, given.variable.line)
    yield Fact("datastore.connection", True, told, place)
    if not tls and local is False:
        yield RULES["environment-datastore-plain"].at(given.path, given.variable.line, kind)


def _node(given: Given) -> Iterator[Yield]:
    name, value = given.variable.name, given.variable.value
    line = given.variable.line
    if name == "NODE_OPTIONS" and given.source != "dockerfile" and opens_inspector(value or ""):
        yield RULES["environment-inspector-open"].at(given.path, line)
    if name != "NODE_ENV" or given.source not in _RUNS:
        return
    known = None if value is None or "$" in value else excerpt(value, max_characters=40)
    told: dict[str, Value] = {"source": given.source, **apart(given.path)}
    yield Fact("node_env", known, told, Location(given.path, line))
    if known not in {None, "production"}:
        rule = RULES["environment-node-env-not-production"]
        yield rule.at(given.path, line, known or "empty")
