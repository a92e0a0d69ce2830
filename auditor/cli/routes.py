"""What does ``auditor routes`` do? Print the route table: every route and what stands before it."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import options
from auditor.sanitise import printable

if TYPE_CHECKING:
    from auditor.checks.code.application.model import Application, Middleware, Model, Route
    from auditor.model import Location

SCHEMA = "auditor.routes/1"
METHOD_COLUMNS = 7


class Form(StrEnum):
    """How the table is printed."""

    TEXT = "text"
    JSON = "json"


def routes(
    path: Annotated[str, typer.Argument(metavar="[PATH]", help="The folder of the project.")] = ".",
    form: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
) -> None:
    """Print every route of the Express applications, with the middleware before it in order.

    Exit codes: 0 printed, 2 usage error, 3 the folder cannot be read, 4 no route was found.
    """
    chosen = options.choice("--format", form, Form)
    from auditor.checks.code.application.build import (  # noqa: PLC0415 -- heavy, not for --help
        read_application,
    )
    from auditor.errors import NothingInScopeError  # noqa: PLC0415 -- as above
    from auditor.targets import open_target  # noqa: PLC0415 -- as above

    target = open_target(path)
    model = read_application(target)
    if not model.applications and not model.gaps:
        raise NothingInScopeError(
            f"{target.name}: no Express application or router found",
            hint="name the folder that holds the application's code",
        )
    if chosen is Form.JSON:
        options.print_json(_document(target.name, model))
        return
    sys.stdout.write("".join(f"{line}\n" for line in _text(model, options.columns())))


def _document(target: str, model: Model) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "target": printable(target),
        "applications": [
            {
                **_place(application.location),
                "certain": application.certain,
                "in_tests": application.in_tests,
                "routes": [_route(route) for route in application.routes],
            }
            for application in model.applications
        ],
        "gaps": [
            {"subject": printable(gap.subject), "reason": printable(gap.reason)}
            for gap in model.gaps
        ],
    }


def _route(route: Route) -> dict[str, object]:
    return {
        "method": route.method,
        "path": printable(route.path),
        **_place(route.location),
        "when": route.when or "always",
        "middleware": [
            {
                "kind": str(one.kind),
                "name": one.name,
                **_place(one.location),
                "scope": one.scope.partition(" ")[0],
                "when": one.when or "always",
                "confidence": one.confidence.label,
            }
            for one in route.chain
        ],
    }


def _place(location: Location) -> dict[str, object]:
    return {"file": printable(location.path), "line": location.line}


def _text(model: Model, width: int) -> Iterator[str]:
    for number, application in enumerate(model.applications):
        if number:
            yield ""
        yield from _fold(_heading(application), width, 0)
        for route in application.routes:
            yield from _lines(route, width)
    if model.gaps:
        yield ""
        yield "Not followed, so that there may be more:"
        for gap in model.gaps:
            yield from _fold(f"{printable(gap.subject)}: {printable(gap.reason)}", width, 2)


def _heading(application: Application) -> str:
    count = len(application.routes)
    changing = sum(route.mutating for route in application.routes)
    what = "application" if application.certain else "routes of an application that was not found"
    where = printable(str(application.location))
    note = ", in tests" if application.in_tests else ""
    plural = "" if count == 1 else "s"
    return f"{where}: {what}, {count} route{plural}, {changing} may change something{note}"


def _lines(route: Route, width: int) -> Iterator[str]:
    """One line where path and place fit into it, two where they do not, then the middleware."""
    path, place = printable(route.path), printable(str(route.location))
    first = f"  {route.method:<{METHOD_COLUMNS}} {path}"
    if len(first) + 2 + len(place) <= width:
        yield f"{first}{place:>{width - len(first)}}"
    else:
        yield from _fold(f"{route.method:<{METHOD_COLUMNS}} {path}", width, 2)
        yield from _fold(place, width, METHOD_COLUMNS + 3)
    steps = " > ".join(_step(one) for one in route.chain)
    yield from _fold(steps, width, METHOD_COLUMNS + 3)


def _step(middleware: Middleware) -> str:
    """The kind alone of what all routes share, with its name where it stands at the route."""
    kind = str(middleware.kind)
    is_named = middleware.scope.startswith("route") or kind in {"unknown", "other"}
    name = printable(middleware.name)
    step = f"{kind} {name}" if is_named and name != "function" else kind
    return f"{step} ({middleware.when})" if middleware.when else step


def _fold(text: str, width: int, indent: int) -> list[str]:
    space = " " * indent
    return textwrap.wrap(text, width, initial_indent=space, subsequent_indent=space)
