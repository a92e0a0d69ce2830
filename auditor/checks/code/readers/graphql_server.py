"""May a query ask a GraphQL server for its schema, and how deep may it go?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import (
    UNDEFINED,
    Array,
    JsValue,
    in_production,
    option,
    package_of,
    switch,
)
from auditor.model import Fact

LIMITERS = frozenset(
    {
        "graphql-depth-limit",
        "graphql-query-complexity",
        "graphql-validation-complexity",
        "graphql-cost-analysis",
        "@escape.tech/graphql-armor",
        "@escape.tech/graphql-armor-max-depth",
        "@escape.tech/graphql-armor-cost-limit",
        "@envelop/depth-limit",
        "@graphile/depth-limit",
    }
)
OFF_IN_PRODUCTION = frozenset({"@apollo/server", "apollo-server", "apollo-server-express"})
"""Servers that refuse introspection where NODE_ENV is production, unless told otherwise."""


@reader("graphql_server")
def graphql_server(site: Site) -> Iterator[Fact]:
    """Yield graphql.server with ``introspection``, ``console`` (GraphiQL) and ``depth_limited``."""
    options = in_production(site.argument(0))
    package = package_of(site.call)
    default = package not in OFF_IN_PRODUCTION
    yield site.fact(
        "graphql.server",
        by=package,
        introspection=switch(option(options, "introspection", default)),
        console=switch(option(options, "graphiql", package == "graphql-yoga")),
        depth_limited=_limited(options),
    )


def _limited(options: JsValue) -> bool | None:
    states = [_holds_limiter(option(options, name)) for name in ("validationRules", "plugins")]
    if True in states:
        return True
    return None if None in states else False


def _holds_limiter(value: JsValue) -> bool | None:
    value = in_production(value)
    if value is UNDEFINED or value is None:
        return False
    if not isinstance(value, Array):
        return True if package_of(value) in LIMITERS else None
    packages = [package_of(one) for one in value.items]
    if any(package in LIMITERS for package in packages):
        return True
    return None if value.open or None in packages else False
