"""Which is the oldest TLS version that a server of ``https``, ``tls`` or ``http2`` accepts?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.values import UNDEFINED, JsValue, in_production, option, switch, text
from auditor.model import Fact

DEFAULT_VERSION = "1.2"
"""``tls.DEFAULT_MIN_VERSION`` of every Node release since 12."""

_VERSIONS = {"TLSv1": "1.0", "TLSv1.1": "1.1", "TLSv1.2": "1.2", "TLSv1.3": "1.3"}
# OpenSSL's method names; those without a version accept everything that is built in.
_METHODS = {
    "TLSv1_method": "1.0",
    "TLSv1_1_method": "1.1",
    "TLSv1_2_method": "1.2",
    "TLS_method": "1.0",
    "SSLv23_method": "1.0",
}


@reader("tls_server")
def tls_server(site: Site) -> Iterator[Fact]:
    """Yield tls.server."""
    options = site.argument(0)
    minimum = in_production(option(options, "minVersion"))
    method = in_production(option(options, "secureProtocol"))
    asked = _client_certificate(options)
    if minimum is UNDEFINED and method is UNDEFINED:
        yield site.fact(
            "tls.server",
            min_version=DEFAULT_VERSION,
            min_version_source="default",
            client_certificate=asked,
        )
        return
    written = text(method) if minimum is UNDEFINED else text(minimum)
    name = (written or "").replace("_server_method", "_method")
    yield site.fact(
        "tls.server",
        min_version=_VERSIONS.get(name) or _METHODS.get(name),
        min_version_source="explicit",
        client_certificate=asked,
    )


def _client_certificate(options: JsValue) -> str | None:
    """Whether clients must show a certificate: ``"required"``, ``"requested"`` or ``"none"``."""
    asked = switch(option(options, "requestCert", default=False))
    refused = switch(option(options, "rejectUnauthorized", default=True))
    if asked is None:
        return None
    if not asked:
        return "none"
    return None if refused is None else "required" if refused else "requested"
