"""Do the VEX documents in the tree say something, and about what is installed?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.errors import DataError
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity
from auditor.sanitise import excerpt
from auditor.vex import Document
from auditor.vex.formats import read_vex
from sbom.purl import read_npm_purl

INVALID = "vex-invalid"
MAX_FILES = 50
MAX_BYTES = 16 * 2**20

_ENDINGS = (".vex.json", ".openvex.json", ".vex.cdx.json")


@check("advisories.vex_files", rules=(INVALID,))
def vex_files(context: Context) -> Iterator[Yield]:
    """VEX documents that the repository publishes: can they be read, and whom do they concern?

    Read as data about the project; none of their statements is obeyed. Only what
    the caller passes as `--vex` changes what a finding counts for.

    Why: customers' scanners take these documents at their word. One that cannot be
    read, gives no reason or speaks of other packages helps nobody.

    Fix: write it anew with `auditor advisories vex`, and fill in the reasons.
    """
    paths = [entry.path for entry in context.target.files if _is_vex(entry.path)]
    if not paths:
        yield NotApplicable("the tree holds no VEX document")
        return
    installed = {one.name for one in context.inventory.components} if context.inventory else None
    for path in paths[MAX_FILES:]:
        yield Gap(path, f"only the first {MAX_FILES} VEX documents are read")
    for path in paths[:MAX_FILES]:
        try:
            document = read_vex(context.target.read(path, max_bytes=MAX_BYTES), path)
        except DataError as error:
            yield _invalid(path, error.message)
        else:
            yield _fact(path, document, installed, context.now)
    yield Examined(min(len(paths), MAX_FILES), unit="documents")


def _is_vex(path: str) -> bool:
    folder, _, name = path.lower().rpartition("/")
    in_folder = bool({"vex", ".vex"} & set(folder.split("/"))) and name.endswith(".json")
    return name.endswith(_ENDINGS) or name == "vex.json" or in_folder


def _fact(path: str, document: Document, installed: set[str] | None, now: datetime) -> Fact:
    named = {
        purl[0]
        for statement in document.statements
        for product in statement.products
        for text in (product.id, *product.subcomponents)
        if (purl := read_npm_purl(text)) is not None
    }
    written = datetime.fromisoformat(document.timestamp)
    return Fact(
        "vex.file",
        excerpt(path),
        {
            "statements": len(document.statements),
            "unjustified": sum(one.unjustified for one in document.statements),
            "installed": None if installed is None else len(named & installed),
            "age_days": max(0, (now - written).days),
        },
        Location(path),
    )


def _invalid(path: str, message: str) -> Finding:
    return Finding(
        rule=INVALID,
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        message=excerpt(message, max_characters=300),
        location=Location(path),
        tags=frozenset({INVALID}),
        fix="write it anew with auditor advisories vex",
    )
