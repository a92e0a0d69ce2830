"""Does code that was written against the reader stay bounded, and is what it hides said?"""

from __future__ import annotations

import pytest
from application_models import APP, model_of
from builders import MemoryTarget
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks.code.application.async_facts import Majors
from auditor.checks.code.application.build import read_application
from auditor.checks.code.routes import facts_of

EXPRESS_5 = Majors({"": 5})
FRAGMENTS = st.sampled_from(
    [
        "app",
        ".use(",
        ".get('/a',",
        ".route('/x')",
        "(req, res, next) =>",
        "express()",
        "require('./b')",
        "import x from './b';",
        "export default",
        "module.exports =",
        "class A { constructor() { this.app =",
        "function f(app) {",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        ";",
        "`${",
        "=>",
        "...",
        "if (process.env.NODE_ENV === 'production')",
        "process.on('SIGTERM',",
        "\n",
        "'",
        "\\",
        "\u202e",
        "\x00",
    ]
)


def routes(code: str) -> int:
    return sum(len(application.routes) for application in model_of(code).applications)


@pytest.mark.parametrize("opening", ["(", "[", "{a:", "f(", "() => {", "app.use("])
def test_fifty_thousand_levels_end_and_are_said(opening: str) -> None:
    assert model_of(f"app.get('/a', handler);\nx = {opening * 50_000}").gaps


@pytest.mark.parametrize(("opening", "closing"), ["()", "[]", ("f(", ")"), ("app.use(", ")")])
def test_what_stands_before_the_depth_is_still_read(opening: str, closing: str) -> None:
    before, after = f"{opening}\n " * 20_000, f"{closing}\n " * 20_000
    model = model_of(f"app.get('/a', h);\nx = {before}1{after};")

    assert {gap.reason for gap in model.gaps} == {"nested deeper than what is followed"}
    assert [route.path for route in model.applications[0].routes] == ["/a"]


def test_a_chain_of_ten_thousand_calls_ends() -> None:
    model = model_of("app" + "\n  .get('/a', h)" * 10_000)

    assert model.gaps or len(model.applications[0].routes) == 10_000


def test_reads_ten_thousand_routes() -> None:
    code = "".join(f"app.post('/r{number}', (q, s) => s.end());\n" for number in range(10_000))
    model = model_of(code)

    assert len(model.applications[0].routes) == 10_000
    assert len(list(facts_of(model, EXPRESS_5))) > 10_000
    assert model.gaps == ()


def test_thousands_of_middleware_are_cut_and_said() -> None:
    code = "app.use((q, s, n) => n());\n" * 1_000 + "app.get('/a', h);"
    model = model_of(code)

    assert len(model.applications[0].routes[0].chain) <= 201
    assert [gap.reason for gap in model.gaps] == ["more than 200 middleware in a row"] * 800


def test_applications_that_mount_each_other_are_not_hidden_by_it() -> None:
    code = (
        "const other = express();\napp.use(app);\napp.use(other);\nother.use(app);\n"
        "app.get('/a', (q, s) => s.end());\nother.get('/b', (q, s) => s.end());"
    )
    (application,) = model_of(code).applications

    assert [route.path for route in application.routes] == ["/b", "/a"]


def test_functions_that_call_each_other_end() -> None:
    names = [f"f{number}" for number in range(200)]
    code = "".join(
        f"function {name}(a) {{ {other}(a); {other}(a); }}\n"
        for name, other in zip(names, [*names[1:], names[0]], strict=True)
    )

    assert routes(f"{code}app.get('/a', h);\nf0(app);") == 1


def test_modules_that_import_each_other_end() -> None:
    files = {
        f"m{number}.js": f"require('express');\nmodule.exports = require('./m{following}');"
        for number, following in ((each, (each + 1) % 300) for each in range(300))
    }

    assert model_of(files).applications == ()


def test_names_and_paths_are_made_printable() -> None:
    model = model_of(
        {
            "a\x1b[31m.js": APP + "app.get('/\u202e/\x07', evil\u200bname, h);",
        }
    )
    (fact,) = (fact for fact in facts_of(model, EXPRESS_5) if fact.name == "route")
    text = repr((fact.value, dict(fact.attributes), model.applications[0].routes[0].chain[0].name))

    assert "\u202e" not in text
    assert "\x07" not in str(fact.value)
    assert "\u200b" not in text


def test_absurd_paths_are_cut() -> None:
    model = model_of(f"app.get('/{'a' * 2_000}', h);\napp.use('{'/../' * 500}', h);")
    (fact,) = (fact for fact in facts_of(model, EXPRESS_5) if fact.name == "route")

    assert len(str(fact.value)) < 300


def test_an_import_cannot_leave_the_target() -> None:
    model = model_of({"app.js": APP + "require('../../../etc/passwd')(app);\nrequire('/x')(app);"})

    assert len(model.gaps) == 2


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS, max_size=40), st.lists(FRAGMENTS, max_size=20))
def test_no_code_makes_it_fail(first: list[str], second: list[str]) -> None:
    target = MemoryTarget(
        {
            "app.js": (APP + "".join(first)).encode(),
            "b.ts": ("import express from 'express';" + "".join(second)).encode(),
        }
    )
    model = read_application(target)

    assert list(facts_of(model, Majors())) == list(facts_of(model, Majors()))
