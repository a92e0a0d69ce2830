from __future__ import annotations

import pytest

from auditor.errors import TargetError
from auditor.formats.processes import MAX_BYTES, is_pm2, is_procfile, read_pm2, read_procfile


def test_reads_a_procfile_with_its_assignments() -> None:
    web, clock = read_procfile(b"# a\nweb: A=1 B='2' node --inspect a.js\n\nclock: node b.js\n")

    assert (web.name, web.command, web.line) == ("web", "node --inspect a.js", 2)
    assert [(one.name, one.value) for one in web.variables] == [("A", "1"), ("B", "2")]
    assert clock.variables == ()


def test_reads_pm2_in_each_of_its_forms() -> None:
    json = b'[{"name": "a", "script": "a.js", "node_args": ["--inspect"], "env": {"A": "1"}}]'
    yaml = b"apps:\n- name: a\n  script: a.js\n  node_args: --inspect\n  env_production: {A: 1}\n"
    code = b"module.exports = {\n  node_args: '--inspect',\n  env: { 'A': '1', b: 'c' } }\n"

    for path, data, command in (
        ("pm2.json", json, "--inspect a.js"),
        ("ecosystem.config.yml", yaml, "--inspect a.js"),
        ("ecosystem.config.cjs", code, "--inspect"),
    ):
        (process,) = read_pm2(path, data)
        assert process.command == command
        assert [(one.name, one.value) for one in process.variables] == [("A", "1")]


@pytest.mark.parametrize("data", [b"{", b"[" * 100_000, b"[" * (MAX_BYTES + 1)])
def test_refuses_what_is_no_json(data: bytes) -> None:
    with pytest.raises(TargetError):
        read_pm2("pm2.json", data)


def test_holds_its_limit() -> None:
    assert read_procfile(b"#" * MAX_BYTES) == ()
    with pytest.raises(TargetError, match="larger than 64 KiB"):
        read_procfile(b"#" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("path", "procfile", "pm2"),
    [
        ("Procfile", True, False),
        ("Procfile.dev", True, False),
        ("ecosystem.config.js", False, True),
        ("deploy/pm2.json", False, True),
        ("config.js", False, False),
        ("node_modules/a/Procfile", False, False),
    ],
)
def test_knows_files_by_their_names(path: str, procfile: bool, pm2: bool) -> None:
    assert (is_procfile(path), is_pm2(path)) == (procfile, pm2)
