"""How are the trust root and the registry's keys renewed? Over TUF, and only forwards.

The client is python-tuf's (The Update Framework 1.0); what it verified becomes a
set of files that one rename puts into use. The first root is the one that
sigstore-python brings along.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from auditor.errors import DataError, SourceError
from auditor.sanitise import excerpt
from auditor.sources.advisory_build import exclusive
from auditor.sources.http import Answer, HttpClient, Patience, host_of
from auditor.sources.npm_keys import read_keys
from auditor.sources.trust_roots import (
    ABOUT,
    ABOUT_SCHEMA,
    CURRENT,
    NPM_KEYS,
    TRUST_ROOT,
    VERSIONS,
    Renewed,
    load_trust_root,
    renewed,
)
from sbom.purl import default_registry

if TYPE_CHECKING:
    from tuf.ngclient.fetcher import FetcherInterface
    from tuf.ngclient.updater import Updater

    from auditor.sources import Progress

SOURCE = "https://tuf-repo-cdn.sigstore.dev"
PATIENCE = Patience(total_s=60.0)
MAX_METADATA_BYTES = 2**20
MAX_TARGET_BYTES = 2**20
MAX_ROOTS = 64
MAX_DELEGATIONS = 16

_OK, _FORBIDDEN, _NOT_FOUND = 200, 403, 404
_METADATA, _TARGETS, _SETS = "tuf", "targets", "sets"
_DIGEST_PREFIX = 16


@dataclass(frozen=True, slots=True)
class Renewal:
    """What an update did: ``changed`` says whether anything but the day is new."""

    changed: bool
    now: Renewed


def update(
    folder: Path,
    source: str = SOURCE,
    *,
    root: Path | None = None,
    now: datetime,
    progress: Progress,
    patience: Patience = PATIENCE,
) -> Renewal:
    """Renew what lies in ``folder`` from the TUF repository at ``source``.

    ``root`` is a TUF root to begin with (None: sigstore-python's). ``now`` becomes the day
    that the data are of; how fresh the metadata are is judged by the computer's own clock.

    Raises:
        UsageError: ``source`` is no address that may be used.
        SourceError: it cannot be had, or does not verify; what was there stays.
        DataError: the folder cannot be written.
    """
    client = HttpClient({host_of(source)}, patience)
    with exclusive(folder / CURRENT):
        old = _readable(folder)
        try:
            new = _fetch(client, source.rstrip("/"), folder, first_root(root), progress)
            _forwards(new, old, source, now.date())
            return _put(new, old, folder, source, now.date())
        except OSError as error:
            raise DataError(f"{folder}: cannot be written: {error.strerror}") from error


def first_root(path: Path | None) -> bytes:
    """The TUF root that everything else is verified from.

    Raises:
        DataError: it cannot be read.
    """
    if path is None:
        # The package's public interface gives the trust root and not the TUF root under it.
        file = files("sigstore").joinpath("_store", quote(SOURCE, safe=""), "root.json")
        try:
            return file.read_bytes()
        except OSError as error:
            raise DataError(
                "the TUF root: sigstore-python does not bring one along",
                hint="pass sigstore's root.json: --root FILE",
            ) from error
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_METADATA_BYTES + 1)
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > MAX_METADATA_BYTES:
        raise DataError(f"{path}: larger than {MAX_METADATA_BYTES:,} bytes")
    return data


def keys_target() -> str:
    """The name of the target with the keys of npm's default registry."""
    return f"{urlsplit(default_registry()).netloc}/keys.json"


@dataclass(frozen=True, slots=True)
class _Fetched:
    trust_root: bytes
    npm_keys: bytes
    versions: dict[str, int]
    expires: date


def _readable(folder: Path) -> Renewed | None:
    """What was renewed before; what is damaged is replaced like nothing at all."""
    try:
        return renewed(folder)
    except DataError:
        return None


def _fetch(
    client: HttpClient, source: str, folder: Path, root: bytes, progress: Progress
) -> _Fetched:
    from tuf.api.exceptions import DownloadError, RepositoryError  # noqa: PLC0415 -- heavy
    from tuf.ngclient.config import UpdaterConfig  # noqa: PLC0415 -- as above
    from tuf.ngclient.updater import Updater  # noqa: PLC0415 -- as above

    # What it logs on the way would only disturb the terminal.
    logging.getLogger("tuf").addHandler(logging.NullHandler())
    metadata, targets = folder / _METADATA, folder / _TARGETS
    config = UpdaterConfig(
        max_root_rotations=MAX_ROOTS,
        max_delegations=MAX_DELEGATIONS,
        root_max_length=MAX_METADATA_BYTES,
        snapshot_max_length=MAX_METADATA_BYTES,
        targets_max_length=MAX_METADATA_BYTES,
    )
    metadata.mkdir(exist_ok=True)
    targets.mkdir(exist_ok=True)
    place = excerpt(source)
    try:
        updater = Updater(
            str(metadata),
            source,
            str(targets),
            f"{source}/targets",
            _fetcher(client),
            config,
            bootstrap=root,
        )
        progress("reading the TUF metadata")
        updater.refresh()
        progress("downloading the trust root and the registry's keys")
        trust_root = _target(updater, "trusted_root.json", place)
        npm_keys = _target(updater, keys_target(), place)
    except (DownloadError, RepositoryError) as error:
        raise SourceError(_sentence(error, place), hint="what was there before stays") from error
    finally:
        shutil.rmtree(targets, ignore_errors=True)
    return _Fetched(trust_root, npm_keys, _versions(metadata), _expires(metadata))


def _fetcher(client: HttpClient) -> FetcherInterface:
    """Make python-tuf ask through our client: bounded in time, named hosts alone."""
    from tuf.api.exceptions import DownloadHTTPError  # noqa: PLC0415 -- heavy
    from tuf.ngclient.fetcher import FetcherInterface  # noqa: PLC0415 -- as above

    class Fetcher(FetcherInterface):
        def _fetch(self, url: str) -> Iterator[bytes]:
            def whole(answer: Answer) -> bytes:
                if answer.status != _OK:
                    raise DownloadHTTPError(f"status {answer.status}", answer.status)
                return b"".join(answer.chunks(MAX_METADATA_BYTES))

            return iter([client.ask(url, whole, accept=(_OK, _FORBIDDEN, _NOT_FOUND))])

    return Fetcher()


def _target(updater: Updater, name: str, place: str) -> bytes:
    found = updater.get_targetinfo(name)
    if found is None:
        raise SourceError(f"{place}: the TUF repository has no target {excerpt(name)}")
    if found.length > MAX_TARGET_BYTES:
        raise SourceError(f"{place}: {excerpt(name)} is larger than {MAX_TARGET_BYTES:,} bytes")
    return Path(updater.download_target(found)).read_bytes()


def _sentence(error: Exception, place: str) -> str:
    """Say in our words what python-tuf refuses."""
    from tuf.api import exceptions  # noqa: PLC0415 -- heavy

    cause = error.__cause__
    if isinstance(cause, SourceError):
        return cause.message
    if isinstance(error, exceptions.ExpiredMetadataError):
        return f"{place}: the TUF metadata have expired, or the clock of this computer is wrong"
    if isinstance(error, exceptions.BadVersionNumberError):
        return f"{place}: the TUF metadata are older than those that were seen before"
    if isinstance(error, exceptions.UnsignedMetadataError):
        return f"{place}: the TUF metadata are not signed by those who should"
    if isinstance(error, exceptions.LengthOrHashMismatchError):
        return f"{place}: a file is not the one that the TUF metadata describe"
    if isinstance(error, exceptions.DownloadHTTPError):
        return f"{place}: a file of the TUF repository is missing"
    lines = str(error).splitlines() or [type(error).__name__]
    return f"{place}: the TUF repository cannot be used: {excerpt(lines[0], max_characters=120)}"


def _versions(metadata: Path) -> dict[str, int]:
    from tuf.api.metadata import Metadata  # noqa: PLC0415 -- heavy

    return {
        name: Metadata.from_file(str(metadata / f"{name}.json")).signed.version for name in VERSIONS
    }


def _expires(metadata: Path) -> date:
    from tuf.api.metadata import Metadata  # noqa: PLC0415 -- heavy

    return Metadata.from_file(str(metadata / "timestamp.json")).signed.expires.date()


def _forwards(new: _Fetched, old: Renewed | None, source: str, today: date) -> None:
    """Refuse what is older than what is there.

    python-tuf does so by its own copy of the metadata; this holds where that copy is gone.
    """
    if old is None:
        return
    if old.source == excerpt(source):
        for name, version in old.versions.items():
            if new.versions[name] < version:
                raise SourceError(
                    f"{excerpt(source)}: the TUF metadata are older than those that were seen"
                    f" before: {name} {new.versions[name]} after {version}"
                )
    if today < old.as_of:
        raise SourceError(
            f"{excerpt(source)}: the last update was on {old.as_of}, after today: {today}",
            hint="set the clock of this computer",
        )


def _put(new: _Fetched, old: Renewed | None, folder: Path, source: str, today: date) -> Renewal:
    """Write a new set beside the old one, and make it the one in use by one rename."""
    contents = {
        TRUST_ROOT: _dated(new.trust_root, today, TRUST_ROOT),
        NPM_KEYS: _dated(new.npm_keys, today, NPM_KEYS),
    }
    about = {
        "schema": ABOUT_SCHEMA,
        "as_of": today.isoformat(),
        "source": source,
        "expires": new.expires.isoformat(),
        "versions": new.versions,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()},
    }
    contents[ABOUT] = json.dumps(about, indent=2).encode()
    name = hashlib.sha256(contents[ABOUT]).hexdigest()[:_DIGEST_PREFIX]
    fresh = folder / _SETS / name
    fresh.mkdir(parents=True, exist_ok=True)
    for file, data in contents.items():
        (fresh / file).write_bytes(data)
    load_trust_root(fresh / TRUST_ROOT)  # what cannot be read must not come into use
    read_keys(fresh / NPM_KEYS)
    link = folder / f"{CURRENT}.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(_SETS, name), target_is_directory=True)
    link.replace(folder / CURRENT)
    for other in (folder / _SETS).iterdir():
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)
    now = renewed(folder)
    if now is None:
        raise DataError(f"{folder}: what was written is gone")
    return Renewal(old is None or old.versions != now.versions, now)


def _dated(data: bytes, today: date, what: str) -> bytes:
    """Add the day and the digest of the target itself, as in the shipped files."""
    try:
        value = json.loads(data)
        digest = hashlib.sha256(data).hexdigest()
        dated = {**value, "as_of": today.isoformat(), "source_sha256": digest}
    except (ValueError, TypeError, RecursionError) as error:
        raise SourceError(f"the TUF target {what}: is no JSON object") from error
    return json.dumps(dated, indent=2).encode()
