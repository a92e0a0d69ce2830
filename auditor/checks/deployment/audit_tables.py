"""Can the database's own trail be changed afterwards?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.check import Context, Examined, NotApplicable, Yield, check
from auditor.checks.deployment._files import named, parsed
from auditor.checks.deployment._rules import apart
from auditor.model import Fact, Gap, Location

MAX_STATEMENT_CHARACTERS = 4_000

_COMMENT = re.compile(r"--[^\n]*")
_WORD = re.compile(r"[a-z_][\w.]*")
_CHANGES = frozenset({"update", "delete", "truncate", "all"})


@check("deployment.audit_tables")
def audit_tables(context: Context) -> Iterator[Yield]:
    """Whether SQL takes the right to change and delete away from tables of the audit trail.

    Reads *.sql for tables with "audit" in their name: REVOKE of UPDATE and DELETE, triggers
    before them, and GRANTs that give them. What migrations in JavaScript or the console of
    the database do is not seen.

    Why: whoever breaks in changes what would tell of it, if they can.

    Fix: `REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM shop;`
    """
    paths = named(context.target, lambda path: path.lower().endswith(".sql"))
    if not paths:
        yield NotApplicable("there is no SQL in the tree")
        return
    count = 0
    for path, sql in parsed(context.target, paths, _text):
        if isinstance(sql, Gap):
            yield sql
            continue
        count += 1
        for words, number in _statements(sql):
            found = _says(words)
            if found:
                name, value, by = found
                yield Fact(name, value, {"by": by, **apart(path)}, Location(path, number))
    yield Examined(count)


def _text(data: bytes) -> str:
    return _COMMENT.sub("", data.decode("utf-8", errors="replace"))


def _statements(sql: str) -> Iterator[tuple[list[str], int]]:
    """The words of each statement in lower case, and the line that it begins on."""
    number = 1
    for statement in sql.split(";"):
        blank = len(statement) - len(statement.lstrip())
        start = number + statement.count("\n", 0, blank)
        number += statement.count("\n")
        shown = statement[:MAX_STATEMENT_CHARACTERS].lower().replace('"', "")
        yield _WORD.findall(shown), start


def _says(words: list[str]) -> tuple[str, bool, str] | None:
    """What a statement does to a table of the trail: the fact's name, its value, and how."""
    at = words.index("on") if "on" in words else len(words)
    table = next((one for one in words[at + 1 :] if one != "table"), "")
    if words[:2] == ["create", "table"]:
        named = next((one for one in words[2:] if one not in {"if", "not", "exists"}), "")
        return ("audit.table", True, "SQL") if "audit" in named else None
    if "audit" not in table:
        return None
    if words[0] in {"grant", "revoke"} and _CHANGES & set(words[:at]):
        return ("audit.append_only", words[0] == "revoke", words[0].upper())
    if "trigger" in words[:4] and "before" in words[:at] and _CHANGES & set(words[:at]):
        return ("audit.append_only", True, "trigger")
    return None
