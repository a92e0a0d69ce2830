"""How does every package of a lockfile stand: its attestations, its pin, and who is expected?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from auditor.checks.provenance.attested import Proven, Standing, prove
from auditor.checks.provenance.origins import Earlier, histories, release_of
from auditor.provenance.drift import FAILING, words
from auditor.provenance.lock import Judged, Lock, against
from auditor.provenance.lock import Standing as PinStanding
from auditor.provenance.policy import IdentityPolicy, check_grade, check_identity
from auditor.provenance.verdict import RefusedError
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from auditor.model import Gap
    from auditor.provenance.history import Event, History
    from sbom.model import Component

# Asked for the name of a package: who is expected to have built it, and whether somebody must.
Expectation = Callable[[str], tuple[IdentityPolicy, bool] | None]


class Answer(StrEnum):
    """What is to be done about a package."""

    FAILS = "fails"
    UNDECIDED = "undecided"
    NOTICE = "notice"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Row:
    """One package: ``group`` names what it is about, ``reason`` says it in one sentence."""

    proven: Proven
    judged: Judged
    answer: Answer
    group: str
    reason: str


_FAILS = (Standing.INVALID, Standing.MISMATCH, Standing.STRIPPED)
_UNDECIDED = (
    Standing.UNKNOWN_KEY,
    Standing.EXPIRED,
    Standing.TRUST_ROOT_TOO_OLD,
    Standing.UNSUPPORTED,
    Standing.UNCOVERED,
    Standing.UNREACHABLE,
)
_RANK = tuple(Answer)


def survey(
    components: Iterable[Component], earlier: Earlier, lock: Lock, expected: Expectation
) -> tuple[list[Row], tuple[Gap, ...]]:
    """Return a row for each of ``components``, in their order, and what belongs to none.

    Raises:
        SourceError: nothing can be asked at all.
    """
    proven, gaps = prove(
        tuple(components), earlier.source, earlier.trust, earlier.second, earlier.memory
    )
    rows = [_row(one, lock, expected) for one in proven]
    unpinned = {id(row.proven): index for index, row in enumerate(rows) if row.judged.pin is None}
    asked = [one for one in proven if id(one) in unpinned]
    for one, found in histories(asked, earlier):
        index = unpinned[id(one)]
        rows[index] = _with_history(rows[index], found)
    return rows, gaps


def _row(proven: Proven, lock: Lock, expected: Expectation) -> Row:
    judged = against(lock, proven.component.name, release_of(proven))
    candidates = [_standing(proven), _expected(proven, expected), _pinned(judged)]
    answer, group, reason = min(candidates, key=lambda one: _RANK.index(one[0]))
    return Row(proven, judged, answer, group, reason)


def _standing(proven: Proven) -> tuple[Answer, str, str]:
    standing = proven.standing
    if standing in _FAILS:
        return Answer.FAILS, standing.value, proven.reason
    if standing in _UNDECIDED:
        return Answer.UNDECIDED, standing.value, proven.reason
    return Answer.FINE, standing.value, proven.reason


def _expected(proven: Proven, expected: Expectation) -> tuple[Answer, str, str]:
    wanted = expected(proven.component.name)
    fine = (Answer.FINE, proven.standing.value, proven.reason)
    if wanted is None:
        return fine
    policy, required = wanted
    attestation = proven.provenance
    evidence = attestation.evidence if attestation else None
    if evidence is None or evidence.identity is None:
        if required and proven.standing is Standing.MISSING:
            return Answer.FAILS, "required", "a provenance is required, and there is none"
        return (Answer.UNDECIDED, "required", proven.reason) if required else fine
    try:
        check_grade(evidence.grade, policy)
        check_identity(evidence.identity, policy)
    except RefusedError as error:
        return Answer.FAILS, error.code.value, error.message
    return fine


def _pinned(judged: Judged) -> tuple[Answer, str, str]:
    answer = Answer.FINE
    if judged.standing is PinStanding.CHANGED:
        answer = Answer.FAILS
    elif judged.standing is PinStanding.UNKNOWN and judged.pin is not None:
        answer = Answer.UNDECIDED
    elif judged.standing is PinStanding.NOTICE:
        answer = Answer.NOTICE
    group = judged.changes[0].value if judged.changes else judged.standing.value
    failing = [change.value for change in judged.changes if change in FAILING]
    return answer, failing[0] if failing else group, judged.reason


def _with_history(row: Row, found: History) -> Row:
    events = [*found.failing, *(one for one in found.events if one not in found.failing)]
    if not events:
        return row
    answer = Answer.FAILS if found.failing else Answer.NOTICE
    if _RANK.index(answer) >= _RANK.index(row.answer):
        return row
    return replace(row, answer=answer, group=events[0].change.value, reason=_sentence(events[0]))


def _sentence(event: Event) -> str:
    said = words(event.change)
    if event.before:
        said += f" from {excerpt(event.before)} to {excerpt(event.after or 'its own')}"
    proof = event.before_proof
    logged = f" was logged {proof.signed_at:%Y-%m-%d} as {proof.log_index}" if proof else ""
    return f"{said}; {excerpt(event.since)}{logged}"
