"""Which origins did the caller accept? The lock that was named, and never one of the target."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import DataError

if TYPE_CHECKING:
    from auditor.provenance.lock import Lock

_HINT = "write it with: auditor provenance pin"


def load_lock(path: Path | None) -> Lock:
    """Read the lock in ``path``; None: nothing is pinned.

    Raises:
        DataError: the file cannot be read, or it is no lock.
    """
    from auditor.provenance.lock import Lock  # noqa: PLC0415 -- heavy, not for --help
    from auditor.provenance.lock_file import read_lock  # noqa: PLC0415 -- as above
    from auditor.provenance.strict_json import MAX_BYTES  # noqa: PLC0415 -- as above

    if path is None:
        return Lock({})
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)  # one too many is refused by the reader
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}", hint=_HINT) from error
    return read_lock(data, str(path))
