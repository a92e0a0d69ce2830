"""Does a hostile file keep the detector of secrets busy, or hide a secret from it?

Each tree holds one attack and one canary. A child process looks for secrets, with a
limit on its memory; what it must never show is the file of the host.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from builders import write_tree

CANARY = "canary-" + "7Qx2" * 5
HOST = "host-only-" + "9Kd4" * 5
TIMEOUT_S = 60
MAX_RESIDENT_KIB = 512 * 2**10

SEARCH = """
import json, resource, sys
from datetime import UTC, datetime
from auditor.check import Context
from auditor.checks.secrets.files import files
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.targets import open_target

now = datetime.now(UTC)
target = open_target(sys.argv[1])
told = list(files.body(Context(target, None, Sources(Settings(), now=now), now)))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"peak_kib": peak, "told": [repr(each) for each in told]}))
"""

PADLOCK = "a" * 300_000


def bomb(levels: int = 30) -> str:
    lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, levels):
        before = ", ".join([f"*l{level - 1}"] * 10)
        lines.append(f"l{level}: &l{level} [{before}]")
    return "\n".join([*lines, f"db_password: {CANARY}"])


ATTACKS: dict[str, dict[str, str | bytes]] = {
    "long line of one letter": {"a.js": f"x = '{PADLOCK}'", "a.json": PADLOCK},
    "long line of names": {"a.env": "SECRET_" * 43_000, "a.sh": "--token" * 43_000},
    "long line of quotes": {
        "a.py": "a='b\"" * 60_000,
        "a.json": '"\\' * 150_000,
        "a.sh": "A=\"'" * 75_000,
    },
    "long line of dots and schemes": {"a.js": "a://b:c" * 43_000, "a.txt": "eyJ.eyJ-" * 37_500},
    "long line of prefixes": {
        "a.js": "ghp_sk-xox-SG.AKIA" * 17_000,
        "a.md": "-----BEGIN " * 27_000,
    },
    "keys without an end": {"a.pem": "-----BEGIN PRIVATE KEY-----\n" * 11_000},
    "JSON Web Keys without an end": {"a.json": '"kty":"RSA","d":"' * 18_000},
    "spaces": {"a.env": "PASSWORD=" + " " * 300_000 + "x", "a.yml": "password:" + " " * 300_000},
    "deep JSON": {"a.json": "[" * 200_000 + "]" * 200_000},
    "deep JSON objects": {"a.json": '{"a":' * 200_000 + "1" + "}" * 200_000},
    "deep YAML": {"a.yml": "[" * 200_000 + "]" * 200_000},
    "YAML alias bomb": {"a.yml": bomb()},
    "YAML merge bomb": {"a.yml": "a: &a {b: c}\n" + "d: {<<: *a}\n" * 20_000},
    "comments without an end": {"a.json": "/*" * 150_000},
    "unclosed values": {".env": "A='\n" * 40_000},
}


def search(root: Path) -> tuple[int, str]:
    """Return the memory at its highest, in KiB, and all that was told."""
    done = subprocess.run(
        [sys.executable, "-c", SEARCH, str(root)],
        capture_output=True,
        check=True,
        timeout=TIMEOUT_S,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31)),
    )
    assert HOST.encode() not in done.stdout + done.stderr
    assert CANARY.encode() not in done.stdout + done.stderr
    told = json.loads(done.stdout)
    return told["peak_kib"], "\n".join(told["told"])


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda name: name.replace(" ", "-"))
def test_an_attack_is_bounded_and_hides_no_secret(attack: str, tmp_path: Path) -> None:
    write_tree(tmp_path, {**ATTACKS[attack], "zz/.env": f"DB_PASSWORD={CANARY}\n"})

    peak_kib, told = search(tmp_path)

    assert peak_kib <= MAX_RESIDENT_KIB
    assert "path='zz/.env', line=1" in told


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf-16 little endian", f"DB_PASSWORD={CANARY}\n".encode("utf-16")),
        ("utf-16 big endian without mark", f"DB_PASSWORD={CANARY}\n".encode("utf-16-be")),
        ("utf-16 little endian without mark", f"DB_PASSWORD={CANARY}\n".encode("utf-16-le")),
        ("byte order mark", b"\xef\xbb\xbf" + f"DB_PASSWORD={CANARY}\n".encode()),
        ("not utf-8", b"NAME=\xff\xfe\xfa\n" + f"DB_PASSWORD={CANARY}\n".encode()),
        ("zero bytes", b"\0\0\n" + f"DB_PASSWORD={CANARY}\n".encode()),
        ("carriage returns", f"A=1\rDB_PASSWORD={CANARY}\r".encode()),
    ],
)
def test_no_encoding_hides_a_secret(name: str, data: bytes, tmp_path: Path) -> None:
    write_tree(tmp_path, {".env": data})

    assert "secret-committed" in search(tmp_path)[1], name


def test_the_first_of_two_equal_keys_is_seen_as_well(tmp_path: Path) -> None:
    twice = f'{{\n"password": "{CANARY}",\n"password": "${{REFERENCE}}"\n}}'
    yaml = f"password: {CANARY}\npassword: ${{REFERENCE}}\n"
    write_tree(tmp_path, {"a.json": twice, "a.yml": yaml})

    told = search(tmp_path)[1]

    assert "path='a.json', line=2" in told
    assert "path='a.yml', line=1" in told


def test_a_link_to_a_file_of_the_host_is_not_followed(tmp_path: Path) -> None:
    host = tmp_path / "host"
    host.write_text(f"DB_PASSWORD={HOST}\n")
    root = write_tree(tmp_path / "root", {"config/.env": f"DB_PASSWORD={CANARY}\n"})
    (root / ".env").symlink_to(host)

    told = search(root)[1]

    assert "path='config/.env'" in told
    assert "path='.env'" not in told
