"""After how many seconds does a request to another service give up?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import UNKNOWN_STATE, State, in_seconds, lifetime
from auditor.checks.code.values import (
    UNDEFINED,
    Call,
    JsValue,
    Package,
    Record,
    argument,
    in_production,
    option,
)
from auditor.model import Fact


@reader("outbound_request")
def outbound_request(site: Site) -> Iterator[Fact]:
    """Yield outbound.request with ``timeout_s``.

    axios (``timeout`` in milliseconds, 0 for none, the default) and got (``timeout``
    or ``timeout.request``) have no end of their own; fetch ends with its ``signal``.
    """
    package = str(site.attributes.get("by"))
    records = [one for one in map(in_production, site.call.arguments) if isinstance(one, Record)]
    options: JsValue = records[-1] if records else UNDEFINED
    if not records and (site.call.open or len(site.call.arguments) > 1):
        state, timeout_s = UNKNOWN_STATE
    elif package == "fetch":
        state, timeout_s = _signal(in_production(option(options, "signal")))
    else:
        timeout = in_production(option(options, "timeout"))
        if isinstance(timeout, Record):
            timeout = option(timeout, "request")
        state, timeout_s = lifetime(timeout, "ms", zero_is_forever=package == "axios")
        if state == "unbounded" and option(options, "signal") is not UNDEFINED:
            state = "unknown"
    yield site.fact("outbound.request", by=package, state=state, timeout_s=timeout_s)


def _signal(signal: JsValue) -> State:
    if signal is UNDEFINED:
        return "unbounded", None
    if isinstance(signal, Call) and signal.callee == Package("AbortSignal", ("timeout",)):
        found = in_seconds(argument(signal, 0), "ms")
        return ("bounded", found) if found is not None else UNKNOWN_STATE
    return UNKNOWN_STATE
