"""How does auditor run another program without trusting it?

Absolute executables and argument lists only; an empty environment with a HOME and
TMPDIR of its own; resource limits; a session of its own that is killed as a group;
output bounded while it is read; no network where the platform can take it away.
"""

from __future__ import annotations

import functools
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from auditor.errors import ProcessError

SYSTEM_FOLDERS = ("/usr/local/bin", "/usr/bin", "/bin")
"""Where executables are looked for when the interpreter's own folder has none."""

MAX_ADDRESS_SPACE_BYTES = 4 * 2**30
"""Semgrep's Python front end reserves between 2 and 4 GiB, its native one under 1 GiB."""
MAX_CPU_S = 3600
MAX_WRITTEN_FILE_BYTES = 1 * 2**30
MAX_OPEN_FILES = 1024
MAX_OUTPUT_BYTES = 64 * 2**20

_PROBE_TIMEOUT_S = 10
_POLL_S = 0.2
_CHUNK_BYTES = 64 * 2**10
_EXEC_FAILED = 127
_EXEC_MARK = b"auditor-exec: "

# Runs in a fresh interpreter, so that no Python code runs between fork and exec in ours
# (preexec_fn is unsafe with threads). RLIMIT_NPROC is left alone on purpose: it counts
# all processes of the user, not only those started here.
_TRAMPOLINE = """
import json, os, resource, sys
for name, wanted in json.loads(sys.argv[1]).items():
    kind = getattr(resource, name)
    hard = resource.getrlimit(kind)[1]
    try:
        resource.setrlimit(kind, [n if hard < 0 else min(n, hard) for n in wanted])
    except (ValueError, OSError):
        pass
try:
    os.execv(sys.argv[2], sys.argv[2:])
except OSError as error:
    print("auditor-exec: " + str(error.strerror), file=sys.stderr)
    sys.exit(127)
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may use. Bytes and CPU seconds are per process, not per group."""

    address_space_bytes: int = MAX_ADDRESS_SPACE_BYTES
    cpu_s: int = MAX_CPU_S
    written_file_bytes: int = MAX_WRITTEN_FILE_BYTES
    open_files: int = MAX_OPEN_FILES
    output_bytes: int = MAX_OUTPUT_BYTES


@dataclass(frozen=True, slots=True)
class Completed:
    """A process that ended by itself, with whatever exit status.

    ``isolated_network`` says whether it ran without any network.
    """

    argv0: str
    returncode: int
    stdout: bytes
    stderr: bytes
    seconds: float
    isolated_network: bool


def run(
    argv: Sequence[str],
    *,
    cwd: Path,
    timeout_s: float,
    input: bytes = b"",  # noqa: A002 - the word subprocess.run uses
    env_extra: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Completed:
    """Run a program to its end.

    Args:
        argv: the executable as an absolute path, and its arguments.
        cwd: a folder that the caller owns; never the target.
        timeout_s: wall-clock seconds until the whole group is killed.
        input: what the program reads from stdin.
        env_extra: added to PATH, LANG, HOME and TMPDIR, which is all there is otherwise.
        limits: resources of each process.

    Raises:
        ProcessError: it could not be started, was ended by a signal, ran out of time,
            or wrote more than the limit. An exit status other than 0 is no error here.
    """
    limits = limits or Limits()
    name = Path(argv[0]).name
    _require_executable(argv[0])
    prefix = _isolation()
    with tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True) as own:
        environment = _environment(Path(own), env_extra or {})
        with tempfile.TemporaryFile(dir=own) as stdin:
            stdin.write(input)
            stdin.seek(0)
            started = time.monotonic()
            try:
                process = subprocess.Popen(  # noqa: S603 - a list, absolute, empty environment
                    [*prefix, *_trampoline(limits), *argv],
                    cwd=cwd,
                    env=environment,
                    stdin=stdin,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    start_new_session=True,
                )
            except (OSError, ValueError) as error:
                raise ProcessError(f"{name}: could not be started: {error}") from error
            try:
                stdout, stderr = _read(process, name, started + timeout_s, timeout_s, limits)
            finally:
                _end(process)
    _require_own_end(process.returncode, name, stderr, limits)
    seconds = time.monotonic() - started
    return Completed(argv[0], process.returncode, stdout, stderr, seconds, bool(prefix))


def which(name: str) -> Path:
    """Return the absolute path of an executable, never one from the working directory.

    The interpreter's own folder comes first (that is where a virtual environment has its
    tools), then the system's folders. PATH is not consulted.

    Raises:
        ProcessError: there is none.
    """
    for folder in (os.path.dirname(sys.executable), *SYSTEM_FOLDERS):  # noqa: PTH120 - "" stays ""
        candidate = Path(folder) / name
        if candidate.is_absolute() and os.access(candidate, os.X_OK) and candidate.is_file():
            return candidate
    raise ProcessError(
        f"{name}: no such program beside the Python interpreter or in the system's folders",
        hint=f"install {name} into the environment that runs auditor",
    )


def _require_executable(path: str) -> None:
    if not os.path.isabs(path):  # noqa: PTH117 - the text as given, not a normalised Path
        raise ProcessError(f"{path}: not an absolute path to a program")
    if not (Path(path).is_file() and os.access(path, os.X_OK)):
        raise ProcessError(f"{path}: no such program, or it may not be executed")


def _environment(own: Path, extra: Mapping[str, str]) -> dict[str, str]:
    for folder in (own / "home", own / "tmp"):
        folder.mkdir(mode=0o700)
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(own / "home"),
        "TMPDIR": str(own / "tmp"),
        **extra,
    }


def _trampoline(limits: Limits) -> list[str]:
    soft_and_hard = {
        "RLIMIT_AS": (limits.address_space_bytes, limits.address_space_bytes),
        "RLIMIT_CPU": (limits.cpu_s, limits.cpu_s + 1),  # SIGXCPU first, which names the reason
        "RLIMIT_FSIZE": (limits.written_file_bytes, limits.written_file_bytes),
        "RLIMIT_NOFILE": (limits.open_files, limits.open_files),
        "RLIMIT_CORE": (0, 0),
    }
    return [sys.executable, "-I", "-S", "-c", _TRAMPOLINE, json.dumps(soft_and_hard)]


@functools.cache
def _isolation(unshare: str = "/usr/bin/unshare") -> tuple[str, ...]:
    """Return the words that take the network away, or none where that does not work."""
    prefix = (unshare, "--map-root-user", "--net", "--")
    try:
        probe = subprocess.run(  # noqa: S603 - constant words
            [*prefix, "/bin/true"],
            env={},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PROBE_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return prefix if probe.returncode == 0 else ()


def _read(
    process: subprocess.Popen[bytes],
    name: str,
    deadline: float,
    timeout_s: float,
    limits: Limits,
) -> tuple[bytes, bytes]:
    """Read both outputs to their end, each within the limit, before the deadline."""
    outputs = {stream: bytearray() for stream in (process.stdout, process.stderr) if stream}
    with selectors.DefaultSelector() as selector:
        for stream in outputs:
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map() or process.poll() is None:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                _fail_timeout(name, timeout_s)
            if not selector.get_map():
                with suppress(subprocess.TimeoutExpired):
                    process.wait(remaining)
                continue
            ready = selector.select(min(remaining, _POLL_S))
            for key, _ in ready:
                _take(selector, key.fileobj, outputs, name, limits)  # type: ignore[arg-type]  # only pipes are registered
            if not ready and process.poll() is not None:
                _kill_group(process)  # a left-over child holds the pipes open
    stdout, stderr = outputs.values()
    return bytes(stdout), bytes(stderr)


def _take(
    selector: selectors.BaseSelector,
    stream: IO[bytes],
    outputs: dict[IO[bytes], bytearray],
    name: str,
    limits: Limits,
) -> None:
    chunk = os.read(stream.fileno(), _CHUNK_BYTES)
    if not chunk:
        selector.unregister(stream)
    outputs[stream] += chunk
    if len(outputs[stream]) > limits.output_bytes:
        raise ProcessError(f"{name}: wrote more than {limits.output_bytes} bytes of output")


def _fail_timeout(name: str, timeout_s: float) -> NoReturn:
    raise ProcessError(
        f"{name}: did not finish within {timeout_s:g} s and was stopped",
        hint="allow more time, or audit a smaller tree",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the group, close the pipes and collect the process."""
    with process:
        _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _require_own_end(returncode: int, name: str, stderr: bytes, limits: Limits) -> None:
    if returncode == -signal.SIGXCPU:
        raise ProcessError(f"{name}: used more than {limits.cpu_s} s of CPU time")
    if returncode < 0:
        raise ProcessError(f"{name}: was ended by signal {signal.Signals(-returncode).name}")
    if returncode == _EXEC_FAILED and stderr.startswith(_EXEC_MARK):
        reason = stderr.removeprefix(_EXEC_MARK).decode(errors="replace").strip().lower()
        raise ProcessError(f"{name}: could not be started: {reason}")
