import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.targets.git_settings import Setting, program_settings, settings, submodules


def test_reads_sections_subsections_and_values() -> None:
    config = b"""\xef\xbb\xbf; a comment
[core]\r
\tbare = false # not a repository to work in
[remote "Origin"] url = "https://code.example/a b" ; where from
[branch.main]
  rebase
"""
    assert list(settings(config)) == [
        Setting("core", "", "bare", "false"),
        Setting("remote", "Origin", "url", "https://code.example/a b"),
        Setting("branch", "main", "rebase", ""),
    ]


def test_a_continued_value_does_not_start_a_section() -> None:
    config = b"[core]\n x = a \\\n[user]\n fsmonitor = ./evil\n"
    assert program_settings(config) == ("core.fsmonitor",)


def test_a_comment_is_not_continued() -> None:
    config = b"# harmless \\\n[core]\n fsmonitor = ./evil\n[user] name = x # y \\\n[alias] a = !b\n"
    assert program_settings(config) == ("alias.a", "core.fsmonitor")


def test_lines_that_git_rejects_are_passed_over() -> None:
    config = b'[broken\n= x\n[core "unclosed]\n"quoted"\n[core]\nfsmonitor = "./evil\n'
    assert program_settings(config) == ()
    assert program_settings(b"[[\n[core]\nhooksPath = x\n") == ("core.hookspath",)


@pytest.mark.parametrize(
    "config",
    [
        b"[core] fsmonitor = ./evil",
        b"[CORE] FSMonitor = ./evil",
        b'[core] hooksPath = "hooks"',
        b"[core] sshCommand = evil",
        b"[core] pager = evil",
        b'[filter "x"] smudge = evil',
        b'[filter "x"] clean = evil',
        b'[filter "x"] process = evil',
        b'[diff "x"] textconv = evil',
        b"[diff] external = evil",
        b"[include] path = ../evil",
        b'[includeIf "gitdir:/"] path = ../evil',
        b'[remote "origin"] uploadpack = evil',
        b'[remote "origin"] url = ext::sh -c evil',
        b'[url "ext::sh -c evil"] insteadOf = https://',
        b"[uploadpack] packObjectsHook = evil",
        b"[alias] st = !evil",
        b"[alias] st = status",
        b"[credential] helper = !evil",
        b'[credential "https://x"] helper = /tmp/evil',
        b'[submodule "x"] update = !evil',
        b"[pager] log = evil",
        b"[gpg] program = evil",
        b'[merge "x"] driver = evil',
        b'[tar "zip"] command = evil',
    ],
)
def test_names_what_runs_a_program(config: bytes) -> None:
    assert len(program_settings(config)) == 1


@pytest.mark.parametrize(
    "config",
    [
        b"[core] fsmonitor = true",
        b"[core] fsmonitor",
        b"[core] bare = false",
        b"[pager] log = false",
        b"[credential] helper = store",
        b'[remote "origin"] url = https://code.example/shop.git',
        b'[submodule "x"] update = rebase',
        b"[user] name = fsmonitor",
        b"",
        b"# [core] fsmonitor = evil",
    ],
)
def test_says_nothing_of_what_does_not(config: bytes) -> None:
    assert program_settings(config) == ()


def test_lists_submodules_sorted_by_path() -> None:
    config = (
        b'[submodule "z"]\n path = z\n url = https://code.example/z\n'
        b'[submodule "a"]\n path = a\n url = ../a\n[submodule "n"]\n url = x\n[other] path = q\n'
    )
    assert [(one.path, one.harmful) for one in submodules(config)] == [("a", False), ("z", False)]


@pytest.mark.parametrize(
    "lines",
    [
        b"path = a\nurl = ext::sh -c date",
        b"path = a\nurl = -u./evil",
        b"path = a\nurl = file:///etc",
        b"path = a\nurl = /etc",
        b"path = -u./evil\nurl = https://code.example/a",
        b"path = ../../a\nurl = https://code.example/a",
        b"path = /a\nurl = https://code.example/a",
        b"path = a\nupdate = !date",
    ],
)
def test_knows_harmful_submodules(lines: bytes) -> None:
    (one,) = submodules(b'[submodule "a"]\n' + lines)
    assert one.harmful


@given(st.binary(max_size=300) | st.text('[]"\\\n=#; \tab.', max_size=300).map(str.encode))
def test_any_bytes_are_read_to_their_end(data: bytes) -> None:
    for one in settings(data):
        assert one.key == one.key.lower()
    submodules(data)


@pytest.mark.parametrize("piece", [b"[core ", b'[a "', b"a = \\\n", b'"', b" ", b"a=b\\", b"[["])
def test_long_repetition_is_read_to_its_end(piece: bytes) -> None:
    assert program_settings(piece * (300_000 // len(piece))) == ()
