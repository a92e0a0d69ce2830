"""What does every reader of a format do with what nobody would write?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import TargetError
from auditor.formats.codeowners import read_rules
from auditor.formats.compose import names, read_services
from auditor.formats.dockerfile import read_stages
from auditor.formats.kept import read_lifecycle, read_platform, read_rotation
from auditor.formats.kubernetes import read_objects, read_values
from auditor.formats.nginx import read_nginx
from auditor.formats.processes import read_pm2, read_procfile
from auditor.formats.serverless import read_service
from auditor.formats.terraform import read_blocks
from auditor.formats.update_bots import read_dependabot, read_renovate
from auditor.formats.workflows import read_workflow

READERS: dict[str, Callable[[bytes], object]] = {
    "codeowners": read_rules,
    "compose": read_services,
    "compose names": names,
    "dependabot": read_dependabot,
    "dockerfile": read_stages,
    "helm values": read_values,
    "kubernetes": read_objects,
    "lifecycle": read_lifecycle,
    "logrotate": read_rotation,
    "nginx": read_nginx,
    "platform": read_platform,
    "pm2 javascript": lambda data: read_pm2("ecosystem.config.js", data),
    "pm2 json": lambda data: read_pm2("pm2.json", data),
    "procfile": read_procfile,
    "renovate": read_renovate,
    "serverless": read_service,
    "terraform": read_blocks,
    "workflow": read_workflow,
}
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGE_BOMB = "a: &a {k: v}\n" + "".join(
    f"{new}: &{new} {{<<: [*{old}, *{old}]}}\n"
    for old, new in zip("abcdefghijklmnopqrs", "bcdefghijklmnopqrst", strict=True)
)
HOSTILE = {
    "deep lists": b"[" * 200_000,
    "deep maps": b'{"a":' * 200_000,
    "deep blocks": b"a {\n" * 50_000,
    "a bomb of aliases": BOMB.encode(),
    "a bomb of merges": (MERGE_BOMB + "services: *t\napiVersion: a\nkind: *t\n").encode(),
    "an alias of itself": b"services: &a {x: *a}\n",
    "a line of ten megabytes": b"a" * 10_000_000,
    "a long line": b"a" * 60_000,
    "long words": b"echo $A " * 8_000,
    "open quotes": b"A=\"A='" * 10_000,
    "open comments": b"/*" * 30_000,
    "open templates": b'a = "${' * 8_000,
    "stars": b"*" * 60_000 + b" @a",
    "nothing": b"",
    "NULs": b"\0" * 1_000,
    "no UTF-8": b"\xff\xfe\x00a" * 100,
    "twice the same key": b"services: {a: {user: a}}\nservices: {a: {user: root}}\n",
    "a number without end": b'{"a": ' + b"9" * 50_000 + b"}",
    "two documents": b"---\na\n---\n[b]\n",
    "a list where a map belongs": b"services: [1, 2]\nupdates: {a: b}\njobs: [a]\nspec: 1\n",
    "an include of itself": b"include: [compose.yml]\nservices: {a: {extends: {service: a}}}\n",
    "carriage returns": b"a\r\n\rb: c\r",
}


ODD = "{}[]<>:=;#'\"$\\-&*! \nabFROM"


def refusal(reader: str, data: bytes) -> str:
    """What a reader says against it; a few words where it reads it."""
    try:
        READERS[reader](data)
    except TargetError as error:
        return error.message
    return "it was read"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_reads_it_or_says_that_it_cannot(reader: str, kind: str) -> None:
    assert 0 < len(refusal(reader, HOSTILE[kind])) < 200


@pytest.mark.parametrize("reader", READERS)
@given(data=st.binary(max_size=200) | st.text(alphabet=ODD, max_size=80).map(str.encode))
def test_anything_at_all_is_read_or_refused(reader: str, data: bytes) -> None:
    assert refusal(reader, data)
