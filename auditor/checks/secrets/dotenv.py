"""Does the tree carry .env files with values, and would git and docker leave them out?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from auditor.check import Context, Examined, Yield, check
from auditor.checks.secrets.ignore_rules import (
    Decision,
    GitIgnore,
    Rules,
    ignored_by_docker,
    read_dockerignore,
    read_gitignore,
)
from auditor.errors import TargetError
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity
from auditor.target import Target

RULE = "dotenv-tracked"
MAX_BYTES = 2**20
MAX_FILES = 100

_EXAMPLES = (".example", ".sample", ".template", ".dist")
# The grammar of the dotenv package: an optional "export", a name, "=" or ": ", a value.
_ASSIGNMENT = re.compile(r"\s*(?:export\s+)?[\w.-]+(?:\s*=|:\s)(?P<value>.*)", re.ASCII)
_NO_VALUE = re.compile(r"""(?:'\s*'|"\s*"|`\s*`)?\s*(?:#.*)?""")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@check("secrets.dotenv", rules=(RULE,))
def dotenv(context: Context) -> Iterator[Yield]:
    """Which .env files the tree carries, and whether git and docker would leave them out.

    A file called `.env` or `.env.*` that gives a variable a value is reported at the
    first such line; the values never are. Files that end in `.example`, `.sample`,
    `.template` or `.dist` are examples and may hold anything; installed packages
    (`node_modules`) are not looked into. A plain folder does not tell what git tracks:
    a file that a .gitignore covers may be on this machine alone and is mentioned with
    low severity. The .dockerignore counts where a Dockerfile lies beside it.

    Why: what was committed once stays in the history and in every clone, and what
    gets into an image can be read by everybody who can pull it.

    Fix: take the file out of the repository (`git rm --cached .env`), name `.env` and
    `.env.*` in .gitignore and .dockerignore, and change every secret that was in it.
    """
    every = [entry.path for entry in context.target.files if _is_dotenv(entry.path)]
    found = every[:MAX_FILES]
    for path in every[MAX_FILES:]:
        yield Gap(path, f"only the first {MAX_FILES} .env files are looked into")
    subjects = _subjects(found)
    reader = _Reader(context.target)
    git = reader.gitignore(subjects)
    for path in found:
        yield Fact("dotenv.file", path, {"example": _is_example(path)}, Location(path))
    for path in subjects:
        decision = git.decide(path)
        yield reader.ignored(path, "gitignore", decision, _join(decision.folder, ".gitignore"))
        yield from reader.docker_facts(path)
    for path in found:
        if not _is_example(path):
            yield from _findings(path, reader.text(path), git.decide(path))
    yield from reader.gaps
    yield Examined(len(found))


class _Reader:
    """Reads files of the target; what cannot be read or understood becomes a gap."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.gaps: list[Gap] = []
        self._read: dict[str, Rules] = {}
        named = (_split(entry.path) for entry in target.files)
        self._contexts = {folder for folder, name in named if _is_dockerfile(name)}

    def text(self, path: str) -> str:
        """The text of a file; empty, and a gap, where it cannot be read."""
        try:
            data = self.target.read(path, max_bytes=MAX_BYTES)
        except TargetError as error:
            self.gaps.append(Gap(path, error.message))
            return ""
        encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8"
        return data.decode(encoding, errors="surrogateescape" if encoding == "utf-8" else "replace")

    def gitignore(self, subjects: Iterable[str]) -> GitIgnore:
        """The .gitignore files in the folders above ``subjects``."""
        folders = sorted({folder for path in subjects for folder in _folders_above(path)})
        return GitIgnore(
            {folder: self._rules(_join(folder, ".gitignore"), read_gitignore) for folder in folders}
        )

    def docker_facts(self, path: str) -> Iterator[Fact]:
        """One fact for each folder above ``path`` that a Dockerfile makes a build context."""
        for context in _folders_above(path):
            if context in self._contexts:
                own = _join(context, "Dockerfile.dockerignore")
                file = own if self.target.exists(own) else _join(context, ".dockerignore")
                rules = self._rules(file, read_dockerignore)
                decision = ignored_by_docker(path.removeprefix(_join(context, "")), rules)
                yield self.ignored(path, "dockerignore", decision, file)

    def ignored(self, path: str, by: str, decision: Decision, ignore_file: str) -> Fact:
        """The fact, at the line that decided, or at the file that no line covers."""
        location = Location(path) if self.target.exists(path) else None
        if decision.line:
            location = Location(ignore_file, decision.line)
        return Fact("dotenv.ignored", decision.ignored, {"by": by, "path": path}, location)

    def _rules(self, path: str, read: Callable[[str], Rules]) -> Rules:
        if path not in self._read:
            self._read[path] = read(self.text(path)) if self.target.exists(path) else Rules()
            unclear = self._read[path].unclear
            self.gaps += [Gap(f"{path}:{line}", "pattern not understood") for line in unclear]
        return self._read[path]


def _subjects(found: Iterable[str]) -> list[str]:
    """The paths to ask the ignore files about: an example stands for the .env beside it."""
    asked = {_join(_split(path)[0], ".env") if _is_example(path) else path for path in found}
    return sorted(asked or {".env"})


def _findings(path: str, text: str, git: Decision) -> Iterator[Finding]:
    line = _first_value(text)
    if line and git.ignored:
        yield Finding(
            rule=RULE,
            severity=Severity.LOW,
            confidence=Confidence.LOW,
            message="an .env file with values is in the tree; a .gitignore covers it, so it may "
            "be on this machine alone: a plain folder does not tell what git tracks",
            location=Location(path, line),
            cwe=(312, 540),
            tags=frozenset({"dotenv-present"}),
            fix="see that `git ls-files` does not list it",
        )
    elif line:
        yield Finding(
            rule=RULE,
            severity=Severity.HIGH,
            confidence=Confidence.HIGH,
            message="an .env file with values is in the tree and no .gitignore covers it",
            location=Location(path, line),
            cwe=(312, 540),
            tags=frozenset({RULE}),
            fix="take it out of the repository, name .env and .env.* in .gitignore, "
            "and change every secret that was in it",
        )


def _first_value(text: str) -> int:
    """Return the number of the first line that gives a variable a value, or 0."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        assignment = _ASSIGNMENT.match(line)
        if assignment and not _NO_VALUE.fullmatch(assignment["value"].strip()):
            return number
    return 0


def _is_dotenv(path: str) -> bool:
    name = _split(path)[1]
    return (name == ".env" or name.startswith(".env.")) and not _is_installed(path)


def _is_example(path: str) -> bool:
    return path.lower().endswith(_EXAMPLES)


def _is_installed(path: str) -> bool:
    return "node_modules" in path.split("/")


def _is_dockerfile(name: str) -> bool:
    named = name == "Dockerfile" or name.startswith("Dockerfile.") or name.endswith(".Dockerfile")
    return named and not name.endswith(".dockerignore")


def _folders_above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(len(parts))]


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
