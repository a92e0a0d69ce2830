from __future__ import annotations

import pytest

from auditor.errors import TargetError
from auditor.formats.nginx import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIRECTIVES,
    is_nginx,
    read_nginx,
    walk,
)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("nginx.conf", True),
        ("deploy/nginx.prod.conf", True),
        ("conf.d/shop.conf", True),
        ("sites-enabled/shop.conf", True),
        ("shop.nginx", True),
        ("app.conf", False),
        ("node_modules/a/nginx.conf", False),
        ("nginx.js", False),
    ],
)
def test_knows_a_configuration_by_its_name(path: str, is_one: bool) -> None:
    assert is_nginx(path) is is_one


def test_reads_words_quotes_comments_and_blocks() -> None:
    root = read_nginx(
        b"# a\nhttp {\n  log 'a b' \"c;d\" ${e}f;  # no\n  server { listen 80; }\n}\n"
    )

    found = [(one.name, one.words, one.line, len(around)) for one, around in walk(root)]
    assert found == [
        ("http", (), 2, 1),
        ("log", ("a b", "c;d", "${e}f"), 3, 2),
        ("server", (), 4, 2),
        ("listen", ("80",), 4, 3),
    ]


def test_the_last_of_a_name_counts() -> None:
    root = read_nginx(b"a 1;\na 2;\n")

    last = root.last("a")
    assert last is not None
    assert last.first == "2"
    assert root.last("b") is None


@pytest.mark.parametrize("text", ["a {", "}", "a", "a 'b;", ";", "a } b;"])
def test_refuses_what_is_no_configuration(text: str) -> None:
    with pytest.raises(TargetError):
        read_nginx(text.encode())


def test_holds_its_limits() -> None:
    read_nginx(b"a {" * MAX_DEPTH + b"}" * MAX_DEPTH)
    with pytest.raises(TargetError, match="nested deeper than"):
        read_nginx(b"a {" * (MAX_DEPTH + 1) + b"}" * (MAX_DEPTH + 1))
    read_nginx(b"a;" * MAX_DIRECTIVES)
    with pytest.raises(TargetError, match="longer than"):
        read_nginx(b"a;" * (MAX_DIRECTIVES + 1))
    read_nginx(b"#" * MAX_BYTES)
    with pytest.raises(TargetError, match="larger than 256 KiB"):
        read_nginx(b"#" * (MAX_BYTES + 1))
