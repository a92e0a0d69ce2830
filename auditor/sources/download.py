"""How is one large file fetched, and its fetching resumed where it was cut off?

RFC 9110 sections 13.1.5 (If-Range) and 14 (Range): what is already here is kept
only where the server says by a strong entity tag that it is still the same file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import SourceError

if TYPE_CHECKING:
    from auditor.sources.http import Answer, HttpClient

ATTEMPTS = 3
_OK, _PARTIAL, _NOT_SATISFIABLE = 200, 206, 416
_REPORT_BYTES = 2**20

Tell = Callable[[int, int], None]
"""Told how many bytes are here and how many there will be (0: the server does not say)."""


def download(client: HttpClient, url: str, file: Path, *, max_bytes: int, tell: Tell) -> None:
    """Fetch ``url`` into ``file``, going on from what an earlier call left there.

    A connection that breaks is taken up again, as long as each attempt brings something.

    Raises:
        SourceError: the file cannot be had whole; what came so far stays for the next call.
    """
    tag_file = file.with_name(f"{file.name}.etag")
    for attempt in range(1, ATTEMPTS + 1):
        before = _size(file)
        try:
            _attempt(client, url, file, tag_file, max_bytes, tell)
        except SourceError:
            if attempt == ATTEMPTS or _size(file) == before:
                raise
        else:
            return


def _attempt(
    client: HttpClient, url: str, file: Path, tag_file: Path, max_bytes: int, tell: Tell
) -> None:
    have, tag = _size(file), _tag(tag_file, url)
    resume = {"Range": f"bytes={have}-", "If-Range": tag} if have and tag else {}

    def save(answer: Answer) -> bool:
        if answer.status == _NOT_SATISFIABLE:  # nothing comes after what is here: all, or too much
            return answer.headers.get("Content-Range", "") == f"bytes */{have}"
        goes_on = answer.status == _PARTIAL
        if goes_on and not answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            return False
        start = have if goes_on else 0
        if not goes_on:
            file.unlink(missing_ok=True)
            tag_file.write_text(json.dumps({"url": url, "tag": answer.headers.get("ETag", "")}))
        declared = answer.headers.get("Content-Length", "")
        total = start + int(declared) if declared.isascii() and declared.isdigit() else 0
        with file.open("ab") as stream:
            here = reported = start
            for chunk in answer.chunks(max_bytes - start):
                stream.write(chunk)
                here += len(chunk)
                if here - reported >= _REPORT_BYTES:
                    tell(here, total)
                    reported = here
        return True

    accept = (_OK, _PARTIAL, _NOT_SATISFIABLE) if resume else (_OK,)
    if not client.ask(url, save, headers=resume, accept=accept):
        file.unlink(missing_ok=True)
        _attempt(client, url, file, tag_file, max_bytes, tell)


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _tag(tag_file: Path, url: str) -> str:
    """The strong entity tag of what is here, or nothing where it cannot be gone on with."""
    try:
        known = json.loads(tag_file.read_bytes())
        tag = known["tag"] if known["url"] == url else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return tag if isinstance(tag, str) and tag.startswith('"') else ""
