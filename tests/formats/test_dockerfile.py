from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.formats.dockerfile import (
    Base,
    Run,
    environment,
    lineage,
    read_bases,
    read_runs,
    read_stages,
)


def read(text: str) -> list[tuple[str, str, int]]:
    return [(base.image, base.tag, base.line) for base in read_bases(text.encode())]


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("FROM node:18-alpine\n", [("node", "18-alpine", 1)]),
        ("# syntax\n\nfrom node AS build\n", [("node", "", 3)]),
        ("FROM --platform=$BUILDPLATFORM node:20\r\nRUN x\r\n", [("node", "20", 1)]),
        ("ARG V=22\nFROM node:${V}-slim\n", [("node", "22-slim", 2)]),
        ("ARG V='22'\nARG I=node:$V\nFROM $I\n", [("node", "22", 3)]),
        ("FROM node:${V:-24}\n", [("node", "24", 1)]),
        ("FROM \\\n  # why\n  node:16\n", [("node", "16", 1)]),
        ("#escape=`\nFROM `\n node:16\n", [("node", "16", 2)]),
        ("FROM host.example:5000/library/node:16\n", [("host.example:5000/library/node", "16", 1)]),
        ("FROM scratch\nCOPY a b\n", []),
        ("FROM node:20 AS a\nFROM a AS b\n", [("node", "20", 1)]),
        ("RUN <<EOF\nFROM evil:1\nEOF\nFROM node:22\n", [("node", "22", 4)]),
        ("FROM node:22\nCOPY <<'A' <<B /x\nFROM a\nA\nFROM b\nB\n", [("node", "22", 1)]),
        ("FROM\nnonsense\n", []),
    ],
)
def test_finds_what_stages_build_on(text: str, bases: list[tuple[str, str, int]]) -> None:
    assert read(text) == bases


def test_the_last_stage_and_what_it_builds_on_is_what_runs() -> None:
    text = "FROM node:18 AS base\nFROM node:20 AS test\nFROM base AS mid\nFROM mid\n"
    bases = read_bases(text.encode())
    assert [(base.tag, base.final) for base in bases] == [("18", True), ("20", False)]


def test_an_argument_without_a_value_is_not_known() -> None:
    (base,) = read_bases(b"ARG V\nFROM node:$V\n")
    assert base == Base("node", "", "", 2, known=False, final=True)


def test_arguments_after_the_first_stage_do_not_count() -> None:
    bases = read_bases(b"FROM node:1 AS a\nARG V=9\nFROM node:${V}\n")
    assert [base.known for base in bases] == [True, False]


def test_a_digest_is_kept_apart() -> None:
    (base,) = read_bases(b"FROM node:20@sha256:abc\n")
    assert (base.image, base.tag, base.digest) == ("node", "20", "sha256:abc")


def test_arguments_that_name_themselves_come_to_an_end() -> None:
    (base,) = read_bases(b"ARG A=$A$A\nFROM node:$A\n")
    assert not base.known


@given(st.text(alphabet="FROMfromARG node:${}=\\\n#<EF@-18`", max_size=120))
def test_any_text_has_bases_or_none(text: str) -> None:
    for base in read_bases(text.encode()):
        assert base.line > 0


@given(st.binary(max_size=100))
def test_any_bytes_have_bases_or_none(data: bytes) -> None:
    assert isinstance(read_bases(data), tuple)


def test_what_runs_is_given_with_its_line() -> None:
    text = (
        "FROM node:24\n"
        "RUN --mount=type=secret,id=npm \\\n"
        "  # why\n"
        "  npm ci\n"
        'RUN ["npm", "run", "a b"]\n'
        "RUN <<EOF\nset -e\nnpm install\nEOF\n"
        "RUN cat <<A && npm test\nFROM evil\nA\n"
        "RUN [not, json\n"
    )
    runs = read_runs(text.encode())
    assert [(run.line, run.text.split()) for run in runs] == [
        (2, ["npm", "ci"]),
        (5, ["npm", "run", "'a", "b'"]),
        (6, ["set", "-e", "npm", "install"]),
        (10, ["cat", "<<A", "&&", "npm", "test", "FROM", "evil"]),
        (13, ["[not,", "json"]),
    ]


def test_an_exec_form_of_other_values_is_text() -> None:
    assert read_runs(b"RUN [1, 2]") == (Run("[1, 2]", 1),)


def test_a_here_document_that_never_ends_takes_the_rest() -> None:
    assert len(read_runs(b"RUN <<EOF\nnpm ci\nFROM x\n")) == 1
    assert read_bases(b"RUN <<EOF\nFROM x\n") == ()


def test_stages_have_their_instructions_and_parents() -> None:
    text = b"ARG B=node:24\nFROM $B AS deps\nENV A=1 C='2 3'\nFROM deps\nUSER $A\nFROM scratch\n"
    deps, second, last = read_stages(text)

    assert deps.base is not None
    assert (deps.name, deps.base.image, deps.parent) == ("deps", "node", "")
    assert list(environment(deps.instructions[0].text)) == [("A", "1"), ("C", "2 3")]
    assert (second.parent, second.instructions[0].text) == ("deps", "1")
    assert (last.base, last.parent) == (None, "")
    assert lineage((deps, second)) == (deps, second)
    assert lineage((deps, second, last)) == (last,)
    assert lineage(()) == ()


def test_both_forms_of_env_are_read() -> None:
    assert list(environment("A b c")) == [("A", "b c")]
    assert list(environment('A="b c" D=e')) == [("A", "b c"), ("D", "e")]
    assert list(environment("")) == []


def test_a_name_without_end_is_read_at_once() -> None:
    assert list(environment("a" * 200_000)) == [("a" * 200_000, "")]
