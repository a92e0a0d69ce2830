"""What do the tests of the application's model look at? Small trees, read into models."""

from __future__ import annotations

from collections.abc import Mapping

from builders import MemoryTarget

from auditor.checks.code.application.async_facts import Majors
from auditor.checks.code.application.build import read_application
from auditor.checks.code.application.model import Model
from auditor.checks.code.routes import facts_of
from auditor.model import Fact

APP = "const express = require('express');\nconst app = express();\n"

Files = Mapping[str, str] | str


def model_of(files: Files) -> Model:
    """The model of some files, or of one ``app.js`` that begins with an application."""
    contents = {"app.js": APP + files} if isinstance(files, str) else files
    return read_application(MemoryTarget({path: text.encode() for path, text in contents.items()}))


def routes_of(files: Files) -> list[str]:
    """``POST /a/b app.js:3 auth, handler`` for every route of every application."""
    return [
        f"{route.method} {route.path} {route.location}"
        f" {', '.join(str(one.kind) for one in route.chain)}"
        + (f" ({route.when})" if route.when else "")
        for application in model_of(files).applications
        for route in application.routes
    ]


def facts_named(name: str, files: Files, major: int | None = 5) -> list[Fact]:
    """The facts of one name, with the application's Express at ``major``."""
    majors = Majors({} if major is None else {"": major})
    return [fact for fact in facts_of(model_of(files), majors) if fact.name == name]


def fact_named(name: str, files: Files, major: int | None = 5) -> Fact:
    """The one fact of that name."""
    (fact,) = facts_named(name, files, major)
    return fact
