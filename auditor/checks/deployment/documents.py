"""Which documents of security and operation does the tree have, and how old are they?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.check import Context, Examined, Yield, check
from auditor.checks.deployment._dates import age_days
from auditor.checks.deployment._files import named, parsed
from auditor.errors import TargetError
from auditor.formats.codeowners import PLACES, Rule, read_rules
from auditor.model import Fact, Gap, Location, Value

if TYPE_CHECKING:
    from datetime import date

    from auditor.target import Target

_TEXT = r"(?:md|mdx|markdown|rst|adoc|txt)"
_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,}|security/advisories|private vulnerability report"
    r"|hackerone\.com|bugcrowd\.com|intigriti\.com|^Contact:",
    re.IGNORECASE | re.MULTILINE,
)
_TIME = re.compile(
    r"\b(?:[0-9]{1,3}|one|two|three|five|seven|ten|fourteen|thirty|ninety)\s+"
    r"(?:working |business )?(?:hour|day|week|month)s?\b",
    re.IGNORECASE,
)
_SEVERITY = re.compile(r"\b(critical|high|medium|moderate|low)\b", re.IGNORECASE)
_STATUS = re.compile(r"\b(proposed|accepted|rejected|deprecated|superseded)\b", re.IGNORECASE)
_OWNER = re.compile(
    r"\b(?:owner|owned by|responsible|controller|dpo)\b\s{0,20}[:|]?\s{0,20}\S", re.IGNORECASE
)
_PERIOD = re.compile(r"\b[0-9]{1,4}\s*(?:hours?|days?|weeks?|months?|years?|[hd])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Document:
    """A file, its text and its age in days, as it says itself."""

    path: str
    text: str
    age: int | None


_Say = Callable[[_Document, tuple[Rule, ...]], dict[str, Value]]


@check("deployment.documents")
def documents(context: Context) -> Iterator[Yield]:
    """What is written down: where to report, threats, decisions, runbooks, retention, drills.

    Known by their usual names and folders: SECURITY.md and security.txt, threat-model.*,
    adr/ and decisions/, runbooks/, retention.* and ropa.*, drills/, files of
    OpenSLO. Of a text only signs are read: addresses, time frames, words of severity and
    status, owners, and the newest day in it that is not to come. Who owns a runbook,
    CODEOWNERS says. What a document is worth nobody can tell by this.

    Why: who finds a weakness needs an address; who is called at night needs a runbook; and
    a plan that nobody has looked at for years describes another system.

    Fix: write it down beside the code, with a day and an owner, and look at it once a year.
    """
    target, today = context.target, context.now.date()
    rules = _owners(target)
    if isinstance(rules, Gap):
        yield rules
        rules = ()
    count = 0
    for name, wanted, say in _KINDS:
        for document in _read(target, wanted, today):
            if isinstance(document, Gap):
                yield document
                continue
            count += 1
            told = {"age_days": document.age, **say(document, rules)}
            yield Fact(name, document.path, told, Location(document.path, 1))
            if name == "security.policy":
                yield from _time_frames(document)
    yield Fact("documents.read", count)
    yield Examined(count)


def _owners(target: Target) -> tuple[Rule, ...] | Gap:
    place = next((one for one in PLACES if target.exists(one)), "")
    try:
        return read_rules(target.read(place)) if place else ()
    except TargetError as error:
        return Gap(place, error.message)


def _read(target: Target, wanted: re.Pattern[str], today: date) -> Iterator[_Document | Gap]:
    def is_wanted(path: str) -> bool:
        return wanted.fullmatch(path.lower()) is not None and "node_modules" not in path.split("/")

    for path, found in parsed(target, named(target, is_wanted), _text):
        if isinstance(found, Gap):
            yield found
        else:
            yield _Document(path, found, age_days(f"{path}\n{found}", today))


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace").removeprefix("\ufeff")


def _time_frames(document: _Document) -> Iterator[Fact]:
    if _TIME.search(document.text):
        named_severities = {word.lower() for word in _SEVERITY.findall(document.text)}
        value = "per severity" if len(named_severities) > 1 else "prose"
        yield Fact("remediation.sla", value, {}, Location(document.path, 1))


def _policy(document: _Document, _: tuple[Rule, ...]) -> dict[str, Value]:
    return {
        "contact": _CONTACT.search(document.text) is not None,
        "process": _TIME.search(document.text) is not None
        or document.path.endswith("security.txt"),
    }


def _decision(document: _Document, _: tuple[Rule, ...]) -> dict[str, Value]:
    found = _STATUS.search(document.text)
    return {"status": found[1].lower() if found else "none"}


def _owned(document: _Document, rules: tuple[Rule, ...]) -> dict[str, Value]:
    by_rule = next((one.owners for one in reversed(rules) if one.covers(document.path)), ())
    return {"owned": bool(by_rule) or _OWNER.search(document.text) is not None}


def _plan(document: _Document, rules: tuple[Rule, ...]) -> dict[str, Value]:
    return {**_owned(document, rules), "periods": _PERIOD.search(document.text) is not None}


def _dated(_: _Document, __: tuple[Rule, ...]) -> dict[str, Value]:
    return {}


def _named(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_KINDS: tuple[tuple[str, re.Pattern[str], _Say], ...] = (
    (
        "security.policy",
        _named(
            rf"(?:\.github/|\.gitlab/|docs/)?security\.{_TEXT}",
            r"(?:.*/)?\.well-known/security\.txt",
        ),
        _policy,
    ),
    (
        "threat.model",
        _named(
            r"(?:.*/)?threat[-_]?model(?:ing|ling|s)?(?:[-_.][^/]*)?\.\w+",
            r"(?:.*/)?threat[-_]?models?/[^/]+\.md",
            r"(?:.*/)?(?:threagile\.ya?ml|[^/]*\.tm7)",
        ),
        _dated,
    ),
    (
        "decision.record",
        _named(
            rf"(?:.*/)?(?:adrs?|decisions|decision-records)/(?!readme|template|index)[^/]+\.{_TEXT}"
        ),
        _decision,
    ),
    (
        "runbook",
        _named(
            rf"(?:.*/)?(?:runbooks?|playbooks?)/(?!readme|template)[^/]+\.{_TEXT}",
            rf"(?:.*/)?runbooks?\.{_TEXT}",
        ),
        _owned,
    ),
    (
        "retention.plan",
        _named(
            r"(?:(?:docs|privacy|policies|legal)/){0,3}(?:data[-_])?"
            r"(?:retention|ropa|records-of-processing)(?:[-_](?:plan|policy|schedule))?"
            r"\.(?:md|ya?ml|json)"
        ),
        _plan,
    ),
    (
        "drill",
        _named(
            r"(?:.*/)?(?:drills?|game-?days?|dr-tests?|tabletops?)/(?!readme|template)[^/]+"
            rf"\.{_TEXT}"
        ),
        _dated,
    ),
    (
        "slo.defined",
        _named(
            r"(?:.*/)?(?:slos?|openslo|sloth)/[^/]+\.ya?ml",
            r"(?:.*/)?(?:[\w-]+\.)?(?:openslo|slo)\.ya?ml",
        ),
        _dated,
    ),
)
