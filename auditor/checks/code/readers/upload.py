"""How large may an uploaded file be, is its type looked at, and where is it put?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._amounts import given, whole
from auditor.checks.code.values import (
    UNDEFINED,
    Call,
    JsValue,
    Member,
    Package,
    argument,
    in_production,
    option,
    package_of,
)
from auditor.model import Fact, Value

FORMIDABLE_BYTES = 200 * 2**20
"""``maxFileSize`` of formidable 2 and 3 unless given (src/Formidable.js of 3.5.4)."""

_PUBLIC = re.compile(
    r"(?:^|/)(?:public|static|www|wwwroot|htdocs|assets|dist)(?:/|$)", re.IGNORECASE
)
_DESTINATIONS = {"multer": "dest", "formidable": "uploadDir", "express-fileupload": "tempFileDir"}


@reader("upload")
def upload(site: Site) -> Iterator[Fact]:
    """Yield upload.handled.

    ``limit`` is ``bounded`` with ``limit_bytes``, or ``absent``: multer, busboy and
    express-fileupload take files of any size unless limits.fileSize is given
    (busboy's default is Infinity). ``filter`` and ``generated_name`` are None where
    the package leaves them to the handler.
    """
    package = package_of(site.call)
    if package is None:
        return
    options = in_production(site.argument(0))
    limit, limit_bytes = _limit(package, options)
    attributes: dict[str, Value] = {"by": package, "limit": limit, "limit_bytes": limit_bytes}
    yield site.fact("upload.handled", **attributes, **_handling(package, options))


def _limit(package: str, options: JsValue) -> tuple[str | None, int | None]:
    if package == "formidable":
        limit = option(options, "maxFileSize", FORMIDABLE_BYTES)
    else:
        limit = option(option(options, "limits"), "fileSize")
    if in_production(limit) is UNDEFINED:
        return "absent", None
    found = whole(limit)
    return (None if found is None else "bounded"), found


def _handling(package: str, options: JsValue) -> dict[str, Value]:
    if package != "multer":
        in_public = _public(option(options, _DESTINATIONS.get(package, "")))
        return {
            "filter": given(options, "filter") if package == "formidable" else None,
            "generated_name": True if package == "formidable" else None,
            "storage": "disk" if package == "formidable" else None,
            "destination_public": in_public if package == "formidable" else in_public or None,
        }
    storage = in_production(option(options, "storage"))
    kind = _storage(storage, options)
    destination, own_name = option(options, "dest"), True
    if kind == "disk" and isinstance(storage, Call):
        destination = option(argument(storage, 0), "destination")
        own_name = given(argument(storage, 0), "filename") is False
    return {
        "filter": given(options, "fileFilter"),
        "generated_name": own_name or None,
        "storage": kind,
        "destination_public": False if kind == "memory" else _public(destination),
    }


def _storage(storage: JsValue, options: JsValue) -> str | None:
    if storage is UNDEFINED:
        return "memory" if given(options, "dest") is False else "disk"
    made = storage.callee if isinstance(storage, Call) else None
    if not isinstance(made, Package | Member):
        return None
    name = made.members[-1] if isinstance(made, Package) and made.members else ""
    return {"memoryStorage": "memory", "diskStorage": "disk"}.get(name)


def _public(destination: JsValue) -> bool | None:
    """Whether a folder's path names one that is served; None for what a function decides."""
    destination = in_production(destination)
    if destination is UNDEFINED:
        return False  # the folder for temporary files of the system
    if isinstance(destination, str):
        return _PUBLIC.search(destination) is not None
    parts = destination.arguments if isinstance(destination, Call) else ()
    written = [part for part in parts if isinstance(part, str)]
    return any(_PUBLIC.search(part) for part in written) if written else None
