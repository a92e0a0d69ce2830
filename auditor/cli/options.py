"""How are the options that several commands share turned into values?"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import auditor.reports
from auditor.discovery import module_names
from auditor.errors import UsageError
from auditor.report import Report, Sink

if TYPE_CHECKING:
    from auditor.assessment import Assessment
    from auditor.model import Audit
    from auditor.sources import Progress

MIN_COLUMNS, MAX_COLUMNS = 60, 200
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Output:
    """One report to write: the format, and the file or None for stdout."""

    report: Report
    file: Path | None

    def write(self, audit: Audit, assessment: Assessment, *, verbose: bool) -> None:
        """Write the report.

        Raises:
            UsageError: the file cannot be written.
        """
        if self.file is None:
            sink = Sink(sys.stdout, columns(), colour=wants_colour(), verbose=verbose)
            self.report.write(audit, assessment, sink)
            return
        try:
            with self.file.open("w", encoding="utf-8", newline="\n") as stream:
                self.report.write(audit, assessment, Sink(stream, verbose=verbose))
        except OSError as error:
            raise UsageError(
                f"{self.file}: the report cannot be written: {error.strerror}",
                hint="name a file in a folder that exists and that you may write to",
            ) from error


def format_names() -> str:
    """The names of the report formats, without importing any of them."""
    return ", ".join(module_names(auditor.reports))


def parse_formats(texts: Sequence[str]) -> tuple[Output, ...]:
    """Turn ``NAME`` and ``NAME=FILE`` into outputs.

    Raises:
        UsageError: an unknown format, an empty file name, or two reports for stdout.
    """
    known = {report.name: report for report in auditor.reports.all_reports()}
    outputs = []
    for text in texts:
        name, equals, file = text.partition("=")
        if name not in known:
            raise UsageError(
                f"--format {text}: there is no format {name!r}",
                hint=f"the formats are {', '.join(sorted(known))}",
            )
        if equals and not file:
            raise UsageError(f"--format {text}: no file after '='")
        outputs.append(Output(known[name], Path(file) if file else None))
    if sum(output.file is None for output in outputs) > 1:
        raise UsageError(
            "--format: only one report can go to stdout", hint="give the others a file: json=a.json"
        )
    return tuple(outputs)


def choice(option: str, text: str, allowed: type[E]) -> E:
    """Turn ``text`` into a member of ``allowed``.

    Raises:
        UsageError: it is none of them.
    """
    try:
        return allowed(text)
    except ValueError as error:
        known = ", ".join(str(each.value) for each in allowed)
        raise UsageError(f"{option} {text}: is none of {known}") from error


def complete(advisories: Path | None, *, claimed: bool) -> bool:
    """Whether the caller says that the advisories that were named are all there are.

    Raises:
        UsageError: none were named, so that there is nothing to say it of.
    """
    if claimed and advisories is None:
        raise UsageError(
            "--advisories-complete: no --advisories are given that it could be about",
            hint="a store made by auditor advisories update is complete by itself",
        )
    return claimed


def epoch(*, wanted: bool) -> int | None:
    """The time to write, in seconds since 1970: where it is wanted, or SOURCE_DATE_EPOCH is set."""
    if wanted or "SOURCE_DATE_EPOCH" in os.environ:
        return int(now().timestamp())
    return None


def write_parts(parts: Iterable[str], file: Path | None) -> None:
    """Write the text that ``parts`` make up to ``file``, or to stdout, without joining it first.

    Raises:
        UsageError: the file cannot be written.
    """
    if file is None:
        sys.stdout.writelines(parts)
        return
    try:
        with file.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(parts)
    except OSError as error:
        raise UsageError(
            f"{file}: cannot be written: {error.strerror}",
            hint="name a file in a folder that exists and that you may write to",
        ) from error


def create(file: Path, text: str) -> None:
    """Write ``text`` to a file that is not there yet.

    Raises:
        UsageError: it is there, or cannot be written.
    """
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageError(
            f"{file}: is there already", hint="name another file; nothing was changed"
        ) from error
    except OSError as error:
        raise UsageError(
            f"{file}: cannot be written: {error.strerror}",
            hint="name a file in a folder that exists and that you may write to",
        ) from error


def print_json(data: object) -> None:
    """Print ``data`` to stdout as indented JSON."""
    import json  # noqa: PLC0415 -- few commands print JSON

    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def columns() -> int:
    """The width of the terminal in columns, between 60 and 200; 80 where there is none."""
    return max(MIN_COLUMNS, min(MAX_COLUMNS, shutil.get_terminal_size((80, 24)).columns))


def wants_colour() -> bool:
    """Whether stdout is a terminal that may get colour (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def now() -> datetime:
    """The moment of the audit in UTC: SOURCE_DATE_EPOCH where set, else the clock.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is no whole number of seconds.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH")
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH: {text!r} is no time",
            hint="it counts whole seconds since 1970, UTC",
        ) from error


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Show what is running on stderr: a spinner on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda _text: None
        return
    from rich.console import Console  # noqa: PLC0415 -- only where there is a terminal

    with Console(stderr=True).status("reading the target") as status:
        yield status.update
