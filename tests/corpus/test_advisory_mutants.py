"""Is any mutated lockfile or record a crash, or clean where the original was not?

``AUDITOR_MUTANTS`` sets how many of each are tried (default 300; before a
release: 10000).
"""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from auditor.checks.advisories.match import Matches, look_up
from auditor.sources import silent
from auditor.sources.advisory_build import build
from auditor.sources.osv import AdvisorySource
from sbom import LockfileError, read_project

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
ADVISORIES = CORPUS / "advisories"
MUTANTS = int(os.environ.get("AUDITOR_MUTANTS", "300"))

pytestmark = pytest.mark.skipif(
    not ADVISORIES.is_dir(), reason=f"no corpus at {ADVISORIES} (AUDITOR_CORPUS)"
)

ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    2**70,
    1.5,
    "",
    "latest",
    "../..",
    "__proto__",
    "\x00",
    "\ud800",
    "9" * 300,
    "npm:lodash@4.17.20",
    "git+ssh://git@host.example/a.git#1",
    [],
    [[]],
    {},
    {"version": "1.0.0"},
    {"introduced": "0"},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document, the root left out."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


def mutant(document: Any, chance: random.Random) -> Any:
    """The document with one to three places removed, replaced, renamed or doubled."""
    changed = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        every = list(places(changed))
        if not every:
            break
        *way, key = chance.choice(every)
        holder = changed
        for step in way:
            holder = holder[step]
        kind = chance.choice(["remove", "replace", "replace", "rename"])
        if kind == "remove":
            del holder[key]
        elif kind == "replace":
            holder[key] = copy.deepcopy(chance.choice(ODD))
        elif isinstance(holder, dict):
            holder[chance.choice(["", "x", "node_modules/x", "link", "__proto__"])] = holder.pop(
                key
            )
    return changed


def spoilt(text: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, or the end cut off."""
    data = bytearray(text)
    if chance.random() < 0.3:
        return bytes(data[: chance.randrange(len(data))])
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def matched(lockfile: bytes, source: AdvisorySource) -> Matches:
    return look_up(
        read_project({"package-lock.json": lockfile}.get, ["package-lock.json"]), source
    )[1]


def cells(matches: Matches) -> set[tuple[str, str]]:
    return {(row.component.location, row.advisory.id) for row in matches.rows}


@cache
def original(name: str) -> tuple[Any, frozenset[tuple[str, str]]]:
    data = (ADVISORIES / "lockfiles" / f"{name}.package-lock.json").read_bytes()
    return json.loads(data), frozenset(cells(matched(data, AdvisorySource(ADVISORIES / "osv"))))


def untouched(document: Any, changed: Any) -> set[str]:
    """The locations whose entries a mutation left as they were."""
    before, after = (
        document["packages"],
        changed.get("packages") if isinstance(changed, dict) else {},
    )
    return {
        place for place in before if isinstance(after, dict) and after.get(place) == before[place]
    }


def test_mutated_lockfiles_are_refused_or_keep_their_findings(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = tmp_path_factory.mktemp("store") / "advisories.sqlite"
    build(ADVISORIES / "osv", store, progress=silent)
    source = AdvisorySource(store)
    chance = random.Random(7)  # noqa: S311 -- the same mutants every time
    read = 0
    for number in range(MUTANTS):
        document, findings = original("traps" if number % 4 else "dvna")
        changed = mutant(document, chance)
        try:
            found = matched(json.dumps(changed).encode(), source)
        except LockfileError:
            continue
        read += 1
        kept = untouched(document, changed)
        assert {cell for cell in findings if cell[0] in kept} <= cells(found), number
    assert read > MUTANTS // 4


def test_lockfiles_with_spoilt_bytes_are_refused_or_read() -> None:
    chance = random.Random(8)  # noqa: S311 -- the same mutants every time
    source = AdvisorySource(None)
    text = (ADVISORIES / "lockfiles" / "traps.package-lock.json").read_bytes()
    refused = 0
    for _ in range(MUTANTS):
        try:
            matched(spoilt(text, chance), source)
        except LockfileError:
            refused += 1
    assert refused


def test_mutated_records_are_gaps_or_keep_their_findings(tmp_path: Path) -> None:
    chance = random.Random(9)  # noqa: S311 -- the same mutants every time
    files = sorted((ADVISORIES / "osv").glob("*.json"))
    lockfile = (ADVISORIES / "lockfiles" / "traps.package-lock.json").read_bytes()
    project = read_project({"package-lock.json": lockfile}.get, ["package-lock.json"])
    (tmp_path / "good.json").write_bytes(files[0].read_bytes())  # a store must hold something
    file = tmp_path / "mutant.json"
    for number in range(MUTANTS):
        text = chance.choice(files).read_bytes()
        document = json.loads(text)
        file.write_bytes(text)
        before = cells(look_up(project, AdvisorySource(tmp_path))[1])
        if number % 3:
            changed = mutant(document, chance)
            file.write_text(json.dumps(changed))
        else:
            file.write_bytes(spoilt(text, chance))
            try:
                changed = json.loads(file.read_bytes())
            except (ValueError, RecursionError):
                changed = None
        store, found = look_up(project, AdvisorySource(tmp_path))
        told = any(gap.subject == "mutant.json" for gap in store.gaps)
        same = isinstance(changed, dict) and all(
            changed.get(key) == document.get(key) for key in ("id", "affected", "withdrawn")
        )
        assert told or isinstance(changed, dict), number
        assert told or not same or before <= cells(found), number
