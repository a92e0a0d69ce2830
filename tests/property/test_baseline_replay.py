"""Are old findings recognised through a history of edits, and does nothing new hide?

A repository of our own is edited commit by commit: lines inserted, files
reindented, functions reordered and renamed, files renamed, neighbours changed,
findings added and removed. After each commit the earlier audit is the baseline,
and the edit itself tells what is new.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from policy.plain_requests import fresh

COMMITS = 80
FILES, FUNCTIONS = 6, 5


@dataclass
class Function:
    name: str
    body: list[str]

    def text(self, indent: str) -> str:
        lines = [f"function {self.name}(order) {{", *(indent + line for line in self.body), "}"]
        return "\n".join(lines) + "\n"


@dataclass
class File:
    functions: list[Function]
    head: list[str] = field(default_factory=list)
    indent: str = "  "

    def text(self) -> str:
        head = "".join(line + "\n" for line in self.head)
        return head + "\n".join(one.text(self.indent) for one in self.functions)


class Repository:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.count = 0
        self.files = {
            f"src/part{number}.js": File([self.function() for _ in range(FUNCTIONS)])
            for number in range(FILES)
        }

    def function(self) -> Function:
        self.count += 1
        body = ["audit(order)", self.request(), "save(order)"]
        return Function(f"step{self.count}", body)

    def request(self) -> str:
        """A plain request; the same few texts stand in many places."""
        return f"fetch('http://host{self.rng.randrange(6)}.example/pay')"

    def texts(self) -> dict[str, str]:
        return {path: file.text() for path, file in self.files.items()}

    def any_file(self) -> File:
        return self.files[self.rng.choice(sorted(self.files))]

    def any_function(self) -> Function:
        return self.rng.choice(self.any_file().functions)

    # Each edit returns how many findings it adds.

    def insert_lines(self) -> int:
        self.any_file().head.extend(["// a remark", "const limit = 3;"])
        return 0

    def reindent(self) -> int:
        self.any_file().indent = self.rng.choice(["\t", "  ", "    "])
        return 0

    def reorder(self) -> int:
        self.rng.shuffle(self.any_file().functions)
        return 0

    def edit_neighbour(self) -> int:
        self.any_function().body.insert(0, f"check(order, {self.rng.randrange(99)})")
        return 0

    def rename_function(self) -> int:
        self.count += 1
        self.any_function().name = f"renamed{self.count}"
        return 0

    def rename_file(self) -> int:
        self.count += 1
        path = self.rng.choice(sorted(self.files))
        self.files[f"lib/moved{self.count}.js"] = self.files.pop(path)
        return 0

    def add_finding(self) -> int:
        self.any_function().body.append(self.request())
        return 1

    def add_function(self) -> int:
        self.any_file().functions.append(self.function())
        return 1

    def remove_finding(self) -> int:
        body = self.any_function().body
        body[:] = [line for line in body if not line.startswith("fetch")]
        return 0


EDITS: list[Callable[[Repository], int]] = [
    Repository.insert_lines,
    Repository.reindent,
    Repository.reorder,
    Repository.edit_neighbour,
    Repository.rename_function,
    Repository.rename_file,
    Repository.add_finding,
    Repository.add_function,
    Repository.remove_finding,
]


@pytest.mark.parametrize("seed", range(3))
def test_edits_bring_back_nothing_old_and_hide_nothing_new(seed: int) -> None:
    repository = Repository(random.Random(seed))  # noqa: S311 - the same history each time
    for number in range(COMMITS):
        before = repository.texts()
        edit = EDITS[number % len(EDITS)]

        added = edit(repository)

        new, _ = fresh(before, repository.texts())
        assert len(new) == added, f"commit {number}: {edit.__name__}"
