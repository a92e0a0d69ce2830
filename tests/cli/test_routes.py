"""What does a person get from ``auditor routes``?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import write_tree
from command import EXAMPLES, Run

APP = "const app = require('express')();\n"


def test_lists_every_route_with_its_place_and_its_middleware(run: Run) -> None:
    done = run("routes", EXAMPLES / "careful-shop")

    assert done.code == 0
    assert "application, 9 routes, 4 may change something" in done.out
    assert "POST    /login" in done.out
    assert "src/routes/login.js:31" in done.out
    assert "limiter loginLimiter() > csrf csrfProtection" in " ".join(done.out.split())


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_fits_into_the_terminal(run: Run, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for shop in ("careful-shop", "careless-shop"):
        lines = run("routes", EXAMPLES / shop).out.splitlines()

        assert max(len(line) for line in lines) <= columns


def test_long_paths_go_on_in_the_next_line(run: Run, tmp_path: Path) -> None:
    path = "/" + "/".join(f"part{number}" for number in range(20))
    write_tree(tmp_path, {"app.js": f"{APP}app.get('{path}', (q, s) => s.end());"})
    lines = run("routes", tmp_path).out.splitlines()

    assert max(len(line) for line in lines) <= 80
    assert "          app.js:2" in lines


def test_json_has_a_schema_and_every_middleware(run: Run) -> None:
    document = json.loads(run("routes", EXAMPLES / "careless-shop", "--format", "json").out)
    (application,) = document["applications"]
    last = application["routes"][-1]

    assert (document["schema"], document["gaps"]) == ("auditor.routes/1", [])
    assert (application["file"], application["line"]) == ("src/app.js", 11)
    assert (last["method"], last["path"], last["line"]) == ("POST", "/api/orders/:id/pay", 33)
    assert [one["kind"] for one in last["middleware"]][-2:] == ["auth", "handler"]


def test_says_what_was_not_followed_and_what_is_conditional(run: Run, tmp_path: Path) -> None:
    code = (
        "if (process.env.NODE_ENV === 'production') app.use(require('helmet')());\n"
        "app.get('/a', (q, s) => s.end());\napp.use(require(process.env.MORE));\n"
    )
    write_tree(tmp_path, {"app.js": APP + code, "t/r.js": "module.exports = 1"})
    done = run("routes", tmp_path)

    assert "helmet (production) > handler" in done.out
    assert "Not followed, so that there may be more:\n  app.js:4: a module" in done.out


def test_escapes_what_a_terminal_would_obey(run: Run, tmp_path: Path) -> None:
    write_tree(tmp_path, {"app.js": f"{APP}app.get('/\x1b[31m', (q, s) => s.end());"})
    done = run("routes", tmp_path)

    assert "\x1b" not in done.out
    assert "\\x1b[31m" in done.out


def test_nothing_of_express_is_nothing_in_scope(run: Run, tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.js": "module.exports = 1;"})
    done = run("routes", tmp_path)

    assert (done.code, done.out) == (4, "")
    assert "no Express application or router found" in done.err


def test_an_unknown_format_is_a_usage_error(run: Run) -> None:
    assert run("routes", EXAMPLES / "careful-shop", "-f", "xml").code == 2


def test_several_applications_are_told_apart(run: Run, tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "a.js": f"{APP}app.get('/a', (q, s) => s.end());",
            "test/b.test.js": f"{APP}app.post('/b', (q, s) => s.end());",
            "r.js": "require('express');\nmodule.exports = (app) => app.get('/c', f);",
        },
    )
    text = run("routes", tmp_path).out

    assert "a.js:1: application, 1 route, 0 may change something\n" in text
    assert "r.js:2: routes of an application that was not found, 1 route" in text
    assert "test/b.test.js:1: application, 1 route, 1 may change something, in tests" in text
