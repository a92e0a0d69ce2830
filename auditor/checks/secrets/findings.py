"""What does an audit report of a secret?"""

from __future__ import annotations

from auditor.checks.secrets.detect import is_private_key
from auditor.checks.secrets.record import Secret, Standing
from auditor.model import Confidence, Fact, Finding, Location, Severity, Value

COMMITTED = "secret-committed"
DEFAULT = "secret-default"
KEY = "private-key-committed"
HISTORY = "secret-in-history"

_CWE = (312, 540, 798)
_STANDS = {
    Standing.TEST: "in a file of tests",
    Standing.EXAMPLE: "in an example",
    Standing.DOCUMENTATION: "in documentation",
    Standing.LOCAL: "for a service on the same machine",
}


def finding(secret: Secret) -> Finding | Fact:
    """Return what is reported of a secret; of a placeholder the fact that it is one."""
    location = Location(secret.path, secret.line, 0, secret.end_line)
    if secret.standing is Standing.PLACEHOLDER:
        return Fact("secret.placeholder", secret.kind, {"name": secret.name}, location)
    rule = COMMITTED
    if secret.known:
        rule = DEFAULT
    elif is_private_key(secret.kind):
        rule = KEY
    return Finding(
        rule=rule,
        severity=_severity(secret),
        confidence=secret.confidence,
        message=_message(secret),
        location=location,
        cwe=(*_CWE, 1392) if rule == DEFAULT else _CWE,
        tags=_tags(secret, rule),
        attributes=attributes(secret),
        fix=_fix(rule),
    )


def history_finding(secret: Secret, commit: str) -> Finding:
    """Return what is reported of a secret that only earlier commits have."""
    return Finding(
        rule=HISTORY,
        severity=_severity(secret),
        confidence=secret.confidence,
        message=f"{_what(secret)} was committed here and taken out again: the history still has it",
        location=Location(secret.path),
        cwe=_CWE,
        tags=frozenset({"secret-history"}),
        attributes={**attributes(secret), "commit": commit, "was_at_line": secret.line},
        fix="replace the secret where it is used: taking it out of the history does not undo what"
        " was read, and a clone keeps it",
    )


def attributes(secret: Secret) -> dict[str, Value]:
    """The record of a secret as attributes; nothing in them tells the value."""
    return {
        "kind": secret.kind,
        "name": secret.name,
        "length": secret.length,
        "prefix": secret.prefix,
        "fingerprint": secret.fingerprint,
        "standing": str(secret.standing),
    }


def _tags(secret: Secret, rule: str) -> frozenset[str]:
    tags = {DEFAULT if rule == DEFAULT else COMMITTED}
    if rule == KEY:
        tags.add("private-key")
    if secret.baked:
        tags.add("secret-baked")
    if secret.kind == "kubernetes-secret":
        tags.add("secret-kubernetes")
    return frozenset(tags)


def _severity(secret: Secret) -> Severity:
    if secret.standing in _STANDS:
        return Severity.LOW
    if secret.known or secret.kind == "password-hash":
        return Severity.HIGH
    return Severity.CRITICAL if secret.confidence is Confidence.HIGH else Severity.HIGH


def _what(secret: Secret) -> str:
    title = f"{'an' if secret.title[0] in 'aeiouAEIO' else 'a'} {secret.title}"
    return f"{title} ({secret.name})" if secret.name else title


def _message(secret: Secret) -> str:
    if secret.known:
        told = f"{_what(secret)} is a default that everybody knows"
    elif is_private_key(secret.kind):
        told = f"{_what(secret)} lies in the tree"
    else:
        told = f"{_what(secret)} is written out"
    where = _STANDS.get(secret.standing)
    return f"{told}, {where}" if where else told


def _fix(rule: str) -> str:
    if rule == DEFAULT:
        return "set a long random value, from outside the repository, and refuse to start without"
    return (
        "replace it, since it is known to all who have a copy, and read the new one from a vault or"
        " the environment"
    )
