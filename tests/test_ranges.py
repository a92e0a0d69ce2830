from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.ranges import MAX_LENGTH, highest, lowest, parse, satisfies

# range, versions in it, versions not in it
FACTS = [
    ("1.2.3", ["1.2.3", "v1.2.3", "1.2.3+build"], ["1.2.4", "1.2.3-0", "latest"]),
    ("=1.2.3", ["1.2.3"], ["1.2.2"]),
    ("", ["0.0.0", "9.9.9"], ["1.0.0-rc.1"]),
    ("*", ["0.0.0", "9.9.9"], ["0.0.0-0"]),
    ("<*", [], ["0.0.0", "1.0.0"]),
    (">=*", ["0.0.0"], []),
    ("1", ["1.0.0", "1.9.9"], ["0.9.9", "2.0.0", "1.0.0-0"]),
    ("1.2.x", ["1.2.0", "1.2.9"], ["1.3.0", "1.1.9"]),
    ("1.X", ["1.0.0"], ["2.0.0"]),
    (">1", ["2.0.0"], ["1.9.9"]),
    (">1.2", ["1.3.0"], ["1.2.9"]),
    (">=1.2", ["1.2.0"], ["1.1.9"]),
    ("<1.2", ["1.1.9"], ["1.2.0"]),
    ("<=1.2", ["1.2.9"], ["1.3.0"]),
    ("<=1", ["1.9.9"], ["2.0.0"]),
    ("~1.2.3", ["1.2.3", "1.2.9"], ["1.3.0", "1.2.2"]),
    ("~>1.2", ["1.2.0"], ["1.3.0"]),
    ("~1", ["1.9.0"], ["2.0.0"]),
    ("~x", ["3.0.0"], []),
    ("~1.2.3-beta.2", ["1.2.3-beta.2", "1.2.3-beta.4", "1.2.4"], ["1.2.4-beta.2", "1.2.3-beta.1"]),
    ("^1.2.3", ["1.2.3", "1.9.0"], ["2.0.0", "2.0.0-0", "1.2.2"]),
    ("^0.2.3", ["0.2.9"], ["0.3.0"]),
    ("^0.0.3", ["0.0.3"], ["0.0.4"]),
    ("^0.0", ["0.0.9"], ["0.1.0"]),
    ("^0", ["0.9.9"], ["1.0.0"]),
    ("^1.x", ["1.0.0"], ["2.0.0"]),
    ("^*", ["1.0.0"], []),
    ("^1.2.3-beta.2", ["1.2.3-beta.4", "1.5.0"], ["1.2.4-beta.2", "2.0.0-beta"]),
    ("1.2.3 - 2.3.4", ["1.2.3", "2.3.4"], ["2.3.5", "1.2.2"]),
    ("1.2 - 2.3", ["1.2.0", "2.3.9"], ["2.4.0"]),
    ("1 - 2", ["2.9.9"], ["3.0.0", "0.9.9"]),
    ("* - 2.3.4-rc.1", ["2.3.4-rc.1"], ["2.3.4-rc.2", "2.3.4"]),
    ("1.2.3-rc.1 - *", ["1.2.3-rc.2", "9.0.0"], ["1.2.2"]),
    (">=1.2.3 <2", ["1.2.3"], ["2.0.0"]),
    (">= 1.2.3\t<  2", ["1.2.3"], ["2.0.0"]),
    ("^ 1 || ~ 3.1", ["1.1.0", "3.1.5"], ["2.0.0", "3.2.0"]),
    ("1.2.3 || ", ["5.0.0"], []),
    ("<* || 1.0.0", ["1.0.0"], ["1.0.1"]),
    ("<* || >*", [], ["1.0.0"]),
    ("* || 1.2.3-rc.1", ["1.2.3"], ["1.2.3-rc.1"]),  # a star makes the rest count for nothing
    ("^1.2.3+build.5", ["1.3.0"], ["2.0.0"]),
    ("v1.2.3", ["1.2.3"], ["1.2.4"]),
]

# The same with prereleases counted like releases.
WITH_PRERELEASES = [
    ("*", ["1.0.0-rc.1", "0.0.0-0"], []),
    ("^1.2", ["1.2.0-0", "1.5.0-rc"], ["2.0.0-0"]),
    ("^0.2.3", ["0.2.4-rc"], ["0.2.3-rc", "0.3.0-0"]),
    ("1.2.3 - 2.3.4", ["1.2.3-0", "2.3.4-rc"], ["2.3.5-0"]),
    ("1.2 - 2", ["1.2.0-0"], ["3.0.0-0"]),
    ("1 - *", ["1.0.0-0"], ["0.9.9"]),
    ("<1.2", ["1.1.9"], ["1.2.0-0"]),
    (">1", ["2.0.0-0"], ["1.9.9"]),
]

LOOSE = [
    ("1.2.3beta", ["1.2.3-beta"], ["1.2.3"]),
    (">=01.02.03", ["1.2.3", "01.02.03"], ["1.2.2"]),
    (">1.2.3 junk", ["1.2.4"], ["1.2.3"]),
    ("=v1.2.3", ["= 1.2.3"], []),
]

NO_RANGES = [
    "latest",
    "1.x.3",
    "x.1",
    ">=",
    "^01.2.3",
    "1.2.3beta",
    "1.2.3 junk",
    ">>1.2.3",
    "1.2.3.4",
    "9007199254740992.0.0",
    "^9007199254740991.0.0",  # its upper bound cannot be written
    "npm:lodash@^4",
    "git+ssh://git@host.example/a.git",
    "1.2.3 || junk",
]


@pytest.mark.parametrize(("text", "inside", "outside"), FACTS, ids=lambda one: str(one)[:30])
def test_a_range_allows_what_npm_allows(text: str, inside: list[str], outside: list[str]) -> None:
    assert [one for one in (*inside, *outside) if satisfies(one, text)] == inside


@pytest.mark.parametrize(("text", "inside", "outside"), WITH_PRERELEASES)
def test_prereleases_count_where_they_are_asked_for(
    text: str, inside: list[str], outside: list[str]
) -> None:
    every = (*inside, *outside)
    assert [one for one in every if satisfies(one, text, prereleases=True)] == inside


@pytest.mark.parametrize(("text", "inside", "outside"), LOOSE)
def test_loose_reads_what_npm_installs(text: str, inside: list[str], outside: list[str]) -> None:
    assert [one for one in (*inside, *outside) if satisfies(one, text, loose=True)] == inside
    assert not any(satisfies(one, text) for one in inside)


@pytest.mark.parametrize("text", NO_RANGES)
def test_what_npm_refuses_is_no_range(text: str) -> None:
    assert parse(text) is None
    assert not satisfies("1.2.3", text)


@pytest.mark.parametrize("text", ["junk", "latest || next", "9007199254740992.0.0"])
def test_loose_needs_a_comparator_all_the_same(text: str) -> None:
    assert parse(text, loose=True) is None


def test_the_length_of_a_range_is_limited() -> None:
    longest = "1.2.3".ljust(MAX_LENGTH)
    assert satisfies("1.2.3", longest)
    assert parse(longest + " ") is None


def test_lowest_and_highest_are_by_order_not_by_text() -> None:
    allowed = parse("^1.2")
    assert allowed is not None
    versions = ["1.10.0", "2.0.0", "1.9.0", "junk", "1.1.0", "v1.9.0", "1.10.0+build"]
    assert lowest(versions, allowed) == "1.9.0"
    assert highest(versions, allowed) == "1.10.0"
    assert lowest(["3.0.0"], allowed) is None
    assert highest([], allowed) is None


@given(st.text(alphabet="0123xX*.~^<>=|v- +ab\t", max_size=40), st.booleans(), st.booleans())
def test_any_text_is_a_range_or_none(text: str, prereleases: bool, loose: bool) -> None:
    allowed = parse(text, prereleases=prereleases, loose=loose)
    assert allowed is None or allowed.allows("1.2.3") in {True, False}


# --- against the real node-semver, which npm carries along ---

PAIRS = int(os.environ.get("AUDITOR_SEMVER_PAIRS", "5000"))

_ASK = """
const semver = require(process.argv[1]);
const rows = JSON.parse(require("fs").readFileSync(0, "utf8"));
const answers = rows.map(([version, range, includePrerelease, loose]) => [
  semver.validRange(range, { includePrerelease, loose }) !== null,
  semver.satisfies(version, range, { includePrerelease, loose }),
]);
process.stdout.write(JSON.stringify(answers));
"""


@cache
def npms_own_semver() -> Path | None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    root = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=False)
    found = Path(root.stdout.strip(), "npm", "node_modules", "semver")
    return found if found.is_dir() else None


class Generator:
    """Ranges and versions as people write them, and as they should not."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 -- test data, the same in every run

    def number(self) -> str:
        rare = self._random.random() < 0.02
        odd = ["01", "00", "10", "9007199254740991", "9007199254740992", "1" * 20]
        return self._random.choice(odd if rare else ["0", "0", "1", "1", "2", "3"])

    def tail(self) -> str:
        if self._random.random() < 0.65:
            return ""
        words = ["0", "1", "01", "a", "alpha", "beta", "rc1", "-", "A", "x", "0a", "10"]
        parts = ".".join(self._random.choices(words, k=self._random.randint(1, 3)))
        return self._random.choice(["-", "-", "-", "-", "", "+", "-0+"]) + parts

    def version(self) -> str:
        prefix = self._random.choice([""] * 12 + ["v", "=", " ", "v ", "= "])
        return prefix + ".".join(self.number() for _ in range(3)) + self.tail()

    def partial(self) -> str:
        parts = [
            self._random.choice("xX*") if self._random.random() < 0.12 else self.number()
            for _ in range(self._random.choice([1, 2, 2, 3, 3, 3, 3, 3]))
        ]
        return ".".join(parts) + (self.tail() if len(parts) == 3 else "")

    def simple(self) -> str:
        marks = ["", "", "^", "^", "~", "~>", ">", ">=", "<", "<=", "=", "==", ">=v", "v", "^v"]
        gap = self._random.choice(["", "", "", "", " ", "  "])
        return self._random.choice(marks) + gap + self.partial()

    def alternative(self) -> str:
        if self._random.random() < 0.12:
            return f"{self.partial()} - {self.partial()}"
        return " ".join(self.simple() for _ in range(self._random.choice([1, 1, 1, 2, 2, 3])))

    def range(self) -> str:
        joint = self._random.choice(["||", " || "])
        text = joint.join(self.alternative() for _ in range(self._random.choice([1, 1, 1, 2, 3])))
        if self._random.random() < 0.08:
            at = self._random.randrange(len(text) + 1)
            text = text[:at] + self._random.choice("^~<>=|*xv.-+ 1a\t\n\u00a0\x1c") + text[at + 1 :]
        return text

    def row(self) -> tuple[str, str, bool, bool]:
        pick = self._random.random
        return self.version(), self.range(), pick() < 0.5, pick() < 0.5


def test_agrees_with_the_semver_that_npm_carries() -> None:
    package = npms_own_semver()
    if package is None:
        pytest.skip("node or npm's own semver is not installed")
    generator = Generator(seed=20261122)
    rows = [generator.row() for _ in range(PAIRS)]
    asked = subprocess.run(
        ["node", "-e", _ASK, str(package)],
        input=json.dumps(rows),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(asked.stdout)
    different = []
    for (version, text, prereleases, loose), answer in zip(rows, theirs, strict=True):
        valid = parse(text, prereleases=prereleases, loose=loose) is not None
        inside = satisfies(version, text, prereleases=prereleases, loose=loose)
        if [valid, inside] != answer:
            different.append((version, text, prereleases, loose, answer))
    assert different == []
    assert sum(inside for _, inside in theirs) > PAIRS // 50
