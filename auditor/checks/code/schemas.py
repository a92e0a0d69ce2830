"""Which personal data do the schemas hold that are no JavaScript, and is there a list of it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.code.personal_data import category_of
from auditor.errors import TargetError
from auditor.model import Fact, Gap, Location, Value
from auditor.sanitise import excerpt

MAX_BYTES = 2**20
MAX_FILES = 500
"""Schema files that are read; a long history of migrations repeats itself."""
MAX_LINE = 2_000
"""Characters of a line that are looked at; a column is declared in far fewer."""

_SUFFIXES = (".prisma", ".sql", ".entity.ts", ".entity.js", ".model.ts")
_ENTITY = re.compile(r"(?:^|/)(?:entity|entities|models?)/[^/]+\.ts$")
_INVENTORY = re.compile(
    r"(?:^|/)(?:data[-_]?(?:map|inventory|catalog(?:ue)?)|pii(?:[-_]?inventory)?|ropa"
    r"|records?[-_]of[-_]processing(?:[-_]activities)?|personal[-_]data)\.(?:ya?ml|json|md|csv|toml)$",
    re.IGNORECASE,
)
_PRISMA_MODEL = re.compile(r"\s*model\s+(\w{1,100})\s*\{")
_PRISMA_FIELD = re.compile(r"\s+([A-Za-z]\w{0,100})\s+[A-Z]\w*")
_SQL_TABLE = re.compile(
    r"\s*create\s+(?:temp(?:orary)?\s+)?table\s+(?:if\s+not\s+exists\s+)?[\"`\[]?(?:\w+[\"`\]]?\.[\"`\[]?)?(\w{1,100})",
    re.IGNORECASE,
)
_SQL_COLUMN = re.compile(r"[\s(,]*[\"`\[]?([A-Za-z_]\w{0,100})[\"`\]]?\s+[A-Za-z]")
_SQL_WORDS = frozenset(
    {
        *("constraint", "primary", "foreign", "unique", "check", "key", "index", "exclude"),
        *("references", "on", "create", "insert", "alter", "comment", "drop", "like", "partition"),
    }
)
_SQL_PURGE = re.compile(
    r"\bcron\.schedule\s*\(.{0,400}\bdelete\s+from\b|\bpartman\b.{0,400}\bretention\b"
    r"|\bdrop\s+partition\b",
    re.IGNORECASE,
)
_TS_CLASS = re.compile(r"\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+(\w{1,100})")
_TS_COLUMN = re.compile(r"\s*@(?:Column|PrimaryColumn|DeleteDateColumn|Prop)\b")
_TS_FIELD = re.compile(
    r"(?:\s*@[A-Za-z]\w*\(.{0,300}\))?\s*(?:(?:public|private|protected|readonly|declare)\s+)*"
    r"([A-Za-z_]\w{0,100})\s*[!?]?\s*:"
)


class _Line(NamedTuple):
    number: int
    text: str


@check("code.schemas")
def schemas(context: Context) -> Iterator[Yield]:
    """The personal data in Prisma, SQL and TypeORM schemas, and the file that lists it.

    Fields are told by their names. A file such as data-map.yaml or ropa.md counts as
    the list; what stands in it is for people to judge.

    Why: nobody can delete, disclose or protect data that is on no list.

    Fix: keep a data map beside the models and change both together.
    """
    paths = [entry.path for entry in context.target.files]
    lists = [path for path in paths if _INVENTORY.search(path)]
    for path in lists:
        yield Fact("pii.inventory", excerpt(path), {}, Location(path))
    found = [path for path in paths if path.endswith(_SUFFIXES) or _ENTITY.search(path)]
    for path in found[MAX_FILES:]:
        yield Gap(path, f"only the first {MAX_FILES} schema files are read")
    for path in found[:MAX_FILES]:
        try:
            data = context.target.read(path, max_bytes=MAX_BYTES)
        except TargetError as error:
            yield Gap(path, error.message)
            continue
        yield from facts_in(path, data.decode("utf-8", "replace"))
    if found or lists:
        yield Examined(min(len(found), MAX_FILES) + len(lists))
    else:
        yield NotApplicable("there is no schema of Prisma, SQL or TypeORM")


def facts_in(path: str, text: str) -> Iterator[Fact]:
    """The facts of one schema file: pii.field, data.soft_delete and data.purge."""
    lines = [_Line(number, line[:MAX_LINE]) for number, line in enumerate(text.splitlines(), 1)]
    if path.endswith(".prisma"):
        yield from _prisma(path, lines)
    elif path.endswith(".sql"):
        yield from _sql(path, lines)
    elif "@Entity" in text or "@Schema" in text:
        yield from _entities(path, lines)


def _prisma(path: str, lines: list[_Line]) -> Iterator[Fact]:
    model: str | None = None
    for line in lines:
        opened = _PRISMA_MODEL.match(line.text)
        field = _PRISMA_FIELD.match(line.text)
        if opened:
            model = opened[1]
        elif line.text.startswith("}"):
            model = None
        elif model is not None and field:
            yield from _field(path, line, field[1], model, "prisma")


def _sql(path: str, lines: list[_Line]) -> Iterator[Fact]:
    table: str | None = None
    for line in lines:
        text = line.text.partition("--")[0]
        opened = _SQL_TABLE.match(text)
        if opened:
            table = opened[1]
            text = text[opened.end() :]
        if _SQL_PURGE.search(text):
            yield Fact("data.purge", True, {"by": "sql"}, Location(path, line.number))
        if table is not None:
            for part in text.split(","):
                column = _SQL_COLUMN.match(part)
                if column and column[1].lower() not in _SQL_WORDS:
                    yield from _field(path, line, column[1], table, "sql")
        if ";" in text:
            table = None


def _entities(path: str, lines: list[_Line]) -> Iterator[Fact]:
    model: str | None = None
    is_column = False
    for line in lines:
        opened = _TS_CLASS.match(line.text)
        if opened:
            model = opened[1]
        if _TS_COLUMN.match(line.text):
            is_column = True
            if "@DeleteDateColumn" in line.text:
                yield _fact("data.soft_delete", path, line, value=True, model=model, by="typeorm")
        field = _TS_FIELD.match(line.text)
        if is_column and field:
            is_column = False
            yield from _field(path, line, field[1], model, "typeorm")


def _field(path: str, line: _Line, name: str, model: str | None, by: str) -> Iterator[Fact]:
    category = category_of(name)
    if category is not None:
        yield _fact("pii.field", path, line, value=name, category=category, model=model, by=by)


def _fact(name: str, path: str, line: _Line, *, value: Value, **attributes: Value) -> Fact:
    return Fact(name, value, attributes, Location(path, line.number))
