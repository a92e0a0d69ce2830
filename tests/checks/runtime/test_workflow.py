from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.runtime.workflow import Setup, read_setups
from auditor.errors import TargetError
from auditor.formats.yaml_nodes import MAX_BYTES, MAX_DEPTH

MATRIX = """
on: [push]
jobs:
  test:
    strategy:
      matrix:
        node: [18.x, 20.10, '22']
        include:
          - node: 24
            os: linux
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@1111111111111111111111111111111111111111 # v4
        with:
          node-version: ${{ matrix.node }}
  lint:
    steps:
      - uses: actions/setup-node@v4
        with: {node-version: lts/*}
      - uses: actions/setup-node@v4
        with: {node-version-file: .nvmrc}
      - run: true
"""


def test_reads_steps_and_the_matrix_they_name() -> None:
    assert read_setups(MATRIX.encode()) == (
        Setup("18.x", 7),
        Setup("20.10", 7),
        Setup("22", 7),
        Setup("24", 9),
        Setup("lts/*", 19),
    )


def test_a_matrix_that_is_not_written_out_leaves_the_expression() -> None:
    text = MATRIX.replace("node: [18.x, 20.10, '22']", "node: ${{ fromJSON(x) }}")
    assert "24" in [setup.version for setup in read_setups(text.encode())]
    step = "{uses: actions/setup-node@v4, with: {node-version: '${{ matrix.n }}'}}"
    alone = f"jobs: {{a: {{steps: [{step}]}}}}"
    assert read_setups(alone.encode()) == (Setup("${{ matrix.n }}", 1),)


@pytest.mark.parametrize("text", ["", "[]", "jobs: []", "jobs: {a: 1}", "jobs: {a: {steps: x}}"])
def test_other_shapes_set_up_nothing(text: str) -> None:
    assert read_setups(SETUP + text.encode()) == ()


@pytest.mark.parametrize("data", [b"a: [", b"\xff\xfe\x00", b"a: &x [*y]", b"a: %b", b"a: \x01"])
def test_what_is_no_yaml_is_refused(data: bytes) -> None:
    with pytest.raises(TargetError, match="no YAML"):
        read_setups(SETUP + data)


SETUP = b"# setup-node\n"


def test_size_and_depth_are_limited() -> None:
    assert read_setups(b"#".ljust(MAX_BYTES, b"x")) == ()
    with pytest.raises(TargetError, match="larger than 64 KiB"):
        read_setups(b"#".ljust(MAX_BYTES + 1, b"x"))
    assert read_setups(SETUP + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH) == ()
    with pytest.raises(TargetError, match="nested deeper than 30"):
        read_setups(SETUP + b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))


def test_aliases_are_not_multiplied() -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20))
    text = f"a0: &a0 [x]\n{levels}jobs: {{t: {{steps: *a10}}}}"
    few = text.replace("*a10", "*a9").split("a10:", maxsplit=1)[0] + "jobs: {t: {steps: *a9}}"
    assert read_setups(SETUP + few.encode()) == ()
    with pytest.raises(TargetError, match="more than 100 aliases"):
        read_setups(SETUP + text.encode())


@given(st.text(alphabet="jobs:{}[]&*!%|> \n-'\"#?,steps\t\x01\u2028", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(TargetError):
        assert isinstance(read_setups(SETUP + text.encode()), tuple)


@pytest.mark.parametrize("where", ["step", "job", "root"])
def test_a_variable_of_the_workflow_is_looked_up(where: str) -> None:
    env = "env: {NODE: 24}"
    text = (
        f"{env if where == 'root' else ''}\njobs:\n  a:\n    {env if where == 'job' else ''}\n"
        "    steps:\n      - uses: actions/setup-node@v4\n"
        f"        {env if where == 'step' else ''}\n"
        "        with: {node-version: '${{ env.NODE }}'}\n"
    )
    assert [setup.version for setup in read_setups(text.encode())] == ["24"]
    other = text.replace("NODE: 24", "OTHER: 24")
    assert [setup.version for setup in read_setups(other.encode())] == ["${{ env.NODE }}"]
