"""Do rules and detector find every literal secret of an Express application, and nothing else?

The snippets stand in sinks/positive.txt and sinks/negative.txt, fifty each; every one is
written as CommonJS, as an ES module and as TypeScript. One scan looks at all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import NOW, write_tree

from auditor.check import Context
from auditor.checks.code.semgrep import semgrep
from auditor.checks.secrets.files import files
from auditor.model import Finding
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.targets import open_target

FOLDER = Path(__file__).parent / "sinks"
DIALECTS = ("cjs", "mjs", "ts")
OF_SECRETS = frozenset(
    {"secret-literal", "secret-fallback", "session-secret", "secret-committed", "secret-default"}
)
_USE = re.compile(r"use (\{[^}]*\}|\w+) = (\S+)")


def snippets(kind: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each snippet of a file."""
    for block in (FOLDER / f"{kind}.txt").read_text().split("\n== "):
        name, _, text = block.removeprefix("== ").strip().partition("\n")
        yield re.sub(r"\W+", "-", name), text


def written(text: str, dialect: str) -> str:
    """Return a snippet as a file of a dialect."""
    head, body = [], []
    for line in text.split("\n"):
        use = _USE.fullmatch(line)
        if use is None:
            body.append(f"  {line}")
        elif dialect == "cjs":
            head.append(f"const {use[1]} = require('{use[2]}');")
        else:
            head.append(f"import {use[1]} from '{use[2]}';")
    begin = {
        "cjs": "module.exports = async (app, req, res) => {",
        "mjs": "export default async function setup(app, req, res) {",
        "ts": "export async function setup(app: Express, req: Req, res: Res): Promise<void> {",
    }
    end = {"cjs": "};", "mjs": "}", "ts": "}"}
    return "\n".join([*head, "", begin[dialect], *body, end[dialect], ""])


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The rules that reported each file."""
    root = tmp_path_factory.mktemp("sinks")
    for kind in ("positive", "negative"):
        for name, text in snippets(kind):
            for dialect in DIALECTS:
                write_tree(root, {f"{kind}/{name}.{dialect}": written(text, dialect)})
    context = Context(open_target(str(root)), None, Sources(Settings(), now=NOW), NOW)
    reported: dict[str, list[str]] = {entry.path: [] for entry in context.target.files}
    for check in (semgrep, files):
        for each in check.body(context):
            if isinstance(each, Finding) and each.location and each.tags & OF_SECRETS:
                reported[each.location.path].append(each.rule)
    return reported


def test_there_are_150_of_each(found: dict[str, list[str]]) -> None:
    for kind in ("positive", "negative"):
        assert sum(path.startswith(kind) for path in found) == 150


def test_every_literal_secret_is_found(found: dict[str, list[str]]) -> None:
    missed = [path for path, rules in found.items() if path.startswith("positive") and not rules]

    assert missed == []


def test_nothing_else_is_reported(found: dict[str, list[str]]) -> None:
    false = {path: rules for path, rules in found.items() if path.startswith("negative") and rules}

    assert false == {}
