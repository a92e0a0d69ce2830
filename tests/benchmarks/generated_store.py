"""What does a store the size of the real one look like? Made of invented records.

One record in thirty-four is shaped like a GitHub advisory (ranges, aliases, a
vector, details), the others like a record of a malicious package; their
proportions are those of the npm part of osv.dev in 2026.
"""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path
from typing import Any

RECORDS = 220_000
VULNERABILITIES = 6_500
VULNERABLE_PACKAGES = 3_500
SYLLABLES = (
    "ba be bo da de di do ka ke ko la le li lo ma me mi na ne no pa pe ra re ri sa se ta te ti"
)

Json = dict[str, Any]


def invented_names() -> list[str]:
    """Package names, the same ones every time; the first of them have most vulnerabilities."""
    chance = random.Random(4)  # noqa: S311 -- the same archive every time
    names = sorted({_name(chance) for _ in range(RECORDS)})
    chance.shuffle(names)
    return names


def write_zip(file: Path, names: list[str]) -> None:
    """Write the archive: vulnerabilities of the first names, malware under all of the others."""
    chance = random.Random(5)  # noqa: S311 -- as above
    known, unknown = names[:VULNERABLE_PACKAGES], names[VULNERABLE_PACKAGES:]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for number in range(RECORDS):
            if number < VULNERABILITIES:
                record = _vulnerability(number, chance.choice(known), chance)
            else:
                record = _malware(number, unknown[number % len(unknown)], chance)
            archive.writestr(f"{record['id']}.json", json.dumps(record, separators=(",", ":")))


def _name(chance: random.Random) -> str:
    word = "".join(chance.choices(SYLLABLES.split(), k=chance.randint(3, 6)))
    style = chance.random()
    if style < 0.15:
        return f"@{word[:6]}/{word[6:] or 'core'}-{chance.randint(1, 99)}"
    return f"{word}-{chance.randint(1, 999)}" if style < 0.7 else f"{word}{chance.randint(1, 9)}"


def _time(chance: random.Random) -> str:
    day = f"20{chance.randint(19, 26)}-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}"
    clock = f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}"
    return f"{day}T{clock}.{chance.randint(0, 999_999):06}Z"


def _vulnerability(number: int, name: str, chance: random.Random) -> Json:
    minor, patch = chance.randint(0, 20), chance.randint(1, 30)
    events = [{"introduced": "0"}, {"fixed": f"{chance.randint(0, 4)}.{minor}.{patch}"}]
    return {
        "schema_version": "1.7.3",
        "id": f"GHSA-{number:04x}-{chance.getrandbits(16):04x}-{chance.getrandbits(16):04x}",
        "modified": _time(chance),
        "published": _time(chance),
        "aliases": [f"CVE-{chance.randint(2017, 2026)}-{number + 10_000}"],
        "summary": f"{name} lets a request {' '.join(chance.choices(SYLLABLES.split(), k=8))}",
        "details": " ".join(chance.choices(SYLLABLES.split(), k=400)),
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}],
        "affected": [
            {
                "package": {"ecosystem": "npm", "name": name, "purl": f"pkg:npm/{name}"},
                "ranges": [{"type": "SEMVER", "events": events}],
            }
        ],
        "database_specific": {"severity": "HIGH", "cwe_ids": ["CWE-1321"]},
    }


def _malware(number: int, name: str, chance: random.Random) -> Json:
    package = {"ecosystem": "npm", "name": name, "purl": f"pkg:npm/{name}"}
    affected: Json = {"package": package}
    if chance.random() < 0.5:
        affected["ranges"] = [{"type": "SEMVER", "events": [{"introduced": "0"}]}]
    else:
        affected["versions"] = [f"{chance.randint(0, 99)}.{chance.randint(0, 9)}.0"]
    origin = {"sha256": f"{chance.getrandbits(256):064x}", "source": "invented"}
    return {
        "schema_version": "1.7.3",
        "id": f"MAL-{chance.randint(2022, 2026)}-{number}",
        "modified": _time(chance),
        "published": _time(chance),
        "summary": f"Malicious code in {name} (npm)",
        "details": f"The package {name} was found to contain malicious code. " * 8,
        "affected": [affected],
        "database_specific": {"malicious-packages-origins": [origin]},
    }
