"""Does a value stand for another one, which is given elsewhere?

A reference says where the value comes from; a placeholder says that somebody has to
put it there. Neither is a secret.
"""

from __future__ import annotations

import re

MAX_CHARACTERS = 2_000

_REFERENCE = re.compile(
    r"\$\(|\$\{|\$[A-Za-z_]|%[A-Za-z_]\w{0,60}%|%\(|\{\{|\{%|<%|<<|#\{|@@|!(?:Ref|Sub|GetAtt|ImportValue)\b"
    r"|(?:env|vault|ssm|sops|op|aws|gcp|azure|secret|secrets|arn|file|cf|self|custom|opt|param|ref\+\w+)"
    r"(?:://|:|\.)(?=[\w/@$\"'({])"
    r"|ENC\[|AQICAHh|(?:process|import\.meta|os|config|secrets|github|env|inputs|vars|local|var|data|module"
    r"|settings|options|params|this|self|req|app|ctx|context|props|state)[.\[]\w"
    r"|valueFrom|secretKeyRef"
)
_ELSEWHERE = re.compile(r"(?:/|\./|\.\./|~/|[A-Za-z]:\\)[\w./@~\\ -]{1,300}")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8}")
_MEMBER = re.compile(r"[A-Za-z_$][\w$]{0,60}(?:\.[A-Za-z_$][\w$]{0,60}){1,6}(?:\([^()]{0,100}\))?")
_CALL = re.compile(r"[A-Za-z_$][\w$.]{0,120}\([^\n]{0,300}\)?;?")
_NOTHING = frozenset(
    """
    true false null none nil undefined yes no on off string number integer boolean object array
    any required optional enabled disabled unset empty todo tbd na n/a void auto default_value
    bool int str password! binary byte date function symbol text varchar
    """.split()  # noqa: SIM905 -- a list of words is read as words
)
_PLACEHOLDER = re.compile(
    r"(?i)^[\W_]*(?:x{3,}|\*{3,}|\.{3,}|-{3,}|_{3,}|#{3,}|0{8,}|1{8,}|a{6,})[\W_x*.0]*$"
    r"|^<[^<>]{0,200}>$|^\[[^\[\]]{0,200}\]$|^\{[^{}]{0,200}\}$"
    r"|(?:^|[\W_])(?:your|my|the|some|insert|enter|put|replace|fill|paste|add|set|change|update|provide|use)"
    r"[\W_].{0,120}(?:here|key|token|secret|password|passwd|value|id|me|this|it|with)(?:$|[\W_])"
    r"|^(?:your|yours)[\W_]?\w|(?:^|[\W_])(?:placeholder|redacted|masked|hidden|dummy|fake|sample|example|todo|fixme|changeme|xxxx+)"
    r"(?:$|[\W_\d])|EXAMPLE(?:KEY)?$|goes[ _-]?here|^not[ _-]a[ _-]|^foo(?:bar)?$|^lorem\b"
)


def is_reference(value: str) -> bool:
    """Whether ``value`` says where the value comes from, or holds no value at all."""
    text = value.strip()[:MAX_CHARACTERS]
    return (
        not text
        or text.lower() in _NOTHING
        or _REFERENCE.match(text) is not None
        or any(
            pattern.fullmatch(text) is not None
            for pattern in (_ELSEWHERE, _VARIABLE, _MEMBER, _CALL)
        )
    )


def is_placeholder(value: str) -> bool:
    """Whether ``value`` tells somebody to put a value there."""
    return _PLACEHOLDER.search(value.strip()[:MAX_CHARACTERS]) is not None
