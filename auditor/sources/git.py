"""What did a folder look like at an earlier commit?

Asks git for objects alone (``ls-tree``, ``cat-file``, ``diff-tree``), never for a
checkout: no filter, hook, attribute or external program of the repository has a
say. Submodules and links are left out, as they are from any target.
"""

from __future__ import annotations

import tempfile
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from auditor.errors import SourceError, UsageError
from auditor.sources.process import Limits, run, which
from auditor.target import MAX_DEPTH, MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES

TIMEOUT_S = 120.0
MAX_BATCH_BYTES = 32 * 2**20
"""Bytes of objects that one process is asked for."""
MAX_PAST_FILE_BYTES = 2**20
"""Bytes of a file of the history; what is larger is left out, and counted."""
MAX_PAST_BYTES = 512 * 2**20
"""Bytes of the history that are looked at."""

_REGULAR = frozenset({"100644", "100755"})
# Read objects; fetch nothing, run nothing, trust a folder that another user owns.
_CONFIG = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "protocol.allow=never",
    "safe.directory=*",
)
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A folder as it was: where it was laid out, and which paths have other names today."""

    folder: Path
    renames: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PastFile:
    """A content that a file had in some commit: the newest one that has it, and its path there."""

    path: str
    commit: str
    object_id: str
    data: bytes


@dataclass(slots=True)
class Past:
    """The contents of a range of commits, each once; ``gaps`` are known when all were read."""

    commits: int
    files: Iterator[PastFile]
    gaps: list[str]


@dataclass(frozen=True, slots=True)
class _Blob:
    path: str
    object_id: str
    size: int
    commit: str = ""


@contextmanager
def folder_at(folder: Path, reference: str) -> Iterator[Earlier]:
    """Lay out ``folder`` as the commit ``reference`` has it, for as long as the block runs.

    Raises:
        UsageError: the folder is in no git repository, or has no such commit.
        SourceError: git is missing (a ProcessError), or the tree cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="auditor-git-") as own:
        git = _Git(folder.resolve(), Path(own))
        commit = git.commit(reference)
        prefix = git.prefix()
        laid_out = Path(own) / "tree"
        laid_out.mkdir()
        blobs = git.blobs(commit, prefix)
        for blob, content in git.contents(blobs):
            file = laid_out / blob.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        yield Earlier(laid_out, git.renames(commit, prefix))


def object_ids(folder: Path) -> dict[str, str]:
    """Return the object id of every file that the last commit has below ``folder``, by path.

    Nothing where there is no commit yet.

    Raises:
        UsageError: the folder is in no git repository, or the commit does not have it.
        SourceError: git is missing (a ProcessError), or the tree cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="auditor-git-") as own:
        git = _Git(folder.resolve(), Path(own))
        if git.is_unborn():
            return {}
        return {blob.path: blob.object_id for blob in git.blobs(git.commit("HEAD"), git.prefix())}


@contextmanager
def past_files(folder: Path, since: str, known: Container[str]) -> Iterator[Past]:
    """Read every content that files below ``folder`` have had, newest commits first.

    ``since`` names a commit whose history is not looked at ("": all is);
    ``known`` are ids of objects that need not be read again.

    Raises:
        UsageError: the folder is in no git repository, or has no such commit.
        SourceError: git is missing (a ProcessError), or an object cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="auditor-git-") as own:
        git = _Git(folder.resolve(), Path(own))
        git.commit("HEAD")
        excluded = [f"^{git.commit(since)}"] if since else []
        commits, blobs = git.past_blobs(excluded, git.prefix(), known)
        gaps = ["the clone is shallow: older commits are not in it"] if git.is_shallow() else []
        kept, total = [], 0
        for blob in blobs:
            if blob.size > MAX_PAST_FILE_BYTES:
                gaps.append(f"{blob.path}: larger than {MAX_PAST_FILE_BYTES // 2**20} MiB")
            elif total + blob.size > MAX_PAST_BYTES:
                gaps.append(f"more than {MAX_PAST_BYTES // 2**20} MiB: older files were not read")
                break
            else:
                total += blob.size
                kept.append(blob)
        files = (
            PastFile(blob.path, blob.commit, blob.object_id, data)
            for blob, data in git.contents(kept)
        )
        yield Past(commits, files, gaps)


class _Git:
    def __init__(self, folder: Path, own: Path) -> None:
        self._folder = folder
        self._own = own
        self._executable = str(which("git"))

    def commit(self, reference: str) -> str:
        """The commit that ``reference`` names."""
        if not reference or reference.startswith("-"):
            raise UsageError(f"git:{reference}: names no commit")
        wanted = f"{reference}^{{commit}}"
        status, found = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        if status != 0:
            inside, _ = self._ask("rev-parse", "--git-dir")
            what = f"has no commit {reference!r}" if inside == 0 else "is in no git repository"
            raise UsageError(f"{self._folder}: {what}", hint="name a branch, a tag or a commit")
        return found.decode("ascii", "replace").strip()

    def prefix(self) -> str:
        """The folder's path in the repository, with a slash at its end, or nothing."""
        return self._told("rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").strip()

    def blobs(self, commit: str, prefix: str) -> list[_Blob]:
        """Every regular file below ``prefix``, within the limits of a target."""
        status, listed = self._ask("ls-tree", "-r", "-l", "-z", "--full-tree", f"{commit}:{prefix}")
        if status != 0:
            raise UsageError(f"{self._folder}: is not in the commit {commit[:12]}")
        blobs, total = [], 0
        for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
            head, _, path = entry.partition("\t")
            mode, _kind, object_id, size = (*head.split(), "", "", "", "")[:4]
            if mode not in _REGULAR or not _is_inside(path) or int(size) > MAX_FILE_BYTES:
                continue
            total += int(size)
            blobs.append(_Blob(path, object_id, int(size)))
            if len(blobs) > MAX_FILES or total > MAX_TOTAL_BYTES:
                raise SourceError(f"{self._folder}: the tree of {commit[:12]} is too large")
        return blobs

    def is_unborn(self) -> bool:
        """Whether there is a repository, and nothing was committed to it."""
        born, _ = self._ask("rev-parse", "--verify", "--quiet", "HEAD")
        inside, _ = self._ask("rev-parse", "--git-dir")
        return born != 0 and inside == 0

    def is_shallow(self) -> bool:
        """Whether the repository holds the newest commits alone."""
        return self._told("rev-parse", "--is-shallow-repository").strip() == b"true"

    def past_blobs(
        self, excluded: Sequence[str], prefix: str, known: Container[str]
    ) -> tuple[int, list[_Blob]]:
        """How many commits there are, and every blob below ``prefix``, newest commits first."""
        arguments = ("--objects", "--in-commit-order", "HEAD", *excluded)
        listed = self._told("rev-list", *arguments).decode("utf-8", "surrogateescape")
        commits, commit = 0, ""
        named: dict[str, tuple[str, str]] = {}
        for line in listed.split("\n"):
            object_id, space, path = line.partition(" ")
            if object_id and not space:
                commits, commit = commits + 1, object_id
            elif path.startswith(prefix) and path != prefix and object_id not in known:
                named.setdefault(object_id, (path.removeprefix(prefix), commit))
        asked = "".join(f"{object_id}\n" for object_id in named).encode()
        told = self._told("cat-file", "--batch-check", input=asked) if named else b""
        blobs = []
        for object_id, kind, size in (line.split()[:3] for line in told.decode().splitlines()):
            if kind == "blob":
                path, commit = named[object_id]
                blobs.append(_Blob(path, object_id, int(size), commit))
        return commits, blobs

    def contents(self, blobs: Sequence[_Blob]) -> Iterator[tuple[_Blob, bytes]]:
        """The bytes of each file, in batches."""
        batch: list[_Blob] = []
        for blob in blobs:
            if batch and sum(each.size for each in batch) + blob.size > MAX_BATCH_BYTES:
                yield from self._read(batch)
                batch = []
            batch.append(blob)
        if batch:
            yield from self._read(batch)

    def renames(self, commit: str, prefix: str) -> dict[str, str]:
        """Which files of the commit have another name in the current one; below ``prefix``."""
        arguments = ("-r", "-z", "-M", "--diff-filter=R", "--name-status", "--no-ext-diff")
        status, told = self._ask("diff-tree", *arguments, commit, "HEAD")
        if status != 0:
            return {}
        fields = told.decode("utf-8", "surrogateescape").split("\0")
        pairs = zip(fields[1::3], fields[2::3], strict=False)
        return {
            old.removeprefix(prefix): new.removeprefix(prefix)
            for old, new in pairs
            if old.startswith(prefix) and new.startswith(prefix)
        }

    def _read(self, batch: list[_Blob]) -> Iterator[tuple[_Blob, bytes]]:
        asked = "".join(f"{blob.object_id}\n" for blob in batch).encode()
        data = self._told("cat-file", "--batch", input=asked)
        position = 0
        for blob in batch:
            start = data.index(b"\n", position) + 1
            head = data[position : start - 1].split()
            if head[:2] != [blob.object_id.encode(), b"blob"]:
                raise SourceError(f"{self._folder}: {blob.path}: the repository lacks this object")
            yield blob, data[start : start + blob.size]
            position = start + blob.size + 1

    def _told(self, *arguments: str, input: bytes = b"") -> bytes:  # noqa: A002 -- as subprocess
        status, told = self._ask(*arguments, input=input)
        if status != 0:
            raise SourceError(f"{self._folder}: git {arguments[0]} ended with status {status}")
        return told

    def _ask(self, *arguments: str, input: bytes = b"") -> tuple[int, bytes]:  # noqa: A002 -- as above
        settings = [part for each in _CONFIG for part in ("-c", each)]
        done = run(
            [self._executable, *settings, "-C", str(self._folder), *arguments],
            cwd=self._own,
            timeout_s=TIMEOUT_S,
            input=input,
            env_extra=_ENVIRONMENT,
            limits=Limits(output_bytes=MAX_BATCH_BYTES + MAX_FILE_BYTES + 2**20),
        )
        return done.returncode, done.stdout


def _is_inside(path: str) -> bool:
    """Whether a path of a tree may be written below a folder of ours."""
    parts = PurePosixPath(path).parts
    return (
        0 < len(parts) <= MAX_DEPTH
        and not path.startswith("/")
        and not {"..", ".", ".git"} & {part.lower() for part in parts}
        and all(len(part.encode("utf-8", "surrogateescape")) <= 255 for part in parts)  # noqa: PLR2004 -- NAME_MAX
    )
