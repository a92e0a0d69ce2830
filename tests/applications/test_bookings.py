"""What does auditor say about a larger application that is well kept? Little, and all of it true.

``bookings`` is two services in the style of real ones: ``api`` in TypeScript (ESM,
Express 5, PostgreSQL, tokens) and ``desk`` in JavaScript (CommonJS, Express 4, MongoDB,
sessions). Nothing in it is ever executed. What is expected of it stands in the files
beside it, written by reading its code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from builders import NOW
from ruamel.yaml import YAML

from auditor.check import Context, Needs
from auditor.checks.code.application.build import read_application
from auditor.checks.code.application.model import Model
from auditor.checks.code.application.packages import Kind
from auditor.checks.code.routes import routes
from auditor.checks.code.semgrep import semgrep
from auditor.engine import run_check
from auditor.model import CheckRun, Confidence, Fact, Finding, Outcome, Severity, Value
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.targets import open_target

HERE = Path(__file__).parent
BOOKINGS = HERE / "bookings"

MIN_LINES = 3_000
"""Lines of code that are not blank: a share of false alarms needs a number of them."""
MAX_ALARMS_PER_1000_LINES = 0.2
MAX_ALARMS = 1

GUARDS = frozenset({Kind.AUTH, Kind.CSRF, Kind.LIMITER, Kind.UPLOAD, Kind.VALIDATOR})
# The table of routes has them in full.
TOLD_BY_ROUTES = frozenset({"middleware.mounted", "route"})

# Every finding, looked at. Rule and place; why it is there.
FALSE_ALARMS = {
    # Parameters of a path are strings, so that no operator gets into the filter.
    ("mongo-filter-from-request", "desk/services/staff.js:42"),
    ("mongo-filter-from-request", "desk/services/staff.js:47"),
}
TRUE_OF_TESTS = {
    # The key of a test of the signature of webhooks.
    ("crypto-key-literal", "api/test/signature.test.ts:7"),
}

Routes = list[tuple[str, str, str]]
"""Method and path, place, and what guards it, in order."""
Facts = dict[str, list[tuple[Value, str, Mapping[str, Value]]]]
"""By name: value, place and attributes."""


def expected_routes() -> dict[str, Routes]:
    """The tables by the place where each application is made."""
    tables: dict[str, Routes] = {}
    application = ""
    for line in (HERE / "bookings.routes.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            method, path, place, *guards = line.split()
            tables[application].append((f"{method} {path}", place, " ".join(guards)))
        elif line and not line.startswith("#"):
            application = line
            tables[application] = []
    return tables


def expected_facts() -> Facts:
    """The facts by name."""
    written = YAML(typ="safe").load((HERE / "bookings.facts.yaml").read_text(encoding="utf-8"))
    facts: Facts = {}
    for name, entries in written.items():
        facts[name] = [(value, place, dict(*rest)) for value, place, *rest in entries]
    return facts


ROUTES = expected_routes()
FACTS = expected_facts()


@pytest.fixture(scope="module")
def model() -> Model:
    return read_application(open_target(str(BOOKINGS)))


@pytest.fixture(scope="module")
def runs() -> list[CheckRun]:
    context = Context(open_target(str(BOOKINGS)), None, Sources(Settings()), NOW)
    return [run_check(check, context, Needs.PROCESS) for check in (semgrep, routes)]


@pytest.fixture(scope="module")
def findings(runs: list[CheckRun]) -> list[Finding]:
    return [finding for run in runs for finding in run.findings]


@pytest.fixture(scope="module")
def facts(runs: list[CheckRun]) -> dict[str, list[Fact]]:
    found = defaultdict(list)
    for run in runs:
        for fact in run.facts:
            if not in_tests(fact):
                found[fact.name].append(fact)
    return dict(found)


def lines_of_code() -> int:
    files = [path for kind in ("*.js", "*.ts") for path in BOOKINGS.rglob(kind)]
    texts = (path.read_text(encoding="utf-8") for path in files)
    return sum(bool(line.strip()) for text in texts for line in text.splitlines())


def in_tests(found: Finding | Fact) -> bool:
    return found.attributes.get("in_tests") is True


def counted(kinds: Iterable[Kind]) -> str:
    """The guards in order: ``limiter auth*2``."""
    parts: list[tuple[Kind, int]] = []
    for kind in kinds:
        count = parts.pop()[1] if parts and parts[-1][0] is kind else 0
        parts.append((kind, count + 1))
    return " ".join(f"{kind}*{count}" if count > 1 else str(kind) for kind, count in parts)


def test_is_read_in_full(runs: list[CheckRun]) -> None:
    assert [run.outcome for run in runs] == [Outcome.COMPLETE, Outcome.COMPLETE]
    assert lines_of_code() >= MIN_LINES


def test_hardly_a_finding_would_stop_a_gate(findings: list[Finding]) -> None:
    alarms = [
        finding
        for finding in findings
        if finding.severity >= Severity.HIGH
        and finding.confidence is Confidence.HIGH
        and not in_tests(finding)
    ]
    assert len(alarms) <= MAX_ALARMS
    assert len(alarms) / lines_of_code() * 1000 <= MAX_ALARMS_PER_1000_LINES


def test_every_finding_was_looked_at(findings: list[Finding]) -> None:
    places = {(finding.rule, str(finding.location)) for finding in findings}
    assert places <= FALSE_ALARMS | TRUE_OF_TESTS
    assert {
        (finding.rule, str(finding.location)) for finding in findings if in_tests(finding)
    } == TRUE_OF_TESTS


@pytest.mark.parametrize("application", sorted(ROUTES))
def test_has_the_routes_that_a_reader_finds(model: Model, application: str) -> None:
    (found,) = [one for one in model.applications if str(one.location) == application]
    assert sorted(
        (
            f"{route.method} {route.path}",
            str(route.location),
            counted(one.kind for one in route.chain if one.kind in GUARDS),
        )
        for route in found.routes
    ) == sorted(ROUTES[application])


def test_has_no_application_but_these(model: Model) -> None:
    assert [str(one.location) for one in model.applications] == sorted(ROUTES)
    assert model.gaps == ()


@pytest.mark.parametrize("name", sorted(FACTS))
def test_has_the_facts_that_a_reader_finds(facts: dict[str, list[Fact]], name: str) -> None:
    def key(entry: tuple[Value, str, Mapping[str, Value]]) -> str:
        value, place, attributes = entry
        return f"{place} {value!r} {sorted(attributes.items())}"

    found = [
        (fact.value, str(fact.location or ""), dict(fact.attributes))
        for fact in facts.get(name, [])
    ]
    assert sorted(found, key=key) == sorted(FACTS[name], key=key)


def test_has_no_facts_but_these(facts: dict[str, list[Fact]]) -> None:
    assert sorted(facts) == sorted({*FACTS, *TOLD_BY_ROUTES})
