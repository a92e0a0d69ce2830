"""What of a check's result could hold a secret of the target, and is hidden?

Messages, names and reasons quote the target. What has the form of a credential is
replaced in all of them; what else is a secret stands in passages, which mask lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.mask import mask_forms
from auditor.model import CheckRun, Coverage, Fact, Finding, Gap

if TYPE_CHECKING:
    from auditor.model import Value


def redacted(run: CheckRun) -> CheckRun:
    """Return ``run`` without what has the form of a credential; places and digests stay."""
    return replace(
        run,
        reason=mask_forms(run.reason),
        hint=mask_forms(run.hint),
        findings=tuple(_finding(each) for each in run.findings),
        facts=tuple(_fact(each) for each in run.facts),
        coverage=Coverage(
            run.coverage.examined,
            run.coverage.unit,
            tuple(
                Gap(mask_forms(each.subject), mask_forms(each.reason)) for each in run.coverage.gaps
            ),
            run.coverage.reused,
        ),
    )


def _finding(finding: Finding) -> Finding:
    message, attributes = mask_forms(finding.message), _attributes(finding.attributes)
    if message == finding.message and attributes == finding.attributes:
        return finding
    return replace(finding, message=message, attributes=attributes)


def _fact(fact: Fact) -> Fact:
    value, attributes = _value(fact.value), _attributes(fact.attributes)
    if value == fact.value and attributes == fact.attributes:
        return fact
    return replace(fact, value=value, attributes=attributes)


def _attributes(attributes: Mapping[str, Value]) -> dict[str, Value]:
    return {name: _value(value) for name, value in attributes.items()}


def _value(value: Value) -> Value:
    return mask_forms(value) if isinstance(value, str) else value
