"""What do the options of a verification ask of a token?"""

from __future__ import annotations

from auditor.checks.code.values import UNDEFINED, UNKNOWN, Array, JsValue, in_production, option
from auditor.model import Value


def verification(options: JsValue) -> dict[str, Value]:
    """The attributes of a ``token.verified`` fact.

    ``algorithms`` is ``"listed"``, ``"default"`` or None; ``audience`` and ``issuer``
    say whether those claims (RFC 7519 section 4.1) are compared.
    """
    return {
        "algorithms": _algorithms(in_production(option(options, "algorithms"))),
        "audience": _is_given(in_production(option(options, "audience"))),
        "issuer": _is_given(in_production(option(options, "issuer"))),
    }


def _algorithms(value: JsValue) -> str | None:
    if value is UNDEFINED:
        return "default"
    if isinstance(value, Array):
        return "listed" if value.items else "default"
    return None


def _is_given(value: JsValue) -> bool | None:
    if value is UNDEFINED or value is None:
        return False
    return None if value is UNKNOWN else True
