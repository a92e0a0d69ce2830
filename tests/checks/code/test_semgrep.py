from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.code.javascript import MAX_BYTES
from auditor.checks.code.rules import load_rules
from auditor.checks.code.semgrep import results, semgrep
from auditor.engine import run_check
from auditor.model import CheckRun, Fact, Finding, Location, Outcome
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.sources.semgrep import Match, Scan
from auditor.target import Target
from auditor.targets.directory import open_directory

EXAMPLES = Path(__file__).parents[3] / "examples"
SECRET = "s3cret-made-up"  # noqa: S105 -- made up, to look for it in the output


def run(target: Target) -> CheckRun:
    context = Context(target, None, Sources(Settings()), NOW)
    return run_check(semgrep, context, Needs.PROCESS)


def run_files(files: Mapping[str, str | bytes]) -> CheckRun:
    contents = {
        path: data if isinstance(data, bytes) else data.encode() for path, data in files.items()
    }
    return run(MemoryTarget(contents))


def facts_named(result: CheckRun, name: str) -> list[Fact]:
    return [fact for fact in result.facts if fact.name == name]


def at(match_of: str, code: str, rule: str, path: str = "app.js") -> Match:
    """A match of ``rule`` at the first place of ``match_of`` in ``code``."""
    start = code.encode().index(match_of.encode())
    line = code.encode()[:start].count(b"\n") + 1
    end = start + len(match_of.encode())
    return Match(path, start, end, rule, line, 1, line, 2, "a message", match_of.encode())


def found_in(code: str, *matches: Match) -> list[Finding | Fact]:
    rules = {rule.id: rule for rule in load_rules()}
    target = MemoryTarget({"app.js": code.encode()})
    return list(results(Scan(matches=matches), rules, target))


@pytest.fixture(scope="module")
def careless() -> CheckRun:
    return run(open_directory(EXAMPLES / "careless-shop"))


@pytest.fixture(scope="module")
def careful() -> CheckRun:
    return run(open_directory(EXAMPLES / "careful-shop"))


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        ("session-secret-literal", "src/session.js", "secret: 'keyboard cat'"),
        ("jwt-secret-literal", "src/auth/tokens.js", "const JWT_SECRET = "),
        ("database-password-literal", "src/config.js", "mongodb://"),
        ("secret-fallback-literal", "src/config.js", "|| 'dev-secret'"),
        ("datastore-connection-plain", "src/config.js", "mongodb://"),
        ("datastore-connection-plain", "src/cache.js", "redis://"),
        ("outbound-request-plain", "src/routes/api.js", "http://"),
        ("tls-verification-disabled", "src/routes/api.js", "rejectUnauthorized: false"),
    ],
)
def test_names_each_mistake_of_careless_shop_at_its_line(
    careless: CheckRun, rule: str, path: str, text: str
) -> None:
    lines = (EXAMPLES / "careless-shop" / path).read_text().splitlines()
    (line,) = [number for number, found in enumerate(lines, start=1) if text in found]
    places = [str(finding.location) for finding in careless.findings if finding.rule == rule]
    assert f"{path}:{line}" in places


def test_reads_all_of_careless_shop(careless: CheckRun) -> None:
    assert careless.outcome is Outcome.COMPLETE


def test_measures_what_careless_shop_leaves_open(careless: CheckRun) -> None:
    (session,) = facts_named(careless, "session.used")
    assert session.attributes["store"] == "memory"
    assert session.attributes["name"] == "connect.sid"
    assert session.attributes["save_uninitialized"] is True
    (lifetime,) = facts_named(careless, "session.lifetime")
    assert lifetime.value == 30 * 86_400
    (issued,) = facts_named(careless, "token.issued")
    assert issued.attributes["lifetime"] == "unbounded"
    assert facts_named(careless, "log.file")
    assert not facts_named(careless, "helmet.used")
    assert not facts_named(careless, "rate_limit.used")
    assert not facts_named(careless, "environment.validated")


def test_finds_nothing_wrong_in_careful_shop(careful: CheckRun) -> None:
    assert careful.findings == ()
    assert careful.outcome is Outcome.COMPLETE


def test_measures_what_careful_shop_has(careful: CheckRun) -> None:
    (cookie,) = facts_named(careful, "cookie.set")
    assert cookie.value == "__Host-sid"
    assert cookie.attributes["secure"] is True
    assert cookie.attributes["same_site"] == "lax"
    (session,) = facts_named(careful, "session.used")
    assert dict(session.attributes)["secret"] in {"environment", "vault"}
    assert {fact.attributes["by"] for fact in facts_named(careful, "headers.powered_by")} == {
        "disable",
        "helmet",
    }
    assert all(fact.attributes["tls"] for fact in facts_named(careful, "datastore.connection"))
    assert True in {fact.attributes["on_login"] for fact in facts_named(careful, "rate_limit.used")}
    (rotation,) = facts_named(careful, "log.rotation")
    assert rotation.value == 400
    (server,) = facts_named(careful, "tls.server")
    assert server.attributes["min_version"] == "1.2"


def test_counts_the_files_it_read(careful: CheckRun) -> None:
    (files,) = facts_named(careful, "source.files")
    assert files.value == files.attributes["parsed"] == careful.coverage.examined


def test_a_target_without_code_is_not_applicable() -> None:
    result = run_files({"package.json": "{}"})
    assert result.outcome is Outcome.NOT_APPLICABLE
    assert "no JavaScript or TypeScript" in result.reason


@pytest.fixture(scope="module")
def hostile() -> CheckRun:
    return run_files(
        {
            ".semgrepignore": "*.js",
            "canary.js": f"require('express-session')({{ secret: '{SECRET}' }});",
            "hidden.js": f"app.use(cookieParser('{SECRET}')); // nosemgrep: all, of-it {SECRET}",
            "binary.js": b"\0require('express-session')({ secret: 'x' });",
            "broken.js": "const = = {{{",
            "deep.js": "x = " + "[" * 50_000 + "]" * 50_000,
            "long.js": "x = [" + "1," * 2**20 + "]",
            "bidi.js": "const \u202e = 1; require('express-session')({ secret: 'x' });",
        }
    )


def test_hostile_files_hide_nothing(hostile: CheckRun) -> None:
    places = [str(one.location) for one in hostile.findings if one.rule == "session-secret-literal"]
    assert "canary.js:1" in places


def test_every_file_that_is_not_covered_is_a_gap(hostile: CheckRun) -> None:
    assert hostile.outcome is Outcome.PARTIAL
    gaps = {gap.subject for gap in hostile.coverage.gaps}
    assert {"binary.js", "broken.js", "long.js"} <= gaps
    (files,) = facts_named(hostile, "source.files")
    assert files.value == 7
    assert files.attributes["parsed"] == 7 - len(gaps)


def test_attempts_to_hide_are_facts_without_the_rest_of_their_line(hostile: CheckRun) -> None:
    attempts = facts_named(hostile, "suppression.attempted")
    assert {(fact.attributes["kind"], str(fact.location)) for fact in attempts} == {
        ("semgrepignore", ".semgrepignore"),
        ("nosemgrep", "hidden.js:1"),
    }


def test_no_secret_leaves_the_check(hostile: CheckRun) -> None:
    leaking = [one for one in (*hostile.findings, *hostile.facts) if SECRET in repr(one)]
    assert leaking == []


def test_a_constant_used_twice_is_one_finding_where_it_is_written() -> None:
    code = "const KEY = 'x';\njwt.sign({}, KEY);\njwt.verify(t, KEY2);\n"
    first = at("KEY);", code, "jwt-secret-literal")
    first = replace(first, end_offset=first.start_offset + 3)
    (finding,) = found_in(code, first, first)
    assert isinstance(finding, Finding)
    assert finding.location == Location("app.js", 1, 13, 1)


def test_the_same_place_is_one_fact() -> None:
    code = "const app = express();\n"
    match = at("express()", code, "express-app-created")
    (fact,) = found_in(code, match, replace(match, message="another"))
    assert isinstance(fact, Fact)
    assert (fact.name, fact.location) == ("express.app", Location("app.js", 1, 1, 1))


@pytest.mark.parametrize("code", ["session", "(" * 40 + "session()" + ")" * 40])
def test_a_match_that_is_no_call_has_unknown_options(code: str) -> None:
    facts = found_in(code, at("session", code, "express-session-used"))
    used = next(one for one in facts if isinstance(one, Fact) and one.name == "session.used")
    assert used.attributes["store"] is None


def test_options_of_a_file_that_is_too_large_are_unknown() -> None:
    code = "session({})" + " " * MAX_BYTES
    facts = found_in(code, at("session({})", code, "express-session-used"))
    assert all(
        one.attributes["secure"] is None
        for one in facts
        if isinstance(one, Fact) and one.name == "cookie.set"
    )


def test_what_stands_in_a_test_says_so() -> None:
    code = "const app = express(); use('x');"
    fact = at("express()", code, "express-app-created")
    finding = at("'x'", code, "session-secret-literal")
    rules = {rule.id: rule for rule in load_rules()}
    for path, expected in (("test/app.js", True), ("app.js", None)):
        target = MemoryTarget({path: code.encode()})
        matches = (replace(fact, path=path), replace(finding, path=path))
        for one in results(Scan(matches=matches), rules, target):
            assert one.attributes.get("in_tests") is expected


def test_a_message_of_the_target_is_made_printable() -> None:
    code = "x"
    match = replace(at("x", code, "secret-fallback-literal"), message="a\x1b[2J")
    (finding,) = found_in(code, match)
    assert isinstance(finding, Finding)
    assert finding.message == "a\\x1b[2J"


def test_registers_the_rules_of_its_findings() -> None:
    expected = {rule.id for rule in load_rules() if rule.doc.kind == "finding"}
    assert set(semgrep.rules) == expected


def test_a_view_is_read_as_text() -> None:
    result = run_files({"app.js": "run();", "views/a.ejs": "<p><%- name %></p>\n"})
    assert [(one.rule, str(one.location)) for one in result.findings] == [
        ("view-ejs-raw", "views/a.ejs:1")
    ]
    assert [fact.value for fact in facts_named(result, "source.files")] == [1]
    assert result.coverage.examined == 2


def test_a_sink_in_another_file_names_the_place_of_its_source() -> None:
    result = run_files(
        {
            "store.js": "exports.find = (pool, name) =>\n  pool.query(`SELECT ${name}`);\n",
            "app.js": "const store = require('./store');\n"
            "exports.show = (req, res) => store.find(pool, req.query.name);\n",
        }
    )
    (finding,) = [one for one in result.findings if one.rule == "sql-from-request"]
    assert str(finding.location) == "store.js:2"
    assert (finding.attributes["source_path"], finding.attributes["source_line"]) == ("app.js", 2)


def test_a_flow_from_a_test_is_none_and_one_into_a_test_says_so() -> None:
    sink = "exports.find = (pool, name) => pool.query(`SELECT ${name}`);\n"
    source = (
        "const store = require('./store');\n"
        "exports.show = (req) => store.find(pool, req.query.a);\n"
    )
    none = run_files({"store.js": sink, "app.test.js": source})
    marked = run_files({"test/store.js": sink, "app.js": source.replace("./store", "./test/store")})
    assert not [one for one in none.findings if one.rule == "sql-from-request"]
    (found,) = [one for one in marked.findings if one.rule == "sql-from-request"]
    assert found.attributes["in_tests"] is True


MINIFIED = "var a=1;" * 1000


def test_a_minified_script_of_pages_is_a_fact_and_no_gap() -> None:
    result = run_files(
        {
            "server.js": "app.use(express.static('public'));",
            "public/library.js": MINIFIED,
            "public/menu.js": "document.querySelector('#menu').hidden = true;",
        }
    )
    assert result.outcome is Outcome.COMPLETE
    (unread,) = facts_named(result, "source.browser_file")
    assert unread.location == Location("public/library.js", 1)
    assert unread.attributes == {"read": False, "reason": "minified"}
    (files,) = facts_named(result, "source.files")
    assert (files.value, files.attributes) == (3, {"parsed": 2, "browser": 2})


def test_a_minified_script_that_the_server_loads_is_a_gap() -> None:
    files = {"server.js": "require('./public/library')", "public/library.js": MINIFIED}
    result = run_files(files)
    assert result.outcome is Outcome.PARTIAL
    assert [gap.subject for gap in result.coverage.gaps] == ["public/library.js"]
    assert facts_named(result, "source.browser_file") == []


def test_code_of_the_server_cannot_hide_among_scripts_of_pages() -> None:
    handler = "exports.run = (req, res) => { res.send(eval(req.query.code)); };"
    seen = {"server.js": "app.get('/', require('./public/run').run)", "public/run.js": handler}
    assert "eval-from-request" in {one.rule for one in run_files(seen).findings}
    unseen = {"server.js": "app.listen(80)", "public/run.js": handler}
    assert run_files(unseen).findings == ()


def test_scripts_of_pages_are_read_for_what_harms_their_visitors() -> None:
    script = "this.html = this.sanitizer.bypassSecurityTrustHtml(this.route.query);"
    result = run_files({"server.js": "app.listen(80)", "frontend/src/page.ts": script})
    assert [one.rule for one in result.findings] == ["dom-sanitiser-bypassed"]
