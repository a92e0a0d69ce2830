"""Under which key are the secrets of a project recognised?

A random key for each project, in a folder of the user's own: what two audits of this
user say of one project can be compared, and nobody else can try passwords on it.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from auditor.errors import DataError

KEY_BYTES = 32


def project_key(folder: Path, project: str) -> bytes:
    """Return the key of ``project`` from ``folder``; it is made when first asked for.

    Raises:
        DataError: the folder cannot be used, or what lies there is no key.
    """
    name = hashlib.sha256(project.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    file = folder / f"{name}.key"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create(file)
        key = file.read_bytes()
    except OSError as error:
        raise DataError(
            f"{file}: the key of the project cannot be used: {error.strerror}",
            hint="name a folder that you may write to, or delete the file",
        ) from error
    if len(key) != KEY_BYTES:
        raise DataError(f"{file}: is no key of a project", hint="delete the file")
    return key


def _create(file: Path) -> None:
    """Put a new key there, whole or not at all, unless somebody has."""
    if file.exists():
        return
    own = file.with_suffix(f".{os.getpid()}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(os.urandom(KEY_BYTES))
    try:
        os.link(own, file)
    except FileExistsError:
        return
    finally:
        own.unlink()
