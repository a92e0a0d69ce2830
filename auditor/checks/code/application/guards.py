"""What does a function of the application do with a request: check, refuse, read, answer?

Read from its own text, comments left out, and from the functions of the
application that it hands the request to. A sign is no proof: what follows from
names and calls alone has less confidence than what a package is known to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from tree_sitter import Node

from auditor.checks.code.application.things import Function, Unknown
from auditor.checks.code.application.walk import (
    FUNCTIONS,
    children,
    is_async,
    parameters_of,
    pattern_of,
    strip,
    walk,
)
from auditor.checks.code.javascript import text_of

if TYPE_CHECKING:
    from auditor.checks.code.application.interpreter import Interpreter

MAX_CHARACTERS = 20_000
"""Characters of a function that are read."""
MAX_FOLLOWED = 2
"""Functions within each other that the request is handed to."""
MAX_CALLS = 200

Leak = Literal["none", "message", "stack", "development"]

_ANSWERS = frozenset({"end", "json", "jsonp", "render", "send", "write"})
_REFUSES = re.compile(
    r"\b(?:status|sendStatus|writeHead)\(\s*40[13]\b|\bstatusCode\s*=\s*40[13]\b|\bredirect\("
    r"|\b(?:UNAUTHORIZED|FORBIDDEN)\b|\bthrow\b|[uU]nauthorized\(|[fF]orbidden\("
    r"|\bnext\(\s*(?:new\b|create|[bB]oom|\w*[eE]rr)"
    r"|\bnext\([^;]{1,200}\?[^;]{0,100}\bnew\b"
)
_INVALID = re.compile(
    r"\b(?:status|sendStatus|writeHead)\(\s*4(?:00|22)\b|\bstatusCode\s*=\s*4(?:00|22)\b"
    r"|\bthrow\b|\bnext\(\s*(?:new\b|create|[bB]oom|\w*[eE]rr)|\b(?:BAD_REQUEST|UNPROCESSABLE)"
    r"|\bnext\([^;]{1,200}\?[^;]{0,100}\bnew\b"
    r"|\.(?:parse|parseAsync|validateSync)\("
)
_TOKEN = re.compile(
    r"\bauthorization\b|x-access-token|x-api-key|x-auth-token|[\"'][\w-]{0,40}-signature"
    r"|\b\w*(?:[jJ][wW][tT]|[tT]oken)\w*\s*\("
    r"|\bjwt\.verify\(|\bjwtVerify\(",
    re.IGNORECASE,
)
_CSRF = re.compile(
    r"(?:csrf|xsrf)[-_]?token|x-(?:csrf|xsrf)|sec-fetch-site|headers\.origin\b", re.IGNORECASE
)
_LIMIT = re.compile(r"\.consume\(|\b429\b|TOO_MANY_REQUESTS")
_LOGS = re.compile(r"\b(?:log|logger|console|winston|pino)\b[\w.]*\.\w+\(")
_NO_SCHEMA = re.compile(
    r"\b(?:JSON|Date|url|URL|path|qs|querystring|cookie|Number|Intl|marked|yaml)\.parse\("
)
_SCHEMA = r"\.(?:safeParse|safeParseAsync|parse|parseAsync|validate|validateAsync|validateSync)\("
_DEVELOPMENT = re.compile(r"NODE_ENV|\benv\b|\bisDev|\bdev(?:elopment)?\b|\bdebug\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a function does. None: it hands the request to code that cannot be told.

    ``parameters`` is its arity; ``unguarded_await`` whether it is asynchronous
    and a rejection leaves it; ``leak`` what of an error its answer holds.
    """

    parameters: int = 0
    authenticates: bool = False
    bearer: bool = False
    cookie: bool = False
    validates: bool = False
    limits: bool = False
    checks_csrf: bool = False
    passes_on: bool = False
    answers: bool = False
    logs: bool = False
    reads_input: bool | None = False
    is_async: bool = False
    unguarded_await: bool = False
    leak: Leak = "none"


def examine(run: Interpreter, function: Function, depth: int = 0) -> Behaviour:
    """What ``function`` does with the request it is given."""
    parameters = parameters_of(function.node)
    count = len(parameters)
    shift = 1 if count == 4 else 0  # noqa: PLR2004 -- Express tells an error handler by it
    request = _name(parameters, shift, "req")
    after = _name(parameters, shift + 2, "next")
    text = code_of(function.node.child_by_field_name("body") or function.node)
    found = _of_text(text, _Words(request, after), parameters[shift : shift + 1])
    found = replace(
        found,
        parameters=count,
        is_async=is_async(function.node),
        unguarded_await=is_async(function.node) and _rejects(function.node),
        leak=_leak(function.node, _name(parameters, 0, "err")) if shift else "none",
    )
    if depth < MAX_FOLLOWED:
        found = _follow(run, function, request, found, depth)
    return found


def code_of(body: Node) -> str:
    """The text of a function's body without its comments."""
    start, data = body.start_byte, body.text or b""
    parts, position = [], 0
    for node in walk(body):
        if node.type == "comment":
            parts.append(data[position : node.start_byte - start])
            position = node.end_byte - start
    parts.append(data[position:])
    return b"".join(parts)[:MAX_CHARACTERS].decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Words:
    """The names that a function gives the request and the continuation."""

    request: str
    after: str


@cache
def _patterns(request: str, after: str) -> dict[str, re.Pattern[str]]:
    req, go_on = re.escape(request), re.escape(after)
    identity = (
        rf"\b{req}\s*\??\.\s*(?:session\s*\??\.\s*"
        r"(?!regenerate|destroy|save|cookie|touch|reload|id\b|flash)\w+\b|session\[|user\b"
        r"|isAuthenticated\b|(?:signedC|c)ookies\s*(?:\??\.\s*\w+|\[)|auth\b|account\b"
        r"|identity\b|principal\b|currentUser\b|userId\b|oidc\b)(?!\s*=[^=>])"
    )
    return {
        "identity": re.compile(identity),
        "taken": re.compile(
            rf"\{{\s*\w[^{{}};]{{0,100}}\}}\s*=\s*{req}\s*\.\s*session\b(?!\s*[.?])"
        ),
        "inline": re.compile(
            rf"if\s*\(\s*!+\s*\(?\s*{identity}[^;{{}}]{{0,200}}\)\s*(?:\{{[^{{}}]{{0,300}}?"
            r"|[^{};]{0,200}?)(?:40[13]|redirect\(|throw\b|next\(\s*\w)"
        ),
        "inverse": re.compile(
            rf"if\s*\(\s*!+\s*{identity}[^;{{}}]{{0,100}}\)\s*\{{?\s*(?:return\s+)?{go_on}\(\s*\)"
        ),
        "cookie": re.compile(
            rf"\b{req}\s*\??\.\s*(?:cookies|signedCookies|session|isAuthenticated)\b"
        ),
        "passes": re.compile(
            rf"\b{go_on}\s*\(\s*\)|(?<!catch)\(\s*{go_on}\s*[,)]|,\s*{go_on}\s*[,)]"
            rf"|\b{go_on}\s*\([^;]{{1,200}}\?[^;]{{0,200}}\b(?:null|undefined)\b"
        ),
        "input": re.compile(
            rf"\b{req}\s*\??\.\s*(?:body|query|params|files?|rawBody)\b|=\s*{req}\s*;"
        ),
        "schema": re.compile(
            rf"{_SCHEMA}[^;]{{0,200}}\b{req}\b|\bvalidationResult\(\s*{req}|\bmatchedData\(\s*{req}"
            rf"|\b\w*[vV]alidat\w*\(\s*{req}\b"
        ),
    }


def _of_text(text: str, words: _Words, request: list[Node]) -> Behaviour:
    patterns = _patterns(words.request[:100], words.after[:100])

    def has(name: str) -> bool:
        return patterns[name].search(text) is not None

    refuses = _REFUSES.search(text) is not None
    token = _TOKEN.search(text) is not None
    passes = has("passes")
    reads = has("input") or _takes_input(request)
    schema = has("schema") or (reads and re.search(_SCHEMA, _NO_SCHEMA.sub("(", text)) is not None)
    only_other = schema and not re.search(
        rf"{_SCHEMA}|validationResult|matchedData|[vV]alidat\w*\(", _NO_SCHEMA.sub("(", text)
    )
    guards = passes and refuses and (has("identity") or has("taken") or token)
    return Behaviour(
        authenticates=(guards or has("inline")) and not has("inverse"),
        bearer=token and not has("cookie"),
        cookie=has("cookie"),
        validates=schema and not only_other and _INVALID.search(text) is not None,
        limits=_LIMIT.search(text) is not None,
        checks_csrf=refuses and _CSRF.search(text) is not None,
        passes_on=passes,
        answers=re.search(r"\.(?:send|json|end|render|redirect|sendFile|sendStatus)\(", text)
        is not None,
        logs=_LOGS.search(text) is not None,
        reads_input=reads,
    )


def _follow(
    run: Interpreter, function: Function, request: str, found: Behaviour, depth: int
) -> Behaviour:
    """Add what the functions do that the request is handed to."""
    calls = 0
    for node in walk(function.node):
        if node.type != "call_expression":
            continue
        calls += 1
        if calls > MAX_CALLS:
            break
        given = node.child_by_field_name("arguments")
        if given is None or not any(text_of(one) == request for one in children(given)):
            continue
        callee = run.thing(node.child_by_field_name("function"), function.frame)
        if isinstance(callee, Function) and callee.node.id != function.node.id:
            inner = examine(run, callee, depth + 1)
            found = replace(
                found,
                validates=found.validates or inner.validates,
                reads_input=_either(found.reads_input, inner.reads_input),
                checks_csrf=found.checks_csrf or inner.checks_csrf,
                authenticates=found.authenticates or inner.authenticates,
                limits=found.limits or inner.limits,
            )
        elif isinstance(callee, Unknown) and not found.reads_input:
            found = replace(found, reads_input=None)
    return found


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return None if left is None or right is None else False


def _name(parameters: list[Node], position: int, default: str) -> str:
    if position >= len(parameters):
        return default
    pattern = pattern_of(parameters[position])
    return text_of(pattern) if pattern.type == "identifier" else default


def _takes_input(request: list[Node]) -> bool:
    """Whether the request is taken apart into its input: ``({ body }, res) =>``."""
    pattern = pattern_of(request[0]) if request else None
    if pattern is None or pattern.type != "object_pattern":
        return False
    return re.search(r"\b(?:body|query|params|files?)\b", text_of(pattern)) is not None


def _rejects(function: Node) -> bool:
    """Whether an ``await`` stands outside of every ``try`` that catches."""
    body = function.child_by_field_name("body")
    for node in walk(function, into_functions=False):
        if node.type != "await_expression":
            continue
        inner, around = node, node.parent
        while around is not None and around.id != function.id and around.type not in FUNCTIONS:
            tried = around.child_by_field_name("body") if around.type == "try_statement" else None
            handled = around.child_by_field_name("handler")
            if tried is not None and handled is not None and tried.id == inner.id:
                break
            inner, around = around, around.parent
        else:
            return True
    return body is not None and body.type == "await_expression"


def _leak(function: Node, error: str) -> Leak:
    """What of the error an error handler puts into its answer."""
    whole = re.compile(
        rf"(?<![\w.]){re.escape(error)}\s*[,)}}]|\b{re.escape(error)}\b[^,;]*\bstack\b"
    )
    message = re.compile(
        rf"\b{re.escape(error)}\s*\??\.\s*message\b|\$\{{\s*{re.escape(error)}\s*\}}"
    )
    worst: Leak = "none"
    for node in walk(function):
        if node.type != "call_expression":
            continue
        callee = strip(node.child_by_field_name("function"))
        given = node.child_by_field_name("arguments")
        if callee is None or given is None or callee.type != "member_expression":
            continue
        if text_of(callee.child_by_field_name("property")) not in _ANSWERS:
            continue
        text = text_of(given)[:MAX_CHARACTERS]
        if whole.search(text):
            if not _DEVELOPMENT.search(text):
                return "stack"
            worst = "development"
        elif message.search(text) and worst == "none":
            worst = "message"
    return worst
