"""What do the attributes of the findings rest on, and how much of it was known?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from auditor.model import Fact

if TYPE_CHECKING:
    from auditor.formats.imports import Imports
    from auditor.model import Finding
    from auditor.sources.advisory_tables import Looked, Name
    from auditor.sources.advisory_vex import VexFile

_TABLES: tuple[Name, ...] = ("epss", "kev")


def basis(
    looked: Looked, imports: Imports, files: Sequence[VexFile], findings: Sequence[Finding]
) -> Iterator[Fact]:
    """Yield one fact per table, one for the imports, one per VEX document.

    ``advisories.epss`` and ``advisories.kev``: the table's entries, None where
    there is no table; ``known`` of ``total`` findings have an answer from it.
    ``advisories.imports``: the source files read. ``vex.document``: the file's
    name, how many statements it has, how many of those give no reason, and how
    many findings one of them is about.
    """
    for name in _TABLES:
        about = looked.about.get(name)
        yield Fact(
            f"advisories.{name}",
            about.entries if about else None,
            {
                "as_of": about.as_of if about else None,
                "digest": about.digest if about else None,
                "source": about.source if about else None,
                "known": sum(one.attributes.get(name) is not None for one in findings),
                "total": len(findings),
            },
        )
    first = imports.unknown[0] if imports.unknown else None
    yield Fact(
        "advisories.imports",
        imports.files,
        {
            "complete": imports.complete,
            "unknown": len(imports.unknown),
            "reason": f"{first.subject}: {first.reason}" if first else "",
        },
    )
    used = Counter(one.attributes.get("vex_source") for one in findings)
    for file in files:
        statements = file.document.statements
        yield Fact(
            "vex.document",
            file.name,
            {
                "sha256": file.sha256,
                "statements": len(statements),
                "unjustified": sum(one.unjustified for one in statements),
                "findings": used[file.name],
            },
        )
