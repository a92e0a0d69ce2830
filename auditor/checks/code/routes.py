"""Which routes has the application, and what protects each of them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.code.application.async_facts import Majors, async_facts, express_majors
from auditor.checks.code.application.build import read_application
from auditor.checks.code.application.middleware_facts import middleware_facts
from auditor.checks.code.application.model import Application, Model
from auditor.checks.code.application.packages import Kind
from auditor.checks.code.application.protections import misplaced, protection_facts
from auditor.checks.code.application.route_facts import attributes, route_facts, table_fact
from auditor.checks.code.roles import is_test
from auditor.model import Fact


@check("code.routes")
def routes(context: Context) -> Iterator[Yield]:
    """The route table: every route with the middleware before it, in order.

    Follows the imports of the code from the calls that create Express
    applications and routers, across files. Leaves one fact per route (is it
    authenticated, validated, protected against CSRF, limited?), and per
    application which protections are mounted before its routes, which error
    handler ends it and how its process ends. What cannot be followed - a
    module chosen when it runs, a framework with decorators - is a gap: the
    absence of something is proven, or it is not claimed.

    Why: a protection that is imported and mounted nowhere, or after the
    routes, protects nothing; only the order of the calls tells.

    Fix: `auditor routes` shows the table; mount what is missing before the
    route it names.
    """
    model = read_application(context.target)
    if not model.applications and not model.modules and not model.gaps:
        yield NotApplicable("no file has to do with Express")
        return
    yield from facts_of(model, express_majors(context.target, context.inventory))
    yield from model.gaps
    yield Examined(model.modules)


def facts_of(model: Model, majors: Majors) -> Iterator[Fact]:
    """Every fact of ``model``, each once; ``majors`` are the versions of Express.

    What stands in a file that looks like a test has the attribute ``in_tests``.
    """
    seen: set[str] = set()
    for application in model.applications:
        major = majors.near(application.location.path)
        for fact in _of_application(application, model, major):
            key = repr((fact.name, fact.value, sorted(fact.attributes.items()), fact.location))
            if key in seen:
                continue
            seen.add(key)
            in_tests = application.in_tests or (fact.location and is_test(fact.location.path))
            yield (
                replace(fact, attributes={**fact.attributes, "in_tests": True})
                if in_tests
                else fact
            )
    yield from model.process


def _of_application(application: Application, model: Model, major: int | None) -> Iterable[Fact]:
    yield from route_facts(application)
    yield from middleware_facts(application, major)
    yield from async_facts(application, model, major)
    yield from _identities(application)
    if not application.certain:
        return
    wrong = list(misplaced(application))
    for one in wrong:
        details = {"severity": one.severity, "problem": one.problem}
        yield Fact(
            "middleware.misplaced", str(one.middleware.kind), details, one.middleware.location
        )
    yield from protection_facts(application, complete=not model.gaps)
    yield table_fact(application, model, len(wrong))


def _identities(application: Application) -> Iterator[Fact]:
    """Whether callers are known by a cookie, by a token in a header, or by both."""
    if any(attributes(route)["cookie_auth"] for route in application.routes):
        yield Fact("cookie_auth", True, {}, application.location)
    if any(
        one.kind is Kind.AUTH and one.bearer for route in application.routes for one in route.chain
    ):
        yield Fact("bearer_auth", True, {}, application.location)
