"""Does the check leave what the model found, and say what it could not follow?"""

from __future__ import annotations

from datetime import UTC, datetime

from builders import MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.code.routes import routes
from auditor.engine import run_check
from auditor.model import CheckRun, Outcome
from auditor.settings import Settings
from auditor.sources import Sources

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def run(files: dict[str, str]) -> CheckRun:
    target = MemoryTarget({path: text.encode() for path, text in files.items()})
    context = Context(target, None, Sources(Settings(), now=NOW), NOW)
    return run_check(routes, context, Needs.NOTHING)


def test_leaves_routes_and_the_table_and_needs_no_process() -> None:
    done = run({"app.js": "const app = require('express')();\napp.get('/a', (q, s) => s.end());"})

    assert (done.outcome, done.coverage.examined) == (Outcome.COMPLETE, 1)
    assert [fact.value for fact in done.facts if fact.name == "route"] == ["GET /a"]
    assert [fact.value for fact in done.facts if fact.name == "route.table"] == [1]


def test_is_partial_where_routes_are_chosen_when_it_runs() -> None:
    done = run(
        {"app.js": "const app = require('express')();\napp.use(require('./' + name));"},
    )

    assert done.outcome is Outcome.PARTIAL
    assert "app.js:2: a module is mounted that is chosen" in done.reason


def test_does_not_apply_to_code_without_express() -> None:
    assert run({"a.js": "module.exports = 1;"}).outcome is Outcome.NOT_APPLICABLE


def test_a_router_without_an_application_leaves_its_routes() -> None:
    done = run(
        {"r.js": "const r = require('express').Router();\nr.post('/a', f);\nmodule.exports = r;"}
    )

    assert [fact.value for fact in done.facts if fact.name == "route"] == ["POST /a"]
    assert not [fact for fact in done.facts if fact.name == "app.protection"]


def test_says_that_callers_are_known_by_cookie_or_by_token() -> None:
    done = run(
        {
            "app.js": "const app = require('express')();\n"
            "app.use('/api', require('express-jwt').expressjwt({}));\n"
            "app.get('/api/a', (q, s) => s.end());\n"
            "app.use(require('express-session')({}));\napp.get('/b', (q, s) => s.end());"
        }
    )

    assert {"cookie_auth", "bearer_auth"} <= {fact.name for fact in done.facts}
