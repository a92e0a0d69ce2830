"""How do the statements of VEX documents get into an SBOM?

As its ``vulnerabilities`` (CycloneDX 1.6), each with its state and its reason, and
with references to the components of the SBOM that it is about.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from auditor.cli.errors import complain


def with_vulnerabilities(parts: Iterable[str], files: Sequence[Path]) -> Iterator[str]:
    """Yield the text of an SBOM in JSON, with what the VEX documents ``files`` state in it.

    Complains of statements about no component of it; they are left out.

    Raises:
        DataError: a file cannot be read, or is no VEX document.
    """
    from auditor.sources.advisory_vex import VexSource  # noqa: PLC0415 -- heavy, not for --help
    from auditor.vex import write_cyclonedx  # noqa: PLC0415 -- as above

    document: dict[str, Any] = json.loads("".join(parts))
    refs = _refs(document)
    found = []
    for file in VexSource(files).files():
        for stated in json.loads(write_cyclonedx(file.document))["vulnerabilities"]:
            meant = sorted({ref for one in stated["affects"] for ref in _meant(one["ref"], refs)})
            if meant:
                found.append({**stated, "affects": [{"ref": ref} for ref in meant]})
            else:
                complain(f"{file.name}: {stated['id']}: is about no component of the SBOM")
    found.sort(key=lambda one: (str(one["id"]), json.dumps(one)))
    document["vulnerabilities"] = found
    # The serial number is that of the whole: another content, another number.
    whole = json.dumps(document, sort_keys=True)
    document["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, whole)}"
    yield json.dumps(document, indent=1) + "\n"


def _refs(document: dict[str, Any]) -> dict[str, list[str]]:
    """The references of the components, by purl: whole, without qualifiers, without version."""
    refs: defaultdict[str, list[str]] = defaultdict(list)
    for component in (document["metadata"]["component"], *document["components"]):
        refs[component["bom-ref"]].append(component["bom-ref"])
        for purl in _shorter(component.get("purl", "")):
            refs[purl].append(component["bom-ref"])
    return refs


def _meant(ref: str, refs: dict[str, list[str]]) -> list[str]:
    return refs.get(ref, []) or refs.get(ref.partition("?")[0], [])


def _shorter(purl: str) -> set[str]:
    bare = purl.partition("?")[0]
    return {each for each in (purl, bare, bare.rpartition("@")[0]) if each}
