"""After how many days do the objects of a bucket end?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import whole
from auditor.checks.code.values import (
    UNDEFINED,
    Array,
    Call,
    JsValue,
    argument,
    in_production,
    option,
    package_of,
    text,
)
from auditor.model import Fact


@reader("bucket_lifecycle")
def bucket_lifecycle(site: Site) -> Iterator[Fact]:
    """Yield object.lifecycle in days, one for each rule that is switched on.

    Read are Rules of the S3 interface (``Expiration.Days``) and a rule of the
    AWS CDK (``expiration: Duration.days(30)``). A rule without an expiration is
    ``unbounded``: it moves objects and never ends them.
    """
    options = in_production(site.argument(0))
    configuration = option(options, "LifecycleConfiguration")
    if configuration is UNDEFINED:
        yield _fact(site, option(options, "expiration"))
        return
    rules = in_production(option(configuration, "Rules"))
    if not isinstance(rules, Array) or rules.open:
        yield site.fact("object.lifecycle", None, state="unknown")
        return
    for rule in rules.items:
        if text(option(rule, "Status", "Enabled")) == "Enabled":
            expiration = option(rule, "Expiration")
            is_absent = in_production(expiration) is UNDEFINED
            yield _fact(site, UNDEFINED if is_absent else option(expiration, "Days", None))


def _fact(site: Site, expiration: JsValue) -> Fact:
    expiration = in_production(expiration)
    if expiration is UNDEFINED:
        return site.fact("object.lifecycle", None, state="unbounded")
    if isinstance(expiration, Call) and package_of(expiration) is not None:
        expiration = argument(expiration, 0)
    days = whole(expiration)
    return site.fact("object.lifecycle", days, state="unknown" if days is None else "bounded")
