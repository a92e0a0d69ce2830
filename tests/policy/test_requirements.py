from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from policy.postures import shipped_controls

from auditor.errors import UsageError
from auditor.policy import Verdict
from auditor.policy.asvs import levels
from auditor.policy.frameworks import FRAMEWORKS
from auditor.policy.requirements import Standing, requirements


def test_knows_every_requirement_of_asvs_and_its_level() -> None:
    assert Counter(levels().values()) == {1: 70, 2: 183, 3: 92}
    assert (levels()["1.2.1"], levels()["17.3.2"]) == (1, 2)


def test_every_asvs_requirement_a_control_names_exists() -> None:
    named = {
        (control.id, name)
        for control in shipped_controls()
        for name in control.references.get("asvs-5.0.0", ())
    }

    assert [each for each in sorted(named) if each[1] not in levels()] == []


def test_lists_requirements_by_level_and_number() -> None:
    found = requirements("asvs-5.0.0", shipped_controls())

    assert len(found) == 345
    order = [(each.level, tuple(map(int, each.id.split(".")))) for each in found]
    assert order == sorted(order)


def test_says_of_which_requirement_no_control_is_evidence() -> None:
    found = {each.id: each for each in requirements("asvs-5.0.0", shipped_controls())}

    assert found["6.2.1"].controls or found["6.2.1"].standing is Standing.NONE
    assert {control.id for control in found["3.3.1"].controls} >= {"cookies.secure"}
    assert found["3.3.1"].standing is None


@pytest.mark.parametrize(
    ("verdicts", "standing"),
    [
        (("pass", "pass"), Standing.FOR),
        (("pass", "not_applicable"), Standing.FOR),
        (("pass", "partial"), Standing.IN_PART),
        (("partial", "unknown"), Standing.OPEN),
        (("unknown", "fail"), Standing.AGAINST),
        (("not_applicable", "not_applicable"), Standing.NOT_APPLICABLE),
    ],
)
def test_the_worst_of_the_evidence_is_what_it_says(
    verdicts: tuple[str, str], standing: Standing
) -> None:
    both = [replace(control, references={"gdpr": ("25",)}) for control in shipped_controls()[:2]]
    told = {control.id: Verdict(verdict) for control, verdict in zip(both, verdicts, strict=True)}

    (found,) = requirements("gdpr", both, told)

    assert (found.id, found.standing) == ("25", standing)


def test_a_control_without_a_verdict_is_open() -> None:
    found = requirements("cra", shipped_controls(), {})

    assert {each.standing for each in found} == {Standing.OPEN}


@pytest.mark.parametrize("framework", sorted(set(FRAMEWORKS) - {"asvs-5.0.0"}))
def test_other_frameworks_list_what_controls_name(framework: str) -> None:
    assert all(each.controls for each in requirements(framework, shipped_controls()))


def test_suggests_the_framework_that_was_meant() -> None:
    with pytest.raises(UsageError) as caught:
        requirements("gdrp", shipped_controls())

    assert caught.value.message == 'no framework is called "gdrp"; did you mean "gdpr"?'
