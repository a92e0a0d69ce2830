import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from auditor.errors import ProcessError
from auditor.sources.process import Completed, Limits, _isolation, run, which

PATIENCE_S = 30.0


def shell(
    script: str,
    cwd: Path,
    *,
    timeout_s: float = PATIENCE_S,
    stdin: bytes = b"",
    extra: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Completed:
    return run(
        ["/bin/sh", "-c", script],
        cwd=cwd,
        timeout_s=timeout_s,
        input=stdin,
        env_extra=extra,
        limits=limits,
    )


def python(script: str, cwd: Path, arguments: Sequence[str] = ()) -> Completed:
    return run([sys.executable, "-I", "-c", script, *arguments], cwd=cwd, timeout_s=PATIENCE_S)


def has_ended(pid: int) -> bool:
    """Wait until a process is gone, or dead and not collected by init."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            status = Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return True
        if status.rpartition(")")[2].split()[0] in "ZX":
            return True
        time.sleep(0.02)
    return False


def test_returns_both_outputs_and_the_status(tmp_path: Path) -> None:
    done = shell("echo out; echo err >&2; exit 3", tmp_path)
    assert (done.argv0, done.returncode) == ("/bin/sh", 3)
    assert (done.stdout, done.stderr) == (b"out\n", b"err\n")
    assert done.seconds > 0


def test_arguments_reach_the_program_as_they_are(tmp_path: Path) -> None:
    words = ["--output=x", "-rf", "$(date)", "a b", "", "line\nbreak", "caf\udce9", "*"]
    done = python("import os,sys; print(*map(os.fsencode, sys.argv[1:]), sep=';')", tmp_path, words)
    assert done.stdout.decode().strip().split(";") == [repr(os.fsencode(word)) for word in words]


def test_runs_in_the_given_folder(tmp_path: Path) -> None:
    assert shell("pwd -P", tmp_path).stdout == os.fsencode(tmp_path.resolve()) + b"\n"


def test_stdin_is_empty_or_the_given_bytes(tmp_path: Path) -> None:
    assert shell("cat", tmp_path).stdout == b""
    data = bytes(range(256)) * 4096
    assert shell("cat", tmp_path, stdin=data).stdout == data


def test_the_environment_is_empty_but_for_four_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOST_SECRET", "canary")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = run(["/usr/bin/env"], cwd=tmp_path, timeout_s=PATIENCE_S, env_extra={"EXTRA": "1"})
    seen = dict(line.split("=", 1) for line in done.stdout.decode().splitlines())
    assert sorted(seen) == ["EXTRA", "HOME", "LANG", "PATH", "TMPDIR"]
    assert (seen["PATH"], seen["LANG"], seen["EXTRA"]) == ("/usr/bin:/bin", "C.UTF-8", "1")
    assert seen["HOME"] != os.environ.get("HOME")
    assert not Path(seen["HOME"]).exists()
    assert not Path(seen["TMPDIR"]).exists()


def test_home_and_tmpdir_are_empty_folders_that_may_be_written(tmp_path: Path) -> None:
    script = 'ls -A "$HOME"; ls -A "$TMPDIR"; echo x > "$HOME/a" && echo y > "$TMPDIR/b"'
    done = shell(script, tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")


def test_descriptors_of_the_caller_are_closed(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("wb") as file:
        os.set_inheritable(file.fileno(), True)
        done = shell(f"[ -e /dev/fd/{file.fileno()} ] && echo open || echo closed", tmp_path)
    assert done.stdout == b"closed\n"


def test_the_process_leads_a_session_of_its_own(tmp_path: Path) -> None:
    done = python("import os; print(os.getsid(0) == os.getpid())", tmp_path)
    assert done.stdout == b"True\n"


def test_limits_hold_in_the_process(tmp_path: Path) -> None:
    limits = Limits(
        address_space_bytes=2**30, cpu_s=7, written_file_bytes=2**20, open_files=50, output_bytes=99
    )
    names = ["AS", "CPU", "FSIZE", "NOFILE", "CORE"]
    script = (
        f"import resource as r; print(*[r.getrlimit(getattr(r,'RLIMIT_'+n))[0] for n in {names}])"
    )
    done = run([sys.executable, "-I", "-c", script], cwd=tmp_path, timeout_s=30, limits=limits)
    assert done.stdout.split() == [b"1073741824", b"7", b"1048576", b"50", b"0"]


def test_a_limit_above_the_callers_own_is_lowered_to_it(tmp_path: Path) -> None:
    script = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))\n"
        "from pathlib import Path; from auditor.sources.process import run\n"
        f"print(run(['/bin/sh', '-c', 'ulimit -n'], cwd=Path({str(tmp_path)!r}),"
        " timeout_s=30).stdout)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, check=True, text=True
    )
    assert done.stdout == "b'200\\n'\n"


def test_memory_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    limits = Limits(address_space_bytes=2**28)
    argv = [sys.executable, "-I", "-c", "x = bytearray(2**29)"]
    done = run(argv, cwd=tmp_path, timeout_s=PATIENCE_S, limits=limits)
    assert done.returncode == 1
    assert b"MemoryError" in done.stderr


def test_cpu_time_beyond_the_limit_ends_the_process(tmp_path: Path) -> None:
    with pytest.raises(ProcessError, match="sh: used more than 1 s of CPU time"):
        shell("while :; do :; done", tmp_path, limits=Limits(cpu_s=1))


def test_a_file_beyond_the_limit_is_not_written(tmp_path: Path) -> None:
    shell("head -c 5000 /dev/zero > big || true", tmp_path, limits=Limits(written_file_bytes=1000))
    assert (tmp_path / "big").stat().st_size == 1000


@pytest.mark.parametrize("redirect", ["", ">&2"])
def test_output_is_read_up_to_the_limit_and_not_past_it(tmp_path: Path, redirect: str) -> None:
    limits = Limits(output_bytes=1000)
    done = shell(f"head -c 1000 /dev/zero {redirect}", tmp_path, limits=limits)
    assert len(done.stdout + done.stderr) == 1000
    with pytest.raises(ProcessError, match="sh: wrote more than 1000 bytes of output"):
        shell(f"head -c 1001 /dev/zero {redirect}", tmp_path, limits=limits)


def test_endless_output_is_cut_off(tmp_path: Path) -> None:
    with pytest.raises(ProcessError, match="wrote more than 100000 bytes"):
        shell("yes", tmp_path, limits=Limits(output_bytes=100_000))


@pytest.mark.parametrize("script", ["sleep 600", "exec >&- 2>&-; sleep 600"])
def test_a_process_that_takes_too_long_is_stopped(tmp_path: Path, script: str) -> None:
    with pytest.raises(ProcessError, match=r"sh: did not finish within 0\.5 s") as stopped:
        shell(f"echo $$ > pid; {script}", tmp_path, timeout_s=0.5)
    assert stopped.value.hint
    assert has_ended(int((tmp_path / "pid").read_text()))


def test_children_are_stopped_with_their_parent(tmp_path: Path) -> None:
    with pytest.raises(ProcessError, match="did not finish"):
        shell("sleep 600 & echo $! > pid; wait", tmp_path, timeout_s=0.5)
    assert has_ended(int((tmp_path / "pid").read_text()))


def test_children_left_behind_neither_delay_the_end_nor_live_on(tmp_path: Path) -> None:
    done = shell("sleep 600 & echo $! > pid; echo done", tmp_path)
    assert done.stdout == b"done\n"
    assert has_ended(int((tmp_path / "pid").read_text()))


def test_children_are_stopped_on_an_interrupt(tmp_path: Path) -> None:
    # A shell that starts the tests in the background has them ignore the signal.
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path; from auditor.sources.process import run\n"
        f"run(['/bin/sh', '-c', 'echo $$ > pid; sleep 600'], cwd=Path({str(tmp_path)!r}),"
        " timeout_s=600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], stderr=subprocess.PIPE
    ) as caller:
        pid = tmp_path / "pid"
        deadline = time.monotonic() + PATIENCE_S
        while not (pid.exists() and pid.read_text().strip()) and time.monotonic() < deadline:
            time.sleep(0.02)
        caller.send_signal(signal.SIGINT)
        try:
            _, errors = caller.communicate(timeout=PATIENCE_S)
        finally:
            caller.kill()
    assert b"KeyboardInterrupt" in errors
    assert has_ended(int(pid.read_text()))


def test_a_process_ended_by_a_signal_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProcessError, match="sh: was ended by signal SIGKILL"):
        shell("kill -9 $$", tmp_path)


@pytest.mark.parametrize("argv0", ["sh", "./sh", "", "bin/sh"])
def test_only_absolute_programs_are_run(tmp_path: Path, argv0: str) -> None:
    with pytest.raises(ProcessError, match="not an absolute path"):
        run([argv0], cwd=tmp_path, timeout_s=PATIENCE_S)


def test_a_program_that_is_missing_or_not_executable_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    (tmp_path / "data").chmod(0o600)
    for path in (tmp_path / "none", tmp_path / "data", tmp_path):
        with pytest.raises(ProcessError, match="no such program"):
            run([str(path)], cwd=tmp_path, timeout_s=PATIENCE_S)


def test_a_program_that_the_system_refuses_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"\x7fELF, but not really")
    (tmp_path / "broken").chmod(0o700)
    with pytest.raises(ProcessError, match="broken: could not be started: exec format error"):
        run([str(tmp_path / "broken")], cwd=tmp_path, timeout_s=PATIENCE_S)


def test_the_status_127_of_the_program_itself_is_no_failure_to_start(tmp_path: Path) -> None:
    assert shell("exit 127", tmp_path).returncode == 127


def test_a_missing_working_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProcessError, match="sh: could not be started"):
        shell("true", tmp_path / "none")


def test_an_argument_with_a_nul_byte_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProcessError, match="could not be started: embedded null byte"):
        shell("true\0", tmp_path)


def test_without_network_not_even_the_loopback_answers(tmp_path: Path) -> None:
    connect = "import socket,sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 5)"
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = python(connect, tmp_path, [str(server.getsockname()[1])])
    assert (done.returncode != 0) == done.isolated_network


def test_isolation_that_does_not_work_is_not_used(tmp_path: Path) -> None:
    refuses = tmp_path / "unshare"
    refuses.write_text("#!/bin/sh\nexit 1\n")
    refuses.chmod(0o700)
    assert _isolation(str(refuses)) == ()
    assert _isolation(str(tmp_path / "none")) == ()


def test_programs_beside_the_interpreter_come_first() -> None:
    interpreter = Path(sys.executable)
    assert which(interpreter.name) == interpreter
    assert which("sh") in {Path("/usr/bin/sh"), Path("/bin/sh")}


def test_programs_in_the_working_folder_or_on_path_are_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "only-here"
    trap.write_text("#!/bin/sh\n")
    trap.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:.:")
    with pytest.raises(ProcessError, match="only-here: no such program") as missing:
        which("only-here")
    assert "install only-here" in missing.value.hint
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(ProcessError, match="only-here: no such program"):
        which("only-here")
